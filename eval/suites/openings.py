"""Suite `openings`: messages.jsonl {id, text, expected: {criterion: status}, maybe: {criterion: [statuses]}}.

What the interview notes from somebody's first words about a pilot. A finding under `maybe` with one of its statuses is
neither right nor wrong. Precision is over what was noted, recall over what was expected.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from advisor.conversation import Session
from advisor.errors import InputError
from advisor.framework import Framework, Status
from advisor.jsonl import read_lines
from eval.attempt import Unscored
from eval.datasets import BENCHMARKS, name_of
from eval.metrics import ratio
from eval.types import PRODUCT, Case, Result, Run

OWN = BENCHMARKS / "openings" / "test"
METRICS = {
    "recall": ratio("right", "expected", about="of what was said, the share that is recorded as it was said"),
    "precision": ratio("right", "noted", about="of what is recorded, the share that was said so"),
    "silent where nothing is said": ratio("rightly silent", "nothing said"),
}


def run(given: Run) -> list[Result]:
    """Say each message to a new session, and look at what was recorded."""
    folder = given.dataset or OWN
    cases: list[Case] = []
    rows = list(read_lines(folder / "messages.jsonl"))
    for place, (number, row) in enumerate(rows):
        given.progress(place / len(rows), f"openings: line {number}")
        where = f"messages.jsonl, line {number}"
        problem = _problem(row, given.advisor.framework)
        if problem is not None:
            cases.append(Case(f"line {number}", "malformed", "", None, None, None, error=f"{where}: {problem}"))
            continue
        name, expected = str(row.get("id", number)), row["expected"]
        try:
            session, _ = given.attempt(where, given.advisor.conversation.step, Session(), row["text"])
        except Unscored as error:
            cases.append(Case(name, "opening", row["text"], expected, None, None, error=str(error)))
            continue
        got = {basis.criterion: basis.status.value for basis in session.interview.bases}
        kinds = Counter(_kind(criterion, status, row) for criterion, status in got.items())
        noted = kinds["right"] + kinds["wrong status"] + kinds["extra"]
        right = kinds["right"] == len(expected) == noted
        counts = {
            "right": float(kinds["right"]), "noted": float(noted), "expected": float(len(expected)),
            "nothing said": float(not expected), "rightly silent": float(not expected and right),
        }  # fmt: skip
        cases.append(Case(name, "opening", row["text"], expected, got, right, counts={PRODUCT: counts}))
    if not cases:
        raise InputError(f"{folder}: messages.jsonl holds no message")
    return [Result("openings", name_of(folder), tuple(cases), METRICS)]


def _problem(row: Any, framework: Framework) -> str | None:
    """What is wrong with a row."""
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or not isinstance(row.get("expected"), dict):
        return 'needs "text" and "expected" (criteria and statuses)'
    maybe = row.get("maybe") or {}
    if not isinstance(maybe, dict) or not all(isinstance(statuses, list) for statuses in maybe.values()):
        return '"maybe" must hold a list of statuses for each criterion'
    if odd := [name for name in [*row["expected"], *maybe] if name not in framework.by_id]:
        return f"no criterion {odd[0]!r} in the framework"
    given = [*row["expected"].values(), *(status for statuses in maybe.values() for status in statuses)]
    if wrong := [status for status in given if status not in list(Status)]:
        return f"the status {wrong[0]!r} is none of {', '.join(Status)}"
    return None


def _kind(criterion: str, status: str, row: Mapping[str, Any]) -> str:
    expected, maybe = row["expected"], row.get("maybe") or {}
    if criterion in expected:
        return "right" if expected[criterion] == status else "wrong status"
    return "fine" if status in maybe.get(criterion, ()) else "extra"
