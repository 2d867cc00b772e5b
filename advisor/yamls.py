"""YAML at the border: parsed once, safely, with errors that name file and line."""

from pathlib import Path
from typing import Any

import yaml

from advisor.errors import CorpusError

# The C loader reads the corpus in a tenth of the time; it is not built everywhere.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Place = tuple[str | int, ...]


def read_yaml(path: Path) -> Any:
    """The content of a YAML file. Raises CorpusError."""
    return parse_yaml(_text(path), path.name)


def parse_yaml(text: str, name: str) -> Any:
    """The content of YAML text; `name` says in the error what it is."""
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader, either way
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date that is none, a number too long
        raise CorpusError(f"{name}: not valid YAML ({' '.join(str(error).split())}); mend it.") from None


def line_of(path: Path, place: Place) -> int:
    """The line, from 1, at which the value at a place (keys and positions from the top) stands, or its holder."""
    node = yaml.compose(_text(path), Loader=_Loader)
    for part in place:
        below = _below(node, part)
        if below is None:
            break
        node = below
    return int(node.start_mark.line) + 1 if node is not None else 1


def _below(node: Any, part: str | int) -> Any:
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part]
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(part)), None)
    return None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path.name}: cannot be read ({error}); check the file.") from None
