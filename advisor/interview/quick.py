"""The five quick replies, and the short words that mean the same (words.yaml)."""

import re
from functools import cache
from typing import Final

from advisor.framework import Status
from advisor.interview.commands import words

QUICK_REPLIES: Final = {
    "In place": Status.MET,
    "Partly": Status.PARTIAL,
    "Not yet": Status.UNMET,
    "Don't know": Status.UNKNOWN,
    "Does not apply": Status.NOT_APPLICABLE,
}
_LEAD: Final = (
    r"(?:(?:ok(?:ay)?|well|hmm+|so|then|oh|lol|honestly|actually|i think|i guess|i(?:'d| would) say|frankly"
    r"|to be honest|it'?s|that'?s|my answer is|answer:?),? )*"
)
_TAIL: Final = r"(?:,? (?:thanks|thank you|i (?:think|guess)|for now|sorry))?\W*"


@cache
def _patterns() -> dict[Status, re.Pattern[str]]:
    return {
        Status(name): re.compile(rf"\s*[\"'“(]*{_LEAD}(?:{'|'.join(items)}){_TAIL}", re.IGNORECASE)
        for name, items in words("replies").items()
    }


def quick_status(message: str) -> Status | None:
    """The status that a message of a few words stands for; None where it says more, or something else."""
    text = message.split("\n\n")[0].replace("’", "'").strip()  # a signature says nothing
    return next((status for status, pattern in _patterns().items() if pattern.fullmatch(text)), None)
