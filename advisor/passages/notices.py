"""What in a document addresses the software: found once, reported, and never evidence."""

from collections.abc import Iterator, Sequence
from itertools import islice

from advisor.passages.planted import planted_in_document
from advisor.passages.sentences import blocks, sentences
from advisor.passages.types import Notice, Page, Span

_TEXT = "Text that addresses the software; it counts as no evidence."
_MOST = 200  # notices for a file
_QUOTE = 1_000  # characters


def instructions(pages: Sequence[Page], title: str = "") -> list[Notice]:
    """A notice for each sentence that addresses the software, the file's own title among them."""
    found = list(islice(_planted_in(pages), _MOST))
    if title and planted_in_document(title[:_QUOTE]):
        text = "The file's title addresses the software; it counts as no evidence."
        found.append(Notice("instruction", text, title[:_QUOTE]))
    return found


def _planted_in(pages: Sequence[Page]) -> Iterator[Notice]:
    for page in pages:
        for span in planted(page):
            yield addressed(span.of(page.text), page.number)


def addressed(text: str, page: int | None) -> Notice:
    """The notice of a text that addresses the software."""
    return Notice("instruction", _TEXT, text[:_QUOTE], page)


def planted(page: Page) -> Iterator[Span]:
    """The sentences of a page that address the software."""
    parts = [part.span for part in page.parts] or [block.span for block in blocks(page.text)]
    for part in parts:
        for span in sentences(page.text, part):
            if planted_in_document(span.of(page.text)):
                yield span
