"""The parts of a reply that belong to the interview: what was noted, what is asked, how it stands."""

from dataclasses import asdict, dataclass
from typing import Any

from advisor.answers import Citation
from advisor.framework import Status


@dataclass(frozen=True, slots=True)
class Noted:
    """Something recorded: the criterion by id and name, its status, the words behind it, and the status before.

    `withdrawn`: the record was taken back, and nothing is known now.
    """

    criterion: str
    name: str
    status: Status
    quote: str = ""
    before: Status | None = None
    withdrawn: bool = False

    def to_dict(self) -> dict[str, Any]:
        """A plain form for storage."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Noted":
        """What `to_dict` wrote."""
        before = data["before"]
        return cls(**{**data, "status": Status(data["status"]), "before": Status(before) if before else None})


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the interview, why it matters with its citations, and what good looks like.

    `number` of `total`: how far along, in the scope's questions. `back`: it was asked before and is asked again.
    """

    criterion: str
    name: str
    question: str
    why: str
    good: str
    gate: bool
    number: int
    total: int
    citations: tuple[Citation, ...] = ()
    back: bool = False

    def to_dict(self) -> dict[str, Any]:
        """A plain form for storage."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Asked":
        """What `to_dict` wrote."""
        return cls(**{**data, "citations": tuple(Citation(**c) for c in data["citations"])})


@dataclass(frozen=True, slots=True)
class Step:
    """A gap on the way: what to do, who, and within how many days."""

    criterion: str
    name: str
    status: Status
    gate: bool
    action: str
    owner_role: str
    horizon_days: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """How it stands: the decision with its reasons, the first gaps, the patterns, and how much is known.

    `patterns` are (name, what usually happens, what breaks it, whether it is only suspected); `settled` of `total`
    counts the gates; `confirm` names what was picked up in passing and waits for a yes.
    """

    outcome: str
    meaning: str
    why: tuple[str, ...]
    steps: tuple[Step, ...]
    patterns: tuple[tuple[str, str, str, bool], ...]
    settled: int
    total: int
    confirm: tuple[str, ...] = ()
    more: int = 0

    def to_dict(self) -> dict[str, Any]:
        """A plain form for storage."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Outlook":
        """What `to_dict` wrote."""
        return cls(
            **{
                **data,
                "why": tuple(data["why"]),
                "steps": tuple(Step(**{**s, "status": Status(s["status"])}) for s in data["steps"]),
                "patterns": tuple((n, x, b, bool(s)) for n, x, b, s in data["patterns"]),
                "confirm": tuple(data["confirm"]),
            }
        )
