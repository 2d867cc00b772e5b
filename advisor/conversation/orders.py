"""What a person tells the interview to do: skip, back, why, summary, change, withdraw, undo, stop, report."""

import re
from collections.abc import Callable
from dataclasses import replace

from advisor.answers import Answer
from advisor.assessment import Basis, Kind
from advisor.conversation import say
from advisor.conversation.interviewer import Interviewer, Move
from advisor.conversation.parts import Noted
from advisor.framework import Criterion, Status
from advisor.interview import Command, Listener, Reading, Scope, quick_status

_VALUE = re.compile(r"(.+?)(?: to| =| as|:|,) (.+)")  # "the KPIs to partly"
_LAST_IS = re.compile(
    r"\W*(?:(?:no|wait|actually|sorry|correction)[,:]? )*(?:that|the|my)(?: last| previous)? (?:one|answer|reply)"
    r" (?:is|was|should be|should have been) (?:only |rather |actually |more )?(.+)",
    re.IGNORECASE,
)
# What is asked of the articles where no question of the interview is pending.
_ALONE = {Command.WHY: "Why does that matter?", Command.GOOD: "What does good look like?"}


class Orders:
    """Carries out commands; `answer` records a reading and goes on, `question` answers a question."""

    def __init__(
        self,
        moves: Interviewer,
        listener: Listener,
        answer: Callable[[Move, Reading], Move],
        question: Callable[[Move, str], Move],
    ) -> None:
        self._moves, self._listener, self._answer, self._question = moves, listener, answer, question
        self._by_name: dict[Command, Callable[[Move, str], Move]] = {
            Command.START: lambda turn, _: self._begin(turn, Scope.QUICK),
            Command.FULL: lambda turn, _: self._begin(turn, Scope.FULL),
            Command.QUICK: lambda turn, _: self._begin(turn, Scope.QUICK),
            Command.RESUME: lambda turn, _: self._resume(turn),
            Command.SKIP: lambda turn, _: self._skip(turn),
            Command.BACK: lambda turn, _: self._back(turn),
            Command.WHY: lambda turn, _: self._explain(turn, Command.WHY),
            Command.GOOD: lambda turn, _: self._explain(turn, Command.GOOD),
            Command.OTHERS: lambda turn, _: self._others(turn),
            Command.SUMMARY: lambda turn, _: self._summary(turn),
            Command.REPORT: lambda turn, _: self._report(turn),
            Command.CONFIRM: lambda turn, _: self._confirm(turn),
            Command.AGREE: lambda turn, _: self._agree(turn),
            Command.UNDO: lambda turn, _: self._undo(turn),
            Command.STOP: lambda turn, _: self._stop(turn),
            Command.CHANGE: self._change,
            Command.WITHDRAW: self._withdraw,
        }

    def carry_out(self, turn: Move, command: Command, what: str) -> Move:
        """The turn after a command; `what` is its object ("" for none)."""
        return self._by_name[command](turn, what)

    def _begin(self, turn: Move, scope: Scope) -> Move:
        interview = turn.interview
        first = not interview.on
        turn = turn.with_interview(replace(interview, scope=scope))
        return self._moves.go_on(turn.saying(text=say.begin(scope, self._moves.framework, first=first)))

    def _resume(self, turn: Move) -> Move:
        if not turn.interview.on:
            return self._begin(turn, Scope.QUICK)
        pending = self._moves.pending(turn)
        if pending is not None and pending.id in self._moves.recorded(turn):
            return self._moves.go_on(turn)  # it was only looked at again
        if pending is not None:
            done = self._moves.guide.progress(self._moves.assess(turn), turn.interview)
            return self._moves.ask_again(turn.saying(text=say.resumed(*done)))
        # Nothing else is left: what was skipped comes up again.
        return self._moves.go_on(turn.with_interview(replace(turn.interview, skipped=frozenset())))

    def _skip(self, turn: Move) -> Move:
        pending = self._moves.pending(turn)
        if pending is None or pending.id in self._moves.recorded(turn):
            return self._moves.go_on(turn)
        skipped = turn.interview.skipped | {pending.id}
        turn = turn.with_interview(replace(turn.interview, skipped=skipped, pending="", doubt=None))
        return self._moves.go_on(turn.saying(text=say.skipped(pending)))

    def _back(self, turn: Move) -> Move:
        interview = turn.interview
        before = [name for name in interview.asked if name != interview.pending]
        if not before:
            return self._moves.ask_again(turn.saying(text=say.NOTHING_BEFORE))
        asked = interview.asked[: -1 if interview.asked[-1] == interview.pending else None]
        return self._moves.reopen(
            turn.with_interview(replace(interview, asked=asked)), self._moves.framework.by_id[before[-1]]
        )

    def _change(self, turn: Move, what: str) -> Move:
        found = _VALUE.fullmatch(what)
        status = quick_status(found[2]) if found else None
        if found and status is not None:
            what = found[1]
        criterion = self._listener.which(what, self._moves.recorded(turn))
        if criterion is None:
            return self._moves.ask_again(turn.saying(text=say.which(what)))
        if status is not None:
            return self._answer(turn, Reading.of_reply(criterion, status, f"{what}: {status.words}"))
        return self._moves.reopen(turn, criterion)

    def _withdraw(self, turn: Move, what: str) -> Move:
        recorded = self._moves.recorded(turn)
        criterion = self._listener.which(what, recorded)
        if criterion is None or criterion.id not in recorded:
            return self._moves.ask_again(turn.saying(text=say.which(what)))
        said = [b for b in turn.interview.bases if b.criterion == criterion.id and b.kind is not Kind.DOCUMENT]
        if not said:
            return self._moves.ask_again(turn.saying(text=say.DOCUMENTED))
        return self._take_back(turn, said)

    def _undo(self, turn: Move) -> Move:
        bases = [b for b in turn.interview.bases if b.kind is not Kind.DOCUMENT]
        if not bases:
            return self._moves.ask_again(turn.saying(text=say.NOTHING_RECORDED))
        last = max(b.turn for b in bases)
        return self._take_back(turn, [b for b in bases if b.turn == last])

    def _take_back(self, turn: Move, gone: list[Basis]) -> Move:
        """Withdraw some bases; the question about the first of their criteria is put again."""
        before = self._moves.recorded(turn)
        kept = tuple(b for b in turn.interview.bases if b not in gone)
        turn = turn.with_interview(replace(turn.interview, bases=kept))
        now = self._moves.assess(turn).findings
        names = dict.fromkeys(b.criterion for b in gone)
        noted = tuple(
            Noted(
                name,
                self._moves.framework.by_id[name].label if name in self._moves.framework.by_id else say.STOP_NAME,
                now[name].status if name in now else Status.UNKNOWN,
                before=before.get(name),
                withdrawn=name not in now or not now[name].settled,
            )
            for name in names
        )
        turn = turn.saying(noted=noted, text=say.withdrawn(noted))
        first = next((name for name in names if name in self._moves.framework.by_id), None)
        return (
            self._moves.ask(turn, self._moves.framework.by_id[first], back=True) if first else self._moves.go_on(turn)
        )

    def _confirm(self, turn: Move) -> Move:
        interview = turn.interview
        pending = self._moves.pending(turn)
        if interview.doubt is not None and pending is not None:
            reading = Reading.of_reply(pending, interview.doubt.status, interview.doubt.quote)
            return self._answer(turn, reading)
        passing = self._passing(turn)
        # Confirming is a reply like any other: a basis of its own, in its own turn.
        again = [replace(b, kind=Kind.REPLY, confirmed=True, note="You confirmed this reading.") for b in passing]
        turn = turn.with_interview(interview.record(*again)).saying(text=say.confirmed(len(again)))
        return self._moves.ask_again(turn) if interview.pending else self._moves.outlook(turn)

    def _passing(self, turn: Move) -> list[Basis]:
        """What was picked up in passing and waits for a yes."""
        findings = self._moves.assess(turn).findings.values()
        return [
            f.basis
            for f in findings
            if f.basis is not None and f.basis.kind is Kind.REPLY and f.known and not f.confirmed
        ]

    def _agree(self, turn: Move) -> Move:
        """“Correct” is said to what was just noted or asked back, else to the question."""
        pending = self._moves.pending(turn)
        if pending is None or turn.interview.doubt is not None or self._passing(turn):
            return self._confirm(turn)
        return self._answer(turn, Reading.of_reply(pending, Status.MET, "yes"))

    def _summary(self, turn: Move) -> Move:
        assessment = self._moves.assess(turn)
        done = self._moves.guide.progress(assessment, turn.interview)
        turn = turn.saying(
            noted=self._moves.guide.recorded(assessment), text=say.summary(assessment, turn.interview, *done)
        )
        return self._moves.ask_again(turn) if turn.interview.pending else self._moves.outlook(turn)

    def _report(self, turn: Move) -> Move:
        turn = self._moves.outlook(turn)
        return self._moves.ask_again(turn) if turn.interview.pending else turn

    def _stop(self, turn: Move) -> Move:
        done = self._moves.guide.progress(self._moves.assess(turn), turn.interview)
        return turn.saying(text=say.stopped(*done), quick=("Continue",))

    def _explain(self, turn: Move, command: Command) -> Move:
        pending = self._moves.pending(turn)
        if pending is None:
            return self._question(turn, _ALONE[command])
        return self._moves.ask_again(turn.saying(answer=self.explain(command, pending)))

    def _others(self, turn: Move) -> Move:
        """What those do who succeed, on the point that is asked about."""
        pending = self._moves.pending(turn)
        point = f" to have this in place: {pending.satisfied}" if pending else " differently?"
        return self._question(turn, f"What do successful healthcare organizations do{point}")

    def revise(self, turn: Move, text: str) -> Move | None:
        """The turn after "that last one is only partly in place"; None where the text says nothing of the kind."""
        match = _LAST_IS.fullmatch(text)
        status = quick_status(match[1]) if match else None
        bases = [
            b
            for b in turn.interview.bases
            if b.criterion in self._moves.framework.by_id and b.kind is not Kind.DOCUMENT
        ]
        if status is None or not bases:
            return None
        last = max(bases, key=lambda b: (b.turn, b.confirmed))
        return self._answer(turn, Reading.of_reply(self._moves.framework.by_id[last.criterion], status, text))

    def explain(self, command: Command, criterion: Criterion) -> Answer | None:
        """The answer to "why?" or "what does good look like?" on a criterion; None for other commands."""
        guide = self._moves.guide
        return {Command.WHY: guide.why, Command.GOOD: guide.good}[command](criterion) if command in _ALONE else None
