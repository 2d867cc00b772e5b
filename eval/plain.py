"""The plain stack that the product's times are held against: sentence-transformers on PyTorch, Chroma, and no more.

A program of its own, `python -m eval.plain COMMAND FOLDER`, so that its start and its memory are measured by
themselves. It reads JSON from standard input and prints one line of JSON. Chroma holds the texts, as people use it.
"""

import json
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np

T = TypeVar("T")
_BATCH: Final = 5000  # Chroma's largest batch is 5461
_FOUND: Final = 5  # passages for a question
_LONG, _SHARED = 1000, 200  # characters of a passage, and of them those that the next one has too


class Stack:
    """The model and a collection, as a tutorial would put them together."""

    def __init__(self, folder: Path) -> None:
        import chromadb
        from chromadb.config import Settings
        from sentence_transformers import SentenceTransformer

        from advisor.search.encoder import packaged_folder

        self.model = SentenceTransformer(str(packaged_folder()), device="cpu")
        self.client = chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))
        self.passages = self.client.get_or_create_collection(
            "passages", embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )

    def encode(self, texts: Sequence[str]) -> Any:
        """Unit vectors, shape (len(texts), dimensions)."""
        return self.model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)

    def add(self, texts: Sequence[str], vectors: Any, about: Sequence[Mapping[str, Any]] | None = None) -> None:
        """Add passages with their vectors; ids are numbers."""
        begun = self.passages.count()
        for start in range(0, len(texts), _BATCH):
            some = slice(start, start + _BATCH)
            ids = [str(begun + start + n) for n in range(len(texts[some]))]
            known: Any = list(about[some]) if about else None
            self.passages.add(ids=ids, embeddings=vectors[some], documents=list(texts[some]), metadatas=known)

    def ask(self, question: str, only: Mapping[str, Any] | None = None) -> list[str]:
        """The passages nearest to a question."""
        where: Any = dict(only) if only else None
        found = self.passages.query(query_embeddings=self.encode([question]), n_results=_FOUND, where=where)
        return (found["documents"] or [[]])[0]


def build(folder: Path, given: Mapping[str, Any]) -> dict[str, Any]:
    """Embed and keep `texts`; {"seconds"}."""
    stack = Stack(folder)
    stack.encode(["warm"])
    begun = time.perf_counter()
    stack.add(given["texts"], stack.encode(given["texts"]))
    return {"seconds": time.perf_counter() - begun}


def ask(folder: Path, given: Mapping[str, Any]) -> dict[str, Any]:
    """One question from a cold start; {"found"}."""
    return {"found": Stack(folder).ask(given["question"])}


def warm(folder: Path, given: Mapping[str, Any]) -> dict[str, Any]:
    """The seconds of each of `questions`, the first of all left out; {"each"}."""
    stack = Stack(folder)
    stack.ask("How long?")
    return {"each": timed(stack.ask, given["questions"])}


def embed(folder: Path, given: Mapping[str, Any]) -> dict[str, Any]:
    """Embed `texts` into the file vectors.npy of the folder; {"seconds"}."""
    stack = Stack(folder)
    stack.encode(given["texts"][:32])
    begun = time.perf_counter()
    vectors = stack.encode(given["texts"])
    seconds = time.perf_counter() - begun
    np.save(folder / "vectors.npy", vectors)
    return {"seconds": seconds}


def grow(folder: Path, given: Mapping[str, Any]) -> dict[str, Any]:
    """Questions to a collection that grows to each of `sizes` with the vectors of vectors.npy; {"each"}: by size."""
    stack = Stack(folder)
    vectors = np.load(folder / "vectors.npy")
    each: dict[str, list[float]] = {}
    for size in given["sizes"]:
        have = stack.passages.count()
        stack.add(given["texts"][have:size], vectors[have:size])
        stack.ask("How long?")
        each[str(size)] = timed(stack.ask, given["questions"])
    return {"each": each}


def analyse(folder: Path, given: Mapping[str, Any]) -> dict[str, Any]:
    """Read and embed `files` (PDF), then ask each of `criteria` of each file: one query for each; {"seconds"}."""
    import pypdfium2

    stack = Stack(folder)
    stack.encode(["warm"])
    begun = time.perf_counter()
    texts: list[str] = []
    about: list[dict[str, Any]] = []
    for file in given["files"]:
        for page in pypdfium2.PdfDocument(file):
            text = page.get_textpage().get_text_bounded()
            found = [text[start : start + _LONG] for start in range(0, max(1, len(text) - _SHARED), _LONG - _SHARED)]
            texts += found
            about += [{"file": file}] * len(found)
    stack.add(texts, stack.encode(texts), about)
    for criterion in given["criteria"]:
        for file in given["files"]:
            stack.ask(criterion, {"file": file})
    return {"seconds": time.perf_counter() - begun, "texts": len(texts)}


def timed(work: Callable[[T], object], given: Iterable[T]) -> list[float]:
    """The seconds that each call took."""
    each = []
    for one in given:
        begun = time.perf_counter()
        work(one)
        each.append(time.perf_counter() - begun)
    return each


_COMMANDS: Final = {"build": build, "ask": ask, "warm": warm, "embed": embed, "grow": grow, "analyse": analyse}


def main() -> None:
    """Run one command."""
    command, folder = sys.argv[1:]
    found = _COMMANDS[command](Path(folder), json.load(sys.stdin))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
