"""A document's passage on the page: its picture with the quote marked, or its text in its surroundings."""

import base64
from html import escape

import streamlit as st

from advisor.assessment import Basis
from advisor.documents import Library
from advisor.errors import DocumentError
from advisor.passages import Document
from advisor.ui.component import component

_AROUND = 1_500  # characters of the surroundings on each side


def draw_evidence(library: Library, workspace: str, basis: Basis, documents: dict[str, Document], key: str) -> None:
    """Draw where a basis stands; `documents` are the workspace's by hash."""
    document = documents.get(basis.document)
    if document is None:
        st.caption("The document was deleted since.")
        return
    st.html(f"<strong>{escape(document.name)}</strong>{escape(place(document, basis))}")
    picture = None
    if basis.page is not None:
        try:
            picture = library.picture(workspace, basis.document, basis.page)
        except DocumentError as error:
            st.caption(str(error))
    if picture is not None and basis.page is not None:
        marks = library.marks(workspace, basis.document, basis.page, basis.start, basis.end)
        label = f"Page {basis.page} of {document.name}, the quote marked"
        component("page", '<div class="page" tabindex="0" role="region" aria-label="The page"></div>')(
            key=f"page-{key}",
            data={"picture": _data_uri(picture), "marks": marks, "label": label},
        )
        return
    text = document.page(basis.page).text
    start, end = max(0, basis.start - _AROUND), min(len(text), basis.end + _AROUND)
    component("passage", '<div class="passage" tabindex="0" role="region" aria-label="The passage"></div>')(
        key=f"text-{key}",
        data={"before": text[start : basis.start], "quote": basis.quote, "after": text[basis.end : end]},
    )


def _data_uri(picture: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(picture).decode()}"


def place(document: Document, basis: Basis) -> str:
    """Page, sheet, slide or paragraph of a basis, with a comma before it; "" where the format has none."""
    page = document.page(basis.page)
    where = next((p.where for p in page.parts if p.span.start <= basis.start < p.span.end), "")
    label = page.label or (f"page {page.number}" if page.number is not None else "")
    parts = [where] if label and where.startswith(label) else [label, where]
    return "".join(f", {part}" for part in parts if part)
