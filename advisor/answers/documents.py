"""A team's documents and the articles side by side: which of them a question is put to."""

import re

from advisor.answers.answer import Answerer, Context
from advisor.answers.answerability import Verdict
from advisor.answers.cite import joined
from advisor.answers.question import MAX_CHARACTERS, clean, parts
from advisor.answers.types import Answer
from advisor.passages import Document

# A question about this pilot, this team, these papers; what the articles say in general would not answer it.
_OURS = re.compile(
    r"\b(?:we|our|ours|us|my|mine|i)\b|\b(?:this|the|these|that) (?:pilot|project|team|charter|document|file|report|"
    r"plan|vendor|minutes|slides?|policy|contract|sponsor|owner|budget|tool|model|system|hospital|trust|study|trial|programme|program)s?\b",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"\b(?:should|usually|typically|in general|other hospitals|articles?|why do|most)\b", re.IGNORECASE
)


class DocumentsFirst:
    """Answers as `Answerer` does: from the documents, and from the articles where the question is a general one."""

    def __init__(self, documents: Answerer, articles: Answerer) -> None:
        self._documents, self._articles = documents, articles

    def answer(self, message: str, context: Context = Context()) -> Answer:
        """The answer of whichever was asked; a question about this pilot is never answered from the articles.

        Of a message that holds two questions, each is put where it belongs.
        """
        pieces = [part.text for part in parts(clean(message)[:MAX_CHARACTERS])[1:]]
        asked = [self._asked(piece) for piece in pieces]
        if len(set(map(id, asked))) > 1 and not context.wording:
            return joined(clean(message), [a.answer(piece, context) for a, piece in zip(asked, pieces, strict=True)])
        return self._asked(message).answer(message, context)

    def all_differences(self, question: str) -> Answer:
        """The points on which the articles differ."""
        return self._articles.all_differences(question)

    def verdict(self, question: str) -> Verdict:
        """How likely the one that is asked can answer."""
        return self._asked(question).verdict(question)

    def documents(self) -> list[Document]:
        """What is answered from, the team's own first."""
        return [*self._documents.documents(), *self._articles.documents()]

    def _asked(self, question: str) -> Answerer:
        if _OURS.search(question) and not _GENERAL.search(question):
            return self._documents
        in_documents, in_articles = self._documents.strength(question), self._articles.strength(question)
        if not self._articles.verdict(question).answered:
            return self._documents
        if _GENERAL.search(question) and not _OURS.search(question):
            return self._articles
        return self._documents if in_documents >= in_articles else self._articles
