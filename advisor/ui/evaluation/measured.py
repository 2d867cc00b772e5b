"""What was measured of a suite on a dataset, committed or just now, and what stands out in it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st

from advisor.ui.evaluation.words import DATASETS, METRICS, about, is_share
from eval import baseline
from eval.baseline import Kept
from eval.compare import interval
from eval.metrics import Counts, Metric
from eval.types import PRODUCT, RATIO, Figures, Result, Table

BASELINE = "main"


@dataclass(frozen=True, eq=False)
class Measured:
    """Figures and tables of one suite on one dataset; `counts` are what each case adds to the product's figures."""

    suite: str
    dataset: str
    figures: Figures
    tables: Mapping[str, Table]
    metrics: Mapping[str, Metric]
    counts: Mapping[str, Counts]
    unscored: int
    _between: dict[str, tuple[float, float] | None] = field(default_factory=dict, repr=False)

    @classmethod
    def of_kept(cls, kept: Kept) -> "Measured":
        """A committed result."""
        metrics = METRICS.get(kept.suite, {})
        return cls(kept.suite, kept.dataset, kept.figures, kept.tables, metrics, kept.cases, kept.unscored)

    @classmethod
    def of_result(cls, result: Result) -> "Measured":
        """A result of this moment."""
        return cls(
            result.suite,
            result.dataset,
            result.figures,
            result.tables,
            result.metrics,
            result.counts,
            result.unscored,
        )

    @property
    def product(self) -> Mapping[str, float | None]:
        """The product's figures."""
        return self.figures.get(PRODUCT, {})

    @property
    def plain(self) -> tuple[str, ...]:
        """The plain methods beside it."""
        return tuple(name for name in self.figures if name != PRODUCT)

    def better(self, metric: str) -> int:
        """1 where more is better, -1 where less is, 0 where neither or not known."""
        found = self.metrics.get(metric)
        return found.better if found else 0

    def between(self, metric: str) -> tuple[float, float] | None:
        """The 95% interval of a figure of the product; None where there is none. Reckoned once."""
        if metric not in self._between:
            known = self.metrics.get(metric)
            self._between[metric] = interval(self.counts, known) if known else None
        return self._between[metric]

    def best_plain(self, metric: str) -> tuple[str, float] | None:
        """The plain method that does best, and its figure; None where none has one."""
        methods = [name for name in self.plain if name != RATIO]
        found = [(name, value) for name in methods if (value := self.figures[name].get(metric)) is not None]
        return max(found, key=lambda one: (self.better(metric) or 1) * one[1], default=None)

    def lead(self, metric: str, value: float) -> float:
        """How much better a value is than the product's figure; below 0 where it is worse."""
        return self.better(metric) * (value - (self.product.get(metric) or 0.0))

    def shortfall(self, metric: str) -> float | None:
        """How far a share is from the best that it could be, 0 to 1; None for what is no share, or has no best."""
        value, better = self.product.get(metric), self.better(metric)
        if value is None or not better or not is_share(self.suite, metric):
            return None
        return 1 - value if better > 0 else value


@dataclass(frozen=True)
class Point:
    """One figure of a measurement."""

    of: Measured
    metric: str


def committed() -> tuple[Measured, ...]:
    """The committed run in the order of the page. Raises InputError where there is none, or it is broken."""
    folder = baseline.FOLDER
    files = sorted((folder / BASELINE).glob("*.json"))
    return _read(folder, tuple((path.name, path.stat().st_mtime_ns) for path in files))


@st.cache_resource(max_entries=2, show_spinner=False)
def _read(folder: Path, files: tuple[tuple[str, int], ...]) -> tuple[Measured, ...]:
    """Read anew when one of the files changed; what was reckoned of it is kept with it."""
    return ordered(Measured.of_kept(kept) for kept in baseline.load(BASELINE, folder).values())


def ordered(found: Iterable[Measured]) -> tuple[Measured, ...]:
    """In the order in which suites and datasets are described; others after them."""
    places = {key: number for number, key in enumerate(DATASETS)}
    return tuple(sorted(found, key=lambda m: (places.get((m.suite, m.dataset), len(places)), m.suite, m.dataset)))


def headlines(found: Sequence[Measured]) -> list[Point]:
    """The figure of each measurement that says most, also where no case could be scored."""
    points = [Point(one, about(one.suite).headline) for one in found]
    return [point for point in points if point.metric in point.of.product]


def weakest(found: Sequence[Measured], most: int, each: int = 2) -> list[Point]:
    """The figures that fall shortest of what they could be, the worst first; at most `each` of a measurement."""
    points = [(short, Point(one, m)) for one in found for m in one.product if (short := one.shortfall(m))]
    taken: Counter[Measured] = Counter()
    kept = []
    for _, point in sorted(points, key=lambda p: -p[0]):
        taken[point.of] += 1
        if taken[point.of] <= each:
            kept.append(point)
    return kept[:most]


def beaten(found: Sequence[Measured]) -> list[Point]:
    """The figures in which a plain method does better than the product, or as well where that is not all there is."""
    return [
        Point(one, metric)
        for one in found
        for metric in one.product
        if one.shortfall(metric) and (best := one.best_plain(metric)) and one.lead(metric, best[1]) >= 0
    ]
