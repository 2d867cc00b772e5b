"""What runs in the child process: `python -m advisor.passages.formats.child`, one file, then the end.

Arguments: read FILE NAME OUT, or draw FILE PAGE SCALE OUT. The result goes to OUT; a refusal is one line of JSON on
standard output. Limits are set first of all, so that nothing a file does costs more than this process.
"""

import json
import sys
from pathlib import Path

from advisor.errors import AdvisorError
from advisor.passages.formats.limits import limit


def main(arguments: list[str]) -> int:
    """Do what the arguments say. Returns 0, or 3 for a refusal that is said on standard output."""
    limit()
    command, file, *rest = arguments
    data = Path(file).read_bytes()
    try:
        if command == "draw":
            from advisor.passages.formats.pdf import picture

            page, scale, out = rest
            Path(out).write_bytes(picture(data, int(page), float(scale)))
        else:
            name, out = rest
            _read(data, name, Path(out))
    except AdvisorError as error:
        print(json.dumps({"error": str(error)}))
        return 3
    except MemoryError:
        print(json.dumps({"error": f"{Path(file).name}: needs more memory to read than is allowed; give it in parts."}))
        return 3
    return 0


def _read(data: bytes, name: str, out: Path) -> None:
    from advisor.passages.formats import read_bytes
    from advisor.passages.formats.store import to_dict

    reading = read_bytes(data, name, Path(name).suffix.lower())
    if reading.boxes:
        from advisor.passages.formats.pdf import in_the_picture

        reading.boxes = in_the_picture(data, reading.boxes)
    out.write_text(json.dumps(to_dict(reading), ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
