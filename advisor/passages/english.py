"""English words: a dictionary, the everyday ones, and whether a text is English at all."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spellchecker import SpellChecker


# Words that hold sentences together: of English, and of its neighbours where they are nothing in English.
_ENGLISH = re.compile(r"the|of|to|and|in|is|for|that|with|was|are|not|it|as|be|by|on")
_OTHERS = re.compile(
    r"der|das|und|nicht|ist|eine|einen|dem|auf|für|sind|werden|wird|bitte|les|des|du|que|une|dans|cette|aux|le|ce|pas"
    r"|el|los|las|por|para|lo|una|gli|di|che|della|sono|il|si|uma|não|het|een|niet|dat|voor|zijn|och|att|inte|som"
    r"|się|nie|że|jest|w"
)


@cache
def _speller() -> "SpellChecker":
    from spellchecker import SpellChecker

    return SpellChecker(language="en")


@cache
def everyday() -> dict[str, float]:
    """The most frequent English words of four letters and more, each with its frequency (the first: 100)."""
    counts = _speller().word_frequency.dictionary
    common = sorted((word for word in counts if len(word) >= 4), key=lambda word: -counts[word])[:3000]
    return {word: 100 * counts[word] / counts[common[0]] for word in common}


def is_english(word: str) -> bool:
    """Whether a word in lower case is in the dictionary, its plural and possessive too."""
    base = word.split("'")[0]
    return any(form in _speller().word_frequency.dictionary for form in (word, base, base.rstrip("s")))


def looks_english(text: str) -> bool:
    """Whether a text of some length is English: enough of its words are in the dictionary."""
    letters = [c for c in text if c.isalpha()]
    if letters and sum(c.isascii() for c in letters) < 0.7 * len(letters):
        return False
    found = re.findall(r"[^\W\d_]+", text.lower())
    ours, theirs = ({word for word in found if words.fullmatch(word)} for words in (_ENGLISH, _OTHERS))
    if len(theirs) >= 2 and len(theirs) > len(ours):
        return False
    if len(found) < 4 and text.isascii():  # a few names and terms say nothing about the language
        return True
    return sum(is_english(word) for word in found) >= 0.5 * len(found)
