"""What a team does about its gaps: who closes which by when, and how things stood at a milestone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from advisor.assessment.types import Finding
from advisor.framework import Status


class Work(StrEnum):
    """How far the work on a gap is."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    ACCEPTED = "accepted"  # the risk is accepted, with a note


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who closes a gap, by when; `role` and `due` are empty where nobody has set them."""

    criterion: str
    role: str = ""
    due: date | None = None
    note: str = ""
    work: Work = Work.OPEN


@dataclass(frozen=True, slots=True)
class Milestone:
    """A named moment: the state after a turn. Nothing is copied; findings are computed from the bases of that time."""

    number: int
    name: str
    turn: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """What became of the gaps between two moments, by criterion."""

    closed: tuple[str, ...]
    still_open: tuple[str, ...]
    new: tuple[str, ...]
    regressed: tuple[str, ...]


def compare(before: Mapping[str, Finding], after: Mapping[str, Finding]) -> Change:
    """How gaps changed. `new`: found since, of which nothing was known; `regressed`: worse than it was."""
    closed, still_open, new, regressed = [], [], [], []
    for name, finding in after.items():
        old, now = before[name].status, finding.status
        if old.open and now in (Status.MET, Status.NOT_APPLICABLE):
            closed.append(name)
        elif now.open and (old is Status.MET or (old is Status.PARTIAL and now is Status.UNMET)):
            regressed.append(name)
        elif now.open and old.open:
            still_open.append(name)
        elif now.open:
            new.append(name)
    return Change(tuple(closed), tuple(still_open), tuple(new), tuple(regressed))
