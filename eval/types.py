"""What a suite returns: figures by system, and every case with what was expected and what came."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from advisor.wiring import Advisor

Progress = Callable[[float, str], None]
# system ("product", or a baseline's name) -> metric -> value; None where a metric does not apply
Figures = Mapping[str, Mapping[str, float | None]]


@dataclass(frozen=True)
class Case:
    """One question or query: what was expected, what came, and whether that is right. Failed to run: `error`."""

    id: str
    kind: str
    asked: str
    expected: Any
    got: Any
    right: bool | None
    error: str | None = None


@dataclass(frozen=True)
class Result:
    """A suite's outcome on one dataset. Cases with an error are unscored and counted, never scored."""

    suite: str
    dataset: str
    figures: Figures
    cases: tuple[Case, ...] = ()
    tables: Mapping[str, Mapping[str, Mapping[str, float | None]]] = field(default_factory=dict)

    @property
    def unscored(self) -> int:
        """How many cases could not be scored."""
        return sum(case.error is not None for case in self.cases)


@dataclass(frozen=True)
class Run:
    """What a suite is given: the product, the dataset's folder (None: the project's own), and where to report."""

    advisor: Advisor
    dataset: Path | None
    progress: Progress
    options: Mapping[str, Any] = field(default_factory=dict)
