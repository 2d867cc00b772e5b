"""Training a network that reads two texts together, and shipping it: what the reader and the relevance share."""

import json
import random
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from transformers import AutoTokenizer, BertModel, MPNetModel

from advisor.search.cross import CARD, LONGEST, NETWORK
from advisor.search.encoder import Matrix, packaged_folder, sha256_of

_LICENCE = (
    "Apache-2.0; tuned from all-MiniLM-L6-v2 (sentence-transformers, Apache-2.0); how and on what: training/README.md"
)


@dataclass(frozen=True)
class Settings:
    """How a network is trained."""

    epochs: int = 2
    rate: float = 1.2e-4
    batch: int = 48
    smoothing: float = 0.05
    seed: int = 0


@dataclass(frozen=True)
class Row:
    """Two texts and the index of their class; `shares`: how sure of each class they teach to be, if that is known."""

    first: str
    second: str
    label: int
    shares: tuple[float, ...] = ()

    def target(self, classes: int, smoothing: float) -> tuple[float, ...]:
        """What a network should say of them."""
        if self.shares:
            return self.shares
        rest = smoothing / classes
        return tuple(1 - smoothing + rest if n == self.label else rest for n in range(classes))


class Network(torch.nn.Module):
    """MiniLM, the mean of its last layer, and a linear layer on top."""

    def __init__(self, classes: int, attention: str = "sdpa") -> None:
        super().__init__()
        self.body = BertModel.from_pretrained(packaged_folder(), attn_implementation=attention)
        self.head = torch.nn.Linear(self.body.config.hidden_size, classes)
        self.drop = torch.nn.Dropout(0.1)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        """Scores, shape (pairs, classes)."""
        states = self.body(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        return scored(self, states, attention_mask)


class Wide(torch.nn.Module):
    """The same on all-mpnet-base-v2, five times as large: a teacher."""

    def __init__(self, classes: int, folder: Path) -> None:
        super().__init__()
        self.body = MPNetModel.from_pretrained(folder)
        self.head = torch.nn.Linear(self.body.config.hidden_size, classes)
        self.drop = torch.nn.Dropout(0.1)

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Scores, shape (pairs, classes)."""
        return scored(
            self, self.body(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state, attention_mask
        )


def scored(network: Network | Wide, states: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
    """What a network's linear layer makes of the mean of its last layer over a pair's tokens."""
    mask = attention_mask.unsqueeze(-1).to(states.dtype)
    found: torch.Tensor = network.head(network.drop((states * mask).sum(1) / mask.sum(1)))
    return found


N = TypeVar("N", Network, Wide)


def fit(rows: Sequence[Row], classes: int, settings: Settings, begun_with: Network | None = None) -> Network:
    """Train MiniLM on rows, or `begun_with` further."""
    torch.manual_seed(settings.seed)
    tokenizer = AutoTokenizer.from_pretrained(packaged_folder())
    return further(begun_with or Network(classes), tokenizer, rows, settings)


def further(network: N, tokenizer: Any, rows: Sequence[Row], settings: Settings) -> N:
    """Train a network on; the word vectors stay as they are. One thread: two are slower where anything else runs."""
    torch.set_num_threads(1)
    classes = network.head.out_features
    network.body.embeddings.word_embeddings.requires_grad_(False)
    weights = [p for p in network.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(weights, lr=settings.rate, weight_decay=0.01)
    batches = [batch for _ in range(settings.epochs) for batch in _batches(rows, settings.batch)]
    begun = time.monotonic()
    network.train()
    for step, batch in enumerate(batches):
        for group in optimiser.param_groups:
            warm = min(1.0, (step + 1) / (0.05 * len(batches)))
            group["lr"] = settings.rate * warm * max(0.02, 1 - step / len(batches))
        inputs = tokenizer(
            [row.first for row in batch],
            [row.second for row in batch],
            padding=True,
            truncation="only_second",
            max_length=LONGEST,
            return_tensors="pt",
        )
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = network(**inputs)
        targets = torch.tensor([row.target(classes, settings.smoothing) for row in batch])
        loss = torch.nn.functional.cross_entropy(scores.float(), targets)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step()
        optimiser.zero_grad()
        if step % 100 == 99:
            pace = (step + 1) * settings.batch / (time.monotonic() - begun)
            print(f"step {step + 1} of {len(batches)}, loss {loss.item():.3f}, {pace:.0f} pairs/s", flush=True)
    return network.eval()


def _batches(rows: Sequence[Row], size: int) -> list[list[Row]]:
    """Rows in random batches, those of like length together."""
    order = random.sample(list(rows), len(rows))
    found: list[list[Row]] = []
    for start in range(0, len(order), 50 * size):
        part = sorted(order[start : start + 50 * size], key=lambda row: len(row.first) + len(row.second))
        found += [part[n : n + size] for n in range(0, len(part), size)]
    return random.sample(found, len(found))


def scores_of(network: Network | Wide, tokenizer: Any, pairs: Sequence[tuple[str, str]], batch: int = 32) -> Matrix:
    """The scores of pairs, shape (pairs, classes)."""
    torch.set_num_threads(1)
    found = np.zeros((len(pairs), network.head.out_features), np.float32)
    order = sorted(range(len(pairs)), key=lambda n: len(pairs[n][0]) + len(pairs[n][1]))
    network.eval()
    for start in range(0, len(order), batch):
        some = order[start : start + batch]
        inputs = tokenizer(
            [pairs[n][0] for n in some],
            [pairs[n][1] for n in some],
            padding=True,
            truncation="only_second",
            max_length=LONGEST,
            return_tensors="pt",
        )
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            found[some] = network(**inputs).float().numpy()
    return found


def export(network: Network, folder: Path) -> None:
    """Write the network as quantised ONNX."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(exist_ok=True)
    exact = Network(network.head.out_features, "eager").eval()  # the other attention is traced with one batch's mask
    exact.load_state_dict(network.state_dict())
    tokenizer = AutoTokenizer.from_pretrained(packaged_folder())
    inputs = tokenizer(["a criterion"] * 2, ["a passage of some length", "another"], padding=True, return_tensors="pt")
    names = ["input_ids", "attention_mask", "token_type_ids"]
    with tempfile.TemporaryDirectory() as place:
        plain = Path(place) / "plain.onnx"
        torch.onnx.export(
            exact,
            tuple(inputs[name] for name in names),
            str(plain),
            input_names=names,
            output_names=["scores"],
            dynamic_axes={**{name: {0: "pairs", 1: "tokens"} for name in names}, "scores": {0: "pairs"}},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(plain, folder / NETWORK, weight_type=QuantType.QInt8, per_channel=True)


def write_hashes(folder: Path, also: Mapping[str, Any]) -> None:
    """Write the card of a network's folder: the sha256 of every other file, and what else belongs there."""
    hashes = {path.name: sha256_of(path) for path in sorted(folder.glob("*")) if path.name != CARD}
    (folder / CARD).write_text(
        json.dumps({"licence": _LICENCE, "sha256": hashes, **also}, indent=1) + "\n", encoding="utf-8"
    )
