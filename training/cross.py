"""Training a network that reads two texts together, and shipping it: what the reader and the relevance share."""

import json
import random
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from transformers import AutoTokenizer, BertModel

from advisor.search.cross import LONGEST, NETWORK
from advisor.search.encoder import packaged_folder, sha256_of
from advisor.search.folder import CARD

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
    """Two texts, and the index of their class."""

    first: str
    second: str
    label: int


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
        scores: torch.Tensor = self.head(self.drop(mean_of(self.body, input_ids, attention_mask, token_type_ids)))
        return scores


def mean_of(
    body: BertModel, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
) -> torch.Tensor:
    """The mean of the last layer over a text's tokens, shape (texts, dimensions)."""
    states: torch.Tensor = body(
        input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
    ).last_hidden_state
    mask = attention_mask.unsqueeze(-1).to(states.dtype)
    return (states * mask).sum(1) / mask.sum(1)


def fit(rows: Sequence[Row], classes: int, settings: Settings) -> Network:
    """Train on rows; the word vectors stay as they are. One thread: two are slower as soon as anything else runs."""
    torch.set_num_threads(1)
    torch.manual_seed(settings.seed)
    tokenizer = AutoTokenizer.from_pretrained(packaged_folder())
    network = Network(classes)
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
        labels = torch.tensor([row.label for row in batch])
        loss = torch.nn.functional.cross_entropy(scores.float(), labels, label_smoothing=settings.smoothing)
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
