"""Passages -> hits: vectors and BM25, fused by reciprocal rank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from advisor.passages import Document, Passage
from advisor.search.contents import Contents
from advisor.search.encoder import Encoder, Matrix
from advisor.search.entries import Entry, EntryKind, sentence_entries
from advisor.search.fusion import fuse
from advisor.search.lexical import BM25
from advisor.search.store import Vectors


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each half counts in the fusion, and how deep each is read."""

    vectors: float = 1.0
    lexical: float = 1.0
    depth: int = 100
    k: int = 60


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage and why it was found.

    `similarities` holds the best cosine of the query to the passage's entries, by kind; `lexical` is the
    BM25 score (0: no shared word).
    """

    passage: Passage
    score: float
    similarities: Mapping[EntryKind, float]
    lexical: float

    @property
    def similarity(self) -> float:
        """The best cosine of all kinds."""
        return max(self.similarities.values(), default=0.0)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Unit vectors of a passage's parts, in order: shape (count, dimensions), count 0 where it has none."""

    sentences: Matrix
    questions: Matrix


@dataclass(frozen=True, slots=True)
class HeadlineQuestion:
    """A well-formed question that a section answers."""

    text: str
    section: str | None
    vector: Matrix


_NONE: Matrix = np.zeros((0, 0), np.float32)


class HybridSearch:
    """Searches the passages of one index, or of documents read for one call."""

    def __init__(self, contents: Contents, vectors: Vectors, encoder: Encoder, weights: Weights = Weights()) -> None:
        self._vectors, self._encoder, self._weights = vectors, encoder, weights
        self.passages: dict[str, Passage] = {p.id: p for p in contents.passages}
        self.documents: dict[str, Document] = {d.id: d for d in contents.documents}
        self._by_vector: dict[str, list[Entry]] = {}
        self._by_passage: dict[str, list[Entry]] = {}
        for entry in contents.entries:
            self._by_vector.setdefault(entry.vector_id, []).append(entry)
            self._by_passage.setdefault(entry.passage, []).append(entry)
        self._evidence: dict[str, Evidence] = {}
        self._headlines: list[HeadlineQuestion] | None = None
        self._order = list(self.passages)
        self.lexical = BM25([self.lexical_text(self.passages[name]) for name in self._order])

    def hits(self, queries: Sequence[str], k: int = 10) -> list[Hit]:
        """The `k` best passages for a question, given in one or more wordings, best first."""
        return self.hits_of(queries, self._encoder.encode(queries), k)

    def hits_of(self, queries: Sequence[str], vectors: Matrix, k: int) -> list[Hit]:
        """As `hits`, with the queries' vectors already at hand; shape (len(queries), dimensions)."""
        if not self.passages or not queries:
            return []
        rankings: list[tuple[Sequence[str], float]] = []
        lexical: dict[str, float] = {}
        similar = [self._similar(found) for found in self._vectors.nearest(vectors, self._weights.depth * 3)]
        for query, scores in zip(queries, similar, strict=True):
            ranked = sorted(scores, key=lambda name: (-max(scores[name].values()), name))
            rankings.append((ranked[: self._weights.depth], self._weights.vectors))
            words = [(self._order[i], score) for i, score in self.lexical.nearest(query, self._weights.depth)]
            rankings.append(([name for name, _ in words], self._weights.lexical))
            for name, score in words:
                lexical[name] = max(score, lexical.get(name, 0.0))
        fused = fuse(rankings, self._weights.k)[:k]
        return [
            Hit(
                passage=self.passages[name],
                score=score,
                similarities=_best_by_kind([scores.get(name, {}) for scores in similar]),
                lexical=lexical.get(name, 0.0),
            )
            for name, score in fused
        ]

    def touched(self, vectors: Matrix, k: int = 30) -> dict[str, float]:
        """The texts of kind "position" among the `k` entries nearest to any of the vectors, with their cosine."""
        found: dict[str, float] = {}
        for nearest in self._vectors.nearest(vectors, k):
            for vector_id, similarity in nearest:
                for entry in self._by_vector.get(vector_id, ()):
                    if entry.kind == "position":
                        found[entry.text] = max(similarity, found.get(entry.text, -1.0))
        return found

    def headline_questions(self) -> list[HeadlineQuestion]:
        """The two best questions of each section, with their vectors."""
        if self._headlines is None:
            entries = {
                e.vector_id: e
                for entries in self._by_passage.values()
                for e in entries
                if e.kind == "question" and e.position < 2
            }
            vectors = self._vectors.get(list(entries)) if entries else {}
            self._headlines = [
                HeadlineQuestion(e.text, self.passages[e.passage].section, vectors[name]) for name, e in entries.items()
            ]
        return self._headlines

    def evidence(self, passages: Sequence[Passage]) -> list[Evidence]:
        """The vectors of each passage's sentences and questions; sentences that are not indexed are encoded now."""
        missing = [p for p in passages if p.id not in self._evidence]
        sentences = {p.id: sentence_entries(p) for p in missing}
        entries = [e for p in missing for e in (*sentences[p.id], *self._questions(p.id))]
        vectors = self._vectors.get(sorted({e.vector_id for e in entries} & self._by_vector.keys())) if entries else {}
        unknown = {e.vector_id: e.text for e in entries if e.vector_id not in vectors}
        if unknown:
            vectors |= dict(zip(unknown, self._encoder.encode(list(unknown.values())), strict=True))
        for p in missing:
            parts = [[vectors[e.vector_id] for e in part] for part in (sentences[p.id], self._questions(p.id))]
            self._evidence[p.id] = Evidence(*(np.stack(part) if part else _NONE for part in parts))
        return [self._evidence[p.id] for p in passages]

    def _questions(self, passage: str) -> list[Entry]:
        return [entry for entry in self._by_passage.get(passage, ()) if entry.kind == "question"]

    def _similar(self, found: Sequence[tuple[str, float]]) -> dict[str, dict[EntryKind, float]]:
        scores: dict[str, dict[EntryKind, float]] = {}
        for vector_id, similarity in found:
            for entry in self._by_vector.get(vector_id, ()):
                if entry.kind == "position":
                    continue  # says that a point is touched, not that this passage answers
                kinds = scores.setdefault(entry.passage, {})
                kinds[entry.kind] = max(similarity, kinds.get(entry.kind, -1.0))
        return scores

    def lexical_text(self, passage: Passage) -> str:
        """What the lexical half reads for a passage: its titles, its text and the questions it answers."""
        return "\n".join([passage.titled, *(entry.text for entry in self._questions(passage.id))])


def _best_by_kind(found: Sequence[Mapping[EntryKind, float]]) -> dict[EntryKind, float]:
    best: dict[EntryKind, float] = {}
    for kinds in found:
        for kind, value in kinds.items():
            best[kind] = max(value, best.get(kind, -1.0))
    return best
