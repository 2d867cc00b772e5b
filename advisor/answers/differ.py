"""Which point of difference an answer touches, and its positions with their citations."""

from collections.abc import Mapping, Sequence

from advisor.answers.cite import Citations
from advisor.answers.positions import Topic, place
from advisor.answers.types import Difference, Stance
from advisor.search import HybridSearch

# Cosine of the question to the topic's own questions from which the topic is touched ...
_ASKED = 0.78  # whatever the answer cites
_HERE = 0.68  # where the answer cites one of the topic's sections
_NEAR = 0.50  # where it quotes one of the topic's positions
_FAR = 0.30  # where it quotes two of them


def differences(
    search: HybridSearch, topics: Sequence[Topic], asked: Mapping[str, float], citations: Citations
) -> tuple[Difference, ...]:
    """The one topic that is touched most, if any, with its positions.

    `asked` gives the cosine of the question to the topics' own questions. The more the answer cites of a topic, the
    less like those the question needs to be.
    """
    cited = {citation.quote for citation in citations.all()}
    sections = {c.section for c in citations.all()}
    touched: list[tuple[float, int, Topic]] = []
    for number, topic in enumerate(topics):
        near = likeness(topic, asked)
        quoted = sum(any(quote.text in cited for quote in position.quotes) for position in topic.positions)
        here = any(quote.section in sections for position in topic.positions for quote in position.quotes)
        if near >= (_FAR if quoted >= 2 else _NEAR if quoted else _HERE if here else _ASKED):
            touched.append((near, -number, topic))
    if not touched:
        return ()
    found = difference(search, max(touched)[2], citations)
    return (found,) if found else ()


def likeness(topic: Topic, asked: Mapping[str, float]) -> float:
    """The cosine of the question to the topic's own question that is most like it, of those that `asked` gives."""
    return max((asked.get(question, 0.0) for question in topic.questions), default=0.0)


def difference(search: HybridSearch, topic: Topic, citations: Citations) -> Difference | None:
    """A topic's positions with their citations; None where fewer than two have a place in what is indexed."""
    positions = []
    for position in topic.positions:
        places = [found for quote in position.quotes if (found := place(quote, search)) is not None]
        numbers = dict.fromkeys(citations.number(passage, span) for passage, span in places)
        if numbers:
            positions.append(Stance(position.text, tuple(numbers)))
    return Difference(topic.topic, tuple(positions)) if len(positions) > 1 else None
