"""The index's texts in SQL: what each build holds, to the letter."""

import hashlib
from collections.abc import Sequence
from typing import cast

from sqlalchemy import Engine, delete, insert, select
from sqlalchemy.orm import Session

from advisor.passages import Document, Page, Passage, Section, Span
from advisor.records.database import reading
from advisor.records.models import EntryRow, PassageRow, SourceRow
from advisor.search import Contents, Entry, EntryKind


class SqlContents:
    """Stores and loads the contents of builds; see `advisor.search.ContentStore`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def save(self, build: str, contents: Contents) -> None:
        """Write a whole build in one transaction."""
        with Session(self._engine) as session, session.begin():
            for row, values in (
                (SourceRow, _source_rows(build, contents.documents)),
                (PassageRow, _passage_rows(build, contents.passages)),
                (EntryRow, _entry_rows(build, contents.entries)),
            ):
                if values:
                    session.execute(insert(row), values)

    def load(self, build: str) -> Contents:
        """A build's contents in their order; empty where the build is not there."""
        with Session(reading(self._engine)) as session:
            sources = session.scalars(select(SourceRow).where(SourceRow.build == build).order_by(SourceRow.position))
            documents = tuple(_document(row) for row in sources)
            rows = session.scalars(select(PassageRow).where(PassageRow.build == build).order_by(PassageRow.position))
            passages = tuple(_passage(row) for row in rows)
            columns = select(EntryRow.passage, EntryRow.kind, EntryRow.position, EntryRow.text)
            order = (EntryRow.passage, EntryRow.kind, EntryRow.position)
            found = session.execute(columns.where(EntryRow.build == build).order_by(*order))
            return Contents(
                documents, passages, tuple(Entry(p, cast(EntryKind, kind), n, text) for p, kind, n, text in found)
            )

    def remove(self, build: str) -> None:
        """Delete a build."""
        with Session(self._engine) as session, session.begin():
            for row in (EntryRow, PassageRow, SourceRow):
                session.execute(delete(row).where(row.build == build))


def _source_rows(build: str, documents: Sequence[Document]) -> list[dict[str, object]]:
    return [
        {
            "build": build,
            "id": d.id,
            "position": number,
            "kind": d.kind,
            "name": d.name,
            "title": d.title,
            "author": d.author,
            "publisher": d.publisher,
            "date": d.date,
            "sha256": d.sha256,
            "own_words": d.own_words,
            "pages": [{"number": p.number, "text": p.text} for p in d.pages],
            "sections": [
                {"id": s.id, "heading": s.heading, "start": s.span.start, "end": s.span.end} for s in d.sections
            ],
        }
        for number, d in enumerate(documents)
    ]


def _document(row: SourceRow) -> Document:
    return Document(
        id=row.id,
        kind="article" if row.kind == "article" else "document",
        name=row.name,
        title=row.title,
        sha256=row.sha256,
        pages=tuple(Page(page["number"], page["text"]) for page in row.pages),
        sections=tuple(Section(s["id"], s["heading"], Span(s["start"], s["end"])) for s in row.sections),
        author=row.author,
        publisher=row.publisher,
        date=row.date,
        own_words=row.own_words,
    )


def _passage_rows(build: str, passages: Sequence[Passage]) -> list[dict[str, object]]:
    return [
        {
            "build": build,
            "id": p.id,
            "position": number,
            "source": p.document,
            "section": p.section,
            "heading": p.heading,
            "title": p.title,
            "page": p.page,
            "start": p.span.start,
            "end": p.span.end,
            "text": p.text,
            "sha256": hashlib.sha256(p.text.encode()).hexdigest(),
            "sentences": [[s.start, s.end] for s in p.sentences],
        }
        for number, p in enumerate(passages)
    ]


def _passage(row: PassageRow) -> Passage:
    return Passage(
        id=row.id,
        document=row.source,
        section=row.section,
        heading=row.heading,
        title=row.title,
        page=row.page,
        span=Span(row.start, row.end),
        text=row.text,
        sentences=tuple(Span(start, end) for start, end in row.sentences),
    )


def _entry_rows(build: str, entries: Sequence[Entry]) -> list[dict[str, object]]:
    return [
        {
            "build": build,
            "passage": e.passage,
            "kind": e.kind,
            "position": e.position,
            "vector": e.vector_id,
            "text": e.text,
        }
        for e in entries
    ]
