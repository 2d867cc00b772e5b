"""One turn: a question, or something for the interview (an answer, a correction, a command), and the reply to it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from advisor.answers.question import clean
from advisor.assessment import Assessment, Assessor, Basis, Kind
from advisor.conversation import say
from advisor.conversation.guide import Guide
from advisor.conversation.parts import Noted
from advisor.conversation.questions import Questions
from advisor.conversation.session import Reply, Session, Subject
from advisor.framework import Criterion, Status
from advisor.interview import (
    QUICK_REPLIES,
    Command,
    Doubt,
    Heard,
    Interview,
    Listener,
    Reading,
    Scope,
    command,
    next_criterion,
    quick_status,
)

_LONGEST = 6_000  # characters of a message that are read for the interview


@dataclass(frozen=True)
class _Turn:
    """The state within a turn: the session as it is becoming, and the reply so far."""

    session: Session
    reply: Reply = Reply()

    @property
    def interview(self) -> Interview:
        return self.session.interview

    def with_interview(self, interview: Interview) -> "_Turn":
        return replace(self, session=replace(self.session, interview=interview))

    def saying(self, **parts: Any) -> "_Turn":
        return replace(self, reply=replace(self.reply, **parts))


class Conversation:
    """Turns of a conversation: questions and the interview together. Pure: all state is in the session."""

    def __init__(self, questions: Questions, assessor: Assessor, listener: Listener, guide: Guide) -> None:
        self._questions, self._assessor, self._listener, self._guide = questions, assessor, listener, guide
        self._framework = assessor.framework
        self._commands: dict[Command, Callable[[_Turn, str], _Turn]] = {
            Command.START: lambda turn, _: self._begin(turn, Scope.QUICK),
            Command.FULL: lambda turn, _: self._begin(turn, Scope.FULL),
            Command.RESUME: lambda turn, _: self._resume(turn),
            Command.SKIP: lambda turn, _: self._skip(turn),
            Command.BACK: lambda turn, _: self._back(turn),
            Command.WHY: lambda turn, _: self._explain(turn, good=False),
            Command.GOOD: lambda turn, _: self._explain(turn, good=True),
            Command.SUMMARY: lambda turn, _: self._summary(turn),
            Command.REPORT: lambda turn, _: self._report(turn),
            Command.CONFIRM: lambda turn, _: self._confirm(turn),
            Command.UNDO: lambda turn, _: self._undo(turn),
            Command.STOP: lambda turn, _: self._stop(turn),
            Command.CHANGE: self._change,
            Command.WITHDRAW: self._withdraw,
        }

    def step(self, session: Session, message: str) -> tuple[Session, Reply]:
        """The session after a message, and the reply to it."""
        interview = replace(session.interview, turn=session.interview.turn + 1)
        turn = self._take(_Turn(replace(session, interview=interview)), clean(message)[:_LONGEST])
        return turn.session, turn.reply

    def assess(self, session: Session) -> Assessment:
        """What follows from what was recorded."""
        return self._assessor.assess(session.interview.bases)

    def rule(self, session: Session, criterion: str, status: Status, note: str) -> Session:
        """The session with a person's ruling on a criterion, made beside the conversation (on a page)."""
        interview = replace(session.interview, turn=session.interview.turn + 1, ended=False)
        ruling = Basis("", criterion, status, Kind.OVERRIDE, note=note, confirmed=True)
        return replace(session, interview=interview.record(ruling))

    def withdraw(self, session: Session, criterion: str) -> Session:
        """The session without what was said and ruled of a criterion."""
        interview = replace(session.interview, turn=session.interview.turn + 1)
        return replace(session, interview=interview.withdraw(criterion))

    def _take(self, turn: _Turn, text: str) -> _Turn:
        found = command(text)
        if found is not None and (turn.interview.on or found[0] in _ANYTIME):
            name, what = found
            return self._commands[name](turn, what)
        status = quick_status(text)
        if status is not None and turn.interview.pending:
            return self._answer(turn, [_direct(self._pending(turn), status, text)], text)
        heard = self._listener.hear(text, self._pending(turn), self._recorded(turn))
        if heard.instruction and not heard.readings and not heard.question:
            return self._ask_again(turn.saying(text=say.INSTRUCTION))
        if heard.readings or heard.stop_reached:
            return self._record(turn, heard, text)
        if heard.question or not turn.interview.on:
            return self._question(turn, heard.question or text, heard)
        return self._unread(turn, heard, text)

    def _recorded(self, turn: _Turn) -> dict[str, Status]:
        return {name: f.status for name, f in self._assess(turn).findings.items() if f.settled}

    def _assess(self, turn: _Turn) -> Assessment:
        return self._assessor.assess(turn.interview.bases)

    def _pending(self, turn: _Turn) -> Criterion | None:
        return self._framework.by_id.get(turn.interview.pending)

    # What a message says of the pilot.

    def _record(self, turn: _Turn, heard: Heard, text: str) -> _Turn:
        """Record what was heard; begin the quick screen where the person just told about the pilot."""
        opening = not turn.interview.on
        if opening:
            turn = turn.with_interview(replace(turn.interview, scope=Scope.QUICK))
        if heard.stop_reached:
            return self._stop_reached(turn, heard, text)
        turn = self._answer(turn, heard.readings, text, opening=opening, doubtful=heard.doubtful)
        if heard.question:
            subject, reply = self._questions.step(self._subject(turn), heard.question)
            turn = replace(turn, session=replace(turn.session, subject=subject))
            turn = turn.saying(answer=reply.answer, understood=reply.understood)
            turn = self._renumber(turn)
        return turn

    def _answer(
        self,
        turn: _Turn,
        readings: "list[Reading] | tuple[Reading, ...]",
        text: str,
        *,
        opening: bool = False,
        doubtful: Reading | None = None,
    ) -> _Turn:
        """Record readings, say what was recorded, and go on."""
        turn, noted = self._note(turn, readings)
        pending = turn.interview.pending
        answered = any(reading.criterion == pending for reading in readings)
        said = say.noted(noted, opening=opening, unknown=self._settles(noted))
        turn = turn.saying(noted=noted, text=said)
        if doubtful is not None and not answered and doubtful.criterion == pending:
            return self._ask_back(turn, doubtful)
        return self._go_on(turn) if answered or not pending else self._ask(turn, self._framework.by_id[pending])

    def _note(self, turn: _Turn, readings: "list[Reading] | tuple[Reading, ...]") -> tuple[_Turn, tuple[Noted, ...]]:
        before = self._assess(turn).findings
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
                    self._framework.by_id[reading.criterion].label,
                    reading.status,
                    reading.quote,
                    old.status if old.settled and old.status is not reading.status else None,
                )
            )
        interview = turn.interview
        # What a person says now outranks what they ruled earlier on a page.
        rulings = {b.criterion for b in interview.bases if b.kind is Kind.OVERRIDE} & {b.criterion for b in bases}
        kept = tuple(b for b in interview.bases if not (b.kind is Kind.OVERRIDE and b.criterion in rulings))
        return turn.with_interview(replace(interview, bases=kept, doubt=None).record(*bases)), tuple(noted)

    def _settles(self, noted: tuple[Noted, ...]) -> str:
        """What would settle the one thing that the person does not know."""
        unknown = [n for n in noted if n.status is Status.UNKNOWN and not n.withdrawn]
        return self._framework.by_id[unknown[0].criterion].settles if len(unknown) == 1 else ""

    def _stop_reached(self, turn: _Turn, heard: Heard, text: str) -> _Turn:
        basis = Basis("", say.STOP, Status.MET, Kind.REPLY, quote=heard.stop_reached, confirmed=True)
        noted = (Noted(say.STOP, say.STOP_NAME, Status.MET, heard.stop_reached),)
        turn, more = self._note(turn, heard.readings)
        turn = turn.with_interview(replace(turn.interview.record(basis), pending=""))
        return self._report(turn.saying(noted=(*noted, *more), text=say.STOP_REACHED))

    def _unread(self, turn: _Turn, heard: Heard, text: str) -> _Turn:
        """A message in which nothing could be read with confidence."""
        if heard.doubtful is not None:
            return self._ask_back(turn, heard.doubtful)
        _, reply = self._questions.step(self._subject(turn), text)
        if reply.text and reply.answer is None:  # small talk
            return self._ask_again(turn.saying(text=reply.text))
        return self._ask_again(turn.saying(text=say.unread(self._pending(turn))))

    def _ask_back(self, turn: _Turn, doubtful: Reading) -> _Turn:
        """Say how a reply seems to be meant, and let the person say it; nothing is recorded."""
        criterion = self._framework.by_id[doubtful.criterion]
        interview = replace(turn.interview.ask(criterion.id), doubt=Doubt(doubtful.status, doubtful.quote))
        text = " ".join(part for part in (turn.reply.text, say.ask_back(criterion, doubtful.status)) if part)
        return turn.with_interview(interview).saying(text=text, quick=tuple(QUICK_REPLIES))

    # Questions back.

    def _question(self, turn: _Turn, question: str, heard: Heard) -> _Turn:
        subject, reply = self._questions.step(self._subject(turn), question)
        turn = replace(turn, session=replace(turn.session, subject=subject), reply=reply)
        return self._ask_again(turn)

    def _subject(self, turn: _Turn) -> Subject:
        """What a question leans on: the question that was answered last, else the one that is asked."""
        subject, pending = turn.session.subject, self._pending(turn)
        if pending is None or subject.question:
            return subject
        return Subject(question=self._guide.topic(pending))

    def _explain(self, turn: _Turn, *, good: bool) -> _Turn:
        pending = self._pending(turn)
        if pending is None:
            return self._question(turn, "What does good look like?" if good else "Why does that matter?", Heard())
        answer = self._guide.good(pending) if good else self._guide.why(pending)
        return self._ask_again(turn.saying(answer=answer))

    # Going on.

    def _go_on(self, turn: _Turn) -> _Turn:
        """Ask the next question, or show the decision where none is left."""
        interview = turn.interview
        following = next_criterion(self._assess(turn), interview.scope, interview.skipped)
        if following is not None:
            return self._ask(turn, following)
        turn = turn.with_interview(replace(interview, pending="", ended=True))
        return self._outlook(turn, text=say.ended(interview))

    def _ask(self, turn: _Turn, criterion: Criterion, *, back: bool = False) -> _Turn:
        interview = turn.interview.ask(criterion.id)
        session = replace(turn.session, interview=interview, subject=Subject())
        offset = len(turn.reply.answer.citations) if turn.reply.answer else 0
        asked = self._guide.asked(criterion, self._assess(turn), interview, offset=offset, back=back)
        return replace(turn, session=session).saying(asks=asked, quick=tuple(QUICK_REPLIES))

    def _ask_again(self, turn: _Turn) -> _Turn:
        """Put the pending question once more, under what was said; nothing where the interview is not on."""
        pending = self._pending(turn)
        if pending is None:
            return turn
        subject = turn.session.subject
        turn = self._ask(turn, pending, back=True)
        return replace(turn, session=replace(turn.session, subject=subject))

    def _renumber(self, turn: _Turn) -> _Turn:
        """The question's citations after the answer's, where an answer was put before it."""
        answer, asks = turn.reply.answer, turn.reply.asks
        if answer is None or asks is None:
            return turn
        first = len(answer.citations) + 1
        citations = tuple(replace(c, number=first + n) for n, c in enumerate(asks.citations))
        return turn.saying(asks=replace(asks, citations=citations))

    def _outlook(self, turn: _Turn, *, text: str = "") -> _Turn:
        outlook = self._guide.outlook(self._assess(turn), turn.interview)
        said = " ".join(part for part in (turn.reply.text, text) if part)
        return turn.saying(text=said, outlook=outlook, quick=say.after(turn.interview, outlook))

    # Commands.

    def _begin(self, turn: _Turn, scope: Scope) -> _Turn:
        interview = turn.interview
        if interview.scope is Scope.FULL and scope is Scope.QUICK:
            scope = Scope.FULL
        first = not interview.on
        turn = turn.with_interview(replace(interview, scope=scope, ended=False))
        return self._go_on(turn.saying(text=say.begin(scope, self._framework, first=first)))

    def _resume(self, turn: _Turn) -> _Turn:
        if not turn.interview.on:
            return self._begin(turn, Scope.QUICK)
        pending = self._pending(turn)
        if pending is not None:
            done = self._guide.progress(self._assess(turn), turn.interview)
            return self._ask_again(turn.saying(text=say.resumed(*done)))
        # Nothing else is left: what was skipped comes up again.
        return self._go_on(turn.with_interview(replace(turn.interview, skipped=frozenset())))

    def _skip(self, turn: _Turn) -> _Turn:
        pending = self._pending(turn)
        if pending is None:
            return self._go_on(turn)
        skipped = turn.interview.skipped | {pending.id}
        turn = turn.with_interview(replace(turn.interview, skipped=skipped, pending="", doubt=None))
        return self._go_on(turn.saying(text=say.skipped(pending)))

    def _back(self, turn: _Turn) -> _Turn:
        interview = turn.interview
        before = [name for name in interview.asked if name != interview.pending]
        if not before:
            return self._ask_again(turn.saying(text=say.NOTHING_BEFORE))
        asked = interview.asked[: -1 if interview.asked[-1] == interview.pending else None]
        return self._reopen(turn.with_interview(replace(interview, asked=asked)), self._framework.by_id[before[-1]])

    def _reopen(self, turn: _Turn, criterion: Criterion) -> _Turn:
        """Ask about a criterion again, saying what is recorded."""
        finding = self._assess(turn).findings[criterion.id]
        return self._ask(turn.saying(text=say.so_far(criterion, finding)), criterion, back=True)

    def _change(self, turn: _Turn, what: str) -> _Turn:
        criterion = self._listener.which(what, self._recorded(turn))
        if criterion is None:
            return self._ask_again(turn.saying(text=say.which(what)))
        return self._reopen(turn, criterion)

    def _withdraw(self, turn: _Turn, what: str) -> _Turn:
        recorded = self._recorded(turn)
        criterion = self._listener.which(what, recorded)
        if criterion is None or criterion.id not in recorded:
            return self._ask_again(turn.saying(text=say.which(what)))
        return self._take_back(turn, [criterion.id])

    def _undo(self, turn: _Turn) -> _Turn:
        bases = turn.interview.bases
        if not bases:
            return self._ask_again(turn.saying(text=say.NOTHING_RECORDED))
        last = max(b.turn for b in bases)
        return self._take_back(turn, [], last)

    def _take_back(self, turn: _Turn, criteria: list[str], at: int | None = None) -> _Turn:
        """Withdraw what was recorded of criteria, or in a turn; the question about the last one is put again."""
        before = self._recorded(turn)
        interview = turn.interview
        gone = [b for b in interview.bases if b.criterion in criteria or b.turn == at]
        interview = replace(interview, bases=tuple(b for b in interview.bases if b not in gone), ended=False)
        turn = turn.with_interview(interview)
        now = self._assess(turn).findings
        names = dict.fromkeys(b.criterion for b in gone)
        noted = tuple(
            Noted(
                name,
                self._framework.by_id[name].label if name in self._framework.by_id else say.STOP_NAME,
                now[name].status if name in now else Status.UNKNOWN,
                before=before.get(name),
                withdrawn=name not in now or not now[name].settled,
            )
            for name in names
        )
        turn = turn.saying(noted=noted, text=say.withdrawn(noted))
        first = next((name for name in names if name in self._framework.by_id), None)
        return self._ask(turn, self._framework.by_id[first], back=True) if first else self._go_on(turn)

    def _confirm(self, turn: _Turn) -> _Turn:
        interview = turn.interview
        if interview.doubt is not None and interview.pending:
            reading = _direct(self._pending(turn), interview.doubt.status, interview.doubt.quote)
            return self._answer(turn, [reading], interview.doubt.quote)
        open_ones = [b for b in interview.bases if not b.confirmed]
        bases = tuple(replace(b, confirmed=True) for b in interview.bases)
        turn = turn.with_interview(replace(interview, bases=bases)).saying(text=say.confirmed(len(open_ones)))
        return self._ask_again(turn) if interview.pending else self._outlook(turn)

    def _summary(self, turn: _Turn) -> _Turn:
        assessment = self._assess(turn)
        turn = turn.saying(noted=self._guide.recorded(assessment), text=say.summary(assessment, turn.interview))
        return self._ask_again(turn) if turn.interview.pending else self._outlook(turn)

    def _report(self, turn: _Turn) -> _Turn:
        turn = self._outlook(turn)
        return self._ask_again(turn) if turn.interview.pending else turn

    def _stop(self, turn: _Turn) -> _Turn:
        done = self._guide.progress(self._assess(turn), turn.interview)
        return turn.saying(text=say.stopped(*done), quick=("Continue",))


# Commands that mean something before the interview has begun.
_ANYTIME = frozenset({Command.START, Command.FULL})


def _direct(criterion: Criterion | None, status: Status, text: str) -> Reading:
    """A reply to the very question, read as it stands."""
    if criterion is None:
        raise ValueError("no question is pending")
    return Reading(criterion.id, status, text, 1.0, "You answered the question directly.", direct=True)
