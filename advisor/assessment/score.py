"""Findings -> how much is in place, and how much is known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from advisor.assessment.rules import Rules
from advisor.assessment.types import Finding
from advisor.framework import Criterion, Framework, Status


@dataclass(frozen=True, slots=True)
class Share:
    """Of some criteria: `score` what is in place, weighed by severity, and `coverage` what is known (both 0 to 1).

    What is unknown counts as nothing in the score, so it is a floor. Criteria that do not apply are left out; both
    figures are None where none is left.
    """

    score: float | None
    coverage: float | None
    counts: Mapping[Status, int]

    @property
    def total(self) -> int:
        """How many criteria there are."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Score:
    """The whole, and each dimension by id."""

    overall: Share
    by_dimension: Mapping[str, Share]


def score(framework: Framework, findings: Mapping[str, Finding], rules: Rules) -> Score:
    """The score of an assessment."""
    return Score(
        _share(framework.criteria, findings, rules),
        {d.id: _share(d.criteria, findings, rules) for d in framework.dimensions},
    )


def _share(criteria: Iterable[Criterion], findings: Mapping[str, Finding], rules: Rules) -> Share:
    counts = dict.fromkeys(Status, 0)
    weight = value = known = applicable = 0.0
    for criterion in criteria:
        finding = findings[criterion.id]
        counts[finding.status] += 1
        if finding.status is Status.NOT_APPLICABLE:
            continue
        applicable += 1
        known += finding.known
        weight += rules.weight[criterion.severity]
        value += rules.weight[criterion.severity] * _worth(finding, rules)
    if not applicable:
        return Share(None, None, counts)
    return Share(value / weight, known / applicable, counts)


def _worth(finding: Finding, rules: Rules) -> float:
    if finding.status is Status.PARTIAL:
        return rules.worth.partial
    if finding.status is not Status.MET:
        return 0.0
    if finding.documented:
        return rules.worth.met_documented
    return rules.worth.met_confirmed if finding.confirmed else rules.worth.met_said
