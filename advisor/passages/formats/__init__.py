"""The readers, one for each format: bytes -> Reading. They run in a child process; see `advisor.passages.read`."""

from collections.abc import Callable
from importlib import import_module

from advisor.errors import DocumentError
from advisor.passages.formats.page import Boxes, Reading

__all__ = ["KINDS", "Boxes", "Reading", "kind_of", "read_bytes"]

# A file's ending -> the format.
KINDS = {
    ".md": "markdown", ".markdown": "markdown", ".txt": "text", ".text": "text", ".csv": "csv", ".tsv": "csv",
    ".pdf": "pdf", ".docx": "docx", ".pptx": "pptx", ".xlsx": "xlsx", ".xlsm": "xlsx", ".html": "html", ".htm": "html",
}  # fmt: skip
_READERS = {
    "markdown": ("text", "read_markdown"), "text": ("text", "read_text_file"), "csv": ("text", "read_csv"),
    "pdf": ("pdf", "read_pdf"), "docx": ("word", "read_docx"), "pptx": ("slides", "read_pptx"),
    "xlsx": ("sheets", "read_xlsx"), "html": ("web", "read_html"),
}  # fmt: skip
_OFFICE = {b"word/": "docx", b"ppt/": "pptx", b"xl/": "xlsx"}


def kind_of(data: bytes, ending: str) -> str:
    """The format of a file: what its first bytes say, else what its ending says; "" where neither is known."""
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        found = [kind for mark, kind in _OFFICE.items() if mark in data]
        return KINDS.get(ending, "") if KINDS.get(ending) in found or not found else found[0]
    return KINDS.get(ending, "")


def read_bytes(data: bytes, name: str, ending: str) -> Reading:
    """Read a file of any known format. Raises DocumentError with what is wrong and what to do."""
    kind = kind_of(data, ending)
    if not kind:
        kinds = ", ".join(sorted(KINDS))
        raise DocumentError(f"{name}: files of this kind are not read; give one of {kinds}.")
    module, function = _READERS[kind]
    read: Callable[[bytes, str], Reading] = getattr(import_module(f"advisor.passages.formats.{module}"), function)
    reading = read(data, name)
    if KINDS.get(ending) != kind:
        reading.unread(
            f"The file is {kind.upper()} by its content, not what its name says; it was read as {kind.upper()}."
        )
    return reading
