"""What runs in the child process: `python -m advisor.passages.formats.child`, one file, then the end.

Arguments: read FILE NAME OUT, or draw FILE NAME PAGE SCALE OUT. The result goes to OUT; a refusal is one line of JSON
on standard output. Limits are set first of all, so that nothing a file does costs more than this process.
"""

import json
import sys
from pathlib import Path

from advisor.errors import AdvisorError
from advisor.passages.formats.limits import limit


def main(arguments: list[str]) -> int:
    """Do what the arguments say. Returns 0, 3 for a refusal that is said on standard output, 4 for want of memory."""
    limit()
    command, file, name, *rest = arguments
    data = Path(file).read_bytes()
    try:
        if command == "draw":
            from advisor.passages.formats.pdf import picture

            page, scale, out = rest
            Path(out).write_bytes(picture(data, int(page), float(scale)))
        else:
            _read(data, name, Path(*rest))
    except AdvisorError as error:
        said = str(error)
        print(json.dumps({"error": said if name in said else f"{name}: {said}"}))
        return 3
    except MemoryError:
        return 4  # there may be none left to say it with
    return 0


def _read(data: bytes, name: str, out: Path) -> None:
    from advisor.passages.formats import read_bytes
    from advisor.passages.formats.store import to_dict
    from advisor.passages.notices import instructions

    reading = read_bytes(data, name, Path(name).suffix.lower())
    reading.notices += instructions(reading.pages, reading.title)
    out.write_text(json.dumps(to_dict(reading), ensure_ascii=False), encoding="utf-8", errors="replace")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
