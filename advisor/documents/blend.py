"""What the models say of a candidate and how near its unit is to criteria -> calibrated shares of the statuses.

The reader sees one pair at a time, and takes what only touches a criterion for evidence; that the same unit is nearer
to another criterion tells them apart. A multinomial logistic regression over both, fitted on documents that the reader
was not trained on. What is looked at is of one unit alone: what else a document says does not change what a sentence of
it shows.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from advisor.judging.weights import STATUSES, Array
from advisor.search.encoder import Matrix

FEATURES: Final = (
    *(f"share_{status.value}" for status in STATUSES),
    *(f"first_{status.value}" for status in STATUSES),
    "speaks", "near", "unit_rank", "unit_margin", "unit_speaks_margin", "length", "row", "speaks_near",
)  # fmt: skip
_LEAST: Final = 1e-4
_LEAST_FIRST: Final = 1e-3
_FARTHEST: Final = -6.0
_WIDEST: Final = 4.0


@dataclass(frozen=True)
class Blend:
    """The fitted regression: standardised features times `slope`, plus `offset`, are log odds of STATUSES."""

    mean: Array
    scale: Array
    slope: Array  # (features, statuses)
    offset: Array

    @classmethod
    def load(cls, path: Path, name: str) -> "Blend":
        """The blend of that name in a file."""
        with np.load(path, allow_pickle=False) as data:
            return cls(*(data[f"{name}/{part}"].astype(np.float32) for part in ("mean", "scale", "slope", "offset")))

    def shares(self, features: Array) -> Array:
        """The probabilities of STATUSES, shape (candidates, statuses)."""
        odds = (features - self.mean) / self.scale @ self.slope + self.offset
        odds = np.exp(odds - odds.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True), np.float32)


def features(pairs: list[tuple[int, int]], shares: Array, first: Array, near: Matrix, texts: list[str]) -> Array:
    """The values of FEATURES for candidates (unit, criterion), shape (candidates, features).

    `shares` are the reader's, `first` those of the judge's first version, `near` the log shares of shape (units,
    criteria), `texts` what is read of each unit.
    """
    n, c = np.asarray(pairs, int).reshape(-1, 2).T
    unknown = shares[:, [status.value for status in STATUSES].index("unknown")]
    speaks = np.log(np.maximum(1 - unknown, _LEAST) / np.maximum(unknown, _LEAST))
    own = near[n, c]
    lengths = np.asarray([len(text.split()) for text in texts], float)[n]
    rows = np.asarray([":" in text and ";" in text for text in texts], float)[n]
    return np.column_stack(
        [
            np.log(np.maximum(shares, _LEAST)),
            np.log(np.maximum(first, _LEAST_FIRST)),
            speaks,
            own,
            np.log1p(_ranks(-near)[n, c]),
            near[n].max(axis=1) - own,
            np.minimum(_largest(speaks, n) - speaks, _WIDEST),
            np.minimum(lengths, 40) / 20,
            rows,
            speaks * np.maximum(own, _FARTHEST),
        ]
    ).astype(np.float32)


def _ranks(values: Matrix) -> Matrix:
    """The rank of each value in its row, the smallest 0."""
    ranks = np.argsort(np.argsort(values, axis=1, kind="stable"), axis=1, kind="stable")
    return np.asarray(ranks, np.float32)


def _largest(values: Array, groups: npt.NDArray[np.int_]) -> Array:
    """The largest value of each value's group."""
    largest = np.full(groups.max(initial=-1) + 1, -np.inf)
    np.maximum.at(largest, groups, values)
    return np.asarray(largest[groups], np.float32)
