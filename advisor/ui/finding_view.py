"""A finding opened: its basis, and ways to change it or take it back."""

from datetime import datetime
from html import escape

import streamlit as st

from advisor.assessment import Basis, Finding, Kind
from advisor.framework import Criterion, Status
from advisor.records import Event
from advisor.ui.words import marked
from advisor.wiring import Advisor

_KINDS = {Kind.REPLY: "You said", Kind.DOCUMENT: "A document says", Kind.OVERRIDE: "You ruled"}
_ACTIONS = {"recorded": "recorded", "withdrew": "taken back", "ruled": "ruled", "assigned": "assigned"}


def show_finding(advisor: Advisor, workspace: str, criterion: str) -> None:
    """Open a dialog on a finding."""
    found = advisor.framework.by_id.get(criterion)
    if found is not None:
        st.dialog(found.label, width="medium")(_draw)(advisor, workspace, found)


def _draw(advisor: Advisor, workspace: str, criterion: Criterion) -> None:
    finding = advisor.assessment(workspace).findings[criterion.id]
    draw_basis(criterion, finding)
    with st.form(f"rule-{criterion.id}", border=False):
        status = st.radio(
            "What is right?",
            list(Status),
            index=list(Status).index(finding.status),
            format_func=marked,
            horizontal=True,
        )
        note = st.text_area("Why (optional)", max_chars=2_000, height=80)
        save, back = st.columns(2)
        if save.form_submit_button("Save", type="primary", width="stretch") and status is not None:
            advisor.rule(workspace, criterion.id, status, note.strip())
            st.rerun()
        if back.form_submit_button("Take back what is recorded", width="stretch", disabled=not finding.settled):
            advisor.withdraw(workspace, criterion.id)
            st.rerun()
    draw_history(advisor.workspaces.history(workspace, criterion.id))


def draw_basis(criterion: Criterion, finding: Finding) -> None:
    """What the criterion says, how it stands, and what was said."""
    parts = [f"<p>{escape(criterion.satisfied)}</p>", f"<p><strong>{escape(marked(finding.status))}</strong></p>"]
    parts += [_basis(basis) for basis in finding.bases]
    if finding.disputed:
        parts.append("<p>These do not agree; the lower one counts until you rule.</p>")
    if not finding.bases:
        parts.append(f"<p>Nothing is recorded yet. What would settle it: {escape(criterion.settles)}.</p>")
    st.html("".join(parts))


def draw_history(events: list[Event]) -> None:
    """What was done about a criterion, newest first."""
    if not events:
        return
    with st.expander(f"History ({len(events)})"):
        st.html("".join(f"<p>{_event(event)}</p>" for event in reversed(events)))


def _basis(basis: Basis) -> str:
    quote = f": “{escape(basis.quote)}”" if basis.quote else ""
    note = f"<br><small>{escape(basis.note)}</small>" if basis.note else ""
    sure = "" if basis.confirmed or basis.kind is not Kind.REPLY else " (in passing, not confirmed)"
    return f"<p>{_KINDS[basis.kind]}{sure}{quote} → {escape(basis.status.words)}{note}</p>"


def _event(event: Event) -> str:
    detail = event.detail
    said = _ACTIONS.get(event.action, event.action)
    if "status" in detail:
        said += f": {Status(detail['status']).words}"
    if event.action == "assigned":
        said += ": " + ", ".join(str(detail[k]) for k in ("role", "due", "work") if detail.get(k))
    quote = detail.get("quote") or detail.get("note") or ""
    return f"{_moment(event.at)}: {escape(said)}" + (f" (“{escape(quote[:200])}”)" if quote else "")


def _moment(at: datetime) -> str:
    return at.strftime("%d %B %Y, %H:%M")
