"""Results -> one HTML page that needs nothing else: no address outside it, no clock, the same bytes for the same run.

Texts of cases are data. Jinja escapes what it writes, the cases lie in the page as JSON, and `page.js` sets them as
text; characters that are not to be seen, or turn the direction of what follows, are written as their code points.
"""

import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from eval.compare import Difference
from eval.pictures import WORDS, chart, growth, reach, rows, table
from eval.report import MARKS, cell
from eval.types import Case, Result

_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_OF_ANSWER = ("abstained", "reason", "why_abstained", "sentences", "citations")
_OF_CITATION = ("number", "quote", "title", "heading", "source", "section", "page", "start", "end", "author")
# What is said elsewhere in a case, or is of no use to a reader.
_LEFT_OUT = {"question", "answer", "follow_ups", "model"}


def page(results: Sequence[Result], compared: Mapping[str, Mapping[str, Difference]], baseline: str) -> str:
    """The page as a text. `compared` has the differences of a result by its name and by metric; `baseline` is the name
    of the run that they are from, "" where there is none.
    """
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":"), "allow_nan": False}
    environment.filters |= {"figure": figure, "signed": signed}
    return environment.get_template("page.html.j2").render(
        sections=[_section(result, compared.get(result.name, {})) for result in results],
        baseline=baseline,
        marks=MARKS,
        words=WORDS,
        data=[{"name": visible(r.name), "cases": [plain_case(case) for case in r.cases]} for r in results],
    )


def _section(result: Result, compared: Mapping[str, Difference]) -> dict[str, Any]:
    """What the page says of a result."""
    figures = rows(result, compared)
    right = [case.right for case in result.scored]
    return {
        "result": result,
        "systems": list(result.figures),
        "rows": figures,
        "reach": reach([row for row in figures if row.share]),
        "compared": bool(compared),
        "verdicts": [row.verdict for row in figures if row.difference],
        "tables": [table(title, found) for title, found in result.tables.items()],
        "charts": [
            *(chart(title, lines) for title, lines in result.curves.items()),
            *(growth(title, lines) for title, lines in result.growth.items()),
        ],
        "counts": {
            "right": right.count(True),
            "wrong": right.count(False),
            "unscored": result.unscored,
            "measured": right.count(None),
        },
    }


def plain_case(case: Case) -> dict[str, Any]:
    """A case as JSON holds it; fields that are empty are left out, and so are counts of 0."""
    counts = {
        system: {name: round(value, 4) for name, value in found.items() if value}
        for system, found in case.counts.items()
    }
    fields = {"id": case.id, "kind": case.kind, "group": case.group, "asked": case.asked, "counts": counts}
    values = {"expected": case.expected, "got": _shown(case.got), "right": case.right, "error": case.error}
    kept = {name: value for name, value in fields.items() if value}
    return {name: plain(value) for name, value in (kept | values).items() if value is not None}


def _shown(got: Any) -> Any:
    """An answer (the JSON shape of `advisor ask`) without what repeats itself; anything else as it is."""
    if not isinstance(got, Mapping) or not {"sentences", "citations"} <= set(got):
        return got
    more = {name: value for name, value in got.items() if name not in {*_OF_ANSWER, *_LEFT_OUT} and value}
    cited = [{name: one[name] for name in _OF_CITATION if one.get(name) is not None} for one in got["citations"]]
    return {**{name: got.get(name) for name in _OF_ANSWER}, "citations": cited, "more": more}


def plain(value: Any) -> Any:
    """A value as JSON can hold it, its texts visible; what JSON has no kind for (NaN too) as text."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, Mapping):
        return {visible(str(name)): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, set | frozenset):
        return sorted(visible(str(one)) for one in value)
    return visible(str(value))


def visible(text: str) -> str:
    """A text whose control characters, turns of direction and lone surrogates are written as code points."""
    return _HIDDEN.sub(lambda found: f"‹U+{ord(found[0]):04X}›", text)


def _finalized(value: Any) -> Any:
    """What Jinja writes: texts visible, markup of our own (and what is not defined, which it reports) as it is."""
    return visible(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def figure(value: float | None) -> str:
    """A figure in few characters, with a real minus; a dash where there is none."""
    return "–" if value is None else cell(value).replace("-", "−")


def signed(value: float) -> str:
    """A difference with its sign."""
    return f"{value:+.3f}".replace("-", "−")
