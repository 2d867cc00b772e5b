"""Suite `latency`: how long people wait and how much memory it takes, beside a plain stack measured in the same run.

Wall-clock seconds, on whatever machine this is. Cold figures start a new Python each time; the time includes every
import. The plain stack (eval.plain) has the same passages and finds the nearest; it reads and composes nothing.
"""

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from advisor.conversation import Session
from advisor.search.encoder import Matrix
from advisor.wiring import Advisor
from eval.child import advise, own, plain
from eval.datasets import BENCHMARKS, Question, Statement, questions, statements
from eval.metrics import median, percentile
from eval.plain import timed
from eval.served import CHROMIUM, FLAGS, free_port, serve
from eval.suites.answers import OWN
from eval.types import PLAIN, PRODUCT, RATIO, Case, Result, Run

_QUESTION = "Why do healthcare AI pilots stall, and what does production really cost?"
_COLD_RUNS = 3
_WARM_QUESTIONS = 60
_REPLIES = 30
_LONGER = 8  # texts put together to a longer one
_PATIENCE = 60_000  # milliseconds


def run(given: Run) -> list[Result]:
    """Measure cold starts, the build of the index, embedding, and warm answers and replies."""
    asked = [row.question for row in questions(given.dataset or OWN[0]) if isinstance(row, Question)][:_WARM_QUESTIONS]
    said = [row.text for row in statements(BENCHMARKS / "judge" / "dev") if isinstance(row, Statement)]
    figures: dict[str, float | None] = {}
    peer: dict[str, float | None] = {}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        given.progress(0.0, "latency: building an index from nothing")
        figures["index built with every text embedded, s"] = advise(["index", "--rebuild"], folder / "built").seconds
        given.progress(0.1, "latency: the first start of all")
        figures["first start of all (index built, first answer), s"] = advise(
            ["ask", _QUESTION], folder / "new"
        ).seconds
        texts = sorted({entry.text for entry in given.advisor.open().contents.entries})
        plain("build", folder / "plain", {"texts": texts})
        cold = []
        for number in range(_COLD_RUNS):  # in turn, so that both meet the same neighbours on the machine
            given.progress(0.2 + 0.3 * number / _COLD_RUNS, "latency: cold starts")
            both = (
                advise(["ask", _QUESTION], folder / "new"),
                plain("ask", folder / "plain", {"question": _QUESTION})[0],
            )
            cold.append(both)
        for system, of in ((figures, 0), (peer, 1)):
            system["cold start to first answer, s"] = median([pair[of].seconds for pair in cold])
            system["peak memory of that, MB"] = median([pair[of].megabytes for pair in cold])
        given.progress(0.5, "latency: the page in a browser")
        figures["cold start to the page drawn, s"] = page_seconds(folder / "new")
        given.progress(0.55, "latency: embedding")
        short = said[:300]
        long = [" ".join(said[n : n + _LONGER]) for n in range(0, len(said) - _LONGER, _LONGER)]
        for name, some in (("short", short), ("long", long)):
            ended = plain("embed", folder / "plain", {"texts": some})[1]
            peer[f"embedding {name} texts, texts/s"] = len(some) / ended["seconds"]
            pace, vectors = embedding(given.advisor, some)
            figures[f"embedding {name} texts, texts/s"] = pace
            cosines = (vectors * np.load(folder / "plain" / "vectors.npy")).sum(axis=1)
            figures[f"embedding {name} texts, least cosine"] = float(cosines.min())
        given.progress(0.7, "latency: warm answers")
        found = plain("warm", folder / "plain", {"questions": asked})[1]["each"]
    advisor = Advisor(given.advisor.settings)  # the one of the run keeps what models said before
    advisor.warm()  # as the app does at its start
    conversation = advisor.asker()
    search = timed(lambda question: advisor.search.hits([question], 5), asked)
    answers = timed(lambda question: conversation.last([question]), asked)
    session, _ = advisor.conversation.step(Session(), "Start the assessment.")
    advisor.conversation.step(session, "The sponsor signed.")
    given.progress(0.9, "latency: replies in the interview")
    replies = timed(lambda text: advisor.conversation.step(session, text), said[:_REPLIES])
    for name, system, each in (
        ("search", figures, search),
        ("search", peer, found),
        ("warm answer", figures, answers),
        ("warm answer", peer, found),
        ("reply in the interview", figures, replies),
    ):
        system[f"{name} p50, ms"] = median([1000 * seconds for seconds in each])
        system[f"{name} p95, ms"] = percentile([1000 * seconds for seconds in each], 95)
    cases = [
        Case(str(number), "warm", question, None, round(seconds, 4), None)
        for number, (question, seconds) in enumerate(zip(asked, answers, strict=True))
    ]
    measured = {PRODUCT: figures, PLAIN: peer, RATIO: ratios(figures, peer)}
    return [Result("latency", "this machine", tuple(cases), measured=measured)]


def ratios(figures: dict[str, float | None], peer: dict[str, float | None]) -> dict[str, float | None]:
    """The product's share of what the plain stack takes, or does, for figures of both."""
    return {name: value / other for name, value in figures.items() if value is not None and (other := peer.get(name))}


def embedding(advisor: Advisor, texts: Sequence[str]) -> tuple[float, Matrix]:
    """Texts per second of the product's encoder, and what it made of them."""
    encoder = Advisor(advisor.settings).encoder
    encoder.encode(texts[:32])
    begun = time.perf_counter()
    vectors = encoder.encode(texts)
    return len(texts) / (time.perf_counter() - begun), vectors


def page_seconds(home: Path) -> float | None:
    """Seconds from the server's start until a browser shows where to type; None without Chromium or an answer."""
    if CHROMIUM is None:
        return None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        port = free_port()
        begun = time.perf_counter()
        try:
            server = serve(own(home), port, _PATIENCE / 1000)
        except TimeoutError:
            return None
        try:
            page = browser.new_page()
            page.goto(f"http://127.0.0.1:{port}")
            page.get_by_test_id("stChatInputTextArea").wait_for(timeout=_PATIENCE)
            return time.perf_counter() - begun
        finally:
            server.terminate()
            server.wait()
            browser.close()
