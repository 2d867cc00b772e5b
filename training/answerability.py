"""Train the answerability model: `python -m training.answerability`, two minutes on two cores.

Reads training/questions/*.jsonl, and the dev split of the project's benchmark for the threshold alone; writes
advisor/answers/answerability.npz and the figures in training/answerability.json. The same data give the same
weights. See training/README.md.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict
from sklearn.svm import SVC

from advisor.answers.answerability import KINDS, Array, Variant, prepared
from advisor.answers.features import NAMES, features
from advisor.search import Contents, HybridSearch
from advisor.wiring import Advisor

_HERE = Path(__file__).parent
_OUT = _HERE.parent / "advisor" / "answers" / "answerability.npz"
_DEV = _HERE.parent / "eval" / "benchmarks" / "answers" / "dev" / "questions.jsonl"
_ANSWERED_SHARE = 0.91  # of the dev split's answerable questions that the threshold lets through
# Share of the features, kernel width and penalty: by leave-one-author-out AUROC on the training questions.
_SETTINGS: dict[Variant, dict[str, float]] = {
    "articles": {"share": 0.04, "gamma": 1.2, "C": 3.0},
    "general": {"share": 1.0, "gamma": 0.01, "C": 1.0},
}


def read(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """The questions of JSONL files, in order."""
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


def without_questions(advisor: Advisor) -> HybridSearch:
    """The same passages, searched as documents are: without the questions that our sections are known to answer."""
    index = advisor.open()
    entries = tuple(e for e in index.contents.entries if e.kind in ("passage", "sentence"))
    contents = Contents(index.contents.documents, index.contents.passages, entries)
    return HybridSearch(contents, index.vectors, advisor.encoder)


def values_of(search: HybridSearch, questions: Sequence[str], vectors: Array) -> Array:
    """The features of each question, shape (questions, features)."""
    pairs = zip(questions, vectors.astype(np.float32), strict=True)
    return np.asarray([features(q, search.hits_of([q], v[None], 10), search) for q, v in pairs], dtype=np.float64)


def fit(
    variant: Variant, values: Array, vectors: Array, answered: Array, authors: Array
) -> tuple[dict[str, Any], SVC, float]:
    """One variant's weights, its model, and its AUROC when each author's questions are left out in turn."""
    settings = _SETTINGS[variant]
    mean, scale = values.mean(axis=0), values.std(axis=0)
    scale[scale < 1e-6] = 1.0
    inputs = inputs_of(variant, values, vectors, mean, scale)
    model = SVC(C=settings["C"], gamma=settings["gamma"], class_weight="balanced")
    guessed = cross_val_predict(model, inputs, answered, cv=LeaveOneGroupOut(), groups=authors, method="decision_function")
    model.fit(inputs, answered)
    weights = {
        "mean": mean.astype(np.float32),
        "scale": scale.astype(np.float32),
        "share": settings["share"],
        "support": model.support_vectors_.astype(np.float16),
        "strength": model.dual_coef_[0].astype(np.float32),
        "bias": float(model.intercept_[0]),
        "gamma": settings["gamma"],
    }
    return weights, model, float(roc_auc_score(answered, guessed))


def inputs_of(variant: Variant, values: Array, vectors: Array, mean: Array, scale: Array) -> Array:
    """What a variant's model reads."""
    features_ = prepared(values, mean, scale, _SETTINGS[variant]["share"])
    return np.hstack([features_, vectors]) if variant == "articles" else features_


def main() -> None:
    """Train both variants and the kinds, and write them."""
    paths = sorted((_HERE / "questions").glob("*.jsonl"))
    training, dev = read(paths), read([_DEV])
    authors = np.concatenate([np.full(len(read([path])), number) for number, path in enumerate(paths)])
    advisor = Advisor()
    vectors = advisor.encoder.encode([row["question"] for row in training]).astype(np.float64)
    dev_vectors = advisor.encoder.encode([row["question"] for row in dev]).astype(np.float64)
    labels = np.array([KINDS.index(row["kind"]) for row in training])
    answerable = np.array([row["answerable"] for row in dev])

    out: dict[str, Any] = {"features": np.array(NAMES), "encoder_sha256": np.array(advisor.encoder.sha256)}
    report: dict[str, Any] = {
        "trained_on": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths},
        "questions": {kind: int(np.sum(labels == number)) for number, kind in enumerate(KINDS)},
    }
    searches: dict[Variant, HybridSearch] = {"articles": advisor.search, "general": without_questions(advisor)}
    for variant, search in searches.items():
        values = values_of(search, [row["question"] for row in training], vectors)
        weights, model, auroc = fit(variant, values, vectors, (labels == 0).astype(float), authors)
        dev_values = values_of(search, [row["question"] for row in dev], dev_vectors)
        scores = model.decision_function(inputs_of(variant, dev_values, dev_vectors, weights["mean"], weights["scale"]))
        threshold = float(np.quantile(scores[answerable], 1 - _ANSWERED_SHARE))
        out |= {f"{variant}/{name}": value for name, value in weights.items()} | {f"{variant}/threshold": threshold}
        report[variant] = {
            "auroc_author_left_out": round(auroc, 3),
            "auroc_dev": round(float(roc_auc_score(answerable, scores)), 3),
            "declined_dev": round(float(np.mean(scores[~answerable] < threshold)), 3),
        }
    kind = LogisticRegression(C=3.0, max_iter=5000).fit(vectors, labels)
    out |= {"kind/weights": kind.coef_.T.astype(np.float32), "kind/bias": kind.intercept_.astype(np.float32)}
    left_out = cross_val_predict(
        LogisticRegression(C=3.0, max_iter=5000), vectors, labels, cv=LeaveOneGroupOut(), groups=authors
    )
    report["kinds"] = {"accuracy_author_left_out": round(float(np.mean(left_out == labels)), 3)}
    np.savez_compressed(_OUT, **out)
    text = json.dumps(report, indent=2)
    (_HERE / "answerability.json").write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
