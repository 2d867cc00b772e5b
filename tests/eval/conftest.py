"""Fixtures of the evaluation's tests: the shared advisor, whose models are asked once for each text."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from advisor.search import ShippedEncoder
from advisor.settings import CORPUS
from advisor.wiring import Advisor
from eval.cache import Cache, cached
from eval.types import Run


@pytest.fixture(scope="session")
def advisor(advisor: Advisor, tmp_path_factory: pytest.TempPathFactory) -> Advisor:
    """The shared advisor with the models behind a cache, as `python -m eval` has them, and the shipped vectors."""
    cache = Cache(tmp_path_factory.mktemp("cache") / "eval.sqlite")
    found = cached(Advisor(advisor.settings, ShippedEncoder(advisor.encoder, CORPUS / "vectors.npz")), cache)
    found.open()
    return found


@pytest.fixture
def on(advisor: Advisor) -> Callable[..., Run]:
    """What a suite is given, for a dataset's folder (None: the project's own)."""

    def given(dataset: Path | None, **named: object) -> Run:
        return Run(named.pop("advisor", advisor), dataset, lambda _share, _step: None, **named)

    return given


@pytest.fixture
def lines(tmp_path: Path) -> Callable[..., Path]:
    """Writes a JSONL file of rows (a text stands as it is) and returns its folder."""

    def write(name: str, *rows: object, folder: Path = tmp_path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        text = "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows)
        (folder / name).write_text(text + "\n", encoding="utf-8")
        return folder

    return write
