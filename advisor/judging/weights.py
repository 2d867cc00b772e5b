"""The trained weights of the judge: read from judge.npz, which `python -m training.judge` writes."""

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from advisor.errors import ModelError
from advisor.framework import Status
from advisor.judging.cues import names as cue_names
from advisor.judging.features import GENERAL, OURS
from advisor.search.encoder import MINILM_SHA256, Matrix

Array = npt.NDArray[np.float32]
STATUSES = tuple(Status)
_FILE = Path(__file__).parent / "judge.npz"


@dataclass(frozen=True)
class Machine:
    """A kernel classifier: scores are weighed sums of exp(-gamma * squared distance) to known rows.

    Rows are standardised features (clipped, times `share`) beside the unit vectors of the statement and of the
    criterion's `satisfied`, times the two of `beside`; `slope` and `offset` turn the scores into calibrated log odds of
    STATUSES.
    """

    mean: Array
    scale: Array
    share: Array
    beside: Array  # how much the statement's vector counts, and the criterion's
    support: Array  # (rows, features + dimensions)
    strength: Array  # (rows, statuses)
    bias: Array
    gamma: float
    slope: Array  # (statuses, statuses)
    offset: Array

    def shares(self, features: Array, vectors: Matrix, criteria: Matrix) -> Array:
        """The probabilities of STATUSES, shape (pairs, statuses)."""
        rows = prepared(features, vectors, criteria, self.mean, self.scale, self.share, self.beside)
        odds = self.scores(rows) @ self.slope + self.offset
        odds = np.exp(odds - odds.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True), np.float32)

    def scores(self, rows: Array) -> Array:
        """The uncalibrated scores of prepared rows."""
        near = kernel(rows, self.support, self.gamma, self._squares)
        return np.asarray(near @ self.strength + self.bias, np.float32)

    @cached_property
    def _squares(self) -> Array:
        return squares_of(self.support)


@dataclass(frozen=True)
class Weights:
    """The matcher's weights and the two classifiers: for our criteria, and for criteria with `satisfied` alone."""

    criteria: tuple[str, ...]
    match_weights: Array  # (dimensions, criteria)
    match_bias: Array
    ours: Machine
    general: Machine


def prepared(
    features: Array, vectors: Matrix, criteria: Matrix, mean: Array, scale: Array, share: Array, beside: Array
) -> Array:
    """Features standardised and weighed, so that they count against the vectors as they should; then the vectors."""
    near = np.clip((features - mean) / scale, -4, 4) * share
    return np.hstack([near, beside[0] * vectors, beside[1] * criteria]).astype(np.float32)


def log_shares(scores: Matrix) -> Matrix:
    """The logarithm of each row's softmax."""
    top = scores.max(axis=1, keepdims=True)
    return np.asarray(scores - top - np.log(np.exp(scores - top).sum(axis=1, keepdims=True)), np.float32)


def kernel(rows: Array, others: Array, gamma: float, squares: Array | None = None) -> Array:
    """exp(-gamma * squared distance) of all pairs, shape (rows, others); `squares`: those of the others, if known."""
    known = squares_of(others) if squares is None else squares
    apart = squares_of(rows)[:, None] + known[None] - 2 * (rows @ others.T)
    return np.asarray(np.exp(-gamma * np.maximum(apart, 0)), np.float32)


def squares_of(rows: Array) -> Array:
    """The squared length of each row."""
    return np.asarray(np.einsum("ij,ij->i", rows, rows), np.float32)


@cache
def load(encoder_sha256: str = MINILM_SHA256) -> Weights | None:
    """The shipped weights; None with another encoder than the one they were trained on.

    Raises ModelError where they do not fit the features of this program.
    """
    with np.load(_FILE, allow_pickle=False) as data:
        if data["names"].tolist() != [*OURS, *cue_names()] or data["general_names"].tolist() != [
            *GENERAL,
            *cue_names(),
        ]:
            raise ModelError("judge.npz was made for other features; run: python -m training.judge")
        if str(data["encoder_sha256"]) != encoder_sha256:
            return None
        return Weights(
            criteria=tuple(data["criteria"].tolist()),
            match_weights=data["match_weights"].astype(np.float32),
            match_bias=data["match_bias"].astype(np.float32),
            ours=_machine(data, "ours"),
            general=_machine(data, "general"),
        )


def _machine(data: "np.lib.npyio.NpzFile", name: str) -> Machine:
    """The statements' and criteria's vectors are kept once; each machine has features of its own for the first rows."""
    arrays = {
        part: data[f"{name}/{part}"].astype(np.float32)
        for part in ("mean", "scale", "share", "beside", "strength", "bias", "slope", "offset")
    }
    features = data[f"{name}/features"].astype(np.float32)
    count, (words, criterion) = len(features), arrays["beside"]
    criteria = data["criterion_vectors"].astype(np.float32)[data["criterion_of"][:count]]
    support = np.hstack([features, words * data["vectors"][:count].astype(np.float32), criterion * criteria])
    return Machine(**arrays, support=support, gamma=float(data[f"{name}/gamma"]))
