"""What an answer is: sentences, each with the citations that carry it. Frozen, and plain to serialise."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Reason(StrEnum):
    """Why there is no answer."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    LANGUAGE = "language"
    NOT_COVERED = "not_covered"
    OFF_TOPIC = "off_topic"
    RULING = "ruling"


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote that stands letter for letter at `[start, end)` of its page (or file), and where that is."""

    number: int
    source: str
    title: str
    section: str | None
    page: int | None
    start: int
    end: int
    quote: str
    sha256: str
    heading: str = ""
    author: str | None = None
    publisher: str | None = None
    own_words: bool = False
    passage: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer and the numbers of the citations that carry it.

    `part` counts the questions in a question that holds several; each is answered in a paragraph of its own.
    """

    text: str
    citations: tuple[int, ...]
    part: int = 0


@dataclass(frozen=True, slots=True)
class Stance:
    """One side of a difference, in our words, and the numbers of the citations that carry it."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A point on which the articles differ, with each position."""

    topic: str
    positions: tuple[Stance, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, or an abstention (`abstained`, with `why_abstained` to show and `reason` to count)."""

    question: str
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    differences: tuple[Difference, ...] = ()
    follow_ups: tuple[str, ...] = ()
    reason: Reason | None = None
    why_abstained: str | None = None
    unanswered: tuple[str, ...] = ()
    model: str | None = None
    removed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def abstained(self) -> bool:
        """Whether the question was declined."""
        return self.reason is not None

    @property
    def text(self) -> str:
        """The sentences as one text, without numbers; empty where the question was declined."""
        return " ".join(sentence.text for sentence in self.sentences)

    def to_dict(self) -> dict[str, Any]:
        """The JSON shape of `advisor ask`."""
        data = asdict(self)
        return {
            "question": data.pop("question"),
            "answer": self.text,
            "abstained": self.abstained,
            "why_abstained": data.pop("why_abstained"),
            **data,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Answer":
        """The answer that `to_dict` wrote."""
        return cls(
            question=data["question"],
            sentences=tuple(_sentence(s) for s in data["sentences"]),
            citations=tuple(Citation(**c) for c in data["citations"]),
            differences=tuple(map(_difference, data["differences"])),
            follow_ups=tuple(data["follow_ups"]),
            reason=Reason(data["reason"]) if data["reason"] else None,
            why_abstained=data["why_abstained"],
            unanswered=tuple(data["unanswered"]),
            model=data["model"],
            removed=tuple(data["removed"]),
            notes=tuple(data["notes"]),
        )


def _sentence(data: dict[str, Any]) -> Sentence:
    return Sentence(data["text"], tuple(data["citations"]), data.get("part", 0))


def _difference(data: dict[str, Any]) -> Difference:
    return Difference(data["topic"], tuple(Stance(p["text"], tuple(p["citations"])) for p in data["positions"]))
