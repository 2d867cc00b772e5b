"""Reading benchmark datasets. A malformed row is reported with its file and line and left unscored."""

import csv
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from advisor.errors import InputError
from advisor.framework import Status
from advisor.jsonl import read_lines

BENCHMARKS = Path(__file__).parent / "benchmarks"


@dataclass(frozen=True)
class Question:
    """A row of questions.jsonl."""

    id: str
    question: str
    answerable: bool
    kind: str
    sections: tuple[str, ...] = ()
    must_mention: tuple[str, ...] = ()
    documents: tuple[Path, ...] = ()
    turns: tuple[str, ...] = ()  # what the person said before
    where: str = ""  # file and line


@dataclass(frozen=True)
class Malformed:
    """A row that could not be read: what is wrong, with file and line."""

    id: str
    problem: str


def questions(folder: Path) -> list[Question | Malformed]:
    """The rows of `folder`/questions.jsonl. Raises InputError where the file is not there."""
    path = folder / "questions.jsonl"
    return [_question(path, number, row) for number, row in read_lines(path)]


def _question(path: Path, number: int, row: Any) -> Question | Malformed:
    where = f"{path.name}, line {number}"
    if not isinstance(row, dict):
        return Malformed(f"line {number}", f"{where}: not a JSON object")
    name = str(row.get("id", f"line {number}"))
    if not isinstance(row.get("question"), str) or not isinstance(row.get("answerable"), bool):
        return Malformed(name, f'{where}: needs "question" (text) and "answerable" (true or false)')
    if not all(isinstance(row.get(key) or [], list) for key in ("sections", "must_mention", "documents", "turns")):
        return Malformed(name, f"{where}: sections, must_mention, documents and turns must be lists")
    return Question(
        id=name,
        question=row["question"],
        answerable=row["answerable"],
        kind=str(row.get("kind", "answerable" if row["answerable"] else "not answerable")),
        sections=tuple(map(str, row.get("sections") or ())),
        must_mention=tuple(map(str, row.get("must_mention") or ())),
        documents=tuple(path.parent / str(file) for file in row.get("documents") or ()),
        turns=tuple(map(str, row.get("turns") or ())),
        where=where,
    )


@dataclass(frozen=True)
class Statement:
    """A row of statements.jsonl."""

    id: str
    criterion: str
    text: str
    status: Status
    trap: str = ""
    where: str = ""  # file and line


def statements(folder: Path) -> list[Statement | Malformed]:
    """The rows of `folder`/statements.jsonl. Raises InputError where the file is not there."""
    return [_statement(number, row) for number, row in read_lines(folder / "statements.jsonl")]


def _statement(number: int, row: Any) -> Statement | Malformed:
    where = f"statements.jsonl, line {number}"
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or "criterion" not in row:
        return Malformed(f"line {number}", f'{where}: needs "criterion", "text" and "status"')
    name = str(row.get("id", f"line {number}"))
    if row.get("status") not in list(Status):
        return Malformed(name, f"{where}: the status {row.get('status')!r} is none of {', '.join(Status)}")
    return Statement(name, str(row["criterion"]), row["text"], Status(row["status"]), str(row.get("trap") or ""), where)


@dataclass(frozen=True)
class Retrieval:
    """A BEIR-layout dataset: texts by id, queries by id, and judgements by query and document."""

    corpus: dict[str, tuple[str, str]]  # id -> title, text
    queries: dict[str, str]
    qrels: dict[str, dict[str, int]]
    problems: tuple[str, ...] = ()


def retrieval(folder: Path, split: str = "test") -> Retrieval:
    """Read the BEIR layout. Raises InputError where a file is missing or no judged query is left."""
    corpus: dict[str, tuple[str, str]] = {}
    queries: dict[str, str] = {}
    problems: list[str] = []
    for number, row in read_lines(folder / "corpus.jsonl"):
        if isinstance(row, dict) and "_id" in row and isinstance(row.get("text"), str):
            corpus[str(row["_id"])] = (str(row.get("title") or ""), row["text"])
        else:
            problems.append(f'corpus.jsonl, line {number}: needs "_id" and "text"')
    for number, row in read_lines(folder / "queries.jsonl"):
        if isinstance(row, dict) and "_id" in row and isinstance(row.get("text"), str):
            queries[str(row["_id"])] = row["text"]
        else:
            problems.append(f'queries.jsonl, line {number}: needs "_id" and "text"')
    qrels = judgements(folder / "qrels" / f"{split}.tsv", queries, problems)
    if not qrels or not corpus:
        raise InputError(
            f"{folder.name}: no document, or no query with a judgement; see docs/evaluation.md for the layout"
        )
    return Retrieval(corpus, queries, qrels, tuple(problems))


def judgements(path: Path, queries: Collection[str], problems: list[str]) -> dict[str, dict[str, int]]:
    """Query -> document -> relevance above 0, of a TSV with the columns query-id, corpus-id, score. What is wrong is
    added to `problems`, a query that is not known once.
    """
    found: dict[str, dict[str, int]] = {}
    unknown: set[str] = set()
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise InputError(f"{path}: no such file, or not UTF-8 text; the layout needs it") from None
    for number, row in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), start=1):
        if number == 1 and row and not row[-1].strip().lstrip("-").isdigit():
            continue
        if not row:
            continue
        try:
            query, document, score = row[0], row[1], int(row[2])
        except (IndexError, ValueError):
            problems.append(f"qrels/{path.name}, line {number}: needs query-id, corpus-id and a whole number, by tabs")
            continue
        if query not in queries:
            if query not in unknown:
                problems.append(f"qrels/{path.name}, line {number}: query {query} is not in queries.jsonl")
            unknown.add(query)
        elif score > 0:
            found.setdefault(query, {})[document] = score
    return found


def name_of(folder: Path) -> str:
    """What a dataset is called: "answers/test" for one of the project's own, else the folder's name."""
    folder = folder.resolve()
    return f"{folder.parent.name}/{folder.name}" if folder.is_relative_to(BENCHMARKS.resolve()) else folder.name
