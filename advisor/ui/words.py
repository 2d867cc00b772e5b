"""The words and shapes of the interface, the same on every page."""

from typing import Final

from advisor.assessment import Work
from advisor.framework import Status

MARKS: Final = {
    Status.MET: "✓",
    Status.PARTIAL: "◐",
    Status.UNMET: "✗",
    Status.UNKNOWN: "?",
    Status.NOT_APPLICABLE: "–",
}
WORK: Final = {
    Work.OPEN: "open",
    Work.IN_PROGRESS: "in progress",
    Work.DONE: "done",
    Work.ACCEPTED: "risk accepted",
}


def marked(status: Status) -> str:
    """A status as a shape and words, so that nothing hangs on a colour."""
    return f"{MARKS[status]} {status.words}"


def percent(share: float | None) -> str:
    """A share as whole percent; a dash where there is none."""
    return "–" if share is None else f"{round(100 * share)}%"
