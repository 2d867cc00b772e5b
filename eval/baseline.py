"""Committed runs: eval/baselines/NAME/SUITE-DATASET.json, with the figures and what each case counted."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from advisor.errors import InputError
from eval.compare import Difference
from eval.metrics import Counts
from eval.report import compared_with, written
from eval.types import Figures, Result, Table

FOLDER = Path(__file__).parent / "baselines"


@dataclass(frozen=True)
class Kept:
    """A result as it was committed: figures, tables, and the product's counts by case."""

    suite: str
    dataset: str
    figures: Figures
    tables: Mapping[str, Table]
    cases: Mapping[str, Counts]
    unscored: int = 0

    @property
    def key(self) -> tuple[str, str]:
        """Suite and dataset."""
        return self.suite, self.dataset


def save(name: str, results: Sequence[Result], folder: Path = FOLDER) -> None:
    """Write results as the baseline of that name; those of other suites and datasets stay. Raises InputError where it
    cannot be written.
    """
    place = folder / name
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{place}: cannot be written ({error.strerror})") from None
    for result in results:
        data = {
            "suite": result.suite,
            "dataset": result.dataset,
            "figures": result.figures,
            "tables": result.tables,
            "unscored": result.unscored,
            "cases": {name: _short(counts) for name, counts in result.counts.items()},
        }
        text = json.dumps(data, indent=1, default=dict, ensure_ascii=False)
        # Counts on one line each: a difference between two commits is then one between cases.
        text = re.sub(r'(": \{)\n\s+("[^{}]*?)\n\s+\}', lambda m: m[1] + re.sub(r"\n\s+", " ", m[2]) + "}", text)
        path = place / f"{re.sub(r'[^a-z0-9]+', '-', f'{result.suite}-{result.dataset}'.lower())}.json"
        written(path, text + "\n")


def load(name: str, folder: Path = FOLDER) -> dict[tuple[str, str], Kept]:
    """A committed run by suite and dataset. Raises InputError where there is none of that name, or it is broken."""
    place = folder / name
    files = sorted(place.glob("*.json"))
    if not files:
        known = ", ".join(sorted(path.name for path in folder.glob("*") if path.is_dir())) or "none"
        raise InputError(f"no baseline {name!r}; there are: {known}")
    found = {}
    for path in files:
        try:
            kept = _kept(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            what = f"{path}: is no baseline ({type(error).__name__}); write it anew with --save-baseline"
            raise InputError(what) from None
        found[kept.key] = kept
    return found


def _kept(data: Any) -> Kept:
    cases = {str(case): {str(n): float(value) for n, value in c.items()} for case, c in data["cases"].items()}
    return Kept(data["suite"], data["dataset"], data["figures"], data["tables"], cases, int(data.get("unscored", 0)))


def compared(results: Sequence[Result], before: Mapping[tuple[str, str], Kept]) -> dict[str, dict[str, Difference]]:
    """The differences of results from a committed run, by the result's name and by metric."""
    found = {}
    for result in results:
        kept = before.get((result.suite, result.dataset))
        found[result.name] = compared_with(result, kept.cases if kept else None)
    return found


def _short(counts: Counts) -> dict[str, float]:
    return {name: int(value) if value == int(value) else value for name, value in counts.items() if value}
