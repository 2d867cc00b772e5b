"""What kind of thing a question asks for (a figure, a person, a reason ...), and which sentences hold such a thing.

Expected answer types, after Li and Roth (COLING 2002), reduced to what the wording of a sentence shows.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of answer: the questions that ask for it, the sentences that hold it, and what that is worth."""

    name: str
    asked: re.Pattern[str]
    held: re.Pattern[str]
    worth: float


def _kind(name: str, asked: str, held: str, worth: float) -> Kind:
    return Kind(name, re.compile(asked, re.IGNORECASE), re.compile(held, re.IGNORECASE), worth)


KINDS = (
    _kind(
        "figure",
        r"how (?:many|much|long|often|soon|late|big|large|high)|percent|\bshare\b|\bcosts?\b|figure|number of",
        r"\d",
        0.08,
    ),
    _kind(
        "list",
        r"\bwhich\b|\bwhat (?:are|kinds?|sorts?|types?|should|must|does)\b|\blist\b|\bname\b|\bsteps?\b|\bexamples?\b",
        r"\w+, [^,.]{2,60}(?:, | and | or )",
        0.05,
    ),
    _kind(
        "person",
        r"\bwho(?:m|se)?\b|\bwhich (?:role|person|team|people)s?\b",
        r"\b(?:owner|ownership|accountable|responsib|sponsor|leaders?|champions?|clinicians|committee|governance body|"
        r"team|staff|managers?|engineers?|stewards?|payers?|buyers?|vendor|purchaser|investors?|"
        r"budget lines?|names?|naming)",
        0.08,
    ),
    _kind(
        "reason",
        r"\bwhy\b|\breasons?\b|\bcauses?\b",
        r"\b(?:because|reasons?|causes?|caused|since|so that|due to|stem)\b",
        0.04,
    ),
    _kind(
        "moment",
        r"\bwhen\b|how (?:early|soon|late)\b|at what (?:point|stage)",
        r"\b(?:before|after|until|early|from the (?:start|first|beginning|outset|very)|day one|at the (?:start|outset)|"
        r"once|late|months?|weeks?|days?)\b",
        0.05,
    ),
)  # fmt: skip


def wanted(question: str) -> tuple[Kind, ...]:
    """The kinds of answer that a question's wording asks for."""
    return tuple(kind for kind in KINDS if kind.asked.search(question))


def worth(sentence: str, kinds: tuple[Kind, ...]) -> float:
    """What a sentence gains for holding what is wanted."""
    return sum(kind.worth for kind in kinds if kind.held.search(sentence))
