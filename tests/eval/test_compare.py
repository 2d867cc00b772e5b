"""Differences between two runs: what is sure is called so, and what may be noise is not."""

import random
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from sklearn.metrics import f1_score

from eval import compare
from eval.compare import Difference, differences, interval
from eval.metrics import (
    Counts,
    Metric,
    accuracy,
    bin_counts,
    calibration_error,
    f1,
    figures_of,
    macro_f1,
    pair,
    ratio,
)

SHARE = {"share": ratio("right", "cases")}
LABELS = ("met", "partial", "unmet")
MIXED = {
    "accuracy": accuracy(LABELS),
    "macro F1": macro_f1(LABELS),
    "calibration error": calibration_error(),
    "F1 of met": f1("rightly met", "found met", "met"),
}


def cases(values: Sequence[float]) -> dict[str, Counts]:
    return {f"case {n}": {"right": value, "cases": 1.0} for n, value in enumerate(values)}


def one(now: Mapping[str, Counts], before: Mapping[str, Counts], metric: Metric = SHARE["share"]) -> Difference:
    return differences(now, before, {"it": metric})["it"]


def mixed(seed: int, skill: float, count: int = 60) -> dict[str, Counts]:
    """Judgements of the same cases, right as often as `skill`."""
    expected = np.random.default_rng(0).choice(LABELS, count, p=[0.5, 0.3, 0.2])
    draw = np.random.default_rng(seed)
    found = {}
    for n, label in enumerate(expected):
        said = label if draw.random() < skill else draw.choice(LABELS)
        met = {"met": label == "met", "found met": said == "met", "rightly met": label == said == "met"}
        counts = {**bin_counts(draw.random(), label == said), **{name: float(is_so) for name, is_so in met.items()}}
        found[f"case {n}"] = {pair(label, said): 1.0, **counts}
    return found


def test_a_clear_difference_leaves_out_nothing() -> None:
    found = one(cases([1.0] * 80 + [0.0] * 20), cases([1.0] * 50 + [0.0] * 50))
    assert (found.before, found.by, found.cases, found.better) == (0.5, pytest.approx(0.3), 100, 1)
    assert 0 < found.low < 0.3 < found.high
    assert found.verdict == "better"
    back = one(cases([1.0] * 50 + [0.0] * 50), cases([1.0] * 80 + [0.0] * 20))
    assert back.low < -0.3 < back.high < 0
    assert back.verdict == "worse"


def test_noise_is_not_taken_for_progress() -> None:
    now = [1.0] * 12 + [0.0] * 10 + [1.0] * 78  # twelve became right, ten wrong
    before = [0.0] * 12 + [1.0] * 10 + [1.0] * 78
    found = one(cases(now), cases(before))
    assert found.by == pytest.approx(0.02)
    assert found.low < 0 < found.high
    assert found.verdict == "unsure"


def test_it_is_paired() -> None:
    """Five cases of two hundred became right, none wrong: sure, though two samples apart could not tell it."""
    now, before = cases([1.0] * 105 + [0.0] * 95), cases([1.0] * 100 + [0.0] * 100)
    assert one(now, before).verdict == "better"
    apart = {f"other {name}": counts for name, counts in before.items()}
    both = {**now, **apart}
    low, high = interval(both, SHARE["share"]) or (0.0, 0.0)
    assert high - low > 2 * 0.025  # the spread of such a share dwarfs the difference


@pytest.mark.parametrize(("better", "verdict"), [(1, "better"), (-1, "worse"), (0, "unsure")])
def test_whether_more_is_better_is_the_metrics_to_say(better: int, verdict: str) -> None:
    metric = ratio("right", "cases", better=better)
    found = one(cases([1.0] * 90 + [0.0] * 10), cases([1.0] * 40 + [0.0] * 60), metric)
    assert found.low > 0
    assert found.verdict == verdict
    turned = one(cases([1.0] * 40 + [0.0] * 60), cases([1.0] * 90 + [0.0] * 10), metric)
    assert turned.verdict == {"better": "worse", "worse": "better", "unsure": "unsure"}[verdict]


def test_the_same_is_called_the_same() -> None:
    found = differences(mixed(1, 0.7), mixed(1, 0.7), MIXED)
    assert set(found) == set(MIXED)
    for difference in found.values():
        assert (difference.by, difference.low, difference.high) == (0, 0, 0)
        assert difference.verdict == "same"
    assert one(cases([1.0, 0.0] * 9), cases([1.0, 0.0] * 9), ratio("right", "cases", better=0)).verdict == "same"


def test_what_a_sum_rounds_differently_is_no_difference() -> None:
    """A committed run leaves out counts that are 0; the same fractions are then added in another order."""
    draw = random.Random(3)
    values = [draw.random() / 3 for _ in range(97)]
    names = [f"n{n}" for n in range(23)]
    now = {str(n): {"right": v, "cases": 1.0, **dict.fromkeys(names, 0.0)} for n, v in enumerate(values)}
    before = {str(n): {"right": v * (1 + 1e-15), "cases": 1.0} for n, v in enumerate(values)}
    assert one(now, before).verdict == "same"


def test_only_cases_that_both_runs_scored_count() -> None:
    now = {**cases([1.0] * 30 + [0.0] * 10), "new": {"right": 500.0, "cases": 1.0}}
    before = {**cases([1.0] * 20 + [0.0] * 20), "gone": {"right": -500.0, "cases": 1.0}}
    found = one(now, before)
    assert found == one(cases([1.0] * 30 + [0.0] * 10), cases([1.0] * 20 + [0.0] * 20))
    assert (found.before, found.by, found.cases) == (0.5, 0.25, 40)
    assert differences(cases([1.0]), {"gone": {"right": 1.0, "cases": 1.0}}, SHARE) == {}
    assert differences({}, {}, SHARE) == {}


def test_cases_are_paired_by_name_whatever_their_order() -> None:
    now, before = mixed(1, 0.9), mixed(2, 0.6)
    turned = dict(reversed(before.items()))
    assert differences(now, before, MIXED) == differences(now, turned, MIXED)


def test_two_comparisons_agree() -> None:
    now, before = mixed(1, 0.8), mixed(2, 0.6)
    assert differences(now, before, MIXED) == differences(now, before, MIXED)
    assert interval(now, MIXED["macro F1"]) == interval(now, MIXED["macro F1"])


def test_a_metric_that_does_not_apply_to_both_is_left_out() -> None:
    metrics = {**SHARE, "other": ratio("x", "y")}
    now, before = cases([1.0, 0.0]), cases([1.0, 1.0])
    with_it = {name: {**counts, "x": 1.0, "y": 1.0} for name, counts in now.items()}
    assert set(differences(now, before, metrics)) == {"share"}
    assert set(differences(with_it, before, metrics)) == {"share"}
    assert set(differences(now, with_it, metrics)) == {"share"}
    assert set(differences(with_it, with_it, metrics)) == {"share", "other"}


@pytest.mark.parametrize(("few", "verdict"), [(1, "unsure"), (3, "unsure"), (8, "worse")])
def test_what_hangs_on_few_of_many_cases_is_not_sure(few: int, verdict: str) -> None:
    """Of a hundred cases, the metric applies to `few`, all of which became wrong."""
    others = {f"other {n}": {"cases": 1.0} for n in range(100 - few)}
    now = {**others, **{f"x{n}": {"right": 0.0, "of": 1.0} for n in range(few)}}
    before = {**others, **{f"x{n}": {"right": 1.0, "of": 1.0} for n in range(few)}}
    found = one(now, before, ratio("right", "of"))
    assert (found.before, found.by) == (1.0, -1.0)
    assert found.verdict == verdict
    assert not np.isnan([found.low, found.high]).any()


@pytest.mark.parametrize(("count", "verdict"), [(1, "unsure"), (3, "unsure"), (6, "better")])
def test_few_cases_are_no_evidence(count: int, verdict: str) -> None:
    found = one(cases([1.0] * count), cases([0.0] * count))
    assert found.by == 1.0
    assert found.verdict == verdict


def test_intervals_are_those_of_a_loop_over_the_same_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare, "_DRAWS", 500)
    drawn = np.random.default_rng(compare._SEED).multinomial(60, np.full(60, 1 / 60), 500)
    now, before = mixed(1, 0.8), mixed(2, 0.6)
    found = differences(now, before, MIXED)
    by: dict[str, list[float]] = {name: [] for name in MIXED}
    own: list[float] = []
    for draw in drawn:
        taken = [f"case {n}" for n, times in enumerate(draw) for _ in range(times)]
        mine = figures_of([now[name] for name in taken], MIXED)
        theirs = figures_of([before[name] for name in taken], MIXED)
        for name in MIXED:
            by[name].append((mine[name] or 0.0) - (theirs[name] or 0.0))
        own.append(mine["macro F1"] or 0.0)
    for name, values in by.items():
        assert (found[name].low, found[name].high) == pytest.approx(tuple(np.percentile(values, [2.5, 97.5])))
        assert found[name].low < found[name].by < found[name].high
    assert interval(now, MIXED["macro F1"]) == pytest.approx(tuple(np.percentile(own, [2.5, 97.5])))


def test_intervals_are_those_of_a_plain_bootstrap_with_draws_of_its_own() -> None:
    """Written without any of the evaluation's code but the labels: draw names, look the labels up, ask scikit-learn."""
    now, before = mixed(1, 0.9, 300), mixed(2, 0.6, 300)
    said = {
        run: {name: next(key for key in counts if " > " in key).split(" > ") for name, counts in found.items()}
        for run, found in (("now", now), ("before", before))
    }
    draw = random.Random(5)
    accuracies, macros = [], []
    for number in range(1_500):
        names = draw.choices(list(now), k=len(now))
        pairs = {run: [said[run][name] for name in names] for run in said}
        share = {run: sum(e == f for e, f in found) / len(found) for run, found in pairs.items()}
        accuracies.append(share["now"] - share["before"])
        if number < 300:
            macro = {run: f1_score(*zip(*found, strict=True), average="macro") for run, found in pairs.items()}
            macros.append(macro["now"] - macro["before"])
    found = differences(now, before, MIXED)
    for name, values, near in (("accuracy", accuracies, 0.012), ("macro F1", macros, 0.025)):
        low, high = np.percentile(values, [2.5, 97.5])
        assert (found[name].low, found[name].high) == pytest.approx((low, high), abs=near)


def test_the_interval_of_a_figure() -> None:
    low, high = interval(cases([1.0, 0.0] * 200), SHARE["share"]) or (0.0, 0.0)
    spread = 1.96 * (0.25 / 400) ** 0.5
    assert (low, high) == pytest.approx((0.5 - spread, 0.5 + spread), abs=0.006)
    assert interval(cases([1.0] * 5), SHARE["share"]) == (1.0, 1.0)
    assert interval(cases([1.0]), SHARE["share"]) is None
    assert interval({}, SHARE["share"]) is None
    assert interval(cases([1.0] * 5), ratio("x", "y")) is None
