"""Why a status was given: the words without which it would not have been, and the nearest sample."""

from collections.abc import Sequence

import numpy as np
import pytest

from advisor.framework import Status
from advisor.judging.explain import carried, explained
from advisor.wiring import Advisor


def share_of(word: str, of_others: float = 0.1):
    """A share that hangs on one word alone."""
    return lambda texts: np.asarray([0.9 if word in text else of_others for text in texts], np.float32)


def test_the_word_that_the_status_hangs_on_is_named() -> None:
    assert carried("We have no budget.", share_of("no")) == "no"
    assert carried("The money, frankly, is gone.", share_of("gone")) == "gone"


def test_of_a_long_text_a_stretch_is_named_and_the_readings_are_few() -> None:
    text = " ".join(f"word{n}" for n in range(60)) + " never " + " ".join(f"more{n}" for n in range(30))
    asked: list[Sequence[str]] = []

    def share(texts: Sequence[str]) -> np.ndarray:
        asked.append(texts)
        return share_of("never")(texts)

    found = carried(text, share)
    assert "never" in found
    assert found in text
    assert len(asked) == 1
    assert len(asked[0]) <= 13


def test_where_no_word_alone_carries_it_none_is_named() -> None:
    assert carried("We have no budget.", lambda texts: np.full(len(texts), 0.9, np.float32)) == ""
    assert carried("No.", share_of("No")) == ""
    assert carried("", share_of("x")) == ""


def test_the_wording_alone_names_its_cues() -> None:
    assert "“no”" in explained(Status.UNMET, "There is no budget.")
    assert explained(Status.MET, "Blue.") == "It states a fact that is in place."


@pytest.mark.parametrize(
    ("text", "status", "words"),
    [
        ("Our COO signed the sponsorship letter and holds the budget line after go-live.", Status.MET, ""),
        ("So far nobody has agreed to act as executive sponsor.", Status.UNMET, "nobody"),
    ],
)
def test_a_reply_is_explained_by_its_words_and_a_sample(
    advisor: Advisor, text: str, status: Status, words: str
) -> None:
    criterion = advisor.framework.by_id["governance.sponsor"]
    said = advisor.judge.because(criterion, text, status)
    assert words in said
    assert any(sample in said for sample in getattr(criterion.samples, status.value)), said


def test_no_sample_is_named_where_none_is_alike(advisor: Advisor) -> None:
    criterion = advisor.framework.by_id["governance.sponsor"]
    said = advisor.judge.because(criterion, "Lunch is at noon.", Status.UNKNOWN)
    assert "sample" not in said
