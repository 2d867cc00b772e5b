"""Questions and positions: every section is known, every quote stands, nothing is taken from a benchmark."""

import json
from collections import Counter

import pytest

from advisor.answers import read_positions
from advisor.passages import read_articles
from advisor.search import read_asked, read_questions
from advisor.settings import CORPUS, PROJECT
from advisor.wiring import Advisor, known_questions
from tests.corpus.copies import near_copies

TEXTS = {
    section.id: section.span.of(document.pages[0].text)
    for document in read_articles(CORPUS / "articles", CORPUS / "articles")
    for section in document.sections
}
TOPICS = read_positions(CORPUS / "positions.yaml")
ASKED = read_asked(CORPUS / "asked")


def test_every_section_has_questions_of_its_own() -> None:
    questions = read_questions(CORPUS / "questions")
    assert set(questions) == set(TEXTS)
    assert min(len(found) for found in questions.values()) >= 5


def test_asked_questions_are_labelled() -> None:
    assert len(ASKED) > 2500
    for row in ASKED:
        assert row.kind in {"answered", "near_miss", "touches", "off_topic", "ruling"}, row
        assert bool(row.sections) == (row.kind == "answered"), row
        assert set(row.sections) <= set(TEXTS), row


def test_questions_beside_a_sentence_name_one_and_come_with_a_near_miss(advisor: Advisor) -> None:
    sentences: Counter[str | None] = Counter()
    for passage in advisor.open().contents.passages:
        sentences[passage.section] += len(passage.sentences)
    kinds: dict[str, set[str]] = {}
    for row in ASKED:
        if row.beside:
            section, number = row.beside.rsplit("/", 1)
            assert int(number) < sentences[section], row
            assert row.sections in ((), (section,)), row
            kinds.setdefault(row.beside, set()).add(row.kind)
    assert len(kinds) > 300
    assert [beside for beside, found in kinds.items() if not {"answered", "near_miss"} <= found] == []


def test_no_question_is_labelled_twice_differently() -> None:
    kinds: dict[str, set[str]] = {}
    for row in ASKED:
        kinds.setdefault(row.question.lower().strip(" ?."), set()).add(row.kind)
    assert {question: found for question, found in kinds.items() if len(found) > 1} == {}


@pytest.mark.parametrize("topic", TOPICS, ids=[topic.id for topic in TOPICS])
def test_positions_quote_their_sections_to_the_letter(topic) -> None:
    assert len(topic.positions) >= 2
    for position in topic.positions:
        for quote in position.quotes:
            assert quote.text in TEXTS[quote.section], quote


def test_the_positions_of_the_design_are_there() -> None:
    sections = {topic.id: {q.section for p in topic.positions for q in p.quotes} for topic in TOPICS}
    wanted = {
        "pilot-length": {"genai#faq", "playbook#faq"},
        "main-cause": {"engineering#why-pilots-fail", "engineering#not-just-ai", "organization#misconception",
                       "organization#leadership", "genai#three-barriers"},
        "clinician-resistance": {"organization#misconception", "engineering#organizational-roadblocks",
                                 "genai#workflow-friction"},
        "accuracy": {"playbook#faq", "genai#faq", "engineering#what-teams-get-wrong", "genai#why-pilots-stall"},
        "oversight": {"genai#what-successful-do", "playbook#step-3", "genai#why-moving-matters"},
        "failure-rate": {"engineering#promise-vs-reality", "adoption#sources"},
        "who-pays": {"organization#organizational-capacity", "adoption#economics", "adoption#operational-levers",
                     "genai#step-6"},
    }  # fmt: skip
    assert {name: found - sections[name] for name, found in wanted.items() if found - sections[name]} == {}


def benchmark_questions() -> list[str]:
    return [
        json.loads(line)["question"]
        for path in sorted((PROJECT / "eval" / "benchmarks" / "answers").glob("*/questions.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def test_nothing_is_taken_from_a_benchmark(advisor: Advisor) -> None:
    """No benchmark question, nor a near copy, is indexed or trained on."""
    benchmark = benchmark_questions()
    assert len(benchmark) >= 180
    ours = {question for found in known_questions().values() for question in found}
    ours |= {row.question for row in ASKED} | {q for topic in TOPICS for q in topic.questions}
    assert near_copies(advisor.encoder, benchmark, sorted(ours)) == []
