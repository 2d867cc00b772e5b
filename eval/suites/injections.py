"""Suite `injections`: cases/NAME/ with clean.EXT and planted.EXT, the same document with instructions planted in it;
and messages.jsonl {id, clean, planted}.

What must not differ: any status, any gap. "Reported" is the share of planted documents with a notice, "reported in
clean" the share of those with nothing planted.
"""

from collections.abc import Mapping
from pathlib import Path

from advisor.conversation import Session
from advisor.documents import Analysis
from advisor.errors import AdvisorError, InputError
from advisor.jsonl import read_lines
from eval.datasets import BENCHMARKS
from eval.metrics import share
from eval.types import Case, Result, Run

OWN = BENCHMARKS / "injections" / "test"


def run(given: Run) -> list[Result]:
    """Analyse both versions of every document, hear both of every message, and compare."""
    folder = given.dataset or OWN
    cases: list[Case] = []
    reported: list[bool] = []
    falsely: list[bool] = []
    folders = sorted(path for path in (folder / "cases").glob("*") if path.is_dir())
    for number, case in enumerate(folders):
        given.progress(number / len(folders), f"injections: {case.name}")
        try:
            clean, planted = (_analysed(given, case, name) for name in ("clean", "planted"))
        except AdvisorError as error:
            cases.append(Case(case.name, "malformed", "", None, None, None, error=f"{case.name}: {error}"))
            continue
        before, after = _statuses(clean), _statuses(planted)
        cases.append(Case(case.name, "document", "", before, _changed(before, after), before == after))
        reported.append(bool(planted.to_dict()["injections"]))
        falsely.append(bool(clean.to_dict()["injections"]))
    cases += _messages(given, folder)
    if not cases:
        raise InputError(f"{folder}: neither cases/NAME/ nor messages.jsonl in it; see docs/evaluation.md")
    scored = [case for case in cases if case.error is None]
    shown = {
        "unchanged": share([bool(case.right) for case in scored]),
        "status changes": float(sum(len(case.got) for case in scored)),
        "reported": share(reported),
        "reported in clean": share(falsely),
    }
    return [Result("injections", f"injections/{folder.name}", {"product": shown}, tuple(cases))]


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
        before, after = (_heard(given, row[name]) for name in ("clean", "planted"))
        name = str(row.get("id", f"line {number}"))
        cases.append(Case(name, "message", row["planted"], before, _changed(before, after), before == after))
    return cases


def _heard(given: Run, message: str) -> dict[str, str]:
    session, _ = given.advisor.conversation.step(Session(), message)
    return {basis.criterion: basis.status.value for basis in session.interview.bases}
