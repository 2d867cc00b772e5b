"""Vectors in a file, keyed by the hash of each text: a cache that spares the first start the embedding."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from advisor.search.encoder import Encoder, Matrix
from advisor.search.entries import text_id


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


class ShippedEncoder:
    """An encoder that looks a text up in a file of vectors before it encodes it; see `Encoder`."""

    def __init__(self, encoder: Encoder, path: Path) -> None:
        self._encoder, self._path = encoder, path

    @property
    def name(self) -> str:
        """The encoder's."""
        return self._encoder.name

    @property
    def sha256(self) -> str:
        """The encoder's."""
        return self._encoder.sha256

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors, shape (len(texts), dimensions)."""
        names = [text_id(text) for text in texts]
        missing = {n: text for n, text in zip(names, texts, strict=True) if n not in self._known}
        made = dict(zip(missing, self._encoder.encode(list(missing.values())), strict=True)) if missing else {}
        return (
            np.stack([made[n] if n in made else self._known[n] for n in names]) if names else self._encoder.encode([])
        )

    @cached_property
    def _known(self) -> dict[str, Matrix]:
        return shipped_vectors(self._path, self.sha256)
