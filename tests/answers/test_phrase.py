"""With a chat model: what it writes is checked against what it cites, and the composed answer is never lost."""

import pytest

from advisor.answers import Answerer
from advisor.answers.phrase import phrased, supported
from advisor.answers.types import Answer, Citation, Sentence
from advisor.errors import ModelError
from advisor.llm import ChatModel, split_numbered
from advisor.wiring import Advisor

QUOTES = ("Production costs five to ten times (5-10x) the pilot.", "Training is not part of the pilot's budget.")


def answer() -> Answer:
    citations = tuple(
        Citation(n, "x", "X", None, None, 0, len(quote), quote, "0" * 64) for n, quote in enumerate(QUOTES, start=1)
    )
    return Answer("What does it cost?", tuple(Sentence(q, (n,)) for n, q in enumerate(QUOTES, start=1)), citations)


class Fake:
    name = "fake"

    def __init__(self, text: str | None) -> None:
        self._text = text

    def phrase(self, question, sentences) -> str:
        assert tuple(sentences) == QUOTES
        if self._text is None:
            raise ModelError("the chat model fake did not answer (Timeout)")
        return self._text


def test_what_holds_is_kept_with_its_numbers() -> None:
    found = phrased(answer(), Fake("Production costs five to ten times what the pilot costs [1]."))
    assert found.sentences == (Sentence("Production costs five to ten times what the pilot costs.", (1,)),)
    assert found.model == "fake"
    assert found.removed == ()


@pytest.mark.parametrize(
    "text",
    [
        "Production costs seven times the pilot. [1]",  # another figure
        "Production costs 40 times the pilot. [1]",
        "Production costs five to ten times the pilot.",  # no citation
        "Production costs five to ten times the pilot. [9]",  # a citation that is not there
        "Training is part of the pilot's budget. [2]",  # the negation is lost
        "Surgeons prefer blue scrubs on winter mornings. [1]",  # words of nowhere
    ],
)
def test_what_fails_its_check_falls_and_is_counted(text: str) -> None:
    found = phrased(answer(), Fake(text))
    assert found.sentences == answer().sentences
    assert found.model is None
    assert len(found.removed) == 1
    assert "did not hold" in found.notes[0]


def test_one_bad_sentence_does_not_take_the_others_along() -> None:
    found = phrased(answer(), Fake("Production costs five to ten times the pilot [1]. It is 90 percent cheaper [1]."))
    assert len(found.sentences) == 1
    assert len(found.removed) == 1
    assert found.model == "fake"


def test_a_model_that_is_down_leaves_the_composed_answer() -> None:
    found = phrased(answer(), Fake(None))
    assert found.sentences == answer().sentences
    assert found.model is None
    assert "Timeout" in found.notes[0]


def test_a_declined_question_is_not_put_to_the_model(advisor: Advisor) -> None:
    asked = Answerer(advisor.search, advisor.encoder, advisor.relevance, variant="articles", phraser=Fake(None))
    found = asked.answer("What is the best lasagne recipe?")
    assert found.abstained
    assert found.notes == ()


def test_a_provider_that_is_not_installed_is_a_model_error() -> None:
    with pytest.raises(ModelError, match="nowhere:nothing did not answer"):
        ChatModel("nowhere:nothing").phrase("q", ["s"])


def test_numbers_at_the_end_belong_to_the_sentence() -> None:
    assert split_numbered("One thing [1][3]. Another, see\nbelow. [2, 9] Rest", 3) == [
        ("One thing.", (1, 3)), ("Another, see below.", (2,)), ("Rest.", ())
    ]  # fmt: skip
    assert split_numbered("NONE", 3) == [("NONE.", ())]


def test_support_needs_words_figures_and_sign() -> None:
    citations = answer().citations
    assert supported("Training is not in the pilot's budget.", citations[1:])
    assert not supported("", citations)
