"""The app on a server of its own, and the browser to look at it with: for measuring its start, and for the tests."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import Final
from urllib.request import urlopen

from advisor.settings import PROJECT

# Where Chromium is; None where there is none.
CHROMIUM: Final = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS: Final = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
_PAUSE: Final = 0.02  # seconds


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def serve(environment: Mapping[str, str], port: int, seconds: float = 30.0) -> "subprocess.Popen[bytes]":
    """The app's server, once it answers. Raises TimeoutError where it does not."""
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true",
               f"--server.port={port}", "--server.address=127.0.0.1"]  # fmt: skip
    server = subprocess.Popen(  # noqa: S603 - our own code
        command, cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1) as answer:
                if answer.status == 200:
                    return server
        except OSError:
            time.sleep(_PAUSE)
    server.kill()
    raise TimeoutError(f"the app did not start in {seconds:.0f} seconds")
