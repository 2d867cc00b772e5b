"""Tables. Rows of the index carry the build they belong to, so that a new build is swapped in whole."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Date, DateTime, ForeignKey, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """Base of all tables."""


def now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


class SourceRow(Base):
    """A file that was read into the index: an article or a document."""

    __tablename__ = "source"
    build: Mapped[str] = mapped_column(String(40), primary_key=True)
    id: Mapped[str] = mapped_column(String(300), primary_key=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    author: Mapped[str | None] = mapped_column(Text)
    publisher: Mapped[str | None] = mapped_column(Text)
    date: Mapped[str | None] = mapped_column(String(40))
    sha256: Mapped[str] = mapped_column(String(64))
    own_words: Mapped[bool]
    pages: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # {"number": 1-based or null, "text"}
    sections: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # {"id", "heading", "start", "end"}


class PassageRow(Base):
    """A passage with its text, hash and span."""

    __tablename__ = "passage"
    __table_args__ = (
        ForeignKeyConstraint(["build", "source"], ["source.build", "source.id"], ondelete="CASCADE"),
        Index("passage_by_source", "build", "source"),
    )
    build: Mapped[str] = mapped_column(String(40), primary_key=True)
    id: Mapped[str] = mapped_column(String(400), primary_key=True)
    position: Mapped[int]
    source: Mapped[str] = mapped_column(String(300))
    section: Mapped[str | None] = mapped_column(String(300))
    heading: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    page: Mapped[int | None]
    start: Mapped[int]
    end: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    sentences: Mapped[list[list[int]]] = mapped_column(JSON)  # [[start, end], ...]


class EntryRow(Base):
    """An embedded text of a passage; its vector stands in the vector store under `vector`."""

    __tablename__ = "entry"
    __table_args__ = (ForeignKeyConstraint(["build", "passage"], ["passage.build", "passage.id"], ondelete="CASCADE"),)
    build: Mapped[str] = mapped_column(String(40), primary_key=True)
    passage: Mapped[str] = mapped_column(String(400), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    vector: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)


class WorkspaceRow(Base):
    """One team's place, shut off from others; its id is in the address of the page."""

    __tablename__ = "workspace"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)


class AssessmentRow(Base):
    """One assessment: `session` is the state that the next turn starts from, `version` the turns it has had."""

    __tablename__ = "assessment"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    workspace: Mapped[str] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"), unique=True)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    session: Mapped[dict[str, Any]] = mapped_column(JSON)
    version: Mapped[int]


class MessageRow(Base):
    """What a person wrote."""

    __tablename__ = "message"
    assessment: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    text: Mapped[str] = mapped_column(Text)


class ReplyRow(Base):
    """What the advisor replied."""

    __tablename__ = "reply"
    __table_args__ = (
        ForeignKeyConstraint(
            ["assessment", "position"], ["message.assessment", "message.position"], ondelete="CASCADE"
        ),
    )
    assessment: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)


class BasisRow(Base):
    """What speaks for a status: a reply, a document's span, or a person's override. Withdrawn, never deleted."""

    __tablename__ = "basis"
    __table_args__ = (Index("basis_by_criterion", "assessment", "criterion"),)
    assessment: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    criterion: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(20))
    quote: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    confidence: Mapped[float]
    confirmed: Mapped[bool]
    turn: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    withdrawn_turn: Mapped[int | None]
    document: Mapped[str] = mapped_column(String(64), default="")
    page: Mapped[int | None]
    start: Mapped[int] = mapped_column(default=0)
    end: Mapped[int] = mapped_column(default=0)
    role: Mapped[str] = mapped_column(String(20), default="decides")


class DocumentRow(Base):
    """A document of a workspace, by its hash. Its text is in no row but in the quotes of the bases."""

    __tablename__ = "document"
    assessment: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    size: Mapped[int]
    pages: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)


class AssignmentRow(Base):
    """Who closes a gap by when."""

    __tablename__ = "assignment"
    assessment: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True)
    criterion: Mapped[str] = mapped_column(String(200), primary_key=True)
    role: Mapped[str] = mapped_column(Text)
    due: Mapped[date | None] = mapped_column(Date)
    note: Mapped[str] = mapped_column(Text)
    work: Mapped[str] = mapped_column(String(20))


class MilestoneRow(Base):
    """A named moment of an assessment: what holds after `turn`."""

    __tablename__ = "milestone"
    assessment: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(Text)
    turn: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)


class AuditRow(Base):
    """One event. Append-only: the database refuses to change or delete a row."""

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    workspace: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    action: Mapped[str] = mapped_column(String(40))
    criterion: Mapped[str | None] = mapped_column(String(200))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
