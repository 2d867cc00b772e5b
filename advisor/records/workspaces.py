"""Workspaces in SQL: what was acknowledged is found again, by a reload, a new process, or tomorrow."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session as SqlSession

from advisor.assessment import Assignment, Basis, Kind, Milestone, Role, Work
from advisor.conversation import Reply, Session, Turn
from advisor.framework import Status
from advisor.passages import Filed
from advisor.records.database import forget, reading
from advisor.records.models import (
    AssessmentRow,
    AssignmentRow,
    AuditRow,
    BasisRow,
    DocumentRow,
    MessageRow,
    MilestoneRow,
    ReplyRow,
    WorkspaceRow,
)

_FORGOTTEN = "What stood here quoted a document that was deleted since."


class ConflictError(Exception):
    """Somebody else recorded something in between: read again, and try again."""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the audit trail."""

    at: datetime
    action: str
    criterion: str | None
    detail: dict[str, Any]


class Workspaces:
    """Stores and loads workspaces by their id."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def load(self, workspace: str) -> tuple[Session, list[Turn]]:
        """The state and the turns so far; a new session and no turns where the id is unknown."""
        with SqlSession(reading(self._engine)) as sql:
            row = _assessment(sql, workspace)
            return (_session(sql, row), _turns(sql, row)) if row is not None else (Session(), [])

    def session(self, workspace: str) -> Session:
        """The state alone, for who needs none of the turns."""
        with SqlSession(reading(self._engine)) as sql:
            row = _assessment(sql, workspace)
            return _session(sql, row) if row is not None else Session()

    def append(self, workspace: str, before: Session, after: Session, turn: Turn | None) -> None:
        """Keep a turn and the state after it in one transaction, with what it recorded and withdrew.

        `turn` is None for what is done beside the conversation. Raises ConflictError where the workspace is no longer
        as it was `before`. PostgreSQL refuses NUL in text, so it is dropped.
        """
        with SqlSession(self._engine) as sql, sql.begin():
            row = self._current(sql, workspace)
            if row.version != before.interview.turn:
                raise ConflictError
            row.session, row.version = after.to_dict(), after.interview.turn
            if turn is not None:
                last = sql.scalar(select(func.max(MessageRow.position)).where(MessageRow.assessment == row.id))
                position = 0 if last is None else last + 1
                sql.add(MessageRow(assessment=row.id, position=position, text=_clean(turn.message)))
                sql.flush()
                sql.add(ReplyRow(assessment=row.id, position=position, content=turn.reply.to_dict()))
            self._keep_bases(sql, workspace, row.id, before, after)

    def _keep_bases(self, sql: SqlSession, workspace: str, assessment: int, before: Session, after: Session) -> None:
        """The difference between two states, as rows and as lines of the audit trail."""
        old = {basis.id: basis for basis in before.interview.bases}
        now = {basis.id: basis for basis in after.interview.bases}
        for name in (name for name in old if name not in now):
            row = sql.get_one(BasisRow, (assessment, name))
            row.withdrawn_turn = after.interview.turn
            sql.add(_event(workspace, "withdrew", old[name]))
        for name in (name for name in now if name not in old):
            basis = replace(now[name], quote=_clean(now[name].quote), note=_clean(now[name].note))
            sql.add(BasisRow(assessment=assessment, **basis.to_dict()))
            sql.add(_event(workspace, "ruled" if basis.kind is Kind.OVERRIDE else "recorded", basis))

    def assignments(self, workspace: str) -> dict[str, Assignment]:
        """Who closes which gap, by criterion."""
        with SqlSession(reading(self._engine)) as sql:
            row = _assessment(sql, workspace)
            found = sql.scalars(select(AssignmentRow).where(AssignmentRow.assessment == row.id)) if row else ()
            return {a.criterion: Assignment(a.criterion, a.role, a.due, a.note, Work(a.work)) for a in found}

    def assign(self, workspace: str, assignment: Assignment) -> None:
        """Set who closes a gap, by when, and how far it is."""
        values = {
            "role": _clean(assignment.role),
            "due": assignment.due,
            "note": _clean(assignment.note),
            "work": assignment.work.value,
        }
        with SqlSession(self._engine) as sql, sql.begin():
            row = self._current(sql, workspace)
            sql.merge(AssignmentRow(assessment=row.id, criterion=assignment.criterion, **values))
            detail = {**values, "due": assignment.due.isoformat() if assignment.due else None}
            sql.add(AuditRow(workspace=workspace, action="assigned", criterion=assignment.criterion, detail=detail))

    def documents(self, workspace: str) -> list[Filed]:
        """The documents of a workspace, oldest first."""
        with SqlSession(reading(self._engine)) as sql:
            row = _assessment(sql, workspace)
            if row is None:
                return []
            order = (DocumentRow.created_at, DocumentRow.name)
            found = sql.scalars(select(DocumentRow).where(DocumentRow.assessment == row.id).order_by(*order))
            return [Filed(d.id, d.name, d.size, d.pages, d.created_at) for d in found]

    def add_document(self, workspace: str, document: Filed) -> None:
        """Enter a document in the workspace's register."""
        with SqlSession(self._engine) as sql, sql.begin():
            row = self._current(sql, workspace)
            sql.merge(
                DocumentRow(
                    assessment=row.id,
                    id=document.id,
                    name=_clean(document.name),
                    size=document.size,
                    pages=document.pages,
                    created_at=document.added_at,
                )
            )
            detail = {"name": _clean(document.name), "sha256": document.id}
            sql.add(AuditRow(workspace=workspace, action="added a document", criterion=None, detail=detail))

    def forget_document(self, workspace: str, document: str) -> None:
        """Strike a document from the register, and its words from all that quotes it; no bytes are left behind."""
        with SqlSession(self._engine) as sql, sql.begin():
            row = self._current(sql, workspace)
            found = sql.get(DocumentRow, (row.id, document))
            quotes = set()
            for basis in sql.scalars(
                select(BasisRow).where(BasisRow.assessment == row.id, BasisRow.document == document)
            ):
                quotes |= {basis.quote} - {""}
                basis.quote = basis.note = ""
            if quotes:  # a turn on its way from the state as it was may hold them: it is refused, and made anew
                state = _session(sql, row)
                state = replace(state, interview=replace(state.interview, turn=row.version + 1))
                row.session, row.version = state.to_dict(), state.interview.turn
            for reply in sql.scalars(select(ReplyRow).where(ReplyRow.assessment == row.id)):
                if document in json.dumps(reply.content) or _quotes(reply.content, quotes):
                    reply.content = Reply(text=_FORGOTTEN).to_dict()
            if found is not None:
                sql.delete(found)
                sql.add(
                    AuditRow(
                        workspace=workspace, action="deleted a document", criterion=None, detail={"sha256": document}
                    )
                )
        forget(self._engine)

    def milestones(self, workspace: str) -> list[Milestone]:
        """The named moments, in order."""
        with SqlSession(reading(self._engine)) as sql:
            row = _assessment(sql, workspace)
            if row is None:
                return []
            found = sql.scalars(
                select(MilestoneRow).where(MilestoneRow.assessment == row.id).order_by(MilestoneRow.number)
            )
            return [Milestone(m.number, m.name, m.turn, m.created_at) for m in found]

    def add_milestone(self, workspace: str, name: str) -> None:
        """Name the present moment."""
        with SqlSession(self._engine) as sql, sql.begin():
            row = self._current(sql, workspace)
            last = sql.scalar(select(func.max(MilestoneRow.number)).where(MilestoneRow.assessment == row.id)) or 0
            sql.add(MilestoneRow(assessment=row.id, number=last + 1, name=_clean(name), turn=row.version))
            detail = {"name": _clean(name), "turn": row.version}
            sql.add(AuditRow(workspace=workspace, action="milestone", criterion=None, detail=detail))

    def bases_at(self, workspace: str, turn: int) -> tuple[Basis, ...]:
        """What counted after a turn."""
        with SqlSession(reading(self._engine)) as sql:
            row = _assessment(sql, workspace)
            return _bases(sql, row.id, turn) if row else ()

    def history(self, workspace: str, criterion: str | None = None) -> list[Event]:
        """The audit trail, oldest first; of one criterion where it is named."""
        query = select(AuditRow).where(AuditRow.workspace == workspace).order_by(AuditRow.id)
        if criterion is not None:
            query = query.where(AuditRow.criterion == criterion)
        with SqlSession(reading(self._engine)) as sql:
            return [Event(row.at, row.action, row.criterion, row.detail) for row in sql.scalars(query)]

    def _current(self, sql: SqlSession, workspace: str) -> AssessmentRow:
        """The workspace's assessment, made where there is none; nobody else writes to it in this transaction."""
        row = _assessment(sql, workspace, lock=True)
        if row is None:
            sql.add(WorkspaceRow(id=workspace))
            sql.flush()
            row = AssessmentRow(workspace=workspace, session={}, version=0)
            sql.add(row)
            sql.flush()
        return row


def _assessment(sql: SqlSession, workspace: str, *, lock: bool = False) -> AssessmentRow | None:
    query = select(AssessmentRow).where(AssessmentRow.workspace == workspace)
    return sql.scalar(query.with_for_update() if lock else query)


def _session(sql: SqlSession, row: AssessmentRow) -> Session:
    return Session.from_dict(row.session, _bases(sql, row.id))


def _turns(sql: SqlSession, row: AssessmentRow) -> list[Turn]:
    """The turns of an assessment, in order."""
    stored = sql.scalars(select(ReplyRow).where(ReplyRow.assessment == row.id))
    replies = {reply.position: reply.content for reply in stored}
    messages = sql.scalars(select(MessageRow).where(MessageRow.assessment == row.id).order_by(MessageRow.position))
    return [Turn(m.text, Reply.from_dict(replies[m.position])) for m in messages]


def _bases(sql: SqlSession, assessment: int, turn: int | None = None) -> tuple[Basis, ...]:
    """The bases that count now, or that counted after a turn, in the order in which they were recorded."""
    rows: Sequence[BasisRow] = sql.scalars(select(BasisRow).where(BasisRow.assessment == assessment)).all()
    if turn is None:
        kept = [row for row in rows if row.withdrawn_turn is None]
    else:
        kept = [r for r in rows if r.turn <= turn and (r.withdrawn_turn is None or r.withdrawn_turn > turn)]
    found = [
        Basis(
            id=r.id,
            criterion=r.criterion,
            status=Status(r.status),
            kind=Kind(r.kind),
            quote=r.quote,
            note=r.note,
            confidence=r.confidence,
            confirmed=r.confirmed,
            turn=r.turn,
            document=r.document,
            page=r.page,
            start=r.start,
            end=r.end,
            role=Role(r.role),
        )
        for r in kept
    ]
    return tuple(sorted(found, key=lambda b: (b.turn, int(b.id.split(".")[-1]))))


def _event(workspace: str, action: str, basis: Basis) -> AuditRow:
    detail = basis.to_dict()
    if basis.kind is Kind.DOCUMENT:
        detail["quote"] = detail["note"] = ""  # the trail outlives the document, so it keeps none of its text
    return AuditRow(workspace=workspace, action=action, criterion=basis.criterion, detail=detail)


def _quotes(content: object, quotes: set[str]) -> bool:
    """Whether a reply holds one of the quotes, as a part of its own or in quotation marks."""
    if isinstance(content, dict | list):
        return any(_quotes(part, quotes) for part in (content.values() if isinstance(content, dict) else content))
    return isinstance(content, str) and any(content == quote or f"“{quote}”" in content for quote in quotes)


def _clean(text: str) -> str:
    return text.replace("\0", "")
