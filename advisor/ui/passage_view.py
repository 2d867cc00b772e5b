"""A citation opened: the passage in its surroundings, the quote marked."""

from html import escape

import streamlit as st

from advisor.answers import Citation
from advisor.ui.answer_view import where
from advisor.wiring import Advisor

_STYLE = """<style>
.advisor-passage { white-space: pre-wrap;
  overflow-wrap: anywhere; line-height: 1.6; max-height: 55vh; overflow-y: auto; }
.advisor-passage mark { background: rgba(255, 193, 7, 0.38); color: inherit;
  padding: 0.1em 0.05em; border-radius: 0.2em;
  border-bottom: 2px solid rgba(217, 140, 0, 0.9); }
.advisor-by { opacity: 0.75; font-size: 0.9rem; margin: 0; }
</style>"""


@st.dialog("Source", width="medium")
def show_citation(advisor: Advisor, citation: Citation) -> None:
    """Open a dialog on a citation."""
    by = ", ".join(part for part in (citation.author, citation.publisher) if part)
    words = "Our brief of the article, in our own words." if citation.own_words else "The text of the source itself."
    lines = [f"<strong>{escape(citation.title)}</strong>", escape(where(citation)), escape(by), words]
    st.html(_STYLE + "".join(f'<p class="advisor-by">{line}</p>' for line in lines if line))
    found = advisor.answerer.surroundings(citation.passage)
    if found is None:
        before, quote, after = "", citation.quote, ""
        st.html('<p class="advisor-by">The source has changed since; this is the quote as it was.</p>')
    else:
        _, span, text = found
        before = text[span.start : citation.start].lstrip()
        quote, after = text[citation.start : citation.end], text[citation.end : span.end].rstrip()
    st.html(
        f'<div class="advisor-passage" tabindex="0">{escape(before)}<mark>{escape(quote)}</mark>{escape(after)}</div>'
    )
