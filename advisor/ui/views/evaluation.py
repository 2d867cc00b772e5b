"""Evaluation: how good the advisor is, by the committed figures, and by a run of this moment."""

import time
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

import streamlit as st

from advisor.errors import InputError
from advisor.ui.evaluation import tables
from advisor.ui.evaluation.measured import BASELINE, Measured, beaten, committed, headlines, ordered, weakest
from advisor.ui.evaluation.result_view import draw_details, draw_heading, draw_plain_methods, draw_result
from advisor.ui.evaluation.run import KEY, Evaluation, begin, evaluations, last
from advisor.ui.evaluation.words import SUITES, about
from advisor.ui.jobs import Job, draw_job, lasting, plain
from advisor.ui.place import workspace_id
from advisor.ui.startup import Startup, draw_getting_ready, startup
from advisor.wiring import Advisor

_STYLE = Path(__file__).parent.parent / "assets" / "evaluation.css"
_TABS = ("Committed figures", "Run a suite")
_JUST = 600  # seconds for which a run has just ended
_WEAKEST = 8  # figures shown as those that fall shortest


def draw_committed(advisor: Advisor) -> None:
    """The committed run: at a glance, where it is weak, and suite by suite."""
    try:
        found = committed()
    except InputError as error:
        st.info(f"There are no committed figures to show: {plain(str(error))}.")
        st.write(
            "Make them with this command (name suites in it to wait for those alone), or run a suite on the other tab."
        )
        st.code(f"python -m eval --save-baseline {BASELINE}", language=None)
        return
    st.subheader("At a glance", anchor=False)
    st.html(tables.glance(headlines(found)))
    st.subheader("Where it is weakest", anchor=False)
    st.caption("The figures that fall shortest of what they could be, the worst first; at most two of a dataset.")
    st.html(tables.shortest(weakest(found, _WEAKEST)))
    if outdone := beaten(found):
        st.subheader("Where a plain method does as well or better", anchor=False)
        st.caption(
            "Often at a price that another figure shows: what answers everything also answers what it should decline, "
            "and what calls everything a gap overlooks none.",
        )
        st.html(tables.outdone(outdone))
    st.subheader("Suite by suite", anchor=False)
    suites = list(dict.fromkeys(one.suite for one in found))
    suite = st.pills(
        "Suite",
        suites,
        default=suites[0],
        required=True,
        format_func=lambda name: plain(about(name).title),
        label_visibility="collapsed",
    )
    draw_suite([one for one in found if one.suite == suite], words_of(advisor))


def draw_suite(found: Sequence[Measured], names: Mapping[str, str]) -> None:
    """What a suite does, and its figures on each dataset."""
    suite = about(found[0].suite)
    st.html(f"<p>{escape(suite.does)}</p>")
    for one in found:
        draw_heading(one)
        st.html(tables.figures(one))
        draw_plain_methods(one)
        draw_details(one, names)
    if suite.doubts:
        st.caption(f"What to doubt: {suite.doubts}")


def words_of(advisor: Advisor) -> dict[str, str]:
    """What our dimensions and criteria are called, by id."""
    framework = advisor.framework
    dimensions = {dimension.id: dimension.label for dimension in framework.dimensions}
    return dimensions | {criterion.id: criterion.label for criterion in framework.criteria}


def draw_run(started: Startup) -> None:
    """Choose and run a suite; or the run that is under way; and what came of the last."""
    job = last()
    if job is not None and not job.done:
        draw_running(job)
        return
    draw_choice(started)
    if job is None:
        return
    st.divider()
    if job.outcome is not None:
        draw_outcome(job.outcome, words_of(started.advisor))
    elif job.stopping:
        st.info(f"“{about(job.name).title}” was stopped; nothing of it is kept.")
    else:
        st.error(f"“{about(job.name).title}” failed: {plain(job.error or '')}")


def draw_running(job: Job[Evaluation]) -> None:
    """How far the run is, and a way to stop it."""
    st.html(f"<strong>“{escape(about(job.name).title)}” is running on this server.</strong>")
    st.caption("You may leave this page and come back. Only one suite runs at a time; all who look here see this one.")
    draw_job(evaluations(), KEY, clock=True)
    if st.button("Stopping at the next step …" if job.stopping else "Stop", disabled=job.stopping):
        job.stop()
        st.rerun()


def draw_choice(started: Startup) -> None:
    """The suites, what each does and how long it takes, and the button."""
    names, before = list(SUITES), last()
    at = names.index(before.name) if before and before.name in names else 0
    suite = st.selectbox("Suite", names, index=at, format_func=lambda name: SUITES[name].title, key="evaluation-suite")
    chosen = SUITES[suite]
    st.html(f"<p>{escape(chosen.does)}</p>")
    model = started.advisor.settings.chat_model
    asks = f" Answers are phrased by {model}, which is asked for each." if model and suite == "answers" else ""
    st.caption(plain(f"{chosen.takes}{asks} It keeps this server's processors busy; others may feel it."))
    ready = started.state.ready
    if st.button("Run it", type="primary", disabled=not ready):
        if begin(started.advisor, suite):
            st.rerun()
        st.warning("Somebody else began a run just now; it is shown when you look here again.")
    if started.state.error is not None:
        st.error("The advisor could not start, so nothing can be run. The Chat page says why.")
    elif not ready:
        st.caption("Getting ready, a few seconds …")
        draw_getting_ready()


def draw_outcome(run: Evaluation, names: Mapping[str, str]) -> None:
    """A run beside the committed one, and its cases."""
    st.subheader(about(run.suite).title, anchor=False)
    st.caption(f"Ended {lasting(time.time() - run.ended)} ago, after {lasting(run.seconds)}.")
    name = f"evaluation-{run.suite}"
    json, html = st.columns(2)
    json.download_button(
        "Download JSON",
        run.json,
        f"{name}.json",
        "application/json",
        on_click="ignore",
        width="stretch",
    )
    html.download_button(
        "Download as a page", run.html, f"{name}.html", "text/html", on_click="ignore", width="stretch"
    )
    by_name = {(result.suite, result.dataset): result for result in run.results}
    for one in ordered(Measured.of_result(result) for result in run.results):
        result = by_name[one.suite, one.dataset]
        draw_result(one, result, run, names)


def first_tab() -> str:
    """The tab that is open at first: the run while there is one, or one has just ended. The same for the whole visit,
    for the tabs would jump.
    """
    if "evaluation_tab" not in st.session_state:
        job = last()
        ended = job.outcome.ended if job is not None and job.outcome is not None else time.time()
        st.session_state.evaluation_tab = _TABS[job is not None and time.time() - ended < _JUST]
    return str(st.session_state.evaluation_tab)


def main() -> None:
    """Draw the page."""
    st.title("Evaluation", anchor=False)
    st.html(_STYLE)
    workspace_id()  # this page shows nothing of it, but the way back to it must not be lost
    started = startup()
    st.write(
        "How good is the advisor? It was given questions, statements, documents and conversations for which people had "
        "set down beforehand what is right. Beside it stand plain methods, so that you see what it adds. The range "
        "under a figure is its 95% interval: with so few cases, the truth may lie anywhere in it."
    )
    figures, run = st.tabs(_TABS, default=first_tab(), key="evaluation-tabs")
    with figures:
        draw_committed(started.advisor)
    with run:
        draw_run(started)


main()
