"""The documents of workspaces: taken in, read, analysed, replaced, deleted."""

import hashlib
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol

from advisor.assessment import Basis
from advisor.documents.analyse import Analyst
from advisor.documents.basis import bases_of
from advisor.documents.screen import notices_by_document
from advisor.documents.store import DocumentStore, Read, clean_name
from advisor.errors import DocumentError
from advisor.passages import Document, Filed, Notice

Progress = Callable[[float, str], None]


class Register(Protocol):
    """Where it is written down which documents a workspace has."""

    def documents(self, workspace: str) -> Sequence[Filed]:
        """The documents, oldest first."""

    def add_document(self, workspace: str, document: Filed) -> None:
        """Enter a document."""

    def forget_document(self, workspace: str, document: str) -> None:
        """Strike a document, and its words from everything that quotes it."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an uploaded file: `id` where it was taken in, and a line for the person."""

    name: str
    line: str
    id: str = ""
    notices: tuple[Notice, ...] = ()


class Library:
    """Keeps and analyses the documents of workspaces.

    `record` is called with a workspace and the bases that all its documents show, after every change.
    """

    def __init__(
        self,
        store: DocumentStore,
        register: Register,
        analyst: Callable[[], Analyst],
        record: Callable[[str, Sequence[Basis]], None],
    ) -> None:
        self._store, self._register, self._analyst, self._record = store, register, analyst, record
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def add(self, workspace: str, files: Sequence[tuple[str, bytes]], progress: Progress) -> list[Taken]:
        """Take files in, each with its name; those that cannot be read are said so, and the others go on."""
        with self._locks[workspace]:
            taken: list[Taken] = []
            for number, (name, data) in enumerate(files):
                name = clean_name(name)
                progress(0.5 * number / len(files), f"Reading {name} ({number + 1} of {len(files)})")
                taken.append(self._take(workspace, name, data))
            if any(one.id for one in taken):
                self._analyse(workspace, lambda share, step: progress(0.5 + 0.5 * share, step))
            notices = {document.sha256: document.notices for document in self.documents(workspace)}
            progress(1.0, "Done")
            return [replace(one, notices=notices.get(one.id, ())) for one in taken]

    def remove(self, workspace: str, document: str, progress: Progress) -> None:
        """Delete a document with everything derived from it."""
        with self._locks[workspace]:
            progress(0.1, "Deleting")
            self._store.remove(workspace, document)
            # Struck before the rest is analysed: whatever happens then, its words are gone.
            self._register.forget_document(workspace, document)
            self._analyse(workspace, progress)
            self._register.forget_document(workspace, document)
            progress(1.0, "Done")

    def documents(self, workspace: str) -> list[Document]:
        """The workspace's documents as they were read; those whose files are gone are left out."""
        found = []
        for stored in self._register.documents(workspace):
            try:
                found.append(self._store.load(workspace, stored))
            except DocumentError:
                continue
        return found

    def read(self, workspace: str) -> list[Read]:
        """The documents with their units and vectors."""
        finder = self._analyst().finder
        return [self._store.embedded(workspace, document, finder) for document in self.documents(workspace)]

    def picture(self, workspace: str, document: str, page: int) -> bytes | None:
        """A page as PNG; None where the format has no pages to draw. Raises DocumentError."""
        return self._store.picture(workspace, document, page)

    def marks(self, workspace: str, document: str, page: int, start: int, end: int) -> list[tuple[float, ...]]:
        """Where `[start, end)` of a page's text lies on its picture: (left, top, right, bottom) as shares of it."""
        boxes = [box[2:] for box in self._store.boxes(workspace, document, page) if box[0] < end and box[1] > start]
        lines: list[tuple[float, ...]] = []
        for box in boxes:
            last = lines[-1] if lines else None
            if last and min(box[3], last[3]) - max(box[1], last[1]) > 0.5 * (box[3] - box[1]) and box[0] >= last[0]:
                lines[-1] = (last[0], min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
            else:
                lines.append(box)
        return [tuple(value / 10_000 for value in line) for line in lines]

    def _take(self, workspace: str, name: str, data: bytes) -> Taken:
        known = self._register.documents(workspace)
        sha256 = hashlib.sha256(data).hexdigest()
        same = next((d for d in known if d.id == sha256), None)
        if same is not None and self._store.holds(workspace, same):
            return Taken(name, f"{name}: is already here{'' if same.name == name else f' as {same.name}'}.", sha256)
        self._store.put(workspace, data, name)
        try:
            document = self._store.read(workspace, sha256, name)
        except DocumentError as error:
            return Taken(name, str(error))
        older = next((d for d in known if d.name == name and d.id != sha256), None)
        if older is not None:
            self._store.remove(workspace, older.id)
            self._register.forget_document(workspace, older.id)
        entry = Filed(sha256, name, len(data), len(document.pages), datetime.now(UTC))
        self._register.add_document(workspace, entry)
        what = "a new version, in the place of the one before" if older is not None else "read"
        return Taken(name, f"{name}: {what}, {_size(document)}.", sha256)

    def _analyse(self, workspace: str, progress: Progress) -> None:
        found = self.documents(workspace)
        analyst = self._analyst()
        read = []
        for number, document in enumerate(found):
            progress(0.7 * number / len(found), f"Looking through {document.name}")
            read.append(self._store.embedded(workspace, document, analyst.finder))
        progress(0.7, f"Judging {len(analyst.framework.criteria)} criteria")
        judged = analyst.analyse(read)
        planted = notices_by_document(judged.planted, judged.foreign)
        for document in found:
            self._store.keep_planted(workspace, document.sha256, planted[document.id])
        self._record(workspace, bases_of(judged.shown, {d.id: d.sha256 for d in found}))


def _size(document: Document) -> str:
    if document.pages[0].number is None:
        words = sum(len(page.text.split()) for page in document.pages)
        return f"{words:,} words"
    return "1 page" if len(document.pages) == 1 else f"{len(document.pages)} pages"
