"""Text that addresses the software instead of the reader. A document is evidence, never an instruction."""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from advisor.passages.english import looks_english
from advisor.passages.sentences import pieces
from advisor.yamls import read_yaml

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_APART = re.compile(r"(?<!\w)(?:[^\W\d_] {1,3}){8,}[^\W\d_](?!\w)")  # a sentence spelled out letter by letter
BLOB = re.compile(r"(?<!\S)[A-Za-z0-9+/]{40,}={0,2}(?!\S)")
_SPACED = re.compile(r"(?<!\w)(?:\w ){4,}\w(?!\w)")
# Letters of other alphabets that look like Latin ones; what is left of a word in two alphabets is no English.
_ALIKE = str.maketrans("аеорсухіјѕАВЕКМНОРСТХІЈЅαορνιΑΒΕΗΙΚΜΝΟΡΤΧ", "aeopcyxijsABEKMHOPCTXIJSaopviABEHIKMNOPTX")
_LEET = str.maketrans("013457@$", "oleastas")
_LONG = 2_000  # characters of a sentence that are looked at
_FOREIGN = 6  # words of a sentence that can be told to be of another language


@cache
def _rules() -> dict[str, Any]:
    data = read_yaml(Path(__file__).parent / "planted.yaml")
    names = {f"<{name}>": data[name] for name in ("grade", "pass", "grader", "machine")}

    def compiled(patterns: list[str]) -> re.Pattern[str]:
        whole = "|".join(patterns)
        for name, pattern in names.items():
            whole = whole.replace(name, pattern)
        return re.compile(whole, re.IGNORECASE)

    return {
        "speaks": compiled(data["speaks"]),
        "documents": compiled(data["documents"]),
        "verdict": compiled([data["verdict"]]),
        "reports": compiled([data["reports"]]),
    }


def without_planted(text: str) -> str:
    """The text without the sentences that speak to the software; "" where nothing else is left."""
    if not any(addresses_software(text[p.start : p.end]) for p in pieces(text)):
        return text.strip()
    return " ".join(text[p.start : p.end] for p in pieces(text) if not addresses_software(text[p.start : p.end]))


@lru_cache(maxsize=4096)  # the sentences of the articles come by with every answer
def addresses_software(text: str) -> bool:
    """Whether a sentence that somebody says speaks to the software that reads it."""
    plain = unmasked(text)
    return bool(_rules()["speaks"].search(plain) or _rules()["documents"].search(plain))


@lru_cache(maxsize=16_384)  # a sentence of a document is looked at as what stands on a line, and as a unit
def planted_in_document(text: str) -> bool:
    """Whether a sentence of a document speaks to the software. Such text is reported and counts as no evidence.

    Documents tell people what to do: a command counts only where it is about what the software finds.
    """
    if _APART.search(text):
        return True
    plain = unmasked(text)
    if _rules()["reports"].search(plain):
        return False
    for form in {plain, plain.translate(_LEET)} if any(c.isdigit() for c in plain) else {plain}:
        if _rules()["documents"].search(form):
            return True
        if _rules()["speaks"].search(form) and _rules()["verdict"].search(form):
            return True
    return False


def without_blobs(text: str) -> str:
    """The text without sentences that hand over something encoded; what follows on the same line stays."""
    kept, end = [], 0
    for found in BLOB.finditer(text):
        begins = max(text.rfind(mark, end, found.start()) for mark in ".!?\n") + 1
        kept.append(text[end : max(begins, end)])
        end = found.end()
    return "".join((*kept, text[end:]))


def is_foreign(text: str) -> bool:
    """Whether a sentence is of another language than English, and so no evidence that could be judged."""
    letters = [c for c in text if c.isalpha()]
    if len(letters) >= _FOREIGN and sum(c > "\u036f" for c in letters) > 0.8 * len(letters):  # another alphabet
        return True
    return len(text.split()) >= _FOREIGN and not looks_english(text)


def unmasked(text: str) -> str:
    """The text as a person reads it: without unseen characters, look-alike letters, and letters set apart."""
    text = unicodedata.normalize("NFKC", _UNSEEN.sub("", text[:_LONG])).translate(_ALIKE).replace("\u2019", "'")
    return _SPACED.sub(lambda found: found[0].replace(" ", ""), text)
