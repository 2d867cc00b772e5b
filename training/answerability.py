"""Train the answerability model: `python -m training.answerability`, two minutes on two cores.

Reads corpus/asked/*.jsonl, and the dev split of the project's benchmark for the threshold alone; writes
advisor/answers/answerability.npz and the figures in training/answerability.json. The same data give the same
weights. See training/README.md.
"""

import json
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict
from sklearn.svm import SVC

from advisor.answers.answerability import KINDS, Array, Variant, prepared
from advisor.answers.features import NAMES, features
from advisor.search import Contents, HybridSearch, read_asked
from advisor.settings import CORPUS
from advisor.wiring import Advisor
from eval.datasets import BENCHMARKS, Question, questions

_HERE = Path(__file__).parent
_OUT = _HERE.parent / "advisor" / "answers" / "answerability.npz"
_ASKED = CORPUS / "asked"
_DEV = BENCHMARKS / "answers" / "dev"
_ANSWERED_SHARE = 0.91  # of the dev split's answerable questions that the threshold lets through
# Share of the features, kernel width and penalty: by leave-one-author-out AUROC on the training questions.
_SETTINGS: dict[Variant, dict[str, float]] = {
    "articles": {"share": 0.04, "gamma": 1.2, "C": 3.0},
    "general": {"share": 1.0, "gamma": 0.01, "C": 1.0},
}


def searches_without(advisor: Advisor, questions: Collection[str], *, all_questions: bool = False) -> HybridSearch:
    """The product's search as if these questions (or none at all) were known: no question may find itself."""
    index = advisor.open()
    left_out = set(questions)
    entries = tuple(
        e for e in index.contents.entries if e.kind != "question" or not (all_questions or e.text in left_out)
    )
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
    guessed = cross_val_predict(
        model, inputs, answered, cv=LeaveOneGroupOut(), groups=authors, method="decision_function"
    )
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
    asked = read_asked(_ASKED)
    dev = [row for row in questions(_DEV) if isinstance(row, Question)]
    names = sorted({row.author for row in asked})
    authors = np.array([names.index(row.author) for row in asked])
    labels = np.array([KINDS.index(row.kind) for row in asked])
    answerable = np.array([row.answerable for row in dev])
    advisor = Advisor()
    texts, dev_texts = [row.question for row in asked], [row.question for row in dev]
    vectors = advisor.encoder.encode(texts).astype(np.float64)
    dev_vectors = advisor.encoder.encode(dev_texts).astype(np.float64)

    out: dict[str, Any] = {"features": np.array(NAMES), "encoder_sha256": np.array(advisor.encoder.sha256)}
    report: dict[str, Any] = {"questions": {kind: int(np.sum(labels == n)) for n, kind in enumerate(KINDS)}}
    for variant in _SETTINGS:
        bare = variant == "general"
        values = np.zeros((len(asked), len(NAMES)))
        for number in range(len(names)):
            own = np.flatnonzero(authors == number)
            search = searches_without(advisor, [texts[i] for i in own], all_questions=bare)
            values[own] = values_of(search, [texts[i] for i in own], vectors[own])
        weights, model, auroc = fit(variant, values, vectors, (labels == 0).astype(float), authors)
        search = searches_without(advisor, [], all_questions=bare)
        dev_values = values_of(search, dev_texts, dev_vectors)
        scores = model.decision_function(inputs_of(variant, dev_values, dev_vectors, weights["mean"], weights["scale"]))
        threshold = float(np.quantile(scores[answerable], 1 - _ANSWERED_SHARE))
        out |= {f"{variant}/{name}": value for name, value in weights.items()} | {f"{variant}/threshold": threshold}
        report[variant] = {
            "auroc_author_left_out": round(auroc, 3),
            "auroc_dev": round(float(roc_auc_score(answerable, scores)), 3),
            "declined_dev": round(float(np.mean(scores[~answerable] < threshold)), 3),
        }
    kind = LogisticRegression(C=3.0, max_iter=5000)
    left_out = cross_val_predict(kind, vectors, labels, cv=LeaveOneGroupOut(), groups=authors)
    kind.fit(vectors, labels)
    out |= {"kind/weights": kind.coef_.T.astype(np.float32), "kind/bias": kind.intercept_.astype(np.float32)}
    report["kinds"] = {"accuracy_author_left_out": round(float(np.mean(left_out == labels)), 3)}
    np.savez_compressed(_OUT, **out)
    text = json.dumps(report, indent=2)
    (_HERE / "answerability.json").write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
