"""Which units are written to steer whoever judges, asked of the reader before it believes them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from advisor.documents.units import Unit, of_row
from advisor.framework import Status
from advisor.judging import ADDRESSED, Reader
from advisor.judging.weights import STATUSES
from advisor.passages import Notice, addressed


def notices_by_document(planted: Iterable[Unit]) -> defaultdict[str, list[Notice]]:
    """The notices of what was set apart, by document."""
    found: defaultdict[str, list[Notice]] = defaultdict(list)
    for unit in {(unit.document, unit.page, unit.span): unit for unit in planted}.values():
        found[unit.document].append(addressed(unit.text, unit.page))
    return found


class Screen:
    """Sets apart what words alone cannot tell (`advisor/passages/planted.yaml` has those that can)."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def planted(self, units: Iterable[Unit]) -> dict[Unit, Unit | None]:
        """Those of the units that steer, each with what is left of it: the other cells of a table's row, or None."""
        return {unit: self._rest(unit) for unit in self._steering(list(units))}

    def _rest(self, row: Unit) -> Unit | None:
        cells = [replace(row, read=cell, cells=()) for cell in row.cells]
        steering = self._steering(cells)
        rest = [cell.read for cell in cells if cell not in steering]
        return of_row(row, rest) if steering and rest else None

    def _steering(self, units: Sequence[Unit]) -> set[Unit]:
        shares = self._reader.shares([(ADDRESSED, unit.in_place) for unit in units])
        steers = shares[:, STATUSES.index(Status.MET)] >= self._reader.card["addressed"]
        return {unit for unit, one in zip(units, steers, strict=True) if one}
