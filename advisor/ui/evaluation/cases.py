"""The cases of a run: those that went wrong as a table, and one of them opened."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any, Final

from advisor.framework import Status
from eval.types import Case, Result

_LONGEST = 240  # characters of a text in the table
_STATUSES: Final = {status.value: status.words for status in Status}


def failed(result: Result) -> tuple[Case, ...]:
    """The cases that were wrong, then those that could not be scored."""
    wrong = [case for case in result.cases if case.error is None and case.right is False]
    return (*wrong, *(case for case in result.cases if case.error is not None))


def row(case: Case, names: Mapping[str, str]) -> dict[str, str]:
    """A line of the table; `names` are what criteria are called."""
    return {
        "Case": case.id,
        "What came of it": "! not scored" if case.error is not None else "✗ wrong",
        "Kind": case.kind.replace("_", " "),
        "Asked": _short(case.asked),
        "Expected": _short(told(case.expected, names)) if case.error is None else "",
        "Came": _short(told(_came(case), names) if case.error is None else case.error),
    }


def opened(case: Case, names: Mapping[str, str]) -> tuple[str, str, str]:
    """A case as HTML: what was asked, what was expected (empty where it was not scored), and what came."""
    asked = _block("Asked", case.asked) if case.asked else ""
    if case.error is not None:
        return asked, "", _block("Not scored, because", case.error)
    return asked, _block("Expected", told(case.expected, names)), _block("Came", told(_came(case), names))


def told(value: Any, names: Mapping[str, str]) -> str:
    """Any value of a case as indented lines: names and what they hold, lists with dashes."""
    return "\n".join(_lines(value, names))


def _came(case: Case) -> Any:
    """What came, without the question, which stands above it."""
    if isinstance(case.got, Mapping) and "question" in case.got:
        return {name: value for name, value in case.got.items() if name != "question"}
    return case.got


def _lines(value: Any, names: Mapping[str, str]) -> Iterator[str]:
    if isinstance(value, Mapping) and value:
        for name, inner in value.items():
            yield from _item(f"{names.get(str(name), name)}:", "   ", inner, names)
    elif isinstance(value, Sequence) and not isinstance(value, str) and value:
        for inner in value:
            yield from _item("–", "  ", inner, names)
    else:
        yield from _word(value, names).splitlines()


def _item(head: str, indent: str, inner: Any, names: Mapping[str, str]) -> Iterator[str]:
    """A name or a dash with what it holds: what has several lines stands below a name, but beside a dash."""
    first, *rest = _lines(inner, names)
    if head == "–" or not (isinstance(inner, Mapping | list | tuple) and inner):
        yield f"{head} {first}"
    else:
        yield head
        rest = [first, *rest]
    yield from (indent + line for line in rest)


def _word(value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or value in ("", [], (), {}):
        return "nothing"
    return names.get(str(value)) or _STATUSES.get(str(value)) or str(value)


def _short(text: str) -> str:
    """A text in one line."""
    plain = "; ".join(" ".join(line.split()) for line in text.splitlines() if line.strip())
    plain = plain.replace(":; – ", ": ").replace("; – ", ", ").removeprefix("– ")
    return plain if len(plain) <= _LONGEST else plain[:_LONGEST].rstrip() + " …"


def _block(title: str, text: str) -> str:
    return f'<div class="told"><strong>{escape(title)}</strong><pre tabindex="0">{escape(text)}</pre></div>'
