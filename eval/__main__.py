"""`python -m eval [SUITE...]`: run benchmarks and print figures beside plain baselines and a committed run."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from advisor.errors import AdvisorError
from advisor.progress import Bar
from advisor.wiring import Advisor
from eval import baseline
from eval.cache import FILE, Cache, cached
from eval.compare import Difference
from eval.page import page
from eval.report import save_json, table, writable, written
from eval.suites import APART, FAST, SUITES
from eval.types import Result, Run


def main(arguments: list[str] | None = None) -> int:
    """Run the suites asked for. Returns 0; 2 for wrong usage or bad input, 3 for a drop, 1 for a failure of its own."""
    options = _parsed(arguments)
    try:
        before = baseline.load(options.baseline) if options.baseline else {}
        for path in filter(None, (options.json, options.html)):
            writable(path)  # said before the run, not after it
        advisor = Advisor()
        if not options.no_cache:
            cache = Cache(advisor.settings.home / FILE)
            advisor = cached(advisor, cache)
        with Bar() as bar:
            advisor.open(progress=bar, say=bar.say)
            given = Run(advisor, options.dataset, bar, options.seconds, options.judge_model)
            results = [result for name in options.suites for result in SUITES[name](given)]
        compared = baseline.compared(results, before)
        for result in results:
            print(table(result, compared[result.name]))
        if options.json:
            save_json(options.json, results, compared)
        if options.html:
            written(options.html, page(results, compared, options.baseline or ""))
        if options.save_baseline:
            baseline.save(options.save_baseline, results)
    except AdvisorError as error:
        print(f"eval: {error}", file=sys.stderr)
        return error.exit_code
    return 3 if options.fail_on_drop and _dropped(results, compared, before) else 0


def _parsed(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m eval", description="Benchmarks of the Readiness Advisor.")
    parser.add_argument(
        "suites", nargs="*", metavar="SUITE", help=f"any of {', '.join(SUITES)} (default: all but {', '.join(APART)})"
    )
    parser.add_argument("--fast", action="store_true", help=f"the quick ones: {', '.join(FAST)}")
    parser.add_argument("--dataset", type=Path, metavar="DIR", help="a dataset of your own; see docs/evaluation.md")
    parser.add_argument("--baseline", metavar="NAME", help="compare with eval/baselines/NAME/")
    parser.add_argument("--fail-on-drop", action="store_true", help="exit with 3 where a figure is surely worse")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write figures and cases here")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a page to look at here")
    parser.add_argument("--save-baseline", metavar="NAME", help="write the run as eval/baselines/NAME/")
    parser.add_argument("--seconds", type=float, default=120.0, help="how long a case may take (default: 120)")
    parser.add_argument("--judge-model", default="", metavar="MODEL", help="provider:model that also rates answers")
    parser.add_argument("--no-cache", action="store_true", help="ask the models anew")
    options = parser.parse_args(arguments)
    unknown = [name for name in options.suites if name not in SUITES]
    if unknown:
        parser.error(f"no suite {unknown[0]!r}; there are {', '.join(SUITES)}")
    options.suites = options.suites or (list(FAST) if options.fast else [name for name in SUITES if name not in APART])
    if options.dataset and len(options.suites) != 1:
        parser.error("--dataset goes with exactly one SUITE")
    if options.seconds <= 0:
        parser.error("--seconds must be more than 0")
    if options.fail_on_drop and not options.baseline:
        parser.error("--fail-on-drop needs --baseline NAME")
    return options


def _dropped(
    results: Sequence[Result],
    compared: Mapping[str, Mapping[str, Difference]],
    before: Mapping[tuple[str, str], baseline.Kept],
) -> bool:
    """Say which figures are surely worse, and what could not be compared or scored: that is no less of a drop."""
    lines = []
    for result in results:
        kept = before.get((result.suite, result.dataset))
        if result.metrics and not compared[result.name]:
            lines.append(f"{result.name}: no case of it is in the baseline, so nothing is compared")
        if kept is not None and result.unscored > kept.unscored:
            lines.append(f"{result.name}: {result.unscored} cases are unscored, {kept.unscored} were before")
        lines += [
            f"{result.name}: {name} is worse, {d.before + d.by:.3f} after {d.before:.3f}"
            for name, d in compared[result.name].items()
            if d.verdict == "worse"
        ]
    for line in lines:
        print(f"eval: {line}", file=sys.stderr)
    return bool(lines)


if __name__ == "__main__":
    raise SystemExit(main())
