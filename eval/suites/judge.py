"""Suite `judge`: statements.jsonl {id, criterion, text, status}, and framework.yaml where it is not ours.

Macro F1 is the mean of the F1 of the statuses that the dataset holds; precision, recall and F1 by scikit-learn.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from sklearn.metrics import accuracy_score, precision_recall_fscore_support

from advisor.framework import Framework, Status
from advisor.judging import Judgement, References, nearest_judgement
from eval.datasets import BENCHMARKS, Malformed, Statement, statements
from eval.metrics import share
from eval.types import Case, Result, Run

OWN = BENCHMARKS / "judge" / "test"
FOREIGN = BENCHMARKS / "judge" / "foreign"
_SURE = 0.5


def run(given: Run) -> list[Result]:
    """Judge every statement with the product, the nearest sample, and the commonest status."""
    return [_run(given, folder) for folder in ([given.dataset] if given.dataset else [OWN, FOREIGN])]


def _run(given: Run, folder: Path) -> Result:
    own = folder / "framework.yaml"
    framework, judge = given.advisor.judge_of(own if own.is_file() else None)
    rows, cases = _readable(folder, framework)
    given.progress(0.1, f"judge: {len(rows)} statements of {folder.name}")
    pairs = [(framework.by_id[row.criterion], row.text) for row in rows]
    found = judge.judge(pairs)
    given.progress(0.8, "judge: the nearest sample")
    nearest = nearest_judgement(References(framework, given.advisor.encoder), given.advisor.encoder, pairs)
    commonest = Counter(row.status for row in rows).most_common(1)[0][0] if rows else Status.UNKNOWN
    cases += [
        Case(row.id, row.trap or "plain", f"{row.criterion}: {row.text}", row.status, _shown(judged), right)
        for row, judged in zip(rows, found, strict=True)
        for right in [judged.status is row.status]
    ]
    expected = [row.status for row in rows]
    given_statuses = [judged.status for judged in found]
    return Result(
        "judge",
        f"judge/{folder.name}",
        {
            "product": {**figures(expected, given_statuses), **confidence(rows, found)},
            "nearest sample": figures(expected, nearest),
            "commonest": figures(expected, [commonest] * len(rows)),
        },
        tuple(cases),
        {
            "by status": by_status(expected, given_statuses),
            "expected \\ found": confusion(expected, given_statuses),
            "by trap": by_trap(rows, found),
        },
    )


def _readable(folder: Path, framework: Framework) -> tuple[list[Statement], list[Case]]:
    rows, cases = [], []
    for row in statements(folder):
        if isinstance(row, Malformed):
            cases.append(Case(row.id, "malformed", "", None, None, None, error=row.problem))
        elif row.criterion not in framework.by_id:
            problem = f"{row.id}: no criterion {row.criterion!r} in the framework"
            cases.append(Case(row.id, "malformed", row.text, None, None, None, error=problem))
        else:
            rows.append(row)
    return rows, cases


def figures(expected: Sequence[Status], found: Sequence[Status]) -> dict[str, float | None]:
    """Accuracy, macro F1 over the statuses expected, and how often something not met was taken for met."""
    if not expected:
        return {"accuracy": None, "macro F1": None, "taken for met": None}
    labels = [status for status in Status if status in set(expected)]
    _, _, f1, _ = precision_recall_fscore_support(expected, found, labels=labels, zero_division=0)
    not_met = [f is Status.MET for e, f in zip(expected, found, strict=True) if e is not Status.MET]
    return {
        "accuracy": float(accuracy_score(expected, found)),
        "macro F1": float(f1.mean()),
        "taken for met": share(not_met),
    }


def confidence(rows: Sequence[Statement], found: Sequence[Judgement]) -> dict[str, float | None]:
    """How many judgements are sure enough to be recorded, and how many of those are right."""
    sure = [j.status is row.status for row, j in zip(rows, found, strict=True) if j.confidence >= _SURE]
    return {f"at least {_SURE} sure": len(sure) / len(rows) if rows else None, "right of those": share(sure)}


def by_status(expected: Sequence[Status], found: Sequence[Status]) -> dict[str, dict[str, float | None]]:
    """Precision, recall and F1 of each status."""
    labels = [status for status in Status if status in set(expected)]
    if not labels:
        return {}
    precision, recall, f1, count = precision_recall_fscore_support(expected, found, labels=labels, zero_division=0)
    return {
        status.value: {
            "questions": float(count[n]),
            "precision": float(precision[n]),
            "recall": float(recall[n]),
            "F1": float(f1[n]),
        }
        for n, status in enumerate(labels)
    }


def confusion(expected: Sequence[Status], found: Sequence[Status]) -> dict[str, dict[str, float | None]]:
    """Counts by expected (rows) and found (columns) status."""
    counts = Counter(zip(expected, found, strict=True))
    return {e.value: {f.value: float(counts[e, f]) for f in Status} for e in Status if e in set(expected)}


def by_trap(rows: Sequence[Statement], found: Sequence[Judgement]) -> dict[str, dict[str, float | None]]:
    """Accuracy by the kind of trap."""
    kinds: dict[str, list[bool]] = defaultdict(list)
    for row, judged in zip(rows, found, strict=True):
        kinds[row.trap or "plain"].append(judged.status is row.status)
    return {kind: {"questions": float(len(right)), "accuracy": share(right)} for kind, right in sorted(kinds.items())}


def _shown(judged: Judgement) -> dict[str, object]:
    return {"status": judged.status, "confidence": round(judged.confidence, 4), "why": judged.why}
