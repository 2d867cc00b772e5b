"""Does the corpus answer this question? Two small trained models over features and the question's vector.

`answered` is a support vector machine with a radial kernel; `kind` is a logistic regression that tells why not,
and that vetoes what is plainly off the subject or asks for a ruling. There are two sets of `answered`: one for
our articles with the shipped encoder, which also looks at the question's vector and at the questions that each
section answers; and a general one, for other articles, documents and encoders, which looks at the passages alone.
Trained by `python -m training.answerability`; see training/README.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from advisor.answers.features import NAMES
from advisor.answers.relevance import NAMES as READ_NAMES
from advisor.errors import ModelError
from advisor.search.encoder import MINILM_SHA256, Matrix

Variant = Literal["articles", "general"]
Array = npt.NDArray[np.float64]
FEATURES = (*NAMES, *READ_NAMES)
KINDS = ("answered", "near_miss", "off_topic", "ruling")
# A question is declined, whatever `answered` says, where `kind` is this sure of one of these.
VETO = {"off_topic": 0.75, "ruling": 0.75}
_FILE = Path(__file__).parent / "answerability.npz"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a question counts as answered, by what margin (0 at the threshold), and the likeliest kind.

    `vetoed`: it is surely off the subject or asks for a ruling, whatever the margin.
    """

    answered: bool
    margin: float
    kinds: Mapping[str, float]
    vetoed: bool = False

    @property
    def kind(self) -> str:
        """The likeliest kind among those that agree with `answered`."""
        return "answered" if self.answered else self.why_not

    @property
    def why_not(self) -> str:
        """The likeliest kind of question that is not answered."""
        return max((kind for kind in KINDS if kind != "answered"), key=lambda kind: self.kinds.get(kind, 0.0))


@dataclass(frozen=True)
class Answerability:
    """The weights of one variant. Features are standardised by `mean` and `scale` and weighed by `share`."""

    mean: Array
    scale: Array
    share: float
    uses_vector: bool
    support: Array  # (support vectors, values)
    strength: Array  # (support vectors,)
    bias: float
    gamma: float
    threshold: float
    kind_weights: Array  # (dimensions, kinds); empty where the encoder is not the shipped one
    kind_bias: Array

    def judge(self, values: Sequence[float], vector: Matrix) -> Verdict:
        """The verdict on a question with those FEATURES and that unit vector."""
        row = prepared(np.asarray(values)[None], self.mean, self.scale, self.share)[0]
        if self.uses_vector:
            row = np.concatenate([row, vector])
        row = row.astype(self.support.dtype)
        distance = np.maximum(self._squares + row @ row - 2 * (self.support @ row), 0)
        margin = float(self.strength @ np.exp(-self.gamma * distance) + self.bias - self.threshold)
        kinds = self._kinds(vector)
        # What is off the subject of our articles may well stand in a team's document: only ours are vetoed.
        vetoed = self.uses_vector and any(kinds.get(kind, 0.0) >= sure for kind, sure in VETO.items())
        return Verdict(margin >= 0 and not vetoed, margin, kinds, vetoed)

    @cached_property
    def _squares(self) -> Array:
        return np.asarray(np.einsum("ij,ij->i", self.support, self.support))

    def _kinds(self, vector: Matrix) -> dict[str, float]:
        if self.kind_weights.shape[0] != vector.shape[0]:
            return {}
        scores = vector @ self.kind_weights + self.kind_bias
        shares = np.exp(scores - scores.max())
        return dict(zip(KINDS, map(float, shares / shares.sum()), strict=True))


def prepared(values: Array, mean: Array, scale: Array, share: float) -> Array:
    """Features standardised and weighed, so that they count against a unit vector as they should."""
    return np.clip((values - mean) / scale, -5, 5) * share


@cache
def load(variant: Variant, encoder_sha256: str = MINILM_SHA256) -> Answerability:
    """The shipped weights of a variant. With another encoder than the shipped one no kinds are told.

    Raises ModelError where they do not fit the features of this program.
    """
    with np.load(_FILE, allow_pickle=False) as data:
        if data["features"].tolist() != list(FEATURES):
            raise ModelError("answerability.npz was made for other features; run: python -m training.answerability")
        arrays = {name: data[f"{variant}/{name}"].astype(np.float64) for name in ("mean", "scale", "strength")}
        arrays["support"] = data[f"{variant}/support"].astype(np.float32)
        numbers = {name: float(data[f"{variant}/{name}"]) for name in ("share", "bias", "gamma", "threshold")}
        ours = str(data["encoder_sha256"]) == encoder_sha256
        none = np.zeros((0, len(KINDS)))
        return Answerability(
            **arrays,
            share=numbers["share"],
            bias=numbers["bias"],
            gamma=numbers["gamma"],
            threshold=numbers["threshold"],
            uses_vector=arrays["support"].shape[1] > len(FEATURES),
            kind_weights=data["kind/weights"].astype(np.float64) if ours else none,
            kind_bias=data["kind/bias"].astype(np.float64),
        )
