"""DOCX: body, tables, lists, headers, footers, footnotes, text boxes and comments, as a reader sees them."""

import io
from collections.abc import Iterator
from typing import Any

from advisor.errors import DocumentError
from advisor.passages.formats.office import check_office, is_white
from advisor.passages.formats.page import PageWriter, Reading, is_head

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GONE = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText", f"{_W}rPr", f"{_W}pPr"}
_BOX = f"{_W}txbxContent"
_TINY = 5  # half points; text of less than 3 points is not read by anybody
_NOTES = (("footnotes", "footnote"), ("endnotes", "endnote"), ("comments", "comment"))


def read_docx(data: bytes, name: str) -> Reading:
    """A Word file. Raises DocumentError."""
    check_office(data, name, "DOCX")
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        reading = Reading(title=(document.core_properties.title or "").strip())
        page = PageWriter(reading, None)
        walker = _Walker(reading, page)
        walker.body(document.element.body, "")
        for where, part in _furniture(document):
            walker.body(part, where)
        for part in document.part.package.iter_parts():
            for ending, where in _NOTES:
                if str(part.partname).startswith(f"/word/{ending}") and part.blob:
                    walker.notes(_root(part), where)
    except (DocumentError, MemoryError):
        raise
    except Exception as error:  # python-docx raises whatever its parser met: KeyError, BadZipFile, XMLSyntaxError ...
        raise DocumentError(
            f"{name}: not a readable Word file ({type(error).__name__}); open it and save it again as DOCX."
        ) from None
    page.close()
    return reading


def _root(part: Any) -> Any:
    from docx.oxml import parse_xml

    return part.element if hasattr(part, "element") else parse_xml(part.blob)


def _furniture(document: Any) -> Iterator[tuple[str, Any]]:
    """Headers and footers, each once."""
    known: set[int] = set()
    for section in document.sections:
        for where in ("header", "footer", "first_page_header", "first_page_footer"):
            part = getattr(section, where)
            if not part.is_linked_to_previous and id(part._element) not in known:
                known.add(id(part._element))
                yield ("header" if "header" in where else "footer"), part._element


class _Walker:
    """Goes through the blocks of a part of the file."""

    def __init__(self, reading: Reading, page: PageWriter) -> None:
        self._reading, self._page = reading, page
        self._paragraph = self._table = 0

    def body(self, parent: Any, where: str) -> None:
        """Paragraphs and tables in order."""
        for block in parent:
            if block.tag == f"{_W}p":
                self._paragraph += 1
                self._page.add(self._text(block), self._kind(block), where or f"paragraph {self._paragraph}")
                for box in block.iter(_BOX):
                    above = [a.tag for a in box.iterancestors()]
                    inner = next(a for a in box.iterancestors(f"{_W}p")) is not block  # is read with the box around it
                    if not inner and not any(tag.endswith("}Fallback") for tag in above):  # the same box once more
                        self.body(box, "text box")
            elif block.tag == f"{_W}tbl":
                self._rows(block)
            elif block.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}moveTo", f"{_W}customXml"):
                self.body(block, where)

    def notes(self, root: Any, where: str) -> None:
        """Footnotes, endnotes or comments."""
        for note in root:
            if note.get(f"{_W}type") in ("separator", "continuationSeparator"):
                continue
            author = note.get(f"{_W}author")
            text = " ".join(filter(None, (self._text(p) for p in note.iter(f"{_W}p"))))
            self._page.add(text, "text", f"{where} by {author}" if author else where)

    def _rows(self, table: Any) -> None:
        self._table += 1
        rows = [row for row in table.iter(f"{_W}tr") if next(row.iterancestors(f"{_W}tbl")) is table]
        cells = [
            [self._cell(cell) for cell in row.iter(f"{_W}tc") if next(cell.iterancestors(f"{_W}tr")) is row]
            for row in rows
        ]
        head = cells[0] if len(cells) > 1 and is_head(cells[0], cells[1]) else []
        for number, row in enumerate(cells, start=1):
            where = f"table {self._table}, row {number}"
            if number == 1 and head:
                self._page.head(row, where)
            else:
                self._page.row(row, where, head)

    def _cell(self, cell: Any) -> str:
        return " ".join(filter(None, (self._text(p).strip() for p in cell.iter(f"{_W}p"))))

    def _text(self, paragraph: Any) -> str:
        shown: list[str] = []
        hidden: list[str] = []
        for run, text in _runs(paragraph):
            how = _unseen(run)
            if how and text.strip():
                hidden.append(text)
                self._reading.hidden(how, text)
            else:
                shown.append(text)
        return "".join(shown)

    def _kind(self, paragraph: Any) -> Any:
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            return "text"
        style = properties.find(f"{_W}pStyle")
        named = (style.get(f"{_W}val") or "").lower() if style is not None else ""
        outlined = properties.find(f"{_W}outlineLvl") is not None
        return "heading" if outlined or named.startswith(("heading", "title", "subtitle", "berschrift")) else "text"


def _runs(element: Any, run: Any = None) -> Iterator[tuple[Any, str]]:
    """The texts of a paragraph with the run that each stands in; what was deleted is left out."""
    for child in element:
        if child.tag in _GONE or child.tag == _BOX or not isinstance(child.tag, str):
            continue
        if child.tag == f"{_W}t":
            yield run, child.text or ""
        elif child.tag in (f"{_W}tab", f"{_W}cr", f"{_W}br"):
            yield run, " " if child.tag == f"{_W}tab" else "\n"
        elif child.tag == f"{_W}noBreakHyphen":
            yield run, "-"
        else:
            yield from _runs(child, child if child.tag == f"{_W}r" else run)


def _unseen(run: Any) -> str:
    """How a run is hidden; "" where it is not."""
    properties = run.find(f"{_W}rPr") if run is not None else None
    if properties is None:
        return ""

    def value(name: str) -> str | None:
        found = properties.find(f"{_W}{name}")
        return None if found is None else (found.get(f"{_W}val") or "true")

    if value("vanish") not in (None, "0", "false") or value("webHidden") not in (None, "0", "false"):
        return "hidden characters"
    size = value("sz")
    if size is not None and size.isdigit() and int(size) <= _TINY:
        return "smaller than can be read"
    shaded = properties.find(f"{_W}shd") is not None or properties.find(f"{_W}highlight") is not None
    colour = value("color")
    in_cell = any(a.find(f"{_W}tcPr/{_W}shd") is not None for a in run.iterancestors(f"{_W}tc"))
    if colour is not None and is_white(colour) and not shaded and not in_cell:
        return "white on white"
    return ""
