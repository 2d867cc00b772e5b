"""Metrics as pure functions, each with its definition and source; nothing here reads a file.

Every metric but times is a function of sums: each case adds counts ("answered": 1), and a metric is made of their sums
over the cases. So any subset has its figures, and a resample of the cases costs one matrix product.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import ir_measures
import numpy as np
import numpy.typing as npt
from ir_measures import RR, R, Success, nDCG

Counts = Mapping[str, float]
Array = npt.NDArray[np.float64]
Sums = Mapping[str, Array]  # sums of counts by name, one value for each resample

RANKING = {
    "ndcg@10": nDCG @ 10,
    "recall@5": R @ 5,
    "recall@10": R @ 10,
    "mrr@10": RR @ 10,
    "success@5": Success @ 5,
    "success@10": Success @ 10,
}
BINS = 10  # of the calibration error
_ALIKE = str.maketrans({**dict.fromkeys("‐‑‒–—―−", "-"), **dict.fromkeys("‘’", "'")})


@dataclass(frozen=True)
class Metric:
    """A function of sums of counts; NaN where it does not apply. `better` is 1 where more is better, -1 where less is,
    0 where neither; `about` is its definition in words.
    """

    of: Callable[[Sums], Array]
    better: int = 1
    about: str = ""


class _Summed(dict[str, Array]):
    """Sums by name; what no case counted is 0."""

    def __init__(self, found: Mapping[str, Array], like: Array) -> None:
        super().__init__(found)
        self._zero = np.zeros_like(like)

    def __missing__(self, name: str) -> Array:
        return self._zero


def sums(cases: Sequence[Counts], weights: Array | None = None) -> Sums:
    """The sums of the cases' counts by name, shape (1,); with weights of shape (resamples, cases), of each resample."""
    if weights is None:
        weights = np.ones((1, len(cases)))
    names = sorted({name for counts in cases for name in counts})
    table = np.array([[counts.get(name, 0.0) for name in names] for counts in cases]).reshape(len(cases), len(names))
    found = weights @ table
    return _Summed({name: found[:, n] for n, name in enumerate(names)}, np.zeros(len(weights)))


def figures_of(cases: Sequence[Counts], metrics: Mapping[str, Metric]) -> dict[str, float | None]:
    """The value of every metric over the cases; None where it does not apply."""
    found = sums(cases)
    values = {name: float(metric.of(found)[0]) for name, metric in metrics.items()}
    return {name: None if np.isnan(value) else value for name, value in values.items()}


def divided(over: Array, under: Array) -> Array:
    """Over / under; NaN where under is 0."""
    below = np.asarray(under, float)
    found: Array = np.divide(over, below, out=np.full_like(below, np.nan), where=below != 0)
    return found


def ratio(over: str, under: str, better: int = 1, about: str = "") -> Metric:
    """Sum of one count over the sum of another: shares and means."""
    return Metric(lambda found: divided(found[over], found[under]), better, about)


def f1(right: str, found: str, wanted: str) -> Metric:
    """The harmonic mean of precision (right / found) and recall (right / wanted): 2 right / (found + wanted)."""
    return Metric(
        lambda by: divided(2 * by[right], by[found] + by[wanted]),
        about="the harmonic mean of precision and recall (van Rijsbergen 1979)",
    )


def pair(expected: str, found: str) -> str:
    """The count of a cell of the confusion table."""
    return f"{expected} > {found}"


def accuracy(labels: Iterable[str]) -> Metric:
    """The share of cases whose label is the expected one."""
    known = list(labels)
    return Metric(
        lambda by: divided(
            np.sum([by[pair(x, x)] for x in known], axis=0),
            np.sum([by[pair(e, f)] for e, f in product(known, known)], axis=0),
        ),
        about="the share that is exactly right",
    )


def label_scores(by: Sums, labels: Sequence[str], label: str) -> tuple[Array, Array, Array]:
    """Precision, recall and F1 of a label (scikit-learn's `precision_recall_fscore_support`); 0 where nothing is
    found, NaN where the label is not expected.
    """
    right = by[pair(label, label)]
    found = np.asarray(sum(by[pair(e, label)] for e in labels))
    wanted = np.asarray(sum(by[pair(label, f)] for f in labels))
    recall = divided(right, wanted)
    precision = np.where(np.isnan(recall), np.nan, np.nan_to_num(divided(right, found)))
    score = np.where(np.isnan(recall), np.nan, np.nan_to_num(divided(2 * right, found + wanted)))
    return precision, recall, score


def macro_f1(labels: Iterable[str]) -> Metric:
    """The mean of the F1 of the labels that are expected at all (scikit-learn's `f1_score(average="macro")` with those
    as its `labels`).
    """
    known = list(labels)

    def of(by: Sums) -> Array:
        scores = np.stack([label_scores(by, known, label)[2] for label in known])
        counted = ~np.isnan(scores)
        return divided(np.where(counted, scores, 0).sum(axis=0), counted.sum(axis=0))

    return Metric(of, about="the mean of the F1 of the statuses that the dataset holds")


def bin_counts(confidence: float, right: bool) -> Counts:
    """What a judgement adds to the calibration error."""
    at = min(int(confidence * BINS), BINS - 1)
    return {f"bin {at}": 1.0, f"bin {at} sure": confidence, f"bin {at} right": float(right)}


def calibration_error() -> Metric:
    """Expected calibration error (Naeini et al. 2015): over ten bins of confidence, the mean of |right - sure|,
    weighed by the cases in the bin.
    """

    def of(by: Sums) -> Array:
        total = sum(by[f"bin {n}"] for n in range(BINS))
        gap = sum(np.abs(by[f"bin {n} right"] - by[f"bin {n} sure"]) for n in range(BINS))
        return divided(np.asarray(gap), np.asarray(total))

    return Metric(of, better=-1, about="expected calibration error over ten bins (Naeini et al. 2015)")


def confusion(cases: Sequence[Counts], labels: Sequence[str]) -> dict[str, dict[str, float | None]]:
    """Counts by expected (rows) and found (columns) label; labels that are not expected have no row."""
    by = sums(cases)
    rows: dict[str, dict[str, float | None]] = {e: {f: float(by[pair(e, f)][0]) for f in labels} for e in labels}
    return {e: row for e, row in rows.items() if any(row.values())}


def by_label(cases: Sequence[Counts], labels: Sequence[str]) -> dict[str, dict[str, float | None]]:
    """How often each label is expected, and its precision, recall and F1."""
    by = sums(cases)
    found: dict[str, dict[str, float | None]] = {}
    for label in labels:
        wanted = sum(float(by[pair(label, f)][0]) for f in labels)
        if wanted:
            scores = [float(score[0]) for score in label_scores(by, labels, label)]
            found[label] = {"cases": wanted, **dict(zip(("precision", "recall", "F1"), scores, strict=True))}
    return found


def ranking(
    qrels: Mapping[str, Mapping[str, int]], runs: Mapping[str, Mapping[str, float]]
) -> dict[str, dict[str, float]]:
    """nDCG@10, recall@5/10, MRR@10 and success@5/10 of each query of `qrels`, by trec_eval's definitions.

    success@k is 1 for a query with at least one right document among the first k. A query without a run counts as
    found nothing.
    """
    found: dict[str, dict[str, float]] = {query: dict.fromkeys(RANKING, 0.0) for query in qrels}
    names = {measure: name for name, measure in RANKING.items()}
    if qrels:
        judged = {query: dict(documents) for query, documents in qrels.items()}
        scored = {query: dict(runs.get(query, {})) for query in qrels}
        for one in ir_measures.iter_calc(list(RANKING.values()), judged, scored):
            found[one.query_id][names[one.measure]] = float(one.value)
    return found


def recall_curve(ranked: Sequence[str], right: Collection[str], depth: int) -> list[float]:
    """recall@1 to recall@depth: the share of the right documents among the first k."""
    wanted = set(right)
    hits = np.cumsum([name in wanted for name in ranked[:depth]]) if ranked else np.zeros(0)
    padded = np.concatenate([hits, np.full(depth - len(hits), hits[-1] if len(hits) else 0.0)])
    return [float(value) / max(1, len(wanted)) for value in padded]


def citation_scores(cited: Sequence[str], supports: Callable[[Sequence[str]], bool]) -> tuple[float, list[float]]:
    """Citation recall of a sentence and citation precision of each of its citations, after ALCE (Gao et al. 2023).

    Recall is 1 where all that is cited together supports the sentence. A citation is precise (1) where the sentence is
    supported at all and either it supports it alone, or what is left without it does not.
    """
    if not cited or not supports(cited):
        return 0.0, [0.0] * len(cited)
    precise = []
    for n, one in enumerate(cited):
        rest = [*cited[:n], *cited[n + 1 :]]
        precise.append(float(supports([one]) or not rest or not supports(rest)))
    return 1.0, precise


def precision_recall(found: Collection[str], right: Collection[str]) -> tuple[float, float]:
    """The share of the found that is right, and of the right that is found; 0 where nothing is found or right."""
    both = len(set(found) & set(right))
    return both / len(set(found)) if found else 0.0, both / len(set(right)) if right else 0.0


def mentions(text: str, wanted: Sequence[str]) -> float | None:
    """The share of `wanted` that stands in the text, case and kind of dash or space ignored; alternatives are
    written "80%|four in five". A figure is not a part of a longer one: "6" does not stand in "2026". None where
    nothing is wanted.
    """
    if not wanted:
        return None
    plain = _plain(text)
    return sum(any(_within(_plain(form), plain) for form in want.split("|")) for want in wanted) / len(wanted)


def _plain(text: str) -> str:
    return " ".join(text.lower().translate(_ALIKE).split())


def _within(form: str, text: str) -> bool:
    before = r"(?<!\d)(?<!\d[.,])" if form[:1].isdigit() else ""
    after = r"(?![.,]?\d)" if form[-1:].isdigit() else ""
    return bool(form) and re.search(before + re.escape(form) + after, text) is not None


def median(values: Sequence[float]) -> float | None:
    """The middle value, or the mean of the two in the middle."""
    return percentile(values, 50)


def percentile(values: Sequence[float], share: float) -> float | None:
    """The value below which `share` percent lie, linear between neighbours; None of no values."""
    return float(np.percentile(values, share)) if len(values) else None
