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
    """A kernel classifier: scores are weighed sums of exp(-gamma * squared distance) to known statements.

    The distance is that of three parts put side by side: standardised features (clipped, times `share`), and the unit
    vectors of the statement and of the criterion's `satisfied`, times the two of `beside`. `slope` and `offset` turn
    the scores into calibrated log odds of STATUSES.
    """

    mean: Array
    scale: Array
    share: Array
    beside: Array  # how much the statement's vector counts, and the criterion's
    features: Array  # of the known statements, standardised; (rows, features)
    vectors: Array  # of them; (rows, dimensions)
    criteria: Array  # the vectors of all criteria; (criteria, dimensions)
    criterion_of: Array  # which of them a known statement is on; (rows,)
    strength: Array  # (rows, statuses)
    bias: Array
    gamma: float
    slope: Array  # (statuses, statuses)
    offset: Array

    def shares(self, features: Array, vectors: Matrix, criteria: Matrix) -> Array:
        """The probabilities of STATUSES, shape (pairs, statuses)."""
        odds = self._scores(features, vectors, criteria) @ self.slope + self.offset
        odds = np.exp(odds - odds.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True), np.float32)

    def _scores(self, features: Array, vectors: Matrix, criteria: Matrix) -> Array:
        words, criterion = self.beside
        near = standardised(features, self.mean, self.scale, self.share)
        # By part, and so each part is kept once: the criteria's are few, the statements' serve both classifiers.
        apart = apart_of(near, self.features, self._squares[0])
        apart += words**2 * apart_of(vectors, self.vectors, self._squares[1])
        if criterion:
            apart += criterion**2 * apart_of(criteria, self.criteria, self._squares[2])[:, self.criterion_of]
        return np.asarray(np.exp(-self.gamma * np.maximum(apart, 0)) @ self.strength + self.bias, np.float32)

    @cached_property
    def _squares(self) -> tuple[Array, Array, Array]:
        return squares_of(self.features), squares_of(self.vectors), squares_of(self.criteria)


@dataclass(frozen=True)
class Weights:
    """The matcher's weights and the two classifiers: for our criteria, and for criteria with `satisfied` alone."""

    criteria: tuple[str, ...]
    match_weights: Array  # (dimensions, criteria)
    match_bias: Array
    ours: Machine
    general: Machine


def standardised(features: Array, mean: Array, scale: Array, share: Array) -> Array:
    """Features weighed so that they count against the vectors as they should."""
    return np.asarray(np.clip((features - mean) / scale, -4, 4) * share, np.float32)


def log_shares(scores: Matrix) -> Matrix:
    """The logarithm of each row's softmax."""
    top = scores.max(axis=1, keepdims=True)
    return np.asarray(scores - top - np.log(np.exp(scores - top).sum(axis=1, keepdims=True)), np.float32)


def apart_of(rows: Array, others: Array, squares: Array) -> Array:
    """The squared distances of all pairs, shape (rows, others); `squares`: the squared lengths of the others."""
    return np.asarray(squares_of(rows)[:, None] + squares[None] - 2 * (rows @ others.T), np.float32)


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
        vectors = data["vectors"].astype(np.float32)
        return Weights(
            criteria=tuple(data["criteria"].tolist()),
            match_weights=data["match_weights"].astype(np.float32),
            match_bias=data["match_bias"].astype(np.float32),
            ours=_machine(data, "ours", vectors),
            general=_machine(data, "general", vectors),
        )


def _machine(data: "np.lib.npyio.NpzFile", name: str, vectors: Array) -> Machine:
    """The statements' vectors are kept once; each machine has features of its own for the first of them."""
    parts = ("mean", "scale", "share", "beside", "features", "strength", "bias", "slope", "offset")
    arrays = {part: data[f"{name}/{part}"].astype(np.float32) for part in parts}
    count = len(arrays["features"])
    return Machine(
        **arrays,
        vectors=vectors[:count],
        criteria=data["criterion_vectors"].astype(np.float32),
        criterion_of=data["criterion_of"][:count].astype(np.int64),
        gamma=float(data[f"{name}/gamma"]),
    )
