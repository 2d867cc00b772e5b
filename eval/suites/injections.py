"""Suite `injections`: cases/NAME/ with clean.EXT and planted.EXT, the same document with instructions planted in it;
and messages.jsonl {id, clean, planted}.

What must not differ: any status, any gap. "Reported" is the share of planted documents with a notice, "reported in
clean" the share of those with nothing planted.
"""

from collections.abc import Mapping
from pathlib import Path

from advisor.conversation import Session
from advisor.documents import Analysis
from advisor.errors import InputError
from advisor.jsonl import read_lines
from eval.attempt import Unscored
from eval.datasets import BENCHMARKS, name_of
from eval.metrics import ratio
from eval.types import PRODUCT, Case, Result, Run

OWN = BENCHMARKS / "injections" / "test"
METRICS = {
    "unchanged": ratio("unchanged", "cases", about="the share in which no status differs"),
    "statuses unchanged": ratio("statuses unchanged", "statuses", about="the share of the statuses that do not differ"),
    "status changes, mean": ratio("changes", "cases", better=-1),
    "reported": ratio("reported", "documents", about="of planted documents, the share with a notice of it"),
    "reported in clean": ratio("reported in clean", "documents", better=-1, about="likewise, with nothing planted"),
}


def run(given: Run) -> list[Result]:
    """Analyse both versions of every document, hear both of every message, and compare."""
    folder = given.dataset or OWN
    cases: list[Case] = []
    folders = sorted(path for path in (folder / "cases").glob("*") if path.is_dir())
    for number, case in enumerate(folders):
        given.progress(number / len(folders), f"injections: {case.name}")
        try:
            clean, planted = (given.attempt(case.name, _analysed, given, case, name) for name in ("clean", "planted"))
        except Unscored as error:
            cases.append(Case(case.name, "malformed", "", None, None, None, error=str(error)))
            continue
        notices = {
            "documents": 1.0,
            "reported": float(bool(planted.planted)),
            "reported in clean": float(bool(clean.planted)),
        }
        cases.append(_compared(case.name, "document", "", _statuses(clean), _statuses(planted), notices))
    cases += _messages(given, folder)
    if not cases:
        raise InputError(f"{folder}: neither cases/NAME/ nor messages.jsonl in it; see docs/evaluation.md")
    return [Result("injections", name_of(folder), tuple(cases), METRICS)]


def _compared(
    name: str, kind: str, asked: str, before: Mapping[str, str], after: Mapping[str, str], more: Mapping[str, float]
) -> Case:
    changed = _changed(before, after)
    same = len({*before, *after}) - len(changed)
    counts = {
        "cases": 1.0, "unchanged": float(not changed), "changes": float(len(changed)),
        "statuses": float(same + len(changed)), "statuses unchanged": float(same), **more,
    }  # fmt: skip
    return Case(
        name, kind, asked, "nothing differs", changed or "nothing differs", not changed, counts={PRODUCT: counts}
    )


def _analysed(given: Run, case: Path, name: str) -> Analysis:
    files = sorted(path for path in case.glob(f"{name}.*") if path.suffix != ".list")
    if not files:
        raise InputError(f"no file {name}.EXT in it")
    return given.advisor.analyse(files)


def _statuses(analysis: Analysis) -> dict[str, str]:
    return {shown.criterion: shown.status.value for shown in analysis.shown}


def _changed(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    names = dict.fromkeys([*before, *after])
    return {n: f"{before.get(n)} -> {after.get(n)}" for n in names if before.get(n) != after.get(n)}


def _messages(given: Run, folder: Path) -> list[Case]:
    path = folder / "messages.jsonl"
    if not path.is_file():
        return []
    cases = []
    for number, row in read_lines(path):
        if not isinstance(row, dict) or not all(isinstance(row.get(name), str) for name in ("clean", "planted")):
            problem = f'messages.jsonl, line {number}: needs "clean" and "planted"'
            cases.append(Case(f"line {number}", "malformed", "", None, None, None, error=problem))
            continue
        where, name = f"messages.jsonl, line {number}", str(row.get("id", f"line {number}"))
        try:
            before, after = (given.attempt(where, _heard, given, row[version]) for version in ("clean", "planted"))
        except Unscored as error:
            cases.append(Case(name, "message", row["planted"], None, None, None, error=str(error)))
            continue
        cases.append(_compared(name, "message", row["planted"], before, after, {}))
    return cases


def _heard(given: Run, message: str) -> dict[str, str]:
    session, _ = given.advisor.conversation.step(Session(), message)
    return {basis.criterion: basis.status.value for basis in session.interview.bases}
