"""Text that addresses the software instead of the reader. A document is evidence, never an instruction."""

import re

_ADDRESSES = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b[^.]{0,40}\b(?:instructions?|prompts?|rules|guidelines|context)\b"
    r"|\b(?:system|hidden|developer) prompt\b"
    r"|\byou are (?:now )?(?:an? )?(?:ai|assistant|language model|chatbot|llm)\b"
    r"|\bas an? (?:ai|language model|assistant)\b[^.]{0,40}\byou\b"
    r"|\b(?:ai|assistants?|language models?|llms?|chatbots?|advisor|reviewer software)\b[^.]{0,30}"
    r"\b(?:must|should|shall|please) (?:now )?(?:mark|rate|score|answer|respond|reply|report|say|output|treat|set)\b"
    r"|\b(?:mark|rate|score|set|report|treat) (?:all|every|each|the following) "
    r"(?:\w+ ){0,2}(?:criteri\w+|items?|gates?|findings?|statuses?)\b[^.]{0,30}"
    r"\b(?:met|passed|satisfied|complete|green)\b"
    r"|\b(?:respond|reply|answer) (?:only )?with\b"
    r"|\btell the (?:reader|user)\b",
    re.IGNORECASE,
)


def addresses_software(text: str) -> bool:
    """Whether a sentence speaks to the software that reads it. Such text is reported and counts as no evidence."""
    return bool(_ADDRESSES.search(text))
