"""Which question comes next, by worth: computed each time from the framework and the findings."""

from collections.abc import Collection

from advisor.assessment import Assessment
from advisor.framework import Criterion
from advisor.interview.state import Scope


def next_criterion(assessment: Assessment, scope: Scope, skipped: Collection[str] = ()) -> Criterion | None:
    """The criterion to ask about: gates, then what a suspected pattern hangs on, then the rest, by severity.

    Never one that is settled or was skipped; None where nothing is left.
    """
    suspected = [name for found in assessment.patterns if not found.holds for name in found.asks]

    def worth(criterion: Criterion) -> tuple[bool, bool, int]:
        if not criterion.gate and criterion.id in suspected:
            return True, False, suspected.index(criterion.id)
        return not criterion.gate, True, criterion.severity.rank

    return min((c for c in left(assessment, scope) if c.id not in skipped), key=worth, default=None)


def left(assessment: Assessment, scope: Scope) -> list[Criterion]:
    """The criteria of a scope of which nothing is recorded, in the framework's order. Without gates, all are asked."""
    framework = assessment.framework
    criteria = framework.gates or framework.criteria if scope is Scope.QUICK else framework.criteria
    return [c for c in criteria if not assessment.findings[c.id].settled]
