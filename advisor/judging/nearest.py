"""The plain judge: the status of the sample statement that is nearest. The fallback, and the baseline."""

from collections.abc import Sequence

import numpy as np

from advisor.framework import Criterion, Status
from advisor.judging.cues import cues, names
from advisor.judging.features import References
from advisor.judging.weights import STATUSES, Array
from advisor.search import Encoder
from advisor.search.encoder import Matrix

_OF = {"met": Status.MET, "partial": Status.PARTIAL, "unmet": Status.UNMET, "aside": Status.UNKNOWN}
_SHARP = 10.0
_ABOUT = 0.25  # cosine to `satisfied` from which a statement is taken to speak of a criterion without samples


class NearestSample:
    """Works with any encoder and without training; negation is all that it reads where there are no samples."""

    def __init__(self, references: References) -> None:
        self._references = references

    def shares(self, pairs: Sequence[tuple[Criterion, str]], vectors: Matrix) -> Array:
        """Shares of STATUSES that fall with the distance to the nearest sample of each."""
        rows = [self._row(criterion, text, vector) for (criterion, text), vector in zip(pairs, vectors, strict=True)]
        return np.asarray(rows, np.float32)

    def _row(self, criterion: Criterion, text: str, vector: Matrix) -> Array:
        near = np.full(len(STATUSES), -1.0)
        parts = self._references.parts.get(criterion.id)
        if parts is not None:
            for name, status in _OF.items():
                near[STATUSES.index(status)] = float((parts[name] @ vector).max())
        else:
            own = float(self._references.satisfied[self._references.position[criterion.id]] @ vector)
            said = dict(zip(names(), cues(text), strict=True))
            absent = said["negation"] + said["lack"] + said["plan"] + said["no"] > 0
            near[STATUSES.index(Status.UNMET if absent else Status.MET)] = own
            near[STATUSES.index(Status.UNKNOWN)] = _ABOUT
        odds = np.exp(_SHARP * near)
        return np.asarray(odds / odds.sum(), np.float32)


def nearest_judgement(references: References, encoder: Encoder, pairs: Sequence[tuple[Criterion, str]]) -> list[Status]:
    """The status of the nearest sample for each pair: the baseline that a judge must beat."""
    if not pairs:
        return []
    shares = NearestSample(references).shares(pairs, encoder.encode([text for _, text in pairs]))
    return [STATUSES[int(row.argmax())] for row in shares]
