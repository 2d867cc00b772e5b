"""How good is the judge on criteria that it never saw? `python -m training.held_out`; about ten minutes.

Every fourth criterion of ours is left out of both models, with its statements and samples. They are then asked about
the judge's benchmark, and know of those criteria what they know of other people's: `satisfied` alone. Nothing is
written. The network learns from the statements alone, without the documents of training/cases.
"""

import argparse
import random
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from advisor.framework import Status, read_framework
from advisor.judging.ensemble import OF_KNOWN, OF_OTHERS, together
from advisor.judging.features import GENERAL, References, general, wording
from advisor.judging.weights import STATUSES, Machine
from advisor.passages.planted import without_planted
from advisor.search import MiniLM
from advisor.search.cross import CrossEncoder
from advisor.settings import CORPUS
from eval.datasets import BENCHMARKS, Statement, statements
from training.cross import Row, Settings, export, fit, write_hashes
from training.judge import GENERAL_TASTE, Data, general_values, read_rows, report, samples, train

_EVERY = 4


def main() -> None:
    """Train both without a quarter of the criteria, and print the figures on both splits."""
    argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None).parse_args()
    framework = read_framework(CORPUS / "framework")
    held = {criterion.id for criterion in framework.criteria[1::_EVERY]}
    encoder = MiniLM()
    rows, foreign = read_rows()
    satisfied = {**{c.id: c.satisfied for c in framework.criteria}, **foreign}
    known = [row for row in [*samples(framework), *rows] if row.criterion not in held]
    print(f"{len(held)} criteria left out, {len(known)} statements on the others", flush=True)

    own = Data([row for row in known if row.criterion not in foreign], encoder)
    others = Data([row for row in known if row.criterion in foreign], encoder)
    both, references = own.with_more(others), References(framework, encoder)
    by_criterion = dict(zip(satisfied, encoder.encode(list(satisfied.values())), strict=True))
    criteria = np.stack([by_criterion[row.criterion] for row in both.rows])
    values = general_values(references, own, others, foreign)
    tested = sorted({row.author for row in others.rows})
    weights, _ = train(values, both, criteria, len(GENERAL), GENERAL_TASTE, tested)
    parts: dict[str, Any] = {name: np.asarray(value, np.float32) for name, value in weights.items()}
    known_criteria = list(by_criterion)
    machine = Machine(
        **parts,
        vectors=both.vectors,
        criteria=np.stack(list(by_criterion.values())),
        criterion_of=np.asarray([known_criteria.index(row.criterion) for row in both.rows]),
    )

    settings = Settings()
    random.seed(settings.seed)
    pairs = [Row(satisfied[row.criterion], row.text, STATUSES.index(Status(row.status))) for row in known]
    with tempfile.TemporaryDirectory() as place:
        export(fit(pairs, len(STATUSES), settings), Path(place))
        write_hashes(Path(place), {})
        network = CrossEncoder(Path(place), len(STATUSES))
        for split in ("dev", "test"):
            asked = [row for row in statements(BENCHMARKS / "judge" / split) if isinstance(row, Statement)]
            texts = [without_planted(row.text) or row.text for row in asked]
            vectors = encoder.encode(texts)
            near = [general(references, row.criterion, vector) for row, vector in zip(asked, vectors, strict=True)]
            about = np.stack([by_criterion[row.criterion] for row in asked])
            first = machine.shares(np.hstack([np.asarray(near), wording(texts)]), vectors, about)
            second = network.shares([(satisfied[row.criterion], text) for row, text in zip(asked, texts, strict=True)])
            labels = np.asarray([STATUSES.index(row.status) for row in asked])
            out = np.asarray([row.criterion in held for row in asked])
            mixed = {
                f"together, first version {how[0]}": together(first, second, *how) for how in (OF_KNOWN, OF_OTHERS)
            }
            for name, shares in {"first version": first, "network": second, **mixed}.items():
                report(f"{split}, {name}, criteria left out", labels[out], shares[out].argmax(axis=1))
                report(f"{split}, {name}, the others", labels[~out], shares[~out].argmax(axis=1))


if __name__ == "__main__":
    main()
