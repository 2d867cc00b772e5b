"""Passages weighed against each other: one status, what carries it, and what contradicts it."""

from dataclasses import replace
from datetime import date

import pytest

from advisor.assessment import Role
from advisor.documents import Shown
from advisor.documents.basis import bases_of
from advisor.documents.weigh import Candidate, Rules, weigh
from advisor.framework import Status
from tests.documents.conftest import FRAMEWORK, shares, unit

CRITERION = FRAMEWORK.criteria[0]
RULES = Rules(least=0.5, counts=0.35, met=0.5, against=0.6)


def weighed(*given: dict[str, float], rules: Rules = RULES) -> Shown:
    """What passages 0, 1, ... show, given their shares."""
    return weigh(CRITERION, [Candidate(unit(str(n), start=n), shares(**by)) for n, by in enumerate(given)], rules)


def numbers(evidence: tuple) -> list[int]:
    return [int(e.unit.text) for e in evidence]


def test_silence_is_unknown_and_says_so() -> None:
    found = weighed()
    assert (found.status, found.confidence, found.evidence, found.against) == (Status.UNKNOWN, 0, (), ())
    assert "say nothing" in found.why
    assert weighed({"met": 0.1}) == found


def test_a_passage_below_the_threshold_settles_nothing() -> None:
    found = weighed({"met": 0.49}, {"unmet": 0.4})
    assert (found.status, found.evidence) == (Status.UNKNOWN, ())
    assert "touches" in found.why
    assert weighed({"met": 0.5}).status is Status.MET


def test_passages_vote_by_how_likely_they_speak() -> None:
    found = weighed({"met": 0.8}, {"partial": 0.7}, {"partial": 0.6, "unmet": 0.15}, {"unmet": 0.3})
    votes = {"met": 0.8 * 0.8, "partial": 0.7 * 0.7 + 0.75 * 0.6, "unmet": 0.75 * 0.15}
    assert found.status is Status.PARTIAL
    assert found.confidence == pytest.approx(0.8 * votes["partial"] / sum(votes.values()))
    assert numbers(found.evidence) == [1, 2]  # 3 is too unlikely to count
    assert [e.confidence for e in found.evidence] == pytest.approx([0.7, 0.6])


@pytest.mark.parametrize(("met", "status"), [(0.5, Status.MET), (0.6, Status.UNMET)])
def test_met_needs_its_share(met: float, status: Status) -> None:
    given = {"met": 0.5, "unmet": 0.3, "partial": 0.2}
    assert weighed(given, rules=replace(RULES, met=met)).status is status


def test_no_other_status_needs_a_share() -> None:
    given = {"partial": 0.4, "met": 0.3, "unmet": 0.3}
    assert weighed(given, rules=replace(RULES, met=0.9)).status is Status.PARTIAL


@pytest.mark.parametrize(
    ("one", "other", "opposed"),
    [
        ("met", "unmet", True), ("unmet", "met", True), ("met", "not_applicable", True),
        ("met", "partial", False), ("unmet", "partial", False), ("partial", "met", False),
        ("unmet", "not_applicable", False),
    ],
)  # fmt: skip
def test_only_what_cannot_both_hold_contradicts(one: str, other: str, opposed: bool) -> None:
    found = weighed({one: 0.9}, {other: 0.7})
    assert found.status == one
    assert numbers(found.evidence) == [0]
    assert numbers(found.against) == [1] * opposed
    assert weighed({one: 0.9}, {other: 0.59}).against == ()  # too doubtful to contradict


@pytest.mark.parametrize(("later", "status"), [(date(2027, 3, 1), "unmet"), (date(2027, 1, 2), "met"), (None, "met")])
def test_the_later_of_two_dated_passages_speaks(later: date | None, status: str) -> None:
    first = Candidate(replace(unit("0"), said_on=date(2027, 1, 1)), shares(met=0.9))
    other = Candidate(replace(unit("1"), said_on=later), shares(unmet=0.8))
    for given in ([first, other], [other, first]):
        found = weigh(CRITERION, given, RULES)
        assert found.status == status
        assert numbers(found.evidence) + numbers(found.against) == ([1] if status == "unmet" else [0, 1])


def test_a_passage_does_not_contradict_itself() -> None:
    found = weighed({"met": 0.7, "unmet": 0.2}, {"met": 0.65, "unmet": 0.1}, rules=replace(RULES, met=0.95))
    assert found.status is Status.UNMET
    assert numbers(found.evidence) == [0]
    assert numbers(found.against) == [1]


def test_what_is_shown_becomes_bases_with_roles() -> None:
    found = weighed({"met": 0.9}, {"met": 0.8}, {"unmet": 0.7})
    bases = bases_of([found, Shown("a.budget")], {"a.txt": "f" * 64})
    assert [(b.role, b.status, b.quote, b.start) for b in bases] == [
        (Role.DECIDES, Status.MET, "0", 0), (Role.SUPPORTS, Status.MET, "1", 1), (Role.CONTRADICTS, Status.UNMET, "2", 2),
    ]  # fmt: skip
    assert {(b.criterion, b.document) for b in bases} == {("a.sponsor", "f" * 64)}
    assert bases[0].confidence == pytest.approx(found.confidence, abs=1e-4)


def test_the_deciding_basis_has_the_status_of_the_whole() -> None:
    found = weighed({"met": 0.7, "unmet": 0.2}, rules=replace(RULES, met=0.95))
    assert found.evidence[0].status is Status.MET
    assert [(b.role, b.status) for b in bases_of([found], {"a.txt": "f"})] == [(Role.DECIDES, Status.UNMET)]


def test_to_be_in_place_takes_a_passage_that_surely_speaks_of_it() -> None:
    rules = Rules(least=0.2, least_met=0.4, counts=0.1, met=0.5)
    assert weighed({"met": 0.3}, rules=rules).status is Status.UNKNOWN
    assert weighed({"met": 0.5}, rules=rules).status is Status.MET
    assert weighed({"unmet": 0.3}, rules=rules).status is Status.UNMET
