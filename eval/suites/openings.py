"""Suite `openings`: messages.jsonl {id, text, expected: {criterion: status}, maybe: {criterion: [statuses]}}.

What the interview notes from somebody's first words about a pilot. A finding under `maybe` with one of its statuses is
neither right nor wrong. Precision is over what was noted, recall over what was expected.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from advisor.conversation import Session
from advisor.errors import InputError
from advisor.jsonl import read_lines
from eval.datasets import BENCHMARKS
from eval.types import Case, Result, Run

OWN = BENCHMARKS / "openings" / "test"


def run(given: Run) -> list[Result]:
    """Say each message to a new session, and look at what was recorded."""
    folder = given.dataset or OWN
    cases: list[Case] = []
    counts = {"right": 0, "wrong status": 0, "extra": 0, "fine": 0, "expected": 0}
    for number, row in read_lines(folder / "messages.jsonl"):
        if (
            not isinstance(row, dict)
            or not isinstance(row.get("text"), str)
            or not isinstance(row.get("expected"), dict)
        ):
            problem = f'messages.jsonl, line {number}: needs "text" and "expected"'
            cases.append(Case(f"line {number}", "malformed", "", None, None, None, error=problem))
            continue
        session, _ = given.advisor.conversation.step(Session(), row["text"])
        got = {basis.criterion: basis.status.value for basis in session.interview.bases}
        kinds = [_kind(name, status, row) for name, status in got.items()]
        for kind in kinds:
            counts[kind] += 1
        counts["expected"] += len(row["expected"])
        right = kinds.count("right") == len(row["expected"]) and not {"extra", "wrong status"} & set(kinds)
        cases.append(Case(str(row.get("id", number)), "opening", row["text"], row["expected"], got, right))
    if not cases:
        raise InputError(f"{folder}: messages.jsonl holds no message")
    return [Result("openings", _name(folder), {"product": _figures(counts, cases)}, tuple(cases))]


def _kind(criterion: str, status: str, row: Mapping[str, Any]) -> str:
    expected, maybe = row["expected"], row.get("maybe") or {}
    if criterion in expected:
        return "right" if expected[criterion] == status else "wrong status"
    return "fine" if status in maybe.get(criterion, ()) else "extra"


def _figures(counts: Mapping[str, int], cases: Sequence[Case]) -> dict[str, float | None]:
    noted = sum(counts[kind] for kind in ("right", "wrong status", "extra"))
    silent = [case.right for case in cases if case.error is None and not case.expected]
    return {
        "recall": counts["right"] / counts["expected"] if counts["expected"] else None,
        "precision": counts["right"] / noted if noted else None,
        "silent where nothing is said": sum(map(bool, silent)) / len(silent) if silent else None,
    }


def _name(folder: Path) -> str:
    return f"openings/{folder.name}"
