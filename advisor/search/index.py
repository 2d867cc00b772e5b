"""Building, verifying and opening the index: texts in SQL, vectors in Chroma, and a manifest that names both.

Everything here is derived from the articles and can be rebuilt. A build goes into a place of its own and is
swapped in by replacing the manifest, so a stop at any moment leaves the old index or the new one.
"""

import hashlib
import json
import os
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import numpy as np
from filelock import FileLock

from advisor.errors import CorpusError, StaleIndexError
from advisor.passages import SPLITTER, Document, Limits, split
from advisor.search.contents import Contents
from advisor.search.encoder import Encoder, Matrix
from advisor.search.entries import Entry, EntryKind, asked_entries, text_entries
from advisor.search.shipped import shipped_vectors
from advisor.search.store import ChromaVectors, Vectors, remove_build
from advisor.search.verify import Samples, samples_of, verify

FORMAT = 1
_CHUNK = 256  # texts embedded between two reports of progress

Progress = Callable[[float, str], None]
# Questions by the kind of entry that they become, and by section.
Asked = Mapping[EntryKind, Mapping[str, Sequence[str]]]


def silent(_share: float, _step: str) -> None:
    """A progress report that goes nowhere."""


class ContentStore(Protocol):
    """Where the contents of builds are kept."""

    def save(self, build: str, contents: Contents) -> None:
        """Write a whole build."""

    def load(self, build: str) -> Contents:
        """A build's contents, empty where there is none."""

    def remove(self, build: str) -> None:
        """Delete a build."""


@dataclass(frozen=True)
class Fingerprint:
    """What an index was made from. Where any of it differs, the index is stale."""

    corpus: str
    model: str
    model_sha256: str
    splitter: str = SPLITTER
    limits: dict[str, int] = field(default_factory=lambda: asdict(Limits()))
    format: int = FORMAT

    def differences(self, other: "Fingerprint") -> list[str]:
        """The names of what differs, in words."""
        mine, theirs = asdict(self), asdict(other)
        return [name.replace("_", " ") for name in mine if mine[name] != theirs[name]]


@dataclass(frozen=True)
class Manifest:
    """What stands in manifest.json of it: the build in use, what it was made from, and samples of its vectors."""

    build: str
    made_from: Fingerprint
    samples: Samples


@dataclass(frozen=True)
class Index:
    """An opened index: contents that were verified against their vectors."""

    contents: Contents
    vectors: Vectors


class IndexFolder:
    """The index of one installation: where its manifest, its vectors and its texts are."""

    def __init__(self, folder: Path, chroma: str, store: ContentStore) -> None:
        self._folder, self._chroma, self._store = folder, chroma, store
        self._manifest = folder / "manifest.json"

    def open(self, wanted: Fingerprint) -> Index:
        """The index, verified. Raises StaleIndexError that says why it has to be rebuilt."""
        manifest = self._read_manifest()
        different = wanted.differences(manifest.made_from)
        if different:
            raise StaleIndexError(f"the index was made from another {' and '.join(different)}")
        return self._open(manifest)

    def open_as_it_is(self) -> Index:
        """The index, verified, whatever it was made from: for when its articles are not there to compare with."""
        return self._open(self._read_manifest())

    def _open(self, manifest: Manifest) -> Index:
        contents = self._store.load(manifest.build)
        vectors = ChromaVectors(self._chroma, manifest.build, create=False)
        verify(contents, vectors, manifest.samples)
        return Index(contents, vectors)

    def articles(self) -> Path | None:
        """The folder of articles that the present index was made from, where it was not the usual one."""
        try:
            folder = json.loads(self._manifest.read_text(encoding="utf-8")).get("folder")
        except (OSError, ValueError, AttributeError):
            return None
        return Path(folder) if folder else None

    def build(
        self,
        wanted: Fingerprint,
        documents: Sequence[Document],
        asked: Asked,
        encoder: Encoder,
        *,
        folder: Path | None = None,
        shipped: Path | None = None,
        progress: Progress = silent,
        reuse: bool = True,
    ) -> Index:
        """Make the index anew beside the old one and swap it in. Vectors of unchanged texts are reused.

        `folder` is remembered as the place of the articles, where it is not the usual one. `shipped` is a file of
        vectors (`save_vectors`) that are reused as well, where this encoder made them.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        with FileLock(self._folder / ".build.lock"):
            progress(0.0, "Cutting the articles into passages")
            passages = [passage for document in documents for passage in split(document)]
            if not passages:
                raise CorpusError("the articles hold no text; put some in and index them again.")
            texts = [entry.text for entry in text_entries(passages)]
            texts += [text for sections in asked.values() for questions in sections.values() for text in questions]
            known = {**shipped_vectors(shipped, wanted.model_sha256), **self._known_vectors(wanted)} if reuse else {}
            by_text = embed(list(dict.fromkeys(texts)), encoder, known, progress)
            entries = text_entries(passages)
            for kind, questions in asked.items():
                entries += asked_entries(kind, passages, questions, by_text)
            contents = Contents(tuple(documents), tuple(passages), tuple(entries))

            progress(0.95, "Writing the index")
            build = datetime.now(UTC).strftime("%Y%m%d%H%M%S-") + secrets.token_hex(4)
            vectors = ChromaVectors(self._chroma, build, create=True)
            unique = {entry.vector_id: entry.text for entry in entries}
            if unique:
                vectors.add(list(unique), np.stack([by_text[text] for text in unique.values()]))
            samples = samples_of(contents, by_text)
            replaced = self._present_build()
            try:
                self._store.save(build, contents)
                verify(contents, vectors, samples)
                self._write_manifest(build, wanted, contents, samples, folder)
            except BaseException:
                self._remove(build)
                raise
            if replaced:
                self._remove(replaced)
            progress(1.0, "Ready")
            return Index(contents, vectors)

    def _present_build(self) -> str | None:
        try:
            return self._read_manifest().build
        except StaleIndexError:
            return None

    def _remove(self, build: str) -> None:
        """Delete one build: its vectors and its texts."""
        remove_build(self._chroma, build)
        self._store.remove(build)

    def _known_vectors(self, wanted: Fingerprint) -> dict[str, Matrix]:
        """Vectors of the present build by their ids, where the same model made them."""
        try:
            manifest = self._read_manifest()
            made_from = manifest.made_from
            if (made_from.model, made_from.model_sha256) != (wanted.model, wanted.model_sha256):
                return {}
            vectors = ChromaVectors(self._chroma, manifest.build, create=False)
            # An index that looks healthy may give wrong neighbours: only one that verifies is worth copying from.
            verify(self._store.load(manifest.build), vectors, manifest.samples)
            return vectors.get(sorted(vectors.ids()))
        except StaleIndexError:
            return {}

    def _read_manifest(self) -> Manifest:
        try:
            data = json.loads(self._manifest.read_text(encoding="utf-8"))
            return Manifest(str(data["build"]), Fingerprint(**data["made_from"]), data["samples"])
        except FileNotFoundError:
            raise StaleIndexError("there is no index yet") from None
        except (OSError, ValueError, KeyError, TypeError):
            raise StaleIndexError("the index's manifest is damaged") from None

    def _write_manifest(
        self, build: str, made_from: Fingerprint, contents: Contents, samples: Samples, folder: Path | None
    ) -> None:
        data = {
            "build": build,
            "built_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "made_from": asdict(made_from),
            "folder": str(folder.resolve()) if folder else None,
            "articles": {d.id: d.sha256 for d in contents.documents},
            "passages": len(contents.passages),
            "vectors": len({entry.vector_id for entry in contents.entries}),
            "samples": samples,
        }
        new = self._manifest.with_suffix(".new")
        with new.open("w", encoding="utf-8") as file:
            json.dump(data, file, indent=2)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._manifest)


def corpus_hash(files: Sequence[Path]) -> str:
    """One hash over the names and contents of the files that an index is made from."""
    content = [[path.name, hashlib.sha256(path.read_bytes()).hexdigest()] for path in files]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def embed(texts: Sequence[str], encoder: Encoder, known: Mapping[str, Matrix], progress: Progress) -> dict[str, Matrix]:
    """The vector of each text; `known` holds vectors by the id of their entry, which are not made again."""
    by_text: dict[str, Matrix] = {}
    missing = []
    for text in texts:
        vector = known.get(Entry("", "passage", 0, text).vector_id)
        if vector is None:
            missing.append(text)
        else:
            by_text[text] = vector
    missing.sort(key=len)  # texts of one length are read together
    for start in range(0, len(missing), _CHUNK):
        progress(0.05 + 0.9 * start / len(missing), f"Reading {start} of {len(missing)} texts")
        chunk = missing[start : start + _CHUNK]
        by_text.update(zip(chunk, encoder.encode(chunk), strict=True))
    return by_text
