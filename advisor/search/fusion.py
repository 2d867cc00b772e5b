"""Reciprocal rank fusion (Cormack, Clarke and Buettcher, SIGIR 2009)."""

from collections.abc import Iterable, Sequence


def fuse(rankings: Iterable[tuple[Sequence[str], float]], k: int = 60) -> list[tuple[str, float]]:
    """Fuse rankings, each with a weight: score = sum of weight / (k + rank), rank from 1; best first, ties by id."""
    scores: dict[str, float] = {}
    for ranking, weight in rankings:
        for rank, item in enumerate(ranking, start=1):
            scores[item] = scores.get(item, 0.0) + weight / (k + rank)
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
