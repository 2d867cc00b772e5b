"""Every benchmark has a card, and the numbers in its tables are those of the data."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from advisor.settings import PROJECT
from advisor.yamls import read_yaml
from eval.written import read_sources

BENCHMARKS = PROJECT / "eval" / "benchmarks"
SECTIONS = (
    "What it measures", "Layout", "How it was made", "Counts", "Label guide", "What it was used for",
    "Doubts and biases", "Copies in the training data",
)  # fmt: skip
STATUSES = ("met", "partial", "unmet", "unknown", "not_applicable")
Table = list[list[str]]


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def table(head: Sequence[str], lines: Iterable[Sequence[object]]) -> Table:
    return [list(head), *([str(value) for value in line] for line in lines)]


def crossed(first: str, columns: dict[str, Counter[str]], names: Sequence[str] | None = None) -> Table:
    """A line a name, a column a split, and what they come to; without `names`, in the order of the alphabet."""
    names = names or sorted({name for counts in columns.values() for name in counts})
    lines = [[name, *(counts[name] for counts in columns.values())] for name in names]
    return table([first, *columns], [*lines, ["all", *(counts.total() for counts in columns.values())]])


def questions(folder: Path) -> list[Table]:
    by_split = {split: rows(folder / split / "questions.jsonl") for split in ("dev", "test")}
    counted = {
        "answerable": lambda row: row["answerable"],
        "not answerable": lambda row: not row["answerable"],
        "with facts to mention": lambda row: row["must_mention"],
        "with one earlier message": lambda row: len(row.get("turns", ())) == 1,
        "with two earlier messages": lambda row: len(row.get("turns", ())) == 2,
    }
    lines: list[list[object]] = [
        [name, *(sum(bool(holds(row)) for row in found) for found in by_split.values())]
        for name, holds in counted.items()
    ]
    sections = [[len(row["sections"]) for row in found if row["sections"]] for found in by_split.values()]
    lines += [
        ["right sections of a question, at most", *map(max, sections)],
        ["right sections of a question, mean", *(f"{sum(found) / len(found):.1f}" for found in sections)],
        ["sections that are right somewhere", *(len({s for r in f for s in r["sections"]}) for f in by_split.values())],
    ]
    kinds = {split: Counter(row["kind"] for row in found) for split, found in by_split.items()}
    authors = {split: Counter(row["id"].split("-")[0] for row in found) for split, found in by_split.items()}
    return [crossed("kind", kinds), crossed("author", authors), table(["what", *by_split], lines)]


def documents(folder: Path) -> list[Table]:
    found = rows(folder / "test" / "questions.jsonl")
    kinds = {"test": Counter(row["kind"] for row in found)}
    cases = {"test": Counter(row["id"].rsplit("-", 1)[0] for row in found)}
    files = len({file for row in found for file in row["documents"]})
    return [crossed("kind", kinds), crossed("case", cases), table(["what", "test"], [["documents", files]])]


def judge(folder: Path) -> list[Table]:
    by_split = {split: rows(folder / split / "statements.jsonl") for split in ("dev", "test", "foreign")}
    status = {split: Counter(row["status"] for row in found) for split, found in by_split.items()}
    traps = {split: Counter(row["trap"] or "none" for row in found) for split, found in by_split.items()}
    authors = {split: Counter(row["id"].split("-")[0] for row in found) for split, found in by_split.items()}
    criteria = ["criteria", *(len({row["criterion"] for row in found}) for found in by_split.values())]
    return [
        crossed("status", status, STATUSES),
        crossed("trap", traps),
        crossed("author", authors),
        table(["what", *by_split], [criteria]),
    ]


def openings(folder: Path) -> list[Table]:
    by_split = {split: rows(folder / split / "messages.jsonl") for split in ("dev", "test")}
    facts = {split: Counter(s for row in found for s in row["expected"].values()) for split, found in by_split.items()}
    lines = [
        ["messages", *map(len, by_split.values())],
        ["messages that settle nothing", *(sum(not row["expected"] for row in f) for f in by_split.values())],
        ["findings neither right nor wrong", *(sum(len(row["maybe"]) for row in f) for f in by_split.values())],
        ["criteria expected somewhere", *(len({c for row in f for c in row["expected"]}) for f in by_split.values())],
    ]
    return [crossed("expected status", facts), table(["what", *by_split], lines)]


def conversations(folder: Path) -> list[Table]:
    scripts = [script for path in sorted(folder.glob("*.yaml")) for script in read_yaml(path)]
    turns = [turn for script in scripts for turn in script["turns"]]
    checks = Counter(name for turn in turns for name in turn if name != "say")
    lines = [
        ["sessions", len(scripts)],
        ["turns", len(turns)],
        ["sessions with checks at the end", sum(bool(script.get("ends")) for script in scripts)],
        *sorted(checks.items(), key=lambda item: (-item[1], item[0])),
    ]
    return [table(["what", "sessions.yaml"], lines)]


def injections(folder: Path) -> list[Table]:
    by_split = {split: sorted((folder / split / "cases").iterdir()) for split in ("dev", "test")}
    formats = {s: Counter(next(case.glob("clean.*")).suffix for case in found) for s, found in by_split.items()}
    planted = {
        split: Counter(len((case / "planted.txt.list").read_text(encoding="utf-8").splitlines()) for case in found)
        for split, found in by_split.items()
    }
    lines = [
        ["planted texts", *(sum(n * times for n, times in found.items()) for found in planted.values())],
        *([f"documents with {n}", *(found[n] for found in planted.values())] for n in (2, 3, 4)),
    ]
    return [crossed("format", formats), table(["what", *by_split], lines)]


def gaps(folder: Path) -> list[Table]:
    head = ["case", "split", "files", *STATUSES, "criteria with quotes", "quotes", "passages that settle nothing"]
    lines = []
    for split in ("dev", "test", "foreign"):
        for case in sorted((folder / split / "cases").iterdir()):
            expected = read_yaml(case / "expected.yaml")
            quotes = expected.get("evidence", {})
            found = Counter(s for name, s in expected.items() if name != "evidence")
            files = [path for path in case.iterdir() if path.is_file() and path.suffix != ".yaml"]
            traps = [
                shown for source in read_sources(case / "source") for shown in source.shown if shown.status == "none"
            ]
            lines.append([
                case.name, split, len(files), *(found[status] for status in STATUSES), len(quotes),
                sum(map(len, quotes.values())), len(traps),
            ])  # fmt: skip
    return [table(head, lines)]


COUNTED: dict[str, Callable[[Path], list[Table]]] = {
    "answers": questions,
    "followups": questions,
    "documents": documents,
    "judge": judge,
    "openings": openings,
    "conversations": conversations,
    "injections": injections,
    "gaps": gaps,
}


def parts(text: str) -> dict[str, str]:
    """The parts of a card by their headings of the second level."""
    return {part.split("\n", 1)[0].strip(): part.split("\n", 1)[1] for part in text.split("\n## ")[1:]}


def tables(text: str) -> list[Table]:
    """The tables of a Markdown text, cell by cell; the line under the head left out."""
    found: list[Table] = [[]]
    for line in text.splitlines():
        if not line.startswith("|"):
            found.append([])
        elif set(line) - set("|-: "):
            found[-1].append([cell.strip() for cell in line.strip("|").split("|")])
    return [one for one in found if one]


def test_every_benchmark_is_known() -> None:
    assert {path.name for path in BENCHMARKS.iterdir() if path.is_dir()} == set(COUNTED)


@pytest.mark.parametrize("name", COUNTED)
def test_a_card_says_what_is_asked_of_it(name: str) -> None:
    found = parts((BENCHMARKS / name / "CARD.md").read_text(encoding="utf-8"))
    assert tuple(found) == SECTIONS
    assert [heading for heading, text in found.items() if not text.strip()] == []


@pytest.mark.parametrize("name", COUNTED)
def test_the_counts_are_those_of_the_data(name: str) -> None:
    card = (BENCHMARKS / name / "CARD.md").read_text(encoding="utf-8")
    assert tables(parts(card)["Counts"]) == COUNTED[name](BENCHMARKS / name)


@pytest.mark.parametrize("name", COUNTED)
def test_the_files_that_a_card_names_are_there(name: str) -> None:
    card = BENCHMARKS / name / "CARD.md"
    named = re.findall(r"`([a-z_]+(?:/[\w.-]+)+)/?`", card.read_text(encoding="utf-8"))
    missing = [path for path in named if not (PROJECT / path).exists() and not (card.parent / path).exists()]
    assert [path for path in missing if "NAME" not in path] == []
