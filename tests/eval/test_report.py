"""What a run prints and writes, and the figures of a result."""

import json
from pathlib import Path

import pytest

from advisor.errors import InputError
from advisor.framework import Status
from eval import report
from eval.compare import Difference
from eval.metrics import ratio
from eval.types import PRODUCT, Case, Result

SHARE = {"share": ratio("right", "cases", about="the share"), "other": ratio("x", "y")}


def case(name: str, product: float, plain: float | None = None, error: str | None = None) -> Case:
    counts = {PRODUCT: {"right": product, "cases": 1.0}}
    if plain is not None:
        counts["plain"] = {"right": plain, "cases": 1.0, "x": 1.0, "y": 4.0}
    return Case(name, "kind", "asked", Status.MET, {"status": Status.UNMET}, True, error, counts)


RESULT = Result(
    "fake",
    "own/test",
    (case("a", 1.0, 0.0), case("b", 0.0, 0.0), case("c", 1.0), case("d", 1.0, 1.0, "f.jsonl, line 4: broken")),
    SHARE,
    {PRODUCT: {"seconds": 12.25}, "stopwatch": {"seconds": 99.0}},
)


def test_figures_follow_from_the_cases_that_ran() -> None:
    assert RESULT.figures == {
        PRODUCT: {"share": pytest.approx(2 / 3), "other": None, "seconds": 12.25},
        "plain": {"share": 0.0, "other": 0.25},
        "stopwatch": {"seconds": 99.0},
    }
    assert next(iter(RESULT.figures)) == PRODUCT
    assert (RESULT.unscored, len(RESULT.scored)) == (1, 3)
    assert RESULT.name == "fake own/test"
    assert Result("scale", "scale").name == "scale"
    assert Result("fake", "d", (), SHARE).figures == {PRODUCT: {"share": None, "other": None}}


def test_the_table_has_every_figure_and_what_is_unscored() -> None:
    shown = report.table(RESULT, {"share": Difference(0.5, 1 / 6, 0.1, 0.25, 3)})
    lines = [line.split() for line in shown.splitlines() if line]
    assert lines[0] == ["fake", "-", "own/test", "(3", "cases,", "1", "unscored)"]
    assert lines[1][:3] == [PRODUCT, "plain", "stopwatch"]
    assert lines[2] == ["share", "0.667", "0.000", "-", "0.500", "+", "+0.167", "[+0.100,", "+0.250]"]
    assert lines[3] == ["other", "-", "0.250", "-"]
    assert lines[4] == ["seconds", "12.2", "-", "99.0"]
    assert shown.endswith("unscored: f.jsonl, line 4: broken")


def test_small_tables_tell_cases_from_shares() -> None:
    tables = {
        "by kind": {"x": {"cases": 1.0, "accuracy": 1.0}, "y": {"cases": 1.0, "accuracy": None}},
        "expected \\ found": {"met": {"met": 1.0, "unmet": 0.0}},
        "by status": {"met": {"cases": 12.0, "F1": 0.5}},
    }
    lines = [line.split() for line in report.table(Result("s", "d", (), SHARE, tables=tables), {}).splitlines()]
    assert ["x", "1", "1.000"] in lines
    assert ["y", "1", "-"] in lines
    assert ["met", "1", "0"] in lines
    assert ["met", "12", "0.500"] in lines


@pytest.mark.parametrize(
    ("difference", "mark"),
    [
        (Difference(0.5, 0.1, 0.05, 0.2, 9), "+"),
        (Difference(0.5, 0.1, 0.05, 0.2, 9, -1), "!"),
        (Difference(0.5, -0.1, -0.2, -0.05, 9), "!"),
        (Difference(0.5, 0.1, -0.05, 0.2, 9), "~"),
        (Difference(0.5, 0.1, 0.0, 0.2, 9), "~"),
        (Difference(0.5, 0.0, 0.0, 0.0, 9), "="),
        (Difference(0.5, 0.1, 0.05, 0.2, 9, 0), "~"),
    ],
)
def test_a_difference_has_a_mark(difference: Difference, mark: str) -> None:
    assert report.said(difference).startswith(f"{mark} {difference.by:+.3f} [")


def test_what_is_written_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    report.save_json(path, [RESULT], {})
    (data,) = json.loads(path.read_text(encoding="utf-8"))
    assert data["figures"]["plain"] == {"share": 0.0, "other": 0.25}
    assert data["metrics"]["share"] == {"better": 1, "about": "the share"}
    assert data["unscored"] == 1
    assert [one["error"] for one in data["cases"]] == [None, None, None, "f.jsonl, line 4: broken"]
    assert data["cases"][0]["counts"][PRODUCT] == {"right": 1.0, "cases": 1.0}
    assert data["cases"][0]["expected"] == "met"


def test_half_a_character_of_a_dataset_does_not_cost_the_run(tmp_path: Path) -> None:
    half = json.loads('"\\ud83d!"')
    odd = Result("fake", "d", (Case("a", "k", half, None, half, None),), SHARE)
    report.save_json(tmp_path / "out.json", [odd], {})
    (data,) = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert data["cases"][0]["asked"] == half


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"out\.json: cannot be written"):
        report.save_json(tmp_path / "no" / "out.json", [RESULT], {})
