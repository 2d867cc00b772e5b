"""The HTML report, on small results made by hand."""

import json
import math
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from html.parser import HTMLParser
from pathlib import Path

import pytest

from eval.compare import Difference
from eval.metrics import Metric, ratio
from eval.page import figure, page, plain, plain_case, signed, visible
from eval.pictures import chart, growth, nice, reach, rows, table
from eval.types import PRODUCT, Case, Result

HOSTILE = (
    "</script><script>alert(1)</script><img src=x onerror=alert(2)> \"'`{{ 7*7 }} {% raw %} <!-- ]]> & "
    "\u202eexe.fdp\u2066 \u05e9\u05dc\u05d5\u05dd \x00\x07\x1b[31m \ud800 \u2028 https://evil.example/x.js"
)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Colour(StrEnum):
    RED = "red"


@dataclass
class Odd:
    """Something that JSON has no kind for."""

    def __str__(self) -> str:
        return "odd"


def answer(text: str) -> dict:
    return {
        "question": text, "answer": text, "abstained": False, "why_abstained": None, "reason": None, "model": None,
        "sentences": ({"text": text, "citations": (1,), "part": 0},),
        "citations": ({"number": 1, "source": "genai", "title": text, "section": "genai#intro", "page": None, "start": 3,
                       "end": 9, "quote": text, "sha256": "ab12", "heading": "", "author": None},),
        "differences": (), "follow_ups": ("Why?",), "removed": (text,),
    }  # fmt: skip


def results(text: str = "harmless", cases: int = 5) -> list[Result]:
    """A result with everything in it, wherever a text may stand `text`; and one that was only measured."""
    metrics = {
        f"share {text}": ratio("right", "all", about=f"about {text}"),
        "errors, mean": ratio("errors", "all", better=-1),
        "sure": ratio("sure", "all", better=0),
        "never": ratio("none", "none at all"),
    }
    scored = tuple(
        Case(
            f"{n} {text}", f"kind {text}", f"asked {text}", {"sections": ("genai#intro",), text: True}, answer(text),
            n % 2 == 0,
            counts={
                PRODUCT: {"all": 1.0, "right": n % 2 == 0, "errors": 3.0 * (n % 2), "sure": 1.0},
                f"plain {text}": {"all": 1.0, "errors": 5.0},
            },
            group=f"group {text}",
        )
        for n in range(cases)
    )  # fmt: skip
    judged = Case("judged", "trap", "j", "met", {"status": "unmet", "why": text}, False, counts={PRODUCT: {"all": 1.0}})
    broken = Case("broken", "malformed", "", None, None, None, f"rows.jsonl, line 3: {text}")
    tables = {
        "by kind": {f"kind {text}": {"cases": 1.0, "right": 0.625, "mentions": None}},
        "expected \\ found": {"met": {"met": 4.0, "unmet": 1.0}, f"unmet {text}": {"met": 0.0, "unmet": 2.0}},
    }
    curves = {f"recall {text}": {PRODUCT: (0.5, 0.75, 1.0), f"plain {text}": (0.25, 0.5, 0.5)}}
    return [
        Result("suite", f"data {text}", (*scored, judged, broken), metrics, tables=tables, curves=curves),
        Result("latency", "this machine", (Case("0", "warm", "q", None, 0.5, None),), measured={PRODUCT: {"p95, ms": 182.3}}),
    ]  # fmt: skip


def compared(found: list[Result]) -> dict[str, dict[str, Difference]]:
    share, errors, sure, _ = found[0].metrics
    return {
        found[0].name: {
            share: Difference(0.5, 0.125, 0.05, 0.2, 4, 1),
            errors: Difference(0.2, 0.55, 0.1, 0.9, 5, -1),
            sure: Difference(0.5, 0.25, 0.1, 0.4, 5, 0),
        }
    }


class Parsed(HTMLParser):
    """What a browser makes of a page: its tags with the names of their attributes, addresses, scripts and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple] = []
        self.addresses: list[str] = []
        self.scripts: list[str] = []
        self.text = ""
        self._in = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.append((tag, *(name for name, _ in attrs)))
        self.addresses += [value for name, value in attrs if name in {"href", "src", "action", "srcset", "data"}]
        self._in = tag
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in == "script":
            self.scripts[-1] += data
        elif self._in != "style":
            self.text += data


def parsed(found: list[Result], baseline: str = "main") -> Parsed:
    return Parsed(page(found, compared(found) if baseline else {}, baseline))


def cases_of(html: Parsed) -> list[dict]:
    return json.loads(html.scripts[0])


def test_nothing_leads_outside() -> None:
    html = page(results(), compared(results()), "main")
    found = Parsed(html)
    assert set(filter(None, found.addresses)) <= {address for address in found.addresses if address.startswith("#")} | {
        "data:,"
    }
    assert not re.search(r"https?:|//\w|url\(|@import|\bfetch\b|XMLHttpRequest|innerHTML|\beval\(", html)
    assert "default-src 'none'" in html
    assert {tag for tag, *_ in found.tags}.isdisjoint({"iframe", "object", "embed", "img", "base", "audio", "video"})


def test_links_lead_somewhere() -> None:
    html = page(results(), compared(results()), "main")
    names = set(re.findall(r'\bid="([^"]+)"', html))
    assert len(names) == len(re.findall(r'\bid="', html))
    assert {address[1:] for address in Parsed(html).addresses if address.startswith("#")} <= names


def test_every_case_and_figure_is_there() -> None:
    found = results()
    html = parsed(found)
    first, second = cases_of(html)
    assert [case["id"] for case in first["cases"]] == [case.id for case in found[0].cases]
    assert [case["id"] for case in second["cases"]] == ["0"]
    for result in found:
        for values in result.figures.values():
            for name, value in values.items():
                assert name in html.text
                assert figure(value) in html.text
    assert all(
        text in html.text
        for text in ("182.3", "about harmless", "0.625", "more is better", "less is better", "neither")
    )
    got = first["cases"][0]["got"]
    assert got["sentences"] == [{"text": "harmless", "citations": [1], "part": 0}]
    assert got["citations"][0] == {
        "number": 1, "quote": "harmless", "title": "harmless", "heading": "", "source": "genai", "section": "genai#intro",
        "start": 3, "end": 9,
    }  # fmt: skip
    assert got["more"] == {"removed": ["harmless"]}


def test_hostile_text_is_inert() -> None:
    hostile, harmless = results(HOSTILE), results()
    html = page(hostile, compared(hostile), HOSTILE)
    found = Parsed(html)
    assert found.tags == parsed(harmless).tags
    assert len(found.scripts) == 2
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", html)
    assert "49" not in found.scripts[0]
    html.encode()
    case = cases_of(found)[0]["cases"][0]
    assert case["got"]["sentences"][0]["text"] == visible(HOSTILE)
    assert case["asked"] == f"asked {visible(HOSTILE)}"
    assert "<" not in found.scripts[0]


def test_hidden_characters_are_shown() -> None:
    assert visible("a\u202eb\x00c\ud800") == "a‹U+202E›b‹U+0000›c‹U+D800›"
    assert visible("tab\tline\nשלום é 🙂") == "tab\tline\nשלום é 🙂"


def test_the_same_results_give_the_same_bytes() -> None:
    assert page(results(), compared(results()), "main") == page(results(), compared(results()), "main")


def test_verdicts_are_words() -> None:
    found = results()
    share, *_ = found[0].metrics
    for by, low, high, sign, words in (
        (0.125, 0.05, 0.2, "+", "better"),
        (-0.125, -0.2, -0.05, "!", "worse"),
        (0.125, -0.05, 0.2, "~", "may be noise"),
        (0.0, 0.0, 0.0, "=", "same"),
    ):
        html = Parsed(page(found, {found[0].name: {share: Difference(0.5, by, low, high, 9, 1)}}, "main"))
        assert f"{sign} {words} {signed(by)} [{signed(low)}, {signed(high)}]" in html.text
    html = parsed(found)
    assert "≠ changed +0.250" in html.text
    assert "+0.125 [+0.050, +0.200]" in html.text
    assert "over 4 cases" in html.text
    assert "not compared" in html.text  # a metric that the run before lacks
    assert "not in that run" in html.text  # a result that it lacks


def test_without_a_baseline_nothing_is_compared() -> None:
    html = parsed(results(), "")
    assert "--baseline NAME" in html.text
    assert "may be noise" not in html.text
    assert page([], {}, "")


def test_unscored_are_counted_and_shown() -> None:
    html = parsed(results())
    assert "7 cases: 3 right, 3 wrong, 1 unscored." in html.text
    broken = cases_of(html)[0]["cases"][-1]
    assert broken == {"id": "broken", "kind": "malformed", "error": "rows.jsonl, line 3: harmless"}
    assert "right" not in broken


def test_values_are_never_python() -> None:
    given = {
        "a": (1, 2.5, None, True),
        "b": {Colour.RED},
        Colour.RED: Colour.RED,
        "odd": Odd(),
        "nan": math.nan,
        3: -math.inf,
    }
    assert plain(given) == {
        "a": [1, 2.5, None, True], "b": ["red"], "red": "red", "odd": "odd", "nan": "nan", "3": "-inf",
    }  # fmt: skip
    case = plain_case(Case("x", "k", "", None, (), None, counts={PRODUCT: {"all": 1.0, "right": 0.0}}))
    assert case == {"id": "x", "kind": "k", "got": [], "counts": {PRODUCT: {"all": 1.0}}}
    assert (figure(None), figure(-0.5), signed(-0.0625)) == ("–", "−0.500", "−0.062")


def test_verdict_where_neither_direction_is_better() -> None:
    found = results()
    by_name = {row.name: row for row in rows(found[0], compared(found)[found[0].name])}
    assert by_name["sure"].verdict == "changed"
    assert by_name["errors, mean"].verdict == "worse"
    assert by_name["never"].verdict == ""
    assert not by_name["errors, mean"].share
    assert by_name["share harmless"].share


def test_no_interval_where_all_cases_agree() -> None:
    metrics = {"half": ratio("right", "all"), "all": Metric(lambda by: by["all"] / by["all"])}
    cases = tuple(
        Case(str(n), "k", "", None, None, True, counts={PRODUCT: {"all": 1.0, "right": n % 2}}) for n in range(20)
    )
    half, every = rows(Result("s", "d", cases, metrics), {})
    assert half.between and half.between[0] < 0.5 < half.between[1]
    assert every.between is None


def test_axes_by_hand() -> None:
    assert [nice(value) for value in (0.01, 0.011, 0.05, 0.3, 1, 7)] == [0.01, 0.02, 0.05, 0.5, 1, 10]
    found = results()
    figures = rows(found[0], compared(found)[found[0].name])
    assert reach([row for row in figures if row.share]) == 0.5
    assert reach([]) == 0.01
    drawn = chart("recall", {PRODUCT: (0.0, 0.5, 1.0), "none": ()})
    assert [line.system for line in drawn.lines] == [PRODUCT]
    assert drawn.lines[0].points == "46.0,228.0 256.0,120.0 466.0,12.0"
    assert drawn.up == ((228.0, "0"), (184.8, "0.2"), (141.6, "0.4"), (98.4, "0.6"), (55.2, "0.8"), (12.0, "1"))
    assert drawn.at == (1, 2, 3)
    assert chart("one", {PRODUCT: (5.0,)}).up[-1][1] == "5"


def test_a_confusion_table_is_shaded_by_row() -> None:
    found = table("expected \\ found", {"met": {"met": 3.0, "unmet": 1.0}, "unmet": {"met": 0.0, "unmet": 0.0}})
    assert (found.of_rows, found.of_columns, found.columns) == ("expected", "found", ("met", "unmet"))
    assert [(cell.part, cell.right) for cell in found.rows["met"]] == [(0.75, True), (0.25, False)]
    assert [cell.part for cell in found.rows["unmet"]] == [0, 0]
    shares = table("by kind", {"a": {"cases": 1.0, "right": 0.5}})
    assert [(cell.is_count, cell.part) for cell in shares.rows["a"]] == [(True, 0), (False, 0.5)]


@pytest.fixture(scope="module")
def chromium() -> Iterator:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine; install it to run these")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_in_a_browser(chromium, tmp_path: Path, scheme: str) -> None:
    found = results(HOSTILE, 250)
    file = tmp_path / "page.html"
    file.write_text(page(found, compared(found), "main"), encoding="utf-8")
    tab = chromium.new_page(color_scheme=scheme, viewport={"width": 400, "height": 800})
    tab.set_default_timeout(20_000)
    said: list[str] = []
    asked: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(file.as_uri())

    count, listed = tab.locator("#count"), tab.locator("#list > .case")
    assert count.inner_text() == "253 of 253 cases"
    assert listed.count() == 100
    tab.get_by_role("button", name="Show 100 more").click()
    assert listed.count() == 200
    tab.get_by_role("radio", name="Failures").check(force=True)
    assert count.inner_text() == "126 of 253 cases"
    assert "Failures 126" in tab.locator(".verdicts").inner_text()
    tab.get_by_label("Search").fill("judged unmet")
    assert count.inner_text() == "1 of 253 cases"
    tab.get_by_label("Search").fill("")
    tab.get_by_role("radio", name="Unscored").check(force=True)
    listed.first.locator("summary").press("Enter")
    listed.first.get_by_text("Where", exact=True).wait_for()  # an opened case is filled a moment later
    assert "rows.jsonl, line 3: </script><script>alert(1)" in listed.first.inner_text()
    tab.get_by_role("link", name=re.compile("^All cases")).first.click()
    kinds = tab.locator("select[name=kind]")
    kinds.select_option("trap")
    assert count.inner_text() == "1 of 253 cases"
    kinds.select_option("")
    listed.first.locator("summary").click()
    listed.first.get_by_text("Where", exact=True).wait_for()
    text = listed.first.inner_text()
    assert visible(HOSTILE).split(" \u2028")[0] in text
    assert "✓ expected section" in text
    assert tab.locator("#list script, #list img").count() == 0

    for width in (400, 1400):
        tab.set_viewport_size({"width": width, "height": 900})
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tab.close()
    assert said == []
    assert asked == [file.as_uri()]


def test_growth_is_drawn_over_powers_of_ten() -> None:
    drawn = growth("Search: milliseconds by passages", {PRODUCT: ((300, 2.0), (100_000, 50.0)), "none": ()})
    assert drawn.of == "passages"
    assert [text for _, text in drawn.across] == ["100", "1,000", "10,000", "100,000"]
    assert [text for _, text in drawn.up] == ["1", "10", "100"]
    assert drawn.at == (300, 100_000)
    (line,) = drawn.lines
    assert line.values == (2.0, 50.0)
    assert line.end[0] == drawn.right
    assert drawn.across[0][0] < float(line.points.split(",")[0]) < drawn.across[1][0]  # 300 is between 100 and 1,000
    assert growth("nothing by k", {}).lines == ()
