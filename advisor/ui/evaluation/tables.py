"""Figures as HTML tables. Every text is escaped here, and nothing is said by colour alone."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from advisor.framework import Status
from advisor.ui.evaluation.measured import Measured, Point
from advisor.ui.evaluation.words import SYSTEMS, Named, about, dataset, figure, is_share, named, table
from eval.compare import Difference
from eval.report import counted
from eval.types import PRODUCT, RATIO, Table

VERDICTS: Final = {
    "better": ("✓", "better"),
    "worse": ("✗", "worse"),
    "same": ("=", "the same"),
    "unsure": ("≈", "may be chance"),
    "neither": ("·", "differs; neither better nor worse"),
}
_CONFUSION: Final = "expected \\ found"
_STATUSES: Final = {status.value: status.words for status in Status}


@dataclass(frozen=True)
class Cell:
    """A cell: a text, a smaller one under it, the share to draw as a bar, and what it is for the style sheet."""

    text: str
    note: str = ""
    share: float | None = None
    kind: str = ""


@dataclass(frozen=True)
class Line:
    """A line of a table."""

    label: str
    note: str
    cells: tuple[Cell, ...]


def table_html(first: str, head: Sequence[str], lines: Sequence[Line], caption: Named | None = None) -> str:
    """A table: the heading of the first column, those of the others, and the lines. On a narrow page each line
    stands by itself, its cells under their headings.
    """
    columns = "".join(f'<th role="columnheader" scope="col">{escape(name)}</th>' for name in (first, *head))
    rows = "".join(_row(line, head) for line in lines)
    small = f"<small>{escape(caption.means)}</small>" if caption and caption.means else ""
    title = f"<caption>{escape(caption.label)}{small}</caption>" if caption else ""
    return (
        f'<div class="measured"><table role="table">{title}'
        f'<thead role="rowgroup"><tr role="row">{columns}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table></div>'
    )


def _row(line: Line, head: Sequence[str]) -> str:
    note = f"<small>{escape(line.note)}</small>" if line.note else ""
    cells = "".join(_cell(cell, name) for cell, name in zip(line.cells, head, strict=True))
    return f'<tr role="row"><th role="rowheader" scope="row">{escape(line.label)}{note}</th>{cells}</tr>'


def _cell(cell: Cell, name: str) -> str:
    width = min(100.0, max(0.0, 100 * (cell.share or 0)))
    bar = f'<i class="bar" aria-hidden="true"><i style="width: {width:.1f}%"></i></i>' if cell.share is not None else ""
    note = f"<small>{escape(cell.note)}</small>" if cell.note else ""
    return (
        f'<td role="cell" data-label="{escape(name)}" class="{escape(cell.kind)}">'
        f"<span><b>{escape(cell.text)}</b>{bar}</span>{note}</td>"
    )


def glance(points: Sequence[Point]) -> str:
    """The figure of each measurement that says most, beside the plain method that does best."""
    lines = []
    for point in points:
        one, metric = point.of, point.metric
        best = one.best_plain(metric)
        other = _value(one, metric, best[1], SYSTEMS.get(best[0], best[0])) if best else Cell("–")
        but = f" ({about(one.suite).but})" if about(one.suite).but else ""
        lines.append(Line(_place(one), _label(one, metric) + but, (_product(one, metric), other)))
    return table_html("What is measured", ("Advisor", "Best plain method"), lines)


def shortest(points: Sequence[Point]) -> str:
    """The figures that fall shortest, each with where it is from."""
    lines = [Line(_label(p.of, p.metric), _place(p.of), (_product(p.of, p.metric),)) for p in points]
    return table_html("Figure", ("Advisor",), lines)


def outdone(points: Sequence[Point]) -> str:
    """The figures in which a plain method does as well or better."""
    lines = []
    for point in points:
        best = point.of.best_plain(point.metric)
        if best is not None:
            other = _value(point.of, point.metric, best[1], SYSTEMS.get(best[0], best[0]))
            cells = (_product(point.of, point.metric), other)
            lines.append(Line(_label(point.of, point.metric), _place(point.of), cells))
    return table_html("Figure", ("Advisor", "Plain method"), lines)


def figures(one: Measured) -> str:
    """All figures of a measurement, the plain methods beside the product's with its 95% intervals."""
    lines = []
    for metric in _applying(one):
        cells = [_product(one, metric)]
        for name in one.plain:
            told = one.better(metric) or metric not in one.metrics  # a time, whose name tells what is better
            value = one.figures[name].get(metric) if told else None
            share = Cell("–" if value is None else f"{value:.2f}")  # of two times, without a unit
            cells.append(share if name == RATIO else _value(one, metric, value, _outdone(one, metric, value)))
        lines.append(Line(_label(one, metric), named(one.suite, metric, one.metrics.get(metric)).means, tuple(cells)))
    return table_html("Figure", [SYSTEMS.get(name, name) for name in (PRODUCT, *one.plain)], lines)


def changes(one: Measured, compared: Mapping[str, Difference]) -> str:
    """The figures of a run beside the committed ones, with the difference, its 95% interval and what to make of it."""
    lines = []
    for metric in _applying(one):
        now, found = _product(one, metric), compared.get(metric)
        if found is None:
            cells = (now, Cell("–"), Cell("–"), Cell("–", "nothing to compare with"))
        else:
            mark, words = VERDICTS[verdict(found)]
            same = found.verdict == "same"
            by = Cell("none") if same else Cell(_by(one, metric, found.by), _range(one, metric, found))
            cells = (now, _value(one, metric, found.before), by, Cell(f"{mark} {words}", kind=verdict(found)))
        lines.append(Line(_label(one, metric), named(one.suite, metric, one.metrics.get(metric)).means, cells))
    return table_html("Figure", ("Now", "Committed", "Difference", "Verdict"), lines)


def verdict(found: Difference) -> str:
    """As `Difference.verdict`, but "neither" where a difference is neither better nor worse."""
    return "neither" if not found.better and found.verdict != "same" else found.verdict


def verdicts(compared: Mapping[str, Difference]) -> str:
    """In a sentence, how many figures are better, worse, or neither."""
    kinds = [verdict(found) for found in compared.values()]
    better, worse = kinds.count("better"), kinds.count("worse")
    return (
        f"Against the committed run: {worse} of {len(kinds)} figures worse, {better} better, "
        f"{len(kinds) - better - worse} the same or within chance."
    )


def small(title: str, rows: Table, names: Mapping[str, str]) -> str:
    """A table by status, kind or dimension; `names` are the words for its lines."""
    columns = list(dict.fromkeys(name for values in rows.values() for name in values))
    confusion = title == _CONFUSION
    whole = set(columns) if confusion else counted(rows) | ({"cases"} & set(columns))
    lines = []
    for row, values in sorted(rows.items(), key=lambda item: item[1].get("accuracy") or 0.0):
        total = sum(value or 0 for value in values.values())
        cells = [
            _count(values.get(c), row == c, total, confusion) if c in whole else _rate(values.get(c)) for c in columns
        ]
        lines.append(Line(_word(row, names), "", tuple(cells)))
    head = [_word(column, {}) for column in columns]
    return table_html("Expected" if confusion else "", head, lines, table(title))


def _count(value: float | None, right: bool, total: float, confusion: bool) -> Cell:
    text = f"{value or 0:.0f}"
    if not confusion:
        return Cell(text, kind="plain")
    return Cell(f"[{text}]" if right else text, "", (value or 0) / total if total else 0.0, "right" if right else "")


def _rate(value: float | None) -> Cell:
    return Cell("–") if value is None else Cell(f"{100 * value:.0f}%", "", value)


def _word(name: str, names: Mapping[str, str]) -> str:
    found = names.get(name) or _STATUSES.get(name) or name.replace("_", " ")
    return found[:1].upper() + found[1:]


def _applying(one: Measured) -> list[str]:
    """The figures that a dataset has; all of them where nothing could be scored, so that it is seen."""
    return [metric for metric, value in one.product.items() if value is not None] or list(one.product)


def _label(one: Measured, metric: str) -> str:
    less = " (less is better)" if one.better(metric) < 0 else ""
    return named(one.suite, metric, one.metrics.get(metric)).label + less


def _place(one: Measured) -> str:
    return f"{about(one.suite).title}: {dataset(one.suite, one.dataset)}"


def _product(one: Measured, metric: str) -> Cell:
    value, between = one.product.get(metric), one.between(metric)
    note = ""
    if value is None and one.unscored and not one.counts:
        note = f"! not scored: {one.unscored} of {one.unscored}"
    elif between is not None and between[0] == between[1]:
        note = "the same in every case"  # which does not mean that another case would be
    elif between is not None:
        note = f"{figure(one.suite, metric, between[0])} to {figure(one.suite, metric, between[1])}"
    found = _value(one, metric, value, note)
    return Cell(found.text, found.note, found.share, "product")


def _value(one: Measured, metric: str, value: float | None, note: str = "") -> Cell:
    share = value if value is not None and is_share(one.suite, metric) else None
    return Cell(figure(one.suite, metric, value), note, share)


def _outdone(one: Measured, metric: str, value: float | None) -> str:
    lead = -1.0 if value is None or not one.shortfall(metric) else one.lead(metric, value)
    return "▲ outdoes the advisor" if lead > 0 else "▲ as good as the advisor" if lead == 0 else ""


def _by(one: Measured, metric: str, by: float) -> str:
    if math.isnan(by):
        return "–"
    shown = f"{100 * by:+.1f} points" if is_share(one.suite, metric) else f"{by:+.2f}"
    return shown.replace("-", "−")


def _range(one: Measured, metric: str, found: Difference) -> str:
    if math.isnan(found.low) or math.isnan(found.high):
        return "no interval"
    scale = 100 if is_share(one.suite, metric) else 1
    return f"{scale * found.low:+.1f} to {scale * found.high:+.1f}".replace("-", "−")
