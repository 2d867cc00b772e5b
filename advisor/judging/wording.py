"""How much the words of a text sound like those that steer whoever judges: a first sieve, before the reader is asked.

A logistic regression over single words and pairs of neighbours, each in one of so many buckets by its hash (Weinberger
et al. 2009, feature hashing). Some ten microseconds for a sentence, where the reader takes as many milliseconds.
"""

import re
import zlib
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np

from advisor.judging.weights import Array

BUCKETS: Final = 1 << 16
_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|[^\w\s]")


class Wording:
    """The fitted regression: the sum of the weights of a text's buckets, plus a bias, are log odds."""

    def __init__(self, weights: Array, bias: float) -> None:
        self._weights, self._bias = weights, bias

    @classmethod
    def load(cls, path: Path) -> "Wording":
        """The regression in a file."""
        with np.load(path, allow_pickle=False) as data:
            return cls(data["weights"].astype(np.float32), float(data["bias"]))

    def odds(self, texts: Sequence[str]) -> Array:
        """The log odds that each text steers, shape (texts,)."""
        return np.asarray([self._weights[list(buckets(text))].sum() + self._bias for text in texts], np.float32)


def buckets(text: str) -> Iterable[int]:
    """The buckets of a text's words and neighbours, each once."""
    words = _TOKEN.findall(text.lower())
    pairs = (f"{one} {other}" for one, other in pairwise(words))
    return {zlib.crc32(feature.encode()) % BUCKETS for feature in (*words, *pairs)}
