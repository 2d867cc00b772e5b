from pathlib import Path

import numpy as np
import pytest

from advisor.judging import References
from advisor.search.encoder import MINILM_SHA256
from advisor.search.entries import text_id
from advisor.search.shipped import save_vectors, shipped_vectors
from advisor.settings import CORPUS
from advisor.wiring import Advisor


def test_the_shipped_vectors_are_the_models(advisor: Advisor) -> None:
    """Every text of the corpus has one, and a sample of them is what the encoder gives."""
    shipped = shipped_vectors(CORPUS / "vectors.npz", advisor.encoder.sha256)
    entries = {entry.vector_id: entry.text for entry in advisor.open().contents.entries}
    entries |= {text_id(text): text for text in References(advisor.framework, advisor.encoder).texts()}
    missing = [text for name, text in entries.items() if name not in shipped]
    assert missing == [], "run: python -m training.vectors"
    names = sorted(entries)[::40]
    made = advisor.encoder.encode([entries[name] for name in names])
    alike = [float(np.dot(shipped[name], row)) for name, row in zip(names, made, strict=True)]
    assert min(alike) > 0.9999


def test_vectors_of_another_model_are_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "v.npz"
    name = "00ff" * 7 + "ab00"
    save_vectors(path, {name: np.array([0.6, 0.8], np.float32)}, "one")
    assert shipped_vectors(path, "one")[name] == pytest.approx([0.6, 0.8], abs=1e-3)
    assert (
        shipped_vectors(path, "other")
        == shipped_vectors(tmp_path / "none", "one")
        == shipped_vectors(None, "one")
        == {}
    )
    assert shipped_vectors(CORPUS / "vectors.npz", MINILM_SHA256)
