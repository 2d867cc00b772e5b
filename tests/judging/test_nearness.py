"""Which criteria a text is about, by the tuned encoder."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from advisor.errors import ModelError
from advisor.framework import Framework
from advisor.judging import Finder, Nearness
from advisor.judging.nearness import FINDER
from advisor.search import MiniLM
from advisor.search.minilm import WEIGHTS
from advisor.wiring import Advisor

OTHERS = Framework.model_validate(
    {
        "dimensions": [
            {
                "id": "x",
                "criteria": [
                    {"id": "x.exits", "satisfied": "Fire exits are free of obstacles on every floor."},
                    {"id": "x.keys", "satisfied": "Keys to the medicine room are counted at each change of shift."},
                    {"id": "x.freezer", "satisfied": "Freezer temperatures are recorded and alarms are tested."},
                ],
            }
        ]
    }
)
SAID = {
    "x.exits": "On three there is a bed parked in front of the emergency door again.",
    "x.keys": "Nobody signs for the drug cupboard bunch when nights hand over to days.",
    "x.freezer": "The minus eighty went off twice in June and the beeper had no battery.",
}
OURS = {
    "governance.sponsor": "The COO signed for it in March and chairs the steering group herself.",
    "economics.production_budget": "The board approved a budget line for running it in production.",
    "change.training": "All night nurses went through the half-day course and passed the quiz.",
    "compliance.security_review": "Information security looked it over in May and signed it off.",
}


def found(nearness: Nearness, finder: Finder, texts: list[str], framework: Framework) -> list[str]:
    scores = nearness.scores(texts, finder.encode(texts))
    assert scores.shape == (len(texts), len(framework.criteria))
    assert np.allclose(np.exp(scores).sum(axis=1), 1, atol=1e-3)
    return [framework.criteria[column].id for column in scores.argmax(axis=1)]


def test_it_finds_criteria_that_it_was_never_shown_by_one_sentence(advisor: Advisor) -> None:
    finder = advisor.criteria_finder
    nearness = Nearness(OTHERS, finder, finder.regression)
    assert not nearness.trained
    assert found(nearness, finder, list(SAID.values()), OTHERS) == list(SAID)
    assert nearness.scores([], finder.encode([])).shape == (0, 3)


def test_ours_are_told_by_the_linear_model(advisor: Advisor) -> None:
    finder, framework = advisor.criteria_finder, advisor.framework
    nearness = Nearness(framework, finder, finder.regression)
    assert nearness.trained
    scores = nearness.scores(list(OURS.values()), finder.encode(list(OURS.values())))
    ids = list(framework.by_id)
    for name, row in zip(OURS, scores, strict=True):
        assert name in [ids[column] for column in np.argsort(-row)[:3]]


def test_the_tuned_tensors_stand_in_for_the_official_ones() -> None:
    texts = ["The COO signed for it.", "Nobody watches for drift."]
    ours, official = Finder().encode(texts), MiniLM().encode(texts)
    assert ours.shape == official.shape
    assert np.allclose(np.linalg.norm(ours, axis=1), 1, atol=1e-3)
    assert (ours * official).sum(axis=1).max() < 0.99


def test_other_weights_than_the_shipped_ones_are_refused(tmp_path: Path) -> None:
    shutil.copytree(FINDER, tmp_path / "finder")
    file = tmp_path / "finder" / WEIGHTS
    file.write_bytes(file.read_bytes()[:-2] + b"\0\1")
    with pytest.raises(ModelError, match="not the shipped file"):
        Finder(tmp_path / "finder").encode(["x"])
    (tmp_path / "finder" / "card.json").unlink()
    with pytest.raises(ModelError, match="missing or broken"):
        _ = Finder(tmp_path / "finder").sha256
