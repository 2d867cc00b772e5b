"""A measurement on the page: its heading and tables; of a run also what changed, and the cases that failed."""

from collections.abc import Mapping
from html import escape

import streamlit as st

from advisor.ui.evaluation import tables
from advisor.ui.evaluation.cases import failed, opened, row
from advisor.ui.evaluation.measured import Measured
from advisor.ui.evaluation.run import Evaluation
from advisor.ui.evaluation.words import PLAIN, SYSTEMS, dataset
from advisor.ui.jobs import plain
from eval.types import Result


def draw_heading(one: Measured) -> None:
    """The dataset, how many cases it has, and how many could not be scored."""
    cases = len(one.counts)
    counted = f"{cases} cases" if cases else ""
    unscored = f"! {one.unscored} could not be scored, and count in no figure" if one.unscored else ""
    what = dataset(one.suite, one.dataset)
    said = " · ".join(part for part in (counted, unscored, f"dataset {one.dataset}") if part)
    st.html(f'<div class="dataset"><h3>{escape(what[:1].upper() + what[1:])}</h3><small>{escape(said)}</small></div>')


def draw_plain_methods(one: Measured) -> None:
    """What the plain methods are."""
    methods = "; ".join(f"{SYSTEMS.get(name, name)}: {PLAIN[name]}" for name in one.plain if name in PLAIN)
    if methods:
        st.caption(plain(f"{methods}."))


def draw_details(one: Measured, names: Mapping[str, str]) -> None:
    """The tables by status, kind and dimension."""
    if not one.tables:
        return
    with st.expander("By status, kind and dimension"):
        for title, rows in one.tables.items():
            st.html(tables.small(title, rows, names))


def draw_result(one: Measured, result: Result, run: Evaluation, names: Mapping[str, str]) -> None:
    """One dataset of a run."""
    compared = run.compared.get(result.name, {})
    draw_heading(one)
    if compared:
        st.html(f"<p>{escape(tables.verdicts(compared))}</p>")
        st.html(tables.changes(one, compared))
        cases = max(difference.cases for difference in compared.values())
        st.caption(
            f"Compared over the {cases} cases that both runs scored. Under a difference stands its 95% interval; where "
            "that holds zero, the difference may be chance. Had nothing changed, one verdict in twenty would still be "
            "better or worse."
        )
        if one.plain:
            with st.expander("Beside the plain methods"):
                st.html(tables.figures(one))
                draw_plain_methods(one)
    else:
        st.caption("No committed figures of these cases to compare with.")
        st.html(tables.figures(one))
        draw_plain_methods(one)
    draw_details(one, names)
    draw_cases(result, run, names)


def draw_cases(result: Result, run: Evaluation, names: Mapping[str, str]) -> None:
    """The cases that went wrong, and the one that is marked."""
    cases = failed(result)
    if not cases:
        judged = any(case.right is not None for case in result.cases)
        st.caption("Every case came out right." if judged else "Nothing here is right or wrong; it is only measured.")
        return
    st.caption(f"{len(cases)} of {len(result.cases)} cases went wrong or could not be scored. Mark a line to open one.")
    event = st.dataframe(
        [row(case, names) for case in cases],
        hide_index=True,
        width="stretch",
        height=min(420, 38 + 35 * len(cases)),
        on_select="rerun",
        selection_mode="single-row",
        key=f"cases-{result.name}-{run.ended}",  # of another run, the marked line is another case
        column_config={name: st.column_config.TextColumn(width="medium") for name in ("Asked", "Expected", "Came")},
    )
    at = event.selection.rows
    if not at or at[0] >= len(cases):
        return
    case = cases[at[0]]
    asked, expected, came = opened(case, names)
    with st.container(border=True):
        st.html(f"<strong>{escape(case.id)}</strong>{asked}")
        if expected:
            left, right = st.columns(2)
            left.html(expected)
            right.html(came)
        else:
            st.html(came)
