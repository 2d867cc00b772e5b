"""Shared fixtures: one real index for the whole run, and a small fake encoder for everything that needs no model."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from advisor.search.encoder import Matrix
from advisor.settings import Settings
from advisor.wiring import Advisor


class WordEncoder:
    """Vectors from words alone: texts that share words are alike. No model, the same on every machine."""

    name = "words"
    sha256 = "words-1"

    def __init__(self) -> None:
        self.encoded = 0

    def encode(self, texts: Sequence[str]) -> Matrix:
        self.encoded += len(texts)
        rows = np.full((len(texts), 64), 1e-3, np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().split():
                row[int(hashlib.sha256(word.strip(".,?!").encode()).hexdigest(), 16) % 64] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def words() -> WordEncoder:
    return WordEncoder()


def settings_in(folder: Path) -> Settings:
    return Settings(home=folder / "data", chroma=str(folder / "index" / "chroma"), database_url="", embedding_model="")


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the shared index and records."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def advisor(home: Path) -> Advisor:
    """The real thing: the corpus indexed with the packaged model, once for the whole run."""
    found = Advisor(settings_in(home))
    found.open()
    return found


@pytest.fixture
def environment(home: Path, advisor: Advisor) -> Iterator[dict[str, str]]:
    """The environment in which a command finds the shared index."""
    yield {
        **os.environ,
        "ADVISOR_HOME": str(advisor.settings.home),
        "ADVISOR_CHROMA": advisor.settings.chroma,
        "ADVISOR_DATABASE_URL": advisor.settings.database,
        "ADVISOR_EMBEDDING_MODEL": "",
        "ADVISOR_CHAT_MODEL": "",
        "PYTHONPATH": str(Path(__file__).parent.parent),
    }
