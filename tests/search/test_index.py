"""The index is derived: made beside the old one, swapped in, verified, and made anew where it is not right."""

import json
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from chromadb.api.shared_system_client import SharedSystemClient

from advisor.errors import CorpusError, StaleIndexError
from advisor.passages import read_articles
from advisor.records import SqlContents, open_database
from advisor.search import Fingerprint, IndexFolder, corpus_hash
from advisor.search.store import ChromaVectors, MemoryVectors
from advisor.search.verify import verify

TEXT = """---
id: tiny
title: A tiny article
sections:
  - {id: cost, heading: What it costs}
  - {id: owner, heading: Who owns it}
---

## cost

Production costs five times the pilot. Training is part of the price.

## owner

A named person owns the tool. The owner stays for a year.
"""
QUESTIONS = {"question": {"tiny#cost": ["How much is production?"], "tiny#owner": ["Who owns the tool?"]}}


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "tiny.md").write_text(TEXT, encoding="utf-8")
    return folder


class Place:
    """An index in a folder of its own, with what it is made from."""

    def __init__(self, tmp_path: Path, articles: Path, encoder) -> None:
        self.articles, self.encoder = articles, encoder
        self.folder, self.chroma = tmp_path / "index", tmp_path / "index" / "chroma"
        self.store = SqlContents(open_database(f"sqlite:///{tmp_path / 'data' / 'x.sqlite'}"))
        self.index = IndexFolder(self.folder, str(self.chroma), self.store)

    def wanted(self) -> Fingerprint:
        files = sorted(self.articles.glob("*.md"))
        return Fingerprint(corpus=corpus_hash(files), model=self.encoder.name, model_sha256=self.encoder.sha256)

    def build(self, **options):
        documents = read_articles(self.articles, self.articles)
        return self.index.build(self.wanted(), documents, QUESTIONS, self.encoder, **options)

    def open(self):
        return self.index.open(self.wanted())

    def builds(self) -> list[Path]:
        return [path for path in self.chroma.iterdir() if path.is_dir()]


@pytest.fixture
def place(tmp_path: Path, articles: Path, words) -> Place:
    return Place(tmp_path, articles, words)


def test_what_is_built_is_opened_again(place: Place) -> None:
    built, opened = place.build(), place.open()
    assert opened.contents.passages == built.contents.passages
    assert opened.contents.documents == built.contents.documents
    assert set(opened.contents.entries) == set(built.contents.entries)
    assert opened.vectors.ids() == {entry.vector_id for entry in built.contents.entries}


def test_questions_belong_to_a_passage_of_their_section(place: Place) -> None:
    entries = [entry for entry in place.build().contents.entries if entry.kind == "question"]
    assert {(entry.passage.split(":")[0], entry.text) for entry in entries} == {
        ("tiny#cost", "How much is production?"),
        ("tiny#owner", "Who owns the tool?"),
    }


def test_text_is_kept_out_of_the_vector_store(place: Place) -> None:
    """Chroma is given ids and vectors. (Its index files are preallocated and may hold what freed memory held, so
    this looks at what was stored, and not at every byte.)"""
    vectors = place.build().vectors
    stored = vectors._collection.get(include=["documents", "metadatas"])
    assert stored["ids"]
    assert set(stored["documents"]) == set(stored["metadatas"]) == {None}
    with sqlite3.connect(place.builds()[0] / "chroma.sqlite3") as connection:
        said = "\n".join(connection.iterdump())
    connection.close()
    assert stored["ids"][0] in said
    assert "five times" not in said


def test_only_new_texts_are_embedded_again(place: Place, words) -> None:
    place.build()
    before = words.encoded
    path = place.articles / "tiny.md"
    path.write_text(TEXT.replace("The owner stays for a year.", "The owner stays for two years."), encoding="utf-8")
    with pytest.raises(StaleIndexError, match="another corpus"):
        place.open()
    place.build()
    assert words.encoded - before == 2  # the sentence, and the passage that holds it
    assert len(place.builds()) == 1
    before = words.encoded
    place.build(reuse=False)
    assert words.encoded - before > 2


def test_missing_index_says_so(place: Place) -> None:
    with pytest.raises(StaleIndexError, match="no index yet"):
        place.open()


@pytest.mark.parametrize("name", ["model", "model_sha256", "splitter"])
def test_an_index_made_otherwise_is_stale(place: Place, name: str) -> None:
    place.build()
    with pytest.raises(StaleIndexError, match=name.replace("_", " ")):
        place.index.open(replace(place.wanted(), **{name: "other"}))


def damage_manifest(place: Place) -> None:
    (place.folder / "manifest.json").write_text("{", encoding="utf-8")


def drop_vectors(place: Place) -> None:
    shutil.rmtree(place.builds()[0])


def empty_vectors(place: Place) -> None:
    folder = place.builds()[0]
    shutil.rmtree(folder)
    folder.mkdir()


def drop_texts(place: Place) -> None:
    place.store.remove(place.builds()[0].name)


def drop_a_vector(place: Place) -> None:
    vectors = ChromaVectors(str(place.chroma), place.builds()[0].name, create=False)
    vectors._collection.delete(ids=[sorted(vectors.ids())[0]])
    (place.builds()[0] / "vectors.npz").unlink()


def drop_a_vector_of_the_copy(place: Place) -> None:
    copy = place.builds()[0] / "vectors.npz"
    whole = MemoryVectors.read(copy)
    assert whole is not None
    kept = whole.get(sorted(whole.ids())[1:])
    MemoryVectors(list(kept), np.stack(list(kept.values()))).save(copy)


@pytest.mark.parametrize(
    "damage", [damage_manifest, drop_vectors, empty_vectors, drop_texts, drop_a_vector, drop_a_vector_of_the_copy]
)
def test_a_broken_index_is_seen_and_built_anew(place: Place, damage) -> None:
    whole = place.build().contents
    damage(place)
    SharedSystemClient.clear_system_cache()  # as a new process would find it
    with pytest.raises(StaleIndexError):
        place.open()
    assert place.build().contents.passages == whole.passages
    assert place.open().contents.passages == whole.passages


@pytest.mark.parametrize("damage", [Path.unlink, lambda copy: copy.write_bytes(copy.read_bytes()[:-900])])
def test_without_a_whole_copy_the_vectors_come_from_chroma(place: Place, damage) -> None:
    built = place.build()
    names = sorted(built.vectors.ids())
    damage(place.builds()[0] / "vectors.npz")
    SharedSystemClient.clear_system_cache()
    opened = place.open().vectors
    query = np.stack([built.vectors.get(names)[names[0]]])
    assert opened.nearest(query, 3) == built.vectors.nearest(query, 3)


def test_chroma_is_not_loaded_where_a_copy_is_there(place: Place) -> None:
    place.build()
    opened = place.open()
    assert isinstance(opened.vectors, ChromaVectors)
    opened.vectors.nearest(np.ones((1, len(place.encoder.encode(["x"])[0])), np.float32), 3)
    assert "_collection" not in vars(opened.vectors)


def test_swapped_vectors_are_seen(place: Place) -> None:
    """Right ids and a right count, but each vector belongs to another text: only known vectors tell."""
    index = place.build()
    samples = json.loads((place.folder / "manifest.json").read_text(encoding="utf-8"))["samples"]
    names = sorted(index.vectors.ids())
    vectors = index.vectors.get(names)
    right, swapped = MemoryVectors(), MemoryVectors()
    right.add(names, np.stack([vectors[name] for name in names]))
    swapped.add(names, np.stack([vectors[name] for name in names[1:] + names[:1]]))
    verify(index.contents, right, samples)
    with pytest.raises(StaleIndexError, match="not found where it belongs"):
        verify(index.contents, swapped, samples)


def test_only_our_own_builds_are_deleted(place: Place) -> None:
    place.build()
    for name in ("precious", "20200101000000-precious"):
        (place.chroma / name).mkdir()
    other = place.chroma / "20200101000000-0123abcd"
    other.mkdir()
    place.build()
    assert {path.name for path in place.builds()} >= {"precious", "20200101000000-precious", other.name}
    assert len(place.builds()) == 4


def test_an_article_without_text_is_named(place: Place) -> None:
    (place.articles / "tiny.md").write_text(" ", encoding="utf-8")
    with pytest.raises(CorpusError, match="no text"):
        place.build()
    assert not place.chroma.exists() or place.builds() == []


def test_a_stop_before_the_swap_leaves_the_old_index(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    old = place.build().contents
    monkeypatch.setattr(IndexFolder, "_write_manifest", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        place.build()
    monkeypatch.undo()
    assert place.open().contents.passages == old.passages


def test_the_manifest_says_what_the_index_was_made_from(place: Place) -> None:
    place.build()
    manifest = json.loads((place.folder / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["made_from"]) == {"corpus", "model", "model_sha256", "splitter", "limits", "format"}
    assert manifest["passages"] == 2
    assert manifest["folder"] is None
    assert list(manifest["articles"]) == ["tiny"]


def test_the_folder_of_other_articles_is_remembered(place: Place) -> None:
    place.build(folder=place.articles)
    assert place.index.articles() == place.articles.resolve()
