"""`python -m eval [SUITE...]`: run benchmarks and print figures beside the baselines."""

import argparse
import sys
from pathlib import Path

from advisor.errors import AdvisorError
from advisor.progress import Bar
from advisor.wiring import Advisor
from eval.report import baseline, save_baseline, save_json, table
from eval.suites import SUITES
from eval.types import Run


def main(arguments: list[str] | None = None) -> int:
    """Run the suites asked for. Returns 0, 2 for wrong usage or bad input, 1 for a failure of its own."""
    parser = argparse.ArgumentParser(prog="python -m eval", description="Benchmarks of the Readiness Advisor.")
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=f"any of {', '.join(SUITES)} (default: all)")
    parser.add_argument("--dataset", type=Path, metavar="DIR", help="a dataset of your own; see docs/evaluation.md")
    parser.add_argument("--baseline", metavar="NAME", help="compare with eval/baselines/NAME.json")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write figures and cases here")
    parser.add_argument("--save-baseline", metavar="NAME", help="write the figures as eval/baselines/NAME.json")
    options = parser.parse_args(arguments)
    unknown = [name for name in options.suites if name not in SUITES]
    if unknown:
        parser.error(f"no suite {unknown[0]!r}; there are {', '.join(SUITES)}")
    if options.dataset and len(options.suites) != 1:
        parser.error("--dataset goes with exactly one SUITE")
    try:
        before = baseline(options.baseline) if options.baseline else {}
        advisor = Advisor()
        with Bar() as bar:
            advisor.open(progress=bar, say=bar.say)
            runs = [SUITES[name](Run(advisor, options.dataset, bar)) for name in options.suites or list(SUITES)]
        results = [result for found in runs for result in found]
        for result in results:
            print(table(result, before.get(f"{result.suite} {result.dataset}", {})))
        if options.json:
            save_json(options.json, results)
        if options.save_baseline:
            save_baseline(options.save_baseline, results)
    except AdvisorError as error:
        print(f"eval: {error}", file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
