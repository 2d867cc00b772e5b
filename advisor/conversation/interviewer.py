"""The moves of the interview: note, ask, ask back, go on, show how it stands; each returns the turn, further on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from advisor.assessment import Assessment, Assessor, Basis, Kind
from advisor.conversation import say
from advisor.conversation.guide import Guide
from advisor.conversation.parts import Noted
from advisor.conversation.session import Reply, Session, Subject
from advisor.framework import Criterion, Framework, Status
from advisor.interview import QUICK_REPLIES, Doubt, Interview, Reading, next_criterion


@dataclass(frozen=True)
class Move:
    """The state within a turn: the session as it is becoming, and the reply so far."""

    session: Session
    reply: Reply = Reply()

    @property
    def interview(self) -> Interview:
        """The interview as it is becoming."""
        return self.session.interview

    def with_interview(self, interview: Interview) -> "Move":
        """With another state of the interview."""
        return replace(self, session=replace(self.session, interview=interview))

    def saying(self, **parts: Any) -> "Move":
        """With other parts of the reply."""
        return replace(self, reply=replace(self.reply, **parts))


class Interviewer:
    """Makes the moves of an interview over one framework."""

    def __init__(self, assessor: Assessor, guide: Guide) -> None:
        self._assessor, self.guide = assessor, guide

    @property
    def framework(self) -> Framework:
        """What is asked about."""
        return self._assessor.framework

    def assess(self, turn: Move) -> Assessment:
        """What follows from what is recorded."""
        return self._assessor.assess(turn.interview.bases)

    def recorded(self, turn: Move) -> dict[str, Status]:
        """The status of each criterion of which something is recorded."""
        return {name: f.status for name, f in self.assess(turn).findings.items() if f.settled}

    def pending(self, turn: Move) -> Criterion | None:
        """The criterion that is asked about."""
        return self.framework.by_id.get(turn.interview.pending)

    def note(self, turn: Move, readings: Sequence[Reading]) -> tuple[Move, tuple[Noted, ...]]:
        """Record readings; what was noted comes beside the turn."""
        before = self.assess(turn).findings
        bases, noted = [], []
        for reading in readings:
            old = before[reading.criterion]
            bases.append(
                Basis(
                    "",
                    reading.criterion,
                    reading.status,
                    Kind.REPLY,
                    quote=reading.quote,
                    note=reading.why,
                    confidence=round(reading.confidence, 4),
                    confirmed=reading.direct,
                )
            )
            noted.append(
                Noted(
                    reading.criterion,
                    self.framework.by_id[reading.criterion].label,
                    reading.status,
                    reading.quote,
                    old.status if old.settled and old.status is not reading.status else None,
                )
            )
        interview = turn.interview
        # What a person says now outranks what they ruled earlier on a page.
        said = {b.criterion for b in bases}
        kept = tuple(b for b in interview.bases if not (b.kind is Kind.OVERRIDE and b.criterion in said))
        return turn.with_interview(replace(interview, bases=kept, doubt=None).record(*bases)), tuple(noted)

    def ask_back(self, turn: Move, doubtful: Reading) -> Move:
        """Say how a reply seems to be meant, and let the person say it; nothing is recorded."""
        criterion = self.framework.by_id[doubtful.criterion]
        text = " ".join(part for part in (turn.reply.text, say.ask_back(criterion, doubtful.status)) if part)
        turn = self.ask(turn.saying(text=text), criterion, back=True)
        return turn.with_interview(replace(turn.interview, doubt=Doubt(doubtful.status, doubtful.quote)))

    def go_on(self, turn: Move) -> Move:
        """Ask the next question, or show the decision where none is left."""
        interview = turn.interview
        following = next_criterion(self.assess(turn), interview.scope, interview.skipped)
        if following is not None:
            return self.ask(turn, following)
        turn = turn.with_interview(replace(interview, pending=""))
        return self.outlook(turn, text=say.ended(interview))

    def ask(self, turn: Move, criterion: Criterion, *, back: bool = False) -> Move:
        """Put the question of a criterion; `back`: once more."""
        interview = turn.interview.ask(criterion.id)
        session = replace(turn.session, interview=interview, subject=Subject())
        offset = len(turn.reply.answer.citations) if turn.reply.answer else 0
        asked = self.guide.asked(criterion, self.assess(turn), interview, offset=offset, back=back)
        return replace(turn, session=session).saying(asks=asked, quick=tuple(QUICK_REPLIES))

    def ask_again(self, turn: Move) -> Move:
        """Put the pending question once more, under what was said; nothing where the interview is not on."""
        pending = self.pending(turn)
        if pending is None:
            return turn
        subject = turn.session.subject
        turn = self.ask(turn, pending, back=True)
        return replace(turn, session=replace(turn.session, subject=subject))

    def reopen(self, turn: Move, criterion: Criterion) -> Move:
        """Ask about a criterion again, saying what is recorded."""
        finding = self.assess(turn).findings[criterion.id]
        return self.ask(turn.saying(text=say.so_far(criterion, finding)), criterion, back=True)

    def outlook(self, turn: Move, *, text: str = "") -> Move:
        """Show how it stands."""
        outlook = self.guide.outlook(self.assess(turn), turn.interview)
        said = " ".join(part for part in (turn.reply.text, text) if part)
        return turn.saying(text=said, outlook=outlook, quick=say.after(turn.interview, outlook))
