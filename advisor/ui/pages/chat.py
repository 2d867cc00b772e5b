"""The chat page: ask, read, open a source, ask on."""

import re
import secrets
from html import escape

import streamlit as st

from advisor.conversation import Session, Turn
from advisor.ui.answer_view import draw_questions, draw_reply
from advisor.ui.passage_view import show_citation
from advisor.ui.startup import Startup, startup

_EXAMPLES = (
    "Why do healthcare AI pilots stall, and what does production really cost?",
    "How long should a pilot run before we decide?",
    "Who should own the AI tool a year after go-live?",
    "What must be in place before we scale?",
    "Our clinicians don't use the tool. What went wrong?",
    "Is 95% accuracy enough for go-live?",
)
_ID = re.compile(r"[A-Za-z0-9_-]{16,64}")


def conversation_id() -> str:
    """The id in the address, so that a reload finds the conversation; a new one where there is none."""
    given = st.query_params.get("c", "")
    if not _ID.fullmatch(given):
        given = secrets.token_urlsafe(18)
        st.query_params["c"] = given
    return given


def load(started: Startup) -> None:
    """Put the conversation of this address into the session."""
    name = conversation_id()
    if st.session_state.get("conversation") != name:
        session, turns = started.advisor.conversations.load(name)
        st.session_state.update(conversation=name, session=session, turns=turns, fresh=None, cited=None, asked=None)


def new_conversation() -> None:
    """Begin anew; the old conversation stays at its address."""
    st.query_params["c"] = secrets.token_urlsafe(18)


@st.fragment(run_every=0.5)
def draw_start(started: Startup) -> None:
    """How far the start is; draws the page again once it is done."""
    state = started.state
    if state.error is not None:
        st.error(escape(state.error), icon=":material/error:")
        if st.button("Try again"):
            started.again()
    elif state.ready:
        st.rerun()
    elif state.building:
        st.progress(min(1.0, state.share), text=f"Building the index of the articles. {state.step}.")
    else:
        st.caption(f"{state.step} …")


def draw_welcome() -> None:
    """What this is, what it is not, and questions to start from."""
    st.markdown(
        "Ask how to take a **healthcare AI pilot to production**. Every sentence of an answer comes from one of five "
        "published articles and carries a number that opens the passage. Where they do not answer, I say so."
    )
    st.caption("Not a clinical, legal or regulatory ruling. Nothing you type leaves this server.")
    draw_questions("Questions to start from", _EXAMPLES, "examples", ask)


def ask(question: str) -> None:
    """Put a question that was pressed in line."""
    st.session_state.asked = question


def draw_message(text: str) -> None:
    """What the person wrote, to the letter: never as Markdown or HTML."""
    with st.chat_message("user", avatar=":material/person:"):
        st.html(f'<div style="white-space: pre-wrap; overflow-wrap: anywhere">{escape(text[:4000])}</div>')


def draw_turn(number: int, turn: Turn, *, fresh: bool) -> None:
    """A message and its reply."""
    draw_message(turn.message)
    with st.chat_message("assistant", avatar=":material/fact_check:"):
        draw_reply(
            turn.reply,
            key=f"reply-{number}",
            fresh=fresh,
            on_cite=lambda cited: st.session_state.update(cited=(number, cited)),
            on_ask=ask,
        )


def take_turn(started: Startup, message: str) -> None:
    """Answer a message, keep the turn, and draw the page again with it."""
    draw_message(message)
    with st.chat_message("assistant", avatar=":material/fact_check:"), st.spinner("Reading the articles …"):
        while not started.wait(0.5) and started.state.error is None:
            pass
        if not started.state.ready:
            st.rerun()
        session: Session = st.session_state.session
        session, reply = started.advisor.say(st.session_state.conversation, session, message)
    turns: list[Turn] = st.session_state.turns
    turns.append(Turn(message, reply))
    st.session_state.update(session=session, fresh=len(turns) - 1)
    st.rerun()


def main() -> None:
    """Draw the page."""
    started = startup()
    load(started)
    turns: list[Turn] = st.session_state.turns
    left, right = st.columns([4, 1], vertical_alignment="bottom")
    left.title("Readiness Advisor", anchor=False)
    if turns:
        right.button(
            "New", icon=":material/add:", on_click=new_conversation, width="stretch", help="Start a new conversation"
        )
    typed = st.chat_input("Ask about taking an AI pilot to production", max_chars=20_000)
    message = typed or st.session_state.asked
    st.session_state.asked = None
    if not turns and not message:
        draw_welcome()
    for number, turn in enumerate(turns):
        draw_turn(number, turn, fresh=st.session_state.fresh == number)
    st.session_state.fresh = None
    if message:
        take_turn(started, message)
    if not started.state.ready:
        draw_start(started)
    cited = st.session_state.cited
    st.session_state.cited = None
    if cited is not None and started.state.ready:
        number, wanted = cited
        answer = turns[number].reply.answer
        found = [c for c in answer.citations if c.number == wanted] if answer else []
        if found:
            show_citation(started.advisor, found[0])


main()
