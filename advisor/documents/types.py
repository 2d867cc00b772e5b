"""What documents show of criteria: evidence with its place, and one finding for each criterion."""

from dataclasses import dataclass, field

from advisor.documents.stretches import Stretch
from advisor.documents.units import Unit
from advisor.framework import Status


@dataclass(frozen=True, slots=True)
class Evidence:
    """A unit that speaks for a status of a criterion; `confidence` is the probability that it does."""

    criterion: str
    status: Status
    confidence: float
    unit: Unit
    why: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What all documents together show of a criterion.

    `evidence` carries the status, the deciding unit first; `against` is what contradicts it, where two passages cannot
    both hold. `unknown` with no evidence where the documents are silent.
    """

    criterion: str
    status: Status = Status.UNKNOWN
    confidence: float = 0.0
    why: str = ""
    evidence: tuple[Evidence, ...] = ()
    against: tuple[Evidence, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Judged:
    """What documents show of every criterion, in the framework's order, and what was not believed because it is written
    to steer whoever judges, or not read because it is of another language.
    """

    shown: tuple[Shown, ...]
    planted: tuple[Unit | Stretch, ...] = ()
    foreign: tuple[Stretch, ...] = ()
