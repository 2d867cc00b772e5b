"""Uploaded files -> findings with evidence, by the judge."""

from advisor.documents.analyse import Analyst
from advisor.documents.analysis import Analysis, analysis_of, as_text
from advisor.documents.library import Library, Taken
from advisor.documents.store import DocumentStore, clean_name
from advisor.documents.types import Evidence, Shown
from advisor.documents.units import Unit, units

__all__ = [
    "Analysis",
    "Analyst",
    "DocumentStore",
    "Evidence",
    "Library",
    "Shown",
    "Taken",
    "Unit",
    "analysis_of",
    "as_text",
    "clean_name",
    "units",
]
