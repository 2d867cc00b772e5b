"""The questions on documents: each beside a sentence that stands in its case, and nothing of a benchmark among them."""

import re
from collections import Counter

from advisor.jsonl import read_lines
from advisor.settings import PROJECT
from advisor.wiring import Advisor
from tests.corpus.copies import near_copies
from tests.corpus.test_questions import benchmark_questions

TRAINING = PROJECT / "training"
GROUPS = [row for path in sorted((TRAINING / "asked").glob("*.jsonl")) for _, row in read_lines(path)]
KINDS = ("answered", "near_miss")
QUESTIONS = [question for group in GROUPS for kind in KINDS for question in group[kind]]
_TAG = re.compile(r"\s*\{\{.*?\}\}")


def plain(text: str) -> str:
    return " ".join(_TAG.sub("", text).split())


def test_every_group_stands_beside_a_sentence_of_its_case() -> None:
    texts: dict[str, str] = {}
    for group in GROUPS:
        assert set(group) == {"case", "file", "sentence", *KINDS}
        name = f"{group['case']}/{group['file']}"
        if name not in texts:
            texts[name] = plain((TRAINING / "cases" / name).read_text(encoding="utf-8"))
        assert plain(group["sentence"]) in texts[name], group
        assert group["answered"], group
        assert group["near_miss"], group
    assert {group["case"] for group in GROUPS} == {path.name for path in (TRAINING / "cases").iterdir()}


def test_no_question_of_a_case_stands_twice() -> None:
    assert len(QUESTIONS) > 2_700
    asked = Counter((group["case"], question.lower()) for group in GROUPS for kind in KINDS for question in group[kind])
    assert [question for question, count in asked.items() if count > 1] == []


def test_nothing_is_taken_from_a_benchmark(advisor: Advisor) -> None:
    measured = PROJECT / "eval" / "benchmarks" / "documents" / "test" / "questions.jsonl"
    benchmark = [*benchmark_questions(), *(row["question"] for _, row in read_lines(measured))]
    assert near_copies(advisor.encoder, benchmark, QUESTIONS) == []
