"""How much memory a process, or a process with its children, has used at most."""

import os
import resource
import sys
import threading
from pathlib import Path
from types import TracebackType

_PAUSE = 0.05  # seconds
_UNIT = 1_000_000 if sys.platform == "darwin" else 1_000  # of ru_maxrss, for MB


def peak_of_this() -> float:
    """MB of this process. What `getrusage` says on Linux counts from the size of the process that started it."""
    status = Path("/proc/self/status")
    if status.is_file():
        for line in status.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024 / 1_000_000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _UNIT


def peak_of_children() -> float:
    """MB of the largest child that ended; never less than this process had when it began it."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / _UNIT


class Peak:
    """While it is entered: the most memory, in MB, that this process has held together with its children, and theirs,
    at one moment. Looks every 50 ms; pages that a child shares count twice. Outside Linux, `megabytes` is what this
    process has held since it began.
    """

    def __init__(self) -> None:
        self.megabytes = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Peak":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        last = False
        while not last:
            last = self._ended.wait(_PAUSE)  # at the end once more
            self.megabytes = max(self.megabytes, _held() if Path("/proc/self/statm").is_file() else peak_of_this())


def _held() -> float:
    """MB that this process and all below it hold now."""
    above, size = {}, {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            # After the name of the program, which may hold spaces and brackets: state, then the process above.
            above[int(entry.name)] = int((entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
            size[int(entry.name)] = int((entry / "statm").read_text(encoding="ascii").split()[1])
        except (OSError, ValueError, IndexError):
            continue  # it has ended
    ours = {os.getpid()}
    while more := {one for one, parent in above.items() if parent in ours} - ours:
        ours |= more
    return sum(size.get(one, 0) for one in ours) * os.sysconf("SC_PAGE_SIZE") / 1_000_000
