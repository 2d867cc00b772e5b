"""Running one case: whatever goes wrong in it is told in a line, and the run goes on."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import ParamSpec, TypeVar

from advisor.errors import AdvisorError

T = TypeVar("T")
P = ParamSpec("P")


class Unscored(Exception):  # noqa: N818 - it is an outcome, not a fault
    """A case that could not be run; says why."""


class _TooLong(BaseException):
    """Not an Exception, so that no handler of the product takes it for a failure of its own."""


def attempt(where: str, seconds: float, work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """What `work` returns for what it is given. Raises Unscored naming `where` (file and line, or a case) on any
    failure or a time-out.
    """
    try:
        with _limited(seconds):
            return work(*given, **named)
    except _TooLong:
        raise Unscored(f"{where}: took longer than {seconds:g} s") from None
    except AdvisorError as error:
        raise Unscored(f"{where}: {error}") from None
    except Exception as error:  # whatever it is: a case that crashed is unscored and counted
        raise Unscored(f"{where}: {type(error).__name__}: {error}") from None


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Interrupts what takes longer. Only the main thread of a Unix process can be: elsewhere there is no limit."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
