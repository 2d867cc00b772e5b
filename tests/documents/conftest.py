"""A framework of two criteria, documents made by hand, and an analyst that reads by single words."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from advisor.documents import DocumentStore, Evidence, Shown, Unit
from advisor.documents.store import Read
from advisor.documents.types import Judged
from advisor.framework import Framework, Status
from advisor.judging.weights import STATUSES, Array
from advisor.passages import Document, Filed, Page, Part, Span
from advisor.passages.formats.text import read_csv, read_markdown, read_text_file
from advisor.search import Encoder

FRAMEWORK = Framework.model_validate(
    {
        "dimensions": [
            {
                "id": "a",
                "criteria": [
                    {"id": "a.sponsor", "satisfied": "An executive sponsors it."},
                    {"id": "a.budget", "satisfied": "There is money for production."},
                ],
            }
        ]
    }
)


def unit(text: str, *, document: str = "a.txt", start: int = 0) -> Unit:
    return Unit(document, None, Span(start, start + len(text)), text, text)


def shares(**by: float) -> Array:
    """Shares of the statuses that are named; the rest is unknown."""
    found = np.asarray([by.get(status.value, 0.0) for status in STATUSES])
    found[STATUSES.index(Status.UNKNOWN)] = 1 - found.sum()
    return found


def document(*parts: tuple[str, str], name: str = "a.docx", label: str = "", head: tuple[str, ...] = ()) -> Document:
    """A document of one page, of (kind, text) in order; a row's cells stand between bars."""
    text, found = "", []
    for kind, of_part in parts:
        cells = tuple(cell.strip() for cell in of_part.split("|")) if kind in ("row", "head") else ()
        found.append(
            Part(Span(len(text), len(text) + len(of_part)), kind, "there", cells, head if kind == "row" else ())
        )
        text += f"{of_part}\n\n"
    return Document(name, "document", name, name, "0" * 64, (Page(1, text, label, tuple(found)),))


def text_document(text: str, name: str = "a.txt") -> Document:
    """A text, Markdown or CSV file as the reader reads it."""
    read = {"txt": read_text_file, "md": read_markdown, "csv": read_csv}[name.rsplit(".", 1)[-1]]
    return Document(name, "document", name, name, "0" * 64, tuple(read(text.encode(), name).pages))


class WordAnalyst:
    """Takes each unit that names a criterion's last word for evidence; "no" in it means unmet."""

    def __init__(self, framework: Framework, encoder: Encoder) -> None:
        self.framework, self.finder, self.analysed = framework, encoder, 0

    def analyse(self, documents: Sequence[Read]) -> Judged:
        self.analysed += 1
        planted = tuple(unit for read in documents for unit in read.units if "grader" in unit.read)
        return Judged(tuple(self._shown(criterion.id, documents) for criterion in self.framework.criteria), planted)

    def _shown(self, criterion: str, documents: Sequence[Read]) -> Shown:
        word = re.split("[._]", criterion)[-1]
        found = [
            Evidence(criterion, Status.UNMET if "no " in unit.read.lower() else Status.MET, 0.9, unit)
            for read in documents
            for unit in read.units
            if word in re.findall(r"\w+", unit.read.lower())
        ]
        if not found:
            return Shown(criterion)
        status = found[0].status
        mine, others = ([e for e in found if (e.status is status) is wanted] for wanted in (True, False))
        return Shown(criterion, status, 0.9, evidence=tuple(mine), against=tuple(others))


class ListRegister:
    """A register in memory; `forgotten` names what was struck, in order."""

    def __init__(self) -> None:
        self.entries: dict[str, list[Filed]] = {}
        self.forgotten: list[str] = []

    def documents(self, workspace: str) -> list[Filed]:
        return list(self.entries.get(workspace, ()))

    def add_document(self, workspace: str, document: Filed) -> None:
        kept = [entry for entry in self.documents(workspace) if entry.id != document.id]
        self.entries[workspace] = [*kept, document]

    def forget_document(self, workspace: str, document: str) -> None:
        self.forgotten.append(document)
        self.entries[workspace] = [entry for entry in self.documents(workspace) if entry.id != document]


def filed(sha256: str, name: str = "a.txt") -> Filed:
    return Filed(sha256, name, 1, 1, datetime(2027, 1, 1, tzinfo=UTC))


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def store(tmp_path: Path) -> DocumentStore:
    return DocumentStore(tmp_path / "documents")
