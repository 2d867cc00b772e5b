"""Hits -> the few sentences that answer: the direct answer first, then what adds to it, from several articles."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from advisor.passages import Passage, Span, plain
from advisor.search import Hit, HybridSearch
from advisor.search.encoder import Matrix
from advisor.search.lexical import terms

_QUANTITY = re.compile(
    r"how (?:many|much|long|often|soon|late|big|large|high)|percent|share|\bcosts?\b|figure|number of|what number"
)
_FIGURE = re.compile(r"\d")
# "Which regulations ...?", "what are the ...?" ask for several things; "a, b and c" or "A, B or C" names them.
_SEVERAL = re.compile(r"\bwhich\b|\bwhat (?:are|kinds?|sorts?|types?|should|must|does)\b|\blist\b|\bname\b|\bsteps?\b")
_ENUMERATION = re.compile(r"\w+, [^,.]{2,60}(?:, | and | or )")


@dataclass(frozen=True, slots=True)
class Taste:
    """How sentences are weighed and how many are taken."""

    question: float = 1.0  # trust in a question that the sentence answers, against the sentence itself
    questions: int = 3  # how many such questions of a passage are heard
    passage: float = 0.35  # how much the passage's own rank counts
    opening: float = 0.03  # a section's first sentence states its claim
    words: float = 0.10  # the share of the question's words that stand in the sentence, by rarity
    figure: float = 0.08  # a figure, where one is asked for
    list: float = 0.05  # an enumeration, where one is asked for
    keep: float = 0.82  # a sentence must have this share of the best one's score
    same: float = 0.86  # more alike than this says nothing new
    support: float = 0.82  # alike enough, in another article, to stand behind the same sentence
    other_article: float = 0.03  # what a new article is worth
    shown: float = 0.12  # what a sentence loses that was read a moment ago
    most: int = 4


@dataclass(frozen=True)
class Choice:
    """A sentence of an answer: where it stands, and other sentences that say the same."""

    passage: Passage
    span: Span
    score: float
    vector: Matrix
    support: tuple["Choice", ...] = ()

    @property
    def text(self) -> str:
        """The sentence on one line."""
        return plain(self.passage.sentence(self.span))

    @property
    def key(self) -> str:
        """What tells this sentence from all others."""
        return f"{self.passage.document}:{self.passage.page or 0}:{self.span.start}"


def choose(
    question: str,
    queries: Matrix,
    hits: Sequence[Hit],
    search: HybridSearch,
    *,
    taste: Taste = Taste(),
    shown: frozenset[str] = frozenset(),
    without: frozenset[str] = frozenset(),
) -> list[Choice]:
    """The sentences of an answer, best first. `queries` holds one vector for each wording of `question`.

    Sentences are named by `Choice.key`: those `shown` before count less, those in `without` are not wanted.
    """
    candidates = [c for c in _candidates(question, queries, hits, search, taste) if c.key not in without]
    candidates = [replace(c, score=c.score - taste.shown) if c.key in shown else c for c in candidates]
    if not candidates:
        return []
    candidates.sort(key=lambda c: (-c.score, c.key))
    least = taste.keep * candidates[0].score
    chosen = [candidates[0]]
    rest = [c for c in candidates[1:] if c.score >= least and _readable(c.text)]
    while rest and len(chosen) < taste.most:
        rest = _without_repeats(chosen, rest, taste)
        if not rest:
            break
        articles = {c.passage.document for c in chosen}
        best = max(rest, key=lambda c: c.score + (taste.other_article if c.passage.document not in articles else 0))
        chosen.append(best)
        rest.remove(best)
    _without_repeats(chosen, rest, taste)
    return _in_reading_order(chosen)


def _candidates(
    question: str, queries: Matrix, hits: Sequence[Hit], search: HybridSearch, taste: Taste
) -> list[Choice]:
    found = []
    rarity = {term: search.lexical.idf(term) for term in terms(question)}
    total = sum(rarity.values()) or 1.0
    wants_figure = bool(_QUANTITY.search(question.lower()))
    wants_list = bool(_SEVERAL.search(question.lower()))
    best_score = max((hit.score for hit in hits), default=1.0)
    for hit, evidence in zip(hits, search.evidence([hit.passage for hit in hits]), strict=True):
        direct = (evidence.sentences @ queries.T).max(axis=1)
        scores = direct
        if len(evidence.questions):
            # A question like this one, and the sentence that answers it.
            asked = (evidence.questions @ queries.T).max(axis=1)
            nearest = np.argsort(-asked, kind="stable")[: taste.questions]
            answers = evidence.sentences @ evidence.questions[nearest].T
            answers = answers / np.maximum(answers.max(axis=0, keepdims=True), 1e-6)
            scores = np.maximum(direct, taste.question * (asked[None, nearest] * answers).mean(axis=1))
        for number, span in enumerate(hit.passage.sentences):
            score = float(0.5 * direct[number] + 0.5 * scores[number]) + taste.passage * hit.score / best_score
            text = hit.passage.sentence(span)
            here = set(terms(text))
            score += taste.words * sum(value for term, value in rarity.items() if term in here) / total
            score += taste.opening if number == 0 else 0.0
            score += taste.figure if wants_figure and _FIGURE.search(text) else 0.0
            score += taste.list if wants_list and _ENUMERATION.search(text) else 0.0
            found.append(Choice(hit.passage, span, score, evidence.sentences[number]))
    return found


def _without_repeats(chosen: list[Choice], rest: list[Choice], taste: Taste) -> list[Choice]:
    """Drop what says the same as a chosen sentence; from another article it becomes that one's support."""
    kept = []
    for candidate in rest:
        alike = [float(np.dot(candidate.vector, c.vector)) for c in chosen]
        nearest = int(np.argmax(alike))
        if alike[nearest] >= taste.support:
            holder = chosen[nearest]
            behind = {holder.passage.document, *(s.passage.document for s in holder.support)}
            if candidate.passage.document not in behind and len(holder.support) < 2:
                chosen[nearest] = replace(holder, support=(*holder.support, candidate))
                continue
        if alike[nearest] < taste.same:
            kept.append(candidate)
    return kept


def _in_reading_order(chosen: list[Choice]) -> list[Choice]:
    """The direct answer first; after it, sentences of one passage together and in its order."""
    order: dict[str, int] = {}
    for choice in chosen:
        order.setdefault(choice.passage.id, len(order))
    rest = sorted(chosen[1:], key=lambda c: (order[c.passage.id], c.span.start))
    return [chosen[0], *rest]


def _readable(text: str) -> bool:
    """Whether a sentence says something alone: not a heading, a date line or a lead-in without its list."""
    return len(text.split()) >= 5 and not text.endswith(":")
