"""Bases -> everything that is said of a pilot."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from advisor.assessment.decision import Decision, decide
from advisor.assessment.findings import find
from advisor.assessment.gaps import Gap, gaps
from advisor.assessment.patterns import Pattern, PatternFound, patterns_in
from advisor.assessment.rules import Rules
from advisor.assessment.score import Score, score
from advisor.assessment.types import STOP, Basis, Finding
from advisor.framework import Framework, Status


@dataclass(frozen=True)
class Assessment:
    """What follows from some bases."""

    framework: Framework
    findings: Mapping[str, Finding]
    gaps: tuple[Gap, ...]
    patterns: tuple[PatternFound, ...]
    score: Score
    decision: Decision


@dataclass(frozen=True)
class Assessor:
    """A framework with its patterns and rules."""

    framework: Framework
    patterns: tuple[Pattern, ...]
    rules: Rules

    def of(self, framework: Framework) -> "Assessor":
        """The same rules for another framework; patterns over criteria that it lacks know nothing of it."""
        return replace(self, framework=framework)

    def assess(self, bases: Iterable[Basis]) -> Assessment:
        """The assessment of those bases; the same bases, in any order, give the same one."""
        bases = list(bases)
        findings = find(self.framework, bases)
        found = patterns_in(self.framework, self.patterns, findings)
        stop = max((b for b in bases if b.criterion == STOP), key=lambda b: (b.turn, b.id), default=None)
        return Assessment(
            framework=self.framework,
            findings=findings,
            gaps=gaps(self.framework, findings),
            patterns=found,
            score=score(self.framework, findings, self.rules),
            decision=decide(
                self.framework,
                findings,
                found,
                self.rules,
                stop_reached=stop is not None and stop.status is Status.MET,
            ),
        )
