"""Text that addresses the software instead of the reader. A document is evidence, never an instruction."""

import re
from functools import cache
from pathlib import Path

from advisor.passages.sentences import pieces
from advisor.yamls import read_yaml


@cache
def _addresses() -> re.Pattern[str]:
    data = read_yaml(Path(__file__).parent / "planted.yaml")
    whole = "|".join(data["speaks"])
    for name in ("grade", "pass", "grader"):
        whole = whole.replace(f"<{name}>", data[name])
    return re.compile(whole, re.IGNORECASE)


def without_planted(text: str) -> str:
    """The text without the sentences that speak to the software; "" where nothing else is left."""
    if not any(addresses_software(text[p.start : p.end]) for p in pieces(text)):
        return text.strip()
    return " ".join(text[p.start : p.end] for p in pieces(text) if not addresses_software(text[p.start : p.end]))


def addresses_software(text: str) -> bool:
    """Whether a sentence speaks to the software that reads it. Such text is reported and counts as no evidence."""
    return bool(_addresses().search(text.replace("’", "'")))
