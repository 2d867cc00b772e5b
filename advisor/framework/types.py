"""Criteria, dimensions and the framework that holds them: frozen, validated by pydantic when they are read."""

from enum import StrEnum
from functools import cached_property
from typing import Annotated

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Status(StrEnum):
    """How a criterion stands. `unknown` is never counted as met, nor as not applicable."""

    MET = "met"
    PARTIAL = "partial"
    UNMET = "unmet"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"

    @property
    def open(self) -> bool:
        """Whether it is a known gap."""
        return self in (Status.PARTIAL, Status.UNMET)

    @property
    def words(self) -> str:
        """The status in the words of the interface."""
        return _WORDS[self]


_WORDS = {
    Status.MET: "in place",
    Status.PARTIAL: "partly in place",
    Status.UNMET: "not in place",
    Status.UNKNOWN: "not known yet",
    Status.NOT_APPLICABLE: "does not apply",
}


class Severity(StrEnum):
    """How much a gap in a criterion weighs."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)


class _Frozen(BaseModel):
    # People's own frameworks may carry fields that we do not know; they are read past.
    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True, coerce_numbers_to_str=True)


class Reason(_Frozen):
    """Why a criterion matters, in one sentence, and the sections that carry it."""

    text: Text
    sections: tuple[Text, ...] = ()


class Levels(_Frozen):
    """How to tell met, partial and unmet, a sentence each."""

    met: str = ""
    partial: str = ""
    unmet: str = ""


class Samples(_Frozen):
    """What people say of a criterion, by the status it shows; `aside` settles nothing."""

    met: tuple[Text, ...] = ()
    partial: tuple[Text, ...] = ()
    unmet: tuple[Text, ...] = ()
    aside: tuple[Text, ...] = ()


class Criterion(_Frozen):
    """One thing that must be true of a pilot. Only `id` and `satisfied` are needed."""

    id: Text
    satisfied: Text
    name: str = ""
    gate: bool = False
    sections: tuple[Text, ...] = Field(default=(), validation_alias=AliasChoices("sections", "from"))
    question: str = ""
    why: Reason | None = None
    good: str = ""
    levels: Levels = Levels()
    evidence: tuple[Text, ...] = ()
    action: str = ""
    owner_role: str = ""
    horizon_days: int = Field(default=60, ge=1, le=1000)
    severity: Severity = Severity.MEDIUM
    samples: Samples = Samples()

    @property
    def label(self) -> str:
        """A short name for lists; the id's last part in words where none is given."""
        return self.name or self.id.split(".")[-1].replace("_", " ").replace("-", " ").capitalize()

    @property
    def asked(self) -> str:
        """The question to ask; made of `satisfied` where none is given."""
        return self.question or f"Is this in place: “{self.satisfied.rstrip('.')}”?"

    @property
    def settles(self) -> str:
        """What evidence would settle it."""
        if self.evidence:
            return "; ".join(self.evidence)
        return f"A passage or a statement that shows: {self.satisfied}"


class Dimension(_Frozen):
    """Criteria that belong together."""

    id: Text
    name: str = ""
    criteria: tuple[Criterion, ...]

    @property
    def label(self) -> str:
        """Its name, or its id in words."""
        return self.name or self.id.replace("_", " ").capitalize()


class Framework(_Frozen):
    """All dimensions, in order."""

    dimensions: tuple[Dimension, ...]

    @cached_property
    def by_id(self) -> dict[str, Criterion]:
        """The criteria by id, in order."""
        return {criterion.id: criterion for dimension in self.dimensions for criterion in dimension.criteria}

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """All criteria, in order."""
        return tuple(self.by_id.values())

    @cached_property
    def gates(self) -> tuple[Criterion, ...]:
        """The criteria without which nothing scales."""
        return tuple(criterion for criterion in self.criteria if criterion.gate)

    @cached_property
    def dimension_of(self) -> dict[str, Dimension]:
        """The dimension of each criterion, by the criterion's id."""
        return {criterion.id: dimension for dimension in self.dimensions for criterion in dimension.criteria}
