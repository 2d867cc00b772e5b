"""What every reader gives back, and how a page's text is put together from its parts."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from advisor.errors import DocumentError
from advisor.passages.types import Notice, Page, Part, PartKind, Span

# Characters that nobody sees: zero widths, direction marks, and the tag block that can carry a whole hidden text.
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\U000e0000-\U000e007f]")
_TAGS = re.compile("[\U000e0020-\U000e007e]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_BACKWARDS = re.compile("\u202e([^\u202c\n]*)\u202c?")
_FIGURE = re.compile(r"[\d.,%$€£ -]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_VALUE = re.compile(  # what is no name of a column: a figure, a date, a person, a yes or no
    r"^[\d$€£<>≥≤~]|\d, \d{4}$|, [A-Z]|^(?:Dr|Mr|Ms|Mrs|Prof)\b|\b[Nn](?:ot|one)\b|^(?:[Yy]es|[Nn]o)$"
)
_QUOTE = 300  # characters of what was hidden that are reported
_MOST_NOTICES = 200
_MOST_CHARACTERS = 4_000_000  # of text in a file: some 1,300 pages

# Boxes of a page's words: (start, end, left, top, right, bottom), the last four in ten-thousandths of its picture.
Boxes = list[tuple[int, int, float, float, float, float]]


@dataclass
class Reading:
    """What a reader found in a file: its pages, what to report, and the boxes of the words by page number."""

    pages: list[Page] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    boxes: dict[int, Boxes] = field(default_factory=dict)
    title: str = ""
    characters: int = 0

    def reckon(self, characters: int) -> None:
        """Count so much more text. Raises DocumentError where it is more than can be read at once."""
        self.characters += characters
        if self.characters > _MOST_CHARACTERS:
            raise DocumentError("holds more text than can be read at once; give it in parts.")

    def tags(self, text: str, page: int | None = None) -> None:
        """Report what is written in characters that nobody sees."""
        for found in _TAGS.findall(text):
            self.hidden("invisible characters", "".join(chr(ord(c) - 0xE0000) for c in found), page)

    def hidden(self, how: str, quote: str, page: int | None = None) -> None:
        """Report text that a reader of the file would not see."""
        quote = fold(quote)
        if any(c.isalnum() for c in quote):
            self._tell(Notice("hidden", f"Hidden text ({how}); it counts as no evidence.", quote[:_QUOTE], page))

    def unread(self, what: str, page: int | None = None) -> None:
        """Report a part that could not be read."""
        self._tell(Notice("unread", what, "", page))

    def _tell(self, notice: Notice) -> None:
        if len(self.notices) < _MOST_NOTICES:
            self.notices.append(notice)
        elif len(self.notices) == _MOST_NOTICES:
            self.notices.append(Notice("unread", "There is more of this kind, which is not listed."))


class PageWriter:
    """Puts a page's text together, part after part."""

    def __init__(self, reading: Reading, number: int | None, label: str = "") -> None:
        self._reading, self._number, self._label = reading, number, label
        self._texts: list[str] = []
        self._length = 0
        self._parts: list[Part] = []

    def add(self, text: str, kind: PartKind = "text", where: str = "") -> None:
        """A heading or a paragraph; nothing where it is empty."""
        self._put(self._seen(text), kind, where)

    def head(self, cells: Sequence[str], where: str = "") -> None:
        """The row of a table that names its columns."""
        seen = [fold(self._seen(cell)) for cell in cells]
        self._put(" | ".join(cell for cell in seen if cell), "head", where, tuple(seen))

    def row(self, cells: Sequence[str], where: str = "", head: Sequence[str] = ()) -> None:
        """A table row: its cells on one line, with the headings of its columns beside it."""
        seen = [fold(self._seen(cell)) for cell in cells]
        if any(seen):
            self._put(" | ".join(cell for cell in seen if cell), "row", where, tuple(seen), tuple(map(fold, head)))

    def close(self) -> None:
        """Hand the page over."""
        self._reading.pages.append(Page(self._number, "".join(self._texts), self._label, tuple(self._parts)))

    def _put(
        self, text: str, kind: PartKind, where: str, cells: tuple[str, ...] = (), head: tuple[str, ...] = ()
    ) -> None:
        text = text.strip()
        if not text:
            return
        if self._parts:
            self._write("\n" if kind == "row" and self._parts[-1].kind in ("row", "head") else "\n\n")
        start = self._length
        self._write(text)
        self._parts.append(Part(Span(start, self._length), kind, where, cells, head))

    def _write(self, text: str) -> None:
        self._reading.reckon(len(text))
        self._texts.append(text)
        self._length += len(text)

    def _seen(self, text: str) -> str:
        self._reading.tags(text, self._number)
        return seen(text)


def bare(text: str) -> str:
    """The text without control characters and those that nobody sees, line ends as newlines.

    What is written backwards, for a mark to turn it round, stands as people see it.
    """
    text = _BACKWARDS.sub(lambda found: found[1][::-1], text)
    for end in ("\r\n", "\r", "\v", "\f"):
        text = text.replace(end, "\n")
    return _CONTROL.sub("", _UNSEEN.sub("", text))


def seen(text: str) -> str:
    """The text without control characters and those that nobody sees, spaces folded on each line."""
    text = bare(text)
    text = "".join(" " if unicodedata.category(c) == "Zs" else c for c in text) if not text.isascii() else text
    return "\n".join(" ".join(line.split()) for line in text.split("\n"))


def fold(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split())


def is_head(cells: Sequence[str], following: Sequence[str]) -> bool:
    """Whether a table's first row names its columns: short texts, no figures but years, and another row below."""
    given = [cell.strip() for cell in cells if cell.strip()]
    below = [cell.strip() for cell in following]
    if len(given) < 2 or not any(below):
        return False
    if len(given) == 2 and _VALUE.search(given[1]):  # a table of two columns may as well name its rows
        return False
    years = all(re.fullmatch(_YEAR, cell) is None for cell in below)
    return all(len(cell) <= 60 and not re.search(r"\s.*\.$", cell) for cell in given) and not any(
        re.fullmatch(_FIGURE, cell) and not (years and re.fullmatch(_YEAR, cell)) for cell in given
    )
