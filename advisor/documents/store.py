"""Where uploaded files live: a folder for each document, under its hash, with all that was derived from it.

Everything of a document that holds its text lies in its one folder, so that deleting the folder deletes all of it. The
database names documents, and keeps the quotes that findings rest on; vectors lie here too, because what is deleted from
Chroma stays in its files.
"""

import hashlib
import json
import os
import re
import shutil
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from advisor.documents.units import Unit, units
from advisor.errors import DocumentError
from advisor.passages import (
    Boxes,
    Document,
    Filed,
    Notice,
    notices_of,
    page_picture,
    pages_of,
    pages_to_list,
    read_with_boxes,
)
from advisor.search.encoder import Encoder, Matrix

_READ, _PLANTED, _VECTORS, _BOXES = "read.json", "planted.json", "vectors.npz", "boxes.json"
_PART = "part"  # a file on its way
_LONGEST, _ENDING = 120, 12  # characters of a name, and of its ending


@dataclass(frozen=True)
class Read:
    """A document that was read: its units and their vectors, one row each."""

    document: Document
    units: tuple[Unit, ...]
    vectors: Matrix


class DocumentStore:
    """The documents of all workspaces, in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, workspace: str, data: bytes, name: str) -> Path:
        """Keep a file's bytes under their hash; the folder of the document."""
        folder = self._of(workspace, hashlib.sha256(data).hexdigest())
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"file{Path(name).suffix.lower()}"
        part = folder / _PART
        part.write_bytes(data)
        part.replace(path)
        return folder

    def read(self, workspace: str, sha256: str, name: str) -> Document:
        """Read a kept file and keep what was read. Raises DocumentError; nothing is left behind then."""
        folder = self._of(workspace, sha256)
        try:
            document, boxes = read_with_boxes(self._file(folder), name)
        except DocumentError:
            self.remove(workspace, sha256)
            raise
        data = {"pages": pages_to_list(document.pages), "notices": [asdict(n) for n in document.notices]}
        _write(folder / _READ, data)
        _write(folder / _BOXES, {str(number): found for number, found in boxes.items()})
        return document

    def load(self, workspace: str, stored: Filed) -> Document:
        """A document that was read before. Raises DocumentError where its files are gone."""
        folder = self._of(workspace, stored.id)
        try:
            data = json.loads((folder / _READ).read_text(encoding="utf-8"))
            analysed = folder / _PLANTED
            planted = json.loads(analysed.read_text(encoding="utf-8")) if analysed.is_file() else []
        except (OSError, ValueError):
            raise DocumentError(
                f"{stored.name}: what was read of it is gone from the server; upload it again."
            ) from None
        return Document(
            id=stored.name,
            kind="document",
            name=stored.name,
            title=Path(stored.name).stem,
            sha256=stored.id,
            pages=pages_of(data["pages"]),
            notices=notices_of([*data["notices"], *planted]),
        )

    def keep_planted(self, workspace: str, sha256: str, notices: Sequence[Notice]) -> None:
        """Keep what the analysis found planted in a document, in the place of what it found before."""
        _write(self._of(workspace, sha256) / _PLANTED, [asdict(notice) for notice in notices])

    def holds(self, workspace: str, stored: Filed) -> bool:
        """Whether what was read of a document is still there."""
        try:
            return bool(self.load(workspace, stored))
        except DocumentError:
            return False

    def embedded(self, workspace: str, document: Document, encoder: Encoder) -> Read:
        """A document's units with their vectors, embedded once and kept."""
        path = self._of(workspace, document.sha256) / _VECTORS
        found = tuple(units(document))
        if path.is_file():
            with np.load(path, allow_pickle=False) as data:
                if str(data["model"]) == encoder.sha256 and len(data["vectors"]) == len(found):
                    return Read(document, found, data["vectors"].astype(np.float32))
        vectors = encoder.encode([unit.titled for unit in found]).astype(np.float16)
        part = path.with_name(_PART)
        with part.open("wb") as file:
            np.savez(file, model=np.asarray(encoder.sha256), vectors=vectors)
        part.replace(path)
        return Read(document, found, vectors.astype(np.float32))

    def boxes(self, workspace: str, sha256: str, page: int) -> Boxes:
        """The boxes of a page's words, in ten-thousandths of its picture; none where the format has none."""
        try:
            data: dict[str, Any] = json.loads((self._of(workspace, sha256) / _BOXES).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return []
        return [tuple(box) for box in data.get(str(page), ())]

    def picture(self, workspace: str, sha256: str, page: int) -> bytes | None:
        """A PDF page's picture as PNG, drawn once and kept; None where the format has no pages to draw."""
        folder = self._of(workspace, sha256)
        path = self._file(folder)
        if path.suffix != ".pdf":
            return None
        kept = folder / f"page-{page}.png"
        if not kept.is_file():
            kept.write_bytes(page_picture(path, page))
        return kept.read_bytes()

    def remove(self, workspace: str, sha256: str) -> None:
        """Delete a document's folder with all that is in it, overwritten first."""
        folder = self._of(workspace, sha256)
        for path in folder.glob("*"):
            with path.open("r+b") as file:
                file.write(b"\0" * path.stat().st_size)
                file.flush()
                os.fsync(file.fileno())
        shutil.rmtree(folder, ignore_errors=True)

    def _of(self, workspace: str, sha256: str) -> Path:
        return self._folder / hashlib.sha256(workspace.encode()).hexdigest()[:24] / sha256[:24]

    def _file(self, folder: Path) -> Path:
        for path in folder.glob("file*"):
            return path
        raise DocumentError("the file is gone from the server; upload it again.")


def clean_name(name: str) -> str:
    """A file's name as it is shown: its last part, without what no name should hold."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(c for c in name if c.isprintable() and unicodedata.category(c) != "Cf")
    name = re.sub(r'[<>:"|?*]', "_", " ".join(name.split())).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot:
        return name[:_LONGEST] or "document"
    ending = ending[:_ENDING]
    return f"{stem[: _LONGEST - len(ending) - 1].strip() or 'document'}.{ending}"


def _write(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
