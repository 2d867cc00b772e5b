"""YAML at the border: parsed once, safely, with errors that name the file."""

from pathlib import Path
from typing import Any

import yaml

from advisor.errors import CorpusError

# The C loader reads the corpus in a tenth of the time; it is not built everywhere.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    """The content of a YAML file. Raises CorpusError."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path.name}: cannot be read ({error}); check the file.") from None
    return parse_yaml(text, path.name)


def parse_yaml(text: str, name: str) -> Any:
    """The content of YAML text; `name` says in the error what it is."""
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader, either way
    except yaml.YAMLError as error:
        raise CorpusError(f"{name}: not valid YAML ({' '.join(str(error).split())}); mend it.") from None
