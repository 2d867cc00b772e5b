"""DOCX: body, tables, lists, headers, footers, footnotes, text boxes and comments, as a reader sees them."""

import io
import re
from collections.abc import Iterator
from typing import Any

from advisor.errors import DocumentError
from advisor.passages.formats.office import check_office, ground, is_white
from advisor.passages.formats.page import PageWriter, Reading, is_head
from advisor.passages.types import PartKind

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # what is said before, once more
_GONE = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText", f"{_W}rPr", f"{_W}pPr", _FALLBACK}
_BOX = f"{_W}txbxContent"
_TINY = 5  # half points; text of less than 3 points is not read by anybody
_MOST_SPANNED = 200
_MOST_STYLES = 20  # that stand one on another
_NOTES = (("footnotes", "footnote"), ("endnotes", "endnote"), ("comments", "comment"))


def read_docx(data: bytes, name: str) -> Reading:
    """A Word file. Raises DocumentError."""
    check_office(data, name, "DOCX")
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        reading = Reading(title=(document.core_properties.title or "").strip())
        page = PageWriter(reading, None)
        walker = _Walker(reading, page, _Looks(document))
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
        shown = ["header", "footer"]
        if section.different_first_page_header_footer:
            shown += ["first_page_header", "first_page_footer"]
        if document.settings.odd_and_even_pages_header_footer:
            shown += ["even_page_header", "even_page_footer"]
        for where in shown:
            part = getattr(section, where)
            if not part.is_linked_to_previous and id(part._element) not in known:
                known.add(id(part._element))
                yield ("header" if "header" in where else "footer"), part._element


class _Walker:
    """Goes through the blocks of a part of the file."""

    def __init__(self, reading: Reading, page: PageWriter, looks: "_Looks") -> None:
        self._reading, self._page, self._looks = reading, page, looks
        self._paragraph = self._table = 0

    def body(self, parent: Any, where: str) -> None:
        """Paragraphs and tables in order."""
        for block in parent:
            if block.tag == f"{_W}p":
                self._paragraph += 1
                self._page.add(self._text(block), self._looks.kind(block), where or f"paragraph {self._paragraph}")
                for box in block.iter(_BOX):
                    above = [a.tag for a in box.iterancestors()]
                    inner = next(a for a in box.iterancestors(f"{_W}p")) is not block  # is read with the box around it
                    if not inner and _FALLBACK not in above:
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
        cells: list[list[str]] = []
        for row in table.iter(f"{_W}tr"):
            if next(row.iterancestors(f"{_W}tbl")) is not table:
                continue
            found = [self._cell(cell) for cell in row.iter(f"{_W}tc") if next(cell.iterancestors(f"{_W}tr")) is row]
            if row.find(f"{_W}trPr/{_W}hidden") is not None:
                self._reading.hidden("a hidden row", " ".join(text for text, _ in found))
                continue
            cells.append([text for cell, more in found for text in (cell, *[""] * more)])
        head = cells[0] if len(cells) > 1 and is_head(cells[0], cells[1]) else []
        for number, row in enumerate(cells, start=1):
            where = f"table {self._table}, row {number}"
            if number == 1 and head:
                self._page.head(row, where)
            else:
                self._page.row(row, where, head)

    def _cell(self, cell: Any) -> tuple[str, int]:
        """A cell's text, and over how many more columns it goes."""
        span = cell.find(f"{_W}tcPr/{_W}gridSpan")
        value = span.get(f"{_W}val") or "" if span is not None else ""
        more = min(int(value), _MOST_SPANNED) - 1 if value.isdigit() and int(value) else 0
        return " ".join(filter(None, (self._text(p).strip() for p in cell.iter(f"{_W}p")))), more

    def _text(self, paragraph: Any) -> str:
        shown: list[str] = []
        hidden: dict[str, list[str]] = {}
        for run, text in _runs(paragraph):
            how = self._looks.unseen(run, paragraph) if text.strip() else ""
            if how:
                hidden.setdefault(how, []).append(text)
            else:
                shown.append(text)
        for how, texts in hidden.items():
            self._reading.hidden(how, "".join(texts))
        return "".join(shown)


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


class _Looks:
    """What text looks like, by its own properties and by the styles of the file."""

    def __init__(self, document: Any) -> None:
        styles = document.styles.element
        self._styles = {style.get(f"{_W}styleId"): style for style in styles.iter(f"{_W}style")}
        self._usual = next(
            (name for name, style in self._styles.items() if style.get(f"{_W}default") and _type(style) == "paragraph"),
            None,
        )
        self._defaults = styles.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr")
        page = document.element.find(f"{_W}background")
        self._dark_page = page is not None and _is_dark(page.get(f"{_W}color"))

    def kind(self, paragraph: Any) -> PartKind:
        """Whether a paragraph is a heading."""
        level = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
        if level is not None:
            return "heading" if level.get(f"{_W}val") != "9" else "text"
        for style in self._chain(_named(paragraph, "p")):
            name = style.find(f"{_W}name")
            said = f"{style.get(f'{_W}styleId')}|{name.get(f'{_W}val') if name is not None else ''}".lower()
            if re.search(r"(?:^|\|)(?:heading|title|subtitle|berschrift)", said):
                return "heading"
        return "text"

    def unseen(self, run: Any, paragraph: Any) -> str:
        """How a run is hidden; "" where it is not."""
        if run is None:
            return ""
        of_paragraph = [*self._chain(_named(paragraph, "p") or self._usual)]
        looks = [run.find(f"{_W}rPr"), *(s.find(f"{_W}rPr") for s in (*self._chain(_named(run, "r")), *of_paragraph))]
        looks = [properties for properties in (*looks, self._defaults) if properties is not None]

        def value(name: str) -> str | None:
            found = next((f for properties in looks if (f := properties.find(f"{_W}{name}")) is not None), None)
            return None if found is None else (found.get(f"{_W}val") or "true")

        if any(value(name) not in (None, "0", "false", "off") for name in ("vanish", "webHidden")):
            return "hidden characters"
        size = value("sz")
        if size is not None and size.isdigit() and int(size) <= _TINY:
            return "smaller than can be read"
        colour = value("color")
        if colour is None or not is_white(colour):
            return ""
        shades = [properties.find(f"{_W}shd") for properties in looks]
        shades += [found.find(f"{_W}pPr/{_W}shd") for found in (paragraph, *of_paragraph)]
        marked = value("highlight") not in (None, "none", "white")
        if marked or any(map(_is_shaded, shades)) or self._dark_page or self._on_dark(run):
            return ""
        return "white on white"

    def _chain(self, name: str | None) -> Iterator[Any]:
        """A style and those that it stands on."""
        for _ in range(_MOST_STYLES):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            base = style.find(f"{_W}basedOn")
            name = base.get(f"{_W}val") if base is not None else None

    def _on_dark(self, run: Any) -> bool:
        """Whether a cell, a table or a shape around a run has a ground of its own."""
        for above in run.iterancestors():
            if above.tag == f"{_W}tc":
                shade = above.find(f"{_W}tcPr/{_W}shd")
                if _is_shaded(shade) or (shade is None and self._on_dark_of_table(above)):
                    return True
            elif above.tag.endswith("}wsp"):
                inside = {child.tag.rpartition("}")[2]: child for child in above if isinstance(child.tag, str)}
                return bool(ground(inside.get("spPr"), inside.get("style")))
            elif above.tag.endswith(("}shape", "}rect", "}roundrect")) and "vml" in above.tag:
                return above.get("filled") not in ("f", "false") and _is_dark((above.get("fillcolor") or "")[:7])
        return False

    def _on_dark_of_table(self, cell: Any) -> bool:
        table = next(cell.iterancestors(f"{_W}tbl"), None)
        row = cell.getparent()
        if table is None or row.getparent() is not table:
            return False
        if _is_shaded(table.find(f"{_W}tblPr/{_W}shd")):
            return True
        kinds = {"wholeTable", "band1Horz", "band2Horz", "band1Vert", "band2Vert"}
        for name, element in (("Row", row), ("Col", cell)):
            kinds |= {f"{end}{name}" for end in ("first", "last") if _is_at(end, element)}
        style = table.find(f"{_W}tblPr/{_W}tblStyle")
        for found in self._chain(style.get(f"{_W}val") if style is not None else None):
            shades = [found.find(f"{_W}tcPr/{_W}shd")]
            shades += [part.find(f"{_W}tcPr/{_W}shd") for part in found.iter(f"{_W}tblStylePr") if _type(part) in kinds]
            if any(map(_is_shaded, shades)):
                return True
        return False


def _is_at(end: str, element: Any) -> bool:
    """Whether an element is the "first" or the "last" of its kind beside it."""
    return next(element.itersiblings(element.tag, preceding=end == "first"), None) is None


def _type(element: Any) -> str:
    return element.get(f"{_W}type") or ""


def _named(element: Any, kind: str) -> str | None:
    """The style that a paragraph ("p") or a run ("r") names."""
    style = element.find(f"{_W}{kind}Pr/{_W}{kind}Style")
    return None if style is None else style.get(f"{_W}val")


def _is_shaded(shade: Any) -> bool:
    return shade is not None and _is_dark(shade.get(f"{_W}fill"))


def _is_dark(colour: str | None) -> bool:
    """Whether letters in white are read on a ground."""
    return colour is not None and colour not in ("", "auto", "white") and not is_white(colour)
