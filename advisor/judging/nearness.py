"""Which criteria a text is about: what somebody says, or a passage of a document.

MiniLM tuned so that such a text lies near the `satisfied` of its criterion (`python -m training.finder`). Criteria of
our framework are told by a linear model over its vectors, others by the cosine and by the words that they share.
"""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np

from advisor.framework import Framework
from advisor.judging.weights import log_shares
from advisor.search import Encoder, MiniLM
from advisor.search.encoder import Matrix
from advisor.search.folder import ModelFolder
from advisor.search.lexical import BM25

FINDER: Final = Path(__file__).parent / "finder"
REGRESSION: Final = "nearness.npz"
_SHARP = 20.0  # turns cosines into shares, as in training
_WORDS = 0.2  # what a BM25 score as high as a criterion's best counts beside the cosine


class Finder(MiniLM):
    """Texts and criteria -> unit vectors; those of a text and of the criterion that it is about lie near each other."""

    def __init__(self, folder: Path = FINDER) -> None:
        super().__init__(folder)
        self._folder = ModelFolder(folder)

    @cached_property
    def regression(self) -> dict[str, Matrix]:
        """The linear model of our criteria: their names, weights of shape (dimensions, criteria), and bias."""
        with np.load(self._folder.file(REGRESSION), allow_pickle=False) as data:
            return dict(data)


class Nearness:
    """Log shares of a framework's criteria for texts."""

    def __init__(self, framework: Framework, finder: Encoder, regression: dict[str, Matrix] | None) -> None:
        self._criteria, self._finder = framework.criteria, finder
        self._weights: Matrix | None = None
        known = regression["criteria"].tolist() if regression else []
        if regression and all(criterion.id in known for criterion in self._criteria):
            columns = [known.index(criterion.id) for criterion in self._criteria]
            self._weights = regression["weights"].astype(np.float32)[:, columns]
            self._bias = regression["bias"].astype(np.float32)[columns]

    @property
    def trained(self) -> bool:
        """Whether the linear model knows all criteria."""
        return self._weights is not None

    def scores(self, texts: Sequence[str], vectors: Matrix) -> Matrix:
        """Log shares of texts and their vectors, shape (texts, criteria)."""
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
        likeness: Matrix = vectors @ self._satisfied.T + np.float32(_WORDS) * shared
        return log_shares(_SHARP * likeness)

    @cached_property
    def _satisfied(self) -> Matrix:
        return self._finder.encode([criterion.satisfied for criterion in self._criteria])
