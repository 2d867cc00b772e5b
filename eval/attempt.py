"""Running one case: whatever goes wrong in it is told in a line, and the run goes on."""

import ctypes
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
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


def _limited(seconds: float) -> AbstractContextManager[None]:
    """Interrupts what takes longer, between two steps of Python."""
    signalled = threading.current_thread() is threading.main_thread() and hasattr(signal, "setitimer")
    return _by_signal(seconds) if signalled else _by_exception(seconds)


@contextmanager
def _by_signal(seconds: float) -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _by_exception(seconds: float) -> Iterator[None]:
    """Signals reach the main thread only; an exception can be set in any. A sleep or a wait is not cut short by it."""
    thread = ctypes.c_ulong(threading.get_ident())
    lock, ended = threading.Lock(), threading.Event()

    def stop() -> None:
        with lock:  # never set in what comes after the attempt
            if not ended.is_set():
                ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(_TooLong))

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with lock:
            ended.set()
        timer.cancel()
