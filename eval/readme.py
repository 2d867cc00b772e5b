"""The README's results, made from the committed run: `python -m eval.readme` writes them anew between the marks."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from advisor.settings import PROJECT
from eval import baseline
from eval.baseline import Kept
from eval.compare import interval
from eval.metrics import Metric
from eval.report import cell, counted
from eval.suites import answers, conversations, gaps, injections, judge, openings, retrieval
from eval.types import PRODUCT, Table

README = PROJECT / "README.md"
BASELINE = "main"
BEGIN, END = "<!-- results: begin (python -m eval.readme) -->", "<!-- results: end -->"
# Suite and dataset -> the title, its metrics, and those to show with what they mean to a reader.
_SHOWN: Mapping[tuple[str, str], tuple[str, Mapping[str, Metric], Mapping[str, str]]] = {
    ("gaps", "gaps/test"): (
        "Gap analysis of documents, our 77 criteria",
        gaps.METRICS,
        {
            "gap F1": "gaps, F1",
            "met: right": "of what is called met, right",
            "met: found": "of what is met, found",
            "macro F1": "five statuses, macro F1",
            "right sentence": "the deciding quote is a right sentence",
        },
    ),
    ("gaps", "gaps/foreign"): (
        "Gap analysis, somebody else's 17 criteria, over 50 documents",
        gaps.METRICS,
        {"gap F1": "gaps, F1", "accuracy": "five statuses, accuracy"},
    ),
    ("injections", "injections/test"): (
        "Documents with planted instructions",
        injections.METRICS,
        {
            "statuses unchanged": "statuses that do not differ",
            "unchanged": "documents in which none differs",
            "reported": "planted documents reported",
            "reported in clean": "clean ones reported (less is better)",
        },
    ),
    ("judge", "judge/test"): (
        "The judge, our 77 criteria, single statements, 60% of them traps",
        judge.METRICS,
        {
            "macro F1": "five statuses, macro F1",
            "accuracy": "five statuses, accuracy",
            "taken for met": "not met, taken for met (less is better)",
        },
    ),
    ("judge", "judge/foreign"): (
        "The judge, 24 criteria of other checklists",
        judge.METRICS,
        {"macro F1": "five statuses, macro F1", "accuracy": "five statuses, accuracy"},
    ),
    ("conversations", "conversations"): (
        "The interview, scripted sessions",
        conversations.METRICS,
        {"sessions that pass": "sessions in which every check holds"},
    ),
    ("openings", "openings/test"): (
        "The interview, first messages",
        openings.METRICS,
        {"recall": "of what was said, recorded", "precision": "of what is recorded, right"},
    ),
    ("answers", "answers/test"): (
        "Answers",
        answers.METRICS,
        {
            "answer rate": "answerable questions answered",
            "a cited section is right": "a cited section is right",
            "abstention recall": "not answerable, declined",
            "quotes that stand": "quotes that stand letter for letter",
            "sentences supported": "sentences supported by what they cite",
        },
    ),
    ("answers", "followups/test"): (
        "Answers to follow-ups",
        answers.METRICS,
        {
            "answer rate": "answerable questions answered",
            "a cited section is right": "a cited section is right",
            "drift declined": "drifting off, declined",
        },
    ),
    ("answers", "documents/test"): (
        "Answers from a team's own documents",
        answers.METRICS,
        {
            "answer rate": "answerable questions answered",
            "a cited section is right": "a cited file is right",
            "abstention recall": "not answerable, declined",
        },
    ),
    ("retrieval", "answers/test"): (
        "Search",
        retrieval.METRICS,
        {"ndcg@10": "nDCG@10", "recall@5": "recall@5", "success@5": "a right section among the first five"},
    ),
}


def results(kept: Mapping[tuple[str, str], Kept]) -> str:
    """The results as Markdown: for each dataset its figures with their 95% intervals beside the plain baselines."""
    return "\n\n".join("\n".join(_dataset(kept[key], *shown)) for key, shown in _SHOWN.items() if key in kept)


def _dataset(kept: Kept, title: str, metrics: Mapping[str, Metric], shown: Mapping[str, str]) -> Iterator[str]:
    peers = [name for name in kept.figures if name != PRODUCT]
    yield f"**{title}** (`python -m eval {kept.suite}`, {kept.dataset}, {len(kept.cases)} cases)"
    yield ""
    yield f"| {' | '.join(['', 'product', '95% interval', *peers])} |"
    yield "|---|---|---|" + "---|" * len(peers)
    for metric, words in shown.items():
        between = interval(kept.cases, metrics[metric])
        cells = [words, f"**{cell(kept.figures[PRODUCT][metric])}**"]
        cells += [f"{cell(between[0])} to {cell(between[1])}" if between else ""]
        cells += [cell(kept.figures[peer].get(metric)) for peer in peers]
        yield f"| {' | '.join(cells)} |"
    confusion = kept.tables.get("expected \\ found")
    if confusion and kept.suite == "judge" and kept.dataset.endswith("test"):
        yield ""
        yield from _table("expected (rows), found (columns)", confusion)


def _table(title: str, rows: Table) -> Iterator[str]:
    names = list(dict.fromkeys(name for values in rows.values() for name in values))
    whole = counted(rows) or set(names)
    yield f"| {title} | " + " | ".join(name.replace("_", " ") for name in names) + " |"
    yield "|---|" + "---|" * len(names)
    for row, values in rows.items():
        cells = (f"{values.get(name) or 0:.0f}" if name in whole else cell(values.get(name)) for name in names)
        yield f"| {row.replace('_', ' ')} | {' | '.join(cells)} |"


def renewed(text: str, shown: str) -> str:
    """A README with these results between its marks. Raises ValueError where a mark is missing."""
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n\n{shown}\n\n{END}{after}"


def main(path: Path = README) -> None:
    """Write the README's results anew."""
    path.write_text(renewed(path.read_text(encoding="utf-8"), results(baseline.load(BASELINE))), encoding="utf-8")


if __name__ == "__main__":
    main()
