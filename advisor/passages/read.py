"""A file -> Document: text and page text with stable offsets. Errors name the file and say what to do."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from charset_normalizer import from_bytes

from advisor.errors import DocumentError
from advisor.passages.types import Document, Page

MAX_BYTES = 50_000_000
_TEXT = {".md", ".markdown", ".txt", ".text"}


def read_text(path: Path) -> tuple[str, str]:
    """A text file's content (line ends as newlines) and the sha256 of its bytes.

    UTF-8 first, then the encoding that charset-normalizer finds most likely.
    Raises DocumentError where the file is missing, too large or not text.
    """
    data = _bytes(path)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        best = from_bytes(data).best()
        if best is None:
            raise DocumentError(f"{path.name}: not text in any known encoding; save it as UTF-8.") from None
        text = str(best)
    if "\0" in text:
        raise DocumentError(f"{path.name}: holds binary data, not text; give a text, Markdown, PDF or Word file.")
    return text.replace("\r\n", "\n").replace("\r", "\n"), hashlib.sha256(data).hexdigest()


def read_document(path: Path) -> Document:
    """A team's document: Markdown, text, PDF or DOCX. Raises DocumentError with what to do."""
    suffix = path.suffix.lower()
    if suffix in _TEXT:
        text, sha256 = read_text(path)
        pages: tuple[Page, ...] = (Page(None, text),)
    elif suffix in _READERS:
        data = _bytes(path)
        sha256 = hashlib.sha256(data).hexdigest()
        pages = _READERS[suffix](path)
    else:
        kinds = ", ".join(sorted(_TEXT | set(_READERS)))
        raise DocumentError(f"{path.name}: files of this kind are not read yet; give one of {kinds}.")
    if not any(page.text.strip() for page in pages):
        raise DocumentError(f"{path.name}: no text in it; if it is a scan, give a version with a text layer.")
    return Document(id=path.name, kind="document", name=path.name, title=path.stem, sha256=sha256, pages=pages)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise DocumentError(f"{path.name}: larger than {MAX_BYTES // 1_000_000} MB; give it in parts.")
        return path.read_bytes()
    except FileNotFoundError:
        raise DocumentError(f"{path}: no such file; check the name.") from None
    except OSError as error:
        raise DocumentError(
            f"{path}: cannot be read ({error.strerror}); check that it is a file you may open."
        ) from None


def _pdf(path: Path) -> tuple[Page, ...]:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(path) as pdf:
            return tuple(
                Page(number, page.get_textpage().get_text_range().replace("\r\n", "\n").replace("\r", "\n"))
                for number, page in enumerate(pdf, start=1)
            )
    except pypdfium2.PdfiumError as error:
        hint = "give a copy without password" if "assword" in str(error) else "open it and save it again as PDF"
        raise DocumentError(f"{path.name}: not a readable PDF ({error}); {hint}.") from None


def _docx(path: Path) -> tuple[Page, ...]:
    import docx
    from docx.table import Table

    try:
        parts = []
        for item in docx.Document(str(path)).iter_inner_content():
            if isinstance(item, Table):
                parts += [" | ".join(cell.text.strip() for cell in row.cells) for row in item.rows]
            else:
                parts.append(
                    ("# " if ((item.style and item.style.name) or "").startswith("Heading") else "") + item.text
                )
    except Exception as error:  # python-docx raises whatever its parser met: KeyError, BadZipFile, XMLSyntaxError ...
        raise DocumentError(
            f"{path.name}: not a readable Word file ({type(error).__name__}); open it and save it again as DOCX."
        ) from None
    return (Page(None, "\n\n".join(parts)),)


_READERS: dict[str, Callable[[Path], tuple[Page, ...]]] = {".pdf": _pdf, ".docx": _docx}


def told_apart(documents: Sequence[Document]) -> list[Document]:
    """Documents with ids of their own: files of one name in several folders are numbered; a file given twice is one."""
    found: dict[str, Document] = {}
    for document in documents:
        number, name = 1, document.id
        while name in found and found[name].sha256 != document.sha256:
            number += 1
            name = f"{document.id} ({number})"
        found[name] = replace(document, id=name)
    return list(found.values())
