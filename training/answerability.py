"""Train the answerability model: `python -m training.answerability`, after `training.relevance`; minutes on two cores.

Reads corpus/asked/*.jsonl, training/asked/*.jsonl and training/readings.npz, and the dev split of the project's
benchmark for the threshold of the articles' variant alone; writes
advisor/answers/answerability.npz and the figures in training/answerability.json. The same data give the same
weights. See training/README.md.
"""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict
from sklearn.svm import SVC

from advisor.answers.answerability import FEATURES, KINDS, Array, Variant, prepared
from advisor.answers.features import features
from advisor.wiring import Advisor
from eval.datasets import BENCHMARKS, Question, questions
from training.questions import Put, on_articles, on_documents, put_to, searches_without, vectors_of
from training.relevance import READINGS, read

_HERE = Path(__file__).parent
_OUT = _HERE.parent / "advisor" / "answers" / "answerability.npz"
_DEV = BENCHMARKS / "answers" / "dev"
# Of the answerable questions the share that the threshold lets through: as many as leaves near misses declined.
_ANSWERED_SHARE: dict[Variant, float] = {"articles": 0.96, "general": 0.91}
_LEARNS: dict[Variant, tuple[str, ...]] = {"articles": ("articles",), "general": ("bare", "documents")}
# Share of the features, kernel width and penalty: by leave-one-author-out AUROC on the training questions.
_SETTINGS: dict[Variant, dict[str, float]] = {
    "articles": {"share": 0.04, "gamma": 1.2, "C": 3.0},
    "general": {"share": 1.0, "gamma": 0.01, "C": 1.0},
}


def values_of(puts: Sequence[Put], readings: Array) -> Array:
    """The features of each question, shape (questions, features)."""
    rows = [[*features(put.question, put.hits, put.search), *row] for put, row in zip(puts, readings, strict=True)]
    return np.asarray(rows, dtype=np.float64)


def fit(
    variant: Variant, values: Array, vectors: Array, answered: Array, authors: Array
) -> tuple[dict[str, Any], SVC, Array]:
    """One variant's weights, its model, and its scores of each author's questions without that author."""
    settings = _SETTINGS[variant]
    mean, scale = values.mean(axis=0), values.std(axis=0)
    scale[scale < 1e-6] = 1.0
    inputs = inputs_of(variant, values, vectors, mean, scale)
    model = SVC(C=settings["C"], gamma=settings["gamma"], class_weight="balanced")
    guessed = cross_val_predict(
        model, inputs, answered, cv=LeaveOneGroupOut(), groups=authors, method="decision_function"
    )
    model.fit(inputs, answered)
    weights: dict[str, Any] = {
        "mean": mean.astype(np.float32),
        "scale": scale.astype(np.float32),
        "share": settings["share"],
        "support": model.support_vectors_.astype(np.float16),
        "strength": model.dual_coef_[0].astype(np.float32),
        "bias": float(model.intercept_[0]),
        "gamma": settings["gamma"],
    }
    return weights, model, np.asarray(guessed)


def inputs_of(variant: Variant, values: Array, vectors: Array, mean: Array, scale: Array) -> Array:
    """What a variant's model reads."""
    features_ = prepared(values, mean, scale, _SETTINGS[variant]["share"])
    return np.hstack([features_, vectors]) if variant == "articles" else features_


def kept_readings(name: str, puts: Sequence[Put]) -> Array:
    """What networks that never saw the author read for each question; see training.relevance."""
    with np.load(READINGS, allow_pickle=False) as data:
        if len(data[name]) != len(puts):
            raise SystemExit("The questions have changed since they were read: run python -m training.relevance first.")
        return np.asarray(data[name], np.float64)


def on_dev(advisor: Advisor, *, bare: bool) -> tuple[Array, Array, Array]:
    """Features, vectors and answerability of the dev split's questions."""
    dev = [row for row in questions(_DEV) if isinstance(row, Question)]
    vectors = advisor.encoder.encode([row.question for row in dev])
    search = searches_without(advisor, [], all_questions=bare)
    puts = [put_to(search, row.question, vector) for row, vector in zip(dev, vectors, strict=True)]
    values = values_of(puts, read(advisor.relevance, puts).astype(np.float64))
    return values, vectors.astype(np.float64), np.array([row.answerable for row in dev])


def main() -> None:
    """Train both variants and the kinds, and write them."""
    advisor = Advisor()
    on = {"articles": on_articles(advisor, bare=False), "bare": on_articles(advisor, bare=True)}
    on["documents"] = on_documents(advisor)
    read_of = {name: kept_readings(name, puts) for name, puts in on.items()}
    out: dict[str, Any] = {"features": np.array(FEATURES), "encoder_sha256": np.array(advisor.encoder.sha256)}
    report: dict[str, Any] = {}
    for variant, names in _LEARNS.items():
        put = [(one, row) for name in names for one, row in zip(on[name], read_of[name], strict=True)]
        put = [(one, row) for one, row in put if one.kind in KINDS]
        puts = [one for one, _ in put]
        values, vectors = values_of(puts, np.stack([row for _, row in put])), vectors_of(puts).astype(np.float64)
        authors, answered = (
            np.array([one.author for one in puts]),
            np.array([float(one.kind == "answered") for one in puts]),
        )
        weights, model, guessed = fit(variant, values, vectors, answered, authors)
        dev_values, dev_vectors, answerable = on_dev(advisor, bare=variant == "general")
        scores = model.decision_function(inputs_of(variant, dev_values, dev_vectors, weights["mean"], weights["scale"]))
        ours = np.char.startswith(authors, "documents")
        # Documents are many and the dev split is of the articles: their threshold is that of authors left out.
        held = guessed[ours & (answered == 1)] if variant == "general" else scores[answerable]
        threshold = float(np.quantile(held, 1 - _ANSWERED_SHARE[variant]))
        out |= {f"{variant}/{name}": value for name, value in weights.items()} | {f"{variant}/threshold": threshold}
        report[variant] = {
            "questions": dict(sorted(Counter(one.kind for one in puts).items())),
            "auroc_author_left_out": round(float(roc_auc_score(answered, guessed)), 3),
            "auroc_dev": round(float(roc_auc_score(answerable, scores)), 3),
            "declined_dev": round(float(np.mean(scores[np.logical_not(answerable)] < threshold)), 3),
            "answered_dev": round(float(np.mean(scores[answerable] >= threshold)), 3),
        }
        if ours.any():
            report[variant] |= {
                "auroc_documents_author_left_out": round(float(roc_auc_score(answered[ours], guessed[ours])), 3),
                "declined_documents": round(float(np.mean(guessed[ours & (answered == 0)] < threshold)), 3),
            }
        print(json.dumps({variant: report[variant]}), flush=True)
    puts = [put for put in on["articles"] if put.kind in KINDS]
    vectors, authors = vectors_of(puts).astype(np.float64), np.array([put.author for put in puts])
    labels = np.array([KINDS.index(put.kind) for put in puts])
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
