"""Train the judge's teacher and write what it says: `python -m training.teacher FOLDER`; some ninety minutes.

all-mpnet-base-v2 (Apache-2.0), five times the size of what is shipped, reads a criterion and a statement as the shipped
network does. FOLDER holds its official files; training/README.md says where they come from, and the weights are
verified by hash. It learns from the statements of three criteria in four, is asked about the others, and then learns
once from all. Of every statement it then says how sure it is of each status: on the statement's own criterion, and on
one like it. `training/taught.npz` keeps that, and `python -m training.reader` learns from it. Seeded.
"""

import argparse
import hashlib
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import f1_score
from transformers import AutoTokenizer

from advisor.framework import Status, read_framework
from advisor.judging.weights import STATUSES
from advisor.passages.planted import without_planted
from advisor.search import MiniLM
from advisor.search.encoder import Matrix, sha256_of
from advisor.settings import CORPUS
from eval.datasets import BENCHMARKS, Statement, statements
from training.cross import Row, Settings, Wide, further, scores_of
from training.held_out import left_out
from training.judge import Row as Labelled
from training.judge import read_rows, samples

TAUGHT = Path(__file__).parent / "taught.npz"
SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"  # of model.safetensors
_FIRST = Settings(epochs=2, rate=4e-5, batch=32)
_THEN = Settings(epochs=1, rate=2.5e-5, batch=32, seed=1)
_LIKE = 6  # criteria most like a statement, of which one is asked about beside its own
_SOFT = 1.5  # temperature of what it teaches
_OWN = 0.6  # how much it counts against the label of the statement's author
_SURE = 0.96  # what such a label counts


def pairs_of(rows: Sequence[Labelled], satisfied: dict[str, str], foreign: dict[str, str]) -> list[tuple[str, str]]:
    """A pair for each row, of a criterion like its own that it was not written for, and the statement."""
    encoder, ids = MiniLM(), list(satisfied)
    near = encoder.encode([row.text for row in rows]) @ encoder.encode(list(satisfied.values())).T
    kind = np.asarray([name in foreign for name in ids])
    found = []
    for row, scores in zip(rows, near, strict=True):
        own = ids.index(row.criterion)
        others = (kind == kind[own]) & (np.arange(len(ids)) != own)
        best = np.argsort(np.where(others, -scores, np.inf), kind="stable")[:_LIKE]
        found.append((satisfied[ids[random.choice(best.tolist())]], row.text))  # noqa: S311 - no secret hangs on it
    return found


def key_of(pair: tuple[str, str]) -> bytes:
    """The name of a pair in the file."""
    return hashlib.sha256("\0".join(pair).encode()).digest()[:12]


def taught() -> dict[bytes, Matrix]:
    """How sure the teacher is of each status, by `key_of` a pair; nothing where it has not been trained."""
    if not TAUGHT.is_file():
        return {}
    with np.load(TAUGHT, allow_pickle=False) as data:
        shares = data["shares"].astype(np.float32)
        return {bytes(name).ljust(12, b"\0"): row for name, row in zip(data["keys"], shares, strict=True)}


def taught_rows() -> list[Row]:
    """The statements with what author and teacher say of them, and the pairs that the teacher alone judges."""
    known = taught()
    labelled, others = _everything()
    rows = []
    for first, second, label in labelled:
        said = known.get(key_of((first, second)))
        rows.append(Row(first, second, label, () if said is None else _both(label, said)))
    return rows + [
        Row(*pair, int(said.argmax()), tuple(map(float, said)))
        for pair in others
        if (said := known.get(key_of(pair))) is not None
    ]


def _both(label: int, said: Matrix) -> tuple[float, ...]:
    sure = np.full(len(STATUSES), (1 - _SURE) / (len(STATUSES) - 1))
    sure[label] = _SURE
    return tuple(map(float, (1 - _OWN) * sure + _OWN * said))


def _everything() -> tuple[list[tuple[str, str, int]], list[tuple[str, str]]]:
    """All statements with their criteria and labels, and pairs of them with other criteria; the same every time."""
    framework = read_framework(CORPUS / "framework")
    rows, foreign = read_rows()
    satisfied = {**{c.id: c.satisfied for c in framework.criteria}, **foreign}
    every = [*samples(framework), *rows]
    random.seed(1)
    others = pairs_of(every, satisfied, foreign)
    labelled = [(satisfied[row.criterion], row.text, STATUSES.index(Status(row.status))) for row in every]
    return labelled, others


def report(name: str, network: Any, tokenizer: Any, held: set[str], satisfied: dict[str, str]) -> None:
    """How right it is on the judge's benchmark, on criteria left out and on the others."""
    for split in ("dev", "test"):
        asked = [row for row in statements(BENCHMARKS / "judge" / split) if isinstance(row, Statement)]
        pairs = [(satisfied[row.criterion], without_planted(row.text) or row.text) for row in asked]
        found = scores_of(network, tokenizer, pairs).argmax(axis=1)
        labels = np.asarray([STATUSES.index(row.status) for row in asked])
        out = np.asarray([row.criterion in held for row in asked])
        for part, some in (("criteria left out at first", out), ("the others", ~out)):
            f1 = f1_score(labels[some], found[some], average="macro")
            right = (labels == found)[some].mean()
            print(f"{name}, {split}, {part}: accuracy {right:.3f}, macro F1 {f1:.3f}", flush=True)


def main() -> None:
    """Train, print the figures, write what it says."""
    parser = argparse.ArgumentParser(description="Train the judge's teacher.")
    parser.add_argument("folder", type=Path, help="all-mpnet-base-v2: config, tokenizer and model.safetensors")
    folder = parser.parse_args().folder
    if sha256_of(folder / "model.safetensors") != SHA256:
        raise SystemExit(f"{folder}: not the official all-mpnet-base-v2")
    framework = read_framework(CORPUS / "framework")
    held = left_out(framework)
    rows, foreign = read_rows()
    satisfied = {**{c.id: c.satisfied for c in framework.criteria}, **foreign}
    every = [*samples(framework), *rows]
    pairs = [Row(satisfied[row.criterion], row.text, STATUSES.index(Status(row.status))) for row in every]
    known = [pair for pair, row in zip(pairs, every, strict=True) if row.criterion not in held]
    random.seed(_FIRST.seed)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    network = further(Wide(len(STATUSES), folder), tokenizer, known, _FIRST)
    report("three criteria in four", network, tokenizer, held, satisfied)
    network = further(network, tokenizer, pairs, _THEN)
    report("all criteria", network, tokenizer, held, satisfied)
    labelled, others = _everything()
    asked = list(dict.fromkeys([*((first, second) for first, second, _ in labelled), *others]))
    write(asked, scores_of(network, tokenizer, asked))


def write(asked: Sequence[tuple[str, str]], scores: Matrix) -> None:
    """Keep what the teacher says of pairs; `scores` has shape (pairs, statuses)."""
    soft = np.exp((scores - scores.max(axis=1, keepdims=True)) / _SOFT)
    soft /= soft.sum(axis=1, keepdims=True)
    keys = np.array([key_of(pair) for pair in asked], "S12")
    np.savez_compressed(TAUGHT, allow_pickle=False, keys=keys, shares=soft.astype(np.float16))
    print(f"{TAUGHT.name}: {len(asked)} pairs, {TAUGHT.stat().st_size / 1e3:.0f} kB", flush=True)


if __name__ == "__main__":
    main()
