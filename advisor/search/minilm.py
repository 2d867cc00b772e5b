"""The shipped encoder: all-MiniLM-L6-v2 on onnxruntime, so that a usual start needs no PyTorch.

Here lies the network's graph alone (`python -m training.encoder` writes and checks it); the weights are the official
file's, taken from its package and verified by hash. Nothing is exported or downloaded at run time.
"""

import os
import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np

from advisor.errors import ModelError
from advisor.search.encoder import (
    Encoder,
    Matrix,
    SentenceTransformerEncoder,
    official_sha256,
    packaged_folder,
    sha256_of,
)

GRAPH: Final = Path(__file__).parent / "minilm.onnx"
GRAPH_SHA256: Final = "ab48d607284477e0d9ab09e8484a3eb2425e0b349ed65ab9e9ad4e81f771d319"
INPUTS: Final = ("input_ids", "attention_mask", "token_type_ids")
LONGEST: Final = 256  # tokens of a text, as the model's authors set it
DIMENSIONS: Final = 384
_BATCH: Final = 16
_THREADS: Final = os.cpu_count() or 1


class MiniLM:
    """The packaged MiniLM, loaded at the first use and safe to share between threads; see `Encoder`.

    Raises ModelError where files are missing or not the official ones.
    """

    name = "all-MiniLM-L6-v2"

    def __init__(self) -> None:
        self._lock = threading.Lock()

    @cached_property
    def sha256(self) -> str:
        return official_sha256()

    def encode(self, texts: Sequence[str]) -> Matrix:
        found = np.zeros((len(texts), DIMENSIONS), np.float32)
        with self._lock:
            rows = self._tokenizer.encode_batch(list(texts)) if texts else []
            order = sorted(range(len(rows)), key=lambda n: len(rows[n].ids))  # so that little is padding
            batches = [order[n : n + _BATCH] for n in range(0, len(order), _BATCH)]
            run = self._pool.map if len(batches) > 1 else map
            made = run(self._vectors, [[rows[n] for n in batch] for batch in batches])
            for batch, vectors in zip(batches, made, strict=True):
                found[batch] = vectors
        return found

    def _vectors(self, rows: Sequence[Any]) -> Matrix:
        length = max(len(row.ids) for row in rows)
        ids, mask = np.zeros((2, len(rows), length), np.int64)
        for number, row in enumerate(rows):
            ids[number, : len(row.ids)], mask[number, : len(row.ids)] = row.ids, 1
        inputs = dict(zip(INPUTS, (ids, mask, np.zeros_like(ids)), strict=True))
        return np.asarray(self._session.run(None, inputs)[0], np.float32)

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(_THREADS)

    @cached_property
    def _session(self) -> Any:
        import onnxruntime
        from safetensors.numpy import load_file

        _ = self.sha256  # verified before anything of it is loaded
        if sha256_of(GRAPH) != GRAPH_SHA256:
            raise ModelError(f"{GRAPH.name} is not the shipped file; get the repository's files again.")
        weights = load_file(packaged_folder() / "model.safetensors")
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # batches are spread over threads instead
        values = [onnxruntime.OrtValue.ortvalue_from_numpy(weights[name]) for name in needed(weights)]
        options.add_external_initializers(needed(weights), values)
        return onnxruntime.InferenceSession(str(GRAPH), options, providers=["CPUExecutionProvider"])

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(packaged_folder() / "tokenizer.json"))
        tokenizer.enable_truncation(LONGEST)
        tokenizer.no_padding()
        return tokenizer


def needed(names: Iterable[str]) -> list[str]:
    """The names of the weights that vectors are made with."""
    return [name for name in names if "pooler" not in name and "position_ids" not in name]


def encoder_of(model: str) -> Encoder:
    """The encoder that a setting names: the shipped one where it is empty, else sentence-transformers'."""
    return SentenceTransformerEncoder(model) if model else MiniLM()
