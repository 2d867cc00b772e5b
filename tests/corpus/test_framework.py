"""The framework, the patterns and the decision's rules that are shipped."""

import hashlib

import pytest
import yaml

from advisor.assessment import read_patterns, read_rules
from advisor.framework import Criterion, Severity, read_framework
from advisor.passages import read_articles
from advisor.settings import CORPUS

SECTIONS = {s.id for d in read_articles(CORPUS / "articles", CORPUS / "articles") for s in d.sections}
FRAMEWORK = read_framework(CORPUS / "framework", sections=SECTIONS)
# The sha256 of ids, gates and statements, in order.
DESIGN = "d4a1a14548c9f05f1c3df9b56b08e21479a3ed496dbf1f1c6b5e86e4bfd183ff"
KEYS = {
    "id", "name", "satisfied", "gate", "sections", "question", "why", "good", "levels", "evidence", "action",
    "owner_role", "horizon_days", "severity", "samples",
}  # fmt: skip


def test_the_criteria_are_those_of_the_design() -> None:
    """Ids, statements and gates are final: stored assessments and benchmarks use them."""
    assert (len(FRAMEWORK.dimensions), len(FRAMEWORK.criteria), len(FRAMEWORK.gates)) == (10, 77, 19)
    lines = "\n".join(f"{c.id}\t{c.gate}\t{c.satisfied}" for c in FRAMEWORK.criteria)
    assert hashlib.sha256(lines.encode()).hexdigest() == DESIGN


@pytest.mark.parametrize("criterion", FRAMEWORK.criteria, ids=lambda c: c.id)
def test_each_criterion_has_all_that_it_needs(criterion: Criterion) -> None:
    assert criterion.question.endswith("?")
    assert len(criterion.question.split()) <= 32
    assert criterion.why is not None
    assert criterion.why.sections
    assert all((criterion.good, criterion.levels.met, criterion.levels.partial, criterion.levels.unmet))
    assert criterion.evidence
    assert criterion.action
    assert criterion.owner_role
    samples = criterion.samples
    assert min(len(samples.met), len(samples.partial), len(samples.unmet), len(samples.aside)) >= 3
    texts = [*samples.met, *samples.partial, *samples.unmet, *samples.aside]
    assert len(set(texts)) == len(texts) >= 8
    assert not criterion.gate or criterion.severity in (Severity.CRITICAL, Severity.HIGH)


def test_no_key_is_misspelt_and_names_differ() -> None:
    for path in sorted((CORPUS / "framework").glob("*.yaml")):
        for item in yaml.safe_load(path.read_text(encoding="utf-8"))["criteria"]:
            assert set(item) <= KEYS, f"{path.name}: {item['id']}"
            assert set(item["samples"]) == {"met", "partial", "unmet", "aside"}
    names = [criterion.label for criterion in FRAMEWORK.criteria]
    assert len(set(names)) == len(names)


def test_the_patterns_of_the_design_are_there() -> None:
    patterns = read_patterns(CORPUS / "patterns.yaml", FRAMEWORK, sections=SECTIONS)
    assert len(patterns) == 15
    by_name = {p.name: p for p in patterns}
    assert set(by_name["Pilot purgatory"].unmet) == {
        "governance.owner", "operations.service_level", "economics.production_budget",
    }  # fmt: skip
    assert set(by_name["Shadow IT stop"].any_unmet) == {"compliance.phi", "data.permissions"}
    assert by_name["Local success"].met == ("evaluation.real_setting",)
    assert all(p.sections for p in patterns)


def test_the_rules_of_the_design_are_there() -> None:
    rules = read_rules(CORPUS / "decision.yaml", FRAMEWORK)
    assert rules.unknown_gates == 0.2
    assert set(rules.foundations) == {"problem.demand", "problem.decision", "problem.value_path"}
    assert rules.worth.met_documented > rules.worth.met_confirmed > rules.worth.met_said > rules.worth.partial
    assert set(rules.outcomes) == {"scale", "iterate", "stop", "undetermined"}
