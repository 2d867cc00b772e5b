"""A composed answer phrased by a chat model: each sentence is checked against what it cites, and falls if it fails."""

import re
from collections.abc import Sequence
from dataclasses import replace

from advisor.answers.types import Answer, Citation, Sentence
from advisor.errors import ModelError
from advisor.llm import Phraser, split_numbered
from advisor.passages import plain
from advisor.search.lexical import terms

# A phrased sentence must share this much of its content words with the quotes that it cites.
_SUPPORTED = 0.6
_NUMBERS = re.compile(r"\d+(?:[.,]\d+)?")
_NUMBER_WORDS = frozenset(
    "two three four five six seven eight nine ten eleven twelve twenty thirty half twice double".split()  # noqa: SIM905
)
_NEGATIONS = frozenset("no not never none nothing without cannot nor neither n't".split())  # noqa: SIM905


def phrased(answer: Answer, phraser: Phraser) -> Answer:
    """The answer in the model's words, each sentence supported by its citations.

    What fails the check stands in `removed`. Where the model is slow, down or leaves nothing that holds, the
    composed answer comes back with a note that says so.
    """
    if answer.abstained:
        return answer
    quotes = [plain(citation.quote) for citation in answer.citations]
    try:
        said = split_numbered(phraser.phrase(answer.question, quotes), len(quotes))
    except ModelError as error:
        return replace(answer, notes=(*answer.notes, f"Composed from the passages alone: {error}."))
    kept, removed = [], []
    for text, numbers in said:
        cited = [c for c in answer.citations if c.number in numbers]
        if cited and supported(text, cited):
            kept.append(Sentence(text, numbers))
        else:
            removed.append(text)
    if not kept:
        note = f"Composed from the passages alone: what {phraser.name} wrote did not hold against them."
        return replace(answer, notes=(*answer.notes, note), removed=(*answer.removed, *removed))
    return replace(answer, sentences=tuple(kept), model=phraser.name, removed=(*answer.removed, *removed))


def supported(text: str, citations: Sequence[Citation]) -> bool:
    """Whether a sentence says no more than its citations: their words, their figures, and no turned negation."""
    quotes = " ".join(plain(citation.quote) for citation in citations)
    if _figures(text) - _figures(quotes):
        return False
    if _negated(text) != _negated(quotes) and len(citations) == 1:
        return False
    mine, theirs = set(terms(text)), set(terms(quotes))
    return bool(mine) and len(mine & theirs) / len(mine) >= _SUPPORTED


def _figures(text: str) -> set[str]:
    lower = text.lower()
    return set(_NUMBERS.findall(lower)) | {word for word in re.findall(r"[a-z]+", lower) if word in _NUMBER_WORDS}


def _negated(text: str) -> bool:
    return any(word in _NEGATIONS for word in re.findall(r"n't|[a-z]+", text.lower().replace("’", "'")))
