"""What Word, PowerPoint and Excel files have in common: a zip of XML, checked before any library opens it."""

import io
import zipfile
from typing import Any

from advisor.errors import DocumentError

_MOST_FILES = 10_000
_MOST_BYTES = 400_000_000
_RATIO = 200  # uncompressed against compressed, beyond which a large part is a bomb
_LARGE = 20_000_000
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CLEAR = 10_000  # thousandths of a percent of a colour, below which it is not seen
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the old binary formats, and encrypted new ones


def check_office(data: bytes, name: str, kind: str) -> None:
    """Raises DocumentError where a file is no readable zip, is encrypted, or would unpack without end."""
    if data.startswith(_OLE):
        encrypted = b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e" in data[:200_000]
        what = (
            "is protected by a password; save a copy without one"
            if encrypted
            else f"is of the old format; save it as {kind}"
        )
        raise DocumentError(f"{name}: {what}.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > _MOST_FILES or sum(part.file_size for part in parts) > _MOST_BYTES:
                raise DocumentError(
                    f"{name}: unpacks to more than can be read; save it again from your office program."
                )
            for part in parts:
                if part.flag_bits & 1:
                    raise DocumentError(f"{name}: is protected by a password; save a copy without one.")
                if part.file_size > _LARGE and part.file_size > _RATIO * max(1, part.compress_size):
                    raise DocumentError(f"{name}: a part of it unpacks without end; it was not opened.")
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as stream:
                        start = stream.read(4096)
                    if b"<!DOCTYPE" in start or b"<!ENTITY" in start or "<!DOCTYPE".encode("utf-16-le") in start:
                        raise DocumentError(
                            f"{name}: declares entities, which office programs never do; it was not opened."
                        )
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        raise DocumentError(
            f"{name}: not a readable {kind} file ({type(error).__name__}); open it and save it again as {kind}."
        ) from None


def is_white(colour: str) -> bool:
    """Whether a colour in hexadecimal digits is white, or nearly."""
    try:
        red, green, blue = (int(colour[-6:][n : n + 2], 16) for n in (0, 2, 4))
    except ValueError:
        return False
    return min(red, green, blue) >= 0xF5


def is_pale(fill: Any) -> bool:
    """Whether a fill of one colour is white, or next to clear."""
    for colour in fill:
        if _is_clear(colour):
            return True
        value = colour.get("lastClr") or colour.get("val") or ""
        if colour.tag == f"{_A}schemeClr":
            return value in ("bg1", "lt1") and colour.find(f"{_A}lumMod") is None
        return value == "white" if colour.tag == f"{_A}prstClr" else is_white(value)
    return False


def ground(properties: Any, style: Any = None) -> bool | None:
    """Whether white letters are read on the ground that a shape or cell has of its own; None where it has none."""
    for fill in properties if properties is not None else ():
        if fill.tag == f"{_A}noFill":
            return None
        if fill.tag == f"{_A}solidFill":
            return not is_pale(fill)
        if fill.tag in (f"{_A}gradFill", f"{_A}pattFill", f"{_A}blipFill"):
            return True
    reference = style.find(f"{_A}fillRef") if style is not None else None
    return None if reference is None or reference.get("idx", "0") == "0" else not is_pale(reference)


def _is_clear(colour: Any) -> bool:
    alpha = colour.find(f"{_A}alpha")
    value = alpha.get("val") or "" if alpha is not None else ""
    return value.isdigit() and int(value) < _CLEAR
