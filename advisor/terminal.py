"""Replies and citations as text for a terminal."""

import textwrap
from collections.abc import Iterable
from dataclasses import asdict
from itertools import groupby
from typing import Any

from advisor.conversation import Reply


def as_text(reply: Reply) -> str:
    """A reply for a terminal: sentences with their numbers, then the sources."""
    answer = reply.answer
    if answer is None:
        return textwrap.fill(reply.text, 100)
    if answer.abstained:
        lines = [textwrap.fill(answer.why_abstained or "", 100)]
    else:
        parts = [list(group) for _, group in groupby(answer.sentences, key=lambda sentence: sentence.part)]
        said = (" ".join(f"{printable(s.text)} {_numbers(s.citations)}" for s in part) for part in parts)
        lines = ["\n\n".join(textwrap.fill(text, 100) for text in said)]
    for part in answer.unanswered:
        lines += ["", textwrap.fill(f"The sources do not answer: {part}", 100)]
    for note in answer.notes:
        lines += ["", textwrap.fill(note, 100)]
    for difference in answer.differences:
        lines += ["", f"The articles differ. {difference.topic}:"]
        for position in difference.positions:
            text = f"{position.text} {_numbers(position.citations)}"
            lines.append(textwrap.fill(text, 100, initial_indent="  - ", subsequent_indent="    "))
    if answer.citations:
        lines += ["", "Sources"]
        for citation in answer.citations:
            where = place(asdict(citation))
            lines.append(textwrap.fill(f"[{citation.number}] {where}", 100, subsequent_indent="    "))
    if answer.follow_ups:
        lines += ["", "You might ask"]
        lines += [f"  - {question}" for question in answer.follow_ups]
    return "\n".join(lines)


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
