"""What must not be lost: the index's texts and people's conversations, in SQL."""

from sqlalchemy import Engine

from advisor.records.conversations import SqlConversations
from advisor.records.database import open_database
from advisor.records.passages import SqlContents

__all__ = ["Engine", "SqlContents", "SqlConversations", "open_database"]
