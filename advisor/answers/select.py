"""Hits -> the few sentences that answer: the direct answer first, then what adds to it, from several articles."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from advisor.answers.relevance import Read
from advisor.answers.wants import wanted, worth
from advisor.passages import Passage, Span, plain
from advisor.passages.planted import addresses_software
from advisor.search import Hit, HybridSearch
from advisor.search.encoder import Matrix
from advisor.search.lexical import terms

# A sentence that goes on from the one before it is no beginning of an answer.
_GOES_ON = re.compile(r"^(?:\S+\s+){0,7}?(?:also|another|the same|the second|the other)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Taste:
    """How sentences are weighed and how many are taken. Chosen on the dev split of the answers benchmark."""

    question: float = 1.0  # trust in a question that the sentence answers, against the sentence itself
    questions: int = 3  # how many such questions of a passage are heard
    passage: float = 0.35  # how much the passage's own rank counts
    answers: float = 0.05  # how surely it answers, as read together with the question
    opening: float = 0.03  # a section's first sentence states its claim
    goes_on: float = 0.06  # what a sentence loses that leans on another
    words: float = 0.10  # the share of the question's words that stand in the sentence, by rarity
    keep: float = 0.85  # a sentence must have this share of the best one's score
    relevant: float = 0.75  # and this share of the best one's likeness to the question
    same: float = 0.86  # more alike than this says nothing new
    support: float = 0.82  # alike enough, in another article, to stand behind the same sentence
    other_article: float = 0.03  # what a new article is worth
    shown: float = 0.15  # what a sentence loses that was read a moment ago
    most: int = 4


@dataclass(frozen=True)
class Choice:
    """A sentence of an answer: where it stands, and other sentences that say the same.

    `relevance` is its likeness to the question alone, `score` that with everything else that speaks for it.
    """

    passage: Passage
    span: Span
    relevance: float
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
    read: Read = MappingProxyType({}),
    taste: Taste = Taste(),
    shown: frozenset[str] = frozenset(),
    without: frozenset[str] = frozenset(),
) -> list[Choice]:
    """The sentences of an answer, best first. `queries` holds one vector for each wording of `question`; `read` what
    the sentences most like it say to it.

    Sentences are named by `Choice.key`: those `shown` before count less, those in `without` are not wanted.
    """
    candidates = [c for c in _candidates(question, queries, hits, search, read, taste) if c.key not in without]
    candidates = [replace(c, score=c.score - taste.shown) if c.key in shown else c for c in candidates]
    if not candidates:
        return []
    candidates.sort(key=lambda c: (-c.score, c.key))
    first = candidates[0]
    most_relevant = max(c.relevance for c in candidates)
    chosen = [first]
    rest = [
        c
        for c in candidates[1:]
        if c.score >= taste.keep * first.score and c.relevance >= taste.relevant * most_relevant and _readable(c.text)
    ]
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
    question: str, queries: Matrix, hits: Sequence[Hit], search: HybridSearch, read: Read, taste: Taste
) -> list[Choice]:
    found = []
    rarity = {term: search.lexical.idf(term) for term in terms(question)}
    total = sum(rarity.values()) or 1.0
    kinds = wanted(question)
    best_score = max((hit.score for hit in hits), default=1.0)
    for hit, evidence in zip(hits, search.evidence([hit.passage for hit in hits]), strict=True):
        relevance = _relevance(queries, evidence.sentences, evidence.questions, taste)
        for number, span in enumerate(hit.passage.sentences):
            text = hit.passage.sentence(span)
            if addresses_software(text):
                continue
            here = set(terms(text))
            score = float(relevance[number]) + taste.passage * hit.score / best_score + worth(text, kinds)
            score += taste.words * sum(value for term, value in rarity.items() if term in here) / total
            score += taste.opening if number == 0 else 0.0
            score += taste.answers * float(read[hit.passage.id, number][0]) if (hit.passage.id, number) in read else 0.0
            score -= taste.goes_on if _GOES_ON.match(text) else 0.0
            found.append(Choice(hit.passage, span, float(relevance[number]), score, evidence.sentences[number]))
    return found


def _relevance(queries: Matrix, sentences: Matrix, questions: Matrix, taste: Taste) -> Matrix:
    """How alike each sentence is to what is asked: itself, and by way of questions that it is known to answer."""
    direct: Matrix = (sentences @ queries.T).max(axis=1)
    if not len(questions):
        return direct
    asked = (questions @ queries.T).max(axis=1)
    nearest = np.argsort(-asked, kind="stable")[: taste.questions]
    answers = sentences @ questions[nearest].T
    answers = answers / np.maximum(answers.max(axis=0, keepdims=True), 1e-6)
    by_question = taste.question * (asked[None, nearest] * answers).mean(axis=1)
    return np.asarray(0.5 * direct + 0.5 * np.maximum(direct, by_question), dtype=np.float32)


def _without_repeats(chosen: list[Choice], rest: list[Choice], taste: Taste) -> list[Choice]:
    """Drop what says the same as a chosen sentence; from another article it becomes that one's support."""
    kept = []
    for candidate in rest:
        alike = [float(np.dot(candidate.vector, c.vector)) for c in chosen]
        nearest = int(np.argmax(alike))
        if alike[nearest] >= taste.support and _says_as_much(candidate.text, chosen[nearest].text):
            holder = chosen[nearest]
            behind = {holder.passage.document, *(s.passage.document for s in holder.support)}
            if candidate.passage.document not in behind and len(holder.support) < 2:
                chosen[nearest] = replace(holder, support=(*holder.support, candidate))
                continue
        if alike[nearest] < taste.same:
            kept.append(candidate)
    return kept


def _says_as_much(text: str, of: str) -> bool:
    """Whether a sentence carries another one: most content words of that stand in it too."""
    wanted = set(terms(of))
    return len(wanted & set(terms(text))) >= 0.5 * len(wanted)


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
