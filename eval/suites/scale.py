"""Suite `scale`: how the analysis of documents grows with pages and with criteria, in time and in memory.

Measured in a process of its own, the models loaded, on PDFs put together from the pages of the gaps benchmark.
"""

import json
import subprocess
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path

from advisor.framework import Dimension, Framework
from advisor.settings import PROJECT
from advisor.wiring import Advisor
from eval.datasets import BENCHMARKS
from eval.memory import Peak
from eval.types import PRODUCT, Case, Result, Run

_PAGES = (10, 30, 100, 300)
_CRITERIA = (10, 40)  # of our 77, with _FEW pages
_FEW = 30


def run(given: Run) -> list[Result]:
    """Measure, in a child."""
    given.progress(0.0, "scale: documents of 10 to 300 pages")
    command = [sys.executable, "-c", "from eval.suites.scale import main; main()"]
    done = subprocess.run(  # noqa: S603 - our own code
        command, check=True, cwd=PROJECT, stdout=subprocess.PIPE, text=True
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    cases = [Case(f"{r['pages']} pages, {r['criteria']} criteria", "analysis", "", None, r, None) for r in rows]
    figures: dict[str, float | None] = {}
    for case, row in zip(cases, rows, strict=True):
        figures[f"{case.id}, s"] = row["seconds"]
        figures[f"{case.id}, pages/s"] = row["pages"] / row["seconds"]
    figures["peak memory, MB"] = max(row["megabytes"] for row in rows)
    return [Result("scale", "this machine", tuple(cases), measured={PRODUCT: figures})]


def pdf_of(pages: int, path: Path) -> None:
    """Write a PDF of so many pages, taken in turn from those of the gaps benchmark."""
    import pypdfium2

    sources = [pypdfium2.PdfDocument(source) for source in sorted((BENCHMARKS / "gaps").glob("*/cases/*/*.pdf"))]
    made = pypdfium2.PdfDocument.new()
    for source in cycle(sources):
        if len(made) == pages:
            break
        made.import_pages(source, list(range(min(len(source), pages - len(made)))))
    made.save(path)


def first(framework: Framework, count: int) -> Framework:
    """A framework of the first criteria of another."""
    return Framework(dimensions=(Dimension(id="some", criteria=framework.criteria[:count]),))


def main() -> None:
    """Print a line of JSON for each size."""
    advisor = Advisor()
    advisor.open()
    whole = len(advisor.framework.criteria)
    with tempfile.TemporaryDirectory() as place:
        paths = {pages: Path(place) / f"{pages}.pdf" for pages in _PAGES}
        for pages, path in paths.items():
            pdf_of(pages, path)
        advisor.analyse([paths[_PAGES[0]]])  # the models are loaded, as they are in a running app
        for pages, criteria in sorted({*((pages, whole) for pages in _PAGES), *((_FEW, n) for n in _CRITERIA)}):
            own = None
            if criteria != whole:
                own = Path(place) / f"{criteria}.yaml"
                own.write_text(first(advisor.framework, criteria).model_dump_json(exclude_none=True), encoding="utf-8")
            begun = time.perf_counter()
            with Peak() as peak:
                advisor.analyse([paths[pages]], own)
            seconds = round(time.perf_counter() - begun, 2)
            row = {"pages": pages, "criteria": criteria, "seconds": seconds, "megabytes": round(peak.megabytes)}
            print(json.dumps(row), flush=True)
