"""PPTX: each slide a page, with its tables and its speaker notes."""

import io
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from advisor.errors import DocumentError
from advisor.passages.formats.office import check_office, is_white
from advisor.passages.formats.page import PageWriter, Reading, is_head

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
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
        self._dark = _has_background(slide)
        self._title = getattr(slide.shapes.title, "shape_id", None)

    def read(self) -> None:
        """Its shapes in order, then the notes. A hidden slide is reported and left out."""
        page = PageWriter(self._reading, self._number, f"slide {self._number}")
        texts = list(self._shapes(self._slide.shapes, top=True))
        if self._slide._element.get("show") == "0":
            self._reading.hidden("a hidden slide", " ".join(text for _, text, _ in texts if text), self._number)
            page.close()
            return
        for kind, text, rows in texts:
            if rows:
                head = rows[0] if len(rows) > 1 and is_head(rows[0], rows[1]) else []
                for row_number, row in enumerate(rows, start=1):
                    if row_number == 1 and head:
                        page.head(row)
                    else:
                        page.row(row, f"slide {self._number}, table row {row_number}", head)
            else:
                for line in text.split("\n"):
                    page.add(line, kind, f"slide {self._number}")
        if self._slide.has_notes_slide and self._slide.notes_slide.notes_text_frame is not None:
            for line in self._frame(self._slide.notes_slide.notes_text_frame).split("\n"):
                page.add(line, "text", f"slide {self._number}, speaker notes")
        page.close()

    def _shapes(self, shapes: Any, *, top: bool) -> Iterator[tuple[Any, str, list[list[str]]]]:
        for shape in sorted(shapes, key=lambda s: s.shape_id != self._title):
            if hasattr(shape, "shapes"):  # the parser of XML reads 256 levels, no more
                yield from self._shapes(shape.shapes, top=False)
            elif getattr(shape, "has_table", False) and shape.has_table:
                rows = groupby(shape.table.iter_cells(), key=lambda cell: cell._tc.getparent())
                yield (
                    "text",
                    "",
                    [[self._frame(cell.text_frame).replace("\n", " ") for cell in row] for _, row in rows],
                )
            elif shape.has_text_frame and shape.text_frame.text.strip():
                if top and self._is_off(shape):
                    self._reading.hidden("beside the slide", shape.text_frame.text, self._number)
                    continue
                is_title = shape.shape_id == self._title
                yield ("heading" if is_title else "text"), self._frame(shape.text_frame, shape), []

    def _frame(self, frame: Any, shape: Any = None) -> str:
        filled = shape is not None and shape._element.find(f".//{_A}solidFill/..") is not None and _is_filled(shape)
        lines = []
        for paragraph in frame.paragraphs:
            shown = ""
            for child in paragraph._p:
                if child.tag in (f"{_A}r", f"{_A}fld"):
                    text = child.findtext(f"{_A}t") or ""
                    how = self._unseen(child, filled)
                    if how and text.strip():
                        self._reading.hidden(how, text, self._number)
                    else:
                        shown += text
                elif child.tag == f"{_A}br":
                    shown += " "
            lines.append(shown)
        return "\n".join(lines)

    def _unseen(self, run: Any, filled: bool) -> str:
        properties = run.find(f"{_A}rPr")
        if properties is None:
            return ""
        size = properties.get("sz")
        if size is not None and size.isdigit() and int(size) <= _TINY:
            return "smaller than can be read"
        colour = properties.find(f"{_A}solidFill/{_A}srgbClr")
        if colour is not None and is_white(colour.get("val") or "") and not filled and not self._dark:
            return "white on white"
        return ""

    def _is_off(self, shape: Any) -> bool:
        """Whether a shape lies wholly beside the slide."""
        width, height = self._size
        if None in (shape.left, shape.top, shape.width, shape.height) or not width:
            return False
        return bool(
            shape.left >= width or shape.top >= height or shape.left + shape.width <= 0 or shape.top + shape.height <= 0
        )


def _is_filled(shape: Any) -> bool:
    properties = shape._element.find("{http://schemas.openxmlformats.org/presentationml/2006/main}spPr")
    return properties is not None and any(
        properties.find(f"{_A}{fill}") is not None for fill in ("solidFill", "gradFill", "pattFill", "blipFill")
    )


def _has_background(slide: Any) -> bool:
    """Whether the slide, its layout or its master sets a background, on which white text may well be read."""
    p = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
    for part in (slide, slide.slide_layout, slide.slide_layout.slide_master):
        found = part._element.find(f"{p}cSld/{p}bg")
        if found is None:
            continue
        plain = found.find(f".//{_A}srgbClr")
        scheme = found.find(f".//{_A}schemeClr")
        if plain is not None:
            return not is_white(plain.get("val") or "")
        return scheme is None or scheme.get("val") not in ("bg1", "lt1")
    return False
