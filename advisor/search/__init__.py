"""Passages -> vectors in Chroma and a lexical index -> hits."""

from advisor.search.contents import Contents
from advisor.search.encoder import Encoder, SentenceTransformerEncoder
from advisor.search.entries import Asked, Entry, EntryKind, by_section, read_asked, read_questions, text_entries
from advisor.search.index import ContentStore, Fingerprint, Index, IndexFolder, corpus_hash
from advisor.search.minilm import MiniLM, encoder_of
from advisor.search.search import Evidence, HeadlineQuestion, Hit, HybridSearch, Weights
from advisor.search.shipped import ShippedEncoder
from advisor.search.store import MemoryVectors

__all__ = [
    "Asked",
    "ContentStore",
    "Contents",
    "Encoder",
    "Entry",
    "EntryKind",
    "Evidence",
    "Fingerprint",
    "HeadlineQuestion",
    "Hit",
    "HybridSearch",
    "Index",
    "IndexFolder",
    "MemoryVectors",
    "MiniLM",
    "SentenceTransformerEncoder",
    "ShippedEncoder",
    "Weights",
    "by_section",
    "corpus_hash",
    "encoder_of",
    "read_asked",
    "read_questions",
    "text_entries",
]
