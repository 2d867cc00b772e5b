"""Long work in the background, one at a time for each workspace: it goes on when the page is left or reloaded."""

import re
import string
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

import streamlit as st

from advisor.errors import AdvisorError
from advisor.passages import KINDS

FILE_TYPES = sorted(ending[1:] for ending in KINDS)
Progress = Callable[[float, str], None]


@dataclass
class Job:
    """How far a piece of work is; `lines` say what became of it."""

    share: float = 0.0
    step: str = "Waiting"
    done: bool = False
    lines: list[str] = field(default_factory=list)
    error: str | None = None

    def __call__(self, share: float, step: str) -> None:
        """Take note of progress."""
        self.share, self.step = share, step


class Jobs:
    """The work that is under way or just done, by workspace."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()

    def of(self, workspace: str) -> Job | None:
        """The work of a workspace; None where there is none, or its end was seen."""
        return self._jobs.get(workspace)

    def start(self, workspace: str, work: Callable[[Progress], list[str]]) -> bool:
        """Begin; False where other work of the workspace is still under way."""
        with self._lock:
            before = self._jobs.get(workspace)
            if before is not None and not before.done:
                return False
            job = self._jobs[workspace] = Job()
        threading.Thread(target=self._run, args=(job, work), daemon=True, name="advisor-documents").start()
        return True

    def seen(self, workspace: str) -> None:
        """The end of the work was shown."""
        with self._lock:
            job = self._jobs.get(workspace)
            if job is not None and job.done:
                del self._jobs[workspace]

    def _run(self, job: Job, work: Callable[[Progress], list[str]]) -> None:
        try:
            job.lines = work(job)
        except AdvisorError as error:
            job.error = str(error)
        except BaseException:
            job.error = "Something went wrong with the documents; the server's log says what. Nothing is lost."
            raise
        finally:
            job.done = True


@st.cache_resource(show_spinner=False)
def jobs() -> Jobs:
    """The one register of background work of this server."""
    return Jobs()


@st.fragment(run_every=0.5)
def draw_job(workspace: str) -> None:
    """How far the work is; draws the page again when it is done."""
    job = jobs().of(workspace)
    if job is None or job.done:
        st.rerun()
        return
    st.progress(min(1.0, job.share), text=_plain(job.step))


def draw_outcome(workspace: str) -> None:
    """What became of the work that ended last."""
    job = jobs().of(workspace)
    if job is None or not job.done:
        return
    if job.error is not None:
        st.error(_plain(job.error))
    if job.lines:
        st.html("<ul>" + "".join(f"<li>{escape(line)}</li>" for line in job.lines) + "</ul>")
    jobs().seen(workspace)


def _plain(text: str) -> str:
    """Text that Markdown shows to the letter: a file's name may look like some."""
    return re.sub(f"([{re.escape(string.punctuation)}])", r"\\\1", text)
