"""corpus/patterns.yaml and corpus/decision.yaml -> frozen types, checked against the framework."""

from collections.abc import Collection
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from advisor.assessment.patterns import Pattern
from advisor.errors import CorpusError
from advisor.framework import Framework, Severity
from advisor.yamls import Place, line_of, read_yaml


class Worth(BaseModel):
    """What a criterion counts in the score, from 0 to 1, by how it is known to stand."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    met_documented: float = Field(ge=0, le=1)
    met_confirmed: float = Field(ge=0, le=1)
    met_said: float = Field(ge=0, le=1)
    partial: float = Field(ge=0, le=1)


class Rules(BaseModel):
    """The thresholds of the decision and the weights of the score."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    unknown_gates: float = Field(ge=0, le=1)
    foundations: tuple[str, ...]
    worth: Worth
    weight: dict[Severity, float]
    outcomes: dict[str, str]


def read_rules(path: Path, framework: Framework) -> Rules:
    """The rules of a file. Raises CorpusError naming file and line."""
    try:
        rules = Rules.model_validate(read_yaml(path))
    except ValidationError as error:
        raise _malformed(path, error, ()) from None
    for number, name in enumerate(rules.foundations):
        if name not in framework.by_id:
            raise _unknown(path, ("foundations", number), name)
    return rules


def read_patterns(path: Path, framework: Framework, *, sections: Collection[str] | None = None) -> tuple[Pattern, ...]:
    """The patterns of a file. Raises CorpusError naming file and line."""
    data = read_yaml(path)
    if not isinstance(data, list):
        raise CorpusError(f"{path.name}: is not a list of patterns; see corpus/README.md for its form.")
    patterns = []
    for number, item in enumerate(data):
        try:
            pattern = Pattern.model_validate(item)
        except ValidationError as error:
            raise _malformed(path, error, (number,)) from None
        for name in pattern.criteria:
            if name not in framework.by_id:
                raise _unknown(path, (number,), name)
        for name in pattern.sections:
            if sections is not None and name not in sections:
                raise CorpusError(f"{path.name}, line {line_of(path, (number,))}: no article has the section {name!r}.")
        patterns.append(pattern)
    return tuple(patterns)


def _malformed(path: Path, error: ValidationError, place: Place) -> CorpusError:
    first = error.errors()[0]
    what = ".".join(str(part) for part in first["loc"]) or "the file"
    line = line_of(path, (*place, *first["loc"]))
    return CorpusError(f"{path.name}, line {line}: {what}: {first['msg'].lower()}; see corpus/README.md for its form.")


def _unknown(path: Path, place: Place, name: str) -> CorpusError:
    return CorpusError(f"{path.name}, line {line_of(path, place)}: no criterion has the id {name!r}; mend the id.")
