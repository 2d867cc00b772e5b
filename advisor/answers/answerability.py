"""Does the corpus answer this question? A small trained model: logistic regression over features and the vector.

Two sets of weights: one for our articles with the shipped encoder, which also looks at the question's vector
and at the questions that each section answers; and a general one, for other articles, documents and encoders,
which looks at the passages alone. Trained by `python -m training.answerability`; see training/README.md.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from advisor.answers.features import NAMES
from advisor.search.encoder import Matrix

Variant = Literal["articles", "general"]
KINDS = ("answered", "near_miss", "off_topic", "ruling")
_FILE = Path(__file__).parent / "answerability.json"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The probability of each kind, and whether the question counts as answered at the shipped threshold."""

    probabilities: Mapping[str, float]
    answered: bool

    @property
    def kind(self) -> str:
        """The likeliest kind among those that agree with `answered`."""
        if self.answered:
            return "answered"
        return max((k for k in KINDS if k != "answered"), key=lambda kind: self.probabilities[kind])


@dataclass(frozen=True)
class Answerability:
    """Weights of one variant: class scores = values @ weights + bias, values standardised by mean and scale."""

    mean: npt.NDArray[np.float64]
    scale: npt.NDArray[np.float64]
    weights: npt.NDArray[np.float64]  # (values, kinds)
    bias: npt.NDArray[np.float64]
    threshold: float
    uses_vector: bool

    def judge(self, values: Sequence[float], vector: Matrix) -> Verdict:
        """The verdict on a question with those features (see NAMES) and that unit vector."""
        row = np.concatenate([values, vector]) if self.uses_vector else np.asarray(values)
        scores = ((row - self.mean) / self.scale) @ self.weights + self.bias
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        probabilities = dict(zip(KINDS, map(float, shares), strict=True))
        return Verdict(probabilities, probabilities["answered"] >= self.threshold)


@cache
def load(variant: Variant) -> Answerability:
    """The shipped weights of a variant."""
    data = json.loads(_FILE.read_text(encoding="utf-8"))["variants"][variant]
    if data["features"] != list(NAMES):
        raise ValueError("answerability.json was trained on other features; run: python -m training.answerability")
    arrays = {name: np.asarray(data[name], dtype=np.float64) for name in ("mean", "scale", "weights", "bias")}
    return Answerability(**arrays, threshold=data["threshold"], uses_vector=data["uses_vector"])
