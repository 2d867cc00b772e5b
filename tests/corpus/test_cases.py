"""The written cases: every tag names a criterion, the plans are whole, and nothing of a benchmark is in the training."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor.framework import Status, read_framework
from advisor.settings import CORPUS, PROJECT
from advisor.yamls import read_yaml
from eval.written import read_sources
from tests.corpus.copies import same_words

OURS = set(read_framework(CORPUS / "framework").by_id)
BENCHMARKS = PROJECT / "eval" / "benchmarks" / "gaps"
TRAINED = sorted((PROJECT / "training" / "cases").iterdir())
MEASURED = sorted(path for split in ("dev", "test") for path in (BENCHMARKS / split / "cases").iterdir())
SAMPLES = sorted(path for path in (CORPUS / "samples").iterdir() if path.is_dir())


def planned(folder: Path) -> dict[str, str]:
    data = read_yaml(folder / ("plan.yaml" if (folder / "plan.yaml").is_file() else "expected.yaml"))
    return {name: status for name, status in data.get("expected", data).items() if name != "evidence"}


@pytest.mark.parametrize("folder", [*TRAINED, *MEASURED, *SAMPLES], ids=lambda path: path.name)
def test_a_case_is_labelled_for_every_criterion(folder: Path) -> None:
    plan = planned(folder)
    assert set(plan) == OURS
    assert set(plan.values()) <= set(Status)
    source = folder / "source" if (folder / "source").is_dir() else folder
    for document in read_sources(source):
        assert {shown.criterion for shown in document.shown} <= OURS
        assert {shown.status for shown in document.shown} <= {"met", "partial", "unmet", "not_applicable", "none"}


def sentences(folders: list[Path]) -> Iterator[str]:
    for folder in folders:
        source = folder / "source" if (folder / "source").is_dir() else folder
        for document in read_sources(source):
            for shown in document.shown:
                yield shown.quote


def test_no_tagged_passage_of_the_training_is_nearly_one_of_a_benchmark() -> None:
    frameworks = sorted((PROJECT / "training" / "frameworks").iterdir())
    foreign = sorted((BENCHMARKS / "foreign" / "cases").iterdir())
    assert same_words(sentences([*MEASURED, *foreign]), sentences([*TRAINED, *frameworks])) == []
