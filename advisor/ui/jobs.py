"""Long work in the background, one at a time for each key: it goes on when the page is left or reloaded."""

import re
import string
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import Any, Generic, TypeVar

import streamlit as st

from advisor.errors import AdvisorError
from advisor.passages import KINDS

FILE_TYPES = sorted(ending[1:] for ending in KINDS)
Progress = Callable[[float, str], None]
T = TypeVar("T")


class StoppedError(AdvisorError):
    """Somebody stopped the work."""


@dataclass
class Job(Generic[T]):
    """How far a piece of work is; `outcome` is what became of it, `begun` a moment of time.time()."""

    name: str = ""
    share: float = 0.0
    step: str = "Waiting"
    done: bool = False
    outcome: T | None = None
    error: str | None = None
    stopping: bool = False
    begun: float = field(default_factory=time.time)

    def __call__(self, share: float, step: str) -> None:
        """Take note of progress. Raises StoppedError where the work is to stop."""
        if self.stopping:
            raise StoppedError("Stopped before its end.")
        self.share, self.step = share, step

    def stop(self) -> None:
        """Let it end at its next step."""
        self.stopping = True


class Jobs(Generic[T]):
    """The work that is under way or just done, by key; `apology` is said where it fails for no reason that is known."""

    def __init__(self, apology: str) -> None:
        self._apology = apology
        self._jobs: dict[str, Job[T]] = {}
        self._lock = threading.Lock()

    def of(self, key: str) -> Job[T] | None:
        """The work of a key; None where there is none, or its end was seen."""
        return self._jobs.get(key)

    def start(self, key: str, work: Callable[[Progress], T], name: str = "") -> bool:
        """Begin; False where other work of the key is still under way."""
        with self._lock:
            before = self._jobs.get(key)
            if before is not None and not before.done:
                return False
            job = self._jobs[key] = Job(name)
        threading.Thread(target=self._run, args=(job, work), daemon=True, name="advisor-job").start()
        return True

    def seen(self, key: str) -> None:
        """The end of the work was shown."""
        with self._lock:
            job = self._jobs.get(key)
            if job is not None and job.done:
                del self._jobs[key]

    def _run(self, job: Job[T], work: Callable[[Progress], T]) -> None:
        try:
            job.outcome = work(job)
        except AdvisorError as error:
            job.error = str(error)
        except BaseException:
            job.error = self._apology
            raise
        finally:
            job.done = True


@st.cache_resource(show_spinner=False)
def jobs() -> Jobs[list[str]]:
    """The one register of work on documents of this server, by workspace; its outcome is lines for a person."""
    return Jobs("Something went wrong with the documents; the server's log says what. Nothing is lost.")


@st.fragment(run_every=0.5)
def draw_job(register: Jobs[Any], key: str, *, clock: bool = False) -> None:
    """How far the work is, with a clock also for how long; draws the page again when it is done."""
    job = register.of(key)
    if job is None or job.done:
        st.rerun()
        return
    st.progress(min(1.0, job.share), text=plain(job.step))
    if clock:
        st.caption(f"Running for {lasting(time.time() - job.begun)}.")


def draw_outcome(workspace: str) -> None:
    """What became of the work on documents that ended last."""
    job = jobs().of(workspace)
    if job is None or not job.done:
        return
    if job.error is not None:
        st.error(plain(job.error))
    if job.outcome:
        st.html("<ul>" + "".join(f"<li>{escape(line)}</li>" for line in job.outcome) + "</ul>")
    jobs().seen(workspace)


def lasting(seconds: float) -> str:
    """A time in words."""
    if seconds < 90:
        return f"{round(seconds)} s"
    return f"{round(seconds / 60)} minutes" if seconds < 5_400 else f"{round(seconds / 3_600)} hours"


def plain(text: str) -> str:
    """Text that Markdown shows to the letter: a file's name may look like some."""
    return re.sub(f"([{re.escape(string.punctuation)}])", r"\\\1", text)
