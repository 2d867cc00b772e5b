"""What an index holds."""

from dataclasses import dataclass

from advisor.passages import Document, Passage
from advisor.search.entries import Entry


@dataclass(frozen=True)
class Contents:
    """What an index holds: the files, their passages, and what is embedded for each passage."""

    documents: tuple[Document, ...] = ()
    passages: tuple[Passage, ...] = ()
    entries: tuple[Entry, ...] = ()
