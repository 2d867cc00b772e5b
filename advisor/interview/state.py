"""The state of an interview: what was recorded and what was asked. The path is computed from it, never stored."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from advisor.assessment import Basis, Kind
from advisor.framework import Status


class Scope(StrEnum):
    """How far the interview goes: not begun, the gates, or all criteria."""

    NONE = "none"
    QUICK = "quick"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reply that could not be read with confidence: which status it seemed to show, and what was said."""

    status: Status
    quote: str


@dataclass(frozen=True, slots=True)
class Interview:
    """`pending` is the criterion that was asked last ("" for none), `asked` all that were, in order.

    `turn` counts the turns, so that the latest reply speaks.
    """

    scope: Scope = Scope.NONE
    pending: str = ""
    doubt: Doubt | None = None
    asked: tuple[str, ...] = ()
    skipped: frozenset[str] = frozenset()
    bases: tuple[Basis, ...] = ()
    turn: int = 0

    @property
    def on(self) -> bool:
        """Whether it has begun."""
        return self.scope is not Scope.NONE

    def record(self, *bases: Basis) -> "Interview":
        """With more bases, each under an id of its own."""
        taken = sum(b.turn == self.turn for b in self.bases)
        found = [
            replace(b, id=f"{self.turn}.{taken + number}", turn=self.turn) for number, b in enumerate(bases, start=1)
        ]
        named = frozenset(b.criterion for b in found)
        return replace(self, bases=(*self.bases, *found), skipped=self.skipped - named)

    def withdraw(self, criterion: str) -> "Interview":
        """Without what was said of a criterion; what documents show stays, to be overruled or deleted with them."""
        return replace(self, bases=tuple(b for b in self.bases if b.criterion != criterion or b.kind is Kind.DOCUMENT))

    def documented(self, bases: Sequence[Basis]) -> "Interview":
        """With these in the place of all that documents showed so far; what is as before stays as it is."""
        wanted = {_place(basis): basis for basis in bases}
        known = {_place(basis) for basis in self.bases if basis.kind is Kind.DOCUMENT}
        kept = tuple(b for b in self.bases if b.kind is not Kind.DOCUMENT or _place(b) in wanted)
        return replace(self, bases=kept).record(*(b for place, b in wanted.items() if place not in known))

    def ask(self, criterion: str) -> "Interview":
        """With a question put."""
        asked = self.asked if self.asked[-1:] == (criterion,) else (*self.asked, criterion)
        return replace(self, pending=criterion, doubt=None, asked=asked)

    def to_dict(self) -> dict[str, Any]:
        """A plain form for storage, without the bases, which have rows of their own."""
        return {
            "scope": self.scope,
            "pending": self.pending,
            "doubt": [self.doubt.status, self.doubt.quote] if self.doubt else None,
            "asked": list(self.asked),
            "skipped": sorted(self.skipped),
            "turn": self.turn,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any], bases: tuple[Basis, ...] = ()) -> "Interview":
        """The interview that `to_dict` wrote, with its bases; a new one from an empty dict."""
        if not data:
            return cls(bases=bases)
        doubt = data["doubt"]
        return cls(
            scope=Scope(data["scope"]),
            pending=data["pending"],
            doubt=Doubt(Status(doubt[0]), doubt[1]) if doubt else None,
            asked=tuple(data["asked"]),
            skipped=frozenset(data["skipped"]),
            bases=bases,
            turn=data["turn"],
        )


def _place(basis: Basis) -> tuple[object, ...]:
    """What makes two bases of documents the same one."""
    return basis.criterion, basis.status, basis.role, basis.document, basis.page, basis.start, basis.end
