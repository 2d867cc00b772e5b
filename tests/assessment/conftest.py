from pathlib import Path

import pytest

from advisor.assessment import Assessor, Pattern, Rules
from advisor.framework import Framework

CRITERIA = [
    {"id": "p.demand", "satisfied": "There is a need.", "severity": "critical"},
    {"id": "p.value", "satisfied": "There is value.", "severity": "high"},
    {"id": "g.owner", "satisfied": "There is an owner.", "gate": True, "severity": "critical", "action": "Name one."},
    {"id": "g.budget", "satisfied": "There is money.", "gate": True, "severity": "high"},
    {"id": "g.drift", "satisfied": "Drift is watched.", "gate": True, "severity": "critical"},
    {"id": "g.phi", "satisfied": "Data are safe.", "gate": True, "severity": "critical"},
    {"id": "g.use", "satisfied": "It is in use.", "gate": True, "severity": "critical"},
    {"id": "o.capacity", "satisfied": "It was tested at load.", "severity": "low"},
]
PATTERN = {
    "id": "orphan", "name": "Orphan", "unmet": ["g.owner", "o.capacity"], "any_unmet": ["g.budget", "g.drift"],
    "met": ["g.use"], "sign": "s", "next": "n", "breaks": "b", "sections": ["a#b"],
}  # fmt: skip
RULES = {
    "unknown_gates": 0.2,
    "foundations": ["p.demand", "p.value"],
    "worth": {"met_documented": 1, "met_confirmed": 0.9, "met_said": 0.8, "partial": 0.5},
    "weight": {"critical": 4, "high": 3, "medium": 2, "low": 1},
    "outcomes": {"scale": "S", "iterate": "I", "stop": "X", "undetermined": "U"},
}


@pytest.fixture
def framework() -> Framework:
    return Framework.model_validate({"dimensions": [{"id": "all", "criteria": CRITERIA}]})


@pytest.fixture
def assessor(framework: Framework) -> Assessor:
    return Assessor(framework, (Pattern.model_validate(PATTERN),), Rules.model_validate(RULES))


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "own.yaml"
