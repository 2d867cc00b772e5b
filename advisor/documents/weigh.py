"""The passages that speak for a criterion -> one status, what carries it, and what contradicts it.

A passage counts by how likely it says anything of the criterion. The later of two dated documents speaks; where the
passages disagree and no date decides, the heavier side does, and the other is shown against it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from advisor.documents.types import Evidence, Shown
from advisor.documents.units import Unit
from advisor.framework import Criterion, Status
from advisor.judging import explained
from advisor.judging.weights import STATUSES, Array

_OVERTAKEN = 0.3  # what a passage still counts that a later one contradicts
_LATER = timedelta(days=7)
_UNKNOWN = STATUSES.index(Status.UNKNOWN)
_SILENT = "The documents say nothing that settles this."
_DOUBTFUL = "A passage touches this, but does not settle it."


@dataclass(frozen=True, slots=True)
class Rules:
    """Thresholds, chosen on the dev split of the cases.

    `least`: how likely a passage must speak of the criterion to decide; `least_met`: ... that it is met; `counts`: ...
    to be weighed beside it; `met`: the share that "met" must have among the statuses; `against`: ... another status to
    be a contradiction.
    """

    least: float = 0.5
    least_met: float = 0.5
    counts: float = 0.35
    met: float = 0.5
    against: float = 0.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit, and the shares of STATUSES that it is given."""

    unit: Unit
    shares: Array

    @property
    def speaks(self) -> float:
        """How likely it says anything of the criterion."""
        return 1.0 - float(self.shares[_UNKNOWN])


def weigh(criterion: Criterion, candidates: Sequence[Candidate], rules: Rules) -> Shown:
    """One status for a criterion."""
    known = sorted((c for c in candidates if c.speaks >= rules.counts), key=lambda c: -c.speaks)
    if not known or known[0].speaks < rules.least:
        return Shown(criterion.id, why=_DOUBTFUL if known else _SILENT)
    votes = np.zeros(len(STATUSES))
    for candidate in known:
        votes += candidate.speaks * candidate.shares * (_OVERTAKEN if _overtaken(candidate, known, rules) else 1.0)
    votes[_UNKNOWN] = 0
    votes /= votes.sum()
    best = int(votes.argmax())
    if STATUSES[best] is Status.MET and votes[best] < rules.met:
        rest = votes.copy()
        rest[best] = 0
        best = int(rest.argmax())
    status = STATUSES[best]
    if status is Status.MET and known[0].speaks < rules.least_met:
        return Shown(criterion.id, why=_DOUBTFUL)
    mine = [c for c in known if _status(c) is status]
    if not mine:  # carried by the sum of several: the one that gives it most
        mine = [max(known, key=lambda c: float(c.shares[best]))]
    mine.sort(key=lambda c: (_overtaken(c, known, rules), -c.speaks * float(c.shares[best])))
    # What carries the status does not contradict it, nor does what a later passage has overtaken.
    others = [c for c in known if c is not mine[0] and not _overtaken(c, known, rules)]
    against = [c for c in others if _opposed(_status(c), status) and _sure(c) >= rules.against]
    return Shown(
        criterion.id,
        status,
        confidence=float(known[0].speaks * votes[best]),
        why=_why(status, mine[0], against),
        evidence=tuple(_evidence(criterion, c) for c in mine),
        against=tuple(_evidence(criterion, c) for c in against),
    )


def _overtaken(candidate: Candidate, known: Sequence[Candidate], rules: Rules) -> bool:
    """Whether a later passage that decides says otherwise."""
    on = candidate.unit.said_on
    return on is not None and any(
        other.unit.said_on is not None
        and other.unit.said_on - on >= _LATER
        and other.speaks >= rules.least
        and _status(other) is not _status(candidate)
        for other in known
    )


def _status(candidate: Candidate) -> Status:
    known = candidate.shares.copy()
    known[_UNKNOWN] = 0
    return STATUSES[int(known.argmax())]


def _sure(candidate: Candidate) -> float:
    """The share of the status that it speaks for."""
    return float(candidate.shares[STATUSES.index(_status(candidate))])


def _opposed(one: Status, other: Status) -> bool:
    """Whether two statuses cannot both hold; "partly" can stand beside either."""
    return {one, other} in ({Status.MET, Status.UNMET}, {Status.MET, Status.NOT_APPLICABLE})


def _evidence(criterion: Criterion, candidate: Candidate) -> Evidence:
    status = _status(candidate)
    return Evidence(criterion.id, status, _sure(candidate), candidate.unit, explained(status, candidate.unit.read))


def _why(status: Status, decides: Candidate, against: Sequence[Candidate]) -> str:
    """What carried the status, in words."""
    why = explained(status, decides.unit.read)
    return f"{why} Another passage contradicts it: both are shown." if against else why
