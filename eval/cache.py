"""What models said of a text, kept by the hash of model and text, so that a second run does not ask again.

A file of its own in the data folder; it may be deleted at any time. Timing suites do not use it.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from threading import Lock
from typing import TypeVar

import numpy as np

from advisor.answers import Relevance
from advisor.errors import InputError
from advisor.judging import Finder, Reader
from advisor.search import Encoder
from advisor.search.cross import CrossEncoder
from advisor.search.encoder import Matrix
from advisor.wiring import Advisor

T = TypeVar("T")
FILE = "eval-cache.sqlite"  # in the data folder
_AT_ONCE = 500  # keys in a question to the database


class Cache:
    """Rows of float32 by key; safe to share between threads. Raises InputError where the file cannot be used."""

    def __init__(self, path: Path) -> None:
        self._lock = Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(path, check_same_thread=False)
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = OFF")  # what is lost is computed again
            self._database.execute("CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, row BLOB NOT NULL)")
        except (OSError, sqlite3.DatabaseError) as error:
            raise InputError(f"{path}: cannot be used as a cache ({error}); delete it, or say --no-cache") from None

    def get(self, keys: Sequence[bytes]) -> dict[bytes, Matrix]:
        """The rows that are kept."""
        found: dict[bytes, Matrix] = {}
        with self._lock:
            for start in range(0, len(keys), _AT_ONCE):
                some = keys[start : start + _AT_ONCE]
                marks = ", ".join("?" * len(some))
                rows = self._database.execute(f"SELECT key, row FROM kept WHERE key IN ({marks})", some)  # noqa: S608
                found |= {key: np.frombuffer(row, np.float32) for key, row in rows}
        return found

    def put(self, rows: dict[bytes, Matrix]) -> None:
        """Keep rows."""
        with self._lock, self._database:
            items = [(key, np.asarray(row, np.float32).tobytes()) for key, row in rows.items()]
            self._database.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", items)

    def filled(
        self, keys: Sequence[bytes], given: Sequence[T], make: Callable[[list[T]], Iterable[Matrix]]
    ) -> list[Matrix]:
        """A row for each key, in order; `make` is asked for those that are not kept, and what it makes is kept."""
        known = self.get(list(dict.fromkeys(keys)))
        missing = {key: one for key, one in zip(keys, given, strict=True) if key not in known}
        if missing:
            made = dict(zip(missing, make(list(missing.values())), strict=True))
            self.put(made)
            known |= made
        return [known[key] for key in keys]

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._database.close()


def key_of(*parts: str) -> bytes:
    """The key of a model's hash and what it was given."""
    return hashlib.sha256("\0".join(parts).encode()).digest()


def _vectors(cache: Cache, model: str, texts: Sequence[str], encode: Callable[[Sequence[str]], Matrix]) -> Matrix:
    keys = [key_of("vector", model, text) for text in texts]
    return np.stack(cache.filled(keys, texts, encode)) if keys else encode([])


class CachedEncoder:
    """An encoder that embeds no text twice."""

    def __init__(self, encoder: Encoder, cache: Cache) -> None:
        self._encoder, self._cache = encoder, cache

    @property
    def name(self) -> str:
        return self._encoder.name

    @property
    def sha256(self) -> str:
        return self._encoder.sha256

    def encode(self, texts: Sequence[str]) -> Matrix:
        return _vectors(self._cache, self.sha256, texts, self._encoder.encode)


class CachedFinder(Finder):
    """As CachedEncoder, for what finds the criteria of a text."""

    def __init__(self, cache: Cache) -> None:
        super().__init__()
        self.cache = cache

    def encode(self, texts: Sequence[str]) -> Matrix:
        return _vectors(self.cache, self.sha256, texts, super().encode)


class _Cached(CrossEncoder):
    """A network that reads no pair twice; mixed into the class of one."""

    cache: Cache

    def shares(self, pairs: Sequence[tuple[str, str]]) -> Matrix:
        """The probabilities, shape (pairs, classes)."""
        if not pairs:
            return super().shares(pairs)
        keys = [key_of("reader", self.sha256, *pair) for pair in pairs]
        return np.stack(self.cache.filled(keys, pairs, super().shares))


class CachedReader(_Cached, Reader):
    """A reader of documents that reads no pair twice."""

    def __init__(self, cache: Cache) -> None:
        Reader.__init__(self)
        self.cache = cache


class CachedRelevance(_Cached, Relevance):
    """As CachedReader, for what reads questions."""

    def __init__(self, cache: Cache) -> None:
        Relevance.__init__(self)
        self.cache = cache


def cached(advisor: Advisor, cache: Cache) -> Advisor:
    """The same installation, with what its models say kept."""
    encoder = CachedEncoder(advisor.encoder, cache)
    return Advisor(advisor.settings, encoder, CachedReader(cache), CachedRelevance(cache), CachedFinder(cache))
