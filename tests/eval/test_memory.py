"""What memory is said to have been held."""

import subprocess
import sys

from eval.memory import Peak, peak_of_this

_MEGABYTES = 80
_HOLD = f"held = bytearray({_MEGABYTES}_000_000); held[::4096] = held[::4096]; import time; time.sleep(1)"


def test_what_is_held_at_once_counts_with_the_children() -> None:
    with Peak() as nothing:
        pass
    with Peak() as alone:
        held = bytearray(_MEGABYTES * 1_000_000)
        held[::4096] = b"x" * len(held[::4096])
    assert alone.megabytes >= nothing.megabytes + 0.8 * _MEGABYTES
    del held
    with Peak() as together:
        subprocess.run([sys.executable, "-c", _HOLD], check=True)
    assert together.megabytes >= nothing.megabytes + 0.8 * _MEGABYTES


def test_the_peak_of_this_process_never_falls() -> None:
    before = peak_of_this()
    assert 10 < before <= peak_of_this()
