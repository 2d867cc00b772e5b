"""What the advisor says in the interview: brief, warm and plain."""

from collections.abc import Sequence

from advisor.assessment import Assessment, Finding, Kind, compare
from advisor.conversation.parts import Noted, Outlook
from advisor.framework import Criterion, Framework, Status
from advisor.interview import Interview, Scope

STOP_NAME = "Stop criterion reached"
STOP_REACHED = "I noted that a stop criterion agreed beforehand is reached. Say “undo” if that is not what you meant."
NOTHING_BEFORE = "There is no question before this one."
DOCUMENTED = "That rests on a document: say what is right instead, or delete the document on the Documents page."
NOTHING_RECORDED = "Nothing is recorded yet."
INSTRUCTION = "I note facts, not gradings. If that is your answer, tell me what is in place, or press a reply."
ENGLISH = "I read English only, so far; I noted nothing from that."
TOO_LONG = "That was long: I read the first 6,000 characters of it, so please send the rest once more."
_NAMED = 6  # gaps that are listed by name
_HOW = "Answer in your own words or press a reply; ask back, skip, or correct me at any time."


def begin(scope: Scope, framework: Framework, *, first: bool) -> str:
    """The first line of a screen or an assessment."""
    if scope is Scope.QUICK:
        count = len(framework.gates) or len(framework.criteria)
        said = f"{count} questions, about ten minutes: the points without which no pilot may scale. "
    else:
        said = f"The full assessment: {len(framework.criteria)} points. Stop whenever you like; nothing is lost. "
    return said + _HOW if first else said.strip()


def noted(found: Sequence[Noted], *, opening: bool, unknown: str) -> str:
    """The line over what was recorded."""
    changed = [n for n in found if n.before is not None]
    if opening and not found:
        return f"Thank you. I noted nothing from that yet; a few questions will settle more. {_HOW}"
    if opening:
        count = "one thing" if len(found) == 1 else f"{len(found)} things"
        return f"Thank you. From what you wrote I noted {count}; correct me where I read it wrong. {_HOW}"
    if unknown:
        return f"Noted as not known yet. What would settle it: {unknown}."
    if changed:
        said = "; ".join(f"“{n.name}” is now {n.status.words}" for n in changed)
        return f"Changed: {said}. What follows from it changes with it."
    return "Noted."


def withdrawn(found: Sequence[Noted]) -> str:
    """The line over what was taken back."""
    return "Taken back; nothing of it counts any more." if found else "There was nothing to take back."


def ask_back(criterion: Criterion, status: Status) -> str:
    """A reading that is not sure enough to be recorded."""
    if status is Status.UNKNOWN:
        return f"I could not tell from that, so I noted nothing. {_fits(criterion)}"
    return (
        f"I am not sure that I read that right, so I noted nothing yet. Shall I note “{criterion.label}” as "
        f"{status.words}? Say yes, press what fits, or put it in other words."
    )


def unread(criterion: Criterion | None) -> str:
    """A message that answers nothing that is asked."""
    if criterion is None:
        return (
            "I could not take anything from that. Say “summary” to see what is recorded, “change …” to correct a "
            "point, or “full assessment” to go on."
        )
    return f"I could not take that as an answer. {_fits(criterion)}"


def _fits(criterion: Criterion) -> str:
    """How to tell the levels, for who did not know what to say."""
    if not criterion.levels.met:
        return "Which of the replies fits best?"
    return f"In place would mean: {criterion.levels.met} Not yet: {criterion.levels.unmet} Which fits best?"


def skipped(criterion: Criterion) -> str:
    """A question was left out."""
    return f"Skipped “{criterion.label}”; it stays open, and “back” returns to it."


def so_far(criterion: Criterion, finding: Finding) -> str:
    """What is recorded of a criterion that is asked again."""
    basis = finding.basis
    if basis is None:
        return f"Nothing is recorded on “{criterion.label}” yet."
    source = f" From: “{basis.quote}”." if basis.quote else ""
    return f"“{criterion.label}” is recorded as {finding.status.words}.{source} What is right?"


def which(what: str) -> str:
    """A criterion that was named but not found."""
    return f"I do not know which point you mean by “{what}”. The summary lists them by name."


def confirmed(count: int) -> str:
    """Readings were confirmed."""
    if not count:
        return "Everything that is recorded was confirmed already."
    return f"Thank you: {count} reading{'' if count == 1 else 's'} confirmed."


def resumed(settled: int, total: int) -> str:
    """Going on after a break."""
    return f"Welcome back: {settled} of {total} are settled. Here is where we were."


def stopped(settled: int, total: int) -> str:
    """A break."""
    return (
        f"Saved: {settled} of {total} are settled. Come back to this address whenever you like and say “continue”; "
        "nothing is lost."
    )


def summary(assessment: Assessment, interview: Interview, settled: int, total: int) -> str:
    """The line over all that is recorded."""
    known = [f for f in assessment.findings.values() if f.settled]
    counts = {status: sum(f.status is status for f in known) for status in Status}
    parts = [f"{count} {status.words}" for status, count in counts.items() if count]
    unconfirmed = sum(f.basis is not None and f.basis.kind is Kind.REPLY and not f.confirmed and f.known for f in known)
    if not known:
        return f"{NOTHING_RECORDED} 0 of {total} are settled."
    said = f"Recorded so far: {', '.join(parts)}; {settled} of {total} are settled."
    if unconfirmed:
        said += f" {unconfirmed} I picked up in passing; say “confirm” if it is right."
    if interview.skipped:
        said += f" Skipped: {len(interview.skipped)}."
    return said


def ended(interview: Interview) -> str:
    """The line over the decision, when no question is left."""
    said = "That was the last question." if interview.scope is Scope.FULL else "That was the last gate."
    if interview.skipped:
        count = len(interview.skipped)
        said += f" {count} you skipped; say “continue” to go through {'it' if count == 1 else 'them'}."
    return said


def after(interview: Interview, outlook: Outlook) -> tuple[str, ...]:
    """What can be pressed under the decision."""
    found = ["All of that is right"] if outlook.confirm else []
    if interview.pending or interview.skipped:
        found.append("Continue")
    if interview.scope is not Scope.FULL:
        found.append("Full assessment")
    return (*found, "Summary")


AFTER_DOCUMENTS = ("Start the quick screen", "Summary")


def changed(before: Assessment, now: Assessment) -> list[str]:
    """Which gaps closed, opened or are not known any more, by name, in a line; none where nothing was known before."""
    if not any(finding.known for finding in before.findings.values()):
        return []
    change = compare(before.findings, now.findings)
    lost = [name for name, finding in now.findings.items() if before.findings[name].known and not finding.known]
    named = (
        ("Closed", change.closed),
        ("Opened", (*change.new, *change.regressed)),
        ("No longer known", lost),
    )
    parts = [f"{word}: {_labels(now, names)}." for word, names in named if names] or ["No gap closed or opened."]
    return [" ".join([*parts, f"Gaps as before: {len(change.still_open)}."])]


def _labels(assessment: Assessment, names: Sequence[str]) -> str:
    labels = [assessment.framework.by_id[name].label for name in names]
    more = len(labels) - _NAMED
    return ", ".join(labels[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def documented(lines: Sequence[str], before: Assessment, now: Assessment) -> str:
    """What became of files, and what the documents show now."""
    shown = [f for f in now.findings.values() if any(b.kind is Kind.DOCUMENT for b in f.bases)]
    if not shown:
        return " ".join([*lines, "They settle none of the points by themselves."])
    counts = [(status, sum(f.status is status for f in shown)) for status in Status]
    said = ", ".join(f"{count} {status.words}" for status, count in counts if count)
    gates = now.framework.gates or now.framework.criteria
    known = sum(now.findings[gate.id].known for gate in gates)
    parts = [
        *lines,
        f"The documents speak of {len(shown)} points: {said}. {known} of {len(gates)} gates are known now.",
        *changed(before, now),
    ]
    parts.append("The Documents page shows each passage on its page; I ask only about what is left.")
    return " ".join(parts)
