"""XLSX: each sheet a page, each row a line with its columns' headings; hidden sheets, rows and columns reported."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from advisor.errors import DocumentError
from advisor.passages.formats.office import check_office, is_white
from advisor.passages.formats.page import PageWriter, Reading, is_head

_MOST_ROWS = 5_000
_MOST_COLUMNS = 200
_MOST_CELLS = 500_000  # of a file; its library holds them all at once
_TINY = 3  # points
_TITLE = 80  # characters
_SHADE = -0.05  # of a theme's white, with which it is still white
_UNCOMPUTED = (b"</f></c>", b"</f><v/></c>", b"</f><v /></c>", b"</f><v></v></c>")
_LOOK = 12  # rows from the top among which the headings are sought


@dataclass(frozen=True)
class _Row:
    """The cells of a row, from the first column on.

    `strong` says that it looks like a head, `apart` that an empty row is before it.
    """

    line: int
    values: list[str]
    strong: bool
    apart: bool

    @property
    def columns(self) -> list[int]:
        return [column for column, value in enumerate(self.values) if value]


def read_xlsx(data: bytes, name: str) -> Reading:
    """An Excel file, with the values as they were last computed. Raises DocumentError."""
    check_office(data, name, "XLSX")
    import warnings

    import openpyxl

    try:
        cells, open_formulas = _cells(data)
        if cells > _MOST_CELLS:
            raise DocumentError(f"{name}: holds more cells than can be read at once; give it in parts.")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl does not keep when writing is of no concern here
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        reading = Reading(title=(book.properties.title or "").strip() if book.properties else "")
        for number, sheet in enumerate(book.worksheets, start=1):
            _read_sheet(reading, sheet, number)
        if open_formulas:
            reading.unread(f"{open_formulas} formulas were never computed, and were not read; save it from Excel.")
    except (DocumentError, MemoryError):
        raise
    except Exception as error:  # openpyxl raises whatever its parser met
        raise DocumentError(
            f"{name}: not a readable Excel file ({type(error).__name__}); open it and save it again as XLSX."
        ) from None
    return reading


def _cells(data: bytes) -> tuple[int, int]:
    """About how many cells a file has, and how many with a formula but no value, told quickly."""
    found = empty = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                with archive.open(name) as stream:
                    while piece := stream.read(1_000_000):
                        found += piece.count(b"<c ") + piece.count(b"<c>")
                        empty += sum(map(piece.count, _UNCOMPUTED))
    return found, empty


def _read_sheet(reading: Reading, sheet: Any, number: int) -> None:
    page = PageWriter(reading, number, f"sheet “{sheet.title}”")
    if (sheet.max_row or 0) > _MOST_ROWS:
        reading.unread(f"Sheet “{sheet.title}”: rows after the {_MOST_ROWS}th were not read.", number)
    found: list[_Row] = []
    hidden: list[str] = []
    gone = [
        (size.min or 0, size.max or 0) for size in sheet.column_dimensions.values() if size.hidden or not size.width
    ]
    titles = _titles(sheet)
    before = 0
    for line, row in _rows(sheet):
        values = [""] * max(row)
        size = sheet.row_dimensions.get(line)
        out = sheet.sheet_state != "visible" or (size is not None and (size.hidden or size.height == 0))
        for column, cell in row.items():
            text, remark = _text(cell), _remark(cell)
            out_here = out or any(first <= column <= last for first, last in gone)
            if out_here or _is_unseen(cell, titled=(line, column) in titles):
                hidden.append(text)
                text = ""
            if out_here:
                hidden.append(remark)
                remark = ""
            values[column - 1] = " ".join(filter(None, (text, remark)))
        if any(values):
            given = [cell for column, cell in row.items() if values[column - 1]]
            named = any((line, cell.column) in titles for cell in given)
            strong = named or all(cell.has_style and cell.font.b for cell in given)
            found.append(_Row(line, values, strong, line > before + 1))
        if any(cell.value is not None for cell in row.values()):
            before = line
    if any(hidden):
        how = "a hidden sheet" if sheet.sheet_state != "visible" else "hidden cells"
        reading.hidden(how, " ".join(filter(None, hidden)), number)
    if found:
        page.add(sheet.title, "heading", f"{sheet.title}!")
    _write(page, sheet.title, found)
    page.close()


def _write(page: PageWriter, title: str, rows: Sequence[_Row]) -> None:
    """Put the rows of a sheet on a page: titles, tables with what heads their columns, rows without."""
    head: list[str] = []
    may_begin = True  # a table
    for position, row in enumerate(rows):
        may_begin = may_begin or row.apart
        after = rows[position + 1] if position + 1 < len(rows) and not rows[position + 1].apart else None
        filled = row.columns
        where = f"{title}!{_at(filled[0])}{row.line}" + (f":{_at(filled[-1])}{row.line}" if len(filled) > 1 else "")
        said = row.values[filled[0]]
        another = not head or row.strong or filled != [column for column, value in enumerate(head) if value]
        if len(filled) == 1 and len(said) <= _TITLE and may_begin and (row.apart or not head):
            begins = not position or row.apart or row.strong
            named = begins and row is not rows[-1] and not filled[0] and not said.endswith((".", "!", "?", ";"))
            page.add(said, "heading" if named else "text", where)
        elif may_begin and another and is_head(row.values, after.values if after else ()):
            head, may_begin = row.values, False
            page.head(head, where)
        else:
            may_begin = not head and position < _LOOK
            page.row(row.values, where, head)


def _at(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column + 1))


def _titles(sheet: Any) -> set[tuple[int, int]]:
    """The cells that name the columns of Excel's own tables, which are coloured by the table."""
    from openpyxl.utils import range_boundaries

    found = set()
    for table in sheet.tables.values():
        left, top, right, _ = range_boundaries(table.ref)
        if table.headerRowCount != 0:
            found |= {(top, column) for column in range(left, min(right, left + _MOST_COLUMNS) + 1)}
    return found


def _rows(sheet: Any) -> Iterator[tuple[int, dict[int, Any]]]:
    """The cells that the file has, by row and column; `iter_rows` would make all those between them."""
    rows: dict[int, dict[int, Any]] = {}
    for (line, column), cell in sheet._cells.items():
        if line <= _MOST_ROWS and column <= _MOST_COLUMNS:
            rows.setdefault(line, {})[column] = cell
    yield from sorted(rows.items())


def _text(cell: Any) -> str:
    """A cell's value, much as it is shown."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if not (value.hour or value.minute) else "%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in (cell.number_format or ""):
        return f"{100 * value:.10g}%"
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value)


def _remark(cell: Any) -> str:
    """The comment on a cell, without what Excel puts before those of its newer kind."""
    if cell.comment is None:
        return ""
    text = cell.comment.text or ""
    if text.startswith("[Threaded comment]"):
        text = text.partition("Comment:")[2] or text
    return f"({text.strip()})"


def _is_unseen(cell: Any, *, titled: bool) -> bool:
    """White letters without a ground, letters too small to read, and values whose format shows nothing."""
    if not cell.has_style or cell.value is None:
        return False
    if cell.number_format in (";;;", ";;") or (cell.font.sz is not None and cell.font.sz < _TINY):
        return True
    fill = cell.fill
    dark = fill.fill_type is not None and not (fill.fill_type == "solid" and _is_white(fill.fgColor))
    return _is_white(cell.font.color) and not dark and not titled


def _is_white(colour: Any) -> bool:
    if colour is None:
        return False
    if colour.type == "theme":
        return bool(colour.theme == 0 and (colour.tint or 0) > _SHADE)
    if colour.type == "indexed":
        return colour.indexed in (1, 9)
    return isinstance(colour.rgb, str) and is_white(colour.rgb)
