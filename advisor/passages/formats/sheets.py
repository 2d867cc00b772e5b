"""XLSX: each sheet a page, each row a line with its columns' headings; hidden sheets, rows and columns reported."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from advisor.errors import DocumentError
from advisor.passages.formats.office import check_office, is_white
from advisor.passages.formats.page import PageWriter, Reading, is_head

_MOST_ROWS = 5_000
_MOST_COLUMNS = 200
_MOST_CELLS = 500_000  # of a file; its library holds them all at once
_LOOK = 12  # rows from the top among which the headings are sought


def read_xlsx(data: bytes, name: str) -> Reading:
    """An Excel file, with the values as they were last computed. Raises DocumentError."""
    check_office(data, name, "XLSX")
    import warnings

    import openpyxl

    try:
        if _cells(data) > _MOST_CELLS:
            raise DocumentError(f"{name}: holds more cells than can be read at once; give it in parts.")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl does not keep when writing is of no concern here
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        reading = Reading(title=(book.properties.title or "").strip() if book.properties else "")
        for number, sheet in enumerate(book.worksheets, start=1):
            _read_sheet(reading, sheet, number)
    except (DocumentError, MemoryError):
        raise
    except Exception as error:  # openpyxl raises whatever its parser met
        raise DocumentError(
            f"{name}: not a readable Excel file ({type(error).__name__}); open it and save it again as XLSX."
        ) from None
    return reading


def _cells(data: bytes) -> int:
    """About how many cells a file has, told quickly."""
    found = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                with archive.open(name) as stream:
                    while piece := stream.read(1_000_000):
                        found += piece.count(b"<c ") + piece.count(b"<c>")
    return found


def _read_sheet(reading: Reading, sheet: Any, number: int) -> None:
    page = PageWriter(reading, number, f"sheet “{sheet.title}”")
    if (sheet.max_row or 0) > _MOST_ROWS:
        reading.unread(f"Sheet “{sheet.title}”: rows after the {_MOST_ROWS}th were not read.", number)
    found: list[tuple[int, list[str]]] = []
    hidden: list[str] = []
    gone = [(size.min or 0, size.max or 0) for size in sheet.column_dimensions.values() if size.hidden]
    for line, row in _rows(sheet):
        values = [""] * max(row)
        out = sheet.sheet_state != "visible" or (line in sheet.row_dimensions and sheet.row_dimensions[line].hidden)
        for column, cell in row.items():
            text = _text(cell.value)
            if text and (out or any(first <= column <= last for first, last in gone) or _is_white(cell)):
                hidden.append(text)
                text = ""
            if cell.comment is not None and not out:
                text = f"{text} ({cell.comment.text})".strip()
            values[column - 1] = text
        if any(values):
            found.append((line, values))
    if hidden:
        how = "a hidden sheet" if sheet.sheet_state != "visible" else "hidden cells"
        reading.hidden(how, " ".join(hidden), number)
    if found:
        page.add(sheet.title, "heading", f"{sheet.title}!")
    head: Sequence[str] = ()
    for position, (line, values) in enumerate(found):
        where = f"{sheet.title}!A{line}"
        given = [value for value in values if value]
        following = found[position + 1][1] if position + 1 < len(found) else ()
        if len(given) == 1 and len(given[0]) <= 80 and not head:
            page.add(given[0], "heading" if values[0] else "text", where)
        elif not head and position < _LOOK and is_head(values, following):
            head = values
            page.head(values, where)
        else:
            page.row(values, where, head)
    page.close()


def _rows(sheet: Any) -> Iterator[tuple[int, dict[int, Any]]]:
    """The cells that the file has, by row and column; `iter_rows` would make all those between them."""
    rows: dict[int, dict[int, Any]] = {}
    for (line, column), cell in sheet._cells.items():
        if line <= _MOST_ROWS and column <= _MOST_COLUMNS:
            rows.setdefault(line, {})[column] = cell
    yield from sorted(rows.items())


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if not (value.hour or value.minute) else "%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value)


def _is_white(cell: Any) -> bool:
    """White letters on a cell without a fill."""
    if not cell.has_style:
        return False
    colour = cell.font.color.rgb if cell.font is not None and cell.font.color is not None else None
    fill = cell.fill.fill_type if cell.fill is not None else None
    return isinstance(colour, str) and is_white(colour) and not fill
