"""What must not be lost: the index's texts, and workspaces with their conversations and findings, in SQL."""

from sqlalchemy import Engine

from advisor.records.database import open_database
from advisor.records.passages import SqlContents
from advisor.records.workspaces import ConflictError, Event, Workspaces

__all__ = ["ConflictError", "Engine", "Event", "SqlContents", "Workspaces", "open_database"]
