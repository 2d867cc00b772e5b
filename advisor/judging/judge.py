"""The judge, first version: nearness to what the criterion says and to samples, and cues of the wording."""

import re
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from advisor.framework import Criterion, Framework, Status
from advisor.judging.explain import because, explained, nearest_sample
from advisor.judging.features import References, general, is_full, ours, wording
from advisor.judging.match import Matcher
from advisor.judging.nearest import NearestSample
from advisor.judging.types import Judgement
from advisor.judging.weights import STATUSES, Array, load
from advisor.passages.planted import without_planted
from advisor.search import Encoder
from advisor.search.encoder import Matrix

_NOTHING = "Nothing in it speaks of this criterion."
_BARE = re.compile(r"\W*(?:n\s*/?\s*a|not applicable|does(?: not|n't) apply)\W*", re.IGNORECASE)
_SAYS_SO = 0.95  # how sure it is that somebody who says no more than "n/a" means it
_INSTRUCTS = "It instructs the reader instead of stating a fact, which counts as no evidence."


class SampleJudge:
    """Judges statements against the criteria of one framework; see `Judge`."""

    def __init__(self, framework: Framework, encoder: Encoder) -> None:
        self._encoder = encoder
        self.references = References(framework, encoder)
        self._weights = load(encoder.sha256)
        self.matcher = Matcher(self.references, self._weights)

    def judge(self, pairs: Sequence[tuple[Criterion, str]]) -> list[Judgement]:
        """A judgement for each pair, in order. Text that instructs the reader is left out before judging."""
        cleaned = [without_planted(text) for _, text in pairs]
        texts = list(dict.fromkeys(text for text in cleaned if text))
        vectors = dict(zip(texts, self._encoder.encode(texts), strict=True)) if texts else {}
        kept = [(number, criterion, cleaned[number]) for number, (criterion, _) in enumerate(pairs) if cleaned[number]]
        found: list[Judgement] = [
            Judgement(criterion.id, Status.UNKNOWN, 1.0, _INSTRUCTS if text.strip() else _NOTHING)
            for criterion, text in pairs
        ]
        if kept:
            shares = self._shares([(c, text) for _, c, text in kept], np.stack([vectors[text] for _, _, text in kept]))
            for (number, criterion, text), row in zip(kept, shares, strict=True):
                found[number] = _judgement(criterion, text, _bare() if _BARE.fullmatch(text) else row)
        return found

    def knows(self, criterion: Criterion) -> bool:
        """Whether the first version was trained on the criterion, and has samples of it."""
        return self.matcher.trained and is_full(criterion)

    def because(self, criterion: Criterion, text: str, status: Status) -> str:
        """What carried a status, as measured: slower than a judgement's `why`, for what a person looks at."""
        column = STATUSES.index(status)
        (vector,) = self._encoder.encode([text])
        sample = nearest_sample(self.references, criterion, status, vector)
        return because(text, status, lambda texts: self._read(criterion, texts)[:, column], sample)

    def _read(self, criterion: Criterion, texts: Sequence[str]) -> Array:
        """The probabilities of STATUSES for variants of a text."""
        return self._shares([(criterion, text) for text in texts], self._encoder.encode(texts))

    def _shares(self, pairs: Sequence[tuple[Criterion, str]], vectors: Matrix) -> Array:
        """The probabilities of STATUSES for each pair."""
        found = self.first(pairs, vectors)
        return self._nearest.shares(pairs, vectors) if found is None else found

    def first(self, pairs: Sequence[tuple[Criterion, str]], vectors: Matrix) -> Array | None:
        """What the first version says, shape (pairs, statuses); None with another encoder than its own."""
        if self._weights is None or not pairs:
            return None if self._weights is None else np.zeros((0, len(STATUSES)), np.float32)
        words = wording([text for _, text in pairs])
        at = [self.references.position[criterion.id] for criterion, _ in pairs]
        criteria = self.references.satisfied[at]
        shares = np.zeros((len(pairs), len(STATUSES)), np.float32)
        full = np.asarray([self.knows(criterion) for criterion, _ in pairs])
        if full.any():
            about = self.matcher.scores(vectors)
            rows = [
                ours(self.references, c.id, vectors[n], float(about[n, at[n]]))
                for n, (c, _) in enumerate(pairs)
                if full[n]
            ]
            shares[full] = self._weights.ours.shares(np.hstack([rows, words[full]]), vectors[full], criteria[full])
        if not full.all():
            rows = [general(self.references, c.id, vectors[n]) for n, (c, _) in enumerate(pairs) if not full[n]]
            shares[~full] = self._weights.general.shares(
                np.hstack([rows, words[~full]]), vectors[~full], criteria[~full]
            )
        return shares

    @cached_property
    def _nearest(self) -> NearestSample:
        return NearestSample(self.references)


def _bare() -> Array:
    """The shares of "n/a" and nothing else, whatever the criterion: a convention, and nothing to be read."""
    shares = np.full(len(STATUSES), (1 - _SAYS_SO) / (len(STATUSES) - 1), np.float32)
    shares[STATUSES.index(Status.NOT_APPLICABLE)] = _SAYS_SO
    return shares


def _judgement(criterion: Criterion, text: str, shares: Array) -> Judgement:
    best = int(shares.argmax())
    status = STATUSES[best]
    return Judgement(
        criterion=criterion.id,
        status=status,
        confidence=float(shares[best]),
        why=explained(status, text),
        shares=tuple((s, float(p)) for s, p in zip(STATUSES, shares, strict=True)),
    )
