"""The judge: what the network reads in criterion and statement together, and what the first version says of both.

The two err differently: the network has learned what sentences say, the first version holds a statement against the
framework's samples. The mean of their shares is more often right than either; figures are in training/README.md.
"""

from collections.abc import Sequence

import numpy as np

from advisor.framework import Criterion, Framework
from advisor.judging.cross import Reader
from advisor.judging.judge import SampleJudge
from advisor.judging.weights import Array
from advisor.search import Encoder
from advisor.search.encoder import Matrix

_SHARPNESS = 1.5  # the mean of two is less sure than it may be: the exponent that suits the dev split best


class EnsembleJudge(SampleJudge):
    """Judges statements against the criteria of one framework; see `Judge`."""

    def __init__(self, framework: Framework, encoder: Encoder, reader: Reader) -> None:
        super().__init__(framework, encoder)
        self._reader = reader

    def _shares(self, pairs: Sequence[tuple[Criterion, str]], vectors: Matrix) -> Array:
        read = self._reader.shares([(criterion.satisfied, text) for criterion, text in pairs])
        first = self.first(pairs, vectors)
        return read if first is None else together(first, read)

    def _read(self, criterion: Criterion, texts: Sequence[str]) -> Array:
        return self._reader.shares([(criterion.satisfied, text) for text in texts])  # of the two, the one that is fast


def together(first: Array, second: Array) -> Array:
    """What two models say together, shape (pairs, statuses)."""
    sharp = ((first + second) / 2) ** _SHARPNESS
    return np.asarray(sharp / sharp.sum(axis=1, keepdims=True), np.float32)
