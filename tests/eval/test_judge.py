"""The suites of the judge, of openings and of conversations, on cases whose figures were worked out by hand."""

from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from advisor.conversation import Conversation
from advisor.errors import InputError
from advisor.framework import Status
from advisor.judging import SampleJudge
from advisor.wiring import Advisor
from eval.datasets import statements
from eval.metrics import figures_of
from eval.report import table
from eval.suites import conversations, judge, openings
from eval.types import PRODUCT, Case, Result, Run

On = Callable[..., Run]
Lines = Callable[..., Path]
M, P, U, K = Status.MET, Status.PARTIAL, Status.UNMET, Status.UNKNOWN


def one(results: list[Result]) -> Result:
    (result,) = results
    return result


def errors(result: Result) -> list[str]:
    return [case.error for case in result.cases if case.error is not None]


# ---------------------------------------------------------------- judge


def judged(expected: Status, found: Status, kind: str = "plain", group: str = "g") -> Case:
    counts = {PRODUCT: judge.status_counts(expected, found)}
    return Case("x", kind, "", expected, found, expected is found, None, counts, group)


SIX = [judged(*pair) for pair in ((M, M), (M, U), (U, U), (U, M), (P, P), (K, P))]


def test_figures_by_hand() -> None:
    figures = figures_of([case.counts[PRODUCT] for case in SIX], judge.STATUS_METRICS)
    # F1: met 1/2, partial 2/3 (precision 1/2, recall 1), unmet 1/2, unknown 0
    assert figures == pytest.approx(
        {"accuracy": 3 / 6, "macro F1": (1 / 2 + 2 / 3 + 1 / 2 + 0) / 4, "taken for met": 1 / 4}
    )
    assert judge.STATUS_METRICS["taken for met"].better == -1
    assert figures_of([], judge.METRICS) == dict.fromkeys(judge.METRICS)


def test_tables_by_hand() -> None:
    cases = [*SIX, judged(M, M, "hearsay", "h"), Case("9", "malformed", "", None, None, None, "line 9: broken")]
    tables = judge.status_tables(cases, trap="by trap")
    assert tables["by status"]["partial"] == pytest.approx({"cases": 1, "precision": 0.5, "recall": 1.0, "F1": 2 / 3})
    found = tables["expected \\ found"]
    assert (found["met"]["unmet"], found["unmet"]["met"], found["unknown"]["partial"]) == (1, 1, 1)
    assert sum(count or 0 for row in found.values() for count in row.values()) == 7
    assert tables["by dimension"] == {"g": {"cases": 6, "accuracy": 0.5}, "h": {"cases": 1, "accuracy": 1.0}}
    assert tables["by trap"] == {"hearsay": {"cases": 1, "accuracy": 1.0}, "plain": {"cases": 6, "accuracy": 0.5}}
    assert judge.status_tables([]) == {"by status": {}, "expected \\ found": {}, "by dimension": {}}


def test_who_is_sure_by_hand() -> None:
    said = [(0.9, True, M), (0.75, False, M), (0.8, True, U), (0.6, False, P), (0.6, True, M), (0.2, False, K)]
    counts = [{"cases": 1.0, **judge.sureness(*one)} for one in said]
    figures = figures_of(counts, judge.METRICS)
    assert figures["sure enough"] == 4 / 6
    assert figures["right of those"] == 2 / 4
    assert figures["met of those: right"] == 1 / 2
    assert judge.METRICS["sure enough"].better == 0

    counts = [
        {"cases": 1.0, **judge.sureness(c, r, U)} for c, r in ((0.9, True), (0.5, False), (0.49, True), (0.2, False))
    ]
    assert figures_of(counts, judge.METRICS)["calibration error"] == pytest.approx((0.1 + 0.5 + 0.51 + 0.2) / 4)


class Told:
    """A judge that says of a statement what stands in it: a status and how sure it is."""

    def __init__(self, advisor: Advisor) -> None:
        self.references = advisor.judge.references

    def judge(self, pairs: Sequence[tuple[object, str]]) -> list[object]:
        ((_, text),) = pairs
        if text == "crash":
            raise RuntimeError("out of ink")
        status, confidence = text.split()
        return [SimpleNamespace(status=Status(status), confidence=float(confidence), why="told")]


def test_a_dataset_is_scored_by_hand(advisor: Advisor, on: On, lines: Lines) -> None:
    rows = [
        {"id": str(n), "criterion": criterion, "text": text, "status": status, "trap": trap}
        for n, (criterion, text, status, trap) in enumerate(
            [
                ("operations.drift", "unmet 0.9", "unmet", "plan"),
                ("operations.drift", "met 0.6", "unmet", "plan"),
                ("governance.owner", "met 0.3", "met", None),
                ("governance.owner", "crash", "met", None),
            ]
        )
    ]
    given = SimpleNamespace(judge_of=lambda _: (advisor.framework, Told(advisor)), encoder=advisor.encoder)
    result = one(judge.run(on(lines("statements.jsonl", *rows), advisor=given)))
    figures = dict(result.figures[PRODUCT])
    assert figures.pop("met of those: right") is None
    assert figures == pytest.approx(
        {
            "accuracy": 2 / 3, "macro F1": (2 / 3 + 2 / 3) / 2, "taken for met": 1 / 2, "sure enough": 1 / 3,
            "right of those": 1.0, "calibration error": (0.1 + 0.6 + 0.7) / 3,
        }
    )  # fmt: skip
    assert result.figures["commonest"]["accuracy"] == pytest.approx(2 / 3)
    assert errors(result) == ["statements.jsonl, line 4: RuntimeError: out of ink"]
    assert result.tables["by trap"]["plan"] == {"cases": 2, "accuracy": 0.5}
    assert result.tables["by dimension"]["governance"] == {"cases": 1, "accuracy": 1.0}
    assert (result.cases[0].got["confidence"], result.cases[0].got["why"]) == (0.9, "told")


def test_malformed_rows_are_unscored_with_their_line(on: On, lines: Lines) -> None:
    folder = lines(
        "statements.jsonl",
        {"id": "1", "criterion": "operations.drift", "text": "Nobody watches for drift.", "status": "unmet"},
        {"id": "2", "criterion": "operations.drift", "text": "x", "status": "great"},
        {"id": "3", "criterion": "no.such", "text": "x", "status": "met"},
        {"id": "4", "text": "x", "status": "met"},
        "[1]",
    )
    result = one(judge.run(on(folder)))
    assert result.unscored == 4
    assert result.figures[PRODUCT]["accuracy"] == 1
    assert [error.split(": ")[0] for error in errors(result)] == [f"statements.jsonl, line {n}" for n in (2, 3, 4, 5)]
    said = " ".join(errors(result))
    assert "'great'" in said
    assert "no criterion 'no.such'" in said
    assert table(result, {}).count("\nunscored: statements.jsonl, line ") == 4


def test_a_dataset_of_nothing_but_malformed_rows_has_no_figures(on: On, lines: Lines) -> None:
    result = one(judge.run(on(lines("statements.jsonl", "[1]", "{"))))
    assert result.unscored == 2
    assert set(result.figures[PRODUCT].values()) == {None}


def test_a_dataset_brings_its_own_framework(on: On, lines: Lines, tmp_path: Path) -> None:
    (tmp_path / "framework.yaml").write_text('- {id: f.drill, satisfied: "Fire drills are held every year."}\n')
    rows = [
        {"id": "1", "criterion": "f.drill", "text": "No fire drill was ever held here.", "status": "unmet"},
        {"id": "2", "criterion": "f.drill", "text": "N/A", "status": "not_applicable"},
    ]
    result = one(judge.run(on(lines("statements.jsonl", *rows))))
    assert (result.unscored, result.figures[PRODUCT]["accuracy"]) == (0, 1)
    assert set(result.figures) == {PRODUCT, "first version", "nearest sample", "commonest"}


def test_the_judge_beats_its_baselines_on_the_dev_split(advisor: Advisor, on: On) -> None:
    folder = judge.BENCHMARKS / "judge" / "dev"
    advisor.encoder.encode([row.text for row in statements(folder)])  # at once is faster than one by one
    result = one(judge.run(on(folder)))
    figures = result.figures
    assert result.unscored == 0
    assert len(result.cases) == 385
    assert figures[PRODUCT]["macro F1"] >= 0.75
    assert figures[PRODUCT]["macro F1"] > 2 * figures["nearest sample"]["macro F1"]


def test_the_benchmarks_cover_all_criteria(advisor: Advisor) -> None:
    for split in ("dev", "test"):
        rows = statements(judge.BENCHMARKS / "judge" / split)
        assert {row.criterion for row in rows} == set(advisor.framework.by_id)
        assert sum(bool(row.trap) for row in rows) > len(rows) / 2


def test_what_is_judged_alone_is_judged_as_among_others(advisor: Advisor) -> None:
    """The suite judges one by one, so that one that crashes costs no other."""
    rows = statements(judge.BENCHMARKS / "judge" / "dev")[:12]
    pairs = [(advisor.framework.by_id[row.criterion], row.text) for row in rows]
    together = advisor.judge.judge(pairs)
    alone = [advisor.judge.judge([pair])[0] for pair in pairs]
    assert [found.status for found in alone] == [found.status for found in together]
    assert [found.confidence for found in alone] == pytest.approx([found.confidence for found in together], abs=1e-4)
    assert isinstance(advisor.judge, SampleJudge)


# ---------------------------------------------------------------- openings


def test_openings_are_counted_by_hand(on: On, lines: Lines) -> None:
    text = "We pilot a sepsis alert and IT security approved it in May."
    rows = [
        {"id": "a", "text": text, "expected": {"compliance.security_review": "met"}},
        {"id": "b", "text": text, "expected": {"compliance.security_review": "unmet", "governance.owner": "met"}},
        {"id": "c", "text": text, "expected": {}, "maybe": {"compliance.security_review": ["met"]}},
        {"id": "d", "text": text, "expected": {}},
        {"id": "e"},
    ]
    result = one(openings.run(on(lines("messages.jsonl", *rows))))
    assert result.unscored == 1
    assert result.figures[PRODUCT] == pytest.approx(
        {"recall": 1 / 3, "precision": 1 / 3, "silent where nothing is said": 1 / 2}
    )
    assert [case.right for case in result.cases] == [True, False, True, False, None]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("nonsense", 'needs "text" and "expected"'),
        ({"text": "x"}, 'needs "text" and "expected"'),
        ({"text": 5, "expected": {}}, 'needs "text" and "expected"'),
        ({"text": "x", "expected": ["governance.owner"]}, 'needs "text" and "expected"'),
        ({"text": "x", "expected": {"governance.owner": "mett"}}, "the status 'mett' is none of met, partial"),
        ({"text": "x", "expected": {"governance.owner": ["met"]}}, "the status ['met'] is none of"),
        ({"text": "x", "expected": {"no.such": "met"}}, "no criterion 'no.such' in the framework"),
        ({"text": "x", "expected": {}, "maybe": {"governance.owner": "unmet"}}, '"maybe" must hold a list'),
        ({"text": "x", "expected": {}, "maybe": ["governance.owner"]}, '"maybe" must hold a list'),
        ({"text": "x", "expected": {}, "maybe": {"no.such": ["met"]}}, "no criterion 'no.such'"),
        ({"text": "x", "expected": {}, "maybe": {"governance.owner": ["mett"]}}, "the status 'mett'"),
    ],
)
def test_a_malformed_opening_is_named_by_line(row: object, problem: str, on: On, lines: Lines) -> None:
    good = {"text": "We pilot a sepsis alert.", "expected": {}}
    result = one(openings.run(on(lines("messages.jsonl", good, row, good))))
    (error,) = errors(result)
    assert error.startswith(f"messages.jsonl, line 2: {problem}")
    assert len(result.scored) == 2


def test_an_opening_that_crashes_is_unscored(on: On, lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    crash_on(monkeypatch, "crash")
    good = {"text": "We pilot a sepsis alert.", "expected": {}}
    result = one(openings.run(on(lines("messages.jsonl", {**good, "text": "crash"}, good))))
    assert errors(result) == ["messages.jsonl, line 1: RuntimeError: out of ink"]
    assert result.figures[PRODUCT]["silent where nothing is said"] == 1.0


def test_no_openings_at_all_say_so(on: On, lines: Lines) -> None:
    with pytest.raises(InputError, match="holds no message"):
        openings.run(on(lines("messages.jsonl")))


def crash_on(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    real = Conversation.step

    def step(self: Conversation, session: object, message: str) -> object:
        if message == said:
            raise RuntimeError("out of ink")
        return real(self, session, message)

    monkeypatch.setattr(Conversation, "step", step)


# ---------------------------------------------------------------- conversations


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


def script(folder: Path, *sessions: object) -> Path:
    """A file of sessions, each on a line of its own."""
    flow = (yaml.safe_dump(session, default_flow_style=True, width=10_000, sort_keys=False) for session in sessions)
    (folder / "s.yaml").write_text("".join(f"- {text.splitlines()[0]}\n" for text in flow))
    return folder


def test_sessions_and_turns_are_counted_by_hand(advisor: Advisor, on: On, tmp_path: Path) -> None:
    first = advisor.framework.gates[0].id
    start = {"say": "start", "asks": first}
    wrong = {"say": "start: now (please)", "says": ["never said", "nor this"], "pattern": ["Shelfware"]}
    sessions = [
        {"id": "holds", "turns": [start, {"say": "Not yet"}], "ends": {"findings": {first: "unmet"}}},
        {"id": "one turn", "turns": [start, wrong]},  # three checks of a turn fail: one turn
        {"id": "its end", "turns": [start, {"resume": True}], "ends": {"outcome": "scale", "findings": {first: "met"}}},
    ]
    result = one(conversations.run(on(script(tmp_path, *sessions))))
    assert result.unscored == 0
    assert result.figures[PRODUCT] == pytest.approx(
        {"sessions that pass": 1 / 3, "checks that hold": (3 + 1 + 2) / (3 + 2 + 3)}
    )
    assert [case.right for case in result.cases] == [True, False, False]
    assert len(result.cases[1].got) == 3
    assert len(result.cases[2].got) == 2


def test_all_scripted_sessions_pass(on: On) -> None:
    result = one(conversations.run(on(None)))
    assert len(result.cases) >= 25
    assert result.unscored == 0
    assert [(case.id, case.got) for case in result.cases if not case.right] == []
    assert result.figures[PRODUCT] == {"sessions that pass": 1.0, "checks that hold": 1.0}


SAY = {"say": "start"}


@pytest.mark.parametrize(
    ("session", "problem"),
    [
        ({"turns": []}, "needs `id` and `turns`"),
        ({"id": "a"}, "needs `id` and `turns`"),
        ({"id": "a", "turns": "start"}, "needs `id` and `turns`"),
        ("start", "needs `id` and `turns`"),
        ({"id": "a", "turns": [SAY, {"say": "x", "asked": "y"}]}, "has a check that is not known: 'asked'"),
        ({"id": "a", "turns": [{"say": "x", 5: "y", "asked": "z"}]}, "has a check that is not known: '5'"),
        ({"id": "a", "turns": [SAY, "start"]}, "needs `say` (text) or `resume: true` in turn 2"),
        ({"id": "a", "turns": [None]}, "needs `say` (text) or `resume: true` in turn 1"),
        ({"id": "a", "turns": [{"asks": "y"}]}, "needs `say` (text) or `resume: true` in turn 1"),
        ({"id": "a", "turns": [{"say": False}]}, "needs `say` (text) or `resume: true` in turn 1"),
        ({"id": "a", "turns": [{**SAY, "says": "word"}]}, "needs a list of `says` in turn 1"),
        ({"id": "a", "turns": [{**SAY, "cites": "x#y"}]}, "needs a list of `cites` in turn 1"),
        ({"id": "a", "turns": [SAY], "ends": {"finding": {}}}, "has `ends` that are none"),
        ({"id": "a", "turns": [SAY], "ends": {"unknown": "governance.owner"}}, "has `ends` that are none"),
        ({"id": "a", "turns": [SAY], "ends": ["governance.owner"]}, "has `ends` that are none"),
    ],
)
def test_a_malformed_session_is_named_by_line(session: object, problem: str, on: On, tmp_path: Path) -> None:
    good = {"id": "good", "turns": [SAY]}
    result = one(conversations.run(on(script(tmp_path, good, session, good))))
    (error,) = errors(result)
    assert error.startswith(f"s.yaml, line 2: item 2 {problem}")
    assert len(result.scored) == 2


def test_a_session_by_itself_in_a_file_and_a_file_that_is_no_yaml(on: On, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("id: a\nturns: [{say: start}]\n")
    (tmp_path / "b.yaml").write_text("id: b\nturns: [{say: start}\n")
    (tmp_path / "c.yaml").write_text("- id: c\n")
    result = one(conversations.run(on(tmp_path)))
    assert [case.id for case in result.scored] == ["a"]
    first, second = errors(result)
    assert first.startswith("b.yaml: not valid YAML")
    assert "line 3" in first
    assert second.startswith("c.yaml, line 1: item 1 needs")


def test_no_scripts_at_all_say_so(on: On, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no scripted session"):
        conversations.run(on(tmp_path))


def test_a_session_that_crashes_is_unscored(on: On, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crash_on(monkeypatch, "crash")
    sessions = [
        {"id": "a", "turns": [SAY, {"say": "crash"}]},
        {"id": "b", "turns": [SAY]},
        {"id": "c", "turns": [SAY], "ends": {"findings": {"no.such": "met"}}},
    ]
    result = one(conversations.run(on(script(tmp_path, *sessions))))
    assert errors(result) == ["s.yaml, item 1: RuntimeError: out of ink", "s.yaml, item 3: KeyError: 'no.such'"]
    assert [case.id for case in result.scored] == ["b"]
    assert result.figures[PRODUCT]["sessions that pass"] == 1.0
