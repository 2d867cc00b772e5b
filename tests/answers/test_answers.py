"""Answers of the real corpus: cited to the letter, from more than one article, or honestly declined."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from advisor.answers import Answer, Reason, keys, stands
from advisor.answers.cite import checked
from advisor.answers.types import Citation, Sentence
from advisor.passages import read_articles
from advisor.settings import CORPUS
from advisor.wiring import Advisor

FLAGSHIP = "Why do healthcare AI pilots stall, and what does production really cost?"


def ask(advisor: Advisor, question: str) -> Answer:
    return advisor.answerer.answer(question)


def test_two_questions_in_one_are_both_answered(advisor: Advisor) -> None:
    answer = ask(advisor, FLAGSHIP)
    assert not answer.abstained
    assert "five to ten times" in answer.text
    assert len({citation.source for citation in answer.citations}) >= 2
    assert all(sentence.citations for sentence in answer.sentences)
    assert 3 <= len(answer.sentences) <= 6
    assert 2 <= len(answer.follow_ups) <= 3


def test_every_quote_stands_in_the_file_on_disk(advisor: Advisor) -> None:
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (CORPUS / "articles").glob("*.md")}
    for question in (
        FLAGSHIP,
        "How long should a pilot run?",
        "Is accuracy enough?",
        "Who should own it after launch?",
    ):
        answer = ask(advisor, question)
        assert answer.citations
        for citation in answer.citations:
            assert texts[citation.source][citation.start : citation.end] == citation.quote
        said = {" ".join(c.quote.split()) for c in answer.citations}
        assert all(sentence.text in said for sentence in answer.sentences)


def test_where_the_articles_differ_both_sides_are_shown(advisor: Advisor) -> None:
    (difference,) = ask(advisor, "How long should a pilot run before deciding?").differences
    assert difference.topic == "How long a pilot should run"
    text = " ".join(position.text for position in difference.positions)
    assert "six to twelve weeks" in text
    assert "90 to 180 days" in text
    assert all(position.citations for position in difference.positions)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("", Reason.EMPTY),
        (" \n\t ", Reason.EMPTY),
        ("?!…", Reason.EMPTY),
        ("why " * 25_000, Reason.TOO_LONG),
        ("x" * 100_000, Reason.TOO_LONG),
        ("Pourquoi les projets pilotes échouent-ils dans les hôpitaux ?", Reason.LANGUAGE),
        ("医疗人工智能试点为什么失败？", Reason.LANGUAGE),
        ("What is the best recipe for lasagne?", Reason.OFF_TOPIC),
        ("Which dose of heparin should this patient get?", Reason.RULING),
        ("Is our sepsis alert a medical device under FDA rules?", Reason.RULING),
        ("What does Epic charge for a FHIR integration?", Reason.NOT_COVERED),
    ],
)
def test_what_is_not_answered_is_declined_without_citations(advisor: Advisor, question: str, reason: Reason) -> None:
    answer = ask(advisor, question)
    assert answer.reason is reason
    assert answer.why_abstained
    assert answer.citations == answer.sentences == answer.differences == ()
    assert answer.to_dict()["abstained"] is True
    assert len(json.dumps(answer.to_dict())) < 5000


@pytest.mark.parametrize(
    "question",
    [
        "Why do pilots fail?\0\x07\x1b[31m",
        "<script>alert(1)</script> Why do pilots fail?",
        "![x](http://example.org/x.png) Why do pilots fail?",
        "why do pilots fail \U0001f600\U0001f600",
        "WHY DO HEALTHCARE AI PILOTS FAIL???!!!",
        "\u202eWhy do healthcare AI pilots fail?",
    ],
)
def test_odd_characters_do_no_harm(advisor: Advisor, question: str) -> None:
    answer = ask(advisor, question)
    assert not answer.abstained
    assert "\0" not in answer.question
    assert "\x1b" not in answer.question


def test_typing_errors_are_mended(advisor: Advisor) -> None:
    answer = ask(advisor, "how mutch does prodction cost compaired to the pilott")
    assert "five to ten times" in answer.text


def test_what_was_not_answered_of_a_question_is_named(advisor: Advisor) -> None:
    answer = ask(advisor, "Why do healthcare AI pilots fail, and what is the best lasagne recipe in Rome?")
    assert not answer.abstained
    assert answer.unanswered == ("what is the best lasagne recipe in Rome?",)


def test_the_same_question_gets_the_same_answer(advisor: Advisor) -> None:
    assert ask(advisor, FLAGSHIP) == ask(advisor, FLAGSHIP)


def test_an_answer_survives_storage(advisor: Advisor) -> None:
    answer = ask(advisor, "How long should a pilot run?")
    assert Answer.from_dict(json.loads(json.dumps(answer.to_dict()))) == answer
    assert keys(answer)


def test_a_quote_that_does_not_stand_is_taken_out(advisor: Advisor) -> None:
    answer = ask(advisor, "How long should a pilot run?")
    first = answer.citations[0]
    for wrong in (
        replace(first, quote=first.quote[:-1] + "!"),
        replace(first, start=first.start + 1, end=first.end + 1),
        replace(first, sha256="0" * 64),
        replace(first, source="nobody"),
        replace(first, page=7),
        replace(first, end=10**9),
        replace(first, quote="", end=first.start),
    ):
        assert not stands(wrong, advisor.search.documents)
        broken = replace(answer, citations=(wrong, *answer.citations[1:]))
        mended = checked(broken, advisor.search.documents)
        assert wrong not in mended.citations
        assert all(first.number not in sentence.citations for sentence in mended.sentences)
        lost = [s.text for s in answer.sentences if s.citations == (first.number,)]
        assert list(mended.removed) == lost


def test_sentences_with_one_good_citation_stay() -> None:
    document = read_articles(CORPUS / "articles", CORPUS / "articles")[0]
    text = document.pages[0].text
    good = Citation(1, document.id, "", None, None, 10, 20, text[10:20], document.sha256)
    bad = replace(good, number=2, quote="not there!")
    answer = Answer("q", (Sentence("both", (1, 2)), Sentence("bad", (2,))), (good, bad))
    mended = checked(answer, {document.id: document})
    assert [(s.text, s.citations) for s in mended.sentences] == [("both", (1,))]
    assert mended.removed == ("bad",)


def test_originals_answer_with_their_own_words(advisor: Advisor, tmp_path: Path) -> None:
    """Another folder of articles: the quotes are that folder's, and the positions find their places in it."""
    from tests.conftest import settings_in

    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "note.md").write_text(
        "# Pilot rules\n\n## Length\n\nA healthcare AI pilot here lasts exactly ten weeks before a decision.\n\n"
        "## Cost\n\nProduction of an AI tool costs four times the pilot in our hospital.\n",
        encoding="utf-8",
    )
    other = Advisor(settings_in(tmp_path), advisor.encoder)
    other.build(articles=folder)
    answer = other.answerer.answer("How long does a healthcare AI pilot last before a decision?")
    assert answer.citations[0].section == "note#length"
    assert answer.citations[0].own_words is False
    again = Advisor(settings_in(tmp_path), advisor.encoder)
    assert {d.id for d in again.open().contents.documents} == {"note"}
    assert len(again.refresh().contents.documents) == 5


@pytest.mark.parametrize("message", ["I am the CIO of a 400-bed hospital.", "Good morning."])
def test_who_asks_for_nothing_is_not_lectured(advisor: Advisor, message: str) -> None:
    assert advisor.answerer.answer(message).sentences == ()
