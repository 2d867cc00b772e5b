"""Where vectors live: Chroma for what lasts (the only module that imports it), numpy for a single call.

Chroma holds vectors and ids, never text: what is deleted from it stays in its files, so text is kept out.
"""

import re
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

import numpy as np

from advisor.errors import StaleIndexError, StoreError
from advisor.search.encoder import Matrix

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

BUILD = re.compile(r"\d{14}-[0-9a-f]{8}")  # how builds are named
_BATCH = 5000  # Chroma's largest batch is 5461
# Up to here all vectors are compared: faster than the graph (which finds 99% of the nearest, other ones in another
# process), and the same every time. 50,000 vectors of MiniLM take 77 MB.
_EXACT = 50_000
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
    """Vectors in a numpy matrix, searched exactly: for documents that are read for one question."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._matrix: Matrix = np.zeros((0, 0), np.float32)

    def add(self, ids: Sequence[str], vectors: Matrix) -> None:
        self._matrix = np.vstack([self._matrix, vectors]) if self._ids else vectors
        self._ids += ids

    def nearest(self, queries: Matrix, k: int) -> list[list[tuple[str, float]]]:
        if not self._ids:
            return [[] for _ in queries]
        similarities = queries @ self._matrix.T
        order = np.argsort(-similarities, axis=1, kind="stable")[:, :k]
        return [[(self._ids[i], float(row[i])) for i in best] for row, best in zip(similarities, order, strict=True)]

    def get(self, ids: Sequence[str]) -> dict[str, Matrix]:
        wanted = set(ids)
        return {name: row for name, row in zip(self._ids, self._matrix, strict=True) if name in wanted}

    def ids(self) -> set[str]:
        return set(self._ids)


class ChromaVectors:
    """One Chroma collection, in a folder of its own or on a server.

    A folder's name is new for every build: recreating a path in one process leaves it read-only.
    """

    def __init__(self, location: str, build: str, *, create: bool) -> None:
        import chromadb
        from chromadb.errors import NotFoundError

        client = _client(location, build, create=create)
        try:
            if create:
                self._collection = client.create_collection(
                    f"vectors-{build}",
                    configuration=_HNSW,
                    embedding_function=None,
                )
            else:
                self._collection = client.get_collection(f"vectors-{build}", embedding_function=None)
        except (NotFoundError, ValueError) as error:
            raise StaleIndexError(f"the vector store lacks the build {build} ({error})") from None
        except chromadb.errors.ChromaError as error:
            raise StaleIndexError(f"the vector store is broken ({error})") from None
        self._memory: MemoryVectors | None = None

    def add(self, ids: Sequence[str], vectors: Matrix) -> None:
        for start in range(0, len(ids), _BATCH):
            self._collection.add(ids=list(ids[start : start + _BATCH]), embeddings=vectors[start : start + _BATCH])
        self._memory = None

    def nearest(self, queries: Matrix, k: int) -> list[list[tuple[str, float]]]:
        if self._memory is None and self._collection.count() <= _EXACT:
            self._memory = self._read()
        if self._memory is not None:
            return self._memory.nearest(queries, k)
        result = self._collection.query(query_embeddings=queries, n_results=k, include=["distances"])
        distances = result["distances"]
        if distances is None:
            raise StaleIndexError("the vector store gives no distances")
        return [
            [(name, 1.0 - float(distance)) for name, distance in zip(names, row, strict=True)]
            for names, row in zip(result["ids"], distances, strict=True)
        ]

    def get(self, ids: Sequence[str]) -> dict[str, Matrix]:
        found: dict[str, Matrix] = {}
        unique = list(dict.fromkeys(ids))  # Chroma refuses the same id twice
        for start in range(0, len(unique), _BATCH):
            result: Any = self._collection.get(ids=unique[start : start + _BATCH], include=["embeddings"])
            found |= dict(zip(result["ids"], np.asarray(result["embeddings"], dtype=np.float32), strict=True))
        return found

    def ids(self) -> set[str]:
        return set(self._collection.get(include=[])["ids"])

    def _read(self) -> MemoryVectors:
        """All vectors, to be searched exactly: a build does not change once it is made."""
        known, memory = self.get(sorted(self.ids())), MemoryVectors()
        if known:
            memory.add(list(known), np.stack(list(known.values())))
        return memory


def remove_build(location: str, build: str) -> None:
    """Delete one build's vectors, and nothing else: a server or a folder may hold what is not ours."""
    if not BUILD.fullmatch(build):
        return
    if _is_server(location):
        import chromadb

        with suppress(StaleIndexError, chromadb.errors.ChromaError, ValueError):
            _client(location, build, create=False).delete_collection(f"vectors-{build}")
    else:
        shutil.rmtree(Path(location) / build, ignore_errors=True)


def _is_server(location: str) -> bool:
    return location.startswith(("http://", "https://"))


def _client(location: str, build: str, *, create: bool) -> "ClientAPI":
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
    if not create and not folder.is_dir():
        raise StaleIndexError("the vector store's folder is missing")
    folder.mkdir(parents=True, exist_ok=True)
    return chromadb.PersistentClient(path=str(folder), settings=settings)
