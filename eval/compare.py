"""A run beside a committed one: the difference of each metric, with a 95% interval, so that noise is not taken for
progress.

Paired bootstrap (Efron and Tibshirani 1993, percentile intervals): the cases that both runs scored are drawn again with
replacement, and the metrics of both runs are reckoned on the same draw. Seeded, so that two comparisons agree.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from eval.metrics import Counts, Metric, figures_of, sums

_DRAWS = 2_000
_SEED = 20260101
_LOW, _HIGH = 2.5, 97.5
_FEWEST = 4  # cases: fewer that all changed alike are no evidence, though every draw shows the change
_NOISE = 1e-9  # what the order of a sum can make of a difference


@dataclass(frozen=True)
class Difference:
    """How a metric differs from the run before, over the `cases` that both scored, and the 95% interval of that."""

    before: float
    by: float
    low: float
    high: float
    cases: int
    better: int = 1

    @property
    def verdict(self) -> str:
        """Better or worse where the interval leaves out 0, the same where nothing differs, else unsure."""
        if self.by == self.low == self.high == 0:
            return "same"
        if not self.better or self.low <= 0 <= self.high:
            return "unsure"
        return "better" if (self.low > 0) == (self.better > 0) else "worse"


def differences(
    now: Mapping[str, Counts], before: Mapping[str, Counts], metrics: Mapping[str, Metric]
) -> dict[str, Difference]:
    """The difference of each metric that applies to both runs; `now` and `before` are counts by case.

    A draw to which a metric does not apply shows no difference, nor do fewer than _FEWEST cases leave 0 out of an
    interval: what hangs on one or two cases is never sure.
    """
    both = [name for name in now if name in before]
    if not both:
        return {}
    mine, theirs = [now[name] for name in both], [before[name] for name in both]
    draws = np.random.default_rng(_SEED).multinomial(len(both), np.full(len(both), 1 / len(both)), _DRAWS)
    mine_drawn, theirs_drawn = (sums(counts, draws.astype(float)) for counts in (mine, theirs))
    figures = figures_of(mine, metrics), figures_of(theirs, metrics)
    found = {}
    for name, metric in metrics.items():
        value, then = figures[0][name], figures[1][name]
        if value is None or then is None:
            continue
        drawn = np.nan_to_num(metric.of(mine_drawn) - metric.of(theirs_drawn))
        by, low, high = (_clean(float(x)) for x in (value - then, *np.percentile(drawn, [_LOW, _HIGH])))
        if len(both) < _FEWEST:
            low, high = min(low, 0.0), max(high, 0.0)
        found[name] = Difference(then, by, low, high, len(both), metric.better)
    return found


def interval(cases: Mapping[str, Counts], metric: Metric) -> tuple[float, float] | None:
    """The 95% interval of a metric over cases drawn again with replacement; None where it does not apply."""
    counts = list(cases.values())
    if len(counts) < 2:
        return None
    draws = np.random.default_rng(_SEED).multinomial(len(counts), np.full(len(counts), 1 / len(counts)), _DRAWS)
    drawn = metric.of(sums(counts, draws.astype(float)))
    drawn = drawn[~np.isnan(drawn)]
    return (float(np.percentile(drawn, _LOW)), float(np.percentile(drawn, _HIGH))) if len(drawn) else None


def _clean(difference: float) -> float:
    return 0.0 if abs(difference) < _NOISE else difference
