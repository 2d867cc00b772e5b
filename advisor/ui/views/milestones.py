"""Milestones: name a moment, and see later what closed, what is still open, what is new and what regressed."""

from html import escape

import streamlit as st

from advisor.assessment import compare
from advisor.framework import Framework
from advisor.ui.board import draw_board, lines
from advisor.ui.place import started_page

_NOW = "now"


def draw_list(title: str, empty: str, names: tuple[str, ...], framework: Framework) -> None:
    """The criteria of one kind of change."""
    items = "".join(f"<li>{escape(framework.by_id[name].label)}</li>" for name in names)
    st.html(f"<h3>{escape(title)} ({len(names)})</h3>" + (f"<ul>{items}</ul>" if items else f"<p>{escape(empty)}</p>"))


def main() -> None:
    """Draw the page."""
    found = started_page("Milestones")
    if found is None:
        return
    advisor, workspace = found
    framework = advisor.framework
    with st.form("milestone", border=False, clear_on_submit=True):
        name = st.text_input("Name this moment", placeholder="Steering committee, May", max_chars=80)
        if st.form_submit_button("Keep as a milestone", type="primary"):
            if name.strip():
                advisor.workspaces.add_milestone(workspace, name.strip())
            else:
                st.error("Give the milestone a name.")
    milestones = advisor.workspaces.milestones(workspace)
    if not milestones:
        st.caption("No milestone yet. Keep one now, and compare with it after the next round.")
        return
    then = {f"{m.number}. {m.name} ({m.created_at:%d %b %Y})": m for m in milestones}
    assessments = {label: advisor.assessment(workspace, m.turn) for label, m in then.items()}
    assessments[_NOW] = advisor.assessment(workspace)
    draw_board(
        [lines([(then[label].name if label in then else label, a.score) for label, a in assessments.items()])], "lines"
    )
    labels = list(assessments)
    first, second = st.columns(2)
    before = first.selectbox("From", labels[:-1], index=len(labels) - 2)
    after = second.selectbox("To", labels, index=len(labels) - 1)
    change = compare(assessments[before].findings, assessments[after].findings)
    left, right = st.columns(2)
    with left:
        draw_list("Closed", "Nothing closed.", change.closed, framework)
        draw_list("New", "No new gap was found.", change.new, framework)
    with right:
        draw_list("Still open", "Nothing is still open.", change.still_open, framework)
        draw_list("Regressed", "Nothing got worse.", change.regressed, framework)


main()
