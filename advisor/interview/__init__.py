"""The interview: what a message means for it, what was recorded, and which question comes next."""

from advisor.interview.commands import Command, command, idle
from advisor.interview.listen import Heard, Listener, Reading, sure_enough
from advisor.interview.order import left, next_criterion
from advisor.interview.quick import QUICK_REPLIES, quick_status
from advisor.interview.state import Doubt, Interview, Scope

__all__ = [
    "QUICK_REPLIES",
    "Command",
    "Doubt",
    "Heard",
    "Interview",
    "Listener",
    "Reading",
    "Scope",
    "command",
    "idle",
    "left",
    "next_criterion",
    "quick_status",
    "sure_enough",
]
