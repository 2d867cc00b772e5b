"""Running a suite for the page: in the background, one at a time on this server, and nothing of it in a workspace."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from advisor.errors import InputError
from advisor.ui.evaluation.measured import BASELINE
from advisor.ui.jobs import Job, Jobs, Progress
from advisor.wiring import Advisor
from eval import baseline
from eval.cache import FILE, Cache, cached
from eval.compare import Difference
from eval.report import save_json
from eval.suites import SUITES
from eval.types import Result, Run

KEY = "evaluation"  # there is one place for a run on this server, whoever began it
_PARTS = {"answers": 2, "judge": 2, "gaps": 2}  # datasets of a suite that has more than one


@dataclass(frozen=True)
class Evaluation:
    """A suite that was run: its results, by result the differences from the committed run, and when it ended."""

    suite: str
    results: tuple[Result, ...]
    compared: Mapping[str, Mapping[str, Difference]]
    ended: float
    seconds: float

    def json(self) -> bytes:
        """Figures and cases, as `python -m eval --json` writes them."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / "evaluation.json"
            save_json(path, self.results, self.compared)
            return path.read_bytes()

    def html(self) -> str:
        """The page that `python -m eval --html` writes."""
        from eval.page import page

        return page(self.results, self.compared, BASELINE)


@st.cache_resource(show_spinner=False)
def evaluations() -> Jobs[Evaluation]:
    """The one register of runs of this server."""
    return Jobs("The suite could not be finished; the server's log says why.")


def last() -> Job[Evaluation] | None:
    """The run that is under way, or the one that ended last; it stays for everybody to see until the next begins."""
    return evaluations().of(KEY)


def begin(advisor: Advisor, suite: str) -> bool:
    """Run a suite in the background; False where one runs already."""
    return evaluations().start(KEY, lambda progress: evaluate(advisor, suite, progress), suite)


def evaluate(advisor: Advisor, suite: str, progress: Progress, dataset: Path | None = None) -> Evaluation:
    """Run a suite (on a dataset's folder, or the project's own) and compare it with the committed run.

    `advisor` is the app's, of which the settings and the model are taken. What runs is an advisor of its own, which
    keeps what models said of a text (as `python -m eval` does) and opens no workspace.
    """
    begun = time.time()
    cache = Cache(advisor.settings.home / FILE)
    try:
        own = cached(advisor, cache)
        progress(0.0, "Opening the index")
        own.open()
        results = tuple(SUITES[suite](Run(own, dataset, steady(suite, progress))))
    finally:
        cache.close()
    progress(1.0, "Comparing with the committed run")
    try:
        before = baseline.load(BASELINE, baseline.FOLDER)
    except InputError:
        before = {}
    return Evaluation(suite, results, baseline.compared(results, before), time.time(), time.time() - begun)


def steady(suite: str, progress: Progress) -> Callable[[float, str], None]:
    """A report to `progress` that goes forward alone: a suite begins anew at each dataset, and for the vectors."""
    parts, done, last = _PARTS.get(suite, 1), 0, 0.0

    def report(share: float, step: str) -> None:
        nonlocal done, last
        if step.startswith(f"{suite}:"):
            done = min(done + (share < last), parts - 1)
            last = share
        whole = (done + last) / parts
        part = f"part {done + 1} of {parts}, " if parts > 1 else ""
        progress(whole, f"{whole:.0%} · {part}now {step.removeprefix(f'{suite}:').strip()}")

    return report
