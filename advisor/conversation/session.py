"""The state of a conversation and its turns: frozen, and plain to serialise."""

from dataclasses import dataclass
from typing import Any

from advisor.answers import Answer, Citation, Reason
from advisor.assessment import Basis
from advisor.conversation.parts import Asked, Noted, Outlook
from advisor.interview import Interview


@dataclass(frozen=True, slots=True)
class Subject:
    """What the next question must know of the one before it.

    `question` is the last question as it was understood, `wording` what it was searched with beside it (a follow-up
    with the question before it; else empty), and `shown` names the sentences that were read on the subject.
    """

    question: str = ""
    wording: str = ""
    shown: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Session:
    """What the next turn must know: the subject of the questions, and the interview."""

    subject: Subject = Subject()
    interview: Interview = Interview()

    def to_dict(self) -> dict[str, Any]:
        """A plain form for storage, without the bases of the findings, which have rows of their own."""
        subject = self.subject
        return {
            "version": 2,
            "question": subject.question,
            "wording": subject.wording,
            "shown": sorted(subject.shown),
            "interview": self.interview.to_dict(),
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any], bases: tuple[Basis, ...] = ()) -> "Session":
        """The session that `to_dict` wrote (version 1 knew no interview); an empty one from an empty dict."""
        subject = Subject(data.get("question", ""), data.get("wording", ""), frozenset(data.get("shown", ())))
        return cls(subject, Interview.from_dict(data.get("interview", {}), bases))


@dataclass(frozen=True, slots=True)
class Reply:
    """What the advisor says in one turn.

    `text` is a line of its own, `answer` an answer to a question, `noted` what was recorded or changed, `asks` the
    next question, and `outlook` the decision as it stands. `understood`: how a follow-up was read.
    """

    text: str = ""
    answer: Answer | None = None
    understood: str | None = None
    noted: tuple[Noted, ...] = ()
    outlook: Outlook | None = None
    asks: Asked | None = None
    quick: tuple[str, ...] = ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All citations of the reply, by number: the answer's, then the question's."""
        return (*(self.answer.citations if self.answer else ()), *(self.asks.citations if self.asks else ()))

    def as_answer(self, question: str) -> Answer:
        """The answer; a line of the advisor's own (a greeting, say) is no answer from the articles."""
        return self.answer or Answer(question=question, reason=Reason.OFF_TOPIC, why_abstained=self.text)

    def to_dict(self) -> dict[str, Any]:
        """A plain form for storage."""
        return {
            "text": self.text,
            "answer": self.answer.to_dict() if self.answer else None,
            "understood": self.understood,
            "noted": [noted.to_dict() for noted in self.noted],
            "outlook": self.outlook.to_dict() if self.outlook else None,
            "asks": self.asks.to_dict() if self.asks else None,
            "quick": list(self.quick),
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Reply":
        """The reply that `to_dict` wrote, now or before there was an interview."""
        answer, outlook, asks = data["answer"], data.get("outlook"), data.get("asks")
        return cls(
            text=data["text"],
            answer=Answer.from_dict(answer) if answer else None,
            understood=data["understood"],
            noted=tuple(Noted.from_dict(noted) for noted in data.get("noted", ())),
            outlook=Outlook.from_dict(outlook) if outlook else None,
            asks=Asked.from_dict(asks) if asks else None,
            quick=tuple(data.get("quick", ())),
        )


@dataclass(frozen=True, slots=True)
class Turn:
    """A message and the reply to it."""

    message: str
    reply: Reply
