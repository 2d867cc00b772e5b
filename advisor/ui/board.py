"""The pictures of an assessment: lights, bars with coverage, radar, heat map, lines."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from advisor.assessment import Assessment, Score
from advisor.framework import Criterion, Severity
from advisor.ui.component import component
from advisor.ui.words import percent

_HTML = '<div class="root"></div>'
_SHORT = {
    "problem": "Problem",
    "data": "Data",
    "workflow": "Workflow",
    "evaluation": "Evaluation",
    "economics": "Cost",
    "governance": "Governance",
    "change": "Change",
    "operations": "Operations",
    "compliance": "Compliance",
    "capacity": "Capacity",
}


def draw_board(
    items: Sequence[dict[str, Any]], key: str, *, narrow: bool = False, on_open: Callable[[str], None] | None = None
) -> None:
    """Draw pictures, one under the other; `on_open` gets the criterion of a light that was pressed."""

    def opened() -> None:
        criterion = st.session_state[key].open
        if criterion and on_open is not None:
            on_open(str(criterion))

    component("board", _HTML)(key=key, data={"items": list(items), "narrow": narrow}, on_open_change=opened)


def lights(
    assessment: Assessment, criteria: Sequence[Criterion], *, asked: str = "", title: str = ""
) -> dict[str, Any]:
    """One light for each criterion; `asked` is the one that is asked now."""
    found = assessment.findings
    return {
        "kind": "lights",
        "title": title,
        "lights": [
            {
                "criterion": c.id,
                "name": c.label,
                "status": found[c.id].status.value,
                "words": found[c.id].status.words,
                "next": c.id == asked,
            }
            for c in criteria
        ],
    }


def progress(done: int, total: int, label: str) -> dict[str, Any]:
    """How far along."""
    return {"kind": "progress", "done": done, "total": total, "label": label}


def bars(assessment: Assessment) -> dict[str, Any]:
    """A bar for each dimension: what is in place, partly, not, and not known."""
    score = assessment.score
    return {
        "kind": "bars",
        "rows": [
            {
                "name": d.label,
                "counts": {status.value: count for status, count in score.by_dimension[d.id].counts.items()},
                "note": f"score {percent(score.by_dimension[d.id].score)}, "
                f"known {percent(score.by_dimension[d.id].coverage)}",
            }
            for d in assessment.framework.dimensions
        ],
    }


def radar(assessment: Assessment) -> dict[str, Any]:
    """The dimensions' scores and coverage, around a circle."""
    shares = assessment.score.by_dimension
    return {
        "kind": "radar",
        "label": "Score and coverage of each dimension, as in the bars",
        "axes": [
            {
                "short": _SHORT.get(d.id, d.label),
                "score": shares[d.id].score or 0,
                "coverage": shares[d.id].coverage or 0,
            }
            for d in assessment.framework.dimensions
        ],
    }


def heat(assessment: Assessment) -> dict[str, Any]:
    """How many known gaps there are, by dimension and severity."""
    known = [gap for gap in assessment.gaps if gap.status.open]
    of = assessment.framework.dimension_of
    return {
        "kind": "heat",
        "columns": [severity.value for severity in Severity],
        "rows": [
            {
                "name": d.label,
                "counts": [
                    sum(of[g.criterion.id].id == d.id and g.criterion.severity is severity for g in known)
                    for severity in Severity
                ],
            }
            for d in assessment.framework.dimensions
        ],
    }


def lines(points: Sequence[tuple[str, Score]]) -> dict[str, Any]:
    """Score and coverage over named moments."""
    return {
        "kind": "lines",
        "label": "Score and coverage over the milestones",
        "points": [
            {"name": name, "score": score.overall.score or 0, "coverage": score.overall.coverage or 0}
            for name, score in points
        ],
    }
