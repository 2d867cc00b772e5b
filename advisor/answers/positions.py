"""Where the articles differ: corpus/positions.yaml -> positions whose quotes stand in the indexed articles."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from advisor.errors import CorpusError
from advisor.passages import Passage, Span, plain
from advisor.search import HybridSearch
from advisor.search.lexical import terms
from advisor.yamls import read_yaml


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of a brief that carries a stance."""

    section: str
    text: str


@dataclass(frozen=True, slots=True)
class Position:
    """One stance, in our words, and the sentences behind it."""

    text: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A point on which the articles differ."""

    id: str
    topic: str
    questions: tuple[str, ...]
    positions: tuple[Position, ...]


def read_positions(path: Path) -> tuple[Topic, ...]:
    """The topics of a positions file; none where it is missing. Raises CorpusError naming the item."""
    if not path.is_file():
        return ()
    data = read_yaml(path)
    topics = []
    for number, item in enumerate(data, start=1):
        try:
            positions = tuple(
                Position(p["text"], tuple(Quote(q["section"], q["quote"]) for q in p["quotes"]))
                for p in item["positions"]
            )
            topics.append(Topic(item["id"], item["topic"], tuple(item["questions"]), positions))
        except (KeyError, TypeError) as error:
            raise CorpusError(f"{path.name}: item {number} lacks {error}; see corpus/README.md for its form.") from None
    return tuple(topics)


def place(quote: Quote, search: HybridSearch) -> tuple[Passage, Span] | None:
    """Where a quote stands. In other texts of the same article: the section's sentence that shares most words."""
    passages = [p for p in search.passages.values() if p.section == quote.section]
    for passage in passages:
        at = passage.text.find(quote.text)
        if at >= 0:
            start = passage.span.start + at
            return passage, Span(start, start + len(quote.text))
    wanted = set(terms(quote.text))
    places = [(passage, span) for passage in passages for span in passage.sentences]
    return max(places, key=lambda found: _shared(wanted, found[0].sentence(found[1])), default=None)


def _shared(wanted: set[str], sentence: str) -> float:
    found = set(terms(plain(sentence)))
    return len(wanted & found) / max(1, len(wanted | found))


def questions_by_section(topics: Sequence[Topic]) -> dict[str, list[str]]:
    """The topics' questions, each under the section that its topic quotes first."""
    found: dict[str, list[str]] = {}
    for topic in topics:
        found.setdefault(topic.positions[0].quotes[0].section, []).extend(topic.questions)
    return found
