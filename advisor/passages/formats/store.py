"""A reading as plain data, and back."""

from collections.abc import Iterable
from typing import Any

from advisor.passages.formats.page import Reading
from advisor.passages.types import Notice, Page, Part, Span


def to_dict(reading: Reading) -> dict[str, Any]:
    """A plain form, for JSON."""
    return {
        "title": reading.title,
        "pages": pages_to_list(reading.pages),
        "notices": [{"kind": n.kind, "text": n.text, "quote": n.quote, "page": n.page} for n in reading.notices],
        "boxes": {str(number): boxes for number, boxes in reading.boxes.items()},
    }


def pages_to_list(pages: Iterable[Page]) -> list[dict[str, Any]]:
    """Pages in a plain form. What heads the columns of a table is kept once, not with each of its rows."""
    found = []
    for page in pages:
        heads = {head: number for number, head in enumerate(dict.fromkeys(p.head for p in page.parts))}
        found.append(
            {
                "number": page.number,
                "text": page.text,
                "label": page.label,
                "heads": list(heads),
                "parts": [[p.span.start, p.span.end, p.kind, p.where, p.cells, heads[p.head]] for p in page.parts],
            }
        )
    return found


def pages_of(data: Iterable[dict[str, Any]]) -> tuple[Page, ...]:
    """The pages that `pages_to_list` wrote."""
    found = []
    for page in data:
        heads = [tuple(head) for head in page["heads"]]
        parts = tuple(
            Part(Span(start, end), kind, where, tuple(cells), heads[head])
            for start, end, kind, where, cells, head in page["parts"]
        )
        found.append(Page(page["number"], page["text"], page["label"], parts))
    return tuple(found)


def notices_of(data: Iterable[dict[str, Any]]) -> tuple[Notice, ...]:
    """Notices from their plain form."""
    return tuple(Notice(**notice) for notice in data)
