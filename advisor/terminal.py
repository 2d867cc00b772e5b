"""Replies and citations as text for a terminal."""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

from advisor.answers import Answer, Citation
from advisor.conversation import Asked, Noted, Outlook, Reply


def as_text(reply: Reply) -> str:
    """A reply for a terminal: what is said, what was noted, how it stands, and the next question."""
    blocks = [_fill(reply.text)] if reply.text else []
    if reply.answer is not None:
        blocks.append(_answer(reply.answer))
    if reply.noted:
        blocks.append("\n".join(_noted(noted) for noted in reply.noted))
    if reply.outlook is not None:
        blocks.append(_outlook(reply.outlook))
    if reply.asks is not None:
        blocks.append(_asked(reply.asks))
    if reply.quick:
        blocks.append("Reply in your own words, or: " + " | ".join(reply.quick))
    return "\n\n".join(blocks)


def _answer(answer: Answer) -> str:
    """Sentences with their numbers, then the sources."""
    if answer.abstained:
        lines = [_fill(answer.why_abstained or "")]
    else:
        parts = [list(group) for _, group in groupby(answer.sentences, key=lambda sentence: sentence.part)]
        said = (" ".join(f"{printable(s.text)} {_numbers(s.citations)}" for s in part) for part in parts)
        lines = ["\n\n".join(_fill(text) for text in said)]
    for part in answer.unanswered:
        lines += ["", _fill(f"The sources do not answer: {part}")]
    for note in answer.notes:
        lines += ["", _fill(note)]
    for difference in answer.differences:
        lines += ["", f"The articles differ. {difference.topic}:"]
        lines += [_item(f"{position.text} {_numbers(position.citations)}") for position in difference.positions]
    lines += _sources(answer.citations)
    if answer.follow_ups:
        lines += ["", "You might ask", *(f"  - {question}" for question in answer.follow_ups)]
    return "\n".join(lines)


def _noted(noted: Noted) -> str:
    if noted.withdrawn:
        return _item(f"{noted.name}: taken back")
    before = f" (was: {noted.before.words})" if noted.before else ""
    quote = f" “{printable(noted.quote)}”" if noted.quote else ""
    return _item(f"{noted.name}: {noted.status.words}{before}{quote}")


def _outlook(outlook: Outlook) -> str:
    lines = [_fill(outlook.meaning), *(_fill(why) for why in outlook.why)]
    lines.append(f"{outlook.settled} of {outlook.total} gates are known.")
    for name, follows, breaks, suspected in outlook.patterns:
        kind = "Suspected pattern" if suspected else "Pattern"
        lines.append(_item(f"{kind}: {name}. {follows} What breaks it: {breaks}"))
    if outlook.steps:
        lines += ["", "Close these first:"]
        lines += [
            _item(f"{s.name} ({s.status.words}): {s.action} {s.owner_role}, within {s.horizon_days} days.")
            for s in outlook.steps
        ]
    if outlook.more:
        lines.append(f"  and {outlook.more} more")
    return "\n".join(lines)


def _asked(asked: Asked) -> str:
    lines = [_fill(f"({asked.number} of {asked.total}) {asked.question}")]
    if asked.why and not asked.back:
        lines.append(_fill(f"Why: {asked.why} {_numbers(c.number for c in asked.citations)}"))
    if asked.good and not asked.back:
        lines.append(_fill(f"Good looks like: {asked.good}"))
    return "\n".join([*lines, *(_sources(asked.citations) if not asked.back else ())])


def _sources(citations: Sequence[Citation]) -> list[str]:
    if not citations:
        return []
    found = (f"[{citation.number}] {place(asdict(citation))}" for citation in citations)
    return ["", "Sources", *(textwrap.fill(line, 100, subsequent_indent="    ") for line in found)]


def _fill(text: str) -> str:
    return textwrap.fill(text, 100)


def _item(text: str) -> str:
    return textwrap.fill(text, 100, initial_indent="  - ", subsequent_indent="    ")


def place(citation: dict[str, Any]) -> str:
    """Where a citation stands, in one line."""
    by = ", ".join(part for part in (citation.get("author"), citation.get("publisher")) if part)
    where = citation["section"] or citation["source"]
    page = f", page {citation['page']}" if citation["page"] else ""
    ours = "; our words" if citation.get("own_words") else ""
    heading = f", {citation['heading']}" if citation.get("heading") else ""
    return printable(f"{citation['title']}{' - ' + by if by else ''}{heading}{page} ({where}{ours})")


def printable(text: str) -> str:
    """Text on one line without control characters, which a terminal would obey."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())


def _numbers(numbers: Iterable[int]) -> str:
    return "".join(f"[{number}]" for number in numbers)
