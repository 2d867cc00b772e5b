"""A case that goes wrong is told in a line with its place, and leaves nothing behind."""

import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from advisor.errors import InputError
from eval.attempt import Unscored, attempt
from eval.types import Run

WHERE = "questions.jsonl, line 3"


@pytest.fixture(autouse=True)
def own_handler() -> Iterator[object]:
    """A handler of somebody else's, which every attempt must leave as it was; and no timer may be left running."""

    def somebodys(_number: int, _frame: object) -> None:
        raise AssertionError("the timer of an attempt went off after it")

    before = signal.signal(signal.SIGALRM, somebodys)
    yield somebodys
    assert signal.getsignal(signal.SIGALRM) is somebodys
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    signal.signal(signal.SIGALRM, before)


def test_what_works_comes_back_and_is_given_all_it_needs() -> None:
    def work(one: int, *, other: str) -> str:
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 0
        return f"{one} {other}"

    assert attempt(WHERE, 5, work, 1, other="b") == "1 b"


def test_a_crash_is_named_with_its_kind() -> None:
    with pytest.raises(Unscored) as caught:
        attempt(WHERE, 5, lambda: {}["nothing"])
    assert str(caught.value) == f"{WHERE}: KeyError: 'nothing'"


def test_an_error_of_ours_says_what_it_says() -> None:
    def work() -> None:
        raise InputError("plan.exe: is no document; give a PDF")

    with pytest.raises(Unscored) as caught:
        attempt(WHERE, 5, work)
    assert str(caught.value) == f"{WHERE}: plan.exe: is no document; give a PDF"


def test_what_takes_too_long_is_stopped() -> None:
    begun = time.monotonic()
    with pytest.raises(Unscored) as caught:
        attempt(WHERE, 0.2, time.sleep, 30)
    assert str(caught.value) == f"{WHERE}: took longer than 0.2 s"
    assert 0.15 < time.monotonic() - begun < 5


def test_no_handler_of_the_product_takes_a_time_out_for_its_own() -> None:
    def work() -> str:
        try:
            time.sleep(30)
        except Exception:
            return "an answer all the same"
        return "done"

    with pytest.raises(Unscored, match=r"longer than 0\.2 s"):
        attempt(WHERE, 0.2, work)


def test_the_timer_is_off_afterwards() -> None:
    attempt(WHERE, 0.2, lambda: None)
    with pytest.raises(Unscored):
        attempt(WHERE, 0.2, lambda: 1 / 0)
    time.sleep(0.4)  # somebody's handler would raise


def test_attempts_follow_one_another() -> None:
    for _ in range(3):
        with pytest.raises(Unscored, match="longer"):
            attempt(WHERE, 0.05, time.sleep, 30)
        assert attempt(WHERE, 5, int, "7") == 7


def elsewhere(work: Callable[[], object]) -> object:
    """What comes of work in a thread that no signal reaches."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result(30)


def steps(seconds: float) -> str:
    """Python, step by step."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(0.01)
    return "done"


def test_outside_the_main_thread_what_takes_too_long_is_stopped_too() -> None:
    begun = time.monotonic()
    with pytest.raises(Unscored, match=r"line 3: took longer than 0\.2 s"):
        elsewhere(lambda: attempt(WHERE, 0.2, steps, 30))
    assert 0.15 < time.monotonic() - begun < 5


def test_outside_the_main_thread_nothing_comes_after_the_end() -> None:
    def work() -> str:
        with pytest.raises(Unscored, match="ZeroDivisionError"):
            attempt(WHERE, 0.1, lambda: 1 / 0)
        assert attempt(WHERE, 0.1, int, "7") == 7
        return steps(0.4)

    assert elsewhere(work) == "done"


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit])
def test_whoever_stops_the_run_stops_it(kind: type[BaseException]) -> None:
    def work() -> None:
        raise kind

    with pytest.raises(kind):
        attempt(WHERE, 5, work)


def test_a_run_gives_each_case_its_seconds(tmp_path: Path) -> None:
    run = Run(None, tmp_path, lambda *_: None, seconds=0.2)  # type: ignore[arg-type]
    assert run.attempt(WHERE, int, "7") == 7
    with pytest.raises(Unscored, match=r"line 3: took longer than 0\.2 s"):
        run.attempt(WHERE, time.sleep, 30)
