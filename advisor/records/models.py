"""Tables. Rows of the index carry the build they belong to, so that a new build is swapped in whole."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, ForeignKeyConstraint, Index, String, Text
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


class ConversationRow(Base):
    """One person's conversation; `session` is the state that the next turn starts from."""

    __tablename__ = "conversation"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    session: Mapped[dict[str, Any]] = mapped_column(JSON)


class TurnRow(Base):
    """One message and its reply."""

    __tablename__ = "turn"
    conversation: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    message: Mapped[str] = mapped_column(Text)
    reply: Mapped[dict[str, Any]] = mapped_column(JSON)
