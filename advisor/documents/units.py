"""Document -> units: the sentences, items and table rows that are judged, each with the surroundings it is read in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from advisor.passages import Document, Page, Part, Span, blocks, plain, sentences
from advisor.passages.planted import addresses_software

_MARK = re.compile(r"^\s*(?:[•●▪◦‣·*+–—-]|\d{1,2}[.)]|[a-z][.)]|#{1,6}|>)\s+|[*_`]{1,3}")
_LEANS = re.compile(
    r"^(?:it|this|that|these|those|they|he|she|both|all|none|neither|yes|no|not|done|so|which"
    r"|the (?:latter|former|same))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch that is judged as one: `text` letter for letter at its span, `read` the words that the judge gets.

    `heading` is what it stands under, `before` the sentence before it where it leans on that, `where` its place.
    """

    document: str
    page: int | None
    span: Span
    text: str
    read: str
    heading: str = ""
    before: str = ""
    where: str = ""

    @property
    def titled(self) -> str:
        """The words with what they stand under: what is embedded."""
        return f"{self.heading}: {self.read}" if self.heading else self.read

    @property
    def in_place(self) -> str:
        """The words in their surroundings, as the reader was trained to see them."""
        after = f" [after: {self.before}]" if self.before else ""
        under = f" [under: {self.heading}]" if self.heading else ""
        return f"{self.read}{after}{under} [in: {_harmless(self.document).rsplit('.', 1)[0]}]"


def units(document: Document) -> list[Unit]:
    """The units of a document in order; text that addresses the software is none, nor stands beside any."""
    return [unit for page in document.pages for unit in _of_page(document, page)]


def _of_page(document: Document, page: Page) -> Iterator[Unit]:
    heading = _harmless(page.label) if page.label.startswith("sheet") else ""
    for part in page.parts or _parts(page.text):
        if part.kind == "heading":
            heading = said(_harmless(part.span.of(page.text)))
        elif part.kind == "row":
            text = part.span.of(page.text)
            if not addresses_software(text) and not any(map(addresses_software, part.cells)):
                yield Unit(document.id, page.number, part.span, text, row_read(part), heading, "", part.where)
        elif part.kind == "text":
            yield from _sentences(document, page, part, heading)


def _sentences(document: Document, page: Page, part: Part, heading: str) -> Iterator[Unit]:
    before = ""
    for span in sentences(page.text, part.span):
        text = span.of(page.text)
        content = said(text)
        if not any(c.isalpha() for c in content) or addresses_software(text):
            continue
        leans = before if _LEANS.match(content) else ""
        yield Unit(document.id, page.number, span, text, content, heading, leans, part.where)
        before = content


def _parts(text: str) -> list[Part]:
    return [Part(block.span, "heading" if block.heading else "text") for block in blocks(text)]


def said(text: str) -> str:
    """A stretch of text without its marks, on one line."""
    return plain(_MARK.sub("", text))


def row_read(part: Part) -> str:
    """A table row as the judge reads it: each cell behind the heading of its column."""
    if not part.head:
        return "; ".join(filter(None, map(said, part.cells)))
    head = (*_columns(part.head), *[""] * (len(part.cells) - len(part.head)))
    named = [(h, said(cell)) for h, cell in zip(head, part.cells, strict=False) if cell.strip()]
    return "; ".join(f"{h}: {cell}" if h else cell for h, cell in named)


@lru_cache(maxsize=16)  # a table has one head for all its rows
def _columns(head: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(said(_harmless(name)) for name in head)


def _harmless(text: str) -> str:
    """What is read beside a unit; nothing where it addresses the software."""
    return "" if addresses_software(text) else text
