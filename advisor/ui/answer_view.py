"""An answer on the page: sentences with numbers that open their source, differences, what to ask next."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from advisor.answers import Answer, Citation, Difference
from advisor.assessment import STOP
from advisor.conversation import Asked, Noted, Outlook, Reply
from advisor.passages import OPENING
from advisor.ui.component import component

_HTML = '<div class="root"></div>'


def draw_reply(
    reply: Reply,
    key: str,
    *,
    fresh: bool,
    live: bool,
    focus: int | None,
    on_cite: Callable[[int], None],
    on_ask: Callable[[str], None],
    on_open: Callable[[str], None],
) -> None:
    """Draw a reply; `fresh` lets the sentences appear one after the other, `focus` is the citation to go back to.

    `live`: it is the last one, so that its quick replies can be pressed. The callbacks get what was pressed: a
    citation's number, a text to send, a criterion to open.
    """
    component("answer", _HTML)(
        key=key,
        data=_data(reply, fresh, focus, live),
        on_cite_change=_pressed(key, "cite", lambda number: on_cite(int(number))),
        on_ask_change=_pressed(key, "ask", on_ask),
        on_open_change=_pressed(key, "open", on_open),
    )


def draw_questions(title: str, questions: Sequence[str], key: str, on_ask: Callable[[str], None]) -> None:
    """Draw questions to press, under a title. The callback gets the one that was pressed."""
    data = _data(Reply(answer=Answer(question="", follow_ups=tuple(questions))), fresh=False, focus=None)
    data |= {"follow_ups_title": title, "top": True}
    component("answer", _HTML)(key=key, data=data, on_cite_change=_nothing, on_ask_change=_pressed(key, "ask", on_ask))


def _pressed(key: str, name: str, then: Callable[[str], None]) -> Callable[[], None]:
    """A callback for a trigger value of a component."""

    def changed() -> None:
        value = getattr(st.session_state[key], name)
        if value:
            then(str(value))

    return changed


def _nothing() -> None:
    """For a component that reports more than is wanted."""


def _data(reply: Reply, fresh: bool, focus: int | None, live: bool = False) -> dict[str, Any]:
    answer = reply.answer or Answer(question="")
    asks = reply.asks
    shape = answer.to_dict()
    return {
        "fresh": fresh,
        "focus": focus,
        "status": _status(reply, answer),
        "text": reply.text or answer.why_abstained or "",
        "declined": answer.abstained,
        "follow_ups_title": "What I can answer near that" if answer.abstained else "You might ask",
        "labels": {str(c.number): place(c) for c in (*answer.citations, *(asks.citations if asks else ()))},
        "sources": _sources(answer),
        "differences": [{"topic": d.topic, "positions": _positions(answer, d)} for d in answer.differences],
        "noted": [_noted(noted) for noted in reply.noted],
        "outlook": _outlook(reply.outlook) if reply.outlook else None,
        "asks": _question(asks) if asks else None,
        "quick": list(reply.quick) if live else [],
        **{name: shape[name] for name in ("sentences", "unanswered", "notes", "follow_ups")},
    }


def _status(reply: Reply, answer: Answer) -> str:
    """What a screen reader says when the reply is there."""
    said = [reply.text] if reply.text else []
    if answer.sentences:
        said.append(f"Answer ready: {len(answer.sentences)} sentences, {len(answer.citations)} citations.")
    if reply.asks:
        said.append(f"Next question: {reply.asks.question}")
    return " ".join(said)


def _noted(noted: Noted) -> dict[str, Any]:
    return {
        "criterion": noted.criterion,
        "name": noted.name,
        "status": noted.status.value,
        "words": "taken back" if noted.withdrawn else noted.status.words,
        "quote": noted.quote,
        "before": noted.before.words if noted.before and not noted.withdrawn else "",
        "withdrawn": noted.withdrawn,
        "open": noted.criterion != STOP,
    }


def _question(asks: Asked) -> dict[str, Any]:
    what = "gate" if asks.gate else "point"
    return {
        "count": f"Settled: {asks.number - 1} of {asks.total} · a {what}: {asks.name}",
        "question": asks.question,
        "why": asks.why,
        "good": asks.good,
        "citations": [citation.number for citation in asks.citations],
    }


def _outlook(outlook: Outlook) -> dict[str, Any]:
    return {
        "outcome": outlook.outcome,
        "meaning": outlook.meaning,
        "why": outlook.why,
        "known": f"{outlook.settled} of {outlook.total} gates are known.",
        "patterns": [
            {"name": name, "text": f"{' (suspected)' if suspected else ''}: {follows} What breaks it: {breaks}"}
            for name, follows, breaks, suspected in outlook.patterns
        ],
        "steps": [
            {
                "name": step.name,
                "status": step.status.value,
                "words": step.status.words,
                "action": step.action,
                "who": f"{step.owner_role}, within {step.horizon_days} days",
            }
            for step in outlook.steps
        ],
        "more": f"and {outlook.more} more on the Gaps page" if outlook.more else "",
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
