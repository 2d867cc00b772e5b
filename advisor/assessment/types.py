"""A finding: a criterion, its status, and the basis for it."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from advisor.framework import Status

# Stands in a basis in the place of a criterion: the person says that a stop criterion agreed beforehand is reached.
STOP = "@stop"


class Kind(StrEnum):
    """Where a basis comes from: what a person said, what a document says, or a person's ruling over both."""

    REPLY = "reply"
    DOCUMENT = "document"
    OVERRIDE = "override"


class Role(StrEnum):
    """What a span does for the finding that a document makes: it decides, it supports, or it contradicts."""

    DECIDES = "decides"
    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"


@dataclass(frozen=True, slots=True)
class Basis:
    """One thing that speaks for a status.

    `quote` is what was said, letter for letter; `turn` counts the turns of the conversation, so that the latest
    speaks; `confirmed`: it answers the very question, or the person said that it was read right. Of a document's span,
    `document` is the document's hash and `page`, `start`, `end` where it stands; `role` is what the span does.
    """

    id: str
    criterion: str
    status: Status
    kind: Kind
    quote: str = ""
    note: str = ""
    confidence: float = 1.0
    confirmed: bool = False
    turn: int = 0
    document: str = ""
    page: int | None = None
    start: int = 0
    end: int = 0
    role: Role = Role.DECIDES

    def to_dict(self) -> dict[str, Any]:
        """A plain form for storage."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Basis":
        """The basis that `to_dict` wrote."""
        return cls(**{**data, "status": Status(data["status"]), "kind": Kind(data["kind"]), "role": Role(data["role"])})


@dataclass(frozen=True, slots=True)
class Finding:
    """How a criterion stands, and what speaks for it; `bases` are all that still count, the deciding one first."""

    criterion: str
    status: Status = Status.UNKNOWN
    bases: tuple[Basis, ...] = ()
    disputed: bool = False

    @property
    def basis(self) -> Basis | None:
        """The basis that decides; None where nothing was said or shown."""
        return self.bases[0] if self.bases else None

    @property
    def documented(self) -> bool:
        """Whether a document shows the status."""
        return any(b.kind is Kind.DOCUMENT and b.status is self.status for b in self.bases)

    @property
    def confirmed(self) -> bool:
        """Whether a person has answered for it."""
        return any(b.status is self.status and (b.confirmed or b.kind is Kind.OVERRIDE) for b in self.bases)

    @property
    def settled(self) -> bool:
        """Whether there is nothing left to ask: something is recorded, if only that the person does not know."""
        return bool(self.bases)

    @property
    def known(self) -> bool:
        """Whether the status is known."""
        return self.status is not Status.UNKNOWN
