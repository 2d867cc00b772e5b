"""An answer on the page: sentences with numbers that open their source, differences, what to ask next."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from advisor.answers import Answer, Citation, Difference
from advisor.conversation import Reply
from advisor.passages import OPENING
from advisor.ui.component import component

_HTML = '<div class="root"></div>'


def draw_reply(
    reply: Reply,
    key: str,
    *,
    fresh: bool,
    focus: int | None,
    on_cite: Callable[[int], None],
    on_ask: Callable[[str], None],
) -> None:
    """Draw a reply; `fresh` lets the sentences appear one after the other, `focus` is the citation to go back to.

    The callbacks get what was pressed.
    """

    def cited() -> None:
        number = st.session_state[key].cite
        if number is not None:
            on_cite(int(number))

    component("answer", _HTML)(
        key=key, data=_data(reply, fresh, focus), on_cite_change=cited, on_ask_change=_asked(key, on_ask)
    )


def draw_questions(title: str, questions: Sequence[str], key: str, on_ask: Callable[[str], None]) -> None:
    """Draw questions to press, under a title. The callback gets the one that was pressed."""
    data = _data(Reply(answer=Answer(question="", follow_ups=tuple(questions))), fresh=False, focus=None)
    data |= {"follow_ups_title": title, "top": True}
    component("answer", _HTML)(key=key, data=data, on_cite_change=_nothing, on_ask_change=_asked(key, on_ask))


def _asked(key: str, on_ask: Callable[[str], None]) -> Callable[[], None]:
    def changed() -> None:
        question = st.session_state[key].ask
        if question:
            on_ask(str(question))

    return changed


def _nothing() -> None:
    """For a component that reports more than is wanted."""


def _data(reply: Reply, fresh: bool, focus: int | None) -> dict[str, Any]:
    answer = reply.answer or Answer(question="")
    shape = answer.to_dict()
    return {
        "fresh": fresh,
        "focus": focus,
        "status": f"Answer ready: {len(answer.sentences)} sentences, {len(answer.citations)} citations.",
        "text": reply.text or answer.why_abstained or "",
        "declined": answer.abstained,
        "follow_ups_title": "What I can answer near that" if answer.abstained else "You might ask",
        "labels": {str(c.number): place(c) for c in answer.citations},
        "sources": _sources(answer),
        "differences": [{"topic": d.topic, "positions": _positions(answer, d)} for d in answer.differences],
        **{name: shape[name] for name in ("sentences", "unanswered", "notes", "follow_ups")},
    }


def _positions(answer: Answer, difference: Difference) -> list[dict[str, Any]]:
    """The sides of a difference, each with the articles that hold it."""
    titles = {citation.number: citation.title for citation in answer.citations}
    return [
        {
            "text": side.text,
            "citations": side.citations,
            "who": "; ".join(dict.fromkeys(titles[number] for number in side.citations)),
        }
        for side in difference.positions
    ]


def _sources(answer: Answer) -> list[dict[str, Any]]:
    """The citations by where they stand: one line for each section or page."""
    lines: dict[tuple[str, str | None, int | None], dict[str, Any]] = {}
    for citation in answer.citations:
        key = (citation.source, citation.section, citation.page)
        line = lines.setdefault(key, {"numbers": [], "title": citation.title, "where": where(citation)})
        line["numbers"].append(citation.number)
    return list(lines.values())


def place(citation: Citation) -> str:
    """Title and place of a citation in one line."""
    return ", ".join(part for part in (citation.title, where(citation)) if part)


def where(citation: Citation) -> str:
    """The heading or page of a citation."""
    heading = "Opening paragraphs" if citation.heading == OPENING else citation.heading
    parts = [heading, f"page {citation.page}" if citation.page else ""]
    return ", ".join(part for part in parts if part)
