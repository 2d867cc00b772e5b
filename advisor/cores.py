"""How many processors this process may use: in a container, or pinned, fewer than the machine has."""

import os


def cores() -> int:
    """At least 1."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1
