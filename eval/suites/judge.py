"""Suite `judge`: statements.jsonl {id, criterion, text, status}, and framework.yaml where it is not ours.

Beside the product: the judge's first version, which knows no network, the nearest sample statement's status, and the
commonest status of the dataset.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from advisor.framework import Framework, Status
from advisor.interview import sure_enough
from advisor.judging import SampleJudge, nearest_judgement
from eval.attempt import Unscored
from eval.datasets import BENCHMARKS, Malformed, Statement, name_of, statements
from eval.metrics import (
    Counts,
    Metric,
    accuracy,
    bin_counts,
    by_label,
    calibration_error,
    confusion,
    figures_of,
    macro_f1,
    pair,
    ratio,
)
from eval.types import PRODUCT, Case, Result, Run, Table

OWN = BENCHMARKS / "judge" / "test"
FOREIGN = BENCHMARKS / "judge" / "foreign"
LABELS = tuple(status.value for status in Status)
STATUS_METRICS: Mapping[str, Metric] = {
    "accuracy": accuracy(LABELS),
    "macro F1": macro_f1(LABELS),
    "taken for met": ratio("taken for met", "not met", better=-1, about="of what is not met, the share said to be met"),
}
METRICS: Mapping[str, Metric] = {
    **STATUS_METRICS,
    "sure enough": ratio("sure", "cases", better=0, about="the share of statements that would be recorded"),
    "right of those": ratio("sure and right", "sure", about="of those, the share that is right"),
    "met of those: right": ratio("surely rightly met", "surely met", about="of those called met, the share that is"),
    "calibration error": calibration_error(),
}


def run(given: Run) -> list[Result]:
    """Judge every statement with the product and the plain baselines."""
    return [_run(given, folder) for folder in ([given.dataset] if given.dataset else [OWN, FOREIGN])]


def _run(given: Run, folder: Path) -> Result:
    own = folder / "framework.yaml"
    framework, judge = given.advisor.judge_of(own if own.is_file() else None)
    rows, cases = _readable(folder, framework)
    pairs = [(framework.by_id[row.criterion], row.text) for row in rows]
    given.progress(0.0, "judge: the nearest sample")
    nearest = nearest_judgement(judge.references, given.advisor.encoder, pairs)
    first = [judged.status for judged in SampleJudge(framework, given.advisor.encoder).judge(pairs)]
    commonest = Counter(row.status for row in rows).most_common(1)[0][0] if rows else Status.UNKNOWN
    for number, (row, one, near, alone) in enumerate(zip(rows, pairs, nearest, first, strict=True)):
        given.progress(number / len(rows), f"judge: {folder.name} {row.id}")
        kind, asked = row.trap or "plain", f"{row.criterion}: {row.text}"
        try:
            judged = given.attempt(row.where, judge.judge, [one])[0]
        except Unscored as error:
            cases.append(Case(row.id, kind, asked, row.status, None, None, str(error)))
            continue
        right = judged.status is row.status
        counts = {
            PRODUCT: {**status_counts(row.status, judged.status), **sureness(judged.confidence, right, judged.status)},
            "first version": status_counts(row.status, alone),
            "nearest sample": status_counts(row.status, near),
            "commonest": status_counts(row.status, commonest),
        }
        shown = {"status": judged.status, "confidence": round(judged.confidence, 4), "why": judged.why}
        dimension = framework.dimension_of[row.criterion].id
        cases.append(Case(row.id, kind, asked, row.status, shown, right, counts=counts, group=dimension))
    return Result("judge", name_of(folder), tuple(cases), METRICS, tables=status_tables(cases, trap="by trap"))


def _readable(folder: Path, framework: Framework) -> tuple[list[Statement], list[Case]]:
    rows, cases = [], []
    for row in statements(folder):
        if isinstance(row, Malformed):
            cases.append(Case(row.id, "malformed", "", None, None, None, error=row.problem))
        elif row.criterion not in framework.by_id:
            problem = f"{row.where}: no criterion {row.criterion!r} in the framework"
            cases.append(Case(row.id, "malformed", row.text, None, None, None, error=problem))
        else:
            rows.append(row)
    return rows, cases


def status_counts(expected: Status, found: Status) -> dict[str, float]:
    """What a judged criterion adds to the figures."""
    not_met = expected is not Status.MET
    return {
        "cases": 1.0,
        pair(expected.value, found.value): 1.0,
        "right": float(expected is found),
        "not met": float(not_met),
        "taken for met": float(not_met and found is Status.MET),
    }


def sureness(confidence: float, right: bool, found: Status) -> Counts:
    """What its confidence adds to them."""
    sure = sure_enough(found, confidence)
    met = sure and found is Status.MET
    return {
        "sure": float(sure),
        "sure and right": float(sure and right),
        "surely met": float(met),
        "surely rightly met": float(met and right),
        **bin_counts(confidence, right),
    }


def status_tables(cases: Sequence[Case], trap: str = "") -> dict[str, Table]:
    """By status, the confusion table, by dimension, and by kind of case where it has a name."""
    scored = [case for case in cases if case.error is None]
    counts = [case.counts[PRODUCT] for case in scored]
    tables: dict[str, Table] = {
        "by status": by_label(counts, LABELS),
        "expected \\ found": confusion(counts, LABELS),
        "by dimension": by_key([(case.group, case.counts[PRODUCT]) for case in scored]),
    }
    if trap:
        tables[trap] = by_key([(case.kind, case.counts[PRODUCT]) for case in scored])
    return tables


def by_key(found: Sequence[tuple[str, Counts]]) -> Table:
    """Accuracy by whatever the counts come under."""
    groups: dict[str, list[Counts]] = defaultdict(list)
    for key, counts in found:
        groups[key].append(counts)
    metrics = {"accuracy": STATUS_METRICS["accuracy"]}
    return {key: {"cases": float(len(rows)), **figures_of(rows, metrics)} for key, rows in sorted(groups.items())}
