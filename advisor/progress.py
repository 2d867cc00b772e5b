"""A progress bar on standard error, where that is a terminal; otherwise only the lines that matter."""

import sys
from types import TracebackType
from typing import Self

_WIDTH = 30


class Bar:
    """Call it with (share from 0 to 1, step); `say` prints a line of its own."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._drawn = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._clear()

    def __call__(self, share: float, step: str) -> None:
        if self._terminal:
            filled = round(_WIDTH * share)
            print(f"\r[{'#' * filled}{'.' * (_WIDTH - filled)}] {step:<50.50}", end="", file=sys.stderr, flush=True)
            self._drawn = True

    def say(self, line: str) -> None:
        """Print a line above the bar."""
        self._clear()
        print(line, file=sys.stderr, flush=True)

    def _clear(self) -> None:
        if self._drawn:
            print("\r" + " " * (_WIDTH + 55) + "\r", end="", file=sys.stderr, flush=True)
            self._drawn = False
