"""A sentence -> its clauses: "CMIO sponsors it, no budget for Epic yet, we test in three wards" says three things."""

import re
from itertools import pairwise
from typing import Final

# A stretch that begins so has a subject of its own; "and signed for the money" has not, and stays with its sentence.
_SUBJECT = (
    r"(?:the|a|an|our|my|their|its|his|her|we|it|they|i|he|she|you|no|not|nobody|none|nothing|neither|there|this|that|these|those"
    r"|each|every|all|some|any|staff|nurses|clinicians|doctors|legal|finance|what|how|who|nor)"
)
_CUT: Final = re.compile(
    r"\s*[;:]\s+|\s+[–—-]\s+|,\s+(?:(?:and|but|while|though|whereas|so) )?"
    rf"|\s+(?:and|but|while|whereas)\s+(?={_SUBJECT}\b)",
    re.IGNORECASE,
)
_SHORT = 3  # words; a shorter stretch goes with the one before it


def clauses(sentence: str) -> list[str]:
    """The clauses of a sentence, letter for letter; none where it is one clause."""
    cuts = [(0, 0), *((m.start(), m.end()) for m in _CUT.finditer(sentence)), (len(sentence), len(sentence))]
    found: list[tuple[int, int]] = []
    for (_, start), (end, _) in pairwise(cuts):
        if found and len(sentence[start:end].split()) < _SHORT:
            found[-1] = found[-1][0], end
        elif end > start:
            found.append((start, end))
    if len(found) > 1 and len(sentence[found[0][0] : found[0][1]].split()) < _SHORT:
        found[:2] = [(found[0][0], found[1][1])]
    return [sentence[start:end].strip() for start, end in found] if len(found) > 1 else []
