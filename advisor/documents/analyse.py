"""Documents -> what they show of each criterion.

Candidates come from one matrix product over all units and criteria; the reader reads each of them in its surroundings;
then the passages of a criterion are weighed against each other.
"""

from collections.abc import Sequence

import numpy as np

from advisor.documents.store import Read
from advisor.documents.types import Shown
from advisor.documents.units import Unit
from advisor.documents.weigh import Candidate, Rules, weigh
from advisor.framework import Framework
from advisor.judging import Matcher, Reader
from advisor.search import Encoder
from advisor.search.encoder import Matrix

_EACH = 8  # candidates for each criterion ...
_BEST = 2  # ... and for each unit the criteria it is nearest to, where it is near
_NEAR = 0.2
_LEAST = 2  # words of a unit that can be evidence


class Analyst:
    """Reads documents against one framework."""

    def __init__(self, framework: Framework, matcher: Matcher, reader: Reader, encoder: Encoder) -> None:
        self.framework, self.encoder = framework, encoder
        self._matcher, self._reader = matcher, reader

    def embed(self, units: Sequence[Unit]) -> Matrix:
        """The vectors of units, one row each."""
        return self.encoder.encode([unit.titled for unit in units])

    def analyse(self, documents: Sequence[Read]) -> list[Shown]:
        """What the documents show of every criterion, in the framework's order."""
        criteria = self.framework.criteria
        found = [(unit, vector) for read in documents for unit, vector in zip(read.units, read.vectors, strict=True)]
        found = [(unit, vector) for unit, vector in found if len(unit.read.split()) >= _LEAST]
        by_criterion: list[list[Candidate]] = [[] for _ in criteria]
        if found:
            near = self._matcher.scores(np.stack([vector for _, vector in found]))
            pairs = candidates(near)
            shares = self._reader.shares([(criteria[c].satisfied, found[n][0].in_place) for n, c in pairs])
            for (n, c), row in zip(pairs, shares, strict=True):
                by_criterion[c].append(Candidate(found[n][0], row, float(near[n, c])))
        rules = Rules.of(self._reader.card)
        return [weigh(criterion, by_criterion[c], rules) for c, criterion in enumerate(criteria)]


def candidates(near: Matrix) -> list[tuple[int, int]]:
    """The pairs (unit, criterion) worth reading, of log shares of shape (units, criteria)."""
    wanted = np.zeros(near.shape, bool)
    wanted[np.argsort(-near, axis=0, kind="stable")[:_EACH], np.arange(near.shape[1])] = True
    best = np.argsort(-near, axis=1, kind="stable")[:, :_BEST]
    rows = np.arange(len(near))[:, None]
    wanted[rows, best] |= near[rows, best] >= np.log(_NEAR)
    return [(int(n), int(c)) for n, c in np.argwhere(wanted)]
