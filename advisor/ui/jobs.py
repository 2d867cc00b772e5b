"""Long work in the background, one at a time for each workspace: it goes on when the page is left or reloaded."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import streamlit as st

from advisor.errors import AdvisorError

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
