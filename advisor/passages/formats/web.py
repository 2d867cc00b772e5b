"""HTML -> its text as a reader sees it; nothing is fetched."""

import contextlib
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from advisor.errors import DocumentError
from advisor.passages.formats.css import Styles, has_ground, is_gone, is_white_letters
from advisor.passages.formats.page import PageWriter, Reading, fold, is_head
from advisor.passages.formats.text import decoded

_SKIPPED = {"script", "style", "noscript", "template", "head", "svg", "iframe", "object", "embed", "math", "datalist"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = {
    "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "section", "article", "main", "header", "footer", "aside", "nav",
    "blockquote", "pre", "figure", "figcaption", "address", "form", "fieldset", "details", "summary", "body", "html",
    "center", "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th",
}  # fmt: skip
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]{3,20})", re.IGNORECASE)
_DEEPEST = 200
_MOST_SPANNED = 200


def read_html(data: bytes, name: str) -> Reading:
    """An HTML page: headings, paragraphs, items and tables. Raises DocumentError."""
    text = _decoded(data, name)
    text = re.sub(r"\A\s*<\?xml[^>]*\?>", "", text)  # lxml refuses text that declares an encoding
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_pis=True)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise DocumentError(f"{name}: not readable HTML ({type(error).__name__}); save it again, or as PDF.") from None
    reading = Reading(title=fold(root.findtext(".//title") or ""))
    comments = [found.text or "" for found in root.iter(etree.Comment) if not (found.text or "").startswith("[if ")]
    reading.hidden("comments", " ".join(comments))
    etree.strip_tags(root, etree.Comment)
    page = PageWriter(reading, None)
    _Walker(reading, page, Styles(root)).walk(root)
    page.close()
    return reading


def _decoded(data: bytes, name: str) -> str:
    """The text of a page: in the encoding that it declares, where it is not UTF-8."""
    declared = _CHARSET.search(data[:2048])
    if declared is not None and not declared[1].lower().startswith(b"utf"):
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            with contextlib.suppress(UnicodeDecodeError, LookupError):
                data = data.decode(declared[1].decode()).encode()
    return decoded(data, name)


class _Walker:
    """Collects text up to the end of each block.

    `on` says of an element whether its letters are white, and whether white letters are read on its ground.
    """

    def __init__(self, reading: Reading, page: PageWriter, styles: Styles) -> None:
        self._reading, self._page, self._styles = reading, page, styles
        self._text: list[str] = []
        self._white: list[str] = []
        self._tables = 0

    def walk(self, element: Any, on: tuple[bool, bool] = (False, False), depth: int = 0) -> None:
        """An element and what is in it, its tail not."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _SKIPPED:
            return
        if depth > _DEEPEST:
            self._reading.unread("What is nested too deeply in the page was not read.")
            return
        inside = self._on(element, on)
        if inside is None:
            return
        if tag == "table" and not _is_layout(element):
            self._end()
            self._table(element, inside)
            return
        ends = tag in _BLOCKS or tag in _HEADINGS
        if ends:
            self._end()
        self._say("\n" if tag == "br" else element.text or "", inside)
        for child in element:
            self.walk(child, inside, depth + 1)
            self._say(child.tail or "", inside)
        if ends:
            self._end(heading=tag in _HEADINGS)

    def _on(self, element: Any, on: tuple[bool, bool]) -> tuple[bool, bool] | None:
        """How letters look in an element; None, and reported, where it is not shown at all."""
        looks = self._styles.of(element)
        closed = element.tag == "dialog" and "open" not in element.attrib
        if "hidden" in element.attrib or closed or is_gone(looks):
            self._reading.hidden("not shown on the page", " ".join(_whole(element)))
            return None
        white, ground = is_white_letters(looks), has_ground(looks)
        return (on[0] if white is None else white), (on[1] if ground is None else ground)

    def _say(self, text: str, on: tuple[bool, bool]) -> None:
        white, ground = on
        (self._white if white and not ground else self._text).append(text)

    def _taken(self) -> str:
        """What was said since the last time; what nobody sees of it is reported."""
        self._reading.hidden("white on white", "".join(self._white))
        text = fold("".join(self._text))
        self._white.clear()
        self._text.clear()
        return text

    def _end(self, *, heading: bool = False) -> None:
        self._page.add(self._taken(), "heading" if heading else "text")

    def _table(self, table: Any, on: tuple[bool, bool]) -> None:
        self._tables += 1
        rows = [(has_th, cells) for has_th, cells in _grid(self._rows(table, on)) if any(cells)]
        named = table.find(".//th") is not None
        head: list[str] = []
        for number, (has_th, cells) in enumerate(rows, start=1):
            where = f"table {self._tables}, row {number}"
            after = rows[number][1] if number < len(rows) else []
            if number == 1 and (has_th or (not named and is_head(cells, after))):
                head = cells
                self._page.head(cells, where)
            else:
                self._page.row(cells, where, head)

    def _rows(self, parent: Any, on: tuple[bool, bool]) -> Iterator[tuple[Any, list[str]]]:
        """The rows of a table that are shown, each with the texts of its cells; a caption is put before them."""
        for child in parent:
            inside = self._on(child, on) if child.tag in ("thead", "tbody", "tfoot", "tr", "caption") else None
            if inside is None:
                continue
            if child.tag == "caption":
                self._page.add(self._shown(child, inside))
            elif child.tag == "tr":
                yield child, [self._shown(cell, inside) for cell in child if cell.tag in ("td", "th")]
            else:
                yield from self._rows(child, inside)

    def _shown(self, element: Any, on: tuple[bool, bool]) -> str:
        self._pieces(element, on)
        return self._taken()

    def _pieces(self, element: Any, on: tuple[bool, bool]) -> None:
        if not isinstance(element.tag, str) or element.tag in _SKIPPED:
            return
        inside = self._on(element, on)
        if inside is None:
            return
        self._say(element.text or "", inside)
        for child in element:
            self._pieces(child, inside)
            self._say((" " if child.tag == "br" or child.tag in _BLOCKS else "") + (child.tail or ""), inside)


def _is_layout(table: Any) -> bool:
    """Whether a table only puts things in their places: others are in it, or it has a single column."""
    if table.find(".//table") is not None:
        return True
    return all(sum(cell.tag in ("td", "th") for cell in row) < 2 for row in table.iter("tr"))


def _grid(rows: Iterator[tuple[Any, list[str]]]) -> Iterator[tuple[bool, list[str]]]:
    """Rows with each cell in its column, and whether all of a row's cells are headings."""
    down: dict[int, int] = {}  # column -> rows over which a cell above goes on
    for row, texts in rows:
        cells: list[str] = []
        over: dict[int, int] = {}
        given = [cell for cell in row if cell.tag in ("td", "th")]
        for cell, text in zip(given, texts, strict=True):
            while down.get(len(cells), 0):
                cells.append("")
            if len(cells) >= _MOST_SPANNED:
                break
            wide, high = (_span(cell.get(name)) for name in ("colspan", "rowspan"))
            over |= dict.fromkeys(range(len(cells), len(cells) + wide), high)
            cells += [text, *[""] * (wide - 1)]
        down = {column: rows_left - 1 for column, rows_left in (down | over).items() if rows_left > 1}
        in_head = row.getparent().tag == "thead"
        yield in_head or all(cell.tag == "th" for cell in given), cells[:_MOST_SPANNED]


def _span(value: str | None) -> int:
    return max(1, min(int(value[:9]), _MOST_SPANNED)) if value and value.isascii() and value.isdigit() else 1


def _whole(element: Any) -> Iterator[str]:
    """All the text in an element, seen or not."""
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, found in walk:
        if event == "end":
            yield (found.tail or "") if found is not element else ""
        elif found.tag in _SKIPPED:
            walk.skip_subtree()
        else:
            yield found.text or ""
