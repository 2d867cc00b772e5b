"""Text with its place: documents, their pages and sections, and the passages cut from them.

Offsets are in Unicode characters into the text of a page (or of the whole file where it has no pages),
half open, so that `page.text[start:end]` is the text meant.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["article", "document"]
PartKind = Literal["heading", "text", "row", "head"]
NoticeKind = Literal["hidden", "instruction", "unread"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch `[start, end)` of a page's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The text that this span marks in `text`."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, paragraph, list item or table row of a page, or the head of a table, as the file's format tells it.

    `where` says where it stands in words of the format ("Budget!A7:C7", "speaker notes", "footnote"); a row has its
    `cells` and, where the table has them, the `head`ings of its columns.
    """

    span: Span
    kind: PartKind = "text"
    where: str = ""
    cells: tuple[str, ...] = ()
    head: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page's text; `number` is 1-based, or None where the file has no pages.

    Slides and sheets are pages; `label` is their name. `parts` are in order; empty where the format knows none.
    """

    number: int | None
    text: str
    label: str = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should know of a file that was read.

    `hidden`: text that a reader would not see; `instruction`: text that addresses the software; `unread`: a part that
    could not be read. Neither of the first two is evidence. `quote` is what was found.
    """

    kind: NoticeKind
    text: str
    quote: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A named stretch of a document without pages: `id` is `article#section`."""

    id: str
    heading: str
    span: Span


@dataclass(frozen=True, slots=True)
class Filed:
    """A document as the register of a workspace names it: `id` is the hash of its bytes, `size` their number."""

    id: str
    name: str
    size: int
    pages: int
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read: who wrote it, its text by page, its sections.

    `id` is the article's id, or the file's name for a team's document. `own_words` says that the text
    is our brief of an article and not the article itself.
    """

    id: str
    kind: Kind
    name: str
    title: str
    sha256: str
    pages: tuple[Page, ...]
    sections: tuple[Section, ...] = ()
    author: str | None = None
    publisher: str | None = None
    date: str | None = None
    own_words: bool = False
    notices: tuple[Notice, ...] = ()

    def page(self, number: int | None) -> Page:
        """The page of that number (None: the whole file). Raises KeyError where there is none."""
        for page in self.pages:
            if page.number == number:
                return page
        raise KeyError(number)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document that is searched and cited as one, with the sentences in it.

    `sentences` are spans into the same page's text, in order; headings are not among them.
    """

    id: str
    document: str
    section: str | None
    heading: str
    title: str
    page: int | None
    span: Span
    text: str
    sentences: tuple[Span, ...]

    @property
    def titled(self) -> str:
        """The text with what it stands under, for search: a passage alone seldom names its subject."""
        head = " - ".join(part for part in (self.title, self.heading) if part)
        return f"{head}\n{self.text}" if head else self.text

    def sentence(self, span: Span) -> str:
        """The text of one of this passage's sentences, letter for letter."""
        return self.text[span.start - self.span.start : span.end - self.span.start]
