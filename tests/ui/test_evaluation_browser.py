"""The Evaluation page as a person uses it, in headless Chromium: one short suite, seen by two people."""

import json
from pathlib import Path

import pytest

from eval import baseline
from tests.ui.conftest import visit

pytestmark = pytest.mark.browser

_PATIENCE = 240_000  # milliseconds, for thirty messages on a busy machine
_COMMITTED = [path.name.split("-")[0] for path in (baseline.FOLDER / "main").glob("*.json")]
_ROW = 35  # pixels of a table's line, and of its head
_FOLLOWED = 30_000  # milliseconds until the page has followed a change of the window
_ENDED = "Download JSON"


def open_evaluation(page) -> None:
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Evaluation").click()
    page.get_by_role("heading", name="Evaluation").wait_for()


@pytest.fixture(scope="module")
def evaluated(chromium, app) -> str:
    """The address of the page after a run, of which the beginning and a reload on the way are looked at."""
    with visit(chromium, app["address"]) as page:
        page.set_default_timeout(_PATIENCE)
        open_evaluation(page)
        page.get_by_role("tab", name="Run a suite").click()
        page.get_by_role("combobox").click()
        page.get_by_role("option", name="First messages").click()
        page.get_by_text("compares what it notes with what was said").wait_for()
        page.get_by_role("button", name="Run it").click()
        page.get_by_text("“First messages” is running on this server.").wait_for()
        page.reload()
        under_way = page.get_by_text("“First messages” is running on this server.")
        under_way.or_(page.get_by_role("button", name=_ENDED)).first.wait_for()
        page.get_by_role("button", name=_ENDED).wait_for()  # the page is drawn anew by itself
        return page.url


@pytest.fixture
def result(page, evaluated: str):
    """The page of somebody who comes later."""
    page.set_default_timeout(_PATIENCE)
    page.set_viewport_size({"width": 1400, "height": 1000})
    page.goto(evaluated)
    page.get_by_role("tab", name="Run a suite").click()
    page.get_by_role("button", name=_ENDED).wait_for()
    return page


def test_the_committed_figures_or_how_to_make_them(page) -> None:
    open_evaluation(page)
    if _COMMITTED:
        page.get_by_role("heading", name="At a glance").wait_for()
        page.get_by_role("heading", name="Where it is weakest").wait_for()
        assert "%" in page.get_by_role("table").first.inner_text()
    else:
        page.get_by_text("There are no committed figures to show").wait_for()
        page.get_by_text("python -m eval --save-baseline main").wait_for()


def test_a_run_shows_its_figures_and_a_failed_case(result) -> None:
    rows = result.get_by_role("tabpanel").filter(visible=True).get_by_role("row")
    shown = rows.filter(has_text="Of what was said, noted as it was said").first.inner_text()
    assert "%" in shown
    if "openings" in _COMMITTED:
        assert any(words in shown for words in ("better", "worse", "may be chance", "the same"))
    table = result.get_by_test_id("stDataFrame").filter(visible=True).first
    line = table.locator("tbody tr").first
    line.wait_for(state="attached")
    case = line.locator("td").all_text_contents()
    assert any("wrong" in text for text in case)
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    result.mouse.click(box["x"] + 16, box["y"] + 1.5 * _ROW)
    result.get_by_text("Expected", exact=True).filter(visible=True).last.wait_for()
    assert len(result.locator(".told pre").first.inner_text()) > 20


def test_a_run_can_be_taken_away(result, tmp_path: Path) -> None:
    with result.expect_download() as download:
        result.get_by_role("button", name=_ENDED).click()
    download.value.save_as(tmp_path / "run.json")
    (found,) = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert (found["suite"], len(found["cases"])) == ("openings", 30)
    with result.expect_download() as download:
        result.get_by_role("button", name="Download as a page").click()
    download.value.save_as(tmp_path / "run.html")
    assert "<html" in (tmp_path / "run.html").read_text(encoding="utf-8").lower()


def test_the_page_is_as_wide_as_a_phone(result) -> None:
    result.set_viewport_size({"width": 400, "height": 800})
    result.get_by_role("button", name=_ENDED).wait_for()
    main = result.get_by_test_id("stMain").element_handle()
    # Charts and tables follow a window that becomes narrower one after another.
    result.wait_for_function("main => main.scrollWidth <= main.clientWidth", arg=main, timeout=_FOLLOWED)


def test_the_way_back_to_the_workspace_is_kept(page) -> None:
    before = page.url.split("c=")[1]
    open_evaluation(page)
    page.reload()
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Chat").click()
    page.get_by_role("heading", name="Readiness Advisor").wait_for()
    assert page.url.split("c=")[1] == before
