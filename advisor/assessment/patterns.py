"""Named ways in which pilots fail, as conditions over findings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from advisor.assessment.types import Finding
from advisor.framework import Framework, Status

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Pattern(BaseModel):
    """A way of failing: all of `unmet` not met, at least one of `any_unmet`, and all of `met` in place."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Text
    name: Text
    unmet: tuple[Text, ...]
    any_unmet: tuple[Text, ...] = ()
    met: tuple[Text, ...] = ()
    sign: Text
    next: Text
    breaks: Text
    sections: tuple[Text, ...]

    @property
    def criteria(self) -> tuple[str, ...]:
        """All criteria that it looks at."""
        return (*self.unmet, *self.any_unmet, *self.met)


@dataclass(frozen=True, slots=True)
class PatternFound:
    """A pattern that holds, or (`asks`: the criteria that would tell) is only suspected."""

    pattern: Pattern
    shows: tuple[str, ...]
    asks: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether it holds on what is known."""
        return not self.asks


def patterns_in(
    framework: Framework, patterns: Iterable[Pattern], findings: Mapping[str, Finding]
) -> tuple[PatternFound, ...]:
    """The patterns that hold or are suspected, those that hold first. Another framework's criteria know none."""
    fitting = [p for p in patterns if all(name in framework.by_id for name in p.criteria)]
    found = [f for p in fitting if (f := _look(p, findings)) is not None]
    return tuple(sorted(found, key=lambda f: (not f.holds, len(f.asks))))


def _look(pattern: Pattern, findings: Mapping[str, Finding]) -> PatternFound | None:
    """None where what is known speaks against it, or nothing speaks for it."""

    def statuses(names: Iterable[str]) -> dict[str, Status]:
        return {name: findings[name].status for name in names}

    unmet, any_unmet, met = statuses(pattern.unmet), statuses(pattern.any_unmet), statuses(pattern.met)
    against = any(s in (Status.MET, Status.NOT_APPLICABLE) for s in unmet.values())
    against |= any(s not in (Status.MET, Status.UNKNOWN) for s in met.values())
    against |= bool(any_unmet) and all(s in (Status.MET, Status.NOT_APPLICABLE) for s in any_unmet.values())
    shows = tuple(name for name, s in (unmet | any_unmet).items() if s.open)
    if against or not any(name in shows for name in pattern.unmet):
        return None
    asks = [name for name, s in (unmet | met).items() if s is Status.UNKNOWN]
    if any_unmet and not any(s.open for s in any_unmet.values()):
        asks += [name for name, s in any_unmet.items() if s is Status.UNKNOWN]
    return PatternFound(pattern, shows, tuple(asks))
