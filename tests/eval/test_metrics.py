"""Every metric against a small case worked out by hand."""

import math

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, f1_score, precision_recall_fscore_support

from eval import metrics
from eval.metrics import Metric, figures_of, pair, sums

LABELS = ("met", "partial", "unmet", "unknown")


def value(metric: Metric, *cases: dict[str, float]) -> float | None:
    return figures_of(cases, {"it": metric})["it"]


def judged(*pairs: tuple[str, str]) -> list[dict[str, float]]:
    return [{pair(expected, found): 1.0} for expected, found in pairs]


# ---------------------------------------------------------------- sums


def test_sums_are_of_each_count_and_what_nobody_counted_is_nothing() -> None:
    found = sums([{"a": 1, "b": 0.5}, {"a": 2}, {}])
    assert found["a"].tolist() == [3.0]
    assert found["b"].tolist() == [0.5]
    assert found["never"].tolist() == [0.0]


def test_weights_give_a_sum_for_each_resample() -> None:
    found = sums([{"a": 1}, {"a": 10, "b": 1}], np.array([[2.0, 0.0], [0.0, 3.0], [1.0, 1.0]]))
    assert found["a"].tolist() == [2.0, 30.0, 11.0]
    assert found["b"].tolist() == [0.0, 3.0, 1.0]
    assert found["never"].tolist() == [0.0, 0.0, 0.0]


def test_no_cases_have_no_figures() -> None:
    known = {
        "ratio": metrics.ratio("a", "b"),
        "f1": metrics.f1("a", "b", "c"),
        "accuracy": metrics.accuracy(LABELS),
        "macro": metrics.macro_f1(LABELS),
        "ece": metrics.calibration_error(),
    }
    assert figures_of([], known) == dict.fromkeys(known)


def test_a_figure_of_a_subset_is_that_of_the_weights_that_leave_the_others_out() -> None:
    cases = judged(("met", "met"), ("met", "unmet"), ("unmet", "met"), ("unmet", "unmet"), ("partial", "unmet"))
    left = np.array([[1.0, 1.0, 0.0, 1.0, 0.0]])
    for metric in (metrics.accuracy(LABELS), metrics.macro_f1(LABELS)):
        drawn = float(metric.of(sums(cases, left))[0])
        assert drawn == pytest.approx(value(metric, cases[0], cases[1], cases[3]))


# ---------------------------------------------------------------- shares and means


def test_a_division_by_nothing_does_not_apply() -> None:
    found = metrics.divided(np.array([1.0, 0.0, 2.0, 0.0]), np.array([2.0, 0.0, 0.0, 5.0]))
    assert found[[0, 3]].tolist() == [0.5, 0.0]
    assert np.isnan(found[[1, 2]]).all()


def test_a_ratio_is_of_sums_not_a_mean_of_ratios() -> None:
    metric = metrics.ratio("right", "all", better=-1, about="what it is")
    assert value(metric, {"right": 1, "all": 1}, {"right": 0, "all": 3}) == 0.25
    assert value(metric, {"right": 0, "all": 3}) == 0.0
    assert value(metric, {"right": 1}) is None
    assert (metric.better, metric.about) == (-1, "what it is")
    assert metrics.ratio("right", "all").better == 1


def test_f1_is_the_harmonic_mean() -> None:
    metric = metrics.f1("right", "found", "wanted")
    assert value(metric, {"right": 2, "found": 3, "wanted": 4}) == pytest.approx(2 / (1 / (2 / 3) + 1 / (2 / 4)))
    assert value(metric, {"right": 0, "found": 0, "wanted": 4}) == 0.0
    assert value(metric, {"right": 0, "found": 0, "wanted": 0}) is None


def test_precision_and_recall_of_sets() -> None:
    assert metrics.precision_recall(["a", "b", "b"], ["a", "c", "d"]) == (0.5, pytest.approx(1 / 3))
    assert metrics.precision_recall([], ["a"]) == (0.0, 0.0)
    assert metrics.precision_recall(["a"], []) == (0.0, 0.0)
    assert metrics.precision_recall(["a", "b"], ["b", "a"]) == (1.0, 1.0)


def test_percentiles() -> None:
    assert metrics.percentile([4, 1, 3, 2], 50) == 2.5
    assert metrics.percentile([1, 2], 95) == pytest.approx(1.95)
    assert metrics.percentile([7], 95) == 7.0
    assert metrics.percentile([], 95) is None
    assert metrics.median([5, 1, 3]) == 3.0
    assert metrics.median([4, 1, 3, 2]) == 2.5
    assert metrics.median([]) is None


# ---------------------------------------------------------------- labels

# met: 1 of 2 found, 1 of 2 right; partial: found, 1 of 2 right; unmet: 1 of 2, 1 of 2; unknown: never found.
SIX = judged(
    ("met", "met"), ("met", "unmet"), ("unmet", "unmet"), ("unmet", "met"), ("partial", "partial"),
    ("unknown", "partial"),
)  # fmt: skip


def test_accuracy_and_macro_f1_by_hand() -> None:
    assert value(metrics.accuracy(LABELS), *SIX) == pytest.approx(3 / 6)
    assert value(metrics.macro_f1(LABELS), *SIX) == pytest.approx((1 / 2 + 2 / 3 + 1 / 2 + 0) / 4)


def test_macro_f1_is_over_the_labels_that_are_expected() -> None:
    # "unknown" is found once and never expected: it has no F1 of its own, and costs "met" its recall.
    cases = judged(("met", "met"), ("met", "unknown"), ("unmet", "unmet"))
    assert value(metrics.macro_f1(LABELS), *cases) == pytest.approx((2 / 3 + 1) / 2)
    assert value(metrics.macro_f1(LABELS), *judged(("met", "unmet"))) == 0.0


def test_by_label_by_hand() -> None:
    found = metrics.by_label(SIX, LABELS)
    assert found["met"] == pytest.approx({"cases": 2, "precision": 0.5, "recall": 0.5, "F1": 0.5})
    assert found["partial"] == pytest.approx({"cases": 1, "precision": 0.5, "recall": 1.0, "F1": 2 / 3})
    assert found["unknown"] == {"cases": 1, "precision": 0.0, "recall": 0.0, "F1": 0.0}
    assert list(metrics.by_label(judged(("met", "unmet")), LABELS)) == ["met"]
    assert metrics.by_label([], LABELS) == {}


def test_the_confusion_table_has_a_row_for_each_expected_label() -> None:
    found = metrics.confusion(SIX, LABELS)
    assert list(found) == list(LABELS)
    assert found["met"] == {"met": 1, "partial": 0, "unmet": 1, "unknown": 0}
    assert found["unknown"] == {"met": 0, "partial": 1, "unmet": 0, "unknown": 0}
    assert sum(count or 0 for row in found.values() for count in row.values()) == len(SIX)
    assert list(metrics.confusion(judged(("met", "unmet")), LABELS)) == ["met"]
    assert metrics.confusion([], LABELS) == {}


@pytest.mark.parametrize("seed", range(5))
def test_label_figures_are_those_of_scikit_learn(seed: int) -> None:
    draw = np.random.default_rng(seed)
    expected = draw.choice(LABELS[:3], 80, p=[0.6, 0.3, 0.1])  # "unknown" is found, never expected
    found = np.where(draw.random(80) < 0.5, expected, draw.choice(["met", "unmet", "unknown"], 80))
    cases = judged(*zip(expected, found, strict=True))
    held = [label for label in LABELS if label in expected]
    macro = f1_score(expected, found, labels=held, average="macro", zero_division=0)
    assert value(metrics.accuracy(LABELS), *cases) == pytest.approx(accuracy_score(expected, found))
    assert value(metrics.macro_f1(LABELS), *cases) == pytest.approx(macro)
    table = metrics.by_label(cases, LABELS)
    scores = precision_recall_fscore_support(expected, found, labels=held, zero_division=0)
    for label, precision, recall, f1, count in zip(held, *scores, strict=True):
        row = {"cases": count, "precision": precision, "recall": recall, "F1": f1}
        assert table[label] == pytest.approx(row)
    assert list(table) == held


# ---------------------------------------------------------------- calibration


def test_calibration_error_by_hand() -> None:
    said = [(0.95, True), (0.92, False), (1.0, True), (0.55, True)]
    cases = [metrics.bin_counts(confidence, right) for confidence, right in said]
    # the bin from 0.9: |2 - 2.87| of three cases; the bin from 0.5: |1 - 0.55| of one
    assert value(metrics.calibration_error(), *cases) == pytest.approx((0.87 + 0.45) / 4)
    assert metrics.calibration_error().better == -1


def test_calibration_error_of_who_knows_and_of_who_does_not() -> None:
    honest = [metrics.bin_counts(0.75, n < 3) for n in range(4)]
    assert value(metrics.calibration_error(), *honest) == pytest.approx(0.0)
    cocksure = [metrics.bin_counts(1.0, False)] * 3
    assert value(metrics.calibration_error(), *cocksure) == pytest.approx(1.0)


def test_too_sure_in_one_bin_does_not_make_up_for_too_modest_in_another() -> None:
    cases = [metrics.bin_counts(0.9, False), metrics.bin_counts(0.1, True)]
    assert value(metrics.calibration_error(), *cases) == pytest.approx(0.9)


@pytest.mark.parametrize(("confidence", "place"), [(0.0, 0), (0.09, 0), (0.1, 1), (0.5, 5), (0.99, 9), (1.0, 9)])
def test_bins_hold_their_lower_edge_and_the_last_one_holds_certainty(confidence: float, place: int) -> None:
    counts = metrics.bin_counts(confidence, True)
    assert counts == {f"bin {place}": 1.0, f"bin {place} sure": confidence, f"bin {place} right": 1.0}


# ---------------------------------------------------------------- rankings


def test_ranking_by_hand() -> None:
    qrels = {"q": {"a": 1, "b": 1}, "r": {"z": 1}}
    found = metrics.ranking(qrels, {"q": {"b": 1.0, "x": 3.0, "a": 2.0}, "other": {"a": 1.0}})
    gained, ideal = 1 / math.log2(3) + 1 / math.log2(4), 1 / math.log2(2) + 1 / math.log2(3)
    assert found["q"] == pytest.approx(
        {"ndcg@10": gained / ideal, "recall@5": 1, "recall@10": 1, "mrr@10": 1 / 2, "success@5": 1, "success@10": 1}
    )
    assert found["r"] == dict.fromkeys(metrics.RANKING, 0.0)
    assert list(found) == ["q", "r"]
    assert metrics.ranking({}, {}) == {}


def test_ndcg_counts_by_grade() -> None:
    found = metrics.ranking({"q": {"best": 2, "good": 1}}, {"q": {"good": 2.0, "best": 1.0}})
    ideal = 2 / math.log2(2) + 1 / math.log2(3)
    assert found["q"]["ndcg@10"] == pytest.approx((1 / math.log2(2) + 2 / math.log2(3)) / ideal)
    assert found["q"]["mrr@10"] == 1.0


@pytest.mark.parametrize("place", [1, 5, 6, 10, 11])
def test_what_stands_below_the_cut_does_not_count(place: int) -> None:
    run = {f"d{n}": float(-n) for n in range(1, 13)}
    found = metrics.ranking({"q": {f"d{place}": 1, "never": 1}}, {"q": run})["q"]
    five, ten = float(place <= 5), float(place <= 10)
    ideal = 1 + 1 / math.log2(3)
    assert found == pytest.approx(
        {
            "ndcg@10": ten / math.log2(place + 1) / ideal, "recall@5": five / 2, "recall@10": ten / 2,
            "mrr@10": ten / place, "success@5": five, "success@10": ten,
        }
    )  # fmt: skip


def test_recall_curve() -> None:
    ranked = ["x", "a", "y", "b"]
    assert metrics.recall_curve(ranked, {"a", "b"}, 6) == [0.0, 0.5, 0.5, 1.0, 1.0, 1.0]
    assert metrics.recall_curve(ranked, {"a", "b", "c", "d"}, 2) == [0.0, 0.25]
    assert metrics.recall_curve([], {"a"}, 3) == [0.0, 0.0, 0.0]
    assert metrics.recall_curve(ranked, [], 2) == [0.0, 0.0]
    assert metrics.recall_curve(ranked, ["a", "a"], 2) == [0.0, 1.0]


# ---------------------------------------------------------------- citations (ALCE)


@pytest.mark.parametrize(
    ("cited", "recall", "precision"),
    [
        (["ab"], 1, [1]),
        (["a", "b"], 1, [1, 1]),  # neither carries it alone, both are needed
        (["ab", "z"], 1, [1, 0]),  # the second is irrelevant
        (["z", "ab"], 1, [0, 1]),
        (["ab", "a"], 1, [1, 0]),  # the second is redundant: it does not carry it, and nothing is lost without it
        (["ab", "xab"], 1, [1, 1]),  # each carries it alone
        (["a", "xa", "b"], 1, [0, 0, 1]),  # each of two that say the same can go
        (["a", "b", "z"], 1, [1, 1, 0]),
        (["a"], 0, [0]),
        (["a", "z"], 0, [0, 0]),  # not supported: no citation of it is precise
        (["z"], 0, [0]),
        ([], 0, []),
    ],
)
def test_citation_recall_and_precision_by_hand(cited: list[str], recall: float, precision: list[float]) -> None:
    """A sentence that says a and b; a citation holds the facts that its letters are."""
    asked: list[tuple[str, ...]] = []

    def supports(some: object) -> bool:
        assert isinstance(some, list)
        asked.append(tuple(some))
        return {"a", "b"} <= set("".join(some))

    assert metrics.citation_scores(cited, supports) == (recall, precision)
    assert () not in asked


# ---------------------------------------------------------------- mentions


def test_mentions_by_hand() -> None:
    text = "It takes 6–12 weeks. HIPAA."
    assert metrics.mentions(text, ["6-12|six to twelve", "gdpr", "hipaa"]) == pytest.approx(2 / 3)
    assert metrics.mentions("x", []) is None
    assert metrics.mentions("", ["x"]) == 0.0


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("FOUR in five fail", "80%|four in five"),
        ("80% fail", "80%|four in five"),
        ("5\N{EN DASH}10 times", "5-10"),
        ("5\N{EM DASH}10 times", "5-10"),
        ("5\N{NON-BREAKING HYPHEN}10 times", "5\N{EN DASH}10"),
        ("6\N{NO-BREAK SPACE}to\n 12", "6 to 12"),
        ("the pilot\N{RIGHT SINGLE QUOTATION MARK}s budget", "pilot's budget"),
        ("six (6) of them", "6"),
        ("it costs 6.", "6"),
        ("it rose by 6%, then fell", "6%"),
        ("models are monitored", "monitor"),
    ],
)
def test_what_is_mentioned(text: str, wanted: str) -> None:
    assert metrics.mentions(text, [wanted]) == 1.0


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("since 2026", "6"),
        ("after 15 weeks", "5 weeks"),
        ("60 of them", "6"),
        ("6.5 times", "6"),
        ("1.6 times", "6"),
        ("15-100", "5-10"),
        ("five in four", "80%|four in five"),
        ("anything", "80%|"),  # a bar at the end asks for nothing more
        ("anything", ""),
    ],
)
def test_what_is_not_mentioned(text: str, wanted: str) -> None:
    assert metrics.mentions(text, [wanted]) == 0.0
