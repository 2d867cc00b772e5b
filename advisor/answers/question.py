"""A message -> the questions in it, in wordings that search can use."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import syntok.segmenter as segmenter
from rapidfuzz import process
from rapidfuzz.distance import OSA

from advisor.passages.english import everyday, is_english
from advisor.search.lexical import STOPWORDS

MAX_CHARACTERS = 4000
_LONG = 25  # words; in a longer message the question alone is searched too
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_ASKS = r"(?:what|how|why|who|whom|whose|when|where|which|should|do|does|did|is|are|can|could|will|would|must)"
# The last question within a long sentence: "..., so what should we do now?"
_CLAUSE = re.compile(rf".*(?:^|[,;:–—-]\s*|\b(?:and|so|but|then)\s+)({_ASKS}\b.+)$", re.IGNORECASE | re.DOTALL)
_BRITISH = re.compile(r"\b([A-Za-z]*(?:organi|standardi|normali|prioriti|operationali|centrali|anonymi))s([a-z]+)\b")
_MARKUP = re.compile(r"!?\[[^\]]*\]\([^)]*\)|<[^<>]{1,300}>|https?://\S+")
_OPENS = re.compile(rf"(?:and |but |so |or |ok |okay |also )*{_ASKS}\b", re.IGNORECASE)
_REQUESTS = re.compile(
    rf"(?:please |and |but |so |ok |okay )*(?:{_ASKS}|tell|explain|show|give|list|describe|compare|summari[sz]e|name"
    r"|help|advise|walk|define|outline)\b|.*\b(?:i|we) (?:want|need|would like|wonder|ask|like) ",
    re.IGNORECASE,
)
# "Why do pilots stall, and what does production cost?" holds two questions.
_SECOND = re.compile(
    rf",?;?\s+and\s+(?=(?:what|how|why|who|when|where|which)\b)|(?<=[?])\s+(?={_ASKS}\b)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Part:
    """One question. `wordings` are what is searched, `text` itself first."""

    text: str
    wordings: tuple[str, ...]


def clean(message: str) -> str:
    """The message without control and formatting characters, its white space folded."""
    kept = (c if unicodedata.category(c)[0] != "C" else " " if c in "\n\t\r" else "" for c in message)
    return " ".join("".join(kept).split())


def states(question: str) -> bool:
    """Whether it is a full sentence or more that asks for nothing: somebody tells something."""
    sentences = _sentences(question)
    return bool(sentences) and all(s.endswith((".", "!")) and not _REQUESTS.match(s) for s in sentences)


def american(text: str) -> str:
    """British spellings that the articles and the questions mostly write the American way."""
    return _BRITISH.sub(lambda match: match.group(1) + "z" + match.group(2), text)


def without_markup(text: str) -> str:
    """The text without HTML tags, Markdown images and addresses, which only mislead a search."""
    return " ".join(_MARKUP.sub(" ", text).split())


def parts(question: str, corrected: Callable[[str], str] = str) -> list[Part]:
    """The whole question first; then, where it asks more than one thing, each thing by itself.

    `corrected` mends the spelling of a text; a changed wording is searched beside the one that was given.
    """
    question = without_markup(question) or question
    sentences = _sentences(question)
    asked = [s for s in sentences if s.endswith("?") or _OPENS.match(s)]
    whole = [question]
    if len(question.split()) > _LONG:
        told = asked or sentences[-1:]
        if len(told) < len(sentences):
            whole.append(" ".join(told))
        clause = _CLAUSE.search(told[-1])
        if clause is not None and len(clause.group(1).split()) >= 4:
            whole.append(clause.group(1))
    found = [_part(question, whole, corrected)]
    pieces = [piece.strip(" ,;") for sentence in asked for piece in _SECOND.split(sentence) if piece.strip(" ,;")]
    if 2 <= len(pieces) <= 3 and all(_stands_alone(piece) for piece in pieces):
        found += [_part(piece if piece.endswith("?") else piece + "?", [piece], corrected) for piece in pieces]
    return found


def _part(text: str, wordings: list[str], corrected: Callable[[str], str]) -> Part:
    mended = [american(corrected(wording)) for wording in wordings]
    return Part(text, tuple(dict.fromkeys([*wordings, *mended])))


def _stands_alone(piece: str) -> bool:
    content = [word for word in _WORD.findall(piece.lower()) if word not in STOPWORDS]
    return bool(_OPENS.match(piece)) and len(content) >= 2


def _sentences(text: str) -> list[str]:
    return [
        text[tokens[0].offset : tokens[-1].offset + len(tokens[-1].value)]
        for paragraph in segmenter.process(text)
        for tokens in paragraph
    ]


class Spelling:
    """Mends words that are neither English nor the passages' to the nearest word of theirs or of everyday English."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        """`vocabulary`: the words of the passages, and how often each stands there."""
        self._known = vocabulary

    def mend(self, text: str) -> str:
        """The text with its likely typing errors mended; everything else stays to the letter."""
        return _WORD.sub(lambda match: self._mended(match.group()), text)

    def _mended(self, word: str) -> str:
        lower = word.lower().replace("’", "'")
        if len(lower) < 4 or lower in self._known or word.isupper() or is_english(lower):
            return word
        allowed = 1 if len(lower) < 7 else 2
        near = process.extract(lower, self._candidates, scorer=OSA.distance, score_cutoff=allowed, limit=8)
        return min(near, key=lambda found: (found[1], -self._weight(found[0])))[0] if near else word

    @cached_property
    def _candidates(self) -> list[str]:
        return sorted({word for word in self._known if len(word) >= 4} | set(everyday()))

    def _weight(self, word: str) -> float:
        return self._known.get(word, 0) * 50 + everyday().get(word, 0)
