"""What in a document addresses the software: found once, reported, and never evidence."""

from advisor.passages.planted import addresses_software
from advisor.passages.sentences import blocks, sentences
from advisor.passages.types import Document, Notice, Page, Span

_TEXT = "Text that addresses the software; it counts as no evidence."


def instructions(document: Document, title: str = "") -> list[Notice]:
    """A notice for each sentence that addresses the software, the file's own title among them."""
    found = [
        Notice("instruction", _TEXT, span.of(page.text), page.number)
        for page in document.pages
        for span in planted(page)
    ]
    if title and addresses_software(title):
        found.append(Notice("instruction", "The file's title addresses the software; it counts as no evidence.", title))
    return found


def planted(page: Page) -> list[Span]:
    """The sentences of a page that address the software."""
    parts = [part.span for part in page.parts] or [block.span for block in blocks(page.text)]
    return [span for part in parts for span in sentences(page.text, part) if addresses_software(span.of(page.text))]
