"""Figures, differences, tables and curves -> places on axes, for a page to draw them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from eval.compare import Difference, interval
from eval.report import counted
from eval.types import PRODUCT, Points, Result, Table

# Verdicts in words; "changed" is a difference that is sure where neither direction is better.
WORDS = {
    "better": "better",
    "worse": "worse",
    "unsure": "may be noise",
    "same": "same",
    "changed": "changed",
}
WIDE, HIGH = 480, 270  # of a chart, in its own units
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 14, 12, 42
_WIDEST = 34  # half of the widest number under an axis
_SHOWN_AT = (1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True)
class Row:
    """A metric: its value by system, the 95% interval of the product's, and the difference from the run before.

    `better` is None where no case counts (a time). `share`: all of it lies in 0 to 1, and is drawn on that axis.
    """

    name: str
    about: str
    better: int | None
    values: Mapping[str, float | None]
    between: tuple[float, float] | None
    difference: Difference | None
    share: bool

    @property
    def verdict(self) -> str:
        """A key of WORDS; "" where there is nothing to compare with."""
        found = self.difference
        if found is None:
            return ""
        sure = replace(found, better=1).verdict in ("better", "worse")
        return "changed" if sure and not found.better else found.verdict

    @property
    def reach(self) -> float:
        """How far an axis of its own must reach to hold the difference."""
        return reach([self])


def rows(result: Result, compared: Mapping[str, Difference]) -> list[Row]:
    """The rows of a result's figures.

    An interval without width is left out: where all cases agree, drawing them again cannot say how sure the figure is.
    """
    counts = {str(n): case.counts[PRODUCT] for n, case in enumerate(result.scored) if PRODUCT in case.counts}
    found = []
    for name in dict.fromkeys(name for figures in result.figures.values() for name in figures):
        metric = result.metrics.get(name)
        values = {system: figures.get(name) for system, figures in result.figures.items()}
        between = interval(counts, metric) if metric and values[PRODUCT] is not None else None
        found.append(
            Row(
                name,
                metric.about if metric else "",
                metric.better if metric else None,
                values,
                between if between and between[0] < between[1] else None,
                compared.get(name),
                metric is not None and all(0 <= value <= 1 for value in values.values() if value is not None),
            )
        )
    return found


def reach(found: Sequence[Row]) -> float:
    """How far an axis must reach to either side of 0 to hold every difference of the rows: 1, 2 or 5 times a power of
    ten, and no less than 0.01.
    """
    known = [row.difference for row in found if row.difference]
    ends = [abs(value) for d in known for value in (d.low, d.by, d.high) if math.isfinite(value)]
    return nice(max([0.01, *ends]))


def nice(value: float) -> float:
    """The least of 1, 2 and 5 times a power of ten that is not below the value (positive)."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(round(step * power, 10) for step in (1, 2, 5, 10) if step * power >= value * (1 - 1e-9))


@dataclass(frozen=True)
class Cell:
    """A cell of a table. `part` is what share of it to shade, 0 to 1; `right`: on the diagonal of a confusion table."""

    value: float | None
    is_count: bool
    part: float
    column: str
    right: bool = False


@dataclass(frozen=True)
class Shaded:
    """A table to draw. Of a confusion table, the words for its rows and columns (else "")."""

    title: str
    columns: tuple[str, ...]
    rows: Mapping[str, tuple[Cell, ...]]
    of_rows: str = ""
    of_columns: str = ""


def table(title: str, found: Table) -> Shaded:
    r"""A table with its shades; a title with a backslash ("expected \ found") tells a confusion table.

    In one, a cell is shaded by its share of the row; in others, shares are.
    """
    columns = tuple(dict.fromkeys(name for values in found.values() for name in values))
    of_rows, backslash, of_columns = (part.strip() for part in title.partition("\\"))
    counts = set(columns) if backslash else counted(found) | {"cases"}

    def shade(row: str, name: str) -> Cell:
        value = found[row].get(name)
        total = sum(v or 0 for v in found[row].values()) if backslash else float(name not in counts)
        part = max(0.0, min(1.0, (value or 0) / total)) if total else 0.0
        return Cell(value, name in counts, part, name, bool(backslash) and row == name)

    shaded = {row: tuple(shade(row, name) for name in columns) for row in found}
    return Shaded(title, columns, shaded, *((of_rows, of_columns) if backslash else ()))


@dataclass(frozen=True)
class Line:
    """A line of a chart: its points as SVG writes them, and its values at the chart's `at`.

    `style` is the number of its look; None where it is that of its system.
    """

    system: str
    points: str
    end: tuple[float, float]
    values: tuple[float | None, ...]
    style: int | None = None


@dataclass(frozen=True)
class Chart:
    """A line chart in a box of WIDE by HIGH units; ticks are places with what is written there.

    `of` is what the axis across counts.
    """

    title: str
    lines: tuple[Line, ...]
    across: tuple[tuple[float, str], ...]
    up: tuple[tuple[float, str], ...]
    at: tuple[float, ...]
    of: str = "k"
    left: int = _LEFT
    right: int = WIDE - _RIGHT
    top: int = _TOP
    bottom: int = HIGH - _BOTTOM


def chart(title: str, curves: Mapping[str, Sequence[float]]) -> Chart:
    """Lines over 1, 2, 3 and so on; the axis upwards goes from 0 to 1, and further where a value does."""
    drawn = {system: values for system, values in curves.items() if len(values)}
    length = max((len(values) for values in drawn.values()), default=1)
    low = min([0.0, *(min(values) for values in drawn.values())])
    high = max([1.0, *(max(values) for values in drawn.values())])

    def x(k: float) -> float:
        return round(_LEFT + (WIDE - _LEFT - _RIGHT) * (k - 1) / max(1, length - 1), 1)

    def y(value: float) -> float:
        return round(HIGH - _BOTTOM - (HIGH - _TOP - _BOTTOM) * (value - low) / (high - low), 1)

    step = max(1, round(nice(length / 6)))
    at = tuple(sorted({k for k in _SHOWN_AT if k <= length} | {length}))
    rise = nice((high - low) / 5)
    return Chart(
        title,
        tuple(
            Line(
                system,
                " ".join(f"{x(n)},{y(value)}" for n, value in enumerate(values, start=1)),
                (x(len(values)), y(values[-1])),
                tuple(values[k - 1] if k <= len(values) else None for k in at),
            )
            for system, values in drawn.items()
        ),
        tuple((x(k), str(k)) for k in sorted({1, *range(step, length + 1, step)})),
        tuple((y(n * rise), f"{n * rise:g}") for n in range(math.ceil(low / rise - 1e-9), int(high / rise + 1e-9) + 1)),
        at,
    )


def growth(title: str, curves: Mapping[str, Points]) -> Chart:
    """Lines over logarithmic axes that span powers of ten; a title that ends in "by pages" names the axis across."""
    drawn = {system: points for system, points in curves.items() if points}
    across = _powers([x for points in drawn.values() for x, _ in points])
    up = _powers([y for points in drawn.values() for _, y in points])
    right = WIDE - _WIDEST  # the last number across stands under the end of the axis

    def place(x: float, y: float) -> tuple[float, float]:
        return (
            round(_LEFT + (right - _LEFT) * (math.log10(x) - across[0]) / (across[-1] - across[0]), 1),
            round(HIGH - _BOTTOM - (HIGH - _TOP - _BOTTOM) * (math.log10(y) - up[0]) / (up[-1] - up[0]), 1),
        )

    at = tuple(sorted({x for points in drawn.values() for x, _ in points}))
    return Chart(
        title,
        tuple(
            Line(
                system,
                " ".join("{},{}".format(*place(*point)) for point in points),
                place(*points[-1]),
                tuple(dict(points).get(x) for x in at),
                number,
            )
            for number, (system, points) in enumerate(drawn.items())
        ),
        tuple((place(10.0**n, 10.0 ** up[0])[0], f"{10.0**n:,g}") for n in across),
        tuple((place(10.0 ** across[0], 10.0**n)[1], f"{10.0**n:,g}") for n in up),
        at,
        title.rpartition(" by ")[2],
        right=right,
    )


def _powers(values: Sequence[float]) -> range:
    """The powers of ten around some positive values, two at least."""
    low = math.floor(math.log10(min(values)) + 1e-9) if values else 0
    high = math.ceil(math.log10(max(values)) - 1e-9) if values else 1
    return range(low, max(high, low + 1) + 1)
