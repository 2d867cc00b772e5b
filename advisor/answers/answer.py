"""Question -> answer whose every sentence carries a citation, or an abstention that says why."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from advisor.answers import answerability, say
from advisor.answers.cite import Citations, checked, stands
from advisor.answers.differ import difference, differences, likeness
from advisor.answers.features import features
from advisor.answers.phrase import phrased
from advisor.answers.positions import Topic
from advisor.answers.question import MAX_CHARACTERS, Part, Spelling, clean, parts, states
from advisor.answers.relevance import Read, Relevance, likeliest, reranked, values
from advisor.answers.select import Taste, choose
from advisor.answers.suggest import suggestions
from advisor.answers.types import Answer, Citation, Reason, Sentence
from advisor.llm import Phraser
from advisor.passages import Document, Span, looks_english, plain
from advisor.passages.planted import addresses_software
from advisor.search import Encoder, Hit, HybridSearch
from advisor.search.encoder import Matrix
from advisor.search.lexical import words

_HITS = 10  # passages looked at for a question
_LAST = 8  # questions of which what was found is kept
_OWN = 1.0  # weight of a follow-up's own words against those with the question before it
_ABOUT_TOPIC = 0.45  # cosine from which "do the articles agree on ...?" is about one topic
_SURE = 0.5  # margin from which even a sentence that asks for nothing is answered
_READ = 6  # passages from which sentences are taken
# What a passage's score gains by a sentence that surely answers; where known questions find the right passage, little
# is left to gain. By the dev split, with those questions and without.
_RAISES: Mapping[answerability.Variant, float] = {"articles": 0.1, "general": 1.0}
_REASONS = {"near_miss": Reason.NOT_COVERED, "off_topic": Reason.OFF_TOPIC, "ruling": Reason.RULING}


@dataclass(frozen=True, slots=True)
class Context:
    """What a question comes with, in a conversation.

    `wording` is another wording to search with; sentences in `shown` were read already and count less, those in
    `without` are not wanted. `trusted`: the caller found that it can be answered; `declined`: that it cannot.
    `most` limits the sentences.
    """

    wording: str = ""
    shown: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    trusted: bool = False
    declined: bool = False
    most: int | None = None


@dataclass(frozen=True)
class Findings:
    """What was found for one part of a question."""

    part: Part
    vectors: Matrix
    hits: tuple[Hit, ...]
    verdict: answerability.Verdict
    read: Read


class Answerer:
    """Answers from one searchable set of passages: the articles, or documents read for one call."""

    def __init__(
        self,
        search: HybridSearch,
        encoder: Encoder,
        relevance: Relevance,
        *,
        topics: Sequence[Topic] = (),
        variant: answerability.Variant = "general",
        taste: Taste = Taste(),
        phraser: Phraser | None = None,
    ) -> None:
        self.search, self._encoder, self._taste, self._phraser = search, encoder, taste, phraser
        self._relevance = relevance
        # A question is looked at more than once on its way: where it belongs, whether it can be answered, the answer.
        self._find = lru_cache(_LAST)(self._found)
        self._variant = variant
        self._topics = tuple(topics)
        vocabulary = Counter(word for passage in search.passages.values() for word in words(passage.titled))
        self._spelling = Spelling(vocabulary)
        self._warnings = tuple(_warnings(search))

    def answer(self, message: str, context: Context = Context()) -> Answer:
        """Answer a question, or decline it with the reason. Never raises on what a person may type."""
        question = clean(message)
        if not any(c.isalnum() for c in question):
            return say.declined(question, Reason.EMPTY)
        if len(question) > MAX_CHARACTERS:
            return say.declined(question[:200] + " …", Reason.TOO_LONG)
        asked = parts(question, self._spelling.mend)
        found = [self._blend(question, context.wording)] if context.wording else [self._find(p) for p in asked]
        whole, pieces = found[0], found[1:]
        answered = [piece for piece in pieces if piece.verdict.answered]
        sure = whole.verdict.answered and not (states(question) and whole.verdict.margin < _SURE)
        if not answered and (sure or context.trusted):
            answered, pieces = [whole], []
        if context.declined:
            answered = []
        if not answered:
            reason = Reason.LANGUAGE if not looks_english(question) else _REASONS[whole.verdict.why_not]
            return say.declined(question, reason, follow_ups=suggestions(self.search, whole.vectors))
        unanswered = tuple(piece.part.text for piece in pieces if not piece.verdict.answered)
        return self._compose(question, answered, unanswered, context)

    def verdict(self, question: str) -> answerability.Verdict:
        """How likely the passages answer the question, without composing an answer."""
        return self._find(parts(clean(question), self._spelling.mend)[0]).verdict

    def strength(self, question: str) -> float:
        """The cosine of the question to the passage or sentence that is most like it."""
        hits = self.search.hits([clean(question)], 3) if clean(question) else []
        return max((hit.similarities.get(kind, 0.0) for hit in hits for kind in ("passage", "sentence")), default=0.0)

    def _found(self, part: Part) -> Findings:
        vectors = self._encoder.encode(part.wordings)
        hits = tuple(self.search.hits_of(part.wordings, vectors, _HITS))
        read = self._read(part.wordings[-1], vectors, hits)
        verdicts = [
            self._verdict(wording, vector, hits, read) for wording, vector in zip(part.wordings, vectors, strict=True)
        ]
        best = max(verdicts, key=lambda verdict: (verdict.answered, verdict.margin))
        return Findings(part, vectors, self._reranked(hits, read), best, read)

    def hits(self, question: str, vectors: Matrix, k: int) -> list[Hit]:
        """The `k` best passages for a question, with those first among the best that hold a sentence which answers."""
        found = self.search.hits_of([question], vectors, k)
        best = found[:_HITS]
        return [*self._reranked(best, self._read(question, vectors, best)), *found[_HITS:]]

    def _reranked(self, hits: Sequence[Hit], read: Read) -> tuple[Hit, ...]:
        return reranked(hits, read, _RAISES[self._variant])

    def _read(self, question: str, queries: Matrix, hits: Sequence[Hit]) -> Read:
        """What the sentences most like a question say to it."""
        found = likeliest(queries, hits, self.search.evidence([hit.passage for hit in hits]))
        shares = self._relevance.shares([(question, text) for _, text in found])
        return dict(zip((key for key, _ in found), shares, strict=True))

    def _verdict(self, wording: str, vector: Matrix, hits: Sequence[Hit], read: Read) -> answerability.Verdict:
        known = answerability.load(self._variant, self._encoder.sha256)
        return known.judge([*features(wording, hits, self.search), *values(read)], vector)

    def _blend(self, question: str, wording: str) -> Findings:
        """What is found for a question and its wording with what went before, each counting as much."""
        vectors = self._encoder.encode([question, wording])
        middle = _OWN * vectors[:1] + vectors[1:]
        middle /= np.linalg.norm(middle)
        hits = tuple(self.search.hits_of([wording], middle, _HITS))
        read = self._read(wording, middle, hits)
        verdict = self._verdict(wording, vectors[1], hits, read)
        return Findings(Part(question, (wording,)), middle, self._reranked(hits, read), verdict, read)

    def _compose(
        self, question: str, answered: Sequence[Findings], unanswered: tuple[str, ...], context: Context
    ) -> Answer:
        most = context.most or (self._taste.most if len(answered) == 1 else 3)
        taste = replace(self._taste, most=most)
        citations = Citations(self.search.documents)
        sentences: list[Sentence] = []
        said: dict[str, Matrix] = {}
        for part, findings in enumerate(answered):
            chosen = choose(
                findings.part.wordings[-1],
                findings.vectors,
                findings.hits[:_READ],
                self.search,
                read=findings.read,
                taste=taste,
                shown=context.shown,
                without=context.without | said.keys(),
            )
            for choice in chosen:
                said[choice.key] = choice.vector
                numbers = [citations.number(c.passage, c.span) for c in (choice, *choice.support)]
                sentences.append(Sentence(choice.text, tuple(numbers), part))
        if not sentences:
            return say.declined(question, Reason.NOT_COVERED)
        asked = np.vstack([findings.vectors for findings in answered])
        cited = {citation.section for citation in citations.all()}
        found = differences(self.search, self._topics, self.search.touched(asked), citations)
        answer = Answer(
            question=question,
            sentences=tuple(sentences),
            citations=citations.all(),
            differences=found,
            follow_ups=suggestions(self.search, asked, np.stack(list(said.values())), cited),
            unanswered=unanswered,
        )
        answer = replace(checked(answer, self.search.documents), notes=self._warnings)
        if not answer.sentences:
            return replace(say.declined(question, Reason.NOT_COVERED), removed=answer.removed)
        return phrased(answer, self._phraser) if self._phraser else answer

    def all_differences(self, question: str) -> Answer:
        """Every point on which the articles differ, or the one that the question is about."""
        vectors = self._encoder.encode([question])
        asked = self.search.touched(vectors)
        near = max(self._topics, key=lambda topic: likeness(topic, asked), default=None)
        topics = self._topics if near is None or likeness(near, asked) < _ABOUT_TOPIC else (near,)
        citations = Citations(self.search.documents)
        found = tuple(d for topic in topics if (d := difference(self.search, topic, citations)) is not None)
        answer = Answer(question=question, citations=citations.all(), differences=found)
        return checked(answer, self.search.documents)

    def documents(self) -> list[Document]:
        """What is answered from."""
        return list(self.search.documents.values())

    def surroundings(self, citation: Citation) -> tuple[Span, str] | None:
        """The span of a citation's section (or page) and the page's text; None where the source has changed."""
        if not stands(citation, self.search.documents):
            return None
        document = self.search.documents[citation.source]
        text = document.page(citation.page).text
        for section in document.sections:
            if section.id == citation.section:
                return section.span, text
        return Span(0, len(text)), text


def _warnings(search: HybridSearch) -> Iterator[str]:
    """A line for each document of a team that holds text which addresses the software."""
    for document in search.documents.values():
        if document.kind != "document":
            continue
        planted = [
            plain(passage.sentence(span))
            for passage in search.passages.values()
            if passage.document == document.id
            for span in passage.sentences
            if addresses_software(passage.sentence(span))
        ]
        if planted:
            said = f"“{planted[0][:200]}”"
            yield f"{document.name} holds text that addresses the software, which counts as no evidence: {said}"


def keys(answer: Answer) -> frozenset[str]:
    """The keys (see `Choice.key`) of the sentences that an answer shows."""
    return frozenset(f"{c.source}:{c.page or 0}:{c.start}" for c in answer.citations)
