"""Opening the advisor in the background, once for all browsers, so that the page is drawn at once."""

import gc
import threading
import time
from dataclasses import dataclass

import streamlit as st

from advisor.errors import AdvisorError
from advisor.wiring import Advisor


@dataclass
class State:
    """How far the start is.

    `records`: conversations can be read. `ready`: questions can be answered. `error`: what went wrong, in words for
    a person.
    """

    share: float = 0.0
    step: str = "Starting"
    records: bool = False
    ready: bool = False
    error: str | None = None
    building: bool = False


class Startup:
    """Opens the index (building it where it must) and loads the model, in a thread of its own."""

    def __init__(self) -> None:
        self.advisor = Advisor()
        self.state = State()
        self._thread = threading.Thread(target=self._run, daemon=True, name="advisor-startup")
        self._thread.start()

    def again(self) -> None:
        """Try once more after an error."""
        if self.state.error is not None and not self._thread.is_alive():
            self.state = State()
            self._thread = threading.Thread(target=self._run, daemon=True, name="advisor-startup")
            self._thread.start()

    def wait(self, seconds: float) -> None:
        """Wait for the start to end, well or not."""
        self._thread.join(seconds)

    def wait_for_records(self) -> None:
        """Wait until conversations can be read, or the start has failed."""
        while not self.state.records and self.state.error is None:
            time.sleep(0.01)

    def _run(self) -> None:
        state = self.state
        try:
            _ = self.advisor.workspaces  # the database first: without it nothing can be kept
            state.records = True
            self.advisor.ahead()
            self.advisor.open(progress=self._progress, say=self._say)
            state.step, state.building = "Loading the search model", False
            self.advisor.warm()
            # Modules and models stay for good; going through their 600,000 objects for garbage takes a quarter of a
            # second, in which nobody is answered.
            gc.freeze()
            state.ready = True
        except AdvisorError as error:
            state.error = str(error)
        except BaseException:
            state.error = "The advisor could not start; the server's log says why."
            raise

    def _progress(self, share: float, step: str) -> None:
        self.state.share, self.state.step, self.state.building = share, step, True

    def _say(self, line: str) -> None:
        self.state.step, self.state.building = line, True


@st.cache_resource(show_spinner=False)
def startup() -> Startup:
    """The one start of this server."""
    return Startup()


@st.fragment(run_every=0.5)
def draw_getting_ready() -> None:
    """Draws the page again when the start is done."""
    if startup().state.ready or startup().state.error is not None:
        st.rerun()
