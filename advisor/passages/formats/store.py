"""A reading as plain data, and back."""

from typing import Any

from advisor.passages.formats.page import Reading
from advisor.passages.types import Notice, Page, Part, Span


def to_dict(reading: Reading) -> dict[str, Any]:
    """A plain form, for JSON."""
    return {
        "title": reading.title,
        "pages": [
            {
                "number": page.number,
                "text": page.text,
                "label": page.label,
                "parts": [[p.span.start, p.span.end, p.kind, p.where, p.cells, p.head] for p in page.parts],
            }
            for page in reading.pages
        ],
        "notices": [[n.kind, n.text, n.quote, n.page] for n in reading.notices],
        "boxes": {str(number): boxes for number, boxes in reading.boxes.items()},
    }


def pages_of(data: dict[str, Any]) -> tuple[Page, ...]:
    """The pages that `to_dict` wrote."""
    return tuple(
        Page(
            page["number"],
            page["text"],
            page["label"],
            tuple(
                Part(Span(s, e), kind, where, tuple(cells), tuple(head))
                for s, e, kind, where, cells, head in page["parts"]
            ),
        )
        for page in data["pages"]
    )


def notices_of(data: dict[str, Any]) -> tuple[Notice, ...]:
    """The notices that `to_dict` wrote."""
    return tuple(Notice(*notice) for notice in data["notices"])
