"""HTML -> its text as a reader sees it; nothing is fetched."""

import re
from collections.abc import Iterator

from lxml import html
from lxml.etree import LxmlError

from advisor.errors import DocumentError
from advisor.passages.formats.page import PageWriter, Reading, fold, is_head
from advisor.passages.formats.text import decoded

_SKIPPED = {"script", "style", "noscript", "template", "head", "svg", "iframe", "object", "embed", "math"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = {
    "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "section", "article", "main", "header", "footer", "aside", "nav",
    "blockquote", "pre", "figure", "figcaption", "address", "form", "fieldset", "details", "summary", "body", "html",
    "center", "table",
}  # fmt: skip
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)|font-size\s*:\s*[01](?:\.\d+)?(?:px|pt|em|rem)?\s*(?:;|$)"
    r"|(?:left|top|text-indent)\s*:\s*-\d{3,}|(?<![-\w])color\s*:\s*(?:white|#fff(?:fff)?\b|transparent|rgba?\(\s*255\s*,\s*255\s*,\s*255)"
    r"|clip-path\s*:\s*inset\(100%|(?:max-)?(?:height|width)\s*:\s*0(?:px)?\s*(?:;|$)",
    re.IGNORECASE,
)
_DARK = re.compile(r"background(?:-color)?\s*:", re.IGNORECASE)
_DEEPEST = 200


def read_html(data: bytes, name: str) -> Reading:
    """An HTML page: headings, paragraphs, items and tables. Raises DocumentError."""
    text = decoded(data, name)
    text = re.sub(r"\A\s*<\?xml[^>]*\?>", "", text)  # lxml refuses text that declares an encoding
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (LxmlError, ValueError, AssertionError) as error:
        raise DocumentError(f"{name}: not readable HTML ({type(error).__name__}); save it again, or as PDF.") from None
    reading = Reading(title=fold(root.findtext(".//title") or ""))
    page = PageWriter(reading, None)
    _Walker(reading, page, _hidden_selectors(root)).walk(root)
    page.close()
    return reading


class _Walker:
    """Collects text up to the end of each block."""

    def __init__(self, reading: Reading, page: PageWriter, hidden: tuple[set[str], set[str]]) -> None:
        self._reading, self._page = reading, page
        self._classes, self._ids = hidden
        self._text: list[str] = []

    def walk(self, element: html.HtmlElement, depth: int = 0) -> None:
        """An element and what is in it, its tail not."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _SKIPPED:
            return
        if depth > _DEEPEST:
            self._reading.unread("What is nested too deeply in the page was not read.")
            return
        if self._is_hidden(element):
            self._reading.hidden("not shown on the page", " ".join(element.itertext()))
            return
        if tag == "table":
            self._end()
            self._table(element)
            return
        ends = tag in _BLOCKS or tag in _HEADINGS
        if ends:
            self._end()
        self._text.append("\n" if tag == "br" else element.text or "")
        for child in element:
            self.walk(child, depth + 1)
            self._text.append(child.tail or "")
        if ends:
            self._end(heading=tag in _HEADINGS)

    def _end(self, *, heading: bool = False) -> None:
        self._page.add(fold("".join(self._text)), "heading" if heading else "text")
        self._text.clear()

    def _table(self, table: html.HtmlElement) -> None:
        if any(cell.find(".//table") is not None for cell in table.iter("td")):  # for layout, not for data
            for cell in table.iter("td"):
                if cell.find(".//table") is None:
                    self._page.add(fold(self._shown(cell)))
            return
        rows = [[fold(self._shown(cell)) for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
        rows = [row for row in rows if any(row)]
        named = table.find(".//th") is not None or (len(rows) > 1 and is_head(rows[0], rows[1]))
        head = rows[0] if rows and named else []
        for number, row in enumerate(rows, start=1):
            if number == 1 and head:
                self._page.head(row)
            else:
                self._page.row(row, f"table row {number}", head)

    def _shown(self, element: html.HtmlElement) -> str:
        return "".join(self._pieces(element))

    def _pieces(self, element: html.HtmlElement) -> Iterator[str]:
        if not isinstance(element.tag, str) or element.tag in _SKIPPED:
            return
        if self._is_hidden(element):
            self._reading.hidden("not shown on the page", " ".join(element.itertext()))
            return
        yield element.text or ""
        for child in element:
            yield from self._pieces(child)
            yield (" " if child.tag in ("br", "p", "div", "li") else "") + (child.tail or "")

    def _is_hidden(self, element: html.HtmlElement) -> bool:
        style = element.get("style") or ""
        if "hidden" in element.attrib or (element.get("aria-hidden") == "true" and not element.get("class")):
            return True
        for unseen in _UNSEEN.finditer(style):  # white letters may well be read on a ground of their own
            if not unseen.group().lower().startswith("color") or not _DARK.search(style):
                return True
        names = set((element.get("class") or "").split())
        return bool(names & self._classes) or element.get("id") in self._ids


def _hidden_selectors(root: html.HtmlElement) -> tuple[set[str], set[str]]:
    """Classes and ids that the page's own style sheets hide; simple selectors only."""
    classes, ids = set(), set()
    for style in root.iter("style"):
        for rule in (style.text or "").split("}"):
            before, _, rules = rule.rpartition("{")
            selectors = before.rpartition("{")[2]  # within @media
            if _UNSEEN.search(rules) and not _DARK.search(rules):
                for selector in selectors.split(","):
                    last = selector.strip().split(" ")[-1]
                    classes |= set(re.findall(r"\.([\w-]+)", last))
                    ids |= set(re.findall(r"#([\w-]+)", last))
    return classes, ids
