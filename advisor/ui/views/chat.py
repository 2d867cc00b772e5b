"""The chat page: ask, read, open a source, ask on."""

from html import escape

import streamlit as st

from advisor.conversation import Reply, Session, Turn
from advisor.errors import AdvisorError
from advisor.interview import Scope
from advisor.ui.answer_view import draw_questions, draw_reply
from advisor.ui.board import draw_board, lights, progress
from advisor.ui.finding_view import show_finding
from advisor.ui.intake import draw_demo
from advisor.ui.jobs import FILE_TYPES, Progress, draw_job, draw_outcome, jobs
from advisor.ui.passage_view import show_citation
from advisor.ui.place import new_workspace, workspace_id
from advisor.ui.startup import Startup, startup
from advisor.wiring import Advisor

_EXAMPLES = (
    "Start the quick screen",
    "Why do healthcare AI pilots stall, and what does production really cost?",
    "How long should a pilot run before we decide?",
    "Who should own the AI tool a year after go-live?",
    "Our clinicians don't use the tool. What went wrong?",
    "Is 95% accuracy enough for go-live?",
)
_FOLD = 700  # characters of a message that are shown
_OPEN = 6  # gaps named beside the chat


def ask(question: str) -> None:
    """Put a question in line. It leaves the line only when its answer is kept, so no click loses it."""
    waiting: list[str] = st.session_state.waiting
    waiting.append(question)


@st.fragment(run_every=0.5)
def draw_start(started: Startup) -> None:
    """How far the start is; draws the page again once it is done."""
    state = started.state
    if state.error is not None:
        draw_error(started, "start")
    elif state.ready:
        st.rerun()
    elif state.building:
        st.progress(min(1.0, state.share), text=f"Building the index of the articles. {state.step}.")
    else:
        st.caption(f"{state.step} …")


def draw_error(started: Startup, key: str) -> None:
    """What went wrong at the start, as text, and a way to try again; drawn in places told apart by `key`."""
    with st.container(border=True):
        st.html(f"<strong>The advisor could not start.</strong><br>{escape(started.state.error or '')}")
        if st.button("Try again", key=f"again-{key}"):
            started.again()
            st.rerun()


def draw_welcome() -> None:
    """What this is, what it is not, and questions to start from."""
    st.markdown(
        "Is your **healthcare AI pilot ready for production**? Tell me about it in two sentences: I note what that "
        "settles, and ask what matters most next. Or ask me how to take a pilot to production. Every sentence of an "
        "answer comes from our briefs of five published articles and carries a number that opens the passage."
    )
    st.markdown(
        "Not a clinical, legal or regulatory ruling. What you type stays on this server; the address of this page "
        "brings you back to it, and opens it for whoever has it."
    )
    draw_questions("To start from", _EXAMPLES, "examples", ask)


def draw_message(text: str) -> None:
    """What the person wrote, to the letter: never as Markdown or HTML. A long one is cut, and says so."""
    shown = escape(text[:_FOLD])
    if len(text) > _FOLD:
        shown += f" … <em>({len(text):,} characters in all)</em>"
    with st.chat_message("user", avatar=":material/person:"):
        st.html(f'<div role="heading" aria-level="2" class="asked">{shown}</div>')


def draw_turn(number: int, turn: Turn, *, live: bool) -> None:
    """A message and its reply."""
    draw_message(turn.message)
    with st.chat_message("assistant", avatar=":material/fact_check:"):
        draw_turn_reply(number, turn, fresh=False, live=live)


def draw_turn_reply(number: int, turn: Turn, *, fresh: bool, live: bool) -> None:
    """The reply of a turn; what is pressed in it is handled in the next run."""
    state = st.session_state
    draw_reply(
        turn.reply,
        key=f"reply-{number}",
        fresh=fresh,
        live=live,
        focus=state.focus[1] if state.focus and state.focus[0] == number else None,
        on_cite=lambda cited: state.update(cited=(number, cited)),
        on_ask=ask,
        on_open=lambda criterion: state.update(opened=criterion),
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
                draw_error(started, "turn")
                return None
            try:
                turn = started.advisor.say(name, message)
            except AdvisorError as error:
                waiting.pop(0)
                st.html(f"That could not be answered: {escape(str(error))}")
                return None
            # Nothing of Streamlit between keeping a turn and taking it from the line: a click may end the run there.
            waiting.pop(0)
        draw_turn_reply(number, turn, fresh=True, live=True)
    return turn


def take_files(started: Startup, name: str, files: list[tuple[str, bytes]]) -> None:
    """Read and analyse files in the background; the reply comes as a turn of the conversation."""

    def work(progress: Progress) -> list[str]:
        while not started.state.ready and started.state.error is None:
            progress(0.0, "Getting ready")
            started.wait(0.25)
        started.advisor.receive(name, files, progress)
        return []

    if not jobs().start(name, work):
        st.warning("Your documents are being worked on; send the new ones when that is done.")


@st.fragment  # a light that is pressed draws this again, not the conversation
def draw_panel(advisor: Advisor, workspace: str, session: Session) -> None:
    """Beside the chat: how far along, the gates as lights, what is open; a light opens its finding."""
    interview = session.interview
    assessment = advisor.assessor.assess(interview.bases)
    criteria = assessment.framework.criteria
    gates = assessment.framework.gates
    known = sum(assessment.findings[g.id].known for g in gates)
    items = [progress(known, len(gates), f"{known} of {len(gates)} gates known")]
    if interview.scope is Scope.FULL:
        done = sum(assessment.findings[c.id].known for c in criteria)
        items.append(progress(done, len(criteria), f"{done} of {len(criteria)} points known"))
    items.append(lights(assessment, gates, asked=interview.pending, title="Gates"))
    gaps = [gap.criterion for gap in assessment.gaps if gap.status.open]
    if gaps:
        items.append(lights(assessment, gaps[:_OPEN], title=f"Open gaps ({len(gaps)})"))
    draw_board(items, "panel", narrow=True, on_open=lambda name: st.session_state.update(lit=name))
    if lit := st.session_state.pop("lit", None):
        show_finding(advisor, workspace, lit)


def draw_asked_now(advisor: Advisor, session: Session, replies: list[Reply]) -> list[Reply]:
    """The replies, with the pending question as one more where something done on a page has moved on since the last."""
    asked = replies[-1].asks if replies else None
    if not replies or not session.interview.pending or (asked and asked.criterion == session.interview.pending):
        return replies
    reply = advisor.conversation.current(session)
    with st.chat_message("assistant", avatar=":material/fact_check:"):
        draw_turn_reply(len(replies), Turn("", reply), fresh=False, live=True)
    return [*replies, reply]


def main() -> None:
    """Draw the page."""
    started = startup()
    name = workspace_id()
    panel = st.sidebar.container()
    with st.sidebar:
        st.button("New conversation", icon=":material/add:", on_click=new_workspace, width="stretch")
        st.caption("The conversation so far stays at its address; keep it as a bookmark to come back.")
    st.title("Readiness Advisor", anchor=False)
    typed = st.chat_input(
        "Tell me about your pilot, answer, ask, or drop in documents",
        max_chars=20_000,
        accept_file="multiple",
        file_type=FILE_TYPES,
    )
    if typed is not None and typed.text.strip():
        ask(typed.text)
    started.wait_for_records()
    if typed is not None and typed.files:
        take_files(started, name, [(file.name, file.getvalue()) for file in typed.files])
    if not started.state.records:
        draw_error(started, "records")
        return
    _, turns = started.advisor.workspaces.load(name)
    # Places of their own, emptied at once: what an earlier run drew would stand there greyed while a person waits.
    welcome, start = st.empty(), st.empty()
    if not turns and not st.session_state.waiting:
        with welcome.container():
            draw_welcome()
            draw_demo(started.advisor, name)
    else:
        welcome.empty()
    if st.session_state.waiting:
        start.empty()
    for number, turn in enumerate(turns):
        draw_turn(number, turn, live=number == len(turns) - 1 and not st.session_state.waiting)
    st.session_state.focus = None
    # No rerun after an answer: it would take a message that arrives just then for one already seen, or twice.
    while st.session_state.waiting:
        # Streamlit begins a new run while an older one is still answering: only one of them takes from the line.
        with st.session_state.turns_lock:
            for turn in started.advisor.workspaces.load(name)[1][len(turns) :]:
                draw_turn(len(turns), turn, live=not st.session_state.waiting)
                turns.append(turn)
            taken = take_turn(started, name, len(turns)) if st.session_state.waiting else None
        if taken is None:
            break
        turns.append(taken)
    job = jobs().of(name)
    if job is not None and not job.done:
        draw_job(jobs(), name)
    else:
        draw_outcome(name)
    session = started.advisor.workspaces.session(name)
    if session.interview.on:
        with panel:
            draw_panel(started.advisor, name, session)
    if not started.state.ready:
        with start.container():
            draw_start(started)
        return
    replies = draw_asked_now(started.advisor, session, [turn.reply for turn in turns])
    open_dialogs(started.advisor, name, replies)


def open_dialogs(advisor: Advisor, workspace: str, replies: list[Reply]) -> None:
    """The source or the finding that was pressed."""
    state = st.session_state
    cited, state.cited = state.cited, None
    opened, state.opened = state.opened, None
    if cited is not None and cited[0] < len(replies):
        found = [c for c in replies[cited[0]].citations if c.number == cited[1]]
        if found:
            show_citation(advisor, found[0], lambda: state.update(focus=cited))
    elif opened:
        show_finding(advisor, workspace, opened)


main()
