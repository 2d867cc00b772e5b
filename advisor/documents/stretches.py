"""Document -> the stretches of it that somebody may have planted: what a line, a cell or an aside says by itself.

A unit is cut by what the text means, and planted text spoils that: a line put between two lines of a paragraph becomes
part of its sentence. So what may be planted is looked for in what stands on a line, before units are cut.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from advisor.documents.units import said
from advisor.passages import Document, Span, pieces, sentences
from advisor.passages.planted import BLOB

# What may be put into a sentence that goes on after it: in brackets, between or behind marks, in letters of another
# alphabet, and what hands over something encoded.
_ASIDE = re.compile(
    r"\([^()]{12,}\)|\[[^\[\]]{12,}\]|\{[^{}]{12,}\}|([|=~#*_])\1[^\n]{12,}?\1\1|(?://|/\*|#!|--|[—–])\s*\S.{11,}$"
    r"|[\u0370-\u1fff\u2e80-\uffef][^\n]*[\u0370-\u1fff\u2e80-\uffef](?:(?:\s*\S+){1,2}\s*$)?"
)
_BEGINS = ".!?;\n"
_CLAUSE = re.compile(r"[^;]+")
_LINE = re.compile(r"\S(?:.*\S)?")


@dataclass(frozen=True, slots=True)
class Stretch:
    """`text`, what is said at a span of a page, without its marks.

    `line` numbers the line or row that it stands on, `cell` the cell of a row; `depth` is 3 for an aside, 2 for a
    clause, 1 for a sentence, 0 for a row.
    """

    document: str
    page: int | None
    span: Span
    text: str
    line: int = 0
    depth: int = 1
    cell: int = 0


def stretches(document: Document) -> Iterator[Stretch]:
    """The stretches of a document in order; a sentence and an aside in it are two of them."""
    line = 0
    for page in document.pages:
        in_rows = bytearray(len(page.text))
        for part in page.parts:
            if part.kind not in ("row", "head"):
                continue
            in_rows[part.span.start : part.span.end] = b"\1" * (part.span.end - part.span.start)
            line += 1
            for number, cell in enumerate(part.cells, start=1):
                for span, depth in _spans(cell):
                    words = span.of(cell)
                    place = _found(page.text, words, part.span)
                    yield Stretch(document.id, page.number, place, said(words), line, depth, number)
            if len(part.cells) > 1:
                words = "; ".join(filter(None, part.cells))
                yield Stretch(document.id, page.number, part.span, said(words), line, 0)
        for match in _LINE.finditer(page.text):
            if not in_rows[match.start()]:
                line += 1
                for span, depth in _spans(match[0]):
                    place = Span(match.start() + span.start, match.start() + span.end)
                    yield Stretch(document.id, page.number, place, said(span.of(match[0])), line, depth)


def _spans(text: str) -> Iterator[tuple[Span, int]]:
    found = pieces(text) if "\n" in text else sentences(text, Span(0, len(text)))
    yield from ((span, 1) for span in found)
    asides = {_trimmed(text, *match.span()) for match in _ASIDE.finditer(text)}
    for match in BLOB.finditer(text):
        begins = max(text.rfind(mark, 0, match.start()) for mark in _BEGINS) + 1
        asides.add(_trimmed(text, begins, match.end()))
    asides.difference_update(found)
    yield from ((span, 3) for span in sorted(asides, key=lambda span: span.start))
    if ";" in text:
        outside = _ASIDE.sub(lambda match: "x" * len(match[0]), text)
        clauses = {_trimmed(text, *m.span()) for span in found for m in _CLAUSE.finditer(outside, span.start, span.end)}
        yield from ((span, 2) for span in sorted(clauses.difference(found, asides), key=lambda span: span.start))


def _trimmed(text: str, start: int, end: int) -> Span:
    """A span without the white space at its ends."""
    words = text[start:end]
    left = len(words) - len(words.lstrip())
    return Span(start + left, start + max(left, len(words.rstrip())))


def _found(text: str, said: str, within: Span) -> Span:
    """Where a cell's words stand in its row; the whole row where the file writes them otherwise."""
    start = text.find(said, within.start, within.end)
    return Span(start, start + len(said)) if start >= 0 else within
