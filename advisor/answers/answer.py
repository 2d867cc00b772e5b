"""Question -> answer whose every sentence carries a citation, or an abstention that says why."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from advisor.answers import answerability, say
from advisor.answers.cite import Citations, checked
from advisor.answers.features import features
from advisor.answers.phrase import phrased
from advisor.answers.positions import TOUCHES, Topic, place
from advisor.answers.question import MAX_CHARACTERS, Part, Spelling, clean, looks_english, parts
from advisor.answers.select import Choice, Taste, choose
from advisor.answers.types import Answer, Difference, Reason, Sentence, Stance
from advisor.llm import Phraser
from advisor.passages import Document, Passage, Span
from advisor.search import Encoder, HeadlineQuestion, Hit, HybridSearch
from advisor.search.encoder import Matrix
from advisor.search.lexical import words

_HITS = 10  # passages looked at for a question
_ALIKE = 0.68  # cosine from which two questions are the same one
_OWN = 1.0  # weight of a follow-up's own words against those with the question before it
_SUGGESTED = 3  # questions offered next
_READ = 6  # passages from which sentences are taken
_REASONS = {"near_miss": Reason.NOT_COVERED, "off_topic": Reason.OFF_TOPIC, "ruling": Reason.RULING}


@dataclass(frozen=True, slots=True)
class Context:
    """What a question comes with, in a conversation.

    `wording` is another wording to search with; sentences in `shown` were read already and count less, those in
    `without` are not wanted. `trusted`: the caller found that it can be answered; `declined`: that it cannot.
    """

    wording: str = ""
    shown: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    trusted: bool = False
    declined: bool = False


@dataclass(frozen=True)
class Findings:
    """What was found for one part of a question."""

    part: Part
    vectors: Matrix
    hits: tuple[Hit, ...]
    verdict: answerability.Verdict
    choices: tuple[Choice, ...] = field(default=())


class Answerer:
    """Answers from one searchable set of passages: the articles, or documents read for one call."""

    def __init__(
        self,
        search: HybridSearch,
        encoder: Encoder,
        *,
        topics: Sequence[Topic] = (),
        variant: answerability.Variant = "general",
        taste: Taste = Taste(),
        phraser: Phraser | None = None,
    ) -> None:
        self.search, self._encoder, self._taste, self._phraser = search, encoder, taste, phraser
        self._answerability = answerability.load(variant, encoder.sha256)
        self._topics = {text: topic for topic in topics for text in topic.questions}
        vocabulary = Counter(word for passage in search.passages.values() for word in words(passage.titled))
        self._spelling = Spelling(vocabulary)

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
        if not answered and (whole.verdict.answered or context.trusted):
            answered, pieces = [whole], []
        if context.declined:
            answered = []
        if not answered:
            reason = Reason.LANGUAGE if not looks_english(question) else _REASONS[whole.verdict.kind]
            return say.declined(question, reason, follow_ups=self._near(whole.vectors))
        unanswered = tuple(piece.part.text for piece in pieces if not piece.verdict.answered)
        return self._compose(question, answered, unanswered, context)

    def verdict(self, question: str) -> answerability.Verdict:
        """How likely the passages answer the question, without composing an answer."""
        return self._find(parts(clean(question), self._spelling.mend)[0]).verdict

    def strength(self, question: str) -> float:
        """The cosine of the question to the passage or sentence that is most like it."""
        hits = self.search.hits([clean(question)], 3) if clean(question) else []
        return max((hit.similarities.get(kind, 0.0) for hit in hits for kind in ("passage", "sentence")), default=0.0)

    def _find(self, part: Part) -> Findings:
        vectors = self._encoder.encode(part.wordings)
        hits = tuple(self.search.hits_of(part.wordings, vectors, _HITS))
        verdicts = [
            self._answerability.judge(features(wording, hits, self.search), vector)
            for wording, vector in zip(part.wordings, vectors, strict=True)
        ]
        best = max(verdicts, key=lambda verdict: (verdict.answered, verdict.margin))
        return Findings(part, vectors, hits, best)

    def _blend(self, question: str, wording: str) -> Findings:
        """What is found for a question and its wording with what went before, each counting as much."""
        vectors = self._encoder.encode([question, wording])
        middle = _OWN * vectors[:1] + vectors[1:]
        middle /= np.linalg.norm(middle)
        hits = tuple(self.search.hits_of([wording], middle, _HITS))
        verdict = self._answerability.judge(features(wording, hits, self.search), vectors[1])
        return Findings(Part(question, (wording,)), middle, hits, verdict)

    def _compose(
        self, question: str, answered: Sequence[Findings], unanswered: tuple[str, ...], context: Context
    ) -> Answer:
        taste = self._taste if len(answered) == 1 else replace(self._taste, most=3)
        citations = Citations(self.search.documents)
        sentences: list[Sentence] = []
        said: set[str] = set()
        for part, findings in enumerate(answered):
            chosen = choose(
                findings.part.wordings[-1],
                findings.vectors,
                findings.hits[:_READ],
                self.search,
                taste=taste,
                shown=context.shown,
                without=context.without | said,
            )
            for choice in chosen:
                said.add(choice.key)
                numbers = [citations.number(c.passage, c.span) for c in (choice, *choice.support)]
                sentences.append(Sentence(choice.text, tuple(numbers), part))
        if not sentences:
            return say.declined(question, Reason.NOT_COVERED, follow_ups=self._near(answered[0].vectors))
        differences = self._differences(answered, citations)
        answer = Answer(
            question=question,
            sentences=tuple(sentences),
            citations=citations.all(),
            differences=differences,
            follow_ups=self._follow_ups(answered, {c.section for c in citations.all()}),
            unanswered=unanswered,
        )
        answer = checked(answer, self.search.documents)
        return phrased(answer, self._phraser) if self._phraser else answer

    def _differences(self, answered: Sequence[Findings], citations: Citations) -> tuple[Difference, ...]:
        touched: dict[str, tuple[float, Topic]] = {}
        for findings in answered:
            for text, similarity in self.search.touched(findings.vectors).items():
                topic = self._topics.get(text)
                if topic is not None and similarity >= TOUCHES:
                    touched[topic.id] = max(
                        touched.get(topic.id, (0.0, topic)), (similarity, topic), key=lambda t: t[0]
                    )
        best = sorted(touched.values(), key=lambda found: -found[0])[:1]
        return tuple(d for _, topic in best if (d := self._difference(topic, citations)) is not None)

    def _difference(self, topic: Topic, citations: Citations) -> Difference | None:
        positions = []
        for position in topic.positions:
            places = [found for quote in position.quotes if (found := place(quote, self.search)) is not None]
            numbers = dict.fromkeys(citations.number(passage, span) for passage, span in places)
            if numbers:
                positions.append(Stance(position.text, tuple(numbers)))
        return Difference(topic.topic, tuple(positions)) if len(positions) > 1 else None

    def _follow_ups(self, answered: Sequence[Findings], cited: set[str | None]) -> tuple[str, ...]:
        """Questions worth asking next: near the subject, answered by sections that were not cited, each another."""
        asked = np.vstack([findings.vectors for findings in answered])
        return self._near(asked, most=_ALIKE, without=cited)

    def _near(self, asked: Matrix, *, most: float = 1.01, without: set[str | None] = frozenset()) -> tuple[str, ...]:  # type: ignore[assignment]
        """The headline questions nearest to what was asked, less alike than `most`, one a section."""
        known = [q for q in self.search.headline_questions() if q.section not in without]
        if not known:
            return ()
        similar = (np.stack([q.vector for q in known]) @ asked.T).max(axis=1)
        found: list[HeadlineQuestion] = []
        for number in np.argsort(-similar, kind="stable"):
            question = known[number]
            alike = [float(np.dot(question.vector, other.vector)) for other in found]
            if similar[number] < most and max(alike, default=0.0) < _ALIKE:
                found.append(question)
            if len(found) == _SUGGESTED:
                break
        return tuple(question.text for question in found)

    def documents(self) -> list[Document]:
        """What is answered from."""
        return list(self.search.documents.values())

    def surroundings(self, passage: str) -> tuple[Passage, Span, str] | None:
        """A passage, the span of its section (or page), and the page's text; None where it is not known."""
        found = self.search.passages.get(passage)
        if found is None:
            return None
        document = self.search.documents[found.document]
        text = document.page(found.page).text
        for section in document.sections:
            if section.id == found.section:
                return found, section.span, text
        return found, Span(0, len(text)), text


def keys(answer: Answer) -> frozenset[str]:
    """The keys (see `Choice.key`) of the sentences that an answer shows."""
    return frozenset(f"{c.source}:{c.page or 0}:{c.start}" for c in answer.citations)
