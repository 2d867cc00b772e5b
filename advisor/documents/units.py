"""Document -> units: the sentences, items and table rows that are judged, each with the surroundings it is read in."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import groupby

from advisor.documents.cleared import cleared
from advisor.documents.dated import date_of, first_date
from advisor.passages import Document, Page, Part, Span, blocks, pieces, plain, sentences
from advisor.passages.planted import is_foreign, planted_in_document, without_blobs

_MARK = re.compile(r"^\s*(?:[•●▪◦‣·*+–—-]|\d{1,2}[.)]|[a-z][.)]|#{1,6}|>)\s+|[*_`]{1,3}")
_LEANS = re.compile(
    r"^(?:it|this|that|these|those|they|he|she|both|all|none|neither|yes|no|not|done|so|which"
    r"|the (?:latter|former|same))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch that is judged as one: `text` letter for letter at its span, `read` the words that the judge gets.

    `heading` is what it stands under, `before` the sentence before it where it leans on that, `where` its place,
    `said_on` the date of the document or of the part of it; `cells` the parts of `read` where it is a table's row.
    """

    document: str
    page: int | None
    span: Span
    text: str
    read: str
    heading: str = ""
    before: str = ""
    where: str = ""
    said_on: date | None = None
    cells: tuple[str, ...] = ()

    @property
    def titled(self) -> str:
        """The words with what they stand under: what is embedded."""
        return f"{self.heading}: {self.read}" if self.heading else self.read

    @property
    def in_place(self) -> str:
        """The words in their surroundings, as the reader sees them; the name of the file is none of them."""
        after = f" [after: {self.before}]" if self.before else ""
        under = f" [under: {self.heading}]" if self.heading else ""
        return f"{self.read}{after}{under}"


Apart = Mapping[int | None, Collection[Span]]  # by page, what counts as if it were not there


def units(document: Document, apart: Apart | None = None, known: Iterable[Unit] = ()) -> list[Unit]:
    """The units of a document in order; text that addresses the software is none, nor stands beside any.

    `known` are its units with nothing apart: those of the other pages are taken over.
    """
    apart = apart or {}
    by_page = {number: list(some) for number, some in groupby(known, lambda unit: unit.page)}
    on = date_of(document.name, " ".join(page.text[:2_000] for page in document.pages[:2]))
    found: list[Unit] = []
    for page in document.pages:
        if not apart.get(page.number) and known:
            found += by_page.get(page.number, ())
            continue
        cut = _around(document, page, apart[page.number]) if apart.get(page.number) else _of_page(document, page)
        found += [replace(unit, said_on=first_date(unit.heading) or on) for unit in cut]
    return found


def _around(document: Document, page: Page, apart: Collection[Span]) -> Iterator[Unit]:
    """The units of a page without some spans, at their places in it."""
    left, back = cleared(page, apart, document.name)
    for unit in _of_page(document, left):
        span = _longest(page.text, back[unit.span.start : unit.span.end])
        yield replace(unit, span=span, text=span.of(page.text))


def _longest(text: str, places: Sequence[int]) -> Span:
    """The longest stretch of the places with nothing between them but white space: what is apart is not quoted."""
    found = Span(places[0], places[0])
    start = places[0]
    for place, following in zip(places, [*places[1:], len(text) + 1], strict=True):
        if text[place + 1 : following].strip() or following > len(text):
            if place + 1 - start > found.end - found.start:
                found = Span(start, place + 1)
            start = following
    while found.end > found.start + 1 and text[found.end - 1].isspace():
        found = Span(found.start, found.end - 1)
    return found


def _of_page(document: Document, page: Page) -> Iterator[Unit]:
    heading = evident(page.label) if page.label.startswith("sheet") else ""
    for part in page.parts or _parts(page.text):
        if part.kind == "heading":
            heading = evident(part.span.of(page.text)) or heading  # a planted one leaves the heading as it was
        elif part.kind == "row":
            cells = row_read(part)
            if cells:
                yield of_row(
                    Unit(document.id, page.number, part.span, part.span.of(page.text), "", heading, "", part.where),
                    cells,
                )
        elif part.kind == "text":
            yield from _sentences(document, page, part, heading)


def _sentences(document: Document, page: Page, part: Part, heading: str) -> Iterator[Unit]:
    before: str | None = ""  # None: nothing but what is planted, and so is what leans on it
    for span in sentences(page.text, part.span):
        text = span.of(page.text)
        content = evident(text)
        if not any(c.isalpha() for c in content):
            before = None if not before and planted_in_document(text) else before
            continue
        leans = _LEANS.match(content) is not None
        if leans and before is None:
            continue
        yield Unit(document.id, page.number, span, text, content, heading, (before or "") if leans else "", part.where)
        before = content


def _parts(text: str) -> list[Part]:
    return [Part(block.span, "heading" if block.heading else "text") for block in blocks(text)]


def evident(text: str) -> str:
    """What of a stretch can be evidence: its sentences without those that speak to the software or are not English."""
    found = []
    for line in without_blobs(text).split("\n"):
        spans = pieces(line) if len(line.split()) > 1 else [Span(0, len(line))]
        kept = [
            part for part in (span.of(line) for span in spans) if not (planted_in_document(part) or is_foreign(part))
        ]
        found.append(said(line if len(kept) == len(spans) else " ".join(kept)))
    return " ".join(filter(None, found))


def said(text: str) -> str:
    """A stretch of text without its marks, on one line."""
    return plain(_MARK.sub("", text))


def of_row(unit: Unit, cells: Sequence[str]) -> Unit:
    """A table row that is read as these cells."""
    return replace(unit, read="; ".join(cells), cells=tuple(cells))


def row_read(part: Part) -> list[str]:
    """A table row as the judge reads it: each cell behind the heading of its column."""
    cells = [evident(cell) for cell in part.cells]
    head = (*_columns(part.head), *[""] * (len(cells) - len(part.head)))
    named = [(h, cell) for h, cell in zip(head, cells, strict=False) if cell]
    return [f"{h}: {cell}" if h else cell for h, cell in named]


@lru_cache(maxsize=16)  # a table has one head for all its rows
def _columns(head: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(evident, head))
