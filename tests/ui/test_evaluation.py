"""The Evaluation page without a browser: the words, the tables, the run, and what is drawn."""

import json
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from advisor.errors import InputError
from advisor.settings import PROJECT
from advisor.ui.evaluation import run, tables, words
from advisor.ui.evaluation.cases import failed, opened, row, told
from advisor.ui.evaluation.measured import Measured, beaten, committed, headlines, ordered, weakest
from advisor.ui.startup import startup
from advisor.wiring import Advisor
from eval import baseline, suites
from eval.baseline import Kept
from eval.compare import Difference
from eval.metrics import Metric, ratio
from eval.types import PRODUCT, Case, Result

PAGE = str(PROJECT / "advisor" / "ui" / "views" / "evaluation.py")
HOSTILE = '<img src="http://192.0.2.1/a.png" onerror="alert(1)"> ![b](http://192.0.2.1/c.png)'


def openings(passes: int, of: int, unscored: int = 0) -> Result:
    """A result of the suite `openings`: so many messages of which everything was noted, the rest of which nothing."""
    cases = [
        Case(f"o-{n}", "opening", f"{HOSTILE} {n}", {"governance.sponsor": "met"}, {}, n < passes,
             counts={PRODUCT: {"right": float(n < passes), "noted": float(n < passes), "expected": 1.0}})
        for n in range(of)
    ]  # fmt: skip
    cases += [Case(f"x-{n}", "malformed", "", None, None, None, error=f"line {n}: {HOSTILE}") for n in range(unscored)]
    return Result("openings", "openings/test", tuple(cases), words.METRICS["openings"])


def kept(suite: str = "judge", dataset: str = "judge/test", **systems: dict[str, float | None]) -> Measured:
    figures = {PRODUCT: systems.pop("product"), **systems}
    return Measured.of_kept(Kept(suite, dataset, figures, {}, {}))


# Words


def test_every_suite_and_every_figure_has_words() -> None:
    assert set(words.SUITES) == set(suites.SUITES)
    assert {suite for suite, _ in words.DATASETS} == set(words.SUITES)
    for suite, metrics in words.METRICS.items():
        assert set(words.NAMES[suite]) == set(metrics), suite
    for about in words.SUITES.values():
        assert about.takes.startswith("Takes ")
        assert about.does.endswith(".")


def test_what_nobody_described_is_called_by_its_name() -> None:
    assert words.about("fairness").title == "Fairness"
    assert words.dataset("judge", "my-own") == "my-own"
    assert words.named("scale", "30 pages, 77 criteria, s") == words.Named("30 pages, 77 criteria")
    assert words.named("judge", "new one", Metric(lambda by: by["x"], about="what it is")).means == "what it is"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "100%"), (0.996, "99.6%"), (0.9999, ">99.9%"), (0.944, "94%"), (0.004, "0.4%"), (0.0001, "<0.1%"),
        (0.0, "0%"), (None, "–"),
    ],
)  # fmt: skip
def test_a_share_is_never_rounded_to_all_or_nothing(value: float | None, text: str) -> None:
    assert words.figure("judge", "accuracy", value) == text


def test_numbers_have_their_units() -> None:
    assert words.figure("latency", "warm answer p50, ms", 61.24) == "61.2 ms"
    assert words.figure("scale", "peak memory, MB", 1234.5) == "1,234 MB"
    assert words.figure("injections", "status changes, mean", 1.25) == "1.25"
    assert words.figure("injections", "unchanged", 0.25) == "25%"


# What stands out


def test_the_weakest_come_first_and_less_can_be_better() -> None:
    found = [
        kept(product={"accuracy": 0.8, "taken for met": 0.9, "sure enough": 0.1}),
        kept("openings", "openings/test", product={"recall": 0.3, "precision": 1.0}),
        kept("latency", "this machine", product={"warm answer p50, ms": 40.0}),
    ]
    assert [(point.of.suite, point.metric) for point in weakest(found, 9)] == [
        ("judge", "taken for met"), ("openings", "recall"), ("judge", "accuracy")
    ]  # fmt: skip
    assert len(weakest(found, 2)) == 2
    assert [point.metric for point in weakest(found, 9, each=1)] == ["taken for met", "recall"]


def test_where_a_plain_method_does_better_is_said() -> None:
    one = kept(
        product={"accuracy": 0.8, "taken for met": 0.2, "macro F1": None, "sure enough": 0.5},
        commonest={"accuracy": 0.9, "taken for met": 0.3, "macro F1": 0.1, "sure enough": 1.0},
        sample={"accuracy": 0.7, "taken for met": 0.1, "macro F1": None},
    )
    assert [point.metric for point in beaten([one])] == ["accuracy", "taken for met"]
    assert beaten([kept(product={"accuracy": 1.0}, commonest={"accuracy": 1.0})]) == []
    assert len(beaten([kept(product={"accuracy": 0.5}, commonest={"accuracy": 0.5})])) == 1
    assert one.best_plain("accuracy") == ("commonest", 0.9)
    assert one.best_plain("taken for met") == ("sample", 0.1)
    assert "▲ outdoes the advisor" in tables.figures(one)


def test_headlines_show_also_what_could_not_be_scored() -> None:
    nothing = Measured.of_result(openings(0, 0, unscored=3))
    assert [point.metric for point in headlines([nothing])] == ["recall"]
    assert "! not scored: 3 of 3" in tables.glance(headlines([nothing]))


def test_the_order_is_that_of_the_words_and_strangers_come_last() -> None:
    found = [
        kept("judge", "mine", product={}),
        kept("judge", "judge/foreign", product={}),
        kept("answers", "answers/test", product={}),
    ]
    assert [one.dataset for one in ordered(found)] == ["answers/test", "judge/foreign", "mine"]


# Tables


def test_every_text_in_a_table_is_escaped() -> None:
    one = kept(HOSTILE, HOSTILE, product={HOSTILE: 0.5}, **{HOSTILE: {HOSTILE: 0.6}})
    difference = Difference(0.5, 0.1, 0.1, 0.1, 9)
    drawn = [
        tables.figures(one), tables.changes(one, {HOSTILE: difference}), tables.shortest([]),
        tables.small(HOSTILE, {HOSTILE: {HOSTILE: 2.0}}, {}), tables.table_html(HOSTILE, (), [], words.Named(HOSTILE)),
    ]  # fmt: skip
    assert "&lt;img" in "".join(drawn)
    assert "<img" not in "".join(drawn)


def test_an_interval_stands_under_the_product_alone() -> None:
    drawn = tables.figures(Measured.of_result(openings(3, 10)))
    assert "30%" in drawn
    assert re.search(r"<small>\d+% to \d+%</small>", drawn)
    assert "the same in every case" in tables.figures(Measured.of_result(openings(9, 9)))


@pytest.mark.parametrize(
    ("difference", "said"),
    [
        (Difference(0.5, 0.1, 0.05, 0.2, 30), "✓ better"),
        (Difference(0.5, -0.1, -0.2, -0.05, 30), "✗ worse"),
        (Difference(0.5, 0.1, 0.05, 0.2, 30, better=-1), "✗ worse"),
        (Difference(0.5, 0.1, -0.1, 0.2, 30), "≈ may be chance"),
        (Difference(0.5, 0.0, 0.0, 0.0, 30), "= the same"),
        (Difference(0.5, 0.1, 0.05, 0.2, 30, better=0), "· differs; neither better nor worse"),
    ],
)
def test_a_verdict_is_a_shape_and_words(difference: Difference, said: str) -> None:
    one = kept("openings", "openings/test", product={"recall": 0.6})
    drawn = tables.changes(one, {"recall": difference})
    assert said in drawn
    if difference.by:
        assert f"{'−' if difference.by < 0 else '+'}10.0 points" in drawn
        assert f"{100 * difference.low:+.1f} to {100 * difference.high:+.1f}".replace("-", "−") in drawn


def test_verdicts_are_counted() -> None:
    found = {
        "a": Difference(0.5, 0.1, 0.05, 0.2, 30),
        "b": Difference(0.5, -0.1, -0.2, -0.1, 30),
        "c": Difference(0.5, 0.1, -0.1, 0.2, 30),
    }
    assert (
        tables.verdicts(found)
        == "Against the committed run: 1 of 3 figures worse, 1 better, 1 the same or within chance."
    )


def test_the_confusion_table_marks_what_is_right_without_colour() -> None:
    drawn = tables.small("expected \\ found", {"met": {"met": 9.0, "unmet": 1.0}}, {})
    assert "[9]" in drawn
    assert "<b>1</b>" in drawn
    assert "In place" in drawn
    assert "Not in place" in drawn


def test_the_lowest_of_a_table_by_accuracy_comes_first() -> None:
    rows = {"plan": {"cases": 4.0, "accuracy": 1.0}, "double_negation": {"cases": 1.0, "accuracy": 0.25}}
    drawn = tables.small("by trap", rows, {"plan": "A plan"})
    assert drawn.index("Double negation") < drawn.index("A plan")
    assert "25%" in drawn
    assert "<b>1</b>" in drawn  # a number of cases, not 100%


# Cases


def test_the_wrong_come_before_the_unscored_and_nothing_else_is_shown() -> None:
    cases = failed(openings(2, 4, unscored=1))
    assert [case.id for case in cases] == ["o-2", "o-3", "x-0"]
    shown = [row(case, {"governance.sponsor": "Executive sponsor"}) for case in cases]
    assert [line["What came of it"] for line in shown] == ["✗ wrong", "✗ wrong", "! not scored"]
    assert shown[0]["Expected"] == "Executive sponsor: in place"
    assert shown[0]["Came"] == "nothing"
    assert shown[2]["Came"].startswith("line 0: ")


def test_an_opened_case_is_escaped() -> None:
    wrong, unscored = failed(openings(0, 1, unscored=1))
    for html in (*opened(wrong, {}), *opened(unscored, {})):
        assert "<img" not in html
    assert "&lt;img" in opened(wrong, {})[0]
    assert opened(unscored, {})[1] == ""


def test_values_are_told_in_lines() -> None:
    value = {"answerable": True, "sections": ("a#b", "c#d"), "found": [{"n": 1, "quote": "one\ntwo"}], "none": None}
    assert told(value, {}).splitlines() == [
        "answerable: yes", "sections:", "   – a#b", "   – c#d", "found:", "   – n: 1", "     quote: one",
        "        two", "none: nothing",
    ]  # fmt: skip
    case = replace(failed(openings(0, 1))[0], expected=value, got={"question": "Why?", "answer": "So."})
    assert row(case, {})["Expected"].startswith("answerable: yes; sections: a#b, c#d; found: n: 1; quote: one")
    assert row(case, {})["Came"] == "answer: So."


# The run


def test_progress_goes_forward_alone() -> None:
    said: list[tuple[float, str]] = []
    report = run.steady("judge", lambda share, step: said.append((share, step)))
    for share, step in (
        (0.0, "judge: the nearest sample"), (0.5, "judge: j-1"), (0.9, "Embedding 3 texts"), (0.0, "judge: f-1"),
        (0.5, "judge: f-2"),
    ):  # fmt: skip
        report(share, step)
    assert [share for share, _ in said] == [0.0, 0.25, 0.25, 0.5, 0.75]
    assert said[1][1] == "25% · part 1 of 2, now j-1"
    assert said[4][1] == "75% · part 2 of 2, now f-2"


def tiny(folder: Path) -> Path:
    rows = [
        {"id": "1", "text": "Our COO is the executive sponsor and stays after go-live.", "expected": {}},
        {"id": "2", "text": "Good morning.", "expected": {}},
        {"id": "3"},
    ]
    folder.mkdir()
    (folder / "messages.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return folder


def recorded(advisor: Advisor) -> list[int]:
    """How many rows there are of what workspaces hold."""
    with closing(sqlite3.connect(advisor.settings.database.removeprefix("sqlite:///"))) as records:
        tables = ("workspace", "message", "reply", "basis", "document", "audit")
        return [records.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]


def test_a_run_is_compared_and_writes_no_workspace(
    advisor: Advisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(baseline, "FOLDER", tmp_path / "baselines")
    before = recorded(advisor)
    dataset, said = tiny(tmp_path / "tiny"), []
    first = run.evaluate(advisor, "openings", lambda share, step: said.append((share, step)), dataset)
    assert recorded(advisor) == before
    assert first.compared == {"openings tiny": {}}
    assert any("now line 2" in step for _, step in said)
    assert first.results[0].unscored == 1

    baseline.save("main", first.results, tmp_path / "baselines")
    second = run.evaluate(advisor, "openings", lambda *_: None, dataset)
    assert {difference.verdict for difference in second.compared["openings tiny"].values()} == {"same"}
    written = json.loads(second.json())
    assert [one["suite"] for one in written] == ["openings"]
    assert written[0]["unscored"] == 1
    page = second.html()
    assert page.lstrip().lower().startswith("<!doctype html>")
    assert "executive sponsor" in page


# The page


@pytest.fixture
def page(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[AppTest]:
    for name in ("ADVISOR_HOME", "ADVISOR_CHROMA", "ADVISOR_DATABASE_URL"):
        monkeypatch.setenv(name, environment[name])
    monkeypatch.setattr(baseline, "FOLDER", tmp_path / "baselines")
    st.cache_resource.clear()
    startup().wait(120)
    yield AppTest.from_file(PAGE, default_timeout=60)
    st.cache_resource.clear()


def drawn(page: AppTest) -> str:
    """All HTML of the page."""
    return "".join(item.proto.body for item in page.main if item.type == "html")


def press(page: AppTest, suite: str) -> None:
    """Run a suite, and wait for its end."""
    page.selectbox[0].set_value(suite).run()
    next(button for button in page.button if button.label == "Run it").click().run()
    for _ in range(500):
        job = run.last()
        if job is not None and job.done:
            break
        time.sleep(0.01)
    page.run()
    assert not page.exception


def test_a_fresh_copy_says_how_to_make_a_baseline(page: AppTest) -> None:
    page.run()
    assert not page.exception
    assert "no committed figures" in page.info[0].value
    assert page.code[0].value == "python -m eval --save-baseline main"
    assert len(page.session_state.workspace) >= 16  # the workspace of the other pages


def test_the_committed_figures_are_shown_also_the_lowest(page: AppTest, tmp_path: Path) -> None:
    baseline.save("main", [openings(3, 10, unscored=2)], tmp_path / "baselines")
    page.run()
    assert not page.exception
    shown = drawn(page)
    assert [item.value for item in page.subheader][:2] == ["At a glance", "Where it is weakest"]
    assert "Of what was said, noted as it was said" in shown
    assert "30%" in shown
    assert "2 could not be scored" in shown
    assert [one.dataset for one in committed()] == ["openings/test"]
    baseline.save("main", [openings(10, 10)], tmp_path / "baselines")
    page.run()
    assert "2 could not be scored" not in drawn(page)


def test_a_broken_baseline_is_one_line(page: AppTest, tmp_path: Path) -> None:
    (tmp_path / "baselines" / "main").mkdir(parents=True)
    (tmp_path / "baselines" / "main" / "judge.json").write_text("{", encoding="utf-8")
    page.run()
    assert not page.exception
    assert "is no baseline" in page.info[0].value.replace("\\", "")


def test_a_run_is_shown_beside_the_committed_one_and_its_cases_are_text(
    page: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    baseline.save("main", [openings(10, 10)], tmp_path / "baselines")
    monkeypatch.setitem(suites.SUITES, "openings", lambda given: [openings(2, 10, unscored=1)])
    page.run()
    press(page, "openings")
    shown = drawn(page)
    assert "✗ worse" in shown
    assert "−80.0 points" in shown
    assert "<img" not in shown
    assert all("192.0.2.1" not in item.value for item in (*page.markdown, *page.caption))
    lines = page.dataframe[0].value
    assert list(lines["Case"]) == [*(f"o-{n}" for n in range(2, 10)), "x-0"]
    again = AppTest.from_file(PAGE, default_timeout=60).run()  # another visitor, or a reload
    assert "✗ worse" in drawn(again)


def test_a_suite_that_fails_is_one_line(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_given: object) -> list[Result]:
        raise InputError("messages.jsonl: no such [file](x)")

    monkeypatch.setitem(suites.SUITES, "openings", fails)
    page.run()
    press(page, "openings")
    assert [error.value.replace("\\", "") for error in page.error] == [
        "“First messages” failed: messages.jsonl: no such [file](x)"
    ]


def test_a_run_can_be_stopped(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(given) -> list[Result]:
        while True:
            given.progress(0.5, "openings: line 7")
            time.sleep(0.01)

    monkeypatch.setitem(suites.SUITES, "openings", endless)
    page.run()
    page.selectbox[0].set_value("openings").run()
    next(button for button in page.button if button.label == "Run it").click().run()
    second = AppTest.from_file(PAGE, default_timeout=60).run()
    assert "“First messages” is running on this server" in drawn(second)
    assert all(button.label != "Run it" for button in second.button)
    assert not run.begin(startup().advisor, "judge")
    next(button for button in second.button if button.label == "Stop").click().run()
    while not run.last().done:
        time.sleep(0.01)
    second.run()
    assert "was stopped" in second.info[-1].value


def test_one_metric_is_one_ratio() -> None:
    """What the intervals rest on: a committed case without a count counts 0."""
    one = Measured(
        "x", "y", {PRODUCT: {"share": 0.5}}, {}, {"share": ratio("a", "b")}, {"1": {"a": 1, "b": 1}, "2": {"b": 1}}, 0
    )
    assert one.between("share") == (0.0, 1.0)
    assert one.between("unheard") is None
