"""Documents written as marked-up Markdown -> real files of any format, and what each passage shows.

A source is named TITLE.FORMAT.md. A tag after a sentence, item or table row says what it shows:
`{{governance.owner=met}}`, with `,old` where a later passage has overtaken it, and `none` where it only looks as if it
spoke of the criterion. `python -m eval.written SOURCE OUT` writes the files of a folder.
"""

import argparse
import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from advisor.errors import InputError
from advisor.passages import pieces

_TAG = re.compile(r"\s*\{\{(.*?)\}\}")
_ONE = re.compile(r"\s*([\w.-]+)\s*=\s*(\w+)\s*(,\s*old)?\s*")
_SPECIAL = re.compile(r"^(Notes|Header|Footnote|Comment):\s*(.*)$")
_RULE = re.compile(r"^\|(?:\s*:?-+:?\s*\|)+$")
Kind = Literal["heading", "text", "item", "table", "notes", "header", "footnote", "comment"]


@dataclass(frozen=True)
class Shown:
    """What a passage shows of a criterion; `old`: overtaken by another; status "none" settles nothing."""

    criterion: str
    status: str
    quote: str
    old: bool = False


@dataclass(frozen=True)
class Piece:
    """A heading (of `level`), paragraph, item, table or note."""

    kind: Kind
    text: str = ""
    level: int = 1
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Written:
    """A document before it is a file: its name, its pieces, and what its passages show."""

    name: str
    pieces: tuple[Piece, ...]
    shown: tuple[Shown, ...]


def read_sources(folder: Path) -> list[Written]:
    """The sources of a folder, by name. Raises InputError where a name or a tag is wrong."""
    return [read_source(path) for path in sorted(folder.glob("*.*.md"))]


def read_source(path: Path) -> Written:
    """One source."""
    name = path.name.removesuffix(".md")
    if name.rsplit(".", 1)[-1] not in _WRITERS:
        raise InputError(f"{path.name}: must be named TITLE.FORMAT.md, with one of {', '.join(_WRITERS)}")
    shown: list[Shown] = []
    found: list[Piece] = []
    rows: list[tuple[str, ...]] = []
    paragraph: list[str] = []

    def close() -> None:
        if paragraph:
            found.append(Piece("text", _untagged(" ".join(paragraph), shown, path)))
            paragraph.clear()
        if rows:
            found.append(Piece("table", rows=tuple(rows)))
            rows.clear()

    for line in map(str.strip, path.read_text(encoding="utf-8").splitlines()):
        special = _SPECIAL.match(line)
        if line.startswith("|"):
            if paragraph:
                close()
            if not _RULE.match(_TAG.sub("", line)):
                rows.append(_row(line, shown, path))
        elif special or line.startswith("#") or re.match(r"(?:[-*]|\d+[.)])\s", line) or not line:
            close()
            if special:
                kind: Any = special[1].lower()
                found.append(Piece(kind, _untagged(special[2], shown, path)))
            elif line.startswith("#"):
                level = len(line) - len(line.lstrip("#"))
                found.append(Piece("heading", _untagged(line.lstrip("# "), shown, path), level))
            elif line:
                found.append(Piece("item", _untagged(re.sub(r"^(?:[-*])\s", "", line), shown, path)))
        else:
            if rows:
                close()
            paragraph.append(line)
    close()
    return Written(name, tuple(found), tuple(shown))


def _row(line: str, shown: list[Shown], path: Path) -> tuple[str, ...]:
    cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
    plain = [_TAG.sub("", cell).strip() for cell in cells]
    quote = " | ".join(cell for cell in plain if cell)
    for tag in _TAG.findall(line):
        shown += _tags(tag, quote, path)
    return tuple(plain)


def _untagged(text: str, shown: list[Shown], path: Path) -> str:
    plain = ""
    position = 0
    for tag in _TAG.finditer(text):
        plain += text[position : tag.start()]
        position = tag.end()
        spans = pieces(plain)
        shown += _tags(tag[1], spans[-1].of(plain) if spans else plain, path)
    return (plain + text[position:]).strip()


def _tags(text: str, quote: str, path: Path) -> list[Shown]:
    found = []
    for part in text.split(";"):
        match = _ONE.fullmatch(part)
        if match is None:
            raise InputError(f"{path.name}: the tag {part!r} is none; write {{{{criterion=status}}}}")
        found.append(Shown(match[1], match[2], quote, bool(match[3])))
    return found


def write(document: Written, folder: Path) -> Path:
    """Write a document as a file of its format."""
    path = folder / document.name
    path.write_bytes(_WRITERS[path.suffix[1:]](document.pieces))
    return path


def _docx(found: Sequence[Piece]) -> bytes:
    import docx

    document = docx.Document()
    last: Any = None
    for piece in found:
        if piece.kind == "heading":
            document.add_heading(piece.text, min(piece.level, 4))
        elif piece.kind == "table":
            table = document.add_table(len(piece.rows), max(map(len, piece.rows)), "Table Grid")
            for number, row in enumerate(piece.rows):
                for column, cell in enumerate(row):
                    table.cell(number, column).text = cell
        elif piece.kind == "header":
            document.sections[0].header.paragraphs[0].text = piece.text
        elif piece.kind == "comment" and last is not None and last.runs:
            document.add_comment(last.runs, text=piece.text, author="Reviewer", initials="R")
        else:
            last = document.add_paragraph(piece.text, "List Bullet" if piece.kind == "item" else None)
    return _saved(document)


def _pptx(found: Sequence[Piece]) -> bytes:
    import pptx

    deck = pptx.Presentation()
    slide: Any = None
    for piece in found:
        if slide is None or (piece.kind == "heading" and piece.level == 1):
            slide = deck.slides.add_slide(deck.slide_layouts[1])
            if piece.kind == "heading":
                slide.shapes.title.text = piece.text
                continue
        if piece.kind == "notes":
            frame = slide.notes_slide.notes_text_frame
            frame.text = f"{frame.text}\n{piece.text}".strip()
        elif piece.kind == "table":
            size = len(piece.rows), max(map(len, piece.rows))
            table = slide.shapes.add_table(*size, 500_000, 1_500_000, 8_000_000, 400_000 * size[0]).table
            for number, row in enumerate(piece.rows):
                for column, cell in enumerate(row):
                    table.cell(number, column).text = cell
        else:
            frame = slide.placeholders[1].text_frame
            frame.text = f"{frame.text}\n{piece.text}".strip()
    return _saved(deck)


def _xlsx(found: Sequence[Piece]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    sheet: Any = None
    for piece in found:
        if sheet is None or (piece.kind == "heading" and piece.level == 1):
            sheet = book.active if sheet is None else book.create_sheet()
            if piece.kind == "heading":
                sheet.title = re.sub(r"[\\/*?:\[\]]", " ", piece.text)[:31]
                continue
        for row in piece.rows or ((piece.text,),):
            sheet.append(
                [
                    float(c) if re.fullmatch(r"\d+\.\d+", c) else int(c) if re.fullmatch(r"\d{1,9}", c) else c
                    for c in row
                ]
            )
    return _saved(book)


def _pdf(found: Sequence[Piece]) -> bytes:
    from html import escape

    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

    styles = getSampleStyleSheet()
    body = styles["BodyText"]
    story: list[Any] = []
    for piece in found:
        if piece.kind == "table":
            rows = [[Paragraph(escape(cell), body) for cell in row] for row in piece.rows]
            width = max(map(len, rows))
            rows = [[*row, *[""] * (width - len(row))] for row in rows]
            table = Table(rows, repeatRows=1)
            table.setStyle(
                TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.grey), ("VALIGN", (0, 0), (-1, -1), "TOP")])
            )
            story += [table, Spacer(1, 8)]
        elif piece.kind == "heading":
            story.append(Paragraph(escape(piece.text), styles[f"Heading{min(piece.level, 4)}"]))
        elif piece.kind == "item":
            story.append(Paragraph(escape(piece.text), styles["Bullet"], bulletText="•"))
        else:
            story.append(Paragraph(escape(piece.text), body))
    stream = io.BytesIO()
    SimpleDocTemplate(stream, pagesize=A4, invariant=1).build(story)
    return stream.getvalue()


def _html(found: Sequence[Piece]) -> bytes:
    from html import escape

    lines = []
    for piece in found:
        if piece.kind == "table":
            head, *rows = piece.rows
            lines.append("<table><tr>" + "".join(f"<th>{escape(cell)}</th>" for cell in head) + "</tr>")
            lines += ["<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows] + [
                "</table>"
            ]
        else:
            tag = {"heading": f"h{min(piece.level, 6)}", "item": "li"}.get(piece.kind, "p")
            lines.append(f"<{tag}>{escape(piece.text)}</{tag}>")
    return ("<!doctype html><html><body>\n" + "\n".join(lines) + "\n</body></html>\n").encode()


def _md(found: Sequence[Piece]) -> bytes:
    blocks: list[str] = []
    for number, piece in enumerate(found):
        if piece.kind == "table":
            head, *rows = ["| " + " | ".join(row) + " |" for row in piece.rows]
            blocks.append("\n".join([head, "|" + "---|" * len(piece.rows[0]), *rows]))
        elif piece.kind == "item" and number and found[number - 1].kind == "item":
            blocks[-1] += f"\n- {piece.text}"
        else:
            mark = {"heading": "#" * piece.level + " ", "item": "- "}.get(piece.kind, "")
            blocks.append(mark + piece.text)
    return ("\n\n".join(blocks) + "\n").encode()


def _txt(found: Sequence[Piece]) -> bytes:
    blocks: list[str] = []
    for piece in found:
        if piece.kind == "table":
            blocks.append("\n".join("\t".join(row) for row in piece.rows))
        elif piece.kind == "item" and blocks and blocks[-1].startswith("* "):
            blocks[-1] += f"\n* {piece.text}"
        else:
            text = {"heading": piece.text.upper(), "item": f"* {piece.text}"}.get(piece.kind, piece.text)
            blocks.append(text)
    return ("\n\n".join(blocks) + "\n").encode()


def _csv(found: Sequence[Piece]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerows(row for piece in found for row in (piece.rows or ((piece.text,),)))
    return stream.getvalue().encode()


def _saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


_WRITERS: dict[str, Callable[[Sequence[Piece]], bytes]] = {
    "docx": _docx, "pdf": _pdf, "pptx": _pptx, "xlsx": _xlsx, "csv": _csv, "html": _html, "txt": _txt, "md": _md,
}  # fmt: skip


def main() -> None:
    """Write the documents of a folder."""
    parser = argparse.ArgumentParser(description="Write the documents of a folder of sources.")
    parser.add_argument("source", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for document in read_sources(options.source):
        print(write(document, options.out))


if __name__ == "__main__":
    main()
