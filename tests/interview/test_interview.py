"""Commands, quick replies, clauses, and the order of the questions."""

from dataclasses import replace

import pytest

from advisor.assessment import Basis, Kind, Role
from advisor.framework import Status
from advisor.interview import (
    QUICK_REPLIES,
    Command,
    Doubt,
    Interview,
    Listener,
    Scope,
    command,
    left,
    next_criterion,
    quick_status,
)
from advisor.interview.clauses import clauses
from advisor.judging import Nearness
from advisor.wiring import Advisor


@pytest.mark.parametrize(
    ("message", "name", "what"),
    [
        ("skip", "skip", ""), ("Skip this one, please.", "skip", ""), ("later", "skip", ""), ("move on", "skip", ""),
        ("back", "back", ""), ("go back one", "back", ""), ("Can we go back?", "back", ""),
        ("why?", "why", ""), ("Why does that matter?", "why", ""), ("Why do you ask?", "why", ""),
        ("what do you mean?", "good", ""), ("What does good look like?", "good", ""), ("for example?", "good", ""),
        ("What do others do?", "others", ""), ("and how do other hospitals handle this?", "others", ""),
        ("summary", "summary", ""), ("Where do we stand?", "summary", ""), ("what have you noted so far?", "summary", ""),
        ("undo", "undo", ""), ("That's wrong", "undo", ""), ("I didn't say that", "undo", ""),
        ("stop", "stop", ""), ("Let's stop here for today", "stop", ""), ("I have to go", "stop", ""),
        ("report", "report", ""), ("Are we ready?", "report", ""), ("what is in the way of go-live?", "report", ""),
        ("continue", "resume", ""), ("I'm back", "resume", ""), ("where were we?", "resume", ""),
        ("start", "start", ""), ("Start the quick screen", "start", ""), ("Let's begin", "start", ""),
        ("full assessment", "full", ""), ("go on with the full assessment", "full", ""),
        ("confirm", "confirm", ""), ("All of that is right", "confirm", ""), ("That’s correct.", "confirm", ""),
        ("change the sponsor", "change", "sponsor"), ("Correct my answer on drift monitoring", "change", "drift monitoring"),
        ("withdraw what I said on the sponsor", "withdraw", "sponsor"), ("Delete my answer about training", "withdraw", "training"),
    ],
)  # fmt: skip
def test_commands_in_peoples_own_words(message: str, name: str, what: str) -> None:
    assert command(message) == (Command(name), what)


@pytest.mark.parametrize(
    "message",
    [
        "We stop the pilot when mortality rises",
        "The CFO will continue to pay",
        "Nobody has started with that",
        "Our report goes to the board every month",
        "Why do healthcare AI pilots stall?",
        "",
    ],
)
def test_what_is_no_command(message: str) -> None:
    assert command(message) is None


@pytest.mark.parametrize(
    ("message", "status"),
    [
        *((text, status.value) for text, status in QUICK_REPLIES.items()),
        ("yes", "met"), ("Yep.", "met"), ("It's done", "met"), ("Yes, it is", "met"), ("no", "unmet"), ("Nope", "unmet"),
        ("not yet, sorry", "unmet"), ("sort of", "partial"), ("Yes and no", "partial"), ("in progress", "partial"),
        ("I don’t know", "unknown"), ("no idea", "unknown"), ("not sure", "unknown"), ("n/a", "not_applicable"),
    ],
)  # fmt: skip
def test_short_words_are_quick_replies(message: str, status: str) -> None:
    assert quick_status(message) == status


@pytest.mark.parametrize("message", ["Yes, but only in two wards", "The nurses know", "", "noted"])
def test_what_says_more_is_no_quick_reply(message: str) -> None:
    assert quick_status(message) is None


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("CMIO sponsors it, no budget for Epic yet, we test in three wards",
         ["CMIO sponsors it", "no budget for Epic yet", "we test in three wards"]),
        ("The CMIO sponsors it and signed for the money", []),
        ("IT signed it off but nobody trained the nurses", ["IT signed it off", "nobody trained the nurses"]),
        ("Yes, signed.", []),
        ("Owner: Dr Shah leads it; drift is not watched", ["Owner: Dr Shah leads it", "drift is not watched"]),
        ("", []),
    ],
)  # fmt: skip
def test_clauses(sentence: str, found: list[str]) -> None:
    assert clauses(sentence) == found


def told(interview: Interview, **statuses: str) -> Interview:
    bases = [
        Basis("", name.replace("__", "."), Status(status), Kind.REPLY, confirmed=True)
        for name, status in statuses.items()
    ]
    return interview.record(*bases)


def test_gates_come_first_then_what_a_suspicion_hangs_on_then_the_rest_by_severity(advisor: Advisor) -> None:
    interview, asked = Interview(scope=Scope.FULL), []
    for _ in range(77):
        assessment = advisor.assessor.assess(interview.bases)
        following = next_criterion(assessment, Scope.FULL)
        assert following is not None
        suspected = {name for p in assessment.patterns if not p.holds for name in p.asks}
        open_ones = left(assessment, Scope.FULL)
        if any(c.gate for c in open_ones):
            assert following.gate
        elif suspected & {c.id for c in open_ones}:
            assert following.id in suspected
        else:
            assert following.severity.rank == min(c.severity.rank for c in open_ones)
        asked.append(following.id)
        interview = told(interview, **{following.id.replace(".", "__"): "unmet" if len(asked) % 3 else "met"})
    assert sorted(asked) == sorted(advisor.framework.by_id)
    assert next_criterion(advisor.assessor.assess(interview.bases), Scope.FULL) is None


def test_a_quick_screen_asks_the_gates_alone_and_never_what_is_settled(advisor: Advisor) -> None:
    gates = [c.id for c in advisor.framework.gates]
    interview = told(Interview(scope=Scope.QUICK), **{gates[0].replace(".", "__"): "unknown"})
    assessment = advisor.assessor.assess(interview.bases)
    assert [c.id for c in left(assessment, Scope.QUICK)] == gates[1:]
    assert next_criterion(assessment, Scope.QUICK, {gates[1]}).id == gates[2]
    assert next_criterion(assessment, Scope.QUICK, set(gates)) is None


def test_the_state_is_plain_to_store() -> None:
    interview = told(Interview(scope=Scope.QUICK, turn=3), a__b="met").ask("c.d")
    interview = Interview(
        **{**{f: getattr(interview, f) for f in interview.__slots__}, "doubt": Doubt(Status.MET, "x")}
    )
    assert Interview.from_dict(interview.to_dict(), interview.bases) == interview
    assert Interview.from_dict({}) == Interview()
    assert [b.id for b in interview.record(interview.bases[0]).bases] == ["3.1", "3.2"]
    assert interview.withdraw("a.b").bases == ()


def test_what_documents_show_replaces_what_they_showed_before() -> None:
    def shown(start: int, role: Role = Role.DECIDES) -> Basis:
        return Basis(
            "", "a.b", Status.MET, Kind.DOCUMENT, "words", document="f" * 64, start=start, end=start + 5, role=role
        )

    said = told(Interview(turn=1, skipped=frozenset({"a.b"})), c__d="unmet")
    first = replace(said, turn=2).documented([shown(0), shown(9, Role.SUPPORTS)])
    assert [(b.id, b.kind, b.start) for b in first.bases] == [
        ("1.1", Kind.REPLY, 0), ("2.1", Kind.DOCUMENT, 0), ("2.2", Kind.DOCUMENT, 9),
    ]  # fmt: skip
    assert first.skipped == frozenset()
    later = replace(first, turn=3)
    assert later.documented([shown(9, Role.SUPPORTS), shown(0)]) == later
    turned = later.documented([shown(9), shown(0, Role.SUPPORTS)])
    assert [(b.id, b.start, b.role) for b in turned.bases[1:]] == [("3.1", 9, Role.DECIDES), ("3.2", 0, Role.SUPPORTS)]
    assert turned.withdraw("a.b") == turned
    assert turned.documented([]).bases == said.bases


@pytest.fixture
def listener(advisor: Advisor) -> Listener:
    finder = advisor.criteria_finder
    return Listener(advisor.framework, advisor.judge, Nearness(advisor.framework, finder, finder.regression), finder)


def test_several_findings_are_taken_from_one_message(listener: Listener) -> None:
    heard = listener.hear(
        "IT security approved it in May, patient data is encrypted with access by role. Nobody watches for drift.",
        None,
        {},
    )
    found = {r.criterion: r.status.value for r in heard.readings}
    assert (
        found.items()
        >= {"compliance.security_review": "met", "compliance.phi": "met", "operations.drift": "unmet"}.items()
    )
    assert not any(r.direct for r in heard.readings)


def test_a_question_and_an_answer_in_one_message_are_told_apart(listener: Listener, advisor: Advisor) -> None:
    pending = advisor.framework.by_id["governance.owner"]
    heard = listener.hear("Yes, Dr Shah is accountable for it for good. Who does that elsewhere?", pending, {})
    assert heard.question == "Who does that elsewhere?"
    assert [(r.criterion, r.status.value, r.direct) for r in heard.readings] == [("governance.owner", "met", True)]


def test_a_stop_criterion_is_heard_but_not_its_denial(listener: Listener) -> None:
    assert listener.hear("Our agreed stop criterion was reached last week.", None, {}).stop_reached
    assert not listener.hear("The stop criterion has not been reached in our pilot.", None, {}).stop_reached
    assert not listener.hear("We would stop if the kill criterion were met.", None, {}).stop_reached


def test_a_vague_reply_is_not_recorded(listener: Listener, advisor: Advisor) -> None:
    for vague in ("Well, it is complicated.", "We look at it from time to time, more or less."):
        heard = listener.hear(vague, advisor.framework.by_id["governance.gates"], {})
        assert not [reading for reading in heard.readings if reading.direct]


def test_which_criterion_a_person_means(listener: Listener) -> None:
    assert listener.which("sponsor", ()).id == "governance.sponsor"
    assert listener.which("drift", ()).id == "operations.drift"
    assert listener.which("IT security review", {"governance.owner"}).id == "compliance.security_review"
    assert listener.which("the weather in Paris tomorrow", ()) is None
