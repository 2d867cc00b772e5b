"""The suites of the judge, of openings and of conversations, on cases whose figures were worked out by hand."""

import json
from pathlib import Path

import pytest
import yaml

from advisor.errors import InputError
from advisor.framework import Status
from advisor.wiring import Advisor
from eval.datasets import Malformed, statements
from eval.report import table
from eval.suites import conversations, judge, openings
from eval.types import Result, Run

M, P, U, K = Status.MET, Status.PARTIAL, Status.UNMET, Status.UNKNOWN


def silent(_share: float, _step: str) -> None:
    pass


def write(folder: Path, name: str, rows: list[object]) -> None:
    (folder / name).write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in rows), encoding="utf-8")


def test_figures_by_hand() -> None:
    expected, found = [M, M, U, U, P, K], [M, U, U, M, P, P]
    figures = judge.figures(expected, found)
    assert figures["accuracy"] == pytest.approx(3 / 6)
    # F1: met 1/2, partial 2/3 (precision 1/2, recall 1), unmet 1/2, unknown 0
    assert figures["macro F1"] == pytest.approx((1 / 2 + 2 / 3 + 1 / 2 + 0) / 4)
    assert figures["taken for met"] == pytest.approx(1 / 4)
    assert judge.by_status(expected, found)["partial"] == pytest.approx(
        {"questions": 1, "precision": 0.5, "recall": 1.0, "F1": 2 / 3}
    )
    table = judge.confusion(expected, found)
    assert (table["met"]["unmet"], table["unmet"]["met"], table["unknown"]["partial"]) == (1, 1, 1)
    assert sum(sum(row.values()) for row in table.values()) == len(expected)
    assert judge.figures([], []) == {"accuracy": None, "macro F1": None, "taken for met": None}
    assert judge.by_status([], []) == {}


def test_malformed_rows_are_unscored_with_their_line(advisor: Advisor, tmp_path: Path) -> None:
    write(
        tmp_path,
        "statements.jsonl",
        [
            {"id": "1", "criterion": "operations.drift", "text": "Nobody watches for drift.", "status": "unmet"},
            {"id": "2", "criterion": "operations.drift", "text": "x", "status": "great"},
            {"id": "3", "criterion": "no.such", "text": "x", "status": "met"},
            {"id": "4", "text": "x", "status": "met"},
            "[1]",
        ],
    )
    assert sum(isinstance(row, Malformed) for row in statements(tmp_path)) == 3
    (result,) = judge.run(Run(advisor, tmp_path, silent))
    assert result.unscored == 4
    assert result.figures["product"]["accuracy"] == 1
    said = " ".join(case.error or "" for case in result.cases)
    assert "line 2" in said
    assert "no criterion 'no.such'" in said
    assert "line 4" in said
    assert "unscored" in table(result, {})


def test_a_dataset_brings_its_own_framework(advisor: Advisor, tmp_path: Path) -> None:
    (tmp_path / "framework.yaml").write_text('- {id: f.drill, satisfied: "Fire drills are held every year."}\n')
    rows = [
        {"id": "1", "criterion": "f.drill", "text": "No fire drill was ever held here.", "status": "unmet"},
        {"id": "2", "criterion": "f.drill", "text": "N/A", "status": "not_applicable"},
    ]
    write(tmp_path, "statements.jsonl", rows)
    (result,) = judge.run(Run(advisor, tmp_path, silent))
    assert (result.unscored, result.figures["product"]["accuracy"]) == (0, 1)
    assert set(result.figures) == {"product", "nearest sample", "commonest"}


def test_the_judge_beats_its_baselines_on_the_dev_split(advisor: Advisor) -> None:
    (result,) = judge.run(Run(advisor, judge.BENCHMARKS / "judge" / "dev", silent))
    figures = result.figures
    assert result.unscored == 0
    assert len(result.cases) == 385
    assert figures["product"]["macro F1"] >= 0.75
    assert figures["product"]["macro F1"] > 2 * figures["nearest sample"]["macro F1"]


def test_the_benchmarks_cover_all_criteria(advisor: Advisor) -> None:
    for split in ("dev", "test"):
        rows = statements(judge.BENCHMARKS / "judge" / split)
        assert {row.criterion for row in rows} == set(advisor.framework.by_id)
        assert sum(bool(row.trap) for row in rows) > len(rows) / 2


def test_openings_are_counted_by_hand(advisor: Advisor, tmp_path: Path) -> None:
    text = "We pilot a sepsis alert and IT security signed it off in May."
    rows = [
        {"id": "a", "text": text, "expected": {"compliance.security_review": "met"}},
        {"id": "b", "text": text, "expected": {"compliance.security_review": "unmet", "governance.owner": "met"}},
        {"id": "c", "text": text, "expected": {}, "maybe": {"compliance.security_review": ["met"]}},
        {"id": "d", "text": text, "expected": {}},
        {"id": "e"},
    ]
    write(tmp_path, "messages.jsonl", rows)
    (result,) = openings.run(Run(advisor, tmp_path, silent))
    assert result.unscored == 1
    figures = result.figures["product"]
    assert figures["recall"] == pytest.approx(1 / 3)
    assert figures["precision"] == pytest.approx(1 / 3)
    assert figures["silent where nothing is said"] == pytest.approx(1 / 2)
    assert [case.right for case in result.cases] == [True, False, True, False, None]


def play(advisor: Advisor, turns: list[dict], **ends: object) -> list[str]:
    return conversations.play(advisor.conversation, {"id": "x", "turns": turns, "ends": ends})


def test_a_script_that_holds_and_each_check_that_does_not(advisor: Advisor) -> None:
    first = advisor.framework.gates[0].id
    start = {"say": "start", "asks": first}
    good = [
        start,
        {"say": "why?", "answers": True, "asks": first, "cites": ["playbook#faq"]},
        {"say": "Not yet", "records": {first: "unmet"}, "only": True, "asks": f"other: {first}"},
        {"resume": True},
        {"say": "undo", "withdraws": [first]},
        {"say": "Who won the match yesterday?", "declines": True},
        {"say": "How long should a pilot run?", "differs": True, "says": ["90"]},
        {"say": "report", "decision": "undetermined"},
    ]
    assert play(advisor, good, unknown=[first], outcome="undetermined") == []
    for wrong in (
        {"say": "start", "asks": "governance.owner"},
        {"say": "start", "asks": f"other: {first}"},
        {"say": "start", "records": {first: "met"}},
        {"say": "start", "withdraws": [first]},
        {"say": "start", "cites": ["x#y"]},
        {"say": "start", "answers": True},
        {"say": "start", "declines": True},
        {"say": "start", "differs": True},
        {"say": "start", "says": ["never said"]},
        {"say": "start", "decision": "scale"},
        {"say": "start", "pattern": ["Shelfware"]},
    ):
        assert len(play(advisor, [wrong])) == 1, wrong
    assert len(play(advisor, [start, {"say": "Not yet", "only": True}])) == 1
    assert len(play(advisor, [start, {"say": "Not yet", "asks_back": True}])) == 1
    assert len(play(advisor, [start], findings={first: "met"}, outcome="scale")) == 2
    assert len(play(advisor, [start, {"say": "Not yet"}], unknown=[first])) == 1


def test_all_scripted_sessions_pass(advisor: Advisor) -> None:
    result = one(conversations.run(Run(advisor, None, silent)))
    assert result.figures["product"]["sessions"] >= 25
    assert [(case.id, case.got) for case in result.cases if not case.right] == []


def test_malformed_scripts_are_named(advisor: Advisor, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no scripted session"):
        list(conversations.read_scripts(tmp_path))
    path = tmp_path / "s.yaml"
    path.write_text(yaml.safe_dump([{"id": "a", "turns": [{"say": "x", "asked": "y"}]}]))
    with pytest.raises(InputError, match="a check that is not known: 'asked'"):
        list(conversations.read_scripts(tmp_path))
    path.write_text(yaml.safe_dump([{"turns": []}]))
    with pytest.raises(InputError, match="item 1 needs `id` and `turns`"):
        list(conversations.read_scripts(tmp_path))
    path.write_text(yaml.safe_dump([{"id": "a", "turns": [{"asks": "y"}]}]))
    assert one(conversations.run(Run(advisor, tmp_path, silent))).unscored == 1


def one(results: list[Result]) -> Result:
    (result,) = results
    return result
