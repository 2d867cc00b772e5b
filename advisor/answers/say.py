"""What the advisor says where it does not answer: why, and what it can do. No citations are shown."""

from advisor.answers.question import MAX_CHARACTERS
from advisor.answers.types import Answer, Reason

CAN = (
    "I can tell you what five published articles say about taking a healthcare AI pilot to production: "
    "why pilots stall, cost and financing, data, workflow, evaluation, governance, change management, operations "
    "and compliance."
)

_WHY = {
    Reason.EMPTY: f"There is no question in that. {CAN}",
    Reason.TOO_LONG: f"That is more than I can read at once ({MAX_CHARACTERS:,} characters at most). "
    "Please put your question in a few sentences.",
    Reason.LANGUAGE: f"I read English only, so far. Please ask in English. {CAN}",
    Reason.NOT_COVERED: "The sources I hold do not answer that, so I would be guessing.",
    Reason.OFF_TOPIC: f"That is outside what I know. {CAN}",
    Reason.RULING: "That calls for a clinical, legal or regulatory ruling, which I do not give: please take it to your "
    "clinical, legal or regulatory lead. I can tell you what the articles say about preparing for it.",
}


def declined(question: str, reason: Reason, *, follow_ups: tuple[str, ...] = ()) -> Answer:
    """The abstention for a reason. Questions are suggested only where the subject was ours."""
    suggest = follow_ups if reason in (Reason.NOT_COVERED, Reason.RULING) else ()
    why = _WHY[reason]
    if suggest and reason is Reason.NOT_COVERED:
        why += " The questions below are the nearest that they do answer."
    return Answer(question=question, reason=reason, why_abstained=why, follow_ups=suggest)
