"""Committed runs: kept, read, compared with; and the runner's exit codes."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

from advisor.errors import InputError
from eval import __main__ as runner
from eval import baseline, cache
from eval.baseline import load, save
from eval.metrics import Counts, Metric, ratio
from eval.report import compared_with
from eval.types import PRODUCT, Case, Result, Run

METRICS = {"share": ratio("right", "cases"), "errors": ratio("wrong", "cases", better=-1)}


def case(name: str, counts: Counts, **others: Counts) -> Case:
    return Case(name, "plain", "asked", "x", "y", None, None, {PRODUCT: counts, **others})


def result(
    values: Sequence[float], suite: str = "fake", dataset: str = "own/test", metrics: dict[str, Metric] = METRICS
) -> Result:
    cases = [case(f"c{n}", {"right": v, "wrong": 1 - v, "cases": 1.0}) for n, v in enumerate(values)]
    return Result(suite, dataset, tuple(cases), metrics, tables={"by kind": {"plain": {"cases": float(len(values))}}})


# ---------------------------------------------------------------- saving and loading


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    broken = Case("c9", "malformed", "", None, None, None, "questions.jsonl, line 9: not a JSON object")
    odd = case('say: {"a": {\n"b"}}', {"right": 1 / 3, "cases": 2.0}, other={"right": 5.0})
    now = result([1.0, 0.0])
    now = Result("fake", "own/test", (*now.cases, odd, broken), METRICS, tables=now.tables)
    save("main", [now], tmp_path)
    (kept,) = load("main", tmp_path).values()
    assert kept.key == ("fake", "own/test")
    assert kept.figures == now.figures
    assert kept.tables == now.tables
    assert kept.unscored == 1
    assert kept.cases == {
        "c0": {"right": 1.0, "cases": 1.0}, "c1": {"wrong": 1.0, "cases": 1.0}, odd.id: {"right": 1 / 3, "cases": 2.0}
    }  # fmt: skip


def test_a_run_compared_with_itself_as_saved_is_the_same(tmp_path: Path) -> None:
    now = result([1 / 3, 0.0, 1.0, 0.7, 1e-9] * 9)
    save("main", [now], tmp_path)
    found = compared_with(now, load("main", tmp_path)["fake", "own/test"].cases)
    assert {name: difference.verdict for name, difference in found.items()} == {"share": "same", "errors": "same"}
    assert compared_with(now, None) == compared_with(now, {}) == {}


def test_each_case_stands_on_a_line_of_its_own(tmp_path: Path) -> None:
    save("main", [result([1.0, 0.0])], tmp_path)
    lines = (tmp_path / "main" / "fake-own-test.json").read_text().splitlines()
    assert [line.strip().rstrip(",") for line in lines if line.strip().startswith('"c')] == [
        '"cases": {', '"c0": {"right": 1, "cases": 1}', '"c1": {"wrong": 1, "cases": 1}'
    ]  # fmt: skip


def test_other_suites_and_datasets_stay(tmp_path: Path) -> None:
    save("main", [result([1.0]), result([1.0], dataset="other"), result([1.0], suite="second")], tmp_path)
    save("main", [result([0.0, 0.0])], tmp_path)
    save("branch", [result([0.5])], tmp_path)
    kept = load("main", tmp_path)
    assert set(kept) == {("fake", "own/test"), ("fake", "other"), ("second", "own/test")}
    assert {key: one.figures[PRODUCT]["share"] for key, one in kept.items()} == {
        ("fake", "own/test"): 0.0, ("fake", "other"): 1.0, ("second", "own/test"): 1.0
    }  # fmt: skip


def test_one_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no baseline 'nobody'; there are: none"):
        load("nobody", tmp_path / "empty")
    save("main", [result([1.0])], tmp_path)
    with pytest.raises(InputError, match="no baseline 'nobody'; there are: main"):
        load("nobody", tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "no JSON", "[]", "3", '"text"', "{}", '{"suite": "a", "dataset": "b", "figures": {}, "tables": {}}',
        '{"suite": "a", "dataset": "b", "figures": {}, "tables": {}, "cases": 3}',
        '{"suite": "a", "dataset": "b", "figures": {}, "tables": {}, "cases": {"c": 3}}',
        '{"suite": "a", "dataset": "b", "figures": {}, "tables": {}, "cases": {"c": {"right": "many"}}}',
        "\udcff",
    ],
)  # fmt: skip
def test_a_broken_one_is_named_with_what_to_do(text: str, tmp_path: Path) -> None:
    save("main", [result([1.0])], tmp_path)
    path = tmp_path / "main" / "broken.json"
    path.write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(InputError, match=r"broken\.json: is no baseline .*; write it anew with --save-baseline"):
        load("main", tmp_path)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "main").write_text("a file where the folder should be")
    with pytest.raises(InputError, match=r"main: cannot be written"):
        save("main", [result([1.0])], tmp_path)


def test_the_committed_ones_can_be_read() -> None:
    kept = load("main")
    assert {("retrieval", "answers/test"), ("answers", "answers/test"), ("judge", "judge/test")} <= set(kept)
    for one in kept.values():
        assert PRODUCT in one.figures


# ---------------------------------------------------------------- the runner


class Still:
    """An advisor that has nothing to do."""

    def __init__(self, settings: object = None, *models: object) -> None:
        self.settings = settings or SimpleNamespace(home=Still.home)
        self.encoder, self.reader, self.relevance, self.criteria_finder = models or (None,) * 4

    home = Path()

    def open(self, **_named: object) -> None:
        pass


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., int]:
    """The runner, with one suite whose result is given, and baselines in a folder of its own."""
    monkeypatch.setattr(Still, "home", tmp_path / "data")
    monkeypatch.setattr(runner, "Advisor", Still)
    monkeypatch.setattr(cache, "Advisor", Still)
    monkeypatch.setattr(baseline, "load", partial(load, folder=tmp_path / "baselines"))
    monkeypatch.setattr(baseline, "save", partial(save, folder=tmp_path / "baselines"))

    def given(now: Result, *arguments: str) -> int:
        monkeypatch.setattr(runner, "SUITES", {"fake": lambda _given: [now], "never": lambda _given: 1 / 0})
        return runner.main(["fake", *arguments])

    return given


GOOD, BAD = [1.0] * 40, [1.0] * 20 + [0.0] * 20


@pytest.mark.parametrize(
    ("before", "now", "code", "worse"),
    [
        (GOOD, BAD, 3, ["share is worse, 0.500 after 1.000", "errors"]),
        (GOOD, GOOD, 0, []),
        (BAD, GOOD, 0, []),
        ([1.0] * 39 + [0.0], [0.0] + [1.0] * 38 + [0.0], 0, []),  # one case of forty: it may be noise
    ],
)
def test_a_real_drop_and_nothing_else_fails(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str], before: list[float], now: list[float], code: int,
    worse: list[str],
) -> None:  # fmt: skip
    assert run(result(before), "--save-baseline", "main") == 0
    capsys.readouterr()
    assert run(result(now), "--baseline", "main", "--fail-on-drop") == code
    said = capsys.readouterr()
    assert len(said.err.splitlines()) == len(worse)
    for words in worse:
        assert words in said.err
    assert run(result(now), "--baseline", "main") == 0


def test_what_cannot_be_compared_or_scored_fails_too(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(result(GOOD, dataset="other"), "--save-baseline", "main") == 0
    assert run(result(GOOD), "--baseline", "main", "--fail-on-drop") == 3
    assert "no case of it is in the baseline" in capsys.readouterr().err
    assert run(result(GOOD), "--save-baseline", "main") == 0
    broken = result(GOOD)
    broken = replace(broken, cases=(*broken.cases, Case("x", "kind", "", None, None, None, error="x: crashed")))
    assert run(broken, "--baseline", "main", "--fail-on-drop") == 3
    assert "1 cases are unscored, 0 were before" in capsys.readouterr().err


def test_a_metric_that_nobody_calls_good_or_bad_never_drops(run: Callable[..., int]) -> None:
    metrics = {"share": ratio("right", "cases", better=0)}
    assert run(result(GOOD, metrics=metrics), "--save-baseline", "main") == 0
    assert run(result(BAD, metrics=metrics), "--baseline", "main", "--fail-on-drop") == 0


def test_what_is_printed_and_written(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    run(result(GOOD), "--save-baseline", "main")
    out = tmp_path / "out.json"
    assert run(result(BAD), "--baseline", "main", "--json", str(out)) == 0
    shown = capsys.readouterr().out
    assert "fake - own/test (40 cases, 0 unscored)" in shown
    assert "! -0.500 [" in shown

    def no_number(name: str) -> None:
        raise AssertionError(f"{name} is no JSON")

    (data,) = json.loads(out.read_text(), parse_constant=no_number)
    assert data["figures"][PRODUCT] == {"share": 0.5, "errors": 0.5}
    assert {name: d["verdict"] for name, d in data["differences"].items()} == {"share": "worse", "errors": "worse"}
    assert data["metrics"]["errors"]["better"] == -1
    assert len(data["cases"]) == 40


@pytest.mark.usefixtures("run")
def test_a_suite_gets_what_the_command_line_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Run] = []

    def suite(given: Run) -> list[Result]:
        seen.append(given)
        return [result([1.0])]

    monkeypatch.setattr(runner, "SUITES", {"fake": suite})
    arguments = ["--dataset", str(tmp_path), "--seconds", "7", "--judge-model", "a:b"]
    assert runner.main(["fake", *arguments, "--no-cache"]) == 0
    assert runner.main(["fake"]) == 0
    assert (seen[0].dataset, seen[0].seconds, seen[0].judge_model) == (tmp_path, 7.0, "a:b")
    assert (seen[1].dataset, seen[1].seconds, seen[1].judge_model) == (None, 120.0, "")
    assert seen[0].advisor.encoder is None  # --no-cache: the models themselves
    assert type(seen[1].advisor.encoder).__name__ == "CachedEncoder"
    assert type(seen[1].advisor.reader).__name__ == "CachedReader"
    assert type(seen[1].advisor.relevance).__name__ == "CachedRelevance"


def test_bad_input_is_told_in_a_line(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(result(GOOD), "--baseline", "nobody") == 2
    assert capsys.readouterr().err == "eval: no baseline 'nobody'; there are: none\n"
    assert run(result(GOOD), "--json", str(tmp_path / "no" / "out.json")) == 2
    assert "out.json: cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nonsense"], "no suite 'nonsense'"),
        (["--dataset", "x"], "exactly one SUITE"),
        (["judge", "gaps", "--dataset", "x"], "exactly one SUITE"),
        (["judge", "--fail-on-drop"], "--fail-on-drop needs --baseline"),
        (["judge", "--seconds", "0"], "--seconds must be more than 0"),
    ],
)
def test_wrong_use_is_told(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        runner.main(arguments)
    assert caught.value.code == 2
    assert words in capsys.readouterr().err


def test_an_unknown_baseline_stops_a_real_run_before_it_begins(capsys: pytest.CaptureFixture[str]) -> None:
    assert runner.main(["retrieval", "--baseline", "nobody"]) == 2
    assert "no baseline 'nobody'" in capsys.readouterr().err
