"""Which criteria a statement is about: a linear model over its vector, or nearness where there is none.

The model is a logistic regression over the packaged encoder's vectors, trained on our statements; it knows the
criteria of our framework. Others, and other encoders, are found by the cosine to `satisfied` and the samples.
"""

import numpy as np

from advisor.judging.features import References
from advisor.judging.weights import Weights, log_shares
from advisor.search.encoder import Matrix

_SHARP = 12.0  # turns cosines into shares as sharp as the model's


class Matcher:
    """Finds the criteria of one framework."""

    def __init__(self, references: References, weights: Weights | None) -> None:
        self._references = references
        known = list(weights.criteria) if weights else []
        ours = all(criterion.id in known for criterion in references.criteria)
        self._weights = weights if ours else None
        self._columns = [known.index(criterion.id) for criterion in references.criteria] if ours else []

    @property
    def trained(self) -> bool:
        """Whether the model knows all criteria."""
        return self._weights is not None

    def scores(self, vectors: Matrix) -> Matrix:
        """How much each statement is about each criterion: log shares, shape (statements, criteria)."""
        if self._weights is not None:
            found = vectors @ self._weights.match_weights + self._weights.match_bias
            found = found[:, self._columns]
        else:
            found = _SHARP * self._near(vectors)
        return log_shares(found)

    def _near(self, vectors: Matrix) -> Matrix:
        near = vectors @ self._references.satisfied.T
        for name, parts in self._references.parts.items():
            column = self._references.position[name]
            said = np.vstack([parts["met"], parts["partial"], parts["unmet"]])
            near[:, column] = np.maximum(near[:, column], np.sort(vectors @ said.T, axis=1)[:, -3:].mean(axis=1))
        return np.asarray(near, np.float32)
