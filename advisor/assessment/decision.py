"""Findings -> scale, iterate, stop, or too little known; with the reasons, and what it hangs on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from advisor.assessment.patterns import PatternFound
from advisor.assessment.rules import Rules
from advisor.assessment.types import Finding
from advisor.framework import Criterion, Framework, Status


class Outcome(StrEnum):
    """What to do with the pilot."""

    SCALE = "scale"
    ITERATE = "iterate"
    STOP = "stop"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome and `why` in sentences.

    `blocking` are the criteria it hangs on, `unconfirmed` the gates that nobody answered for.
    """

    outcome: Outcome
    why: tuple[str, ...]
    blocking: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()


def decide(
    framework: Framework,
    findings: Mapping[str, Finding],
    patterns: Sequence[PatternFound],
    rules: Rules,
    *,
    stop_reached: bool = False,
) -> Decision:
    """The decision. The same findings always give the same one."""
    gates = framework.gates or framework.criteria
    unknown = [g for g in gates if not findings[g.id].known]
    still_open = [g for g in gates if findings[g.id].status.open]
    if stop_reached:
        return Decision(
            Outcome.STOP, ("You said that a stop criterion agreed beforehand is reached.",), _ids(still_open)
        )
    missing = _no_foundation(framework, findings, rules)
    if missing:
        why = f"Nothing to build on: {_names(missing)} not in place, and nothing else of what a pilot rests on is."
        return Decision(
            Outcome.STOP, (why, "Stopping is your decision; the findings above are the reasons."), _ids(missing)
        )
    if len(unknown) > rules.unknown_gates * len(gates):
        why = f"{len(unknown)} of {len(gates)} gates are not known yet; a decision needs at most {_most(gates, rules)}."
        return Decision(Outcome.UNDETERMINED, (why, *_so_far(still_open)), _ids([*still_open, *unknown]))
    holding = [found.pattern for found in patterns if found.holds]
    unconfirmed = [
        g
        for g in gates
        if findings[g.id].status in (Status.MET, Status.NOT_APPLICABLE)
        and not (findings[g.id].documented or findings[g.id].confirmed)
    ]
    if not (unknown or still_open or holding or unconfirmed):
        return Decision(Outcome.SCALE, _scale(gates, findings))
    why_not = [*_so_far(still_open)]
    if unknown:
        why_not.append(f"Not known yet: {_names(unknown)}.")
    if holding:
        why_not.append(f"{_are(len(holding), 'pattern')} of failing: {', '.join(p.name for p in holding)}.")
    if unconfirmed:
        why_not.append(f"In place by what was mentioned, but not confirmed or documented: {_names(unconfirmed)}.")
    blocking = [*_ids([*still_open, *unknown]), *(name for f in patterns if f.holds for name in f.shows)]
    return Decision(
        Outcome.ITERATE, tuple(why_not), tuple(dict.fromkeys([*blocking, *_ids(unconfirmed)])), _ids(unconfirmed)
    )


def _no_foundation(framework: Framework, findings: Mapping[str, Finding], rules: Rules) -> list[Criterion]:
    """The foundations that are unmet, where no other is met or partial and none is unknown; empty elsewhere."""
    rests_on = [framework.by_id[name] for name in rules.foundations if name in framework.by_id]
    statuses = [findings[c.id].status for c in rests_on]
    if any(s in (Status.MET, Status.PARTIAL, Status.UNKNOWN) for s in statuses):
        return []
    return [c for c in rests_on if findings[c.id].status is Status.UNMET]


def _scale(gates: Sequence[Criterion], findings: Mapping[str, Finding]) -> tuple[str, ...]:
    shown = sum(findings[g.id].documented for g in gates)
    why = [f"All {len(gates)} gates are in place: {shown} shown by documents, {len(gates) - shown} on your word."]
    aside = [g for g in gates if findings[g.id].status is Status.NOT_APPLICABLE]
    if aside:
        why.append(f"Set aside as not applying: {_names(aside)}.")
    return (*why, "No known pattern of failing holds.")


def _so_far(still_open: Sequence[Criterion]) -> list[str]:
    return [f"{_are(len(still_open), 'gate')} open: {_names(still_open)}."] if still_open else []


def _are(count: int, noun: str) -> str:
    return f"{count} {noun} is" if count == 1 else f"{count} {noun}s are"


def _most(gates: Sequence[Criterion], rules: Rules) -> int:
    return int(rules.unknown_gates * len(gates))


def _names(criteria: Sequence[Criterion]) -> str:
    names = [c.label[0].lower() + c.label[1:] if c.label[1:2].islower() else c.label for c in criteria]
    return "; ".join(names)


def _ids(criteria: Sequence[Criterion]) -> tuple[str, ...]:
    return tuple(c.id for c in criteria)
