"""A file -> Document -> Passages; every passage knows its span in the file."""

from advisor.passages.articles import OPENING, article_files, read_articles
from advisor.passages.english import looks_english
from advisor.passages.formats import KINDS, Boxes
from advisor.passages.formats.store import notices_of, pages_of, pages_to_list
from advisor.passages.formats.text import parts_of_text
from advisor.passages.notices import addressed
from advisor.passages.read import page_picture, read_document, read_documents, read_with_boxes, told_apart
from advisor.passages.sentences import blocks, pieces, plain, sentences
from advisor.passages.split import SPLITTER, Limits, split
from advisor.passages.types import Document, Filed, Notice, Page, Part, Passage, Section, Span

__all__ = [
    "KINDS",
    "OPENING",
    "SPLITTER",
    "Boxes",
    "Document",
    "Filed",
    "Limits",
    "Notice",
    "Page",
    "Part",
    "Passage",
    "Section",
    "Span",
    "addressed",
    "article_files",
    "blocks",
    "looks_english",
    "notices_of",
    "page_picture",
    "pages_of",
    "pages_to_list",
    "parts_of_text",
    "pieces",
    "plain",
    "read_articles",
    "read_document",
    "read_documents",
    "read_with_boxes",
    "sentences",
    "split",
    "told_apart",
]
