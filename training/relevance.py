"""Train what reads a question and a sentence together: `python -m training.relevance`.

Writes advisor/answers/relevance/ (the network, quantised) and training/readings.npz: what networks that never saw a
question's author read for it, from which `python -m training.answerability` learns how far the reading can be trusted.
Seeded; about forty minutes on one core, two thirds of them for the readings (`--without-readings` leaves them out).
"""

import argparse
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from advisor.answers.relevance import CLASSES, FOLDER, READ, Relevance, values
from advisor.search.encoder import Matrix
from advisor.wiring import Advisor
from eval.cache import FILE, Cache, CachedEncoder
from training.cross import Row, Settings, export, fit, write_hashes
from training.questions import Put, on_articles, on_documents

READINGS = Path(__file__).parent / "readings.npz"
_FOLDS = 3
_ANSWERS, _TOUCHES, _ASIDE = range(len(CLASSES))
_NEAR = 14  # of the sentences found, those among which the hard ones are
_FAR = 20


def rows_of(put: Put) -> Iterator[Row]:
    """What a question teaches: the sentence that answers it against others on its subject, and against far ones."""
    texts = [text for _, text in put.found]
    if put.kind == "answered":
        if not put.right:
            return
        yield Row(put.question, put.right, _ANSWERS)
        # The sentence most like the question may answer it as well, and so may others of the section.
        near = [
            text
            for number, ((passage, _), text) in enumerate(put.found[:_NEAR])
            if text != put.right
            and (number > 0 if put.beside else put.search.passages[passage].section not in put.sections)
        ]
        yield from (Row(put.question, text, _TOUCHES) for text in _some(near, 1))
        yield from (Row(put.question, text, _ASIDE) for text in _some(texts[_FAR:], 1))
    elif put.kind == "off_topic":
        yield from (Row(put.question, text, _ASIDE) for text in texts[:1])
    else:
        if put.beside:
            yield Row(put.question, put.beside, _TOUCHES)
        if put.kind != "touches":  # another section answers those
            yield from (Row(put.question, text, _TOUCHES) for text in texts[: 1 if put.beside else 2])


def _some(texts: Sequence[str], count: int) -> list[str]:
    return random.sample(list(texts), min(count, len(texts)))


def read(network: Relevance, puts: Sequence[Put]) -> Matrix:
    """The values of NAMES for each question, shape (questions, values)."""
    pairs = list(dict.fromkeys((put.question, text) for put in puts for _, text in put.found[:READ]))
    shares = dict(zip(pairs, network.shares(pairs), strict=True))
    return np.asarray(
        [values({key: shares[put.question, text] for key, text in put.found[:READ]}) for put in puts], np.float32
    )


def trained(puts: Sequence[Put], folder: Path) -> Relevance:
    """The network that learns from these questions, written to a folder."""
    settings = Settings()
    random.seed(settings.seed)
    rows = [row for put in puts for row in rows_of(put)]
    begun = time.monotonic()
    print(f"{len(rows)} pairs of {len(puts)} questions", flush=True)
    export(fit(rows, len(CLASSES), settings), folder)
    write_hashes(folder, {"classes": list(CLASSES)})
    print(f"{(time.monotonic() - begun) / 60:.0f} minutes", flush=True)
    return Relevance(folder)


def main() -> None:
    """Train the network that is shipped, then those that are held against authors that they never saw."""
    parser = argparse.ArgumentParser(description="Train what reads a question and a sentence together.")
    parser.add_argument("--without-readings", action="store_true", help="train the shipped network alone")
    options = parser.parse_args()
    advisor = Advisor()
    cache = Cache(advisor.settings.home / FILE)
    advisor = Advisor(advisor.settings, CachedEncoder(advisor.encoder, cache))
    bare, documents = on_articles(advisor, bare=True), on_documents(advisor)
    learned = [*bare, *documents]
    trained(learned, FOLDER)
    if options.without_readings:
        return
    sets = {"articles": on_articles(advisor, bare=False), "bare": bare, "documents": documents}
    authors = sorted({put.author for put in learned})
    kept = {name: np.zeros((len(puts), len(values({}))), np.float32) for name, puts in sets.items()}
    for fold in range(_FOLDS):
        out = set(authors[fold::_FOLDS])
        print("left out:", ", ".join(sorted(out)), flush=True)
        with tempfile.TemporaryDirectory() as place:
            network = trained([put for put in learned if put.author not in out], Path(place) / "network")
            for name, puts in sets.items():
                at = [n for n, put in enumerate(puts) if put.author in out]
                kept[name][at] = read(network, [puts[n] for n in at])
    np.savez_compressed(READINGS, allow_pickle=False, **{name: rows.astype(np.float16) for name, rows in kept.items()})


if __name__ == "__main__":
    main()
