"""Passages -> vectors in Chroma and a lexical index -> hits."""

from advisor.search.encoder import Encoder, SentenceTransformerEncoder
from advisor.search.entries import Entry, read_questions, text_entries
from advisor.search.index import Contents, ContentStore, Fingerprint, Index, IndexFolder, corpus_hash
from advisor.search.search import Hit, HybridSearch, Weights
from advisor.search.store import MemoryVectors

__all__ = [
    "ContentStore",
    "Contents",
    "Encoder",
    "Entry",
    "Fingerprint",
    "Hit",
    "HybridSearch",
    "Index",
    "IndexFolder",
    "MemoryVectors",
    "SentenceTransformerEncoder",
    "Weights",
    "corpus_hash",
    "read_questions",
    "text_entries",
]
