"""Suite `latency`: how long people wait. Wall-clock seconds, on whatever machine this is.

Cold figures start a new Python each time; the time includes every import.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from advisor.settings import PROJECT
from advisor.wiring import Advisor
from eval.datasets import Question, questions
from eval.metrics import median, percentile
from eval.suites.answers import OWN
from eval.types import PRODUCT, Case, Result, Run

_QUESTION = "Why do healthcare AI pilots stall, and what does production really cost?"
_COLD_RUNS = 3
_WARM_QUESTIONS = 60


def run(given: Run) -> list[Result]:
    """Measure cold start to first answer, the build of the index, and warm answers."""
    cold, cases = [], []
    with tempfile.TemporaryDirectory() as folder:
        given.progress(0.0, "latency: building an index from nothing")
        built = _seconds(["index", "--rebuild"], Path(folder) / "built")
        given.progress(0.2, "latency: the first start of all")
        first = _seconds(["ask", _QUESTION], Path(folder) / "first")
        for number in range(_COLD_RUNS):
            given.progress(0.4 + 0.4 * number / _COLD_RUNS, "latency: a cold start")
            cold.append(_seconds(["ask", _QUESTION], Path(folder) / "first"))
    conversation = Advisor(given.advisor.settings).asker()  # the one of the run keeps what models said before
    conversation.last([_QUESTION])
    asked = [row.question for row in questions(given.dataset or OWN[0]) if isinstance(row, Question)][:_WARM_QUESTIONS]
    warm = []
    for number, question in enumerate(asked):
        given.progress(0.8 + 0.2 * number / len(asked), "latency: warm answers")
        start = time.perf_counter()
        conversation.last([question])
        warm.append(time.perf_counter() - start)
        cases.append(Case(str(number), "warm", question, None, round(warm[-1], 4), None))
    figures = {
        "cold start to first answer, s": median(cold),
        "first start of all (index built, first answer), s": first,
        "index built with every text embedded, s": built,
        "warm answer p50, ms": median([1000 * seconds for seconds in warm]),
        "warm answer p95, ms": percentile([1000 * seconds for seconds in warm], 95),
    }
    return [Result("latency", "this machine", tuple(cases), measured={PRODUCT: figures})]


def _seconds(command: list[str], home: Path) -> float:
    """The time of one command of the advisor in a new process with an index and records of its own."""
    settings = {
        "ADVISOR_HOME": str(home / "data"),
        "ADVISOR_CHROMA": str(home / "index" / "chroma"),
        "ADVISOR_DATABASE_URL": f"sqlite:///{home / 'data' / 'advisor.sqlite'}",
        "ADVISOR_EMBEDDING_MODEL": "",
        "ADVISOR_CHAT_MODEL": "",
    }
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "advisor", *command],
        check=True, cwd=PROJECT, env={**os.environ, **settings}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return time.perf_counter() - start
