"""Findings -> gaps, score, patterns, decision. Everything here is computed from findings and never stored."""

from advisor.assessment.assess import Assessment, Assessor
from advisor.assessment.decision import Decision, Outcome
from advisor.assessment.findings import find
from advisor.assessment.gaps import Gap
from advisor.assessment.patterns import Pattern, PatternFound
from advisor.assessment.plans import Assignment, Change, Milestone, Work, compare
from advisor.assessment.rules import Rules, read_patterns, read_rules
from advisor.assessment.score import Score
from advisor.assessment.types import STOP, Basis, Finding, Kind, Role

__all__ = [
    "STOP",
    "Assessment",
    "Assessor",
    "Assignment",
    "Basis",
    "Change",
    "Decision",
    "Finding",
    "Gap",
    "Kind",
    "Milestone",
    "Outcome",
    "Pattern",
    "PatternFound",
    "Role",
    "Rules",
    "Score",
    "Work",
    "compare",
    "find",
    "read_patterns",
    "read_rules",
]
