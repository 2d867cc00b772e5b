import numpy as np
import pytest

from advisor.answers import answerability
from advisor.answers.answerability import FEATURES, KINDS, Answerability
from advisor.answers.features import NAMES, features
from advisor.errors import ModelError
from advisor.wiring import Advisor


def small(**changes) -> Answerability:
    none = np.zeros((0, len(KINDS)))
    given = {
        "mean": np.zeros(2), "scale": np.ones(2), "share": 1.0, "uses_vector": False,
        "support": np.array([[1.0, 0.0]]), "strength": np.array([2.0]), "bias": -1.0, "gamma": 1.0,
        "threshold": 0.0, "kind_weights": none, "kind_bias": np.zeros(len(KINDS)),
    }  # fmt: skip
    return Answerability(**{**given, **changes})


def test_the_margin_is_the_kernel_machines_score() -> None:
    verdict = small().judge([1.0, 0.0], np.zeros(3, np.float32))
    assert verdict.margin == pytest.approx(2.0 - 1.0)
    assert verdict.answered
    far = small().judge([3.0, 0.0], np.zeros(3, np.float32))
    assert far.margin == pytest.approx(2.0 * np.exp(-4.0) - 1.0)
    assert not far.answered


def test_what_is_surely_off_the_subject_is_declined_whatever_the_margin() -> None:
    weights = np.zeros((3, len(KINDS)))
    weights[0, KINDS.index("off_topic")] = 9.0
    vector = np.array([1, 0, 0], np.float32)
    ours = small(kind_weights=weights, uses_vector=True, support=np.array([[1.0, 0.0, 1.0, 0.0, 0.0]]))
    verdict = ours.judge([1.0, 0.0], vector)
    assert verdict.margin > 0
    assert verdict.vetoed
    assert not verdict.answered
    assert verdict.kind == "off_topic"
    assert small(kind_weights=weights).judge([1.0, 0.0], vector).answered  # a document may well say it


@pytest.mark.parametrize("variant", ["articles", "general"])
def test_shipped_weights_fit_the_features(variant) -> None:
    found = answerability.load(variant)
    assert found.mean.shape == (len(FEATURES),)
    assert found.support.shape[1] == len(FEATURES) + (384 if variant == "articles" else 0)


def test_weights_for_other_features_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answerability, "FEATURES", ("other",))
    with pytest.raises(ModelError, match="training"):
        answerability.load.__wrapped__("articles")


def test_another_encoder_tells_no_kinds() -> None:
    assert answerability.load("general", "other").judge([0.0] * len(FEATURES), np.zeros(384, np.float32)).kinds == {}


def test_features_have_their_names(advisor: Advisor) -> None:
    question = "How many dollars does Kaiser Permanente pay?"
    values = dict(zip(NAMES, features(question, advisor.search.hits([question], 10), advisor.search), strict=True))
    assert values["number"] == values["money"] == 1.0
    assert values["who"] == 0.0
    assert values["names"] == 2.0
    assert 0.0 <= values["covered_top"] <= values["covered_best"] <= values["covered_all"] <= 1.0


def test_features_without_hits(advisor: Advisor) -> None:
    assert len(features("zz", [], advisor.search)) == len(NAMES)
