"""What a suite returns: cases, each with what was expected, what came and what it adds to the figures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from advisor.wiring import Advisor
from eval.attempt import attempt
from eval.metrics import Counts, Metric, figures_of

T = TypeVar("T")
P = ParamSpec("P")
Progress = Callable[[float, str], None]
# system ("product", or a baseline's name) -> metric -> value; None where a metric does not apply
Figures = Mapping[str, Mapping[str, float | None]]
Table = Mapping[str, Mapping[str, float | None]]
Points = tuple[tuple[float, float], ...]  # (x, y), x rising
PRODUCT = "product"
PLAIN = "plain stack"  # measured beside the product's times, and the product's share of them
RATIO = "product / plain"


@dataclass(frozen=True)
class Case:
    """One question or query: what was expected, what came, and whether that is right. Failed to run: `error`.

    `counts` are what it adds to the figures of each system; `group` is what tables are made by beside `kind` (the
    dimension of a criterion).
    """

    id: str
    kind: str
    asked: str
    expected: Any
    got: Any
    right: bool | None
    error: str | None = None
    counts: Mapping[str, Counts] = field(default_factory=dict)
    group: str = ""


@dataclass(frozen=True)
class Result:
    """A suite's outcome on one dataset. Cases with an error are unscored and counted, never scored.

    `metrics` say how the figures follow from the cases' counts; `measured` are figures that follow from none (times).
    `curves` are lines to draw: by title, by system, the values in order; `growth` are such with a place on a
    logarithmic axis for each value, over axes that both span powers of ten.
    """

    suite: str
    dataset: str
    cases: tuple[Case, ...] = ()
    metrics: Mapping[str, Metric] = field(default_factory=dict)
    measured: Figures = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    curves: Mapping[str, Mapping[str, tuple[float, ...]]] = field(default_factory=dict)
    growth: Mapping[str, Mapping[str, Points]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Suite and dataset in one."""
        return self.suite if self.dataset in ("", self.suite) else f"{self.suite} {self.dataset}"

    @property
    def unscored(self) -> int:
        """How many cases could not be scored."""
        return sum(case.error is not None for case in self.cases)

    @property
    def scored(self) -> tuple[Case, ...]:
        """The cases that ran."""
        return tuple(case for case in self.cases if case.error is None)

    @property
    def counts(self) -> dict[str, Counts]:
        """What each case that ran adds to the product's figures, by its id."""
        return {case.id: case.counts[PRODUCT] for case in self.scored if PRODUCT in case.counts}

    @cached_property
    def figures(self) -> Figures:
        """By system, the value of every metric; the product first."""
        systems = dict.fromkeys([PRODUCT, *(name for case in self.scored for name in case.counts), *self.measured])
        found = {}
        for system in systems:
            counts = [case.counts[system] for case in self.scored if system in case.counts]
            values = figures_of(counts, self.metrics) if counts or system == PRODUCT else {}
            found[system] = {**values, **self.measured.get(system, {})}
        return found


@dataclass(frozen=True)
class Run:
    """What a suite is given: the product, the dataset's folder (None: the project's own), where to report, and how
    long a case may take (seconds). `judge_model` ("provider:model") also rates the answers, reported apart.
    """

    advisor: Advisor
    dataset: Path | None
    progress: Progress
    seconds: float = 120.0
    judge_model: str = ""

    def attempt(self, where: str, work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """What `work` returns. Raises Unscored, naming `where`, on any failure or where it takes too long."""
        return attempt(where, self.seconds, work, *given, **named)
