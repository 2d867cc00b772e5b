"""A program in a process of its own, timed from its start to its end, and how much memory it held at most."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from advisor.settings import PROJECT

_TAIL = (
    "import json, sys; from eval.memory import peak_of_this; print('\\n' + json.dumps(peak_of_this()), file=sys.stderr)"
)


@dataclass(frozen=True)
class Ended:
    """What a program did: seconds by the clock, imports included; MB; and what it printed."""

    seconds: float
    megabytes: float
    printed: str


def advise(command: Sequence[str], home: Path) -> Ended:
    """One command of the advisor, with an index and records of its own below `home`."""
    program = f"import sys; from advisor.cli import main; code = main(sys.argv[1:]); {_TAIL}; sys.exit(code)"
    return _ended(["-c", program, *command], "", own(home))


def plain(command: str, folder: Path, given: Mapping[str, Any]) -> tuple[Ended, dict[str, Any]]:
    """One command of the plain stack (eval.plain), and what it found."""
    program = f"import sys; from eval.plain import main; main(); {_TAIL}"
    ended = _ended(["-c", program, command, str(folder)], json.dumps(given), os.environ)
    return ended, json.loads(ended.printed)


def own(home: Path) -> dict[str, str]:
    """The environment of an installation below `home`, with the usual settings."""
    return {
        **os.environ,
        "ADVISOR_HOME": str(home / "data"),
        "ADVISOR_CHROMA": str(home / "index" / "chroma"),
        "ADVISOR_DATABASE_URL": f"sqlite:///{home / 'data' / 'advisor.sqlite'}",
        "ADVISOR_EMBEDDING_MODEL": "",
        "ADVISOR_CHAT_MODEL": "",
    }


def _ended(arguments: Sequence[str], given: str, environment: Mapping[str, str]) -> Ended:
    begun = time.perf_counter()
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, *arguments],
        check=True, cwd=PROJECT, env=environment, input=given, capture_output=True, text=True,
    )  # fmt: skip
    return Ended(time.perf_counter() - begun, json.loads(done.stderr.strip().splitlines()[-1]), done.stdout)
