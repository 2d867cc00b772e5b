"""What a child process may use: time, memory, addresses, the size of files it writes."""

import contextlib
import resource
import signal
import time

MEMORY = 540_000_000  # bytes of data
MEMORY_SCANNED = 600_000_000  # ... where a page is read by OCR
ADDRESSES = 4_000_000_000  # bytes of address space, most of which is never used
OUTPUT = 200_000_000
SECONDS = 12  # of processor time for a file; long PDFs are given more, page by page
MOST_SECONDS = 360
_PATIENCE = 1.5  # seconds of the clock for each of processor time, on a machine that has other things to do
_started = time.monotonic()


def limit() -> None:
    """Set the limits for this process; no core dumps."""
    for what, soft, hard in (
        (resource.RLIMIT_CPU, SECONDS, MOST_SECONDS),
        (resource.RLIMIT_DATA, MEMORY, MEMORY_SCANNED),
        (resource.RLIMIT_AS, ADDRESSES, ADDRESSES),
        (resource.RLIMIT_FSIZE, OUTPUT, OUTPUT),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # macOS knows not all of them
            resource.setrlimit(what, (soft, hard))
    _end_after(SECONDS)


def allow(seconds: float) -> None:
    """Let this process use so much processor time in all, where it is limited."""
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    wanted = min(int(seconds), hard) if hard != resource.RLIM_INFINITY else int(seconds)
    if soft not in (resource.RLIM_INFINITY, wanted):
        resource.setrlimit(resource.RLIMIT_CPU, (wanted, hard))
        _end_after(wanted)


def _end_after(seconds: float) -> None:
    signal.alarm(max(1, int(_PATIENCE * seconds - (time.monotonic() - _started))))


def allow_ocr() -> None:
    """Let this process use the memory that OCR needs, where it is limited."""
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if soft == MEMORY:
        resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))
