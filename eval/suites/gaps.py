"""Suite `gaps`: cases/NAME/ with documents and expected.yaml {criterion: status}, optionally `evidence` {criterion:
[quotes]} in it, and framework.yaml.

A gap is partial, unmet or unknown, against met and not applicable. Figures are over the criteria of all cases. Evidence
recall is the share of criteria with expected quotes of which one is cited; "right sentence" the share of findings whose
deciding quote is one of those expected.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from advisor.documents import Analysis, Shown
from advisor.errors import InputError
from advisor.framework import Framework, Status
from advisor.judging import References, nearest_judgement
from advisor.passages import KINDS
from advisor.yamls import line_of, read_yaml
from eval.attempt import Unscored
from eval.datasets import BENCHMARKS, name_of
from eval.metrics import Metric, f1, ratio
from eval.suites.judge import STATUS_METRICS, status_counts, status_tables
from eval.types import PRODUCT, Case, Result, Run

OWN = (BENCHMARKS / "gaps" / "test", BENCHMARKS / "gaps" / "foreign")
_NOT_A_GAP = (Status.MET, Status.NOT_APPLICABLE)
_ALIKE = 0.5  # share of words in common from which two quotes are the same sentence
METRICS: Mapping[str, Metric] = {
    **STATUS_METRICS,
    "gap precision": ratio("right gaps", "found gaps", about="of what is called a gap, the share that is one"),
    "gap recall": ratio("right gaps", "gaps", about="of the gaps, the share that is found"),
    "gap F1": f1("right gaps", "found gaps", "gaps"),
    "met: right": ratio("rightly met", "found met", about="of what is called met, the share that is"),
    "met: found": ratio("rightly met", "met", about="of what is met, the share that is found"),
    "evidence recall": ratio("evidence cited", "evidence", about="of criteria with expected quotes, one is cited"),
    "right sentence": ratio("right sentence", "decided", about="of those decided, an expected quote decides"),
}


@dataclass(frozen=True)
class _Found:
    """A criterion of a case: what was expected, what came, and what the nearest sample says."""

    dimension: str
    expected: Status
    shown: Shown
    nearest: Status
    quotes: tuple[str, ...]


def run(given: Run) -> list[Result]:
    """Analyse every case, and compare with the labels."""
    return [_run(given, folder) for folder in ([given.dataset] if given.dataset else OWN)]


def _run(given: Run, folder: Path) -> Result:
    cases: list[Case] = []
    found: list[tuple[str, _Found]] = []
    folders = sorted(path for path in (folder / "cases").glob("*") if path.is_dir())
    if not folders:
        raise InputError(f"{folder}: no cases/NAME/ in it; see docs/evaluation.md for the layout")
    for number, case in enumerate(folders):
        given.progress(number / len(folders), f"gaps: {case.name}")
        try:
            of_case = given.attempt(case.name, _case, given, case)
        except Unscored as error:
            cases.append(Case(case.name, "malformed", "", None, None, None, error=str(error)))
            continue
        found += [(case.name, one) for one in of_case]
    expected = [one.expected for _, one in found]
    commonest = max(dict.fromkeys(expected), key=expected.count) if expected else Status.UNKNOWN
    cases += [_scored(name, one, commonest) for name, one in found]
    return Result("gaps", name_of(folder), tuple(cases), METRICS, tables=status_tables(cases))


def _case(given: Run, folder: Path) -> list[_Found]:
    own = folder / "framework.yaml"
    framework, judge = given.advisor.judge_of(own if own.is_file() else None)
    data = _expected(folder / "expected.yaml", framework)
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.suffix.lower() in KINDS)
    if not files:
        raise InputError("no document in it")
    analysis = given.advisor.analyse(files, own if own.is_file() else None)
    quotes = data.pop("evidence")
    nearest = _nearest(given, analysis, judge.references)
    shown = {one.criterion: one for one in analysis.shown}
    dimensions = analysis.assessment.framework.dimension_of
    return [
        _Found(dimensions[name].id, Status(status), shown[name], nearest[name], quotes.get(name, ()))
        for name, status in data.items()
    ]


def _expected(path: Path, framework: Framework) -> dict[str, Any]:
    """The status of each criterion, and under "evidence" the quotes of some. Raises InputError naming the line."""
    data = read_yaml(path)
    if not isinstance(data, dict):
        raise InputError(f"{path.name}: must map criteria to statuses")
    above = ("statuses",) if isinstance(data.get("statuses"), dict) else ()
    statuses = data["statuses"] if above else {name: data[name] for name in data if name != "evidence"}
    evidence = data.get("evidence") or {}
    problems: list[tuple[tuple[str, ...], str]] = []
    for name, status in statuses.items():
        if str(name) not in framework.by_id:
            problems.append(((*above, str(name)), f"the criterion {name!r} is not in the framework"))
        if status not in list(Status):
            problems.append(((*above, str(name)), f"{name!r} has the status {status!r}, which is none"))
    if not isinstance(evidence, dict):
        problems.append((("evidence",), "evidence must map criteria to lists of quotes"))
    for name, quotes in evidence.items() if isinstance(evidence, dict) else ():
        if name not in statuses or not isinstance(quotes, list):
            problems.append((("evidence", str(name)), f"{name!r} needs a status, and a list of quotes"))
    if problems:
        raise InputError(f"{path.name}, line {line_of(path, problems[0][0])}: {problems[0][1]}")
    found: dict[str, Any] = {str(name): status for name, status in statuses.items()}
    return {**found, "evidence": {str(name): tuple(map(str, quotes)) for name, quotes in evidence.items()}}


def _nearest(given: Run, analysis: Analysis, references: References) -> dict[str, Status]:
    """The baseline: the nearest sample statement's status for the unit nearest to each criterion."""
    from advisor.documents import units

    framework: Framework = analysis.assessment.framework
    encoder = given.advisor.encoder
    texts = [unit.read for document in analysis.documents for unit in units(document)]
    if not texts:
        return dict.fromkeys(framework.by_id, Status.UNKNOWN)
    best = (encoder.encode(texts) @ references.satisfied.T).argmax(axis=0)
    pairs = [(criterion, texts[int(n)]) for criterion, n in zip(framework.criteria, np.asarray(best), strict=True)]
    return dict(zip(framework.by_id, nearest_judgement(references, encoder, pairs), strict=True))


def _counts(expected: Status, found: Status) -> dict[str, float]:
    gap, flagged = expected not in _NOT_A_GAP, found not in _NOT_A_GAP
    met, called = expected is Status.MET, found is Status.MET
    return {
        **status_counts(expected, found),
        "gaps": float(gap),
        "found gaps": float(flagged),
        "right gaps": float(gap and flagged),
        "met": float(met),
        "found met": float(called),
        "rightly met": float(met and called),
    }


def _evidence(one: _Found) -> dict[str, float]:
    if not one.quotes:
        return {}
    shown = one.shown.evidence
    found = {"evidence": 1.0, "evidence cited": float(any(_alike(e.unit.text, q) for e in shown for q in one.quotes))}
    if shown:
        right = any(_alike(shown[0].unit.text, quote) for quote in one.quotes)
        found |= {"decided": 1.0, "right sentence": float(right)}
    return found


def _alike(one: str, other: str) -> bool:
    """Whether two quotes are the same sentence or row, or one is a part of the other."""
    a, b = _words(one), _words(other)
    if not a or not b:
        return False
    return a <= b or b <= a or len(a & b) / len(a | b) >= _ALIKE


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def _scored(case: str, one: _Found, commonest: Status) -> Case:
    shown = one.shown
    got = {
        "status": shown.status,
        "confidence": round(shown.confidence, 4),
        "evidence": [f"{e.unit.document}: {e.unit.text}" for e in shown.evidence[:3]],
    }
    counts = {
        PRODUCT: {**_counts(one.expected, shown.status), **_evidence(one)},
        "nearest sample": _counts(one.expected, one.nearest),
        "commonest": _counts(one.expected, commonest),
        "all gaps": _counts(one.expected, Status.UNKNOWN),
    }
    name = f"{case}/{shown.criterion}"
    right = shown.status is one.expected
    return Case(name, one.expected.value, "; ".join(one.quotes), one.expected, got, right, None, counts, one.dimension)
