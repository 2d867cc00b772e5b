"""Train the finder: `python -m training.finder` writes advisor/judging/finder/.

MiniLM tuned as a bi-encoder: what somebody says, or a passage shows, comes to lie near the `satisfied` of the criterion
that it is about. It learns from the labelled statements (training/statements), and from the tagged passages of the
documents written for training, over our criteria (training/cases) and over other people's (training/frameworks). Each
batch is of one framework: the right criterion against all others of it, and for each criterion its passages against the
batch's other ones, those included on which nothing is tagged. Seeded; on one core some twenty minutes.
"""

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from transformers import AutoTokenizer, BertModel

from advisor.framework import Criterion, Status
from advisor.judging import Finder as ProductFinder
from advisor.judging.nearness import FINDER, REGRESSION
from advisor.search.encoder import Matrix, packaged_folder
from advisor.search.minilm import WEIGHTS
from advisor.wiring import Advisor
from training.cross import mean_of, write_hashes
from training.judge import Row, fit_matcher, read_rows, samples
from training.reader import HELD, Written, written

_HERE = Path(__file__).parent
_BRIEF = 3  # words; a shorter unit says nothing
_LONGEST = 128  # tokens
_ROWS, _ASIDE = 80, 16  # of a batch: rows that are about a criterion, and rows that are about none
_TOGETHER = 24  # texts that are read at once
_SHARP = 20.0  # what cosines are multiplied by
_STRENGTH = 1.0  # of the regression; larger is less regular
_COLUMNS = 0.5  # what finding a criterion's passages counts beside finding a passage's criterion


@dataclass(frozen=True)
class Lesson:
    """A framework's criteria, texts with the index of the criterion that each is about, and texts about none."""

    satisfied: tuple[str, ...]
    texts: tuple[str, ...]
    about: tuple[int, ...]
    aside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settings:
    """How the finder is trained."""

    epochs: int = 3
    rate: float = 1e-4
    seed: int = 0


class Finder:
    """MiniLM in training: texts -> unit vectors."""

    def __init__(self) -> None:
        self._tokenizer = AutoTokenizer.from_pretrained(packaged_folder())
        self.body = BertModel.from_pretrained(packaged_folder())
        self.body.embeddings.word_embeddings.requires_grad_(False)

    def __call__(self, texts: Sequence[str]) -> torch.Tensor:
        """Unit vectors, in the order given; texts of like length are read together."""
        order = sorted(range(len(texts)), key=lambda n: len(texts[n]))
        parts = [
            self._vectors([texts[n] for n in order[start : start + _TOGETHER]])
            for start in range(0, len(order), _TOGETHER)
        ]
        return torch.cat(parts)[torch.tensor(order).argsort()]

    def _vectors(self, texts: Sequence[str]) -> torch.Tensor:
        inputs = self._tokenizer(list(texts), padding=True, truncation=True, max_length=_LONGEST, return_tensors="pt")
        with torch.autocast("cpu", dtype=torch.bfloat16):
            means = mean_of(self.body, inputs["input_ids"], inputs["attention_mask"], inputs["token_type_ids"])
        return torch.nn.functional.normalize(means.float(), dim=1)

    def encode(self, texts: Sequence[str]) -> Matrix:
        """As `Encoder`."""
        self.body.eval()
        with torch.no_grad():
            found = [self(texts[start : start + 512]).numpy() for start in range(0, len(texts), 512)]
        return np.vstack(found)


def fit(lessons: Sequence[Lesson], settings: Settings) -> Finder:
    """Train; the word vectors stay as they are."""
    torch.set_num_threads(1)
    torch.manual_seed(settings.seed)
    random.seed(settings.seed)
    finder = Finder()
    weights = [p for p in finder.body.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(weights, lr=settings.rate, weight_decay=0.01)
    steps = [batch for _ in range(settings.epochs) for batch in _batches(lessons)]
    begun = time.monotonic()
    finder.body.train()
    for number, (lesson, some) in enumerate(steps):
        for group in optimiser.param_groups:
            group["lr"] = (
                settings.rate * min(1.0, (number + 1) / (0.06 * len(steps))) * max(0.02, 1 - number / len(steps))
            )
        loss = _loss(finder, lesson, some)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step()
        optimiser.zero_grad()
        if number % 25 == 24:
            took = time.monotonic() - begun
            print(f"step {number + 1} of {len(steps)}, loss {loss.item():.3f}, {took:.0f} s", flush=True)
    finder.body.eval()
    return finder


def _loss(finder: Finder, lesson: Lesson, some: Sequence[int]) -> torch.Tensor:
    aside = random.sample(lesson.aside, min(_ASIDE, len(lesson.aside)))
    texts = finder([*(lesson.texts[n] for n in some), *aside])
    scores = texts @ finder(lesson.satisfied).T * _SHARP
    about = torch.tensor([lesson.about[n] for n in some])
    rows = torch.nn.functional.cross_entropy(scores[: len(some)], about)
    shares = torch.log_softmax(scores, dim=0)  # of a criterion, over the batch's texts
    columns = -shares[torch.arange(len(some)), about]
    counts = torch.bincount(about, minlength=len(lesson.satisfied))[about]
    return rows + _COLUMNS * (columns / counts).sum() / (1 / counts).sum()


def _batches(lessons: Sequence[Lesson]) -> Iterator[tuple[Lesson, list[int]]]:
    found = []
    for lesson in lessons:
        order = random.sample(range(len(lesson.texts)), len(lesson.texts))
        found += [(lesson, order[start : start + _ROWS]) for start in range(0, len(order), _ROWS)]
    yield from random.sample(found, len(found))


def lessons(advisor: Advisor) -> list[Lesson]:
    """What there is to learn from: our framework with all statements and cases on it, and each of other people's."""
    ours = advisor.framework.criteria
    rows, foreign = read_rows()
    said = [
        row for row in [*samples(advisor.framework), *rows] if row.status != Status.UNKNOWN and row.trap != "context"
    ]
    found = [_lesson(ours, [row for row in said if row.criterion not in foreign], _written(advisor, _HERE / "cases"))]
    found += [_lesson(case.framework.criteria, [], [case]) for case in _written(advisor, _HERE / "frameworks")]
    for author in dict.fromkeys(row.author for row in said if row.criterion in foreign):
        mine = [row for row in said if row.author == author and row.criterion in foreign]
        names = dict.fromkeys(row.criterion for row in mine)
        found.append(_lesson([Criterion(id=name, satisfied=foreign[name]) for name in names], mine, []))
    return found


def _written(advisor: Advisor, folder: Path) -> list[Written]:
    return [written(advisor, case) for case in sorted(folder.iterdir()) if case.name not in HELD]


def _lesson(criteria: Sequence[Criterion], rows: Sequence[Row], cases: Sequence[Written]) -> Lesson:
    columns = {criterion.id: number for number, criterion in enumerate(criteria)}
    pairs = [(row.text, columns[row.criterion]) for row in rows]
    aside = []
    for case in cases:
        tagged = {n for n, _ in case.tags}
        pairs += [(case.units[n].titled, c) for (n, c), status in case.tags.items() if status is not Status.UNKNOWN]
        aside += [
            unit.titled for n, unit in enumerate(case.units) if n not in tagged and len(unit.read.split()) > _BRIEF
        ]
    texts, about = zip(*pairs, strict=True)
    return Lesson(tuple(criterion.satisfied for criterion in criteria), texts, about, tuple(aside))


def export(body: BertModel, folder: Path) -> None:
    """Write the tensors that were trained, in half precision; the word vectors are the official ones."""
    folder.mkdir(exist_ok=True)
    kept = {
        name: value.half().contiguous()
        for name, value in body.state_dict().items()
        if not name.startswith(("pooler.", "embeddings.word_embeddings.", "embeddings.position_ids"))
    }
    save_file(kept, folder / WEIGHTS)
    write_hashes(folder, {})


def regress(advisor: Advisor, folder: Path) -> None:
    """Fit and write the linear model of our criteria, over the vectors of what there is to learn from of them."""
    ids = list(advisor.framework.by_id)
    lesson = lessons(advisor)[0]
    rows = [Row(ids[c], text, Status.MET.value, "") for text, c in zip(lesson.texts, lesson.about, strict=True)]
    weights, bias = fit_matcher(rows, ProductFinder(folder).encode(lesson.texts), ids, _STRENGTH)
    np.savez_compressed(
        folder / REGRESSION, criteria=np.asarray(ids), weights=weights.astype(np.float16), bias=bias, allow_pickle=False
    )
    write_hashes(folder, {})


def main() -> None:
    """Train and export."""
    argparse.ArgumentParser(description="Train the finder.").parse_args()
    advisor = Advisor()
    found = lessons(advisor)
    print([(len(lesson.satisfied), len(lesson.texts), len(lesson.aside)) for lesson in found], flush=True)
    export(fit(found, Settings()).body, FINDER)
    regress(advisor, FINDER)


if __name__ == "__main__":
    main()
