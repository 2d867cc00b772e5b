"""Findings -> gaps, in the order in which to close them."""

from collections.abc import Mapping
from dataclasses import dataclass

from advisor.assessment.types import Finding
from advisor.framework import Criterion, Framework, Status

_ORDER = {Status.UNMET: 0, Status.PARTIAL: 1, Status.UNKNOWN: 2}


@dataclass(frozen=True, slots=True)
class Gap:
    """A criterion that is not met, or of which nothing is known yet."""

    criterion: Criterion
    finding: Finding

    @property
    def status(self) -> Status:
        """partial, unmet or unknown."""
        return self.finding.status


def gaps(framework: Framework, findings: Mapping[str, Finding]) -> tuple[Gap, ...]:
    """All gaps: what is known before what is not; then gates, severity, unmet before partial, the framework's order."""
    found = [Gap(c, findings[c.id]) for c in framework.criteria if findings[c.id].status in _ORDER]
    return tuple(sorted(found, key=_order))


def _order(gap: Gap) -> tuple[bool, bool, int, int]:
    return not gap.status.open, not gap.criterion.gate, gap.criterion.severity.rank, _ORDER[gap.status]
