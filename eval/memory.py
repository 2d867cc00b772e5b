"""How much memory a process has used at most."""

import resource
import sys
from pathlib import Path

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
