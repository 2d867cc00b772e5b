"""Conversations in SQL: a reload of the browser, or a new process, finds the last turn that was answered."""

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session as SqlSession

from advisor.conversation import Reply, Session, Turn
from advisor.records.database import reading
from advisor.records.models import ConversationRow, TurnRow


class SqlConversations:
    """Stores and loads conversations by their id."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def load(self, conversation: str) -> tuple[Session, list[Turn]]:
        """The state and the turns so far; a new session and no turns where the id is unknown."""
        with SqlSession(reading(self._engine)) as sql:
            row = sql.get(ConversationRow, conversation)
            if row is None:
                return Session(), []
            turns = sql.scalars(select(TurnRow).where(TurnRow.conversation == conversation).order_by(TurnRow.position))
            return Session.from_dict(row.session), [Turn(t.message, Reply.from_dict(t.reply)) for t in turns]

    def append(self, conversation: str, session: Session, turn: Turn) -> None:
        """Add a turn and the state after it, in one transaction. PostgreSQL refuses NUL, so it is dropped."""
        with SqlSession(self._engine) as sql, sql.begin():
            row = sql.get(ConversationRow, conversation, with_for_update=True)
            if row is None:
                row = ConversationRow(id=conversation, session={})
                sql.add(row)
                sql.flush()
            row.session = session.to_dict()
            last = sql.scalar(select(func.max(TurnRow.position)).where(TurnRow.conversation == conversation))
            sql.add(
                TurnRow(
                    conversation=conversation,
                    position=0 if last is None else last + 1,
                    message=turn.message.replace("\0", ""),
                    reply=turn.reply.to_dict(),
                )
            )
