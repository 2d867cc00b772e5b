"""What is judged, and what comes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from advisor.framework import Criterion, Status


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a statement speaks for a criterion.

    `confidence` is the probability given to the status (0 to 1); `why` says in words what carried it; `shares` are
    the probabilities of all statuses.
    """

    criterion: str
    status: Status
    confidence: float
    why: str
    shares: tuple[tuple[Status, float], ...] = ()

    @property
    def relevance(self) -> float:
        """The probability that the statement says anything of the criterion."""
        return 1.0 - dict(self.shares).get(Status.UNKNOWN, 0.0)


class Judge(Protocol):
    """Reads statements against criteria; one judge serves replies and documents."""

    def judge(self, pairs: Sequence[tuple[Criterion, str]]) -> list[Judgement]:
        """A judgement for each pair, in order."""

    def because(self, criterion: Criterion, text: str, status: Status) -> str:
        """What carried a status, in words; slower than a judgement's `why`."""
