"""Work in the background: one at a time for each key, stopped when asked, an outcome or a line that says what failed."""

import threading
import time

import pytest

from advisor.errors import InputError
from advisor.ui.jobs import Job, Jobs, StoppedError, lasting, plain

_APOLOGY = "It failed; the log says why."


def ended(register: Jobs, key: str) -> Job:
    for _ in range(500):
        job = register.of(key)
        if job is not None and job.done:
            for thread in threading.enumerate():  # what it raised is reported at its end
                if thread.name == "advisor-job" and not job.stopping and job.error == _APOLOGY:
                    thread.join(5)
            return job
        time.sleep(0.01)
    raise AssertionError("the work did not end")


def test_one_at_a_time_for_a_key_and_an_outcome_until_it_is_seen() -> None:
    register, go = Jobs[str](_APOLOGY), threading.Event()

    def work(progress) -> str:
        progress(0.5, "half")
        go.wait(5)
        return "done"

    assert register.start("a", work, "first")
    assert not register.start("a", work)
    assert register.start("b", lambda _: "other")
    assert ended(register, "b").outcome == "other"
    go.set()
    job = ended(register, "a")
    assert (job.name, job.outcome, job.share, job.step, job.error) == ("first", "done", 0.5, "half", None)
    register.seen("a")
    assert register.of("a") is None
    assert register.start("a", work)


def test_an_error_of_ours_is_the_line_that_is_shown() -> None:
    register = Jobs[str](_APOLOGY)

    def work(_progress) -> str:
        raise InputError("charter.pdf: no such file")

    register.start("a", work)
    assert ended(register, "a").error == "charter.pdf: no such file"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_any_other_failure_is_an_apology_without_its_text() -> None:
    register = Jobs[str](_APOLOGY)

    def work(_progress) -> str:
        raise ValueError("/secret/path")

    register.start("a", work)
    assert ended(register, "a").error == _APOLOGY


def test_work_stops_at_its_next_step() -> None:
    register, reached = Jobs[str](_APOLOGY), threading.Event()

    def work(progress) -> str:
        while True:
            progress(0.1, "on and on")
            reached.set()
            time.sleep(0.01)

    register.start("a", work)
    reached.wait(5)
    register.of("a").stop()
    job = ended(register, "a")
    assert (job.outcome, job.error) == (None, "Stopped before its end.")
    with pytest.raises(StoppedError):
        job(0.2, "further")


@pytest.mark.parametrize(("seconds", "words"), [(0.4, "0 s"), (89, "89 s"), (130, "2 minutes"), (9_000, "2 hours")])
def test_a_time_in_words(seconds: float, words: str) -> None:
    assert lasting(seconds) == words


def test_markdown_shows_a_name_to_the_letter() -> None:
    assert plain("[a](b) $5$") == r"\[a\]\(b\) \$5\$"
