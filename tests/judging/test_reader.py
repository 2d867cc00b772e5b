import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from advisor.errors import ModelError
from advisor.framework import Status
from advisor.judging import Reader
from advisor.judging.cross import FOLDER
from advisor.judging.weights import STATUSES

SPONSOR = "A named executive sponsor stays responsible after the pilot."


def status(row: np.ndarray) -> Status:
    return STATUSES[int(row.argmax())]


def test_presence_and_absence_are_told_apart() -> None:
    reader = Reader()
    said = [
        "The COO signed as executive sponsor on 4 March and stays responsible after go-live.",
        "Nobody has been found who would act as executive sponsor, and the seat is empty.",
        "Lunch is served in the canteen on the second floor.",
    ]
    shares = reader.shares([(SPONSOR, text) for text in said])
    assert shares.shape == (3, len(STATUSES))
    assert np.allclose(shares.sum(axis=1), 1, atol=1e-5)
    assert [status(row) for row in shares] == [Status.MET, Status.UNMET, Status.UNKNOWN]


def test_several_pairs_give_what_each_gives_alone() -> None:
    reader = Reader()
    pairs = [(SPONSOR, "The sponsor left in May. " * n) for n in (1, 3, 9)]
    together = reader.shares(pairs)
    alone = np.vstack([reader.shares([pair]) for pair in pairs])
    assert np.array_equal(together, alone)  # what else is read changes nothing


def test_nothing_gives_nothing() -> None:
    assert Reader().shares([]).shape == (0, len(STATUSES))


def test_other_files_than_the_shipped_ones_are_refused(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "reader"))
    (folder / "network.onnx").write_bytes(b"something else")
    with pytest.raises(ModelError, match=r"network\.onnx"):
        Reader(folder).shares([(SPONSOR, "It is so.")])
    (folder / "card.json").write_text("{")
    with pytest.raises(ModelError, match=r"card\.json"):
        Reader(folder).shares([(SPONSOR, "It is so.")])


def test_the_card_names_every_file() -> None:
    card = json.loads((FOLDER / "card.json").read_text())
    assert set(card["sha256"]) == {path.name for path in FOLDER.iterdir() if path.name != "card.json"}
    assert set(card["rules"]) == {"ours", "other"}
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 30_000_000
