"""The chat page without a browser: what is drawn, asked and kept."""

import asyncio
import threading
from collections.abc import Iterator

import pytest
import streamlit as st
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from advisor.framework import Status
from advisor.settings import PROJECT
from advisor.ui.server import begun_ahead
from advisor.ui.startup import startup

PAGE = str(PROJECT / "advisor" / "ui" / "views" / "chat.py")


@pytest.fixture
def page(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    for name in ("ADVISOR_HOME", "ADVISOR_CHROMA", "ADVISOR_DATABASE_URL"):
        monkeypatch.setenv(name, environment[name])
    st.cache_resource.clear()
    yield AppTest.from_file(PAGE, default_timeout=60)
    st.cache_resource.clear()


def test_the_first_view_says_what_it_is(page: AppTest) -> None:
    page.run()
    assert not page.exception
    assert page.title[0].value == "Readiness Advisor"
    said = " ".join(item.value for item in page.markdown)
    assert "healthcare AI pilot ready for production" in said
    assert "Not a clinical, legal or regulatory ruling" in said
    assert len(page.session_state.workspace) >= 16


def test_a_question_is_answered_and_kept(page: AppTest) -> None:
    page.run()
    page.chat_input[0].set_value("How long should a pilot run?").run()
    assert not page.exception
    kept = startup().advisor.workspaces.load(page.session_state.workspace)[1]
    assert [turn.message for turn in kept] == ["How long should a pilot run?"]
    assert not kept[0].reply.answer.abstained
    assert len(page.chat_message) == 2
    again = AppTest.from_file(PAGE, default_timeout=60)
    again.query_params["c"] = page.session_state.workspace
    again.run()
    assert len(again.chat_message) == 2


def test_html_in_a_message_is_shown_as_text(page: AppTest) -> None:
    page.run()
    page.chat_input[0].set_value('<img src="http://example.org/x.png"> ![a](http://example.org/y.png) why?').run()
    assert not page.exception
    drawn = " ".join(item.proto.body for item in page.main if item.type == "html") + " ".join(
        block.proto.body for message in page.chat_message for block in message if block.type == "html"
    )
    assert "<img" not in drawn
    assert all("example.org" not in item.value for item in page.markdown)


@pytest.mark.parametrize("given", ["short", "../../../etc/passwd", "a" * 200, "terminal:default"])
def test_an_address_that_is_no_conversation_begins_a_new_one(page: AppTest, given: str) -> None:
    page.query_params["c"] = given
    page.run()
    assert not page.exception
    assert page.session_state.workspace != given
    assert len(page.chat_message) == 0


def open_page(name: str, workspace: str) -> AppTest:
    found = AppTest.from_file(str(PROJECT / "advisor" / "ui" / "views" / f"{name}.py"), default_timeout=60)
    found.query_params["c"] = workspace
    found.run()
    assert not found.exception
    return found


@pytest.mark.parametrize("name", ["readiness", "gaps"])
def test_a_page_says_when_nothing_is_recorded(page: AppTest, name: str) -> None:
    page.run()
    empty = open_page(name, page.session_state.workspace)
    assert "Nothing is recorded yet" in " ".join(item.value for item in empty.markdown)


def test_the_pages_show_what_was_said_in_the_chat(page: AppTest) -> None:
    page.run()
    workspace = page.session_state.workspace
    for message in ("start", "Not yet", "In place"):
        page.chat_input[0].set_value(message).run()
        assert not page.exception
    readiness = open_page("readiness", workspace)
    numbers = {metric.label: metric.value for metric in readiness.metric}
    assert numbers["Gates in place"] == "1 of 19"
    assert numbers["Shown by documents"] == "0 of 1"
    register = open_page("gaps", workspace)
    assert list(register.dataframe[0].value["Criterion"]) == ["Who uses it, when, for what"]
    milestones = open_page("milestones", workspace)
    assert "No milestone yet" in milestones.caption[0].value
    milestones.text_input[0].set_value("Kick-off")
    milestones.button[0].click().run()
    assert not milestones.exception
    assert [m.name for m in startup().advisor.workspaces.milestones(workspace)] == ["Kick-off"]
    startup().advisor.rule(workspace, "problem.decision", Status.MET, "written since")
    later = open_page("milestones", workspace)
    html = " ".join(item.proto.body for item in later.main if item.type == "html")
    html += " ".join(item.proto.body for column in later.columns for item in column if item.type == "html")
    assert "Closed (1)" in html
    assert "Who uses it, when, for what" in html


def test_conversations_are_apart(page: AppTest) -> None:
    page.run()
    page.chat_input[0].set_value("Is accuracy enough?").run()
    other = AppTest.from_file(PAGE, default_timeout=60)
    other.run()
    assert len(other.chat_message) == 0
    assert other.session_state.workspace != page.session_state.workspace


def test_the_start_begins_with_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = threading.Event()
    monkeypatch.setattr("advisor.ui.startup.startup", begun.set)

    async def serve() -> None:
        async with begun_ahead(Starlette()):
            await asyncio.to_thread(begun.wait, 10)

    asyncio.run(serve())
    assert begun.is_set()
