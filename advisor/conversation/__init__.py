"""One turn of a conversation: (session, message) -> (session, reply)."""

from advisor.conversation.guide import Guide
from advisor.conversation.interviewer import Interviewer
from advisor.conversation.parts import Asked, Noted, Outlook, Step
from advisor.conversation.questions import Questions
from advisor.conversation.say import changed
from advisor.conversation.session import Reply, Session, Subject, Turn
from advisor.conversation.step import Conversation

__all__ = [
    "Asked",
    "Conversation",
    "Guide",
    "Interviewer",
    "Noted",
    "Outlook",
    "Questions",
    "Reply",
    "Session",
    "Step",
    "Subject",
    "Turn",
    "changed",
]
