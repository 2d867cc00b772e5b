"""Which criteria a unit of a document is about: a linear model for our framework, cosines for others."""

from pathlib import Path

import numpy as np

from advisor.framework import Framework
from advisor.judging.features import References
from advisor.judging.weights import log_shares
from advisor.search import Encoder
from advisor.search.encoder import MINILM_SHA256, Matrix

_SHARP = 12.0  # turns cosines into shares as sharp as the model's


class Nearness:
    """Log shares of a framework's criteria for units.

    The model is a logistic regression over the packaged encoder's vectors, trained on statements and on passages of
    documents; it knows the criteria of our framework. Others, and other encoders, are found by the cosine to
    `satisfied` and, where there are any, to the samples.
    """

    def __init__(self, framework: Framework, encoder: Encoder, references: References, path: Path) -> None:
        self._references, self._criteria = references, framework.criteria
        self._weights: Matrix | None = None
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

    def scores(self, vectors: Matrix) -> Matrix:
        """Log shares, shape (units, criteria)."""
        if self._weights is not None:
            return log_shares(vectors @ self._weights + self._bias)
        return log_shares(_SHARP * (vectors @ self._references.satisfied.T))
