"""The judge's training statements: well formed, over all criteria, and nothing of a benchmark among them."""

import json
from collections import Counter

import pytest

from advisor.settings import PROJECT
from advisor.wiring import Advisor
from tests.corpus.copies import near_copies
from training.judge import read_rows, samples

ROWS, FOREIGN = read_rows()


def benchmark_texts() -> list[str]:
    folder = PROJECT / "eval" / "benchmarks"
    paths = [*folder.glob("judge/*/statements.jsonl"), *folder.glob("openings/*/messages.jsonl")]
    return [json.loads(line)["text"] for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


def test_all_criteria_have_statements_of_several_authors(advisor: Advisor) -> None:
    assert len(ROWS) > 5_000
    authors: dict[str, set[str]] = {}
    for row in ROWS:
        authors.setdefault(row.criterion, set()).add(row.author)
    assert set(authors) == set(advisor.framework.by_id) | set(FOREIGN)
    assert min(len(authors[name]) for name in advisor.framework.by_id) >= 5
    assert len(FOREIGN) >= 60


@pytest.mark.parametrize("author", sorted({row.author for row in ROWS}))
def test_statements_are_well_formed(author: str) -> None:
    rows = [row for row in ROWS if row.author == author]
    assert {row.status for row in rows} <= {"met", "partial", "unmet", "unknown", "not_applicable"}
    counts = Counter((row.criterion, row.text.lower()) for row in rows)
    assert [item for item, count in counts.items() if count > 1] == []


def test_nothing_is_taken_from_a_benchmark(advisor: Advisor) -> None:
    """No statement of a benchmark, nor a near copy, is trained on or stands among the samples."""
    benchmark = benchmark_texts()
    assert len(benchmark) > 1_000
    ours = sorted({row.text for row in [*ROWS, *samples(advisor.framework)]})
    assert near_copies(advisor.encoder, benchmark, ours) == []
