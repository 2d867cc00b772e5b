"""Results -> one HTML page that needs nothing else."""

from collections.abc import Mapping, Sequence

from eval.compare import Difference
from eval.types import Result


def page(results: Sequence[Result], compared: Mapping[str, Mapping[str, Difference]], baseline: str) -> str:
    """The page."""
    raise NotImplementedError
