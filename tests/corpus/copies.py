"""Whether a text of ours is a copy of one of a benchmark's, or nearly."""

import re
from collections.abc import Sequence

import numpy as np

from advisor.search import Encoder

_AT_ONCE = 512  # texts embedded together
_NEAREST = 5  # of ours that are looked at for each of the benchmark's
_COSINE = 0.95
_SHARED = 0.75  # share of the words of both that both have


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


def _shared(one: str, other: str) -> float:
    first, second = (set(re.findall(r"[a-z0-9%]+", text.lower())) for text in (one, other))
    return len(first & second) / max(1, len(first | second))
