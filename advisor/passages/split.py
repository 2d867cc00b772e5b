"""Document -> Passages: whole sentences up to a length that the embedding model reads in one piece."""

from collections.abc import Iterator
from dataclasses import dataclass

from advisor.passages.sentences import blocks, sentences
from advisor.passages.types import Document, Page, Part, Passage, Section, Span

# Bump when the cut changes, so that an index made by another cut is seen to be stale.
SPLITTER = "sentences-1"  # for articles, which are Markdown or text without parts


@dataclass(frozen=True, slots=True)
class Limits:
    """Lengths of a passage in words. MiniLM reads 256 tokens, about 190 words, title included."""

    most: int = 110
    least: int = 25


def split(document: Document, limits: Limits = Limits()) -> list[Passage]:
    """The document's passages in order; every sentence of it is in exactly one."""
    found: list[Passage] = []
    for page, section in _stretches(document):
        for heading, group in _groups(page, section, limits):
            number = len(found) + 1
            name = section.id if section else document.id
            where = f":p{page.number}" if page.number is not None else ""
            span = Span(group[0].start, group[-1].end)
            found.append(
                Passage(
                    id=f"{name}{where}:{number}",
                    document=document.id,
                    section=section.id if section else None,
                    heading=(section.heading if section else "") or heading,
                    title=document.title,
                    page=page.number,
                    span=span,
                    text=span.of(page.text),
                    sentences=tuple(group),
                )
            )
    return found


def _stretches(document: Document) -> Iterator[tuple[Page, Section | None]]:
    if document.sections:
        for section in document.sections:
            yield document.pages[0], section
    else:
        for page in document.pages:
            yield page, None


def _parts(text: str, start: int, end: int) -> Iterator[Part]:
    """The blocks of a text without a format of its own."""
    for block in blocks(text, start, end):
        yield Part(block.span, "heading" if block.heading else "text")


def _groups(page: Page, section: Section | None, limits: Limits) -> Iterator[tuple[str, list[Span]]]:
    """Runs of sentences, each with the heading that it stands under."""
    start, end = (section.span.start, section.span.end) if section else (0, len(page.text))
    heading = ""
    group: list[Span] = []
    words = 0
    for part in page.parts or _parts(page.text, start, end):
        if part.kind == "heading":
            if group:
                yield heading, group
                group, words = [], 0
            heading = part.span.of(page.text).lstrip("# ").strip()
            continue
        spans = [part.span] if part.kind in ("row", "head") else sentences(page.text, part.span)
        length = sum(len(span.of(page.text).split()) for span in spans)
        if group and words >= limits.least and words + length > limits.most:
            yield heading, group
            group, words = [], 0
        for span in spans:
            size = len(span.of(page.text).split())
            if group and words + size > limits.most and words >= limits.least:
                yield heading, group
                group, words = [], 0
            group.append(span)
            words += size
    if group:
        yield heading, group
