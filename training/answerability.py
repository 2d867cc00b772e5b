"""Train the answerability model: `python -m training.answerability`, about a minute on two cores.

Reads training/questions/*.jsonl, and the dev split of the project's benchmark for the threshold alone; writes
advisor/answers/answerability.json. Seeded, so the same data give the same weights. See training/README.md.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from advisor.answers.answerability import KINDS
from advisor.answers.features import NAMES, features
from advisor.search import Contents, HybridSearch
from advisor.wiring import Advisor

_HERE = Path(__file__).parent
_OUT = _HERE.parent / "advisor" / "answers" / "answerability.json"
_DEV = _HERE.parent / "eval" / "benchmarks" / "answers" / "dev" / "questions.jsonl"
_ANSWERED_SHARE = 0.92  # of the dev split's answerable questions that the threshold lets through
_STRENGTH = 0.05  # inverse regularisation; chosen by cross-validation on the training questions
Array = npt.NDArray[np.float64]


def read(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """The questions of JSONL files, in order."""
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


def without_questions(advisor: Advisor) -> HybridSearch:
    """The same passages, searched as documents are: without the questions that our sections are known to answer."""
    index = advisor.open()
    entries = tuple(e for e in index.contents.entries if e.kind in ("passage", "sentence"))
    contents = Contents(index.contents.documents, index.contents.passages, entries)
    return HybridSearch(contents, index.vectors, advisor.encoder)


def rows(advisor: Advisor, search: HybridSearch, questions: Sequence[str]) -> Array:
    """Features and vector of each question, shape (questions, features + dimensions)."""
    vectors = advisor.encoder.encode(questions)
    found = []
    for question, vector in zip(questions, vectors, strict=True):
        hits = search.hits_of([question], vector[None], 10)
        found.append([*features(question, hits, search), *vector])
    return np.asarray(found, dtype=np.float64)


def fit(values: Array, kinds: Sequence[str], dev: Array, dev_answerable: Array) -> tuple[dict[str, Any], dict[str, float]]:
    """Weights of one variant and its figures: AUROC cross-validated on the training questions, and on dev."""
    labels = np.array([KINDS.index(kind) for kind in kinds])
    model = make_pipeline(StandardScaler(), LogisticRegression(C=_STRENGTH, max_iter=5000, random_state=0))
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    guessed = cross_val_predict(model, values, labels, cv=folds, method="predict_proba")[:, 0]
    model.fit(values, labels)
    on_dev = model.predict_proba(dev)[:, 0]
    threshold = float(np.quantile(on_dev[dev_answerable], 1 - _ANSWERED_SHARE))
    scaler, regression = model[0], model[1]
    weights = {
        "features": list(NAMES),
        "uses_vector": values.shape[1] > len(NAMES),
        "threshold": round(threshold, 4),
        "mean": _rounded(scaler.mean_),
        "scale": _rounded(scaler.scale_),
        "weights": [_rounded(row) for row in regression.coef_.T],
        "bias": _rounded(regression.intercept_),
    }
    figures = {
        "auroc_cross_validated": roc_auc_score(labels == 0, guessed),
        "auroc_dev": roc_auc_score(dev_answerable, on_dev),
        "declined_dev": float(np.mean(on_dev[~dev_answerable] < threshold)),
    }
    return weights, {name: round(float(value), 4) for name, value in figures.items()}


def _rounded(values: Array) -> list[float]:
    return [float(f"{value:.5g}") for value in values]


def main() -> None:
    """Train both variants and write them."""
    paths = sorted((_HERE / "questions").glob("*.jsonl"))
    training, dev = read(paths), read([_DEV])
    advisor = Advisor()
    kinds = [row["kind"] for row in training]
    answerable = np.array([row["answerable"] for row in dev])
    out: dict[str, Any] = {
        "trained_on": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths},
        "encoder_sha256": advisor.encoder.sha256,
        "variants": {},
        "figures": {},
    }
    for variant, search, vector in (
        ("articles", advisor.search, True),
        ("general", without_questions(advisor), False),
    ):
        width = None if vector else len(NAMES)
        values = rows(advisor, search, [row["question"] for row in training])[:, :width]
        on_dev = rows(advisor, search, [row["question"] for row in dev])[:, :width]
        out["variants"][variant], out["figures"][variant] = fit(values, kinds, on_dev, answerable)
        print(variant, out["figures"][variant], "threshold", out["variants"][variant]["threshold"])
    _OUT.write_text(json.dumps(out) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
