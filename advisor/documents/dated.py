"""When a document, or a part of it under a dated heading, speaks: so that the later of two statements counts."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Final

_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_OPENING = 1_500  # characters of a document in which its date is sought


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    month = "|".join([*_MONTHS, *(name[:3] for name in _MONTHS), "sept"])
    written = (
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month>{month})\.?,? (?P<year>20\d\d)\b",
        rf"\b(?P<month>{month})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>20\d\d)\b",
        r"\b(?P<year>20\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})\b",
        rf"\b(?P<month>{month})\.? (?P<year>20\d\d)\b",
    )
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in written)


def first_date(text: str) -> date | None:
    """The date that a text names first; the middle of the month where no day is named."""
    found = sorted(_dates(text), key=lambda one: one[0])
    return found[0][1] if found else None


def date_of(name: str, text: str) -> date | None:
    """The date of a document: in its name, else the first in its opening."""
    return first_date(re.sub(r"[_]+", " ", name)) or first_date(text[:_OPENING])


def _dates(text: str) -> Iterator[tuple[int, date]]:
    for pattern in _patterns():
        for match in pattern.finditer(text):
            parts = match.groupdict()
            month = parts["month"].lower()
            try:
                number = int(month) if month.isdigit() else [m[:3] for m in _MONTHS].index(month[:3]) + 1
                yield match.start(), date(int(parts["year"]), number, int(parts.get("day") or 15))
            except ValueError:  # the 31st of a month without one
                continue
