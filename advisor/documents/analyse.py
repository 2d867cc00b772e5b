"""Documents -> what they show of each criterion.

Candidates come from one matrix product over all units and criteria. Those that are written to steer whoever judges are
set aside; the reader reads the others in their surroundings; then the passages of a criterion are weighed against each
other.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from advisor.documents.blend import Blend, features
from advisor.documents.nearness import Nearness
from advisor.documents.screen import Screen
from advisor.documents.store import Read
from advisor.documents.types import Judged
from advisor.documents.units import Unit
from advisor.documents.weigh import Candidate, Rules, weigh
from advisor.framework import Framework
from advisor.judging import Reader, SampleJudge
from advisor.search import Encoder
from advisor.search.encoder import Matrix

_PAIRS = 930  # candidates in all ...
_EACH = (8, 60)  # ... and for each criterion, at least and at most
_BEST = 2  # beside them, for each unit the criteria it is nearest to, where it is near
_NEAR = 0.2
_LEAST = 2  # words of a unit that can be evidence


class Analyst:
    """Reads documents against one framework."""

    def __init__(self, framework: Framework, judge: SampleJudge, reader: Reader, encoder: Encoder) -> None:
        self.framework, self.encoder = framework, encoder
        self._judge, self._reader = judge, reader

    def embed(self, units: Sequence[Unit]) -> Matrix:
        """The vectors of units, one row each."""
        return self.encoder.encode([unit.titled for unit in units])

    def analyse(self, documents: Sequence[Read]) -> Judged:
        """What the documents show of every criterion, and what of them was not believed."""
        found = {
            unit: vector
            for read in documents
            for unit, vector in zip(read.units, read.vectors, strict=True)
            if len(unit.read.split()) >= _LEAST
        }
        planted: list[Unit] = []
        believed: set[Unit] = set()
        while True:  # what is set aside makes room for others, which are asked in turn
            vectors = np.asarray(list(found.values()), np.float32)
            near = self._nearness.scores([unit.titled for unit in found], vectors)
            pairs = candidates(near)
            units = list(found)
            left = self._screen.planted({units[n]: None for n, _ in pairs if units[n] not in believed})
            if not left:
                break
            believed |= {units[n] for n, _ in pairs}
            planted += left
            found = {**found, **{rest: self.embed([rest])[0] for rest in left.values() if rest}}
            said = {unit.read for unit in left}  # nor does it stand beside any
            found = {
                replace(unit, before="") if unit.before in said else unit: vector
                for unit, vector in found.items()
                if unit not in left
            }
        criteria = self.framework.criteria
        by_criterion: list[list[Candidate]] = [[] for _ in criteria]
        read = self._reader.shares([(criteria[c].satisfied, units[n].in_place) for n, c in pairs])
        first = self._judge.first([(criteria[c], units[n].read) for n, c in pairs], vectors[[n for n, _ in pairs]])
        values = features(pairs, read, read if first is None else first, near, [unit.read for unit in units])
        shares = self._blend.shares(values)
        for (n, c), row in zip(pairs, shares, strict=True):
            by_criterion[c].append(Candidate(units[n], row))
        rules = Rules(**self._reader.card["rules"][self._kind])
        shown = tuple(weigh(criterion, by_criterion[c], rules) for c, criterion in enumerate(criteria))
        return Judged(shown, tuple(planted))

    @property
    def _kind(self) -> str:
        return "ours" if self._nearness.trained else "other"

    @cached_property
    def _screen(self) -> Screen:
        return Screen(self._reader)

    @cached_property
    def _nearness(self) -> Nearness:
        path = self._reader.file("nearness.npz")
        return Nearness(self.framework, self.encoder, self._judge.references, path)

    @cached_property
    def _blend(self) -> Blend:
        return Blend.load(self._reader.file("blend.npz"), self._kind)


def candidates(near: Matrix) -> list[tuple[int, int]]:
    """The pairs (unit, criterion) worth reading, of log shares of shape (units, criteria)."""
    each = min(max(_PAIRS // near.shape[1], _EACH[0]), _EACH[1])
    wanted = np.zeros(near.shape, bool)
    wanted[np.argsort(-near, axis=0, kind="stable")[:each], np.arange(near.shape[1])] = True
    best = np.argsort(-near, axis=1, kind="stable")[:, :_BEST]
    rows = np.arange(len(near))[:, None]
    if len(near) <= _PAIRS:  # in a large set the best for each criterion are enough
        wanted[rows, best] |= near[rows, best] >= np.log(_NEAR)
    return [(int(n), int(c)) for n, c in np.argwhere(wanted)]
