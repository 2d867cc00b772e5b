"""PPTX: each slide a page, with its tables, diagrams, speaker notes and comments."""

import io
from collections.abc import Iterator
from itertools import islice
from typing import Any

from advisor.errors import DocumentError
from advisor.passages.formats.office import check_office, ground, is_pale
from advisor.passages.formats.page import PageWriter, Reading, is_head
from advisor.passages.types import PartKind

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_BARE = ("{2D5ABB26-0587-4C30-8999-92F81FD0307C}", "{5940675A-B579-460E-94D1-54222C63F5DA}")  # styles without grounds
_Shape = tuple[PartKind, str, str, list[list[str]]]  # kind, where, text, or the rows of a table
_Box = tuple[int, int, int, int]  # left, top, right, bottom
_MOST_GROUNDS = 300
_TINY = 300  # hundredths of a point
_MOST_SLIDES = 500


def read_pptx(data: bytes, name: str) -> Reading:
    """A PowerPoint file. Raises DocumentError."""
    check_office(data, name, "PPTX")
    import pptx

    try:
        deck = pptx.Presentation(io.BytesIO(data))
        reading = Reading(title=(deck.core_properties.title or "").strip())
        size = (deck.slide_width or 0, deck.slide_height or 0)
        for number, slide in enumerate(deck.slides, start=1):
            if number > _MOST_SLIDES:
                reading.unread(f"Slides after the {_MOST_SLIDES}th were not read.")
                break
            _Slide(reading, slide, number, size).read()
    except (DocumentError, MemoryError):
        raise
    except Exception as error:  # python-pptx raises whatever its parser met
        raise DocumentError(
            f"{name}: not a readable PowerPoint file ({type(error).__name__}); open it and save it again as PPTX."
        ) from None
    return reading


class _Slide:
    """One slide."""

    def __init__(self, reading: Reading, slide: Any, number: int, size: tuple[int, int]) -> None:
        self._reading, self._slide, self._number, self._size = reading, slide, number, size
        self._where = f"slide {number}"
        self._dark = _is_dark(slide)
        self._grounds = [*_grounds(slide.slide_layout.slide_master.shapes), *_grounds(slide.slide_layout.shapes)]
        self._title = getattr(slide.shapes.title, "shape_id", None)

    def read(self) -> None:
        """Its shapes in order, the notes, the comments. A hidden slide is reported and left out."""
        page = PageWriter(self._reading, self._number, self._where)
        notes = self._slide.notes_slide.notes_text_frame if self._slide.has_notes_slide else None
        if self._slide._element.get("show") in ("0", "false"):
            spoken = _whole(notes._txBody) if notes is not None else ""
            self._reading.hidden("a hidden slide", f"{_whole(self._slide._element)} {spoken}", self._number)
            page.close()
            return
        for kind, where, text, rows in self._shapes(self._slide.shapes, self._grounds, seen=self._dark, top=True):
            head = rows[0] if len(rows) > 1 and is_head(rows[0], rows[1]) else []
            for row_number, row in enumerate(rows, start=1):
                if row_number == 1 and head:
                    page.head(row, f"{where}, table row 1")
                else:
                    page.row(row, f"{where}, table row {row_number}", head)
            for line in text.split("\n"):
                page.add(line, kind, where)
        if notes is not None:
            for line in self._body(notes._txBody, seen=True).split("\n"):
                page.add(line, "text", f"{self._where}, speaker notes")
        for text in _comments(self._slide):
            page.add(text, "text", f"{self._where}, comment")
        page.close()

    def _shapes(self, shapes: Any, grounds: list[_Box], *, seen: bool, top: bool) -> Iterator[_Shape]:
        """What shapes say; `seen` says that white letters are read all over, `grounds` where else they are."""
        grounds = [*grounds, *_grounds(shapes)]
        for shape in sorted(shapes, key=lambda s: s.shape_id != self._title):
            gone = "a hidden shape" if _is_hidden(shape) else "beside the slide" if top and self._is_off(shape) else ""
            diagram = next(shape._element.iter(_DIAGRAM), None)
            above = seen or _lies_on(shape, grounds)
            if gone:
                self._reading.hidden(gone, _whole(shape._element), self._number)
            elif hasattr(shape, "shapes"):  # the parser of XML reads 256 levels, no more
                yield from self._shapes(shape.shapes, [], seen=above, top=False)
            elif getattr(shape, "has_table", False):
                yield "text", self._where, "", self._table(shape.table._tbl, above)
            elif getattr(shape, "has_chart", False):
                self._reading.unread(f"Slide {self._number}: a chart was not read.", self._number)
            elif diagram is not None:
                yield "text", f"{self._where}, diagram", _of_diagram(self._slide, diagram.get(f"{_R}dm")), []
            elif shape.has_text_frame:
                own = _ground(shape)
                kind: PartKind = "heading" if shape.shape_id == self._title else "text"
                text = self._body(shape.text_frame._txBody, seen=above if own is None else own)
                yield kind, self._where, text, []

    def _table(self, table: Any, seen: bool) -> list[list[str]]:
        properties = table.find(f"{_A}tblPr")
        style = properties.findtext(f"{_A}tableStyleId") if properties is not None else None
        marked = [
            style not in (None, *_BARE) and properties.get(name) in ("1", "true")
            for name in ("firstRow", "lastRow", "firstCol", "lastCol")
        ]
        found: list[list[str]] = []
        rows = table.findall(f"{_A}tr")
        for row in rows:
            cells = row.findall(f"{_A}tc")
            found.append([])
            for cell in cells:
                own = ground(cell.find(f"{_A}tcPr"))
                at = (row is rows[0], row is rows[-1], cell is cells[0], cell is cells[-1])
                styled = any(there and mark for there, mark in zip(at, marked, strict=True))
                text = self._body(cell.find(f"{_A}txBody"), seen=seen or styled if own is None else own)
                if cell.get("hMerge") in ("1", "true") or cell.get("vMerge") in ("1", "true"):
                    self._reading.hidden("a cell under another", text, self._number)
                    text = ""
                found[-1].append(text.replace("\n", " "))
        return found

    def _body(self, body: Any, *, seen: bool) -> str:
        """The text of a frame, a line for each paragraph; `seen` says that white letters are read there."""
        lines = []
        for paragraph in body.iterchildren(f"{_A}p") if body is not None else ():
            shown = ""
            hidden: dict[str, str] = {}
            for child in paragraph:
                if child.tag in (f"{_A}r", f"{_A}fld"):
                    text = child.findtext(f"{_A}t") or ""
                    how = _unseen(child, white_is_seen=seen)
                    if how and text.strip():
                        hidden[how] = hidden.get(how, "") + text
                    else:
                        shown += text
                elif child.tag == f"{_A}br":
                    shown += " "
            for how, text in hidden.items():
                self._reading.hidden(how, text, self._number)
            lines.append(shown)
        return "\n".join(lines)

    def _is_off(self, shape: Any) -> bool:
        """Whether a shape lies wholly beside the slide."""
        width, height = self._size
        if None in (shape.left, shape.top, shape.width, shape.height) or not width:
            return False
        return bool(
            shape.left >= width or shape.top >= height or shape.left + shape.width <= 0 or shape.top + shape.height <= 0
        )


def _unseen(run: Any, *, white_is_seen: bool) -> str:
    """How a run is hidden; "" where it is not."""
    properties = run.find(f"{_A}rPr")
    if properties is None:
        return ""
    size = properties.get("sz")
    if size is not None and size.isdigit() and int(size) <= _TINY:
        return "smaller than can be read"
    if properties.find(f"{_A}noFill") is not None and properties.find(f"{_A}ln/{_A}solidFill") is None:
        return "not painted"
    fill = properties.find(f"{_A}solidFill")
    if fill is not None and is_pale(fill) and not white_is_seen and properties.find(f"{_A}highlight") is None:
        return "white on white"
    return ""


def _whole(element: Any) -> str:
    """All the text in an element, seen or not."""
    return " ".join(text.text or "" for text in element.iter(f"{_A}t"))


def _ground(shape: Any) -> bool | None:
    if shape._element.tag == f"{_P}pic":
        return True
    return ground(shape._element.find(f"{_P}spPr"), shape._element.find(f"{_P}style"))


def _grounds(shapes: Any) -> list[_Box]:
    """Where white letters are read: on filled shapes and on pictures."""
    filled = (shape for shape in shapes if _ground(shape) and None not in (shape.left, shape.top))
    boxes = ((s.left, s.top, s.left + (s.width or 0), s.top + (s.height or 0)) for s in filled)
    return list(islice(boxes, _MOST_GROUNDS))


def _lies_on(shape: Any, grounds: list[_Box]) -> bool:
    """Whether the middle of a shape is on one of the grounds."""
    if None in (shape.left, shape.top, shape.width, shape.height):
        return False
    x, y = shape.left + shape.width / 2, shape.top + shape.height / 2
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in grounds)


def _is_hidden(shape: Any) -> bool:
    properties = next(shape._element.iter(f"{_P}cNvPr"), None)
    return properties is not None and properties.get("hidden") in ("1", "true")


def _of_diagram(slide: Any, name: str) -> str:
    """The text of a diagram (SmartArt), which is kept in a part of its own."""
    from pptx.oxml import parse_xml

    if name not in slide.part.rels:
        return ""
    root = parse_xml(slide.part.related_part(name).blob)
    return "\n".join("".join(text.text or "" for text in p.iter(f"{_A}t")) for p in root.iter(f"{_A}p"))


def _comments(slide: Any) -> Iterator[str]:
    """What reviewers noted on a slide, in the old form and in the new one."""
    from pptx.oxml import parse_xml

    for relation in slide.part.rels.values():
        if relation.reltype.endswith("/comments") and not relation.is_external:
            for found in parse_xml(relation.target_part.blob).iter(f"{_P}text", "{*}txBody"):
                yield found.text or _whole(found)


def _is_dark(slide: Any) -> bool:
    """Whether the slide, its layout or its master sets a background on which white text is read."""
    master = slide.slide_layout.slide_master
    colours = master._element.find(f"{_P}clrMap")
    if colours is not None and colours.get("bg1", "lt1") not in ("lt1", "lt2"):  # dark and light change places
        return True
    for part in (slide, slide.slide_layout, master):
        found = part._element.find(f"{_P}cSld/{_P}bg")
        if found is not None:
            reference = found.find(f"{_P}bgRef")
            return bool(ground(found.find(f"{_P}bgPr"))) if reference is None else not is_pale(reference)
    return False
