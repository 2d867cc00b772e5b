"""Text -> blocks and sentences, as spans: nothing is rewritten, so every quote stays letter for letter.

A block is a paragraph, a list item or a table row; a lead-in ("Typical costs include:") keeps its
items, because neither says anything without the other. Sentences within a block come from syntok.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import syntok.segmenter as segmenter

from advisor.passages.types import Span

_LINE = re.compile(r"[^\n]*\n?")
_BULLET = re.compile(r"\s*(?:[•●▪◦‣·*+–—-]|\d{1,2}[.)]|[a-z][.)])\s+\S")
_MARK = re.compile(r"[•●▪◦‣·*+–—-]\s+")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s")
_ENDS = (".", "!", "?", ".”", '."', "?”", "!”", ".)", ":")
_WRAPPED_WIDTHS = (45, 130)  # where the longest line is shorter or longer, lines are not wrapped paragraphs
_FEW = 0.15  # of the lines
_LIST_LENGTH = 700  # characters; a longer list is cut into several units


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item or heading of a text."""

    span: Span
    heading: bool = False


def blocks(text: str, start: int = 0, end: int | None = None) -> list[Block]:
    """The blocks of `text[start:end]` in order, without the white space around them."""
    end = len(text) if end is None else end
    found: list[Block] = []
    current: list[Span] = []

    def close() -> None:
        if current:
            found.append(Block(Span(current[0].start, current[-1].end)))
            current.clear()

    lines = list(_lines(text, start, end))
    widest = _width([len(line.of(text)) for line in lines])
    for line in lines:
        content = line.of(text)
        if not content:
            close()
        elif _HEADING.match(content):
            close()
            found.append(Block(line, heading=True))
        else:
            if current and (_BULLET.match(content) or not _wraps(current[-1].of(text), content, widest)):
                close()
            current.append(line)
    close()
    return _joined_lists(text, found)


def sentences(text: str, span: Span) -> list[Span]:
    """The sentences of a block. A list with its lead-in is one sentence."""
    block = span.of(text)
    if _is_list(block):
        return [span]
    mark = _MARK.match(block)
    if mark is not None:  # a bullet is not part of what its item says
        span = Span(span.start + mark.end(), span.end)
        block = span.of(text)
    found = []
    for paragraph in segmenter.process(block):
        for tokens in paragraph:
            begin = tokens[0].offset
            finish = tokens[-1].offset + len(tokens[-1].value)
            found.append(Span(span.start + begin, span.start + finish))
    return found or [span]


def pieces(text: str) -> list[Span]:
    """The sentences of a text of any kind, over all its blocks."""
    return [span for block in blocks(text) for span in sentences(text, block.span)]


def plain(text: str) -> str:
    """The text on one line with its white space folded, as it is shown to people."""
    return " ".join(text.split())


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    for match in _LINE.finditer(text, start, end):
        if match.start() == match.end():
            return
        raw = match.group()
        left = len(raw) - len(raw.lstrip())
        stripped = raw.strip().strip("\ufeff")
        begin = match.start() + left + (1 if raw.strip().startswith("\ufeff") else 0)
        yield Span(begin, begin + len(stripped))


def _width(lengths: Sequence[int]) -> int:
    """How wide a text is written: its longest line, but for a few that are longer than lines of wrapped text are."""
    filled = [length for length in lengths if length]
    wrapped = [length for length in filled if length <= _WRAPPED_WIDTHS[1]]
    few = len(filled) - len(wrapped) <= _FEW * len(filled)
    return max(wrapped if few else filled, default=0)


def _wraps(previous: str, line: str, widest: int) -> bool:
    """Whether `line` continues the paragraph of `previous` (text wrapped at a width) or begins a new one."""
    if widest > _WRAPPED_WIDTHS[1]:
        return False
    if line[0].islower():
        return True
    return widest >= _WRAPPED_WIDTHS[0] and len(previous) >= 0.7 * widest and not previous.endswith(_ENDS)


def _joined_lists(text: str, found: list[Block]) -> list[Block]:
    """Blocks in which a line that ends with a colon has taken the short items after it."""
    joined: list[Block] = []
    lead = False
    for block in found:
        content = block.span.of(text)
        previous = joined[-1] if joined else None
        if (
            lead
            and previous is not None
            and not block.heading
            and _is_item(content)
            and block.span.end - previous.span.start <= _LIST_LENGTH
        ):
            joined[-1] = Block(Span(previous.span.start, block.span.end))
            continue
        lead = content.endswith(":") and not block.heading
        joined.append(block)
    return joined


def _is_item(content: str) -> bool:
    return not content.endswith(":") and (
        bool(_BULLET.match(content)) or (len(content) <= 90 and content[-1] not in ".!?")
    )


def _is_list(block: str) -> bool:
    first, _, rest = block.partition("\n")
    return bool(rest) and first.rstrip().endswith(":")
