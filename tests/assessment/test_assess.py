"""Findings, score, patterns and decision, on a framework of eight criteria."""

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from advisor.assessment import (
    STOP,
    Assessment,
    Assessor,
    Basis,
    Finding,
    Kind,
    Outcome,
    Pattern,
    Role,
    Rules,
    compare,
    read_patterns,
    read_rules,
)
from advisor.errors import CorpusError
from advisor.framework import Framework, Status
from tests.assessment.conftest import CRITERIA, PATTERN, RULES

GATES = ("g.owner", "g.budget", "g.drift", "g.phi", "g.use")
NAMES = [str(item["id"]) for item in CRITERIA]


def basis(criterion: str, status: str, kind: Kind = Kind.REPLY, *, turn: int = 1, confirmed: bool = True) -> Basis:
    return Basis(f"{turn}.{criterion}", criterion, Status(status), kind, "words", confirmed=confirmed, turn=turn)


def told(**statuses: str) -> list[Basis]:
    return [basis(name.replace("__", "."), status) for name, status in statuses.items()]


def gates(status: str = "met", **others: str) -> list[Basis]:
    return [basis(name, others.get(name.split(".")[1], status)) for name in GATES]


def test_silence_is_unknown_and_never_met(assessor: Assessor) -> None:
    found = assessor.assess([])
    assert {f.status for f in found.findings.values()} == {Status.UNKNOWN}
    assert found.score.overall.score == found.score.overall.coverage == 0
    assert found.decision.outcome is Outcome.UNDETERMINED
    assert found.patterns == ()
    assert len(found.gaps) == len(CRITERIA)


def test_the_last_reply_speaks_and_a_ruling_outranks_it(assessor: Assessor) -> None:
    first, later = basis("g.owner", "met", turn=1), basis("g.owner", "unmet", turn=2)
    assert assessor.assess([later, first]).findings["g.owner"].status is Status.UNMET
    ruled = basis("g.owner", "partial", Kind.OVERRIDE, turn=1)
    finding = assessor.assess([ruled, later, first]).findings["g.owner"]
    assert (finding.status, finding.basis, finding.confirmed) == (Status.PARTIAL, ruled, True)


def test_where_a_person_and_a_document_disagree_the_lower_counts_and_both_are_shown(assessor: Assessor) -> None:
    bases = [basis("g.owner", "met"), basis("g.owner", "unmet", Kind.DOCUMENT)]
    finding = assessor.assess(bases).findings["g.owner"]
    assert finding.status is Status.UNMET
    assert finding.disputed
    assert {b.kind for b in finding.bases} == {Kind.REPLY, Kind.DOCUMENT}
    unsure = [basis("g.owner", "unknown"), basis("g.owner", "met", Kind.DOCUMENT)]
    finding = assessor.assess(unsure).findings["g.owner"]
    assert (finding.status, finding.disputed, finding.documented) == (Status.MET, False, True)


@pytest.mark.parametrize("role", [Role.SUPPORTS, Role.CONTRADICTS])
def test_what_only_supports_or_contradicts_never_decides(assessor: Assessor, role: Role) -> None:
    beside = [replace(basis("g.owner", "unmet", Kind.DOCUMENT, turn=9), role=role)]
    assert assessor.assess(beside).findings["g.owner"] == Finding("g.owner")
    for kind in Kind:
        decides = basis("g.owner", "met", kind)
        finding = assessor.assess([*beside, decides]).findings["g.owner"]
        assert (finding.status, finding.bases, finding.disputed) == (Status.MET, (decides,), False)


def test_the_score_is_a_floor_weighed_by_severity(assessor: Assessor) -> None:
    bases = [
        basis("g.owner", "met", confirmed=False),  # 4 x 0.8
        basis("g.drift", "met"),  # 4 x 0.9
        basis("g.phi", "met", Kind.DOCUMENT),  # 4 x 1
        basis("g.budget", "partial"),  # 3 x 0.5
        basis("o.capacity", "not_applicable"),
        basis("p.value", "unmet"),
    ]
    score = assessor.assess(bases).score
    total = 4 + 3 + 4 + 3 + 4 + 4 + 4  # without o.capacity
    assert score.overall.score == pytest.approx((3.2 + 3.6 + 4 + 1.5) / total)
    assert score.overall.coverage == pytest.approx(5 / 7)
    assert score.by_dimension["all"].counts[Status.UNKNOWN] == 2
    assert score.by_dimension["all"].total == len(CRITERIA)


def test_a_pattern_holds_is_suspected_or_is_out(assessor: Assessor) -> None:
    def found(**statuses: str) -> tuple[bool, tuple[str, ...]] | None:
        patterns = assessor.assess(told(**statuses)).patterns
        return (patterns[0].holds, patterns[0].asks) if patterns else None

    holds = {"g__owner": "unmet", "o__capacity": "partial", "g__drift": "unmet", "g__use": "met"}
    assert found(**holds) == (True, ())
    assert found(**{**holds, "g__use": "unknown"}) == (False, ("g.use",))
    assert found(g__owner="unmet") == (False, ("o.capacity", "g.use", "g.budget", "g.drift"))
    assert found(**{**holds, "g__owner": "met"}) is None
    assert found(**{**holds, "g__use": "partial"}) is None
    assert found(**{**holds, "g__drift": "met", "g__budget": "met"}) is None
    assert found(g__drift="unmet") is None  # nothing of what must be unmet is known


def test_scale_needs_every_gate_confirmed_or_documented(assessor: Assessor) -> None:
    decision = assessor.assess(gates()).decision
    assert decision.outcome is Outcome.SCALE
    assert "on your word" in decision.why[0]
    one_in_passing = [*gates()[:-1], basis("g.use", "met", confirmed=False)]
    decision = assessor.assess(one_in_passing).decision
    assert (decision.outcome, decision.unconfirmed, decision.blocking) == (Outcome.ITERATE, ("g.use",), ("g.use",))
    shown = [*one_in_passing, basis("g.use", "met", Kind.DOCUMENT)]
    assert assessor.assess(shown).decision.outcome is Outcome.SCALE


def test_a_pattern_that_holds_stands_in_the_way_of_scale(framework: Framework) -> None:
    pattern = Pattern.model_validate({**PATTERN, "unmet": ["o.capacity"], "any_unmet": [], "met": []})
    assessor = Assessor(framework, (pattern,), Rules.model_validate(RULES))
    decision = assessor.assess([*gates(), basis("o.capacity", "unmet")]).decision
    assert decision.outcome is Outcome.ITERATE
    assert decision.blocking == ("o.capacity",)
    assert "Orphan" in " ".join(decision.why)


def test_open_gates_make_iterate_and_unknown_ones_too_little_known(assessor: Assessor) -> None:
    decision = assessor.assess(gates(owner="unmet", drift="partial")).decision
    assert (decision.outcome, decision.blocking) == (Outcome.ITERATE, ("g.owner", "g.drift"))
    assert (
        assessor.assess(gates(use="unknown")).decision.outcome is Outcome.ITERATE
    )  # one of five: not more than a fifth
    decision = assessor.assess(gates(use="unknown", phi="unknown")).decision
    assert (decision.outcome, decision.blocking) == (Outcome.UNDETERMINED, ("g.phi", "g.use"))


def test_stop_where_there_is_nothing_to_build_on(assessor: Assessor) -> None:
    nothing = told(p__demand="unmet", p__value="unmet")
    assert assessor.assess([*gates(), *nothing]).decision.outcome is Outcome.STOP
    assert assessor.assess(nothing).decision.blocking == ("p.demand", "p.value")
    for other in ("met", "partial", "unknown"):
        bases = [*gates(), *told(p__demand="unmet", p__value=other)]
        assert assessor.assess(bases).decision.outcome is not Outcome.STOP, other


def test_stop_where_the_person_says_that_a_stop_criterion_is_reached(assessor: Assessor) -> None:
    said = basis(STOP, "met")
    assert assessor.assess([*gates(), said]).decision.outcome is Outcome.STOP
    assert assessor.assess([*gates(), said, basis(STOP, "unmet", turn=2)]).decision.outcome is Outcome.SCALE


def test_gaps_come_in_the_order_in_which_to_close_them(assessor: Assessor) -> None:
    bases = told(p__demand="partial", g__budget="unmet", g__owner="partial", g__drift="unmet", o__capacity="met")
    known = [gap.criterion.id for gap in assessor.assess(bases).gaps if gap.status.open]
    assert known == ["g.drift", "g.owner", "g.budget", "p.demand"]
    assert [gap.criterion.id for gap in assessor.assess(bases).gaps][4:] == ["g.phi", "g.use", "p.value"]


statuses = st.sampled_from(["met", "partial", "unmet", "unknown", "not_applicable"])
replies = st.dictionaries(st.sampled_from(NAMES), statuses)


@given(said=replies, order=st.randoms())
def test_the_order_of_replies_does_not_matter(said: dict[str, str], order) -> None:
    framework = Framework.model_validate({"dimensions": [{"id": "all", "criteria": CRITERIA}]})
    assessor = Assessor(framework, (Pattern.model_validate(PATTERN),), Rules.model_validate(RULES))
    bases = [basis(name, status, turn=turn) for turn, (name, status) in enumerate(said.items())]
    shuffled = list(bases)
    order.shuffle(shuffled)
    one, other = assessor.assess(bases), assessor.assess(shuffled)
    assert (one.findings, one.decision, one.score) == (other.findings, other.decision, other.score)
    again = [basis(name, status, turn=turn) for turn, (name, status) in enumerate(reversed(said.items()))]
    assert statuses_of(assessor.assess(again)) == statuses_of(one)
    assert assessor.assess(again).decision == one.decision


@given(said=replies)
def test_what_is_unknown_never_counts_as_met(said: dict[str, str]) -> None:
    framework = Framework.model_validate({"dimensions": [{"id": "all", "criteria": CRITERIA}]})
    assessor = Assessor(framework, (), Rules.model_validate(RULES))
    found = assessor.assess([basis(name, status) for name, status in said.items()])
    for name in NAMES:
        if found.findings[name].status is Status.UNKNOWN:
            worse = assessor.assess([basis(n, s) for n, s in said.items() if n != name] + [basis(name, "unmet")])
            assert worse.score.overall.score == pytest.approx(found.score.overall.score)
    unknown_gates = [name for name in GATES if found.findings[name].status is Status.UNKNOWN]
    assert not (unknown_gates and found.decision.outcome is Outcome.SCALE)


def statuses_of(assessment: Assessment) -> dict[str, Status]:
    return {name: finding.status for name, finding in assessment.findings.items()}


def test_two_moments_are_compared(assessor: Assessor) -> None:
    before = assessor.assess(told(g__owner="unmet", g__budget="partial", g__drift="met", g__phi="unmet")).findings
    after = assessor.assess(
        told(g__owner="met", g__budget="unmet", g__drift="partial", g__phi="partial", g__use="unmet")
    ).findings
    change = compare(before, after)
    assert change.closed == ("g.owner",)
    assert change.regressed == ("g.budget", "g.drift")
    assert change.still_open == ("g.phi",)
    assert change.new == ("g.use",)


def test_every_pair_of_statuses_has_a_place(assessor: Assessor) -> None:
    for old, now in itertools.product(Status, Status):
        change = compare(
            assessor.assess(told(g__owner=old.value)).findings, assessor.assess(told(g__owner=now.value)).findings
        )
        named = [*change.closed, *change.still_open, *change.new, *change.regressed]
        assert len(named) == (now.open or (old.open and now in (Status.MET, Status.NOT_APPLICABLE))), (old, now)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"unmet": ["g.nobody"]}, "no criterion has the id 'g.nobody'"),
        ({"sections": ["x#y"]}, "no article has the section 'x#y'"),
        ({"sing": "s"}, "line 13: sing"),
    ],
)
def test_a_malformed_pattern_is_named(own: Path, framework: Framework, change: dict, said: str) -> None:
    own.write_text(yaml.safe_dump([{**PATTERN, **change}]), encoding="utf-8")
    with pytest.raises(CorpusError) as caught:
        read_patterns(own, framework, sections={"a#b"})
    assert "own.yaml" in str(caught.value)
    assert said in str(caught.value)
    own.write_text(yaml.safe_dump([PATTERN]), encoding="utf-8")
    assert len(read_patterns(own, framework, sections={"a#b"})) == 1


def test_malformed_rules_are_named(own: Path, framework: Framework) -> None:
    own.write_text(yaml.safe_dump({**RULES, "foundations": ["p.none"]}), encoding="utf-8")
    with pytest.raises(CorpusError, match=r"line \d+: no criterion has the id 'p.none'"):
        read_rules(own, framework)
    own.write_text(yaml.safe_dump({**RULES, "unknown_gates": 2}), encoding="utf-8")
    with pytest.raises(CorpusError, match=r"line \d+: unknown_gates"):
        read_rules(own, framework)
