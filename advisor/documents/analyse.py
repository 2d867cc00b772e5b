"""Documents -> what they show of each criterion.

What is written to steer whoever judges is set apart, and what is left is cut as if that had never been there.
Candidates come from one matrix product over all units and criteria; the reader reads them in their surroundings; then
the passages of a criterion are weighed against each other.
"""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from advisor.documents.blend import Blend, features
from advisor.documents.screen import Screen
from advisor.documents.store import Read
from advisor.documents.stretches import Stretch
from advisor.documents.types import Judged
from advisor.documents.units import Apart, Unit, units
from advisor.documents.weigh import Candidate, Rules, weigh
from advisor.framework import Criterion, Framework
from advisor.judging import Finder, Nearness, Reader, SampleJudge
from advisor.judging.weights import Array
from advisor.search import Encoder
from advisor.search.encoder import Matrix

_PAIRS = 930  # candidates in all ...
_EACH = (8, 60)  # ... and for each criterion, at least and at most
_BEST = 2  # beside them, for each unit the criteria it is nearest to, where it is near
_NEAR = 0.2
_LEAST = 2  # words of a unit that can be evidence


class Analyst:
    """Reads documents against one framework."""

    def __init__(
        self, framework: Framework, judge: SampleJudge, reader: Reader, encoder: Encoder, finder: Finder
    ) -> None:
        self.framework, self.finder = framework, finder
        self._judge, self._reader, self._encoder = judge, reader, encoder

    def embed(self, units: Sequence[Unit]) -> Matrix:
        """The vectors of units, one row each."""
        return self.finder.encode([unit.titled for unit in units])

    def analyse(self, documents: Sequence[Read]) -> Judged:
        """What the documents show of every criterion, and what of them was not believed."""
        vectors = {
            unit.titled: vector for read in documents for unit, vector in zip(read.units, read.vectors, strict=True)
        }
        looked = {read.document.id: self._screen.look(read.document) for read in documents}
        planted: list[Stretch | Unit] = [one for _, found, _ in looked.values() for one in found]
        foreign = tuple(one for _, _, found in looked.values() for one in found)
        apart = {document: {**spans} for document, (spans, _, _) in looked.items()}
        believed: set[Unit] = set()
        while True:  # what is set apart makes room for others, which are asked in turn
            cut = [unit for read in documents for unit in self._units(read, apart[read.document.id])]
            found = [unit for unit in cut if len(unit.read.split()) >= _LEAST]
            new = [unit for unit in found if unit.titled not in vectors]
            vectors |= {unit.titled: vector for unit, vector in zip(new, self.embed(new), strict=True)}
            of_units = np.asarray([vectors[unit.titled] for unit in found], np.float32)
            near = self._nearness.scores([unit.titled for unit in found], of_units)
            pairs = candidates(near)
            asked = list(dict.fromkeys(found[n] for n, _ in pairs if found[n] not in believed))
            steering = self._screen.planted(asked)
            if not steering:
                break
            believed.update(asked)
            planted += steering
            for unit in steering:
                spans = apart[unit.document]
                spans[unit.page] = {*spans.get(unit.page, ()), unit.span}
        criteria = self.framework.criteria
        by_criterion: list[list[Candidate]] = [[] for _ in criteria]
        read = self._reader.shares([(criteria[c].satisfied, found[n].in_place) for n, c in pairs])
        first = self._first([(criteria[c], found[n]) for n, c in pairs])
        values = features(pairs, read, read if first is None else first, near, [unit.read for unit in found])
        shares = self._blend.shares(values)
        for (n, c), row in zip(pairs, shares, strict=True):
            by_criterion[c].append(Candidate(found[n], row))
        rules = Rules(**self._reader.card["rules"][self._kind])
        shown = tuple(weigh(criterion, by_criterion[c], rules) for c, criterion in enumerate(criteria))
        return Judged(shown, tuple(planted), foreign)

    def _first(self, pairs: Sequence[tuple[Criterion, Unit]]) -> Array | None:
        """What the judge's first version says of pairs."""
        titled = list(dict.fromkeys(unit.titled for _, unit in pairs))
        at = {text: number for number, text in enumerate(titled)}
        vectors = self._encoder.encode(titled)[[at[unit.titled] for _, unit in pairs]]
        return self._judge.first([(criterion, unit.read) for criterion, unit in pairs], vectors)

    def _units(self, read: Read, apart: Apart) -> Sequence[Unit]:
        return units(read.document, apart, read.units) if any(apart.values()) else read.units

    @property
    def _kind(self) -> str:
        return "ours" if self._nearness.trained else "other"

    @cached_property
    def _screen(self) -> Screen:
        return Screen(self._reader)

    @cached_property
    def _nearness(self) -> Nearness:
        return Nearness(self.framework, self.finder, self.finder.regression)

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
