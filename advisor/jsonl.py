"""JSON lines: one object a line, errors by file and line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from advisor.errors import InputError


def read_lines(path: Path) -> Iterator[tuple[int, Any]]:
    """Each line's number (from 1) and value; empty lines are passed over, a line that is not JSON gives its text.

    Raises InputError where the file cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; check the name") from None
    except UnicodeDecodeError:
        raise InputError(f"{path.name}: not UTF-8 text; save it as UTF-8") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from None
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except ValueError:
                yield number, line
