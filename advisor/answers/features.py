"""What a question asks for, held against what the passages found for it say, as numbers.

Similarity tells whether a question is off the subject; it does not see that a question asks for a price, a
name or a country that no passage gives. These features look at both.
"""

import math
import re
from collections.abc import Sequence
from typing import Final

from advisor.search import Hit, HybridSearch
from advisor.search.lexical import BM25, stem, terms

_KINDS: Final = ("passage", "sentence", "question")
# What the wording of a question asks for.
_ASKS: Final = {
    "number": (
        r"how (?:many|much|long|often|big|large|fast|small|expensive)"
        r"|what (?:percent|share|proportion|number)|percent"
    ),
    "which": r"\bwhich\b|\bnames?\b",
    "who": r"\bwho\b",
    "where": r"\bwhere\b",
    "when": r"\bwhen\b|what year|what date",
    "money": r"[$£€]|dollar|pound|euro|salary|price|\bfees?\b",
    "digit": r"\d",
    "we": r"\b(?:we|our|us|i|my)\b",
    "should": r"should|need to|must",
    "why": r"\bwhy\b",
    "exact": r"exact|specific|average|typical|median|per year|annual|monthly",
    "yes_no": r"^(?:can|is|are|does|do|may) ",
    "sample": r"template|example|sample|step by step|script|code|sql|config",
}
_ASKS_RE = {name: re.compile(pattern) for name, pattern in _ASKS.items()}
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][A-Za-z0-9-]+")
_FIGURE = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|half|twice|weeks?|months?|days?|percent)\b"
)

NAMES: Final = (
    *(f"{kind}{part}" for kind in _KINDS for part in ("1", "2", "_mean", "_top")),
    "covered_top",
    "covered_best",
    "covered_all",
    "unknown",
    "unknown_share",
    "length",
    "lexical_top",
    "lexical_best",
    "figure_missing",
    "names",
    *_ASKS,
)


def features(question: str, hits: Sequence[Hit], search: HybridSearch) -> list[float]:
    """The values of NAMES for a question and its hits (best first)."""
    lexical = search.lexical
    asked = list(dict.fromkeys(terms(question)))
    weight = {term: lexical.idf(term) for term in asked}
    total = sum(weight.values()) or 1.0
    found = [set(terms(search.lexical_text(hit.passage))) for hit in hits[:5]]
    covered = [sum(weight[term] for term in asked if term in text) / total for text in found] or [0.0]
    everywhere = set().union(*found)
    unknown = [term for term in asked if not lexical.knows(term)]
    lower = question.lower()
    asks = [float(bool(pattern.search(lower))) for pattern in _ASKS_RE.values()]
    figures = any(_FIGURE.search(hit.passage.text.lower()) for hit in hits[:3])
    return [
        *_similarities(hits),
        covered[0],
        max(covered),
        sum(weight[term] for term in asked if term in everywhere) / total,
        float(len(unknown)),
        len(unknown) / max(1, len(asked)),
        math.log1p(len(asked)),
        hits[0].lexical / total if hits else 0.0,
        max((hit.lexical for hit in hits), default=0.0) / total,
        float(bool(asks[0]) and not figures),
        float(_unknown_names(question, lexical)),
        *asks,
    ]


def _similarities(hits: Sequence[Hit]) -> list[float]:
    values: list[float] = []
    for kind in _KINDS:
        ranked = sorted((hit.similarities.get(kind, 0.0) for hit in hits), reverse=True) + [0.0] * 5
        values += [ranked[0], ranked[1], sum(ranked[:5]) / 5, hits[0].similarities.get(kind, 0.0) if hits else 0.0]
    return values


def _unknown_names(question: str, lexical: BM25) -> int:
    return sum(not lexical.knows(stem(name.lower())) for name in _NAME.findall(question))
