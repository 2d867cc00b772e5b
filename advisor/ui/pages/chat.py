"""The chat page: ask, read, open a source, ask on."""

import re
import secrets
from html import escape

import streamlit as st

from advisor.conversation import Turn
from advisor.errors import AdvisorError
from advisor.ui.answer_view import draw_questions, draw_reply
from advisor.ui.passage_view import show_citation
from advisor.ui.startup import Startup, startup

_EXAMPLES = (
    "Why do healthcare AI pilots stall, and what does production really cost?",
    "How long should a pilot run before we decide?",
    "Who should own the AI tool a year after go-live?",
    "Our clinicians don't use the tool. What went wrong?",
    "Is 95% accuracy enough for go-live?",
)
_ID = re.compile(r"[A-Za-z0-9_-]{16,64}")
_STYLE = "<style>h1 { font-size: 2rem !important; } .asked { white-space: pre-wrap; overflow-wrap: anywhere; }</style>"
_FOLD = 700  # characters of a message that are shown


def conversation_id() -> str:
    """The id in the address, so that a reload finds the conversation; a new one where there is none."""
    given = st.query_params.get("c", "")
    if not _ID.fullmatch(given):
        given = secrets.token_urlsafe(18)
        st.query_params["c"] = given
    return given


def prepare() -> str:
    """The conversation of this address, with an empty tray for it where it was another one before."""
    name = conversation_id()
    if st.session_state.get("conversation") != name:
        st.session_state.update(conversation=name, waiting=[], cited=None, focus=None)
    return name


def new_conversation() -> None:
    """Begin anew; the old conversation stays at its address."""
    st.query_params["c"] = secrets.token_urlsafe(18)


def ask(question: str) -> None:
    """Put a question in line. It leaves the line only when its answer is kept, so no click loses it."""
    waiting: list[str] = st.session_state.waiting
    waiting.append(question)


@st.fragment(run_every=0.5)
def draw_start(started: Startup) -> None:
    """How far the start is; draws the page again once it is done."""
    state = started.state
    if state.error is not None:
        draw_error(started)
    elif state.ready:
        st.rerun()
    elif state.building:
        st.progress(min(1.0, state.share), text=f"Building the index of the articles. {state.step}.")
    else:
        st.caption(f"{state.step} …")


def draw_error(started: Startup) -> None:
    """What went wrong at the start, as text, and a way to try again."""
    with st.container(border=True):
        st.html(f"<strong>The advisor could not start.</strong><br>{escape(started.state.error or '')}")
        if st.button("Try again"):
            started.again()
            st.rerun()


def draw_welcome() -> None:
    """What this is, what it is not, and questions to start from."""
    st.markdown(
        "Ask how to take a **healthcare AI pilot to production**. Every sentence of an answer comes from our briefs of "
        "five published articles and carries a number that opens the passage. Where they do not answer, I say so."
    )
    st.markdown(
        "Not a clinical, legal or regulatory ruling. What you type stays on this server; the address of this page "
        "brings you back to it, and opens it for whoever has it."
    )
    draw_questions("Questions to start from", _EXAMPLES, "examples", ask)


def draw_message(text: str) -> None:
    """What the person wrote, to the letter: never as Markdown or HTML. A long one is cut, and says so."""
    shown = escape(text[:_FOLD])
    if len(text) > _FOLD:
        shown += f" … <em>({len(text):,} characters in all)</em>"
    with st.chat_message("user", avatar=":material/person:"):
        st.html(f'<div role="heading" aria-level="2" class="asked">{shown}</div>')


def draw_turn(number: int, turn: Turn, *, fresh: bool = False) -> None:
    """A message and its reply."""
    draw_message(turn.message)
    with st.chat_message("assistant", avatar=":material/fact_check:"):
        draw_turn_reply(number, turn, fresh=fresh)


def draw_turn_reply(number: int, turn: Turn, *, fresh: bool) -> None:
    """The reply of a turn; what is pressed in it is handled in the next run."""
    state = st.session_state
    draw_reply(
        turn.reply,
        key=f"reply-{number}",
        fresh=fresh,
        focus=state.focus[1] if state.focus and state.focus[0] == number else None,
        on_cite=lambda cited: state.update(cited=(number, cited)),
        on_ask=ask,
    )


def take_turn(started: Startup, name: str, number: int) -> Turn | None:
    """Answer the first question in line, keep the turn and draw it; None where that could not be done."""
    waiting: list[str] = st.session_state.waiting
    message = waiting[0]
    draw_message(message)
    with st.chat_message("assistant", avatar=":material/fact_check:"):
        with st.spinner("Reading the articles …" if started.state.ready else "Getting ready, a few seconds …"):
            while not started.state.ready and started.state.error is None:
                started.wait(0.25)
            if started.state.error is not None:
                draw_error(started)
                return None
            session, _ = started.advisor.conversations.load(name)
            try:
                _, reply = started.advisor.say(name, session, message)
            except AdvisorError as error:
                waiting.pop(0)
                st.html(f"That could not be answered: {escape(str(error))}")
                return None
            # Nothing of Streamlit between keeping a turn and taking it from the line: a click may end the run there.
            waiting.pop(0)
        turn = Turn(message, reply)
        draw_turn_reply(number, turn, fresh=True)
    return turn


def main() -> None:
    """Draw the page."""
    started = startup()
    name = prepare()
    with st.sidebar:
        st.button("New conversation", icon=":material/add:", on_click=new_conversation, width="stretch")
        st.caption("The conversation so far stays at its address; keep it as a bookmark to come back.")
    st.html(
        "<style>h1 { font-size: 2rem !important; } .asked { white-space: pre-wrap; overflow-wrap: anywhere; }</style>"
    )
    st.title("Readiness Advisor", anchor=False)
    typed = st.chat_input("Ask about taking an AI pilot to production", max_chars=20_000)
    if typed:
        ask(typed)
    started.wait_for_records()
    if not started.state.records:
        draw_error(started)
        return
    _, turns = started.advisor.conversations.load(name)
    # Places of their own, emptied at once: what an earlier run drew would stand there greyed while a person waits.
    welcome, start = st.empty(), st.empty()
    if not turns and not st.session_state.waiting:
        with welcome.container():
            draw_welcome()
    else:
        welcome.empty()
    if st.session_state.waiting:
        start.empty()
    for number, turn in enumerate(turns):
        draw_turn(number, turn)
    st.session_state.focus = None
    # No rerun after an answer: it would take a message that arrives just then for one already seen, or twice.
    while st.session_state.waiting:
        taken = take_turn(started, name, len(turns))
        if taken is None:
            break
        turns.append(taken)
    if not started.state.ready:
        with start.container():
            draw_start(started)
        return
    cited, st.session_state.cited = st.session_state.cited, None
    if cited is not None and cited[0] < len(turns):
        answer = turns[cited[0]].reply.answer
        found = [c for c in answer.citations if c.number == cited[1]] if answer else []
        if found:
            show_citation(started.advisor, found[0], lambda: st.session_state.update(focus=cited))


main()
