"""Metrics as pure functions. Each says its definition and where it comes from; nothing here reads a file."""

from collections.abc import Collection, Mapping, Sequence

import ir_measures
from ir_measures import RR, R, Success, nDCG

RANKING = {
    "ndcg@10": nDCG @ 10,
    "recall@5": R @ 5,
    "recall@10": R @ 10,
    "mrr@10": RR @ 10,
    "success@5": Success @ 5,
    "success@10": Success @ 10,
}


def ranking(qrels: Mapping[str, Mapping[str, int]], runs: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """nDCG@10, recall@5/10, MRR@10 and success@5/10 over the queries of `qrels`, by trec_eval's definitions.

    success@k is the share of queries with at least one right document among the first k. A query without a
    run counts as found nothing.
    """
    if not qrels:
        return dict.fromkeys(RANKING, 0.0)
    found = ir_measures.calc_aggregate(list(RANKING.values()), dict(qrels), {q: dict(runs.get(q, {})) for q in qrels})
    return {name: float(found[measure]) for name, measure in RANKING.items()}


def share(values: Sequence[bool]) -> float | None:
    """The share that is true; None of no values."""
    return sum(values) / len(values) if values else None


def mean(values: Sequence[float]) -> float | None:
    """The arithmetic mean; None of no values."""
    return sum(values) / len(values) if values else None


def precision_recall(found: Collection[str], right: Collection[str]) -> tuple[float, float]:
    """The share of the found that is right, and of the right that is found; 0 where nothing is found or right."""
    both = len(set(found) & set(right))
    return both / len(set(found)) if found else 0.0, both / len(set(right)) if right else 0.0


def mentions(text: str, wanted: Sequence[str]) -> float | None:
    """The share of `wanted` that stands in the text, case and kind of dash or space ignored; alternatives are
    written "80%|four in five". None where nothing is wanted.
    """
    if not wanted:
        return None
    plain = _plain(text)
    return sum(any(_plain(form) in plain for form in want.split("|")) for want in wanted) / len(wanted)


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("–", "-").replace("’", "'").split())


def median(values: Sequence[float]) -> float | None:
    """The middle value, or the mean of the two in the middle."""
    return percentile(values, 50)


def percentile(values: Sequence[float], share: float) -> float | None:
    """The value below which `share` percent lie, linear between neighbours (numpy's default); None of no values."""
    if not values:
        return None
    ordered = sorted(values)
    place = (len(ordered) - 1) * share / 100
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
