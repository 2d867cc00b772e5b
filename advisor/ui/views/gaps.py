"""The gap register: what is open, who closes it by when, and what was done."""

from datetime import UTC, date, datetime, timedelta

import streamlit as st

from advisor.assessment import Assessment, Assignment, Gap, Work
from advisor.framework import Criterion, Framework
from advisor.ui.board import draw_board, heat
from advisor.ui.finding_view import draw_basis, draw_history, show_finding
from advisor.ui.place import assessed_page
from advisor.ui.words import WORK, marked
from advisor.wiring import Advisor

_SORTS = ("what matters most", "due date", "dimension", "severity")


def due(criterion: Criterion, assignment: Assignment | None) -> date:
    """The date that was set, else the one that the criterion's horizon suggests from today."""
    suggested = datetime.now(UTC).date() + timedelta(days=criterion.horizon_days)
    return (assignment.due if assignment else None) or suggested


def chosen(gaps: list[Gap], framework: Framework, assignments: dict[str, Assignment]) -> list[Gap]:
    """The gaps that the filters leave, in the order that is asked for."""
    kinds = st.pills(
        "Show", ["known gaps", "not known yet", "gates only"], selection_mode="multi", default=["known gaps"]
    )
    second, third = st.columns(2)
    names = {d.id: d.label for d in framework.dimensions}
    wanted = second.multiselect("Dimensions", list(names), format_func=lambda name: names[name], placeholder="all")
    order = third.selectbox("Order", _SORTS)
    of = framework.dimension_of
    kept = [
        gap
        for gap in gaps
        if ("known gaps" in kinds if gap.status.open else "not known yet" in kinds)
        and ("gates only" not in kinds or gap.criterion.gate)
        and (not wanted or of[gap.criterion.id].id in wanted)
    ]
    if order == "due date":
        kept.sort(key=lambda gap: due(gap.criterion, assignments.get(gap.criterion.id)))
    elif order == "dimension":
        kept.sort(key=lambda gap: list(names).index(of[gap.criterion.id].id))
    elif order == "severity":
        kept.sort(key=lambda gap: gap.criterion.severity.rank)
    return kept


def row(gap: Gap, framework: Framework, assignment: Assignment | None) -> dict[str, object]:
    """A line of the register."""
    criterion = gap.criterion
    return {
        "Criterion": criterion.label,
        "Gate": "gate" if criterion.gate else "",
        "Status": marked(gap.status),
        "Severity": criterion.severity.value,
        "Role": (assignment.role if assignment else "") or criterion.owner_role,
        "Due": due(criterion, assignment),
        "Work": WORK[assignment.work] if assignment else "not assigned",
        "Action": criterion.action,
        "Dimension": framework.dimension_of[criterion.id].label,
    }


def draw_gap(advisor: Advisor, workspace: str, gap: Gap, assignment: Assignment | None) -> None:
    """One gap: its basis, what closes it, who does it by when, and its history."""
    criterion = gap.criterion
    st.subheader(criterion.label, anchor=False)
    draw_basis(criterion, gap.finding)
    if criterion.action:
        st.text(f"What closes it: {criterion.action}")
    if criterion.evidence:
        st.text(f"What would show it: {criterion.settles}")
    with st.form(f"assign-{criterion.id}"):
        role, when, work = st.columns(3)
        given = assignment or Assignment(criterion.id)
        who = role.text_input("Role", value=given.role or criterion.owner_role, max_chars=200)
        by = when.date_input("Due", value=due(criterion, assignment))
        state = work.selectbox(
            "Work", list(Work), index=list(Work).index(given.work), format_func=lambda work: WORK[work]
        )
        note = st.text_area("Note", value=given.note, max_chars=2_000, height=80)
        if st.form_submit_button("Save", type="primary") and isinstance(by, date) and state is not None:
            advisor.workspaces.assign(workspace, Assignment(criterion.id, who.strip(), by, note.strip(), state))
            st.rerun()
    if st.button("Change the finding"):
        show_finding(advisor, workspace, criterion.id)
    draw_history(advisor.workspaces.history(workspace, criterion.id))


@st.fragment  # a filter or a marked line draws this again, not the page
def draw_register(advisor: Advisor, workspace: str, assessment: Assessment, assignments: dict[str, Assignment]) -> None:
    """The table, and the gap that is marked."""
    kept = chosen(list(assessment.gaps), assessment.framework, assignments)
    if not kept:
        st.caption("No gap fits these filters.")
        return
    st.caption(f"{len(kept)} gaps. Mark a line to assign it, or to see what is behind it.")
    rows = [row(gap, assessment.framework, assignments.get(gap.criterion.id)) for gap in kept]
    event = st.dataframe(
        rows, hide_index=True, width="stretch", on_select="rerun", selection_mode="single-row", key="gaps"
    )
    marked_rows = event.selection.rows
    if marked_rows and marked_rows[0] < len(kept):
        gap = kept[marked_rows[0]]
        draw_gap(advisor, workspace, gap, assignments.get(gap.criterion.id))


def main() -> None:
    """Draw the page."""
    found = assessed_page("Gaps", "Nothing is recorded yet, so there are no gaps to show. The chat is where it begins.")
    if found is None:
        return
    advisor, workspace, assessment = found
    assignments = advisor.workspaces.assignments(workspace)
    with st.expander("Known gaps by dimension and severity", expanded=True):
        draw_board([heat(assessment)], "heat")
    draw_register(advisor, workspace, assessment, assignments)


main()
