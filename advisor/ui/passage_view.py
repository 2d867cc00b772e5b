"""A citation opened: the passage in its surroundings, the quote marked."""

from collections.abc import Callable
from html import escape

import streamlit as st

from advisor.answers import Citation
from advisor.ui.answer_view import where
from advisor.ui.component import component
from advisor.wiring import Advisor

_HTML = '<div class="passage" tabindex="0" role="region" aria-label="The passage"></div>'


def show_citation(advisor: Advisor, citation: Citation, on_close: Callable[[], None]) -> None:
    """Open a dialog on a citation; `on_close` is called when it is closed."""
    st.dialog(f"Source {citation.number}", width="medium", on_dismiss=on_close)(_draw)(advisor, citation)


def _draw(advisor: Advisor, citation: Citation) -> None:
    by = ", ".join(part for part in (citation.author, citation.publisher) if part)
    words = "Our brief of the article, in our own words." if citation.own_words else "The text of the source itself."
    lines = [f"<strong>{escape(citation.title)}</strong>", escape(where(citation)), escape(by), words]
    found = advisor.answerer.surroundings(citation)
    if found is None:
        before, quote, after = "", citation.quote, ""
        lines.append("The source has changed since; this is the quote as it was.")
    else:
        span, text = found
        before = text[span.start : citation.start].lstrip()
        quote, after = citation.quote, text[citation.end : span.end].rstrip()
    st.html("<br>".join(line for line in lines if line))
    component("passage", _HTML)(
        key=f"passage-{citation.number}", data={"before": before, "quote": quote, "after": after}
    )
