"""Where vectors live: Chroma for what lasts (the only module that imports it), numpy for what is compared whole.

Chroma holds vectors and ids, never text: what is deleted from it stays in its files, so text is kept out.
"""

import re
import shutil
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit
from zipfile import BadZipFile

import numpy as np

from advisor.errors import StaleIndexError, StoreError
from advisor.search.encoder import Matrix

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

BUILD = re.compile(r"\d{14}-[0-9a-f]{8}")  # how builds are named
_BATCH = 5000  # Chroma's largest batch is 5461
# Up to here all vectors are compared: faster than the graph (which finds 99% of the nearest, other ones in another
# process), and the same every time. 50,000 vectors of MiniLM take 77 MB.
_EXACT = 50_000
_COPY = "vectors.npz"  # beside Chroma's own files
# Chroma is not crash-safe at its default threshold of 1000; with a high one no kill broke a collection.
_HNSW: Any = {"hnsw": {"space": "cosine", "sync_threshold": 1_000_000, "ef_search": 200}}


class Vectors(Protocol):
    """Vectors by id. Ids are unique; similarity is the cosine."""

    def add(self, ids: Sequence[str], vectors: Matrix) -> None:
        """Add vectors, one for each id."""

    def nearest(self, queries: Matrix, k: int) -> list[list[tuple[str, float]]]:
        """For each query the `k` most similar ids with their cosine, best first."""

    def get(self, ids: Sequence[str]) -> dict[str, Matrix]:
        """The vectors of those ids that are known."""

    def ids(self) -> set[str]:
        """All ids."""


class MemoryVectors:
    """Vectors in a numpy matrix, searched exactly."""

    def __init__(self, ids: Sequence[str] = (), matrix: Matrix | None = None) -> None:
        self._ids = list(ids)
        self._matrix: Matrix = np.zeros((0, 0), np.float32) if matrix is None else matrix
        self._at = {name: number for number, name in enumerate(self._ids)}

    def add(self, ids: Sequence[str], vectors: Matrix) -> None:
        self._at.update({name: len(self._ids) + number for number, name in enumerate(ids)})
        self._matrix = np.vstack([self._matrix, vectors]) if self._ids else vectors
        self._ids += ids

    def nearest(self, queries: Matrix, k: int) -> list[list[tuple[str, float]]]:
        if not self._ids:
            return [[] for _ in queries]
        return [[(self._ids[n], float(row[n])) for n in best(row, k)] for row in queries @ self._matrix.T]

    def get(self, ids: Sequence[str]) -> dict[str, Matrix]:
        return {name: self._matrix[self._at[name]] for name in ids if name in self._at}

    def ids(self) -> set[str]:
        return set(self._at)

    def save(self, path: Path) -> None:
        """Write them to a file."""
        new = path.with_suffix(".new")
        with new.open("wb") as file:
            np.savez(file, ids=np.array(self._ids), vectors=self._matrix)
        new.replace(path)

    @classmethod
    def read(cls, path: Path) -> "MemoryVectors | None":
        """Those of a file; None where there is none, or a damaged one."""
        try:
            with np.load(path, allow_pickle=False) as data:
                ids, matrix = data["ids"].tolist(), np.asarray(data["vectors"], np.float32)
        except (OSError, ValueError, KeyError, BadZipFile, EOFError):
            return None
        return cls(ids, matrix) if len(ids) == len(matrix) else None


def best(scores: Matrix, k: int) -> list[int]:
    """The positions of the `k` largest, largest first, of equal ones the earlier first."""
    if 0 < k < len(scores):
        least = np.partition(scores, len(scores) - k)[len(scores) - k]
        among = np.flatnonzero(scores >= least)
    else:
        among = np.arange(len(scores))
    return [int(n) for n in among[np.argsort(-scores[among], kind="stable")][:k]]


class ChromaVectors:
    """One Chroma collection, in a folder of its own or on a server.

    A folder's name is new for every build: recreating a path in one process leaves it read-only. Beside the collection
    lies a copy of its vectors, where they are few enough to compare all: reading that takes a tenth of the time, and
    Chroma is then not even loaded.
    """

    def __init__(self, location: str, build: str, *, create: bool) -> None:
        self._location, self._build = location, build
        folder = None if _is_server(location) else Path(location) / build
        self._copy = folder / _COPY if folder else None
        self._memory: MemoryVectors | None = None
        self._many = False  # known to be too many to compare all
        if create:
            self._collection = self._made()
        elif folder and not (folder / "chroma.sqlite3").is_file():
            raise StaleIndexError("the vector store's folder is missing")
        elif self._copy:
            self._memory = MemoryVectors.read(self._copy)

    def add(self, ids: Sequence[str], vectors: Matrix) -> None:
        for start in range(0, len(ids), _BATCH):
            self._collection.add(ids=list(ids[start : start + _BATCH]), embeddings=vectors[start : start + _BATCH])
        self._many = self._collection.count() > _EXACT
        self._memory = None if self._many else self._read()
        if self._memory and self._copy:
            self._memory.save(self._copy)

    def nearest(self, queries: Matrix, k: int) -> list[list[tuple[str, float]]]:
        if self._memory is None and not self._many:
            self._many = self._collection.count() > _EXACT  # asked once: counting takes longer than searching
            self._memory = None if self._many else self._read()
        return self.approximate(queries, k) if self._memory is None else self._memory.nearest(queries, k)

    def approximate(self, queries: Matrix, k: int) -> list[list[tuple[str, float]]]:
        """As `nearest`, by Chroma's graph however few there are."""
        result = self._collection.query(query_embeddings=queries, n_results=k, include=["distances"])
        distances = result["distances"]
        if distances is None:
            raise StaleIndexError("the vector store gives no distances")
        return [
            [(name, 1.0 - float(distance)) for name, distance in zip(names, row, strict=True)]
            for names, row in zip(result["ids"], distances, strict=True)
        ]

    def get(self, ids: Sequence[str]) -> dict[str, Matrix]:
        return self._memory.get(ids) if self._memory else self._kept(ids)

    def ids(self) -> set[str]:
        return self._memory.ids() if self._memory else set(self._collection.get(include=[])["ids"])

    @cached_property
    def _collection(self) -> "Collection":
        from chromadb.errors import ChromaError, NotFoundError

        client = _client(self._location, self._build)
        try:
            return client.get_collection(f"vectors-{self._build}", embedding_function=None)
        except (NotFoundError, ValueError) as error:
            raise StaleIndexError(f"the vector store lacks the build {self._build} ({error})") from None
        except ChromaError as error:
            raise StaleIndexError(f"the vector store is broken ({error})") from None

    def _made(self) -> "Collection":
        from chromadb.errors import ChromaError

        client = _client(self._location, self._build)
        try:
            return client.create_collection(f"vectors-{self._build}", configuration=_HNSW, embedding_function=None)
        except (ChromaError, ValueError) as error:
            raise StaleIndexError(f"the vector store is broken ({error})") from None

    def _kept(self, ids: Sequence[str]) -> dict[str, Matrix]:
        found: dict[str, Matrix] = {}
        unique = list(dict.fromkeys(ids))  # Chroma refuses the same id twice
        for start in range(0, len(unique), _BATCH):
            result: Any = self._collection.get(ids=unique[start : start + _BATCH], include=["embeddings"])
            found |= dict(zip(result["ids"], np.asarray(result["embeddings"], dtype=np.float32), strict=True))
        return found

    def _read(self) -> MemoryVectors:
        """All vectors, to be searched exactly: a build does not change once it is made."""
        known = self._kept(sorted(self._collection.get(include=[])["ids"]))
        return MemoryVectors(list(known), np.stack(list(known.values())) if known else None)


def remove_build(location: str, build: str) -> None:
    """Delete one build's vectors, and nothing else: a server or a folder may hold what is not ours."""
    if not BUILD.fullmatch(build):
        return
    if _is_server(location):
        import chromadb

        with suppress(StaleIndexError, chromadb.errors.ChromaError, ValueError):
            _client(location, build).delete_collection(f"vectors-{build}")
    else:
        shutil.rmtree(Path(location) / build, ignore_errors=True)


def _is_server(location: str) -> bool:
    return location.startswith(("http://", "https://"))


def _client(location: str, build: str) -> "ClientAPI":
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if _is_server(location):
        try:
            url = urlsplit(location)
            port = url.port or (443 if url.scheme == "https" else 80)
            return chromadb.HttpClient(url.hostname or "", port=port, ssl=url.scheme == "https", settings=settings)
        except ValueError as error:
            message = " ".join(str(error).split())
            raise StoreError(
                f"no Chroma server answers at {location} ({message}); start it or mend ADVISOR_CHROMA"
            ) from None
    folder = Path(location) / build
    folder.mkdir(parents=True, exist_ok=True)
    return chromadb.PersistentClient(path=str(folder), settings=settings)
