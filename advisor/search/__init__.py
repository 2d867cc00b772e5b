"""Passages -> vectors in Chroma and a lexical index -> hits."""

from advisor.search.encoder import Encoder, SentenceTransformerEncoder
from advisor.search.entries import Asked, Entry, by_section, read_asked, read_questions, text_entries
from advisor.search.index import Contents, ContentStore, Fingerprint, Index, IndexFolder, corpus_hash
from advisor.search.search import Hit, HybridSearch, Weights
from advisor.search.store import MemoryVectors

__all__ = [
    "Asked",
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
    "by_section",
    "corpus_hash",
    "read_asked",
    "read_questions",
    "text_entries",
]
