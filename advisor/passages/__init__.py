"""A file -> Document -> Passages; every passage knows its span in the file."""

from advisor.passages.articles import OPENING, article_files, read_articles
from advisor.passages.english import looks_english
from advisor.passages.read import read_document, told_apart
from advisor.passages.sentences import pieces, plain
from advisor.passages.split import SPLITTER, Limits, split
from advisor.passages.types import Document, Page, Passage, Section, Span

__all__ = [
    "OPENING",
    "SPLITTER",
    "Document",
    "Limits",
    "Page",
    "Passage",
    "Section",
    "Span",
    "article_files",
    "looks_english",
    "pieces",
    "plain",
    "read_articles",
    "read_document",
    "split",
    "told_apart",
]
