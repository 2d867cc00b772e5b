"""What a pilot is measured against: criteria in dimensions, read once into frozen types."""

from advisor.framework.read import read_framework
from advisor.framework.types import Criterion, Dimension, Framework, Levels, Reason, Samples, Severity, Status

__all__ = [
    "Criterion",
    "Dimension",
    "Framework",
    "Levels",
    "Reason",
    "Samples",
    "Severity",
    "Status",
    "read_framework",
]
