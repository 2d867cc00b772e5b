"""The chat page without a browser: what is drawn, asked and kept."""

from collections.abc import Iterator

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from advisor.settings import PROJECT
from advisor.ui.startup import startup

PAGE = str(PROJECT / "advisor" / "ui" / "pages" / "chat.py")


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
    assert "healthcare AI pilot to production" in said
    assert "Not a clinical, legal or regulatory ruling" in said
    assert len(page.session_state.conversation) >= 16


def test_a_question_is_answered_and_kept(page: AppTest) -> None:
    page.run()
    page.chat_input[0].set_value("How long should a pilot run?").run()
    assert not page.exception
    kept = startup().advisor.conversations.load(page.session_state.conversation)[1]
    assert [turn.message for turn in kept] == ["How long should a pilot run?"]
    assert not kept[0].reply.answer.abstained
    assert len(page.chat_message) == 2
    again = AppTest.from_file(PAGE, default_timeout=60)
    again.query_params["c"] = page.session_state.conversation
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
    assert page.session_state.conversation != given
    assert len(page.chat_message) == 0


def test_conversations_are_apart(page: AppTest) -> None:
    page.run()
    page.chat_input[0].set_value("Is accuracy enough?").run()
    other = AppTest.from_file(PAGE, default_timeout=60)
    other.run()
    assert len(other.chat_message) == 0
    assert other.session_state.conversation != page.session_state.conversation
