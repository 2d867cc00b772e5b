"""Text, Markdown and CSV: the text stays as a reader sees it; what is known of its structure stands beside it."""

import csv
import io
import re
from collections.abc import Iterator

from charset_normalizer import from_bytes

from advisor.errors import DocumentError
from advisor.passages.formats.page import Reading, bare, fold, is_head
from advisor.passages.sentences import blocks
from advisor.passages.types import Page, Part, Span

_TABLE_LINE = re.compile(r"^[ \t]*\|.*\|[ \t]*$", re.MULTILINE)
_RULE = re.compile(r"^[ \t]*\|(?:[ \t]*:?-{1,}:?[ \t]*\|)+[ \t]*$")
_COMMENT = re.compile(  # ... and the two ways to write one as a link to nothing
    r"<!--(.*?)(?:-->|\Z)|^\[[^\]\n]{0,60}\]:[ \t]*(?:#|<>)[ \t]*[(\"']([^\n]*)[)\"'][ \t]*$", re.DOTALL | re.MULTILINE
)
_FOREIGN = re.compile(r"[À-ÖØ-öø-ÿŠŒŽšœžŸ]{3}|[^\W\d_][¹³¿¼½¾¡¢£¤¥¦][^\W\d_]|[\x00-\x08\x0e-\x1f]")
_FRONT = re.compile(r"\A---\n.*?\n---[ \t]*$", re.DOTALL | re.MULTILINE)  # what describes the file, before its text
_CAPITALS = re.compile(r"^(?=.*[A-Z]{3})[A-Z0-9][A-Z0-9 &/,.:()’'–-]{2,60}$")
_UNDERLINE = re.compile(r"^[=~-]{3,}$")
_TITLE = 100  # characters
_FIELDS = 100_000  # characters of a cell
_MOST_ROWS = 20_000
_MOST_COLUMNS = 200
_SAMPLE = 8_000  # characters from which a table's separator is told; the time for it grows with the square
_MARKS = (  # what a file of each encoding begins with
    (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
    (b"", "utf-8"),
)  # fmt: skip


def decoded(data: bytes, name: str) -> str:
    """Bytes as text, line ends as newlines: UTF-8 first, then the encoding that is most likely.

    Raises DocumentError where they are not text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                text = data.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    else:
        western = _western(data)
        best = from_bytes(data).best() if western is None else None
        if western is None and best is None:
            raise DocumentError(f"{name}: not text in any known encoding; save it as UTF-8.")
        text = str(best) if western is None else western
    if "\0" in text:
        raise DocumentError(f"{name}: holds binary data, not text; give a text, Markdown, PDF or Word file.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _western(data: bytes) -> str | None:
    """Text in Windows' encoding of western languages, which is hard to guess where few letters are beyond ASCII.

    None where it looks like another: those letters in runs, signs within words, control characters.
    """
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    return None if _FOREIGN.search(text) else text


def _opened(reading: Reading, data: bytes, name: str) -> str:
    """A file's text without the characters that nobody sees."""
    text = decoded(data, name)
    reading.reckon(len(text))
    reading.tags(text)
    return bare(text)


def read_text_file(data: bytes, name: str) -> Reading:
    """A text file; lines in capitals, or underlined, are headings."""
    reading = Reading()
    text = _opened(reading, data, name)
    reading.pages.append(Page(None, text, parts=tuple(plain_parts(text))))
    return reading


def read_markdown(data: bytes, name: str) -> Reading:
    """A Markdown file: headings, paragraphs, items, and tables with their headings. Nobody is shown its comments."""
    reading = Reading()
    text = _opened(reading, data, name)
    for found in _COMMENT.finditer(text):
        reading.hidden("a comment", found[1] or found[2] or "")
    # Blanked, not cut: offsets stay those of the file.
    shown = _COMMENT.sub(lambda found: re.sub(r"\S", " ", found[0]), text)
    reading.pages.append(Page(None, shown, parts=tuple(markdown_parts(shown))))
    return reading


def parts_of_text(text: str, name: str) -> list[Part]:
    """The parts of a text or Markdown file's text, told by its lines; none for files of another kind."""
    parts = {".txt": plain_parts, ".text": plain_parts, ".md": markdown_parts, ".markdown": markdown_parts}
    told = parts.get(name[name.rfind(".") :].lower())
    return told(text) if told else []


def plain_parts(text: str) -> list[Part]:
    """The parts of a text file's text."""
    return _plain_parts(text, 0, len(text))


def markdown_parts(text: str) -> list[Part]:
    """The parts of a Markdown file's text, comments blanked."""
    parts: list[Part] = []
    position = 0
    for table in _tables(text):
        parts += _plain_parts(text, position, table.start, capitals=False)
        parts += _table_parts(text, table)
        position = table.end
    return [*parts, *_plain_parts(text, position, len(text), capitals=False)]


def read_csv(data: bytes, name: str) -> Reading:
    """A table in a text file; the first row names the columns where it looks like it."""
    reading = Reading()
    text = _opened(reading, data, name)
    csv.field_size_limit(_FIELDS)
    try:
        sniffed = csv.Sniffer().sniff(text[:_SAMPLE], delimiters=",;\t|")
        separator, spaced = sniffed.delimiter, sniffed.skipinitialspace
    except csv.Error:
        separator, spaced = ",", False
    stream = _Lines(text)
    rows: list[tuple[Span, tuple[str, ...], int]] = []
    start, wide = 0, False
    try:
        for number, cells in enumerate(csv.reader(stream, delimiter=separator, skipinitialspace=spaced), start=1):
            if number > _MOST_ROWS:
                reading.unread(f"Rows after the {_MOST_ROWS}th were not read.")
                text = text[:start]
                break
            wide = wide or len(cells) > _MOST_COLUMNS
            raw = text[start : stream.position]
            left = len(raw) - len(raw.lstrip("\n"))
            cells = cells[:_MOST_COLUMNS]
            rows.append((Span(start + left, start + len(raw.rstrip())), tuple(map(fold, cells)), number))
            start = stream.position
    except csv.Error as error:
        raise DocumentError(f"{name}: not a readable table ({error}); save it again as CSV.") from None
    if wide:
        reading.unread(f"Columns after the {_MOST_COLUMNS}th were not told apart.")
    rows = [row for row in rows if any(row[1])]
    head = rows[0][1] if len(rows) > 1 and is_head(rows[0][1], rows[1][1]) else ()
    parts = [Part(span, "row", f"row {number}", cells, head) for span, cells, number in rows]
    if head:
        parts[0] = Part(rows[0][0], "head", "row 1", rows[0][1])
    reading.pages.append(Page(None, text, parts=tuple(parts)))
    return reading


class _Lines:
    """Lines of a text, for csv.reader, and how far it has read."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self.position = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.position += len(line)
            yield line


def _plain_parts(text: str, start: int, end: int, *, capitals: bool = True) -> list[Part]:
    parts: list[Part] = []
    front = _FRONT.match(text)
    for block in blocks(text, start, end):
        span, content = block.span, block.span.of(text)
        first, _, second = content.partition("\n")
        heading = block.heading or (capitals and bool(_CAPITALS.match(content)))
        if _UNDERLINE.match(second) and _is_title(first):
            span, heading = Span(span.start, span.start + len(first)), True
        if not _UNDERLINE.match(content):
            parts.append(Part(span, "heading" if heading else "text"))
        elif parts and (front is None or span.end > front.end()) and _is_line_above(text, parts[-1].span, span):
            parts[-1] = Part(parts[-1].span, "heading")
    return parts


def _is_line_above(text: str, above: Span, line: Span) -> bool:
    """Whether a title stands right above an underline."""
    return _is_title(above.of(text)) and text[above.end : line.start].replace(" ", "") == "\n"


def _is_title(text: str) -> bool:
    return "\n" not in text and len(text) <= _TITLE and not text.endswith((".", ";", ",", ":"))


def _tables(text: str) -> list[Span]:
    """Runs of lines between bars."""
    found: list[Span] = []
    for line in _TABLE_LINE.finditer(text):
        if found and text[found[-1].end : line.start()] == "\n":
            found[-1] = Span(found[-1].start, line.end())
        else:
            found.append(Span(line.start(), line.end()))
    return found


def _table_parts(text: str, table: Span) -> list[Part]:
    lines: list[Span] = []
    position = table.start
    for line in table.of(text).split("\n"):
        left = len(line) - len(line.lstrip())
        lines.append(Span(position + left, position + len(line.rstrip())))
        position += len(line) + 1
    rows = [(span, _cells(span.of(text))) for span in lines]
    ruled = len(rows) > 1 and bool(_RULE.match(rows[1][0].of(text)))
    head = rows[0][1] if ruled else ()
    parts = [
        Part(span, "row", "", cells, head) for span, cells in rows if not _RULE.match(span.of(text)) and any(cells)
    ]
    if ruled and parts:
        parts[0] = Part(rows[0][0], "head", "", rows[0][1])
    return parts


def _cells(line: str) -> tuple[str, ...]:
    inner = line.strip()[1:-1]
    return tuple(fold(cell.replace("\\|", "|")) for cell in re.split(r"(?<!\\)\|", inner))
