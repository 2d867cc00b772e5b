"""The sentences that teach what is written to steer whoever grades: both kinds by every author, none of a benchmark."""

import re
from pathlib import Path

import pytest

from advisor.jsonl import read_lines
from advisor.passages import read_documents
from advisor.passages.types import Document
from advisor.settings import PROJECT
from tests.corpus.copies import same_words, words

FILES = sorted((PROJECT / "training" / "planted").glob("*.jsonl"))
CASES = sorted(path for path in (PROJECT / "eval" / "benchmarks" / "injections").glob("*/cases/*") if path.is_dir())


def rows(path: Path) -> list[tuple[str, bool]]:
    return [(row["text"], row["planted"]) for _, row in read_lines(path)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_author_wrote_both_kinds_and_nothing_twice(path: Path) -> None:
    found = rows(path)
    planted = [text for text, one in found if one]
    assert len(planted) >= 100
    assert len(found) - len(planted) >= 150
    assert len({words(text) for text, _ in found}) == len(found)


def test_none_is_nearly_a_sentence_of_a_benchmark() -> None:
    ours = [text for path in FILES for text, planted in rows(path) if planted]
    planted = [path for case in CASES for path in case.glob("planted.*") if path.suffix != ".list"]
    documents = [one for one in read_documents(planted) if isinstance(one, Document)]
    texts = [line for document in documents for page in document.pages for line in re.split(r"[.!?\n]", page.text)]
    texts += [notice.quote for document in documents for notice in document.notices]
    assert len(texts) > 1_000
    assert same_words(texts, ours) == []
