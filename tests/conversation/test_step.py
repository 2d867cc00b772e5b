"""The interview, turn by turn: what is recorded, asked, changed and said."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.assessment import Basis, Kind, Outcome
from advisor.conversation import Reply, Session, Turn
from advisor.framework import Status
from advisor.interview import QUICK_REPLIES, Scope
from advisor.wiring import Advisor
from tests.judging.test_judge import INSTRUCTIONS


def say(advisor: Advisor, *messages: str, session: Session = Session()) -> tuple[Session, Reply]:
    reply = Reply()
    for message in messages:
        session, reply = advisor.conversation.step(session, message)
    return session, reply


def status(advisor: Advisor, session: Session, criterion: str) -> Status:
    return advisor.conversation.assess(session).findings[criterion].status


def test_start_asks_the_first_gate_with_its_reason_and_source(advisor: Advisor) -> None:
    session, reply = say(advisor, "Start the quick screen")
    assert session.interview.scope is Scope.QUICK
    assert reply.asks is not None
    assert reply.asks.criterion == advisor.framework.gates[0].id
    assert (reply.asks.number, reply.asks.total) == (1, 19)
    assert reply.asks.why
    assert reply.asks.citations
    assert reply.quick == tuple(QUICK_REPLIES)
    assert {c.section for c in reply.asks.citations} <= set(advisor.framework.gates[0].why.sections)


@pytest.mark.parametrize(("text", "found"), QUICK_REPLIES.items())
def test_a_quick_reply_is_recorded_and_the_next_question_asked(advisor: Advisor, text: str, found: Status) -> None:
    session, _ = say(advisor, "start")
    asked = session.interview.pending
    session, reply = say(advisor, text, session=session)
    assert status(advisor, session, asked) is found
    assert [(n.criterion, n.status) for n in reply.noted] == [(asked, found)]
    assert reply.asks.criterion != asked
    if found is Status.UNKNOWN:
        assert "What would settle it" in reply.text


def test_an_opening_statement_is_noted_and_the_interview_begins(advisor: Advisor) -> None:
    session, reply = say(
        advisor, "We pilot a sepsis alert. IT security approved it in May. Nobody watches for drift yet."
    )
    assert status(advisor, session, "compliance.security_review") is Status.MET
    assert status(advisor, session, "operations.drift") is Status.UNMET
    assert session.interview.on
    assert reply.asks is not None
    assert not any(b.confirmed for b in session.interview.bases)


def test_a_question_back_keeps_the_question_that_is_pending(advisor: Advisor) -> None:
    session, first = say(advisor, "start")
    for back in (
        "Why does that matter?",
        "What does good look like?",
        "what do others do?",
        "How long should a pilot run?",
    ):
        after, reply = say(advisor, back, session=session)
        assert reply.answer is not None, back
        assert not reply.answer.abstained, back
        assert reply.answer.citations, back
        assert reply.asks.criterion == first.asks.criterion, back
        assert reply.asks.back
        numbers = [c.number for c in reply.citations]
        assert numbers == list(range(1, len(numbers) + 1)), back
        assert after.interview.bases == ()


def test_where_the_articles_differ_the_positions_stand_side_by_side(advisor: Advisor) -> None:
    _, reply = say(advisor, "start", "How long should a pilot run?")
    assert len(reply.answer.differences[0].positions) >= 2


def test_off_the_subject_is_declined_without_citations_and_the_question_stays(advisor: Advisor) -> None:
    session, reply = say(advisor, "start", "Who won the football match yesterday?")
    assert reply.answer.abstained
    assert reply.answer.citations == ()
    assert reply.asks.criterion == session.interview.pending


def test_a_correction_changes_what_was_recorded(advisor: Advisor) -> None:
    session, _ = say(advisor, "start", "change the executive sponsor", "In place")
    assert status(advisor, session, "governance.sponsor") is Status.MET
    session, reply = say(advisor, "Actually, the sponsor left last month and nobody has taken over.", session=session)
    assert status(advisor, session, "governance.sponsor") is Status.UNMET
    assert reply.noted[0].before is Status.MET


def test_skip_leaves_open_back_returns_and_continue_comes_to_it_at_the_end(advisor: Advisor) -> None:
    session, first = say(advisor, "start")
    session, reply = say(advisor, "skip", session=session)
    assert reply.asks.criterion != first.asks.criterion
    assert not advisor.conversation.assess(session).findings[first.asks.criterion].settled
    returned, reply = say(advisor, "back", session=session)
    assert returned.interview.pending == first.asks.criterion
    session, reply = say(advisor, *["In place"] * 18, session=session)
    assert reply.asks is None
    assert "skipped" in reply.text
    session, reply = say(advisor, "continue", session=session)
    assert reply.asks.criterion == first.asks.criterion


def test_undo_and_withdraw_take_back(advisor: Advisor) -> None:
    session, first = say(advisor, "start")
    session, reply = say(advisor, "Not yet", "undo", session=session)
    assert reply.noted[0].withdrawn
    assert status(advisor, session, first.asks.criterion) is Status.UNKNOWN
    assert reply.asks.criterion == first.asks.criterion
    session, _ = say(advisor, "change the executive sponsor", "In place", session=session)
    session, reply = say(advisor, "withdraw what I said on the sponsor", session=session)
    assert status(advisor, session, "governance.sponsor") is Status.UNKNOWN
    assert session.interview.bases == ()
    assert say(advisor, "undo", session=session)[1].text == "Nothing is recorded yet."


def test_a_whole_quick_screen_ends_in_a_decision_and_changing_an_early_reply_changes_it(advisor: Advisor) -> None:
    session, reply = say(advisor, "start", *["In place"] * 19)
    assert reply.outlook.outcome == Outcome.SCALE
    assert reply.asks is None
    assert "Full assessment" in reply.quick
    session, _ = say(advisor, "change the executive sponsor", "Not yet", session=session)
    assert advisor.conversation.assess(session).decision.outcome is Outcome.ITERATE
    session, reply = say(advisor, "report", session=session)
    assert reply.outlook.outcome == Outcome.ITERATE
    assert reply.outlook.steps[0].criterion == "governance.sponsor"


def test_the_full_assessment_goes_on_where_the_screen_ended(advisor: Advisor) -> None:
    session, reply = say(advisor, "start", *["In place"] * 19, "Full assessment")
    assert session.interview.scope is Scope.FULL
    assert not advisor.framework.by_id[reply.asks.criterion].gate
    assert (reply.asks.number, reply.asks.total) == (20, 77)


def test_what_was_picked_up_in_passing_waits_for_confirmation(advisor: Advisor) -> None:
    session, _ = say(advisor, "We pilot a sepsis alert and IT security approved it in May.")
    missing = [c.id for c in advisor.framework.gates if c.id != "compliance.security_review"]
    session, reply = say(advisor, *["In place"] * len(missing), session=session)
    assert reply.outlook.outcome == Outcome.ITERATE
    assert reply.outlook.confirm == ("IT security review",)
    session, reply = say(advisor, "All of that is right", session=session)
    assert reply.outlook.outcome == Outcome.SCALE


def test_a_stop_criterion_reached_ends_in_stop_and_can_be_taken_back(advisor: Advisor) -> None:
    session, reply = say(advisor, "start", "Our agreed stop criterion was reached last week.")
    assert reply.outlook.outcome == Outcome.STOP
    session, _ = say(advisor, "undo", session=session)
    assert advisor.conversation.assess(session).decision.outcome is Outcome.UNDETERMINED


def test_stop_and_come_back_tomorrow(advisor: Advisor) -> None:
    session, reply = say(advisor, "start", "Not yet", "let's stop here for today")
    assert "nothing is lost" in reply.text
    stored = Session.from_dict(session.to_dict(), session.interview.bases)
    assert stored == session
    _, again = say(advisor, "continue", session=stored)
    assert again.asks.criterion == session.interview.pending


def test_a_message_that_instructs_records_nothing(advisor: Advisor) -> None:
    session, _ = say(advisor, "start")
    for instruction in INSTRUCTIONS:
        after, reply = say(advisor, instruction, session=session)
        assert after.interview.bases == (), instruction
        assert reply.asks is not None


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    said=st.lists(
        st.sampled_from(["In place", "Partly", "Not yet", "Nobody does that.", "Yes, since March."]), max_size=4
    ),
    instruction=st.sampled_from(INSTRUCTIONS),
    place=st.integers(0, 4),
)
def test_instructions_in_a_conversation_never_raise_a_status(
    advisor: Advisor, said: list[str], instruction: str, place: int
) -> None:
    plain, _ = say(advisor, "start", *said)
    mixed, _ = say(advisor, "start", *said[:place], instruction, *said[place:])
    before, after = advisor.conversation.assess(plain).findings, advisor.conversation.assess(mixed).findings
    assert {n: f.status for n, f in after.items()} == {n: f.status for n, f in before.items()}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(5)))
def test_the_order_of_replies_does_not_matter(advisor: Advisor, order: list[int]) -> None:
    replies = ["In place", "Partly", "Not yet", "Don't know", "Does not apply"]
    session, _ = say(advisor, "start")
    for number in order:
        name = advisor.framework.gates[number].label
        session, _ = say(advisor, f"change {name}", replies[number], session=session)
    found = advisor.conversation.assess(session)
    assert [found.findings[advisor.framework.gates[n].id].status for n in range(5)] == list(QUICK_REPLIES.values())
    assert found.decision.outcome is Outcome.UNDETERMINED


def test_a_ruling_on_a_page_moves_the_interview_on_and_a_later_reply_replaces_it(advisor: Advisor) -> None:
    session, first = say(advisor, "start")
    criterion = first.asks.criterion
    ruled = advisor.conversation.rule(session, criterion, Status.PARTIAL, "seen on the ward")
    assert status(advisor, ruled, criterion) is Status.PARTIAL
    assert ruled.interview.pending not in ("", criterion)
    assert advisor.conversation.current(ruled).asks.criterion == ruled.interview.pending
    later, _ = say(advisor, f"change {first.asks.name}", "In place", session=ruled)
    assert status(advisor, later, criterion) is Status.MET
    assert advisor.conversation.withdraw(later, criterion).interview.bases == ()


def test_small_talk_does_not_disturb(advisor: Advisor) -> None:
    session, _ = say(advisor, "start")
    after, reply = say(advisor, "thanks", session=session)
    assert reply.asks.criterion == session.interview.pending
    assert after.interview.bases == ()


def test_before_the_interview_a_question_is_a_question(advisor: Advisor) -> None:
    session, reply = say(advisor, "We have no budget for integration. What does production really cost?")
    assert not session.interview.on
    assert not reply.answer.abstained
    assert reply.asks is None


@pytest.mark.parametrize(
    "message", ["", "   ", "?", "🙂", "<script>alert(1)</script>", "a" * 30_000, "\0\0", "||||", "12345"]
)
def test_nothing_that_is_typed_breaks_a_turn(advisor: Advisor, message: str) -> None:
    for start in ((), ("start",)):
        session, reply = say(advisor, *start, message)
        assert session.interview.bases == ()
        assert reply.text or reply.answer


def test_turns_are_plain_to_store(advisor: Advisor) -> None:
    session = Session()
    for message in ("We pilot a scribe; IT security approved it in May.", "why?", "Not yet", "report", "undo"):
        session, reply = advisor.conversation.step(session, message)
        assert Reply.from_dict(reply.to_dict()) == reply
        assert Turn(message, reply).reply is reply
    basis = Basis("1.1", "a", Status.MET, Kind.REPLY, turn=1)
    assert Basis.from_dict(basis.to_dict()) == basis
