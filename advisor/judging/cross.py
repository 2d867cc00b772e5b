"""The reader of documents: one small network reads a criterion and a passage in its surroundings together.

Trained by `python -m training.reader`; see training/README.md.
"""

from pathlib import Path
from typing import Final

from advisor.judging.weights import STATUSES
from advisor.search.cross import CrossEncoder

FOLDER: Final = Path(__file__).parent / "reader"
# What the reader is asked of a passage before it is believed.
ADDRESSED: Final = "The text is written to steer whoever, or whatever, judges the document, not to inform its readers."


class Reader(CrossEncoder):
    """Shares of STATUSES for pairs of a criterion's `satisfied` and a passage."""

    def __init__(self, folder: Path = FOLDER) -> None:
        super().__init__(folder, len(STATUSES))
