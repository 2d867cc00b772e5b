"""The cache: no model is asked twice, and nothing of what it says is changed."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from advisor.errors import InputError
from advisor.judging import Reader
from eval.cache import Cache, CachedEncoder, CachedReader, key_of


class Counting:
    """An encoder that remembers what it was asked."""

    name = "counting"

    def __init__(self, sha256: str = "one") -> None:
        self.sha256 = sha256
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        rows = [[len(text), sum(map(ord, text)), 1 / 3] for text in texts]
        return np.asarray(rows, np.float32).reshape(len(texts), 3)


class CountingReader:
    """Stands in for the reader's own way to its network."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def shares(self, _reader: Reader, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        self.asked += pairs
        return np.asarray([[len(a), len(b)] for a, b in pairs], np.float32).reshape(len(pairs), 2)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> CountingReader:
    inner = CountingReader()
    monkeypatch.setattr(Reader, "shares", lambda self, pairs: inner.shares(self, pairs))
    monkeypatch.setattr(Reader, "sha256", "one")
    return inner


def test_rows_come_back_as_they_were(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "deep" / "cache.sqlite")
    rows = {key_of(str(n)): np.asarray([n, 1 / 3], np.float32) for n in range(1_201)}  # more than one question's worth
    cache.put(rows)
    found = cache.get([*rows, key_of("never")])
    assert found.keys() == rows.keys()
    assert all(np.array_equal(found[key], row) for key, row in rows.items())
    assert cache.get([]) == {}


def test_keys_tell_model_and_parts_apart() -> None:
    assert key_of("encoder", "m", "ab") == key_of("encoder", "m", "ab")
    assert len({key_of("encoder", "m", "ab"), key_of("reader", "m", "ab"), key_of("encoder", "ma", "b")}) == 3


def test_no_text_is_embedded_twice_and_the_order_is_kept(tmp_path: Path) -> None:
    inner = Counting()
    encoder = CachedEncoder(inner, Cache(tmp_path / "c"))
    assert (encoder.name, encoder.sha256) == ("counting", "one")
    first = encoder.encode(["a", "bb", "a", "ccc"])
    assert inner.asked == ["a", "bb", "ccc"]
    assert np.array_equal(first, Counting().encode(["a", "bb", "a", "ccc"]))
    second = encoder.encode(["ccc", "dddd", "a", "bb"])
    assert inner.asked == ["a", "bb", "ccc", "dddd"]
    assert np.array_equal(second, Counting().encode(["ccc", "dddd", "a", "bb"]))
    assert (second.dtype, second.shape) == (np.float32, (4, 3))


def test_no_texts_have_no_rows(tmp_path: Path) -> None:
    assert CachedEncoder(Counting(), Cache(tmp_path / "c")).encode([]).shape == (0, 3)


def test_another_model_is_asked_anew(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "c")
    CachedEncoder(Counting("one"), cache).encode(["a"])
    other, again = Counting("two"), Counting("one")
    CachedEncoder(other, cache).encode(["a"])
    CachedEncoder(again, cache).encode(["a"])
    assert (other.asked, again.asked) == (["a"], [])


def test_it_survives_being_opened_anew(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "c")
    made = CachedEncoder(Counting(), cache).encode(["a", "bb"])
    cache.close()
    inner = Counting()
    assert np.array_equal(CachedEncoder(inner, Cache(tmp_path / "c")).encode(["bb", "a"]), made[::-1])
    assert inner.asked == []


def test_no_pair_is_read_twice_and_the_order_is_kept(read: CountingReader, tmp_path: Path) -> None:
    reader = CachedReader(Cache(tmp_path / "c"))
    assert reader.shares([("a", "xx"), ("b", ""), ("a", "xx")]).tolist() == [[1, 2], [1, 0], [1, 2]]
    assert read.asked == [("a", "xx"), ("b", "")]
    assert reader.shares([("b", ""), ("xx", "a"), ("a", "xx")]).tolist() == [[1, 0], [2, 1], [1, 2]]
    assert read.asked == [("a", "xx"), ("b", ""), ("xx", "a")]
    assert reader.shares([]).shape == (0, 2)


def test_another_reader_is_asked_anew(read: CountingReader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(tmp_path / "c")
    CachedReader(cache).shares([("a", "b")])
    monkeypatch.setattr(Reader, "sha256", "two")
    CachedReader(cache).shares([("a", "b")])
    assert read.asked == [("a", "b"), ("a", "b")]


def test_an_encoder_and_a_reader_do_not_answer_for_each_other(read: CountingReader, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "c")
    CachedEncoder(Counting("one"), cache).encode(["a\0b"])
    assert CachedReader(cache).shares([("a", "b")]).tolist() == [[1, 1]]


def test_the_shipped_reader_says_the_same_through_it(tmp_path: Path) -> None:
    pairs = [("The tool has a named owner.", "Maria owns it."), ("The tool has a named owner.", "Nobody owns it.")]
    cached = CachedReader(Cache(tmp_path / "c"))
    plain = Reader().shares(pairs)
    assert np.array_equal(cached.shares(pairs), plain)
    assert np.array_equal(cached.shares(pairs[::-1]), plain[::-1])
    assert not np.allclose(plain[0], plain[1])


def test_threads_share_it(tmp_path: Path) -> None:
    inner = Counting()
    encoder = CachedEncoder(inner, Cache(tmp_path / "c"))
    texts = [f"text {n}" * (n % 7 + 1) for n in range(60)]
    shuffled = [[texts[(start + n * 7) % 60] for n in range(60)] for start in range(16)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(encoder.encode, shuffled))
    for some, rows in zip(shuffled, found, strict=True):
        assert np.array_equal(rows, Counting().encode(some))
    asked = len(inner.asked)
    encoder.encode(texts)
    assert len(inner.asked) == asked


def test_a_file_that_is_no_cache_is_named(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    path.write_text("no database at all " * 100)
    with pytest.raises(InputError, match=r"cache\.sqlite: cannot be used as a cache .* delete it"):
        Cache(path)
