"""(criterion, statement) -> status, confidence and why. One judge for replies and documents."""

from advisor.judging.cross import ADDRESSED, Reader
from advisor.judging.cues import named
from advisor.judging.ensemble import EnsembleJudge
from advisor.judging.explain import explained
from advisor.judging.features import References
from advisor.judging.judge import SampleJudge
from advisor.judging.nearest import nearest_judgement
from advisor.judging.nearness import Finder, Nearness
from advisor.judging.types import Judge, Judgement
from advisor.judging.wording import Wording

__all__ = [
    "ADDRESSED",
    "EnsembleJudge",
    "Finder",
    "Judge",
    "Judgement",
    "Nearness",
    "Reader",
    "References",
    "SampleJudge",
    "Wording",
    "explained",
    "named",
    "nearest_judgement",
]
