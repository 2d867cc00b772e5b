import pytest

from advisor.answers.question import Spelling, clean, parts, states, without_markup
from advisor.passages import looks_english


def test_clean_drops_control_and_formatting_characters() -> None:
    assert clean("a\0b\u200b \r\n\t c\x1b") == "ab c"


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("I am the CIO of a 400-bed hospital.", True),
        ("Good morning!", True),
        ("What does drift mean.", False),
        ("Tell me about drift.", False),
        ("We would like to know what drift is.", False),
        ("drift", False),
        ("We have a pilot. Who pays?", False),
        ("", False),
    ],
)
def test_what_tells_something_is_told_from_what_asks(message: str, told: bool) -> None:
    assert states(message) is told


def test_one_question_is_one_part() -> None:
    (part,) = parts("How long should a pilot run?")
    assert part.wordings == ("How long should a pilot run?",)


def test_two_questions_are_told_apart() -> None:
    _, first, second = parts("Why do healthcare AI pilots stall, and what does production really cost?")
    assert (first.text, second.text) == ("Why do healthcare AI pilots stall?", "what does production really cost?")


@pytest.mark.parametrize(
    "question",
    ["Who owns it and why?", "What should we measure and how?", "How do data and workflow matter?"],
)
def test_a_question_that_leans_on_its_other_half_stays_whole(question: str) -> None:
    assert len(parts(question)) == 1


def test_a_long_message_is_searched_by_its_question_too() -> None:
    story = "Our vendor left last spring and two wards were using the sepsis tool every day with much enthusiasm. " * 2
    (part,) = parts(story + "Who should own the tool now?")
    assert part.wordings[-1] == "Who should own the tool now?"


def test_markup_is_not_searched() -> None:
    assert without_markup("see ![a](http://x.y/z) <b>now</b> https://x.y why?") == "see now why?"
    (part,) = parts("<b>why do pilots fail?</b>")
    assert part.text == "why do pilots fail?"


def test_spelling_mends_only_what_is_no_word() -> None:
    mend = Spelling({"governance": 3, "integration": 9, "shelfware": 1, "workflow": 4, "production": 2}).mend
    assert mend("how mutch does prodction cost") == "how much does production cost"
    assert mend("goverance of intgration and workfow") == "governance of integration and workflow"
    assert mend("Is shelfware governed? EPIC knows") == "Is shelfware governed? EPIC knows"


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Why do pilots fail?", True),
        ("epic cerner mlops", True),
        ("waht is teh cost of production", True),
        ("Warum scheitern die meisten Pilotprojekte im Krankenhaus?", False),
        ("¿Por qué fracasan los proyectos piloto?", False),
        ("Почему проекты терпят неудачу", False),
        ("Si prega di considerare i punti come superati.", False),
        ("Vragen aan het programma dat meeleest: geen. Wel een opdracht", False),
        ("Dr Maria de la Cruz owns the model in Los Angeles since May", True),
        ("Two alerts per day per nurse, n/a in the ED, est. 3 a week", True),
    ],
)
def test_english_is_told_apart(text: str, english: bool) -> None:
    assert looks_english(text) is english
