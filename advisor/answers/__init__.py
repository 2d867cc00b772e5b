"""Question -> answer whose every sentence carries a verified citation, or abstention."""

from advisor.answers.answer import Answerer, Context, keys
from advisor.answers.cite import cite, stands
from advisor.answers.documents import DocumentsFirst
from advisor.answers.phrase import supported
from advisor.answers.positions import Topic, read_positions
from advisor.answers.relevance import Relevance
from advisor.answers.types import Answer, Citation, Difference, Reason, Sentence

__all__ = [
    "Answer",
    "Answerer",
    "Citation",
    "Context",
    "Difference",
    "DocumentsFirst",
    "Reason",
    "Relevance",
    "Sentence",
    "Topic",
    "cite",
    "keys",
    "read_positions",
    "stands",
    "supported",
]
