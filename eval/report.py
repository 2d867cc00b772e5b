"""Results -> a table for a terminal, and JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from advisor.errors import InputError
from eval.compare import Difference, differences
from eval.types import PRODUCT, Result, Table

MARKS = {"better": "+", "worse": "!", "same": "=", "unsure": "~"}


def table(result: Result, compared: Mapping[str, Difference]) -> str:
    """The figures, a line a metric, a column a system; where there is a baseline, the differences with intervals."""
    systems = list(result.figures)
    metrics = list(result.figures[PRODUCT])
    width = max([len(metric) for metric in metrics] + [10])
    columns = [max(9, len(name)) for name in systems]
    head = " " * width + "  " + "  ".join(f"{name:>{size}}" for name, size in zip(systems, columns, strict=True))
    lines = [
        f"\n{result.suite} - {result.dataset} ({len(result.scored)} cases, {result.unscored} unscored)",
        head + ("     before  difference [95% interval]" if compared else ""),
    ]
    for metric in metrics:
        cells = [cell(result.figures[name].get(metric)) for name in systems]
        line = f"{metric:<{width}}  " + "  ".join(f"{text:>{size}}" for text, size in zip(cells, columns, strict=True))
        if metric in compared:
            line += f"  {cell(compared[metric].before):>9}  {said(compared[metric])}"
        lines.append(line)
    for title, rows in result.tables.items():
        lines += ["", *_small_table(title, rows)]
    lines += [f"unscored: {case.error}" for case in result.cases if case.error][:20]
    return "\n".join(lines)


def said(difference: Difference) -> str:
    """A difference with its interval; "+" is better, "!" worse, "~" may be noise, "=" nothing differs."""
    mark = MARKS[difference.verdict]
    return f"{mark} {difference.by:+.3f} [{difference.low:+.3f}, {difference.high:+.3f}]"


def _small_table(title: str, rows: Table) -> list[str]:
    names = list(dict.fromkeys(name for values in rows.values() for name in values))
    counts = set(names) if "\\" in title else {*counted(rows), "cases"}
    sizes = {name: max(9, len(name)) for name in names}
    width = max([len(row) for row in rows] + [len(title)])
    lines = [f"{title:<{width}}  " + "  ".join(f"{name:>{sizes[name]}}" for name in names)]
    for row, values in rows.items():
        cells = (f"{values.get(name) or 0:.0f}" if name in counts else cell(values.get(name)) for name in names)
        sized = (f"{text:>{sizes[name]}}" for name, text in zip(names, cells, strict=True))
        lines.append(f"{row:<{width}}  " + "  ".join(sized))
    return lines


def counted(rows: Table) -> set[str]:
    """The columns of a table that hold numbers of cases, not shares."""
    names = {name for values in rows.values() for name in values}
    return {name for name in names if any((values.get(name) or 0) > 1 for values in rows.values())}


def cell(value: float | None) -> str:
    """A figure in few characters."""
    if value is None:
        return "-"
    return f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"


def save_json(path: Path, results: Sequence[Result], compared: Mapping[str, Mapping[str, Difference]]) -> None:
    """Write figures, tables, cases and differences. Raises InputError where the file cannot be written."""
    data = [_plain(result, compared.get(result.name, {})) for result in results]
    written(path, json.dumps(data, ensure_ascii=False, indent=1) + "\n")


def writable(path: Path) -> None:
    """Raises InputError where a file cannot be written there."""
    if not path.parent.is_dir() or path.is_dir():
        raise InputError(f"{path}: cannot be written (no such folder, or a folder itself)")


def written(path: Path, text: str) -> None:
    """Write a file. Raises InputError where it cannot be. What is no character (half a surrogate pair, as JSON can
    hold it) is written as its number.
    """
    try:
        path.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror})") from None


def _plain(result: Result, compared: Mapping[str, Difference]) -> dict[str, Any]:
    return {
        "suite": result.suite,
        "dataset": result.dataset,
        "figures": result.figures,
        "metrics": {name: {"better": m.better, "about": m.about} for name, m in result.metrics.items()},
        "differences": {name: {**asdict(d), "verdict": d.verdict} for name, d in compared.items()},
        "tables": result.tables,
        "curves": result.curves,
        "growth": result.growth,
        "unscored": result.unscored,
        "cases": [asdict(case) for case in result.cases],
    }


def compared_with(result: Result, before: Mapping[str, Any] | None) -> dict[str, Difference]:
    """The differences of a result from the counts of a committed one; none where there are none."""
    if not before:
        return {}
    return differences(result.counts, before, result.metrics)
