"""Bases -> one finding for each criterion. The order in which bases are given does not matter."""

from collections.abc import Iterable

from advisor.assessment.types import Basis, Finding, Kind, Role
from advisor.framework import Framework, Status

# The lower status speaks where a person and a document disagree and nobody has ruled.
_LOWEST = (Status.UNMET, Status.PARTIAL, Status.UNKNOWN, Status.NOT_APPLICABLE, Status.MET)


def find(framework: Framework, bases: Iterable[Basis]) -> dict[str, Finding]:
    """The finding of every criterion; `unknown` without bases where nothing was said or shown."""
    by_criterion: dict[str, list[Basis]] = {}
    for basis in bases:
        by_criterion.setdefault(basis.criterion, []).append(basis)
    return {c.id: _finding(c.id, by_criterion.get(c.id, [])) for c in framework.criteria}


def _finding(criterion: str, bases: list[Basis]) -> Finding:
    """A ruling decides; else the last reply, beside the last document where both say something."""
    last: dict[Kind, Basis] = {}
    for basis in sorted((b for b in bases if b.role is Role.DECIDES), key=lambda b: (b.turn, b.id)):
        last[basis.kind] = basis
    ruling = last.pop(Kind.OVERRIDE, None)
    if ruling is not None:
        return Finding(criterion, ruling.status, (ruling, *last.values()))
    known = [b for b in last.values() if b.status is not Status.UNKNOWN]
    deciding = min(known or list(last.values()), key=lambda b: _LOWEST.index(b.status), default=None)
    if deciding is None:
        return Finding(criterion)
    rest = [b for b in last.values() if b is not deciding]
    disputed = len({b.status for b in known}) > 1
    return Finding(criterion, deciding.status, (deciding, *rest), disputed)
