"""Suite `conversations`: scripted sessions in YAML (every *.yaml of the folder).

Each is a list of {id, about, turns: [{say, ...what must come of it}], ends: {...}}. A turn may check

- `records` {criterion: status}: these were recorded in it; with `only: true`, nothing else was
- `withdraws` [criterion]
- `asks`: the criterion that is asked next; "none" for none, "other: X" for any but X
- `asks_back: true`: the same question again, and nothing recorded on it
- `cites` [sections]: one of them at least; `answers: true|false`; `declines: true`; `differs: true` (positions of
  articles side by side); `says` [words that stand in the reply]; `decision` (the outcome shown); `pattern` [names]

`resume: true` in place of `say` stores the session and reads it anew, as on the next day. `ends` checks `findings`
{criterion: status}, `unknown` [criterion] and `outcome`.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from advisor.assessment import Basis
from advisor.conversation import Conversation, Reply, Session
from advisor.errors import CorpusError, InputError
from advisor.framework import Status
from advisor.yamls import line_of, read_yaml
from eval.attempt import Unscored
from eval.datasets import BENCHMARKS
from eval.metrics import ratio
from eval.types import PRODUCT, Case, Result, Run

OWN = BENCHMARKS / "conversations"
METRICS = {
    "sessions that pass": ratio("passes", "sessions", about="the share of sessions in which every check holds"),
    "checks that hold": ratio("turns held", "turns", about="the share of turns (and ends) without a failed check"),
}
_CHECKS = {
    "say", "records", "only", "withdraws", "asks", "asks_back", "cites", "answers", "declines", "differs", "says",
    "decision", "pattern", "resume",
}  # fmt: skip
_LISTS = ("withdraws", "cites", "says", "pattern")
_ENDS = {"findings": dict, "unknown": list, "outcome": str}


def run(given: Run) -> list[Result]:
    """Play every session; it is right where every check of every turn holds."""
    folder = given.dataset or OWN
    scripts = list(read_scripts(folder))
    cases = []
    for number, (where, script) in enumerate(scripts):
        given.progress(number / len(scripts), f"conversations: {where}")
        if isinstance(script, str):
            cases.append(Case(where, "malformed", "", None, None, None, error=f"{where}: {script}"))
            continue
        said = " / ".join(str(turn.get("say", "(resume)")) for turn in script["turns"])
        try:
            wrong = given.attempt(where, play, given.advisor.conversation, script)
        except Unscored as error:
            cases.append(Case(str(script["id"]), "session", said, None, None, None, error=str(error)))
            continue
        turns = len(script["turns"]) + bool(script.get("ends"))
        broken = len({line.split(":")[0].split(" (")[0] for line in wrong})
        counts = {"sessions": 1.0, "passes": float(not wrong), "turns": turns, "turns held": turns - broken}
        cases.append(
            Case(
                str(script["id"]), "session", said, "every check holds", wrong or "every check held", not wrong,
                counts={PRODUCT: counts},
            )
        )  # fmt: skip
    return [Result("conversations", folder.name, tuple(cases), METRICS)]


def read_scripts(folder: Path) -> Iterator[tuple[str, dict[str, Any] | str]]:
    """The sessions of all files in order, each with its place; a text says what is wrong with one. Raises InputError
    where there is no file.
    """
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise InputError(f"{folder}: no scripted session (*.yaml) in it")
    for file in files:
        try:
            data = read_yaml(file)
        except CorpusError as error:
            yield file.name, str(error).removeprefix(f"{file.name}: ")
            continue
        for number, script in enumerate(data if isinstance(data, list) else [data]):
            problem = _problem(script)
            if problem is None:
                yield f"{file.name}, item {number + 1}", script
            else:
                line = line_of(file, (number,) if isinstance(data, list) else ())
                yield f"{file.name}, line {line}", f"item {number + 1} {problem}"


def _problem(script: Any) -> str | None:
    """What is wrong with the form of a session: a check that is misspelt would hold whatever came."""
    if not isinstance(script, dict) or not isinstance(script.get("turns"), list) or "id" not in script:
        return "needs `id` and `turns`; see docs/evaluation.md"
    for number, turn in enumerate(script["turns"], start=1):
        if not isinstance(turn, dict) or not (isinstance(turn.get("say"), str) or turn.get("resume") is True):
            return f"needs `say` (text) or `resume: true` in turn {number}"
        if odd := sorted(map(str, set(turn) - _CHECKS)):
            return f"has a check that is not known: {odd[0]!r}"
        if odd := [name for name in _LISTS if not isinstance(turn.get(name, []), list)]:
            return f"needs a list of `{odd[0]}` in turn {number}"
    ends = script.get("ends") or {}
    if not isinstance(ends, dict) or any(not isinstance(v, _ENDS.get(str(k), ())) for k, v in ends.items()):
        return "has `ends` that are none; see docs/evaluation.md"
    return None


def play(conversation: Conversation, script: Mapping[str, Any]) -> list[str]:
    """What was not as the script says; empty where all of it was."""
    session, wrong = Session(), []
    for number, turn in enumerate(script["turns"], start=1):
        if turn.get("resume"):
            bases = tuple(Basis.from_dict(basis.to_dict()) for basis in session.interview.bases)
            session = Session.from_dict(session.to_dict(), bases)
            continue
        before = session
        session, reply = conversation.step(session, turn["say"])
        reply = Reply.from_dict(reply.to_dict())
        wrong += [f"turn {number} ({turn['say']!r}): {text}" for text in checks(turn, before, session, reply)]
    ends = script.get("ends") or {}
    assessment = conversation.assess(session)
    for name, status in (ends.get("findings") or {}).items():
        got = assessment.findings[name].status.value
        if got != status:
            wrong.append(f"end: {name} is {got}, not {status}")
    for name in ends.get("unknown") or ():
        if assessment.findings[name].known:
            wrong.append(f"end: {name} is {assessment.findings[name].status.value}, not unknown")
    if "outcome" in ends and assessment.decision.outcome.value != ends["outcome"]:
        wrong.append(f"end: the decision is {assessment.decision.outcome.value}, not {ends['outcome']}")
    return wrong


def checks(turn: Mapping[str, Any], before: Session, after: Session, reply: Reply) -> Iterator[str]:
    """The checks of a turn that do not hold."""
    old = {basis.id for basis in before.interview.bases}
    new = {b.criterion: b.status.value for b in after.interview.bases if b.id not in old}
    for name, status in (turn.get("records") or {}).items():
        if new.get(name) != Status(status).value:
            yield f"{name} was recorded as {new.get(name)}, not {status}"
    if turn.get("only") and set(new) != set(turn.get("records") or {}):
        yield f"recorded {new}"
    gone = {n.criterion for n in reply.noted if n.withdrawn}
    for name in turn.get("withdraws") or ():
        if name not in gone:
            yield f"{name} was not withdrawn"
    yield from _asking(turn, before, after, reply, set(new))
    yield from _answering(turn, reply)
    shown = _text(reply)
    for words in turn.get("says") or ():
        if str(words).lower() not in shown.lower():
            yield f"{words!r} is not said"
    if "decision" in turn and (reply.outlook is None or reply.outlook.outcome != turn["decision"]):
        yield f"the decision shown is {reply.outlook.outcome if reply.outlook else None}"
    for name in turn.get("pattern") or ():
        if reply.outlook is None or name not in {pattern[0] for pattern in reply.outlook.patterns}:
            yield f"the pattern {name!r} is not shown"


def _asking(
    turn: Mapping[str, Any], before: Session, after: Session, reply: Reply, recorded: set[str]
) -> Iterator[str]:
    asks = reply.asks.criterion if reply.asks else "none"
    wanted = turn.get("asks")
    if wanted is not None and (asks == wanted[7:] if str(wanted).startswith("other: ") else asks != wanted):
        yield f"asks {asks}, not {wanted}"
    if turn.get("asks_back"):
        pending = before.interview.pending
        if after.interview.pending != pending or pending in recorded:
            yield f"did not ask back on {pending}"


def _answering(turn: Mapping[str, Any], reply: Reply) -> Iterator[str]:
    answer = reply.answer
    answered = answer is not None and not answer.abstained
    if "answers" in turn and turn["answers"] != answered:
        yield "an answer came" if answered else "no answer came"
    if turn.get("declines") and not (answer is not None and answer.abstained and not answer.citations):
        yield "it was not declined without citations"
    if turn.get("differs") and not (answer is not None and answer.differences):
        yield "no positions of articles were shown side by side"
    wanted = set(turn.get("cites") or ())
    cited = {citation.section for citation in reply.citations}
    if wanted and not wanted & cited:
        yield f"cites {sorted(map(str, cited))}, none of {sorted(wanted)}"


def _text(reply: Reply) -> str:
    """All that is said in a reply, as one text."""
    parts = [reply.text, *(f"{n.name} {n.status.words} {n.quote}" for n in reply.noted)]
    if reply.answer is not None:
        parts += [reply.answer.text, reply.answer.why_abstained or ""]
    if reply.outlook is not None:
        parts += [reply.outlook.meaning, *reply.outlook.why, *(s.action for s in reply.outlook.steps)]
    if reply.asks is not None:
        parts += [reply.asks.question, reply.asks.why, reply.asks.good]
    return " ".join(parts)
