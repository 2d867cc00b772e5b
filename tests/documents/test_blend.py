"""The features of candidates, by a case computed by hand, and the shares made of them."""

from math import log
from pathlib import Path

import numpy as np
import pytest

from advisor.documents.analyse import candidates
from advisor.documents.blend import FEATURES, Blend, features
from advisor.judging.weights import STATUSES
from tests.documents.conftest import shares

NEAR = np.log([[0.8, 0.2], [0.4, 0.6]]).astype(np.float32)
PAIRS = [(0, 0), (0, 1), (1, 1)]
READ = np.stack([shares(met=0.8), shares(unmet=0.5), shares(met=0.6, partial=0.3)])
FIRST = np.stack([shares(met=0.7), shares(partial=0.4), shares(unmet=0.9)])
TEXTS = ["Item: Budget; Owner: CFO", "word " * 60]


def test_features_are_as_computed_by_hand() -> None:
    found = features(PAIRS, READ, FIRST, NEAR, TEXTS)
    assert found.shape == (3, len(FEATURES))
    assert found.dtype == np.float32
    by_name = dict(zip(FEATURES, found.T.tolist(), strict=True))
    assert by_name["share_met"] == pytest.approx([log(0.8), log(1e-4), log(0.6)])
    assert by_name["share_unknown"] == pytest.approx([log(0.2), log(0.5), log(0.1)])
    assert by_name["first_unmet"] == pytest.approx([log(1e-3), log(1e-3), log(0.9)])
    expected = {
        "speaks": [log(4), 0, log(9)],
        "near": [log(0.8), log(0.2), log(0.6)],
        "unit_rank": [0, log(2), 0],  # how near the criterion is among the unit's
        "unit_margin": [0, log(4), 0],
        "unit_speaks_margin": [0, log(4), 0],  # how much more it says of another criterion
        "length": [0.2, 0.2, 2],
        "row": [1, 1, 0],
        "speaks_near": [log(4) * log(0.8), 0, log(9) * log(0.6)],
    }
    for name, values in expected.items():
        assert by_name[name] == pytest.approx(values, abs=1e-5), name


def test_what_else_is_read_changes_no_feature_of_a_unit() -> None:
    read = np.stack([shares(met=share) for share in (0.2, 0.9, 0.5, 0.7)])
    near = np.log([[0.7, 0.3], [0.9, 0.1], [0.5, 0.5]]).astype(np.float32)
    pairs = [(0, 0), (1, 0), (2, 0), (2, 1)]
    whole = features(pairs, read, read[::-1], near, ["a b"] * 3)
    alone = features([(0, 0), (0, 1)], read[2:], read[::-1][2:], near[2:], ["a b"])
    assert np.array_equal(whole[2:], alone)


def test_no_candidates_have_no_features() -> None:
    assert features([], *[np.zeros((0, 5), np.float32)] * 2, NEAR, TEXTS).shape == (0, len(FEATURES))


def test_shares_sum_to_one_and_follow_the_fitted_odds(tmp_path: Path) -> None:
    chance = np.random.default_rng(7)
    path = tmp_path / "blend.npz"
    slope = np.zeros((len(FEATURES), len(STATUSES)))
    slope[FEATURES.index("speaks"), 0] = 2
    parts = {
        "mean": np.ones(len(FEATURES)),
        "scale": np.full(len(FEATURES), 2.0),
        "slope": slope,
        "offset": np.zeros(5),
    }
    np.savez(path, **{f"ours/{name}": value for name, value in parts.items()})
    blend = Blend.load(path, "ours")
    rows = chance.normal(size=(50, len(FEATURES)), scale=100)
    found = blend.shares(rows)
    assert found.shape == (50, len(STATUSES))
    assert np.allclose(found.sum(axis=1), 1, atol=1e-5)
    assert (found >= 0).all()
    row = np.ones((1, len(FEATURES)))
    row[0, FEATURES.index("speaks")] = 1 + log(3)  # (value - mean) / scale * slope = log 3
    assert blend.shares(row)[0].tolist() == pytest.approx([3 / 7, 1 / 7, 1 / 7, 1 / 7, 1 / 7])


def test_candidates_are_the_nearest_of_each_criterion_and_of_each_unit() -> None:
    chance = np.random.default_rng(7)
    near = np.log(chance.dirichlet(np.ones(100), size=60)).astype(np.float32)
    near[59] = np.log([0.9, *[0.1 / 99] * 99])  # near to one criterion alone
    found = candidates(near)
    assert found == sorted(set(found))
    assert {c for _, c in found} == set(range(100))
    assert (59, 0) in found
    assert candidates(near[:1]) == [(0, c) for c in range(100)]
