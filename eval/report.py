"""Results -> a table for a terminal, and JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from advisor.errors import InputError
from eval.types import Result

BASELINES = Path(__file__).parent / "baselines"


def table(result: Result, before: Mapping[str, float | None]) -> str:
    """The figures, one line a metric, one column a system; a column of differences where a baseline is given."""
    systems = list(result.figures)
    metrics = list(result.figures["product"]) if "product" in result.figures else []
    width = max([len(metric) for metric in metrics] + [10])
    columns = [max(9, len(name)) for name in systems]
    head = " " * width + "  " + "  ".join(f"{name:>{size}}" for name, size in zip(systems, columns, strict=True))
    scored = sum(case.error is None for case in result.cases)
    lines = [
        f"\n{result.suite} - {result.dataset} ({scored} cases, {result.unscored} unscored)",
        head + ("     before" if before else ""),
    ]
    for metric in metrics:
        cells = [_cell(result.figures[name].get(metric)) for name in systems]
        line = f"{metric:<{width}}  " + "  ".join(f"{cell:>{size}}" for cell, size in zip(cells, columns, strict=True))
        now, then = result.figures["product"].get(metric), before.get(metric)
        if now is not None and then is not None:
            line += f"  {_cell(then):>9} ({now - then:+.3f})"
        lines.append(line)
    for title, rows in result.tables.items():
        lines += ["", *_small_table(title, rows)]
    lines += [f"unscored: {case.error}" for case in result.cases if case.error][:20]
    return "\n".join(lines)


def _small_table(title: str, rows: Mapping[str, Mapping[str, float | None]]) -> list[str]:
    names = list(next(iter(rows.values()), {}))
    counts = {name for name in names if any((values[name] or 0) > 1 for values in rows.values())}
    sizes = {name: max(9, len(name)) for name in names}
    width = max([len(row) for row in rows] + [len(title)])
    lines = [f"{title:<{width}}  " + "  ".join(f"{name:>{sizes[name]}}" for name in names)]
    for row, values in rows.items():
        cells = (f"{value or 0:.0f}" if name in counts else _cell(value) for name, value in values.items())
        sized = (f"{cell:>{sizes[name]}}" for name, cell in zip(names, cells, strict=True))
        lines.append(f"{row:<{width}}  " + "  ".join(sized))
    return lines


def _cell(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.3f}" if value < 10 else f"{value:.1f}"


def save_json(path: Path, results: Sequence[Result]) -> None:
    """Write figures, tables and cases. Raises InputError where the file cannot be written."""
    data = [{**asdict(result), "unscored": result.unscored} for result in results]
    try:
        path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror})") from None


def save_baseline(name: str, results: Sequence[Result]) -> None:
    """Write the figures and tables, without the cases, into eval/baselines/NAME.json; other suites' stay there."""
    path = BASELINES / f"{name}.json"
    kept: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
    known = {(item["suite"], item["dataset"]): item for item in kept}
    for r in results:
        item = {"suite": r.suite, "dataset": r.dataset, "figures": r.figures, "tables": r.tables}
        known[r.suite, r.dataset] = item
    text = json.dumps(list(known.values()), indent=1, default=dict)
    path.write_text(text + "\n", encoding="utf-8")


def baseline(name: str) -> dict[str, dict[str, float | None]]:
    """The product's figures of eval/baselines/NAME.json by "suite dataset". Raises InputError where there is none."""
    path = BASELINES / f"{name}.json"
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in BASELINES.glob("*.json"))) or "none"
        raise InputError(f"no baseline {name!r}; there are: {known}")
    data: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return {f"{item['suite']} {item['dataset']}": item["figures"]["product"] for item in data}
