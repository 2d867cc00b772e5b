"""What a person can tell the interview to do, in their own words (words.yaml)."""

import re
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

from advisor.yamls import read_yaml


class Command(StrEnum):
    """The commands."""

    FULL = "full"
    QUICK = "quick"
    START = "start"
    RESUME = "resume"
    SKIP = "skip"
    BACK = "back"
    WHY = "why"
    GOOD = "good"
    OTHERS = "others"
    SUMMARY = "summary"
    REPORT = "report"
    CONFIRM = "confirm"
    AGREE = "agree"
    UNDO = "undo"
    STOP = "stop"
    CHANGE = "change"
    WITHDRAW = "withdraw"


_PLEASE: Final = (
    r"(?:ok(?:ay)?,? |so,? |and |well,? |please,? |hold on,? |wait,? |sorry,? |oh,? (?:no,? )?|no,? |hmm+,? |let'?s "
    r"|let me |let us |can (?:you|we|i) |could (?:you|we) |i(?:'d| would) like to |i want to )*"
)
_END: Final = r"(?:,? (?:please|now|for now|then|again|for today|here|today|thanks))*\W*"
_MINE: Final = (
    r"(?:(?:what (?:i|you) (?:said|noted|recorded)|my (?:answer|reply)"
    r"|the (?:answer|finding|record|entry|question|one|bit|part))"
    r"(?: (?:on|about|for|to|of|regarding))?(?: the| our| my)? |the |our |my |your )"
)
_OBJECT: Final = r"(?P<object>\S[^.?!]{1,80}?)(?: please)?[.!?]*\s*"
_CHANGE: Final = (
    r"(?:change|correct|edit|revise|fix|redo|i(?:'ve| have)? changed my mind (?:about|on)|go back to|return to"
    r"|re-?open|update|revisit)"
)
_SAID: Final = r"what (?:did|have) i (?:say|said|told you|tell you|answered?)(?: so far)? (?:about|on|for|regarding) "
_WITHDRAW: Final = r"(?:withdraw|delete|remove|forget|erase|discard|clear|drop|take back)"
_WITH_OBJECT: Final = {
    Command.CHANGE: re.compile(rf"\W*{_PLEASE}(?:{_CHANGE} {_MINE}?|{_SAID}(?:the |our )?){_OBJECT}", re.IGNORECASE),
    Command.WITHDRAW: re.compile(rf"\W*{_PLEASE}{_WITHDRAW} {_MINE}{_OBJECT}", re.IGNORECASE),
}


@cache
def words(kind: str) -> dict[str, list[str]]:
    """The expressions of words.yaml under "commands", "replies" or "idle", by name and in order."""
    data: dict[str, Any] = read_yaml(Path(__file__).parent / "words.yaml")
    return {name: [str(item) for item in items] for name, items in data[kind].items()}


@cache
def _patterns() -> dict[Command, re.Pattern[str]]:
    return {
        Command(name): re.compile(rf"\W*{_PLEASE}(?:{'|'.join(items)}){_END}", re.IGNORECASE)
        for name, items in words("commands").items()
    }


@cache
def _idle() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{'|'.join(words('idle')['said'])}){_END}", re.IGNORECASE)


def idle(message: str) -> bool:
    """Whether a message carries no answer and no question."""
    return bool(_idle().fullmatch(" ".join(message.replace("’", "'").split())))


def command(message: str) -> tuple[Command, str] | None:
    """The command of a message, with its object ("" where it has none); None where it is none."""
    text = " ".join(message.replace("’", "'").split())
    for name, pattern in _patterns().items():
        if pattern.fullmatch(text):
            return name, ""
    for name, pattern in _WITH_OBJECT.items():
        match = pattern.fullmatch(text)
        if match:
            return name, match["object"].strip()
    return None
