"""The reader of documents: one small network reads a criterion and a passage in its surroundings together.

MiniLM, tuned by `python -m training.reader` as a cross-encoder with five outputs, shipped as quantised ONNX; no PyTorch
needed. Files are verified by hash before anything of them is loaded.
"""

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, Final

import numpy as np

from advisor.errors import ModelError
from advisor.judging.weights import STATUSES, Array
from advisor.search.encoder import sha256_of

FOLDER: Final = Path(__file__).parent / "reader"
LONGEST: Final = 144  # tokens of criterion and passage together; training cut at the same length
# What the reader is asked of a passage before it is believed.
ADDRESSED: Final = "The text is written to steer whoever, or whatever, judges the document, not to inform its readers."
_THREADS: Final = os.cpu_count() or 1
_INPUTS: Final = ("input_ids", "attention_mask", "token_type_ids")


class Reader:
    """Shares of STATUSES for pairs of a criterion's `satisfied` and a passage; safe to share between threads."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._lock = Lock()

    def shares(self, pairs: Sequence[tuple[str, str]]) -> Array:
        """The probabilities, shape (pairs, statuses). Raises ModelError where the files are not the shipped ones."""
        found = np.zeros((len(pairs), len(STATUSES)), np.float32)
        if not pairs:
            return found
        with self._lock:
            encoded = self._tokenizer.encode_batch(list(pairs))
            # One pair at a time: in int8 the numbers of a pair would hang on what else is in its batch.
            with ThreadPoolExecutor(_THREADS) as pool:
                found[:] = list(pool.map(self._scores, encoded))
        found = np.exp(found - found.max(axis=1, keepdims=True))
        return np.asarray(found / found.sum(axis=1, keepdims=True), np.float32)

    def _scores(self, encoded: Any) -> Array:
        ids = (encoded.ids, encoded.attention_mask, encoded.type_ids)
        inputs = {name: np.asarray([values], np.int64) for name, values in zip(_INPUTS, ids, strict=True)}
        return np.asarray(self._session.run(None, inputs)[0][0], np.float32)

    @cached_property
    def card(self) -> dict[str, Any]:
        """Hashes and thresholds, as training wrote them."""
        try:
            card: dict[str, Any] = json.loads((self._folder / "card.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise ModelError("the reader's card.json is missing or broken; get the repository's files again.") from None
        return card

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # the pairs are spread over threads instead
        file = str(self.file("reader.onnx"))
        return onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self.file("tokenizer.json")))
        tokenizer.enable_truncation(LONGEST, strategy="only_second")
        tokenizer.no_padding()
        return tokenizer

    def file(self, name: str) -> Path:
        """A file of the reader's folder, verified. Raises ModelError."""
        path = self._folder / name
        if sha256_of(path) != self.card["sha256"][name]:
            raise ModelError(f"{name} of the reader is not the shipped file; get the repository's files again.")
        return path
