"""Why a statement was given its status: the words that carried it, and the sample statement that is most like it."""

import re
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from advisor.framework import Criterion, Status
from advisor.judging.cues import named
from advisor.judging.features import References
from advisor.search.encoder import Matrix

_TELLS: Final = {
    Status.MET: ("done", "practice", "yes", "double"),
    Status.PARTIAL: ("partial", "partly", "contrast", "need"),
    Status.UNMET: ("negation", "lack", "plan", "need", "past", "no", "condition"),
    Status.UNKNOWN: ("hedge", "hearsay", "unsure", "ask_other", "advice", "other", "vendor", "promise"),
    Status.NOT_APPLICABLE: ("not_applicable", "because"),
}
_SAID: Final = {
    Status.MET: "It states a fact that is in place",
    Status.PARTIAL: "It shows a part of it",
    Status.UNMET: "It says that this is absent, or only meant to come",
    Status.UNKNOWN: "It does not settle this",
    Status.NOT_APPLICABLE: "It says that this does not apply",
}
_SAMPLES: Final = {Status.MET: "met", Status.PARTIAL: "partial", Status.UNMET: "unmet", Status.UNKNOWN: "aside"}
_ALIKE: Final = 0.35  # cosine from which a sample statement helps a person to see the status
_STRETCHES: Final = 12  # stretches that a text is cut into, so that an explanation costs no more than so many readings
_CARRIES: Final = 0.1  # what the status must lose of its share without a stretch
_WORD: Final = re.compile(r"\S+")


def explained(status: Status, text: str) -> str:
    """What the wording shows, in words: the status, and the cues of it that stand in the text."""
    tells = [words for name, words in named(text) if name in _TELLS[status]]
    return _sentence(status, list(dict.fromkeys(tells[:3])))


def because(text: str, status: Status, share: Callable[[Sequence[str]], Matrix], sample: str) -> str:
    """What carried the status, as measured; `share` gives the share of the status for each of some texts.

    `sample` is the nearest sample statement, or empty.
    """
    words = carried(text, share)
    said = _sentence(status, [words]) if words else explained(status, text)
    return f"{said} The nearest sample statement: “{sample}”" if sample else said


def carried(text: str, share: Callable[[Sequence[str]], Matrix]) -> str:
    """The stretch of a text without which the status loses most; empty where no stretch alone carries it."""
    words = list(_WORD.finditer(text))
    width = max(1, -(-len(words) // _STRETCHES))
    stretches = [words[n : n + width] for n in range(0, len(words), width)]
    if len(stretches) < 2:
        return ""
    spans = [(stretch[0].start(), stretch[-1].end()) for stretch in stretches]
    whole, *without = share([text, *(f"{text[:start]}{text[end:]}".strip() for start, end in spans)])
    least = int(np.argmin(without))
    if whole - without[least] < _CARRIES:
        return ""
    start, end = spans[least]
    return text[start:end].strip(".,;:!?()\"'“”")


def nearest_sample(references: References, criterion: Criterion, status: Status, vector: Matrix) -> str:
    """The sample statement of that status that is most like the vector's; empty where none is alike."""
    parts, name = references.parts.get(criterion.id), _SAMPLES.get(status)
    if parts is None or name is None:
        return ""
    near = parts[name] @ vector
    best = int(near.argmax())
    return str(getattr(criterion.samples, name)[best]) if near[best] >= _ALIKE else ""


def _sentence(status: Status, words: Sequence[str]) -> str:
    quoted = ", ".join(f"“{part}”" for part in words)
    return f"{_SAID[status]} ({quoted})." if quoted else f"{_SAID[status]}."
