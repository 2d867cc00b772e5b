"""A small network that reads two texts together: MiniLM tuned as a cross-encoder, shipped as quantised ONNX.

No PyTorch is needed. A folder holds the network and `card.json` with its hash; files are verified before anything of
them is loaded. The texts are cut into MiniLM's word pieces.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, Final

import numpy as np

from advisor.cores import cores
from advisor.search.encoder import Matrix
from advisor.search.folder import ModelFolder
from advisor.search.tokens import END, FIRST, pieces

LONGEST: Final = 144  # tokens of both texts together, the second is cut; training cuts at the same length
_LEAST: Final = 64  # tokens of the second text that are left to it where the first is very long
NETWORK: Final = "network.onnx"
_THREADS: Final = cores()
_INPUTS: Final = ("input_ids", "attention_mask", "token_type_ids")


class CrossEncoder:
    """Gives each pair of texts the probabilities of some classes; safe to share between threads."""

    def __init__(self, folder: Path, classes: int) -> None:
        self._folder, self._classes = ModelFolder(folder), classes
        self._lock = Lock()

    def shares(self, pairs: Sequence[tuple[str, str]]) -> Matrix:
        """The probabilities, shape (pairs, classes). Raises ModelError where the files are not the shipped ones."""
        found = np.zeros((len(pairs), self._classes), np.float32)
        if not pairs:
            return found
        texts = list(dict.fromkeys(text for pair in pairs for text in pair))
        ids = dict(zip(texts, pieces(texts), strict=True))
        with self._lock:
            _ = self._session
        # One pair at a time: in int8 the numbers of a pair would hang on what else is in its batch.
        run = self._pool.map if len(pairs) > 1 else map
        found[:] = list(run(lambda pair: self._scores(ids[pair[0]], ids[pair[1]]), pairs))
        found = np.exp(found - found.max(axis=1, keepdims=True))
        return np.asarray(found / found.sum(axis=1, keepdims=True), np.float32)

    def _scores(self, first: list[int], second: list[int]) -> Matrix:
        second = second[: max(_LEAST, LONGEST - 3 - len(first))]
        first = first[: LONGEST - 3 - len(second)]
        ids = [FIRST, *first, END, *second, END]
        kinds = [0] * (len(first) + 2) + [1] * (len(second) + 1)
        inputs = dict(zip(_INPUTS, np.asarray([[ids], [[1] * len(ids)], [kinds]], np.int64), strict=True))
        return np.asarray(self._session.run(None, inputs)[0][0], np.float32)

    @property
    def card(self) -> dict[str, Any]:
        """Hashes and thresholds, as training wrote them."""
        return self._folder.card

    @property
    def sha256(self) -> str:
        """The hash of the network, as its card gives it."""
        return self._folder.sha256(NETWORK)

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(_THREADS)

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # the pairs are spread over threads instead
        file = str(self.file(NETWORK))
        return onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])

    def file(self, name: str) -> Path:
        """A file of the folder, verified. Raises ModelError."""
        return self._folder.file(name)
