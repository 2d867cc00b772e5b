"""A page without what is set apart in it, cut anew as if that had never been there, and the way back to its offsets."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from advisor.passages import Page, Part, Span, parts_of_text, plain

_WORD = re.compile(r"[^\W\d_]{2}")
_LEFT = 4  # words; a row with fewer left says nothing by itself
_GAP = re.compile(b"\1+")
_ENDS = ".!?:"
_LINE = re.compile(r"[^\n]+\n?")


def cleared(page: Page, apart: Iterable[Span], name: str) -> tuple[Page, list[int]]:
    """The page without the spans, and for each character that is left where it stood.

    `name` is the file's: what is a paragraph in a text file hangs on its lines, so that its parts are told anew.
    """
    spans = sorted(set(apart), key=lambda span: (span.start, span.end))
    gone = bytearray(len(page.text))
    for span in spans:
        gone[span.start : span.end] = b"\1" * (span.end - span.start)
    for part in page.parts:
        touched = part.kind in ("row", "head") and any(gone[part.span.start : part.span.end])
        if touched and len(_WORD.findall(_left(page.text, gone, part.span))) < _LEFT:
            gone[part.span.start : part.span.end] = b"\1" * (part.span.end - part.span.start)
    for match in _LINE.finditer(page.text):
        line = Span(*match.span())
        if any(gone[line.start : line.end]) and not _WORD.search(_left(page.text, gone, line)):
            gone[line.start : line.end] = b"\1" * (line.end - line.start)
    for gap in _GAP.finditer(bytes(gone)):
        _heal(page.text, gone, *gap.span())
    back = [place for place, out in enumerate(gone) if not out]
    text = "".join(page.text[place] for place in back)
    parts = parts_of_text(text, name) if page.number is None else []
    return replace(page, text=text, parts=tuple(parts or _moved(page, back, spans))), back


def _heal(text: str, gone: bytearray, start: int, end: int) -> None:
    """Close a gap in the middle of a sentence: the white space around it goes too, but for one."""
    while start > 0 and text[start - 1].isspace():
        start -= 1
    while end < len(text) and text[end].isspace():
        end += 1
    if start > 0 and end < len(text) and text[end].islower() and text[start - 1] not in _ENDS:
        for place in range(start + 1, end):
            gone[place] = 1


def _left(text: str, gone: Sequence[int], span: Span) -> str:
    return "".join(text[place] for place in range(span.start, span.end) if not gone[place])


def _moved(page: Page, back: Sequence[int], spans: Sequence[Span]) -> Iterator[Part]:
    """The parts at their new places, without those of which nothing is left."""
    starts = [span.start for span in spans]
    head: list[str] = []  # what is apart in the head of the table that the rows are of
    for part in page.parts:
        inside = spans[bisect_left(starts, part.span.start) : bisect_left(starts, part.span.end)]
        texts = [plain(span.of(page.text)) for span in inside]
        head = texts if part.kind == "head" else head
        span = Span(bisect_left(back, part.span.start), bisect_left(back, part.span.end))
        if span.start < span.end:
            cells = tuple(_without(cell, texts) for cell in part.cells)
            yield replace(part, span=span, cells=cells, head=tuple(_without(cell, head) for cell in part.head))


def _without(cell: str, texts: Iterable[str]) -> str:
    for text in texts:
        if text in cell:
            cell = plain(cell.replace(text, " "))
    return cell
