"""One turn of a conversation: (session, message) -> (session, reply)."""

from advisor.conversation.session import Reply, Session, Turn
from advisor.conversation.step import Conversation

__all__ = ["Conversation", "Reply", "Session", "Turn"]
