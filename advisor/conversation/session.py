"""The state of a conversation and its turns: frozen, and plain to serialise."""

from dataclasses import dataclass
from typing import Any

from advisor.answers import Answer, Reason


@dataclass(frozen=True, slots=True)
class Session:
    """What the next turn must know.

    `question` is the last question as it was understood, `wording` what it was searched with beside it (a follow-up
    with the question before it; else empty), and `shown` names the sentences that were read on the subject.
    """

    question: str = ""
    wording: str = ""
    shown: frozenset[str] = frozenset()

    def to_dict(self) -> dict[str, Any]:
        """A plain form for storage."""
        return {"version": 1, "question": self.question, "wording": self.wording, "shown": sorted(self.shown)}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Session":
        """The session that `to_dict` wrote; an empty one from an empty dict."""
        return cls(data.get("question", ""), data.get("wording", ""), frozenset(data.get("shown", ())))


@dataclass(frozen=True, slots=True)
class Reply:
    """What the advisor says in one turn: an answer, or a line of its own (a greeting, help)."""

    text: str = ""
    answer: Answer | None = None
    understood: str | None = None

    def as_answer(self, question: str) -> Answer:
        """The answer; a line of the advisor's own (a greeting, say) is no answer from the articles."""
        return self.answer or Answer(question=question, reason=Reason.OFF_TOPIC, why_abstained=self.text)

    def to_dict(self) -> dict[str, Any]:
        """A plain form for storage."""
        return {
            "text": self.text,
            "answer": self.answer.to_dict() if self.answer else None,
            "understood": self.understood,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Reply":
        """The reply that `to_dict` wrote."""
        answer = data["answer"]
        return cls(data["text"], Answer.from_dict(answer) if answer else None, data["understood"])


@dataclass(frozen=True, slots=True)
class Turn:
    """A message and the reply to it."""

    message: str
    reply: Reply
