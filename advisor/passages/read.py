"""A file -> Document: read in a child process with limits, so that no file can hurt the one that asks.

Errors name the file and say what to do.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from advisor.cores import cores
from advisor.errors import DocumentError
from advisor.passages.formats import KINDS, Boxes
from advisor.passages.formats.limits import MOST_SECONDS
from advisor.passages.formats.store import notices_of, pages_of
from advisor.passages.formats.text import decoded
from advisor.passages.types import Document

MAX_BYTES = 50_000_000
_WAIT = 20  # seconds of the clock for a file; the child limits its processor time, and gives long PDFs more of it
_ROOT = Path(__file__).parent.parent.parent


def read_text(path: Path) -> tuple[str, str]:
    """A text file's content (line ends as newlines) and the sha256 of its bytes.

    UTF-8 first, then the encoding that charset-normalizer finds most likely.
    Raises DocumentError where the file is missing, too large or not text.
    """
    data = _bytes(path)
    return decoded(data, path.name), hashlib.sha256(data).hexdigest()


def read_document(path: Path, name: str = "") -> Document:
    """A team's document of any known format, under its own name or the one given.

    Raises DocumentError with what to do.
    """
    return read_with_boxes(path, name)[0]


def read_documents(paths: Sequence[Path]) -> Iterable[Document | DocumentError]:
    """Documents in order, several read side by side; the error in the place of one that cannot be read."""

    def read(path: Path) -> Document | DocumentError:
        try:
            return read_document(path)
        except DocumentError as error:
            return error

    with ThreadPoolExecutor(cores()) as pool:
        yield from pool.map(read, paths)


def read_with_boxes(path: Path, name: str = "") -> tuple[Document, dict[int, Boxes]]:
    """A document, and the boxes of its words by page number where it is a PDF."""
    name = _on_one_line(name or path.name)
    data = _bytes(path, name)
    if Path(name).suffix.lower() not in KINDS:
        raise DocumentError(f"{name}: files of this kind are not read; give one of {', '.join(sorted(KINDS))}.")
    if not data:
        raise DocumentError(f"{name}: the file is empty; there is no text in it.")
    found = _in_a_child(path, name)
    pages = pages_of(found["pages"])
    if not any(character.isalnum() for page in pages for character in page.text):
        raise DocumentError(f"{name}: no text in it that a reader would see; give a version with text.")
    document = Document(
        id=name,
        kind="document",
        name=name,
        title=Path(name).stem,
        sha256=hashlib.sha256(data).hexdigest(),
        pages=pages,
        notices=notices_of(found["notices"]),
    )
    return document, {int(number): [tuple(box) for box in boxes] for number, boxes in found["boxes"].items()}


def page_picture(path: Path, page: int, scale: float = 1.6) -> bytes:
    """A PDF page's picture as PNG, `scale` pixels for each point. Raises DocumentError."""
    name = _on_one_line(path.name)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "page.png"
        _run(["draw", str(path.absolute()), name, str(page), str(scale), str(out)], name, _WAIT)
        return out.read_bytes()


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


def _on_one_line(name: str) -> str:
    """A name without line ends, controls and marks of direction, which would say something else than it is."""
    return "".join(c if c.isprintable() else " " for c in name)


def _bytes(path: Path, name: str = "") -> bytes:
    name, where = name or _on_one_line(path.name), _on_one_line(str(path))
    try:
        if path.is_file() and path.stat().st_size > MAX_BYTES:
            raise DocumentError(f"{name}: larger than {MAX_BYTES // 1_000_000} MB; give it in parts.")
        if path.exists() and not path.is_file() and not path.is_dir():
            raise DocumentError(f"{name}: is no file that can be read to an end; give a plain file.")
        return path.read_bytes()
    except FileNotFoundError:
        raise DocumentError(f"{where}: no such file; check the name.") from None
    except OSError as error:
        raise DocumentError(
            f"{where}: cannot be read ({error.strerror}); check that it is a file you may open."
        ) from None


def _in_a_child(path: Path, name: str) -> dict[str, Any]:
    seconds = 2 * MOST_SECONDS if Path(name).suffix.lower() == ".pdf" else _WAIT
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "read.json"
        _run(["read", str(path.absolute()), name, str(out)], name, seconds)
        found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
        return found


def _run(arguments: list[str], name: str, seconds: int) -> None:
    """Run the child. Raises DocumentError with its refusal, or where it took too long, too much, or died."""
    environment = {k: v for k, v in os.environ.items() if k in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR")}
    environment |= {
        "PYTHONPATH": str(_ROOT),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        # What is freed goes back to the system at once: reading a scan then needs a third less memory.
        "MALLOC_ARENA_MAX": "1",
        "MALLOC_MMAP_THRESHOLD_": "500000",
        "MALLOC_TRIM_THRESHOLD_": "500000",
    }
    command = [sys.executable, "-m", "advisor.passages.formats.child", *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - arguments are ours; the file's name is never run
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # what libraries say of a damaged file, without end
            timeout=seconds,
            env=environment,
            cwd=_ROOT,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        raise DocumentError(
            f"{name}: takes too long to read; it was given up. Save it again, or give it in parts."
        ) from None
    if done.returncode == 0:
        return
    if done.returncode == 3:
        line = done.stdout.decode("utf-8", "replace").strip().splitlines()[-1]
        raise DocumentError(str(json.loads(line)["error"]))
    if done.returncode == 4:
        raise DocumentError(f"{name}: needs more memory to read than is allowed; give it in parts.")
    if done.returncode in (-9, -14, -24):  # killed, out of time by the clock, out of processor time
        raise DocumentError(f"{name}: takes too long to read; it was given up. Save it again, or give it in parts.")
    raise DocumentError(
        f"{name}: broke the program that reads it; it is damaged or made to harm. Save it again, or leave it out."
    )
