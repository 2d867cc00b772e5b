"""Which criteria a unit is about: a linear model for our framework, cosines and shared words for others."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from advisor.framework import Framework
from advisor.judging.features import References
from advisor.judging.weights import log_shares
from advisor.search import Encoder
from advisor.search.encoder import MINILM_SHA256, Matrix
from advisor.search.lexical import BM25

_SHARP = 12.0  # turns cosines into shares as sharp as the model's
_WORDS = 0.15  # what a BM25 score as high as a criterion's best counts beside the cosine


class Nearness:
    """Log shares of a framework's criteria for units.

    The model is a logistic regression over the packaged encoder's vectors, trained on statements and on passages of
    documents; it knows the criteria of our framework. Others, and all with other encoders or without its file, are
    found by the cosine to `satisfied` and by the words that they share with it.
    """

    def __init__(self, framework: Framework, encoder: Encoder, references: References, path: Path | None) -> None:
        self._references, self._criteria = references, framework.criteria
        self._weights: Matrix | None = None
        if path is None:
            return
        with np.load(path, allow_pickle=False) as data:
            known = data["criteria"].tolist()
            if encoder.sha256 == MINILM_SHA256 and all(criterion.id in known for criterion in self._criteria):
                columns = [known.index(criterion.id) for criterion in self._criteria]
                self._weights = data["weights"].astype(np.float32)[:, columns]
                self._bias = data["bias"].astype(np.float32)[columns]

    @property
    def trained(self) -> bool:
        """Whether the model knows all criteria."""
        return self._weights is not None

    def scores(self, texts: Sequence[str], vectors: Matrix) -> Matrix:
        """Log shares of units (their `titled` and its vectors), shape (units, criteria)."""
        if not texts:
            return np.zeros((0, len(self._criteria)), np.float32)
        if self._weights is not None:
            return log_shares(vectors @ self._weights + self._bias)
        lexical = BM25(texts)
        shared = np.zeros((len(texts), len(self._criteria)), np.float32)
        for column, criterion in enumerate(self._criteria):
            for row, score in lexical.nearest(criterion.satisfied, len(texts)):
                shared[row, column] = score
        shared /= np.maximum(shared.max(axis=0, initial=0.0), 1e-6)
        likeness: Matrix = vectors @ self._references.satisfied.T + np.float32(_WORDS) * shared
        return log_shares(_SHARP * likeness)
