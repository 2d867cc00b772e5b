"""Readiness: how it stands, by gate and by dimension, and the decision with what it hangs on."""

from html import escape

import streamlit as st

from advisor.assessment import Assessment, Outcome, PatternFound, Rules
from advisor.framework import Status
from advisor.ui.board import bars, draw_board, lights, radar
from advisor.ui.finding_view import show_finding
from advisor.ui.place import assessed_page
from advisor.ui.words import percent

_ICONS = {Outcome.SCALE: "✓", Outcome.ITERATE: "↻", Outcome.STOP: "■", Outcome.UNDETERMINED: "?"}


def draw_decision(assessment: Assessment, rules: Rules) -> None:
    """The decision, its reasons and its thresholds."""
    decision = assessment.decision
    with st.container(border=True):
        reasons = "".join(f"<li>{escape(reason)}</li>" for reason in decision.why)
        st.html(
            f"<h2 style='margin:0'>{_ICONS[decision.outcome]} "
            f"{escape(rules.outcomes.get(decision.outcome.value, decision.outcome.value))}</h2><ul>{reasons}</ul>"
        )
        with st.expander("How the decision is made"):
            worth = rules.worth
            lines = [
                *rules.outcomes.values(),
                f"In the score, a criterion that a document shows counts {percent(worth.met_documented)}, one that you "
                f"answered for {percent(worth.met_confirmed)}, one that was only mentioned {percent(worth.met_said)}, "
                f"one that is partly in place {percent(worth.partial)}; what is not known counts nothing.",
                "Severity weighs: " + ", ".join(f"{s.value} {w:g}" for s, w in rules.weight.items()) + ".",
            ]
            st.html("".join(f"<p>{escape(line)}</p>" for line in lines))


def draw_numbers(assessment: Assessment) -> None:
    """The score, the coverage, the gates, and what was said against what was shown."""
    overall, findings = assessment.score.overall, assessment.findings
    gates = assessment.framework.gates or assessment.framework.criteria
    met = [f for f in findings.values() if f.status is Status.MET]
    columns = st.columns(4)
    columns[0].metric("Score (a floor)", percent(overall.score))
    columns[1].metric("Known", percent(overall.coverage))
    columns[2].metric("Gates in place", f"{sum(findings[g.id].status is Status.MET for g in gates)} of {len(gates)}")
    columns[3].metric("Shown by documents", f"{sum(f.documented for f in met)} of {len(met)}")


def draw_pattern(found: PatternFound, assessment: Assessment) -> None:
    """One way of failing."""
    names = assessment.framework.by_id
    with st.container(border=True):
        suspected = "" if found.holds else " (suspected)"
        hangs = "; ".join(names[name].label for name in (found.shows if found.holds else found.asks))
        label = "It shows in" if found.holds else "It hangs on what is not known yet"
        st.html(
            f"<strong>{escape(found.pattern.name)}{suspected}</strong><p>{escape(found.pattern.sign)}</p>"
            f"<p>What usually happens next: {escape(found.pattern.next)}</p>"
            f"<p>What breaks it: {escape(found.pattern.breaks)}</p><p><small>{label}: {escape(hangs)}.</small></p>"
        )


def main() -> None:
    """Draw the page."""
    found = assessed_page(
        "Readiness", "Nothing is recorded yet. Tell the advisor about your pilot, and this page fills as you talk."
    )
    if found is None:
        return
    advisor, workspace, assessment = found
    draw_decision(assessment, advisor.assessor.rules)
    draw_numbers(assessment)
    st.subheader("Gates", anchor=False)
    st.caption("Without these nothing scales. Press one to see what is recorded, or to change it.")

    def opened(criterion: str) -> None:
        st.session_state.opened = criterion

    draw_board([lights(assessment, assessment.framework.gates)], "gates", on_open=opened)
    st.subheader("Dimensions", anchor=False)
    draw_board([bars(assessment)], "bars")
    draw_board([radar(assessment)], "radar")
    st.subheader("Ways of failing", anchor=False)
    if not assessment.patterns:
        st.caption("None of the known patterns shows in what is recorded.")
    for pattern in assessment.patterns:
        draw_pattern(pattern, assessment)
    criterion, st.session_state.opened = st.session_state.opened, None
    if criterion:
        show_finding(advisor, workspace, criterion)


main()
