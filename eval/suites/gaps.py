"""Suite `gaps`: cases/NAME/ with documents and expected.yaml {criterion: status}, optionally `evidence` {criterion:
[quotes]} in it, and framework.yaml.

A gap is partial, unmet or unknown, against met and not applicable. Figures are over the criteria of all cases. Evidence
recall is the share of criteria with expected quotes of which one is cited; "right sentence" the share of findings whose
deciding quote is one of those expected.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from advisor.documents import Analysis, Shown
from advisor.errors import AdvisorError, InputError
from advisor.framework import Framework, Status
from advisor.judging import References, nearest_judgement
from advisor.passages import KINDS
from advisor.yamls import read_yaml
from eval.datasets import BENCHMARKS
from eval.metrics import precision_recall, share
from eval.suites.judge import by_status, confusion, figures
from eval.types import Case, Result, Run

OWN = (BENCHMARKS / "gaps" / "test", BENCHMARKS / "gaps" / "foreign")
_NOT_A_GAP = (Status.MET, Status.NOT_APPLICABLE)
_ALIKE = 0.5  # share of words in common from which two quotes are the same sentence


@dataclass(frozen=True)
class _Found:
    """A criterion of a case: what was expected, what came, and what the baselines say."""

    expected: Status
    shown: Shown
    nearest: Status
    quotes: tuple[str, ...]


def run(given: Run) -> list[Result]:
    """Analyse every case, and compare with the labels."""
    return [_run(given, folder) for folder in ([given.dataset] if given.dataset else OWN)]


def _run(given: Run, folder: Path) -> Result:
    cases: list[Case] = []
    found: list[_Found] = []
    folders = sorted(path for path in (folder / "cases").glob("*") if path.is_dir())
    if not folders:
        raise InputError(f"{folder}: no cases/NAME/ in it; see docs/evaluation.md for the layout")
    for number, case in enumerate(folders):
        given.progress(number / len(folders), f"gaps: {case.name}")
        try:
            of_case = list(_case(given, case))
        except AdvisorError as error:
            cases.append(Case(case.name, "malformed", "", None, None, None, error=f"{case.name}: {error}"))
            continue
        found += of_case
        cases += [_scored(case.name, one) for one in of_case]
    expected = [one.expected for one in found]
    got = [one.shown.status for one in found]
    commonest = max(set(expected), key=expected.count) if expected else Status.UNKNOWN
    systems = {
        "product": got,
        "nearest sample": [one.nearest for one in found],
        "commonest": [commonest] * len(found),
        "all gaps": [Status.UNKNOWN] * len(found),
    }
    shown = {name: _figures(expected, statuses) for name, statuses in systems.items()}
    shown["product"] |= _evidence(found)
    tables = {"by status": by_status(expected, got), "expected \\ found": confusion(expected, got)}
    return Result("gaps", f"gaps/{folder.name}", shown, tuple(cases), tables)


def _case(given: Run, folder: Path) -> Iterator[_Found]:
    data = _expected(folder)
    own = folder / "framework.yaml"
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.suffix.lower() in KINDS)
    analysis = given.advisor.analyse(files, own if own.is_file() else None)
    quotes = data.pop("evidence", {})
    nearest = _nearest(given, analysis)
    shown = {one.criterion: one for one in analysis.shown}
    for name, status in data.items():
        if name not in shown:
            raise InputError(f"expected.yaml names the criterion {name!r}, which the framework lacks")
        yield _Found(Status(status), shown[name], nearest[name], tuple(quotes.get(name, ())))


def _expected(folder: Path) -> dict[str, Any]:
    data = read_yaml(folder / "expected.yaml")
    if not isinstance(data, dict):
        raise InputError("expected.yaml must map criteria to statuses")
    if isinstance(data.get("statuses"), dict):
        data = {**data["statuses"], "evidence": data.get("evidence") or {}}
    odd = [name for name, status in data.items() if name != "evidence" and status not in set(Status)]
    if odd:
        raise InputError(f"expected.yaml: {odd[0]!r} has the status {data[odd[0]]!r}, which is none")
    return {str(name): status for name, status in data.items()}


def _nearest(given: Run, analysis: Analysis) -> dict[str, Status]:
    """The baseline: the nearest sample statement's status for the unit nearest to each criterion."""
    from advisor.documents import units

    framework: Framework = analysis.assessment.framework
    encoder = given.advisor.encoder
    texts = [unit.read for document in analysis.documents for unit in units(document)]
    references = References(framework, encoder)
    best = (encoder.encode(texts) @ references.satisfied.T).argmax(axis=0)
    pairs = [(criterion, texts[int(n)]) for criterion, n in zip(framework.criteria, np.asarray(best), strict=True)]
    return dict(zip(framework.by_id, nearest_judgement(references, encoder, pairs), strict=True))


def _figures(expected: Sequence[Status], found: Sequence[Status]) -> dict[str, float | None]:
    numbers = range(len(expected))
    gaps = {n for n in numbers if expected[n] not in _NOT_A_GAP}
    flagged = {n for n in numbers if found[n] not in _NOT_A_GAP}
    precision, recall = precision_recall(list(map(str, flagged)), list(map(str, gaps)))
    met = [n for n in numbers if found[n] is Status.MET]
    really = [n for n in numbers if expected[n] is Status.MET]
    plain: Mapping[str, float | None] = figures(expected, found)
    return {
        **plain,
        "gap precision": precision,
        "gap recall": recall,
        "gap F1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
        "met: right": share([expected[n] is Status.MET for n in met]),
        "met: found": share([found[n] is Status.MET for n in really]),
    }


def _evidence(found: Sequence[_Found]) -> dict[str, float | None]:
    labelled = [one for one in found if one.quotes]
    cited = [any(_alike(e.unit.text, q) for e in one.shown.evidence for q in one.quotes) for one in labelled]
    decided = [one for one in labelled if one.shown.evidence]
    right = [any(_alike(one.shown.evidence[0].unit.text, quote) for quote in one.quotes) for one in decided]
    return {"evidence recall": share(cited), "right sentence": share(right)}


def _alike(one: str, other: str) -> bool:
    """Whether two quotes are the same sentence or row, or one is a part of the other."""
    a, b = _words(one), _words(other)
    if not a or not b:
        return False
    return a <= b or b <= a or len(a & b) / len(a | b) >= _ALIKE


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def _scored(case: str, one: _Found) -> Case:
    shown = one.shown
    got = {
        "status": shown.status,
        "confidence": round(shown.confidence, 4),
        "evidence": [f"{e.unit.document}: {e.unit.text}" for e in shown.evidence[:3]],
    }
    name = f"{case}/{shown.criterion}"
    return Case(name, one.expected.value, "; ".join(one.quotes), one.expected, got, shown.status is one.expected)
