"""Citations: made from spans, and checked to stand letter for letter where they say."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from advisor.answers.types import Answer, Citation, Difference, Sentence, Stance
from advisor.passages import Document, Passage, Span


class Citations:
    """Numbers citations in the order in which they are first needed; the same span is cited once."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents
        self._found: dict[tuple[str, int | None, int, int], Citation] = {}

    def number(self, passage: Passage, span: Span) -> int:
        """The number of the citation of that span of the passage's page."""
        key = (passage.document, passage.page, span.start, span.end)
        if key not in self._found:
            self._found[key] = cite(self._documents[passage.document], passage, span, len(self._found) + 1)
        return self._found[key].number

    def all(self) -> tuple[Citation, ...]:
        """The citations so far, by number."""
        return tuple(self._found.values())


def cite(document: Document, passage: Passage, span: Span, number: int = 1) -> Citation:
    """The citation of a span of a document."""
    return Citation(
        number=number,
        source=document.id,
        title=document.title,
        section=passage.section,
        page=passage.page,
        start=span.start,
        end=span.end,
        quote=span.of(document.page(passage.page).text),
        sha256=document.sha256,
        heading=passage.heading,
        author=document.author,
        publisher=document.publisher,
        own_words=document.own_words,
        passage=passage.id,
    )


def stands(citation: Citation, documents: Mapping[str, Document]) -> bool:
    """Whether the quote stands letter for letter at its span of the file with that hash."""
    document = documents.get(citation.source)
    if document is None or document.sha256 != citation.sha256 or not citation.quote.strip():
        return False
    try:
        text = document.page(citation.page).text
    except KeyError:
        return False
    return 0 <= citation.start < citation.end <= len(text) and text[citation.start : citation.end] == citation.quote


def checked(answer: Answer, documents: Mapping[str, Document]) -> Answer:
    """The answer without citations that do not stand, and without sentences left with none (kept in `removed`)."""
    good = {c.number for c in answer.citations if stands(c, documents)}
    if len(good) == len(answer.citations):
        return answer
    kept, removed = [], list(answer.removed)
    for sentence in answer.sentences:
        numbers = tuple(n for n in sentence.citations if n in good)
        if numbers:
            kept.append(replace(sentence, citations=numbers))
        else:
            removed.append(sentence.text)
    return replace(
        answer,
        sentences=tuple(kept),
        citations=tuple(c for c in answer.citations if c.number in good),
        differences=_differences(answer.differences, good),
        removed=tuple(removed),
    )


def _differences(differences: Sequence[Difference], good: set[int]) -> tuple[Difference, ...]:
    kept = []
    for difference in differences:
        positions = tuple(
            Stance(p.text, tuple(n for n in p.citations if n in good))
            for p in difference.positions
            if any(n in good for n in p.citations)
        )
        if len(positions) > 1:
            kept.append(Difference(difference.topic, positions))
    return tuple(kept)


def joined(question: str, answers: Sequence[Answer]) -> Answer:
    """One answer from the answers to a question's parts, citations numbered anew.

    A part that was declined is named in `unanswered`; where all were, the first abstention stands for all.
    """
    given = [answer for answer in answers if not answer.abstained]
    if not given:
        return replace(answers[0], question=question)
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    found: list[Difference] = []
    for part, answer in enumerate(given):
        first = len(citations)
        citations += [replace(c, number=first + c.number) for c in answer.citations]
        sentences += [replace(s, citations=_moved(s.citations, first), part=part) for s in answer.sentences]
        found += [
            replace(d, positions=tuple(replace(p, citations=_moved(p.citations, first)) for p in d.positions))
            for d in answer.differences
        ]
    return Answer(
        question=question,
        sentences=tuple(sentences),
        citations=tuple(citations),
        differences=tuple(found),
        follow_ups=tuple(dict.fromkeys(q for answer in given for q in answer.follow_ups))[:3],
        unanswered=tuple(answer.question for answer in answers if answer.abstained),
        model=next((answer.model for answer in given if answer.model), None),
        removed=tuple(text for answer in answers for text in answer.removed),
        notes=tuple(dict.fromkeys(note for answer in answers for note in answer.notes)),
    )


def _moved(numbers: Sequence[int], by: int) -> tuple[int, ...]:
    return tuple(number + by for number in numbers)
