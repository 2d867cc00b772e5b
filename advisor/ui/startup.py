"""Opening the advisor in the background, once for all browsers, so that the page is drawn at once."""

import threading
from dataclasses import dataclass

import streamlit as st

from advisor.errors import AdvisorError
from advisor.wiring import Advisor


@dataclass
class State:
    """How far the start is. `ready`: questions can be answered. `error`: what went wrong, in words for a person."""

    share: float = 0.0
    step: str = "Starting"
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

    def wait(self, seconds: float) -> bool:
        """Wait for the start to end; returns whether the advisor is ready."""
        self._thread.join(seconds)
        return self.state.ready

    def _run(self) -> None:
        state = self.state
        try:
            self.advisor.open(progress=self._progress, say=self._say)
            state.step, state.building = "Loading the search model", False
            self.advisor.warm()
            state.ready = True
        except AdvisorError as error:
            state.error = str(error)
        except Exception:
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
