"""Documents beside the conversation: what they settle, what stays theirs, and where they disagree with a person."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from advisor.assessment import Basis, Finding, Kind, Role
from advisor.conversation import Session, changed
from advisor.framework import Status
from advisor.interview import Scope
from advisor.wiring import Advisor
from tests.conversation.test_step import say

SPONSOR = "governance.sponsor"


def shown(criterion: str, status: str, role: Role = Role.DECIDES, start: int = 0) -> Basis:
    return Basis(
        "", criterion, Status(status), Kind.DOCUMENT, "The minutes say so.", document="f" * 64, page=1, start=start, end=start + 9, role=role
    )  # fmt: skip


def documented(advisor: Advisor, session: Session, *bases: Basis) -> Session:
    return advisor.conversation.documented(session, bases)


def finding(advisor: Advisor, session: Session, criterion: str = SPONSOR) -> Finding:
    return advisor.conversation.assess(session).findings[criterion]


def of_documents(session: Session) -> Sequence[Basis]:
    return [b for b in session.interview.bases if b.kind is Kind.DOCUMENT]


def test_unchanged_documents_make_no_new_turn(advisor: Advisor) -> None:
    bases = [
        shown(SPONSOR, "met"),
        shown(SPONSOR, "met", Role.SUPPORTS, 50),
        shown(SPONSOR, "unmet", Role.CONTRADICTS, 90),
    ]
    session = documented(advisor, Session(), *bases)
    assert session.interview.turn == 1
    surer = [replace(basis, confidence=0.5) for basis in reversed(bases)]
    assert documented(advisor, session, *surer) is session
    assert documented(advisor, Session()) == Session()


def test_what_documents_no_longer_show_is_gone_and_what_they_show_still_keeps_its_turn(advisor: Advisor) -> None:
    session = documented(advisor, Session(), shown(SPONSOR, "met"), shown("operations.drift", "unmet"))
    after = documented(advisor, session, shown(SPONSOR, "met"), shown("change.training", "partial"))
    assert [(b.criterion, b.turn) for b in after.interview.bases] == [(SPONSOR, 1), ("change.training", 2)]
    assert finding(advisor, after, "operations.drift").status is Status.UNKNOWN
    assert documented(advisor, after).interview.bases == ()


def test_undo_takes_back_replies_and_leaves_documents(advisor: Advisor) -> None:
    session, _ = say(advisor, "start")
    asked = session.interview.pending
    session, _ = say(advisor, "Not yet", session=session)
    session = documented(advisor, session, shown(asked, "met"))
    session, reply = say(advisor, "undo", session=session)
    assert [(n.criterion, n.status, n.withdrawn) for n in reply.noted] == [(asked, Status.MET, False)]
    assert [b.criterion for b in session.interview.bases] == [asked]
    assert finding(advisor, session, asked).documented
    session, reply = say(advisor, "undo", session=session)
    assert reply.text == "Nothing is recorded yet."
    assert len(of_documents(session)) == 1


def test_withdrawing_takes_back_replies_and_leaves_documents(advisor: Advisor) -> None:
    session = documented(advisor, Session(), shown(SPONSOR, "partial"))
    session, _ = say(advisor, "start", "change the executive sponsor", "In place", session=session)
    for after in (
        say(advisor, "withdraw what I said on the sponsor", session=session)[0],
        advisor.conversation.withdraw(session, SPONSOR),
    ):
        assert [b.kind for b in after.interview.bases] == [Kind.DOCUMENT]
        assert finding(advisor, after).status is Status.PARTIAL
    again, reply = say(advisor, "withdraw what I said on the sponsor", session=after)
    assert "rests on a document" in reply.text
    assert of_documents(again) == of_documents(after)


def test_what_documents_settle_is_not_asked(advisor: Advisor) -> None:
    gates = [c.id for c in advisor.framework.gates]
    session = documented(advisor, Session(), *(shown(name, "met") for name in gates[:15]))
    session, reply = say(advisor, "start", session=session)
    asked = [reply.asks.criterion]
    while len(asked) <= len(gates):
        session, reply = say(advisor, "In place", session=session)
        if reply.asks is None:
            break
        asked.append(reply.asks.criterion)
    assert sorted(asked) == sorted(gates[15:])
    assert reply.outlook.outcome == "scale"


def test_what_only_supports_or_contradicts_is_still_asked(advisor: Advisor) -> None:
    first = say(advisor, "start")[1].asks.criterion
    session = documented(
        advisor, Session(), shown(first, "met", Role.SUPPORTS), shown(first, "unmet", Role.CONTRADICTS)
    )
    assert say(advisor, "start", session=session)[1].asks.criterion == first


def test_where_documents_settle_the_pending_question_the_next_one_comes_up(advisor: Advisor) -> None:
    session, reply = say(advisor, "start")
    after = documented(advisor, session, shown(reply.asks.criterion, "met"))
    assert after.interview.pending not in ("", reply.asks.criterion)
    other = documented(advisor, session, shown("economics.tco", "met"))
    assert other.interview.pending == reply.asks.criterion


@pytest.mark.parametrize(("said", "status"), [("In place", "unmet"), ("Not yet", "met"), ("Partly", "unmet")])
def test_a_document_against_a_reply_is_disputed_and_the_lower_counts(advisor: Advisor, said: str, status: str) -> None:
    session, _ = say(advisor, "start", "change the executive sponsor", said)
    session = documented(advisor, session, shown(SPONSOR, status))
    found = finding(advisor, session)
    assert (found.status, found.disputed) == (Status.UNMET, True)
    assert {b.kind for b in found.bases} == {Kind.REPLY, Kind.DOCUMENT}
    ruled = advisor.conversation.rule(session, SPONSOR, Status.MET, "seen")
    assert (finding(advisor, ruled).status, finding(advisor, ruled).disputed) == (Status.MET, False)
    session, _ = say(advisor, "change the executive sponsor", "Not yet", session=session)
    assert finding(advisor, session).disputed is (status == "met")


def test_the_last_one_is_the_last_reply_and_no_document(advisor: Advisor) -> None:
    session, _ = say(advisor, "start")
    asked = session.interview.pending
    session, _ = say(advisor, "In place", session=session)
    session = documented(advisor, session, shown("operations.drift", "met"))
    session, reply = say(advisor, "Actually, the last one is only partly in place", session=session)
    assert [(n.criterion, n.status) for n in reply.noted] == [(asked, Status.PARTIAL)]
    assert finding(advisor, session, "operations.drift").status is Status.MET


def test_files_in_the_conversation_are_answered_and_the_question_stays(advisor: Advisor) -> None:
    before, first = say(advisor, "start")
    assessment = advisor.conversation.assess(before)
    session = documented(advisor, before, shown(SPONSOR, "met"), shown("operations.drift", "unmet"))
    after, reply = advisor.conversation.received(session, ["a.txt: read, 8 words."], assessment)
    assert reply.text.startswith("a.txt: read, 8 words.")
    assert "speak of 2 points: 1 in place, 1 not in place" in reply.text
    assert reply.asks.criterion == session.interview.pending
    assert after.interview.turn == session.interview.turn + 1
    assert after.interview.bases == session.interview.bases
    _, reply = advisor.conversation.received(before, ["a.txt: read, 8 words."], assessment)
    assert "settle none" in reply.text
    assert reply.asks.criterion == first.asks.criterion


def test_files_before_the_interview_offer_it(advisor: Advisor) -> None:
    session = documented(advisor, Session(), shown(SPONSOR, "met"))
    after, reply = advisor.conversation.received(session, [], advisor.conversation.assess(Session()))
    assert reply.asks is None
    assert reply.quick[0] == "Start the quick screen"
    assert not after.interview.on
    assert say(advisor, reply.quick[0], session=after)[0].interview.scope is Scope.QUICK


def test_what_changed_is_said_by_name(advisor: Advisor) -> None:
    before = advisor.conversation.assess(documented(advisor, Session(), shown(SPONSOR, "unmet")))
    after = advisor.conversation.assess(documented(advisor, Session(), shown(SPONSOR, "met")))
    label = advisor.framework.by_id[SPONSOR].label
    assert changed(advisor.conversation.assess(Session()), after) == []
    assert changed(before, after) == [f"Closed: {label}. Gaps as before: 0."]
    assert changed(after, before) == [f"Opened: {label}. Gaps as before: 0."]
    assert changed(before, before) == ["No gap closed or opened. Gaps as before: 1."]
    assert changed(after, advisor.conversation.assess(Session())) == [f"No longer known: {label}. Gaps as before: 0."]
    gaps = [shown(criterion.id, "unmet") for criterion in advisor.framework.criteria]
    whole = advisor.conversation.assess(documented(advisor, Session(), *gaps))
    assert " and 70 more. Gaps as before: 1." in changed(before, whole)[0]
