"""The shipped encoder: all-MiniLM-L6-v2 on OpenVINO, so that a usual start needs no PyTorch.

The network is put together here from the official weights, which lie in their package and are verified by hash;
`python -m training.encoder` holds it against sentence-transformers. Where the processor computes in bfloat16, so does
the network (twice to four times as fast, cosines to full precision above 0.9999), else in full precision. Texts of one
length are read together: there is no padding, and what a text gives does not hang on what else is encoded with it.
"""

import json
import mmap
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from advisor.cores import cores
from advisor.search.encoder import (
    Encoder,
    Matrix,
    SentenceTransformerEncoder,
    official_sha256,
    packaged_folder,
)
from advisor.search.folder import ModelFolder
from advisor.search.tokens import END, FIRST, pieces

if TYPE_CHECKING:
    import openvino

LONGEST: Final = 256  # tokens of a text, as the model's authors set it
DIMENSIONS: Final = 384
WEIGHTS: Final = "model.safetensors"
_KINDS: Final = {"F32": np.float32, "F16": np.float16}
_LAYERS: Final = 6
_HEADS: Final = 12
_TINY: Final = 1e-12
_THREADS: Final = cores()
_SENDER: Final = "openvino_telemetry"  # OpenVINO's converters, which we have no use for, report through it
_BATCH: Final = 16
_BF16: Final = "BF16"  # what OpenVINO calls a processor's bfloat16
_SHAPES: Final = 16  # kernels, by length of text, that are kept; more take memory and save no time


class MiniLM:
    """The packaged MiniLM, loaded at the first use and safe to share between threads; see `Encoder`.

    `tuned` is a folder with tensors that stand in for the official ones; those that it lacks are the official ones.
    Raises ModelError where files are missing or not the official or the shipped ones.
    """

    def __init__(self, tuned: Path | None = None) -> None:
        self._tuned = ModelFolder(tuned) if tuned else None
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        return self._tuned.path.name if self._tuned else "all-MiniLM-L6-v2"

    @cached_property
    def sha256(self) -> str:
        return self._tuned.sha256(WEIGHTS) if self._tuned else official_sha256()

    def encode(self, texts: Sequence[str]) -> Matrix:
        found = np.zeros((len(texts), DIMENSIONS), np.float32)
        if not texts:
            return found
        rows = [[FIRST, *ids[: LONGEST - 2], END] for ids in pieces(texts)]
        with self._lock:
            network = self._network
        batches = _of_one_length(rows)
        run = network.pool.map if len(batches) > 1 else map
        for batch, vectors in zip(batches, run(network.vectors, [[rows[n] for n in b] for b in batches]), strict=True):
            found[batch] = vectors
        return found

    @property
    def precision(self) -> str:
        """What the network computes in on this processor: "bf16" or "f32"."""
        return self._network.precision

    @cached_property
    def _network(self) -> "_Network":
        _ = official_sha256() if self._tuned else self.sha256  # verified before anything of it is loaded, and once
        official = _Weights(packaged_folder() / WEIGHTS)
        return _Network(_Weights(self._tuned.file(WEIGHTS), official) if self._tuned else official)


class _Weights:
    """The tensors of a file, mapped and not read: in the shape that it names, float32; others from the one behind."""

    def __init__(self, path: Path, behind: "_Weights | None" = None) -> None:
        self._behind = behind
        with path.open("rb") as file:
            self.mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
        header = int.from_bytes(self.mapped[:8], "little")
        self._about: dict[str, Any] = json.loads(self.mapped[8 : 8 + header])
        self._start = 8 + header

    def __getitem__(self, name: str) -> Matrix:
        if self._behind is not None and name not in self._about:
            return self._behind[name]
        about = self._about[name]
        start, end = about["data_offsets"]
        kind = _KINDS[about["dtype"]]
        values = np.frombuffer(self.mapped, kind, (end - start) // np.dtype(kind).itemsize, self._start + start)
        return values.reshape(about["shape"]).astype(np.float32, copy=False)

    def forget(self) -> None:
        """Give back the memory of what has been read; it is read again where it is needed."""
        if hasattr(mmap, "MADV_DONTNEED"):
            self.mapped.madvise(mmap.MADV_DONTNEED)
        if self._behind is not None:
            self._behind.forget()


class _Network:
    def __init__(self, weights: _Weights) -> None:
        sys.modules.setdefault(_SENDER, None)  # type: ignore[arg-type]  # what is None cannot be imported
        import openvino

        core = openvino.Core()
        self.precision = "bf16" if _BF16 in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES") else "f32"
        settings = {
            "INFERENCE_PRECISION_HINT": self.precision,
            "INFERENCE_NUM_THREADS": _THREADS,
            "NUM_STREAMS": _THREADS,  # a batch is read by one thread, and several at a time
            "ENABLE_CPU_PINNING": False,  # several processes share the cores
            "CPU_RUNTIME_CACHE_CAPACITY": _SHAPES,
        }
        compiled = core.compile_model(_network_of(weights), "CPU", settings)
        self._words = weights["embeddings.word_embeddings.weight"]  # half of all: the rows of a text alone are read
        kind = weights["embeddings.token_type_embeddings.weight"][0]
        self._places = weights["embeddings.position_embeddings.weight"][:LONGEST] + kind
        self._free: SimpleQueue[Any] = SimpleQueue()
        for _ in range(_THREADS):
            self._free.put(compiled.create_infer_request())
        self.pool = ThreadPoolExecutor(_THREADS)
        self.vectors([[FIRST, END]])
        weights.forget()  # what was compiled has its own, from its first use on

    def vectors(self, rows: Sequence[Sequence[int]]) -> Matrix:
        """The vectors of texts of one length, shape (len(rows), DIMENSIONS)."""
        ids = np.asarray(rows)
        request = self._free.get()
        try:
            request.infer([self._words[ids] + self._places[: ids.shape[1]]])
            return np.array(request.get_output_tensor(0).data, np.float32)
        finally:
            self._free.put(request)


def _of_one_length(rows: Sequence[Sequence[int]]) -> list[list[int]]:
    """The numbers of the rows in batches, longer ones first so that no thread is left with a long one at the end."""
    by_length: dict[int, list[int]] = {}
    for number, row in enumerate(rows):
        by_length.setdefault(len(row), []).append(number)
    ordered = sorted(by_length.items(), reverse=True)
    return [found[start : start + _BATCH] for _, found in ordered for start in range(0, len(found), _BATCH)]


def _network_of(weights: _Weights) -> "openvino.Model":
    """BERT (Devlin et al. 2019) from the sum of its embeddings on, the mean over the tokens, and unit length.

    From shape (texts, tokens, DIMENSIONS) to (texts, DIMENSIONS).
    """
    import openvino
    from openvino import opset13 as op

    last, by_head = [np.array(axes, np.int64) for axes in ([-1], [0, 2, 1, 3])]

    def weight(name: str) -> Any:
        values = weights[name]
        return openvino.op.Constant(values, shared_memory=values.base is not None)  # what is mapped stays in its place

    def linear(states: Any, name: str) -> Any:
        return op.add(op.matmul(states, weight(f"{name}.weight"), False, True), weight(f"{name}.bias"))

    def norm(states: Any, name: str) -> Any:
        alike = op.mvn(states, op.constant(last), True, _TINY, "inside_sqrt")
        return op.add(op.multiply(alike, weight(f"{name}.weight")), weight(f"{name}.bias"))

    def heads(states: Any) -> Any:
        cut = op.reshape(states, op.constant(np.array([0, 0, _HEADS, DIMENSIONS // _HEADS], np.int64)), True)
        return op.transpose(cut, op.constant(by_head))

    embedded = op.parameter([-1, -1, DIMENSIONS], np.float32)
    states = norm(embedded, "embeddings.LayerNorm")
    for number in range(_LAYERS):
        layer = f"encoder.layer.{number}"
        parts = [heads(linear(states, f"{layer}.attention.self.{part}")) for part in ("query", "key", "value")]
        read = op.transpose(op.scaled_dot_product_attention(*parts), op.constant(by_head))
        read = op.reshape(read, op.constant(np.array([0, 0, DIMENSIONS], np.int64)), True)
        read = linear(read, f"{layer}.attention.output.dense")
        states = norm(op.add(states, read), f"{layer}.attention.output.LayerNorm")
        more = op.gelu(linear(states, f"{layer}.intermediate.dense"), "erf")
        states = norm(op.add(states, linear(more, f"{layer}.output.dense")), f"{layer}.output.LayerNorm")
    axis = op.constant(np.array([1], np.int64))
    return openvino.Model([op.normalize_l2(op.reduce_mean(states, axis), axis, _TINY, "max")], [embedded], "MiniLM")


def encoder_of(model: str) -> Encoder:
    """The encoder that a setting names: the shipped one where it is empty, else sentence-transformers'."""
    return SentenceTransformerEncoder(model) if model else MiniLM()
