"""Does a sentence answer a question, or only touch it? A small network reads both together.

Similarity does not see that a question asks for another thing than a sentence on the same subject tells. Trained by
`python -m training.relevance`; see training/README.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from advisor.passages import Passage, Span, plain
from advisor.search import Evidence, Hit
from advisor.search.cross import CrossEncoder
from advisor.search.encoder import Matrix

FOLDER: Final = Path(__file__).parent / "relevance"
CLASSES: Final = ("answers", "touches", "aside")
READ: Final = 12  # sentences that are read for a question: those most like it
NAMES: Final = ("reads_first", "reads_second", "reads_mean", "reads_touch")
Key = tuple[str, int]  # a passage's id and the number of a sentence in it
Read = Mapping[Key, Matrix]  # the shares of CLASSES


class Relevance(CrossEncoder):
    """Shares of CLASSES for pairs of a question and a sentence in its place."""

    def __init__(self, folder: Path = FOLDER) -> None:
        super().__init__(folder, len(CLASSES))


def in_place(passage: Passage, span: Span) -> str:
    """A sentence as it is read: under the heading that it stands under."""
    return f"{passage.heading or passage.title}: {plain(passage.sentence(span))}"


def likeliest(
    queries: Matrix, hits: Sequence[Hit], evidence: Sequence[Evidence], most: int = READ
) -> list[tuple[Key, str]]:
    """The sentences of the hits that are most like a question (one vector for each wording), most like first."""
    found: list[tuple[float, Key, str]] = []
    for hit, known in zip(hits, evidence, strict=True):
        if len(known.sentences):
            alike = (known.sentences @ queries.T).max(axis=1)
            spans = enumerate(hit.passage.sentences)
            found += [(float(alike[n]), (hit.passage.id, n), in_place(hit.passage, span)) for n, span in spans]
    return [(key, text) for _, key, text in sorted(found, key=lambda one: (-one[0], one[1]))[:most]]


def values(read: Read) -> list[float]:
    """The values of NAMES: how surely a sentence answers, the next one, the best three, and how much is near only."""
    answers = sorted((float(shares[0]) for shares in read.values()), reverse=True) + [0.0] * 3
    touches = max((float(shares[1]) for shares in read.values()), default=0.0)
    return [*(float(np.log(max(share, 1e-4))) for share in (answers[0], answers[1], sum(answers[:3]) / 3)), touches]


def reranked(hits: Sequence[Hit], read: Read, raises: float) -> tuple[Hit, ...]:
    """The hits with those first that hold a sentence which answers; a sure one adds `raises` times the score."""
    best: dict[str, float] = {}
    for (passage, _), shares in read.items():
        best[passage] = max(best.get(passage, 0.0), float(shares[0]))
    raised = [replace(hit, score=hit.score * (1 + raises * best.get(hit.passage.id, 0.0))) for hit in hits]
    return tuple(sorted(raised, key=lambda hit: -hit.score))
