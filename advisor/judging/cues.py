"""What the wording of a statement says, apart from its subject: negation, plans, conditions, hedges, quantities.

Similarity of sentences hardly sees these ("the sponsor signed" and "the sponsor has not signed" are neighbours), so
they are counted by small rules, kept in cues.yaml. No kept library serves without a parser's weights (negspaCy and
medspaCy need them), and clinical negation lists do not know "in the backlog" or "until she left".
"""

import re
from functools import cache
from pathlib import Path
from typing import Final

from advisor.yamls import read_yaml

_LAST: Final = ("negation", "lack", "plan", "need", "partial", "done", "past", "hedge", "condition")
_TURN: Final = re.compile(r"\b(?:but|however|though|although|except|(?<=, )yet|only)\b|[;–—]", re.IGNORECASE)
_NUMBERS: Final = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_NUMBER: Final = rf"(\d{{1,4}}|{'|'.join(_NUMBERS)})"
_OF: Final = re.compile(rf"\b{_NUMBER} (?:out )?of (?:the |our |all )?{_NUMBER}\b", re.IGNORECASE)
_PERCENT: Final = re.compile(r"\b(\d{1,3})(?:\.\d+)? ?(?:%|per ?cent)", re.IGNORECASE)
_END: Final = re.compile(r"[.!?](?:\s|$)")


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    data = read_yaml(Path(__file__).parent / "cues.yaml")
    anywhere = {name: rf"(?<!\w)(?:{'|'.join(words)})(?!\w)" for name, words in data["anywhere"].items()}
    opening = {name: rf"^\W*(?:{'|'.join(words)})(?!\w)" for name, words in data["opening"].items()}
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in (anywhere | opening).items()}


@cache
def names() -> tuple[str, ...]:
    """What the values of `cues` stand for, in order."""
    last = (f"{name}_last" for name in _LAST)
    return (*_rules(), *last, "of_share", "percent", "question", "length", "sentences", "table")


def cues(text: str) -> list[float]:
    """The values of `names` for a statement.

    Counts are capped at 3 (those after the last "but" at 2); of "3 of 7" and "40%" the smallest share counts, 1 where
    there is none.
    """
    text = text.replace("’", "'")
    rules = _rules()
    last = _TURN.split(text)[-1]
    shares = [_number(a) / max(1, _number(b)) for a, b in _OF.findall(text)]
    percent = [int(found) / 100 for found in _PERCENT.findall(text)]
    return [
        *(min(3.0, float(len(rule.findall(text)))) for rule in rules.values()),
        *(min(2.0, float(len(rules[name].findall(last)))) for name in _LAST),
        min(1.0, *shares, 1.0),
        min(1.0, *percent, 1.0),
        float("?" in text),
        min(1.0, len(text.split()) / 40),
        min(3.0, float(len(_END.findall(text)))),
        float("|" in text),
    ]


def named(text: str) -> list[tuple[str, str]]:
    """The cues that a statement holds, each with the words that show it, in the order of the text."""
    text = text.replace("’", "'")
    found = [
        (match.start(), name, match.group().strip(" ,"))
        for name, rule in _rules().items()
        for match in rule.finditer(text)
    ]
    return [(name, words) for _, name, words in sorted(found)]


def _number(word: str) -> int:
    return _NUMBERS.index(word.lower()) + 1 if word.lower() in _NUMBERS else int(word)
