"""A folder with a shipped model: its files, and `card.json` with their hashes and what else training wrote down."""

import json
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from advisor.errors import ModelError
from advisor.search.encoder import sha256_of

CARD: Final = "card.json"


class ModelFolder:
    """The files of a model, each verified before it is given out."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def card(self) -> dict[str, Any]:
        """Hashes and thresholds, as training wrote them. Raises ModelError where there is no card."""
        try:
            card: dict[str, Any] = json.loads((self.path / CARD).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise ModelError(
                f"{CARD} in {self.path.name} is missing or broken; get the repository's files again."
            ) from None
        return card

    def sha256(self, name: str) -> str:
        """The hash of a file, as the card gives it."""
        return str(self.card["sha256"][name])

    def file(self, name: str) -> Path:
        """A file of the folder, verified. Raises ModelError."""
        path = self.path / name
        if sha256_of(path) != self.sha256(name):
            raise ModelError(f"{name} in {self.path.name} is not the shipped file; get the repository's files again.")
        return path
