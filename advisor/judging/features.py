"""(criterion, statement) -> numbers: how near the statement is to what the criterion says, and its wording's cues."""

from collections.abc import Sequence
from functools import cached_property
from typing import Final

import numpy as np

from advisor.framework import Criterion, Framework
from advisor.judging.cues import cues
from advisor.judging.cues import names as cue_names
from advisor.search import Encoder
from advisor.search.encoder import Matrix

_LEVELS: Final = ("met", "partial", "unmet")
_SAMPLES: Final = ("met", "partial", "unmet", "aside")
_ITSELF = 0.999  # a sample that is the statement itself says nothing of others
GENERAL: Final = ("satisfied", "rank", "behind")
OURS: Final = (
    *GENERAL,
    "question",
    *(f"level_{name}" for name in _LEVELS),
    *(f"{name}_{part}" for name in _SAMPLES for part in ("best", "mean")),
    "sample_met_over_unmet",
    "about",
)


class References:
    """The unit vectors of what a framework says of its criteria; encoded once, when first needed."""

    def __init__(self, framework: Framework, encoder: Encoder) -> None:
        self.criteria = framework.criteria
        self.position = {criterion.id: number for number, criterion in enumerate(self.criteria)}
        self.encoder = encoder

    @cached_property
    def satisfied(self) -> Matrix:
        """One vector for each criterion's `satisfied`, shape (criteria, dimensions)."""
        return self.encoder.encode([criterion.satisfied for criterion in self.criteria])

    @cached_property
    def parts(self) -> dict[str, dict[str, Matrix]]:
        """By criterion: the vectors of its question, levels and samples; only for criteria that have them all."""
        full = [c for c in self.criteria if is_full(c)]
        texts = [text for criterion in full for part in _texts(criterion).values() for text in part]
        vectors = dict(zip(texts, self.encoder.encode(texts), strict=True)) if texts else {}
        return {
            c.id: {name: np.stack([vectors[text] for text in part]) for name, part in _texts(c).items()} for c in full
        }

    def texts(self) -> list[str]:
        """All texts that are encoded."""
        full = [c for c in self.criteria if is_full(c)]
        parts = [text for criterion in full for part in _texts(criterion).values() for text in part]
        return [*(criterion.satisfied for criterion in self.criteria), *parts]


def is_full(criterion: Criterion) -> bool:
    """Whether a criterion has all that the features of our own framework need."""
    return bool(criterion.question) and all(part for part in _texts(criterion).values())


def _texts(criterion: Criterion) -> dict[str, tuple[str, ...]]:
    levels = {f"level_{n}": tuple(t for t in (getattr(criterion.levels, n),) if t) for n in _LEVELS}
    samples = {n: getattr(criterion.samples, n) for n in _SAMPLES}
    return {"question": (criterion.question,), **levels, **samples}


def general(references: References, criterion: str, vector: Matrix) -> list[float]:
    """The values of GENERAL: the cosine to `satisfied`, how many criteria are nearer, and by how much."""
    scores = references.satisfied @ vector
    own = float(scores[references.position[criterion]])
    return [own, float(np.log1p((scores > own).sum())), float(scores.max()) - own]


def ours(references: References, criterion: str, vector: Matrix, about: float) -> list[float]:
    """The values of OURS; `about` is the matcher's score of the criterion for the statement."""
    parts = references.parts[criterion]
    values = [*general(references, criterion, vector), float(parts["question"][0] @ vector)]
    values += [float(parts[f"level_{name}"][0] @ vector) for name in _LEVELS]
    best = {}
    for name in _SAMPLES:
        near = np.sort(parts[name] @ vector)[::-1]
        near = near[near < _ITSELF][:3] if (near < _ITSELF).any() else np.zeros(1, np.float32)
        best[name] = float(near[0])
        values += [best[name], float(near.mean())]
    return [*values, max(best["met"], best["partial"]) - best["unmet"], about]


def wording(texts: Sequence[str]) -> np.ndarray:
    """The cues of statements, shape (statements, cues)."""
    return np.asarray([cues(text) for text in texts]).reshape(len(texts), len(cue_names()))
