"""The questions written for single sentences of the articles: well formed, and nothing of a benchmark among them."""

from collections import Counter

from advisor.jsonl import read_lines
from advisor.settings import PROJECT
from advisor.wiring import Advisor
from tests.corpus.copies import near_copies
from tests.corpus.test_questions import TEXTS, benchmark_questions

GROUPS = [row for path in sorted((PROJECT / "training" / "pairs").glob("*.jsonl")) for _, row in read_lines(path)]
KINDS = ("answered", "near_miss", "touches")
QUESTIONS = [question for group in GROUPS for kind in KINDS for question in group[kind]]


def test_every_group_names_a_sentence_and_has_a_near_miss(advisor: Advisor) -> None:
    sentences: Counter[str | None] = Counter()
    for passage in advisor.open().contents.passages:
        sentences[passage.section] += len(passage.sentences)
    assert {group["section"] for group in GROUPS} == set(TEXTS)
    for group in GROUPS:
        assert set(group) == {"section", "sentence", *KINDS}
        assert 0 <= group["sentence"] < sentences[group["section"]], group
        assert group["answered"], group
        assert group["near_miss"], group


def test_no_question_stands_twice() -> None:
    assert len(QUESTIONS) > 2_400
    assert [question for question, count in Counter(map(str.lower, QUESTIONS)).items() if count > 1] == []


def test_nothing_is_taken_from_a_benchmark(advisor: Advisor) -> None:
    assert near_copies(advisor.encoder, benchmark_questions(), QUESTIONS) == []
