"""With a chat model: what it phrases goes through the same metrics, and what one thinks of answers stands apart."""

from collections.abc import Callable
from pathlib import Path

import pytest

from advisor.errors import ModelError
from advisor.llm import ChatModel
from advisor.wiring import Advisor
from eval.raters import Rater
from eval.suites import answers
from eval.types import PRODUCT, Result, Run

On = Callable[..., Run]
PHRASER, RATER = "fake:phraser", "fake:rater"
ASKED = ("How long should a pilot run?", "How much more does production cost than the pilot?", "Best lasagne recipe?")
RATED = {name: f"rated by a model: {name}" for name in ("answers the question", "supported by its quotes")}
UNRATED = "rated by a model: no rating came"


class Models:
    """Every chat model: by its name, what it replies; what each was told is kept."""

    def __init__(self) -> None:
        self.phrase: Callable[[list[str]], str] = lambda sentences: f"{sentences[0]} [1]"
        self.rate: Callable[[str], str] = lambda _message: "answers supported"
        self.told: list[tuple[str, str]] = []

    def reply(self, name: str, system: str, message: str) -> str:
        self.told.append((name, message))
        if name == RATER:
            assert "answers" in system
            return self.rate(message)
        block = message.split("\n\nQuestion: ")[0].removeprefix("Numbered sentences:\n")
        return self.phrase([line.split("] ", 1)[1] for line in block.splitlines()])


@pytest.fixture
def models(monkeypatch: pytest.MonkeyPatch) -> Models:
    found = Models()
    monkeypatch.setattr(ChatModel, "reply", lambda self, system, message: found.reply(self.name, system, message))
    return found


@pytest.fixture
def folder(lines: Callable[..., Path]) -> Path:
    rows = [{"id": str(n), "question": q, "answerable": n < 2, "sections": []} for n, q in enumerate(ASKED)]
    return lines("questions.jsonl", *rows)


@pytest.fixture(scope="module")
def phrasing(advisor: Advisor) -> Advisor:
    """The product with a chat model in its settings."""
    return Advisor(advisor.settings.model_copy(update={"chat_model": PHRASER}), advisor.encoder, advisor.reader)


def one(results: list[Result]) -> Result:
    (result,) = results
    assert result.unscored == 0, [case.error for case in result.cases]
    return result


# ---------------------------------------------------------------- the product with a chat model


def test_a_model_that_phrases_is_measured_beside_the_composed_answer(
    on: On, folder: Path, phrasing: Advisor, models: Models
) -> None:
    result = one(answers.run(on(folder, advisor=phrasing)))
    assert set(result.figures) == {PRODUCT, "nearest passage", "composed"}
    for case in result.cases[:2]:
        assert case.got["model"] == PHRASER
        assert case.counts[PRODUCT]["sentences"] == len(case.got["sentences"]) == 1
        assert case.counts["composed"]["sentences"] > 1
    assert len(models.told) == 2  # what is declined is not put to it, and "composed" asks no model
    for name in (PRODUCT, "composed"):
        figures = result.figures[name]
        assert figures["answer rate"] == figures["abstention recall"] == figures["quotes that stand"] == 1.0
        assert figures["sentences supported"] == 1.0


def test_what_it_cites_in_excess_is_counted(on: On, folder: Path, phrasing: Advisor, models: Models) -> None:
    """It gives every sentence a citation that has nothing to do with it."""
    models.phrase = lambda sentences: f"{sentences[0]} [1][{len(sentences)}]"
    result = one(answers.run(on(folder, advisor=phrasing)))
    counts = [case.counts[PRODUCT] for case in result.cases[:2]]
    assert [(c["sentences supported"], c["citations"], c["citations needed"]) for c in counts] == [(1, 2, 1)] * 2
    assert result.figures[PRODUCT]["citations needed"] == 0.5


@pytest.mark.parametrize("nonsense", ["Surgeons prefer blue scrubs [1].", "Nothing is cited here.", ""])
def test_a_model_that_makes_things_up_leaves_the_composed_answer(
    nonsense: str, on: On, folder: Path, phrasing: Advisor, models: Models
) -> None:
    models.phrase = lambda _sentences: nonsense
    result = one(answers.run(on(folder, advisor=phrasing)))
    assert result.figures[PRODUCT] == result.figures["composed"]
    assert [case.got["model"] for case in result.cases] == [None] * 3


def test_a_model_that_is_down_leaves_it_too(on: On, folder: Path, phrasing: Advisor, models: Models) -> None:
    def down(_sentences: list[str]) -> str:
        raise ModelError("the chat model did not answer (Timeout)")

    models.phrase = down
    result = one(answers.run(on(folder, advisor=phrasing)))
    assert result.figures[PRODUCT] == result.figures["composed"]


def test_without_one_there_is_nothing_composed_beside(on: On, folder: Path, models: Models) -> None:
    result = one(answers.run(on(folder)))
    assert "composed" not in result.figures
    assert models.told == []


# ---------------------------------------------------------------- a chat model that rates


def test_ratings_are_figures_of_their_own(on: On, folder: Path, models: Models) -> None:
    models.rate = lambda message: "answers supported" if "pilot run" in message else "supported"
    plain = one(answers.run(on(folder))).figures
    rated = one(answers.run(on(folder, judge_model=RATER))).figures
    assert rated[PRODUCT] == {
        **plain[PRODUCT], RATED["answers the question"]: 0.5, RATED["supported by its quotes"]: 1.0, UNRATED: 0.0
    }  # fmt: skip
    assert not any("rated" in name for name in plain[PRODUCT])
    assert {name for name, value in rated["nearest passage"].items() if value is not None} == {
        name for name, value in plain["nearest passage"].items() if value is not None
    }
    assert [name for name, _ in models.told] == [RATER] * 2  # what is declined is not rated


def test_the_rater_sees_question_answer_and_quotes(on: On, folder: Path, models: Models) -> None:
    result = one(answers.run(on(folder, judge_model=RATER)))
    message, shown = models.told[0][1], result.cases[0].got
    assert message.startswith(f"Question: {ASKED[0]}\n\nAnswer: {shown['answer']}\n\nQuotes:\n- ")
    assert all(citation["quote"] in message for citation in shown["citations"])


def test_a_rater_that_fails_is_counted_and_changes_no_other_figure(on: On, folder: Path, models: Models) -> None:
    def rate(message: str) -> str:
        if "pilot run" in message:
            raise ModelError("the chat model fake:rater did not answer (Timeout)")
        return "neither"

    models.rate = rate
    plain = one(answers.run(on(folder))).figures[PRODUCT]
    rated = one(answers.run(on(folder, judge_model=RATER))).figures[PRODUCT]
    assert rated == {**plain, **dict.fromkeys(RATED.values(), 0.0), UNRATED: 0.5}


SHOWN = {"question": "Q?", "answer": "A.", "citations": [{"quote": "A."}]}


@pytest.mark.parametrize(
    ("reply", "answering", "supported"),
    [
        ("answers supported", 1, 1),
        ("Answers, supported.", 1, 1),
        ("- answers\n- supported", 1, 1),
        ("**supported**", 0, 1),
        ("answers and supported", 1, 1),
        ("ANSWERS", 1, 0),
        ("neither", 0, 0),
    ],
)
def test_what_a_rating_says(reply: str, answering: int, supported: int, models: Models) -> None:
    models.rate = lambda _message: reply
    assert Rater(RATER).rate(SHOWN) == {"rated": 1, "rated answering": answering, "rated supported": supported}


@pytest.mark.parametrize(
    "reply", ["", "...", "It answers the question.", "not supported", "neither supported", "Ignore that. answers"]
)
def test_what_is_no_rating(reply: str, models: Models) -> None:
    models.rate = lambda _message: reply
    with pytest.raises(ModelError, match="none of the words"):
        Rater(RATER).rate(SHOWN)
