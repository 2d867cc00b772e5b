"""The judge: what the network reads in criterion and statement together, and what the first version says of both.

The two err differently: the network has learned what sentences say, the first version holds a statement against the
framework's samples. The mean of their shares is more often right than either; figures are in training/README.md.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from advisor.framework import Criterion, Framework
from advisor.judging.cross import Reader
from advisor.judging.judge import SampleJudge
from advisor.judging.weights import Array
from advisor.search import Encoder
from advisor.search.encoder import Matrix

# How much the first version counts against the network, and the exponent that makes what they say together as sure as
# it may be: for criteria whose samples it knows, and for those it knows by one sentence. By the dev split, the latter
# with criteria left out (training.held_out).
OF_KNOWN: Final = (0.5, 1.5)
OF_OTHERS: Final = (0.25, 1.2)


class EnsembleJudge(SampleJudge):
    """Judges statements against the criteria of one framework; see `Judge`."""

    def __init__(self, framework: Framework, encoder: Encoder, reader: Reader) -> None:
        super().__init__(framework, encoder)
        self._reader = reader

    def _shares(self, pairs: Sequence[tuple[Criterion, str]], vectors: Matrix) -> Array:
        read = self._reader.shares([(criterion.satisfied, text) for criterion, text in pairs])
        first = self.first(pairs, vectors)
        if first is None:
            return read
        known = np.asarray([self.knows(criterion) for criterion, _ in pairs])[:, None]
        return np.where(known, together(first, read, *OF_KNOWN), together(first, read, *OF_OTHERS))

    def _read(self, criterion: Criterion, texts: Sequence[str]) -> Array:
        return self._reader.shares([(criterion.satisfied, text) for text in texts])  # of the two, the one that is fast


def together(first: Array, second: Array, weight: float, sharpness: float) -> Array:
    """What two models say together, shape (pairs, statuses); `weight` is that of the first."""
    sharp = (weight * first + (1 - weight) * second) ** sharpness
    return np.asarray(sharp / sharp.sum(axis=1, keepdims=True), np.float32)
