"""Vectors in a file, keyed by the hash of each text: a cache that spares the first start the embedding."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from advisor.search.encoder import Matrix


def save_vectors(path: Path, vectors: Mapping[str, Matrix], model_sha256: str) -> None:
    """Write vectors by their ids, in half precision: a third decimal of a cosine is not touched by it."""
    names = sorted(vectors)
    np.savez_compressed(
        path,
        model_sha256=np.array(model_sha256),
        ids=np.array([bytes.fromhex(name) for name in names], dtype="S16"),
        vectors=np.stack([vectors[name] for name in names]).astype(np.float16),
    )


def shipped_vectors(path: Path | None, model_sha256: str) -> dict[str, Matrix]:
    """The vectors of a file by their ids, at full length; none where there is no file or another model made it."""
    if path is None or not path.is_file():
        return {}
    with np.load(path, allow_pickle=False) as data:
        if str(data["model_sha256"]) != model_sha256:
            return {}
        vectors = data["vectors"].astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return {bytes(name).ljust(16, b"\0").hex(): row for name, row in zip(data["ids"], vectors, strict=True)}
