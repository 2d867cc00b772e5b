"""Write the graph of the shipped encoder and check it: `python -m training.encoder`.

Exports the packaged all-MiniLM-L6-v2 with mean pooling and unit length, leaves the weights out (they are read from the
package at run time), and holds the result against sentence-transformers on texts of many lengths.
"""

import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from transformers import AutoTokenizer, BertModel

from advisor.search.encoder import MINILM_SHA256, SentenceTransformerEncoder, packaged_folder, sha256_of
from advisor.search.minilm import GRAPH, GRAPH_SHA256, INPUTS, MiniLM
from advisor.wiring import Advisor
from training.cross import mean_of

_LEAST = 0.99999  # cosine to what sentence-transformers gives, for every text


class _Vectors(torch.nn.Module):
    def __init__(self) -> None:
        super().__init__()
        folder = packaged_folder()
        self.body = BertModel.from_pretrained(folder, attn_implementation="eager", add_pooling_layer=False)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        return torch.nn.functional.normalize(mean_of(self.body, input_ids, attention_mask, token_type_ids), dim=1)


def graph() -> onnx.ModelProto:
    """The network with its weights named as the official file names them, and none of them in it."""
    inputs = AutoTokenizer.from_pretrained(packaged_folder())(["one", "and a longer one"], padding=True)
    with tempfile.TemporaryDirectory() as place:
        whole = Path(place) / "whole.onnx"
        torch.onnx.export(
            _Vectors().eval(),
            tuple(torch.tensor(inputs[name]) for name in INPUTS),
            str(whole),
            input_names=list(INPUTS),
            output_names=["vectors"],
            dynamic_axes={**{name: {0: "texts", 1: "tokens"} for name in INPUTS}, "vectors": {0: "texts"}},
            opset_version=17,
            dynamo=False,
            do_constant_folding=False,  # folded weights would have other names and shapes than the file's
        )
        found = onnx.load(str(whole))
    for weight in found.graph.initializer:
        weight.name = weight.name.removeprefix("body.")
        weight.ClearField("raw_data")
        weight.data_location = onnx.TensorProto.EXTERNAL
        weight.external_data.add(key="location", value="model.safetensors")
    for node in found.graph.node:
        node.ClearField("doc_string")
        node.input[:] = [name.removeprefix("body.") for name in node.input]
    found.graph.ClearField("value_info")
    return found


def main() -> None:
    """Write the graph; say what its hash is and how near its vectors are to the reference."""
    GRAPH.write_bytes(graph().SerializeToString())
    print(f"{GRAPH.name}: {GRAPH.stat().st_size / 1e3:.0f} kB, sha256 {sha256_of(GRAPH)}")
    if sha256_of(GRAPH) != GRAPH_SHA256:
        raise SystemExit("It is another graph than before: put its hash into advisor/search/minilm.py and run again.")
    contents = Advisor().open().contents
    texts = [passage.titled for passage in contents.passages] + [entry.text for entry in contents.entries][:1000]
    ours, reference = MiniLM().encode(texts), SentenceTransformerEncoder().encode(texts)
    least = float((ours * reference).sum(axis=1).min())
    print(f"{len(texts)} texts, weights {MINILM_SHA256[:12]}: least cosine to sentence-transformers {least:.7f}")
    if least < _LEAST:
        raise SystemExit("The vectors are not those of the reference.")
    print(f"largest difference of a value {np.abs(ours - reference).max():.1e}")


if __name__ == "__main__":
    main()
