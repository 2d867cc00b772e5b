"""Whether a text of ours is a copy of one of a benchmark's, or nearly."""

import re
from collections.abc import Iterable, Sequence

import numpy as np

from advisor.search import Encoder

_AT_ONCE = 512  # texts embedded together
_NEAREST = 5  # of ours that are looked at for each of the benchmark's
_COSINE = 0.95
_SHARED = 0.75  # share of the words of both that both have
_FEWEST = 6  # words; a shorter text is like many


def near_copies(encoder: Encoder, benchmark: Sequence[str], ours: Sequence[str]) -> list[tuple[str, str]]:
    """Each text of a benchmark with those of ours that say the same in nearly the same words."""
    vectors = np.vstack([encoder.encode(ours[n : n + _AT_ONCE]) for n in range(0, len(ours), _AT_ONCE)])
    alike = encoder.encode(benchmark) @ vectors.T
    return [
        (text, ours[index])
        for text, row in zip(benchmark, alike, strict=True)
        for index in np.argsort(-row)[:_NEAREST]
        if row[index] >= _COSINE or _shared(text, ours[index]) >= _SHARED
    ]


def same_words(benchmark: Iterable[str], ours: Iterable[str]) -> list[str]:
    """The texts of a benchmark, of a few words at least, of which one of ours has nearly all words and few others."""
    by_word: dict[str, list[frozenset[str]]] = {}
    for row in map(words, ours):
        for word in row:
            by_word.setdefault(word, []).append(row)
    return [text for text in benchmark if _has_copy(words(text), by_word)]


def _has_copy(row: frozenset[str], by_word: dict[str, list[frozenset[str]]]) -> bool:
    if len(row) < _FEWEST:
        return False
    # More than a quarter of its words: a copy must have one of them.
    rarest = sorted(row, key=lambda word: len(by_word.get(word, ())))[: max(2, len(row) // 3)]
    return any(len(row & other) / len(row | other) >= _SHARED for word in rarest for other in by_word.get(word, ()))


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(re.findall(r"\w+", text.lower()))


def _shared(one: str, other: str) -> float:
    first, second = (set(re.findall(r"[a-z0-9%]+", text.lower())) for text in (one, other))
    return len(first & second) / max(1, len(first | second))
