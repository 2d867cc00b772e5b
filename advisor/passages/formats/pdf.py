"""PDF: what a reader sees on each page, with the boxes of the words; paragraphs and table rows from how they lie.

pdfium reads the text (pypdf where it fails); pypdf reads what stands beside it: information, attachments, annotations,
form fields. Words that cannot be seen are told by the page's picture: where nothing of another brightness lies in a
word's box, nobody reads it.
"""

import ctypes
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median
from typing import Any

import numpy as np

from advisor.errors import DocumentError
from advisor.passages.english import is_english
from advisor.passages.formats.limits import SECONDS, allow, allow_ocr
from advisor.passages.formats.ocr import Lines, recognise
from advisor.passages.formats.page import Boxes, Reading, fold, is_head, seen
from advisor.passages.types import Page, Part, Span

_MOST_PAGES = 2_000
_MOST_SCANNED = 40
_SECONDS_EACH = 0.2  # of processor time beside the usual, for each page that was read ...
_SECONDS_SCANNED = 15  # ... and for each that is a scan
_SCALE = 1.0  # pixels of the control picture for each point
_CONTRAST = 22  # of 255; a word whose box varies by less is not seen
_TINY = 2.5  # points
_FEW = 25  # characters; a page with fewer, and with pictures, is a scan
_SCANNED_PIXELS = 3_500_000
_WHOLE = 10_000  # boxes are kept in ten-thousandths of the page
_MOST_CHARACTERS = 200_000  # of one page
_LARGEST = 30_000_000  # pixels of a picture ...
_LONGEST = 30_000  # ... and of one of its sides
_MOST_NOTES = 500
_WRAPPED = re.compile(r"\n[a-z]|(?:[,&/-]|\b(?:of|and|or|the|a|an|for|to|in|on|with|by|at|und|der|die|des|für))\n")
_ITEM = re.compile(r"[•●▪◦‣·*–—-]|\d{1,2}(?:\.\d{1,2})*[.)]|\d{1,2}(?:\.\d{1,2})+|\(?[a-z][.)]")
_MOST_LINES = 12  # of a cell; beside so many others, it is a column of the page
_CUT = 2  # what pdfium gives for a hyphen at a line's end
_UNPAINTED = (3, 7)  # ways to draw letters that leave nothing on the page
_Box = tuple[float, float, float, float]  # left, bottom, right, top in points of the page as it is shown


@dataclass
class _Word:
    text: str
    box: _Box
    size: float
    bold: bool
    cut: bool = False  # a hyphen at the line's end parts it from the next
    colour: tuple[int, ...] = (0, 0, 0)  # of its letters; none where they are not painted
    hidden: str = ""


@dataclass
class _Line:
    words: list[_Word]

    @property
    def left(self) -> float:
        return min(w.box[0] for w in self.words)

    @property
    def right(self) -> float:
        return max(w.box[2] for w in self.words)

    @property
    def bottom(self) -> float:
        return min(w.box[1] for w in self.words)

    @property
    def top(self) -> float:
        return max(w.box[3] for w in self.words)

    @property
    def size(self) -> float:
        return median([w.size for w in self.words])

    @property
    def bold(self) -> bool:
        return all(w.bold for w in self.words)

    @property
    def text(self) -> str:
        return " ".join(w.text for w in self.words)


@dataclass
class _Block:
    """A paragraph, or a row of several cells."""

    cells: list[list[_Line]] = field(default_factory=list)

    @property
    def lines(self) -> list[_Line]:
        return [line for cell in self.cells for line in cell]

    @property
    def top(self) -> float:
        return max(line.top for line in self.lines)

    @property
    def bottom(self) -> float:
        return min(line.bottom for line in self.lines)


def read_pdf(data: bytes, name: str) -> Reading:
    """A PDF file. Raises DocumentError."""
    import pypdfium2

    reading = Reading()
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise DocumentError(f"{name}: is protected by a password; give a copy without one.") from None
        _read_with_pypdf(reading, data, name, str(error))
        return reading
    with pdf:
        count = len(pdf)
        if count > _MOST_PAGES:
            reading.unread(f"Pages after the {_MOST_PAGES}th were not read.")
        scanned = 0
        for number in range(1, min(count, _MOST_PAGES) + 1):
            allow(SECONDS + _SECONDS_EACH * number + _SECONDS_SCANNED * min(scanned, _MOST_SCANNED))
            try:
                page = pdf[number - 1]
                if _is_scan(page):
                    scanned += 1
                    allow(SECONDS + _SECONDS_EACH * number + _SECONDS_SCANNED * min(scanned, _MOST_SCANNED))
                    if scanned > _MOST_SCANNED:
                        reading.pages.append(Page(number, ""))
                        continue
                    _put(reading, number, _scanned(page), page.get_size())
                else:
                    _put(reading, number, _lines(reading, page, number), page.get_size())
                page.close()
            except (pypdfium2.PdfiumError, ValueError) as error:  # ValueError: nothing of the page is to be seen
                reading.unread(f"Page {number} cannot be read ({fold(str(error))}).", number)
                reading.pages.append(Page(number, ""))
        if scanned > _MOST_SCANNED:
            reading.unread(f"Of {scanned} scanned pages only the first {_MOST_SCANNED} were read.")
    _beside(reading, data)
    return reading


def _upright(page: Any) -> Callable[[_Box], _Box]:
    """Boxes in a page's own points -> the page as it is shown: cropped, turned, from its lower left corner."""
    left, bottom, right, top = page.get_bbox()
    turn = page.get_rotation()

    def turned(box: _Box) -> _Box:
        x0, y0, x1, y1 = box
        if turn == 90:
            return y0 - bottom, right - x1, y1 - bottom, right - x0
        if turn == 180:
            return right - x1, top - y1, right - x0, top - y0
        if turn == 270:
            return top - y1, x0 - left, top - y0, x1 - left
        return x0 - left, y0 - bottom, x1 - left, y1 - bottom

    return turned


def picture(data: bytes, number: int, scale: float) -> bytes:
    """A page's picture as PNG; `number` is 1-based, `scale` in pixels for each point. Raises DocumentError."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as pdf:
            page = pdf[number - 1]
            image = page.render(scale=_scale(page, scale)).to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, IndexError, ValueError) as error:
        raise DocumentError(f"page {number} cannot be drawn ({fold(str(error))}).") from None
    stream = io.BytesIO()
    image.save(stream, "PNG", optimize=False)
    return stream.getvalue()


def _scale(page: Any, wanted: float, most: int = _LARGEST) -> float:
    """Pixels for each point: what is wanted, or less where the picture would be larger than it may be."""
    width, height = page.get_size()
    return float(min(wanted, (most / max(1.0, width * height)) ** 0.5, _LONGEST / max(1.0, width, height)))


def _is_scan(page: Any) -> bool:
    """Whether a page has next to no text but pictures."""
    text = page.get_textpage()
    few = text.count_chars() < _FEW
    text.close()
    return few and any(kind.type == 3 for kind in page.get_objects(max_depth=3))  # 3: an image


def _scanned(page: Any) -> list[_Line]:
    allow_ocr()
    bitmap = page.render(scale=_scale(page, 2.4, _SCANNED_PIXELS))
    found: Lines = recognise(np.asarray(bitmap.to_pil().convert("RGB")))
    each_pixel = page.get_width() / bitmap.width
    lines = []
    for text, pixels in found:
        left, top, right, bottom = (each_pixel * pixel for pixel in pixels)
        top, bottom = page.get_height() - top, page.get_height() - bottom
        words = text.split()
        each = (right - left) / max(1, sum(len(w) + 1 for w in words))
        at, boxed = left, []
        for word in words:
            box = (at, bottom, at + each * len(word), top)
            boxed.append(_Word(seen(word), box, 0.8 * (top - bottom), bold=False))
            at += each * (len(word) + 1)
        if boxed:
            lines.append(_Line(boxed))
    return lines


def _lines(reading: Reading, page: Any, number: int) -> list[_Line]:
    """The lines of a page as pdfium orders them, without the words that nobody sees."""
    lines = [line for line in _all_lines(reading, page, number) if line]
    if not lines:
        return []
    _mark_hidden(page, [word for line in lines for word in line])
    kept: list[_Line] = []
    gone: dict[str, list[str]] = {}
    for line in lines:
        for word in line:
            if word.hidden:
                gone.setdefault(word.hidden, []).append(word.text)
        shown = [word for word in line if not word.hidden]
        if shown:
            kept.append(_Line(shown))
    for how, words in gone.items():
        reading.hidden(how, " ".join(words), number)
    return kept


def _all_lines(reading: Reading, page: Any, number: int) -> Iterator[list[_Word]]:
    """The words of a page, line by line."""
    import pypdfium2.raw as raw

    text, turned = page.get_textpage(), _upright(page)
    try:
        count = min(text.count_chars(), _MOST_CHARACTERS)
        box = [ctypes.c_double() for _ in range(4)]
        left, right, bottom, top = box
        line: list[_Word] = []
        letters: list[str] = []
        edges: list[_Box] = []
        first = 0

        def word(*, cut: bool = False) -> None:
            if letters:
                whole = "".join(letters).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
                reading.tags(whole, number)
                content = seen(whole)
                if content:
                    weight = raw.FPDFText_GetFontWeight(text.raw, first)
                    low, up = (tuple(map(f, zip(*edges, strict=True))) for f in (min, max))
                    around = turned((low[0], low[1], up[2], up[3]))
                    line.append(_Word(content, around, _size(text, first), weight >= 600, cut, _colour(text, first)))
                letters.clear()
                edges.clear()

        for index in range(count):
            code = raw.FPDFText_GetUnicode(text.raw, index)
            if code == 0xAD:  # a soft hyphen that nobody sees
                continue
            if code != _CUT:
                character = chr(code) if code < 0x110000 else ""
                if character.isspace():
                    word()
                    if character == "\n" and line:
                        yield line
                        line = []
                    continue
                if not letters:
                    first = index
                letters.append(character)
            raw.FPDFText_GetCharBox(text.raw, index, left, right, bottom, top)
            edges.append((left.value, bottom.value, right.value, top.value))
            if code == _CUT:
                word(cut=True)
                if line:
                    yield line
                    line = []
        word()
        if line:
            yield line
    finally:
        text.close()


def _size(text: Any, index: int) -> float:
    """The size of a letter in points as it is drawn, whatever its font's is."""
    import pypdfium2.raw as raw

    matrix = raw.FS_MATRIX()
    size = float(raw.FPDFText_GetFontSize(text.raw, index))
    if not raw.FPDFText_GetMatrix(text.raw, index, matrix):
        return size
    return size * float(abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5)


def _colour(text: Any, index: int) -> tuple[int, ...]:
    """What a letter is painted with: red, green, blue; nothing where it is not painted."""
    import pypdfium2.raw as raw

    piece = raw.FPDFText_GetTextObject(text.raw, index)
    if piece and raw.FPDFTextObj_GetTextRenderMode(piece) in _UNPAINTED:
        return ()
    values = [ctypes.c_uint() for _ in range(4)]
    raw.FPDFText_GetFillColor(text.raw, index, *values)
    return tuple(value.value for value in values[:3])


def _mark_hidden(page: Any, words: list[_Word]) -> None:
    """Mark the words that cannot be seen on the page's picture."""
    bitmap = page.render(scale=_scale(page, _SCALE))
    image = bitmap.to_numpy()[..., :3]
    rows, columns = image.shape[:2]
    width, height = page.get_size()
    layers = np.zeros((rows, columns), np.uint8)
    places = []
    for word in words:
        left, right = (int(x * columns / width) for x in (word.box[0], word.box[2]))
        top, bottom = (int((height - y) * rows / height) for y in (word.box[3], word.box[1]))
        if right < 0 or bottom < 0 or left >= columns or top >= rows:
            word.hidden = "off the page"
            continue
        if 0 < word.size < _TINY:
            word.hidden = "smaller than can be read"
            continue
        edge = (bottom - top) // 6  # an underline or a table's rule is no letter
        across = slice(max(0, left), right + 1)
        place = slice(max(0, top + edge), max(0, bottom - edge) + 1), across
        beside = image[[y for y in (top - 2, top - 1, bottom + 1, bottom + 2) if 0 <= y < rows], across]
        layers[place] = np.minimum(layers[place], 1) + 1
        places.append((word, place, beside))
    for word, place, beside in places:
        part = image[place].reshape(-1, 3)
        if not part.size:
            continue
        varies = int((part.max(axis=0).astype(int) - part.min(axis=0)).max())
        shared = bool((layers[place] > 1).mean() > 0.5)  # what varies there may be the letters of another word
        if varies < _CONTRAST or (shared and not _stands_out(word, beside)):
            word.hidden = "of the colour of its background, or covered"


def _stands_out(word: _Word, beside: Any) -> bool:
    """Whether a word is painted, and in another colour than what lies above and below it."""
    if not word.colour or not beside.size:
        return bool(word.colour)
    blue, green, red = np.median(beside.reshape(-1, 3), axis=0)
    return bool(max(abs(x - y) for x, y in zip(word.colour, (red, green, blue), strict=True)) >= _CONTRAST)


def _put(reading: Reading, number: int, lines: list[_Line], size: tuple[float, float]) -> None:
    """Write a page's text, its parts and its boxes; `size` is the page's in points."""
    blocks = _blocks(lines)
    body = median([line.size for line in lines for _ in line.words]) if lines else 0.0
    text = ""
    parts: list[Part] = []
    boxes: Boxes = []
    head: _Block | None = None
    for position, block in enumerate(blocks):
        if text:
            text += "\n" if len(block.cells) > 1 and parts and parts[-1].kind in ("row", "head") else "\n\n"
        start = len(text)
        for cell_number, cell in enumerate(block.cells):
            text += " | " if cell_number else ""
            for word, content in _said(cell):
                boxes.append((len(text), len(text) + len(content.rstrip()), *_in_the_picture(word.box, size)))
                text += content
        span = Span(start, len(text))
        cells = _cells(block)
        if len(cells) > 1:
            if position == 0 or len(blocks[position - 1].cells) < 2:  # a table begins
                after = blocks[position + 1] if position + 1 < len(blocks) else None
                below = _cells(after) if after is not None and len(after.cells) > 1 else ()
                head = block if len(cells) >= len(below) and is_head(cells, below) else None
            if head is block:
                parts.append(Part(span, "head", "", cells))
            else:
                placed = _in_columns(block, head) if head is not None else None
                parts.append(Part(span, "row", "", placed or cells, _cells(head) if head and placed else ()))
        else:
            parts.append(Part(span, "heading" if _is_heading(block.lines, body) else "text"))
    reading.reckon(len(text))
    reading.pages.append(Page(number, text, parts=tuple(parts)))
    reading.boxes[number] = boxes


def _cells(block: _Block) -> tuple[str, ...]:
    return tuple(fold("".join(content for _, content in _said(cell))) for cell in block.cells)


def _in_columns(block: _Block, head: _Block) -> tuple[str, ...] | None:
    """A row's cells, each in the column of the heading above it; None where they do not fit."""
    edges = [(_left(after) + max(line.right for line in before)) / 2 for before, after in pairwise(head.cells)]
    middles = [(_left(cell) + max(line.right for line in cell)) / 2 for cell in block.cells]
    columns = [sum(middle > edge for edge in edges) for middle in middles]
    if len(set(columns)) < len(columns) or columns != sorted(columns):
        return _cells(block) if len(block.cells) == len(head.cells) else None
    found = [""] * len(head.cells)
    for column, content in zip(columns, _cells(block), strict=True):
        found[column] = content
    return tuple(found)


def _left(cell: list[_Line]) -> float:
    return min(line.left for line in cell)


def _said(lines: list[_Line]) -> Iterator[tuple[_Word, str]]:
    """The words of lines as they are written on: each with what parts it from the next."""
    words = [word for line in lines for word in line.words]
    for word, after in zip(words, [*words[1:], None], strict=True):
        if after is None:
            yield word, word.text + "-" * word.cut
        elif word.cut:
            yield word, word.text + ("" if _was_cut(word.text, after.text) else "-")
        else:
            yield word, word.text + " "


def _was_cut(before: str, after: str) -> bool:
    """Whether the hyphen between two lines parts one word, and is none of its own (as in decision-making)."""
    first, second = re.findall(r"[^\W\d_]+$", before), re.findall(r"^[^\W\d_]+", after)
    if not first or not second or not first[0][-1].islower() or not second[0][0].islower():
        return False
    return is_english((first[0] + second[0]).lower()) or not all(is_english(w.lower()) for w in (first[0], second[0]))


def _in_the_picture(box: _Box, size: tuple[float, float]) -> _Box:
    """A box in points -> left, top, right, bottom in ten-thousandths of the page's picture."""
    (left, bottom, right, top), (width, height) = box, size
    whole = (left / width, 1 - top / height, right / width, 1 - bottom / height)
    x0, y0, x1, y1 = (min(_WHOLE, max(0, round(_WHOLE * part))) for part in whole)
    return x0, y0, x1, y1


def _is_heading(lines: list[_Line], body: float) -> bool:
    words = sum(len(line.words) for line in lines)
    if not 0 < words <= 16 or lines[-1].text.rstrip().endswith((".", ";", ",")):
        return False
    return all(line.size > 1.12 * body for line in lines) or (len(lines) == 1 and lines[0].bold and words <= 12)


def _blocks(lines: list[_Line]) -> list[_Block]:
    """Lines put together: a line below continues a paragraph or a cell, what stands beside is the next cell."""
    pieces = [piece for line in lines for piece in _apart(line)]
    widest = max((line.right for line in pieces), default=0.0)
    blocks: list[_Block] = []
    before: list[_Line] = []  # the stack that was put last
    for stack in _stacks(pieces):
        if not _stands_beside(stack, before, blocks):
            _write_on(blocks, stack, widest)
        elif len(blocks[-1].cells) > 1:
            blocks[-1].cells.append(stack)
        else:
            _take_back(blocks, before)
            first = next((n for n, line in enumerate(before) if _is_level(line, stack[0])), 0)
            while first and _WRAPPED.search(f"{before[first - 1].text}\n{before[first].text}"):
                first -= 1
            _write_on(blocks, before[:first], widest)
            blocks.append(_Block([before[first:], stack]))
        before = stack
    return blocks


def _stacks(pieces: list[_Line]) -> Iterator[list[_Line]]:
    """Runs of lines right below one another, from the same left: a paragraph, some of them, or a cell."""
    stack: list[_Line] = []
    for line in pieces:
        last = stack[-1] if stack else line
        gap, size = last.bottom - line.top, max(last.top - last.bottom, last.size)
        if stack and not (abs(line.left - last.left) < 3 and -0.6 * size < gap < 0.65 * size and _alike(line, last)):
            yield stack
            stack = []
        stack.append(line)
    if stack:
        yield stack


def _alike(line: _Line, last: _Line) -> bool:
    return abs(line.size - last.size) <= 0.12 * last.size


def _stands_beside(stack: list[_Line], before: list[_Line], blocks: list[_Block]) -> bool:
    """Whether a stack is the next cell of a row: to the right of the last one, and level with the row."""
    if not before or stack[0].left < max(line.right for line in before) - 1:
        return False
    if min(len(stack), len(before)) > _MOST_LINES:  # columns of the page
        return False
    row = blocks[-1].lines if len(blocks[-1].cells) > 1 else before
    top, bottom = max(line.top for line in row), min(line.bottom for line in row)
    high, low = stack[0].top, min(line.bottom for line in stack)
    return min(top, high) - max(bottom, low) > 0.5 * min(top - bottom, high - low)


def _is_level(line: _Line, other: _Line) -> bool:
    overlap = min(line.top, other.top) - max(line.bottom, other.bottom)
    return overlap > 0.5 * min(line.top - line.bottom, other.top - other.bottom)


def _take_back(blocks: list[_Block], lines: list[_Line]) -> None:
    """Take the last lines off the blocks again."""
    for _ in lines:
        blocks[-1].cells[-1].pop()
        if not blocks[-1].cells[-1]:
            blocks.pop()


def _write_on(blocks: list[_Block], lines: list[_Line], widest: float) -> None:
    """Put lines into paragraphs."""
    for line in lines:
        if blocks and _continues(blocks[-1], blocks[-1].cells[-1][-1], line, widest):
            blocks[-1].cells[-1].append(line)
        else:
            blocks.append(_Block([[line]]))


def _apart(line: _Line) -> list[_Line]:
    """A line's pieces between wide gaps: cells that pdfium took for one line. An item keeps its mark."""
    pieces = [[line.words[0]]]
    for last, word in pairwise(line.words):
        if word.box[0] - last.box[2] > 1.6 * max(word.size, 6.0):
            pieces.append([])
        pieces[-1].append(word)
    if len(pieces) == 2 and len(pieces[0]) == 1 and _ITEM.fullmatch(pieces[0][0].text):
        return [line]
    return [_Line(piece) for piece in pieces]


def _continues(block: _Block, last: _Line, line: _Line, widest: float) -> bool:
    """Whether a line goes on with the paragraph above it."""
    gap, height = last.bottom - line.top, max(1.0, last.top - last.bottom)
    if len(block.cells) > 1 or gap > 0.9 * max(height, last.size) or gap < -0.6 * height or not _alike(line, last):
        return False
    if line.bold != last.bold and not last.text.rstrip().endswith(","):
        return False
    if re.match(r"(?:[•●▪◦‣·*–—-]|\d{1,2}[.)]|\(?[a-z][.)])(?:\s|$)", line.text):
        return False
    if len(block.lines) == 1 and re.match(r"(?:[•●▪◦‣·*–—-]|\d{1,2}[.)])\s", last.text) and line.left >= last.left:
        return line.left <= last.words[1].box[0] + 3
    ended = last.text.rstrip().endswith((".", "!", "?", ":"))
    short = last.right < widest - 0.25 * (widest - last.left)
    return line.left <= last.left + 3 and not (ended and short) and not (short and line.text[:1].isupper())


def _read_with_pypdf(reading: Reading, data: bytes, name: str, reason: str) -> None:
    """The second reader: text alone, no boxes."""
    import pypdf

    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted:
            raise DocumentError(f"{name}: is protected by a password; give a copy without one.")
        for number, page in enumerate(reader.pages[:_MOST_PAGES], start=1):
            whole = page.extract_text() or ""
            reading.tags(whole, number)
            text = seen(whole)
            reading.reckon(len(text))
            reading.pages.append(Page(number, text))
    except (DocumentError, MemoryError):
        raise
    except Exception:  # pypdf raises whatever it met: AttributeError, RecursionError, zlib.error, KeyError ...
        raise DocumentError(f"{name}: not a readable PDF ({reason}); open it and save it again as PDF.") from None
    if not any(page.text.strip() for page in reading.pages):
        raise DocumentError(f"{name}: not a readable PDF ({reason}); open it and save it again as PDF.")
    reading.unread("The file is damaged: its text was read in a second way, in which hidden text cannot be told.")


def _beside(reading: Reading, data: bytes) -> None:
    """Title, notes on the pages, form fields, attachments."""
    import pypdf

    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        information = reader.metadata
        reading.title = fold(str(information.title or "")) if information else ""
        attached = list(reader.attachments)
        if attached:
            names = ", ".join(fold(str(name)) for name in attached[:5])
            reading.unread(f"Files attached to it were not read: {names}.")
        fields = [
            (1, f"{key}: {value.get('/V')}")
            for key, value in (reader.get_fields() or {}).items()
            if isinstance(value.get("/V"), str) and value.get("/V") not in ("", "/Off")
        ]
        notes = [
            (number, str(note.get_object().get("/Contents")))
            for number, page in enumerate(reader.pages[:200], start=1)
            for note in page.get("/Annots") or ()
            if note.get_object().get("/Subtype") in ("/Text", "/FreeText", "/Highlight")
            and note.get_object().get("/Contents")
        ]
    except Exception:  # what stands beside the text is not worth losing the text for
        return
    known = "\n".join(page.text for page in reading.pages)
    for what, found in (("form field", fields), ("note", notes)):
        if len(found) > _MOST_NOTES:
            reading.unread(f"Of {len(found)} {what}s only the first {_MOST_NOTES} were read.")
        for number, text in found[:_MOST_NOTES]:
            reading.tags(text, number)
            if fold(text).split(": ", 1)[-1] not in known:
                _append(reading, number, what, seen(text).strip())


def _append(reading: Reading, number: int, where: str, found: str) -> None:
    """Put what stands beside the text of a page behind it."""
    if not found or number > len(reading.pages):
        return
    reading.reckon(len(found))
    page = reading.pages[number - 1]
    text = page.text + ("\n\n" if page.text else "")
    part = Part(Span(len(text), len(text) + len(found)), "text", where)
    reading.pages[number - 1] = replace(page, text=text + found, parts=(*page.parts, part))
