"""One turn: a question, or something for the interview (an answer, a correction, a command), and the reply to it."""

from collections.abc import Sequence
from dataclasses import replace

from advisor.answers import Answer
from advisor.answers.question import clean
from advisor.assessment import STOP, Assessment, Basis, Kind
from advisor.conversation import say
from advisor.conversation.interviewer import Interviewer, Move
from advisor.conversation.orders import Orders
from advisor.conversation.parts import Noted
from advisor.conversation.questions import Questions, asks_on, small_talk
from advisor.conversation.session import Reply, Session, Subject
from advisor.framework import Status
from advisor.interview import QUICK_REPLIES, Command, Heard, Listener, Reading, Scope, command, quick_status
from advisor.passages import looks_english

_LONGEST = 6_000  # characters of a message that are read for the interview
# Commands that mean something before the interview has begun.
_ANYTIME = frozenset({Command.START, Command.FULL})


class Conversation:
    """Turns of a conversation: questions and the interview together. Pure: all state is in the session."""

    def __init__(self, questions: Questions, moves: Interviewer, listener: Listener) -> None:
        self._questions, self._moves, self._listener = questions, moves, listener
        self._orders = Orders(
            moves,
            listener,
            answer=lambda turn, reading: self._answer(turn, [reading]),
            question=self._question,
        )

    def step(self, session: Session, message: str) -> tuple[Session, Reply]:
        """The session after a message, and the reply to it."""
        interview = replace(session.interview, turn=session.interview.turn + 1)
        turn = self._take(Move(replace(session, interview=interview)), message)
        return turn.session, turn.reply

    def assess(self, session: Session) -> Assessment:
        """What follows from what was recorded."""
        return self._moves.assess(Move(session))

    def current(self, session: Session) -> Reply:
        """The question that is pending, as a reply."""
        return self._moves.ask_again(Move(session)).reply

    def rule(self, session: Session, criterion: str, status: Status, note: str) -> Session:
        """The session with a person's ruling on a criterion, made beside the conversation (on a page)."""
        interview = replace(session.interview, turn=session.interview.turn + 1)
        ruling = Basis("", criterion, status, Kind.OVERRIDE, note=note, confirmed=True)
        turn = Move(replace(session, interview=interview.record(ruling)))
        # What is settled is not asked: where that was the pending question, the next one comes up.
        return self._moves.go_on(turn).session if interview.pending == criterion else turn.session

    def documented(self, session: Session, bases: Sequence[Basis]) -> Session:
        """The session with what the documents show now; as it was where that has not changed."""
        interview = session.interview.documented(bases)
        if interview.bases == session.interview.bases:
            return session
        interview = replace(session.interview, turn=session.interview.turn + 1).documented(bases)
        turn = Move(replace(session, interview=interview))
        settled = interview.pending and self._moves.assess(turn).findings[interview.pending].settled
        return self._moves.go_on(turn).session if settled else turn.session

    def received(self, session: Session, lines: Sequence[str], before: Assessment) -> tuple[Session, Reply]:
        """The session after documents came in with the conversation, and what they changed.

        `lines` say what became of each file, `before` is the assessment before them.
        """
        interview = replace(session.interview, turn=session.interview.turn + 1)
        turn = Move(replace(session, interview=interview))
        turn = turn.saying(text=say.documented(lines, before, self._moves.assess(turn)))
        if not interview.on:
            return turn.session, replace(turn.reply, quick=say.AFTER_DOCUMENTS)
        turn = self._moves.ask_again(turn) if interview.pending else self._moves.go_on(turn)
        return turn.session, turn.reply

    def withdraw(self, session: Session, criterion: str) -> Session:
        """The session without what was said and ruled of a criterion."""
        interview = replace(session.interview, turn=session.interview.turn + 1)
        return replace(session, interview=interview.withdraw(criterion))

    def _take(self, turn: Move, message: str) -> Move:
        lines = (clean(line) for line in message[:_LONGEST].splitlines())  # each line of a list says its own thing
        text = "\n".join(line for line in lines if line)
        pending = self._moves.pending(turn)
        ordered = command(text)
        if ordered is not None and (turn.interview.on or ordered[0] in _ANYTIME):
            return self._orders.carry_out(turn, *ordered)
        revised = self._orders.revise(turn, text)
        if revised is not None:
            return revised
        if turn.session.subject.question and asks_on(text):
            return self._question(turn, message)
        status = quick_status(text)
        if status is not None and pending is not None:
            if turn.interview.doubt is not None and status is Status.MET and text not in QUICK_REPLIES:
                return self._orders.carry_out(turn, Command.CONFIRM, "")  # "yes" to "is it not in place?"
            return self._answer(turn, [Reading.of_reply(pending, status, text)])
        heard = self._listener.hear(text, pending, self._moves.recorded(turn))
        if heard.readings or heard.stop_reached or (heard.tells and not turn.interview.on):
            turn = self._record(turn, heard)
            return turn.saying(text=f"{turn.reply.text} {say.TOO_LONG}") if len(message) > _LONGEST else turn
        if heard.instruction and not heard.question:
            return self._moves.ask_again(turn.saying(text=say.INSTRUCTION))
        if heard.question or not turn.interview.on:
            return self._question(turn, message)
        return self._unread(turn, heard, text)

    def _record(self, turn: Move, heard: Heard) -> Move:
        """Record what was heard; begin the quick screen where the person just told about the pilot."""
        opening = not turn.interview.on
        if opening:
            turn = turn.with_interview(replace(turn.interview, scope=Scope.QUICK))
        if heard.stop_reached:
            return self._stop_reached(turn, heard)
        subject = None
        if heard.question:  # answered first: it leans on what was asked, not on what is asked next
            subject, answer = self._beside(turn, heard.question)
            turn = turn.saying(answer=answer)
        turn = self._answer(turn, heard.readings, opening=opening, doubtful=heard.doubtful)
        return turn if subject is None else replace(turn, session=replace(turn.session, subject=subject))

    def _beside(self, turn: Move, question: str) -> tuple[Subject | None, Answer | None]:
        """The answer to a question beside a statement, and the subject after it (None where it stays)."""
        ordered, pending = command(question), self._moves.pending(turn)
        explained = self._orders.explain(ordered[0], pending) if ordered and pending else None
        if explained is not None:
            return None, explained
        subject, reply = self._questions.step(self._subject(turn), question)
        return subject, reply.answer

    def _answer(
        self,
        turn: Move,
        readings: Sequence[Reading],
        *,
        opening: bool = False,
        doubtful: Reading | None = None,
    ) -> Move:
        """Record readings, say what was recorded, and go on."""
        turn, noted = self._moves.note(turn, readings)
        pending = turn.interview.pending
        answered = any(reading.criterion == pending for reading in readings)
        said = say.noted(noted, opening=opening, unknown=self._settles(noted))
        turn = turn.saying(noted=noted, text=said)
        if doubtful is not None and not answered and doubtful.criterion == pending:
            return self._moves.ask_back(turn, doubtful)
        if answered or not pending:
            return self._moves.go_on(turn)
        return self._moves.ask(turn, self._moves.framework.by_id[pending])

    def _settles(self, noted: tuple[Noted, ...]) -> str:
        """What would settle the one thing that the person does not know."""
        unknown = [n for n in noted if n.status is Status.UNKNOWN and not n.withdrawn]
        return self._moves.framework.by_id[unknown[0].criterion].settles if len(unknown) == 1 else ""

    def _stop_reached(self, turn: Move, heard: Heard) -> Move:
        basis = Basis("", STOP, Status.MET, Kind.REPLY, quote=heard.stop_reached, confirmed=True)
        noted = (Noted(STOP, say.STOP_NAME, Status.MET, heard.stop_reached),)
        turn, more = self._moves.note(turn, heard.readings)
        turn = turn.with_interview(replace(turn.interview.record(basis), pending=""))
        turn = turn.saying(noted=(*noted, *more), text=say.STOP_REACHED)
        return self._orders.carry_out(turn, Command.REPORT, "")

    def _unread(self, turn: Move, heard: Heard, text: str) -> Move:
        """A message in which nothing could be read with confidence."""
        if heard.doubtful is not None:
            return self._moves.ask_back(turn, heard.doubtful)
        talk = small_talk(text)
        if talk is not None:
            return self._moves.ask_again(turn.saying(text=talk))
        if not looks_english(text):
            return self._moves.ask_again(turn.saying(text=say.ENGLISH))
        return self._moves.ask_again(turn.saying(text=say.unread(self._moves.pending(turn))))

    def _question(self, turn: Move, question: str) -> Move:
        """Answer a question; the one that is pending stays."""
        subject, reply = self._questions.step(self._subject(turn), question)
        turn = replace(turn, session=replace(turn.session, subject=subject), reply=reply)
        return self._moves.ask_again(turn)

    def _subject(self, turn: Move) -> Subject:
        """What a question leans on: the question that was answered last, else the one that is asked."""
        subject, pending = turn.session.subject, self._moves.pending(turn)
        if pending is None or subject.question:
            return subject
        return Subject(question=pending.asked)
