"""Reading datasets: what is well-formed is read, and what is not is named by file and line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from advisor.errors import InputError
from advisor.framework import Status
from advisor.jsonl import read_lines
from eval import datasets
from eval.datasets import Malformed, Question, Statement

GOOD = {"id": "a", "question": "Q?", "answerable": True, "sections": ["x#y"]}


def test_a_question_with_all_it_can_hold(lines: Callable[..., Path]) -> None:
    row = {
        **GOOD, "kind": "broad", "must_mention": ["80%|four in five", 5], "documents": ["plan.md"], "turns": ["Hello."]
    }  # fmt: skip
    folder = lines("questions.jsonl", row, "", {"question": "R?", "answerable": False})
    first, second = datasets.questions(folder)
    assert first == Question(
        "a", "Q?", True, "broad", ("x#y",), ("80%|four in five", "5"), (folder / "plan.md",), ("Hello.",),
        "questions.jsonl, line 1",
    )  # fmt: skip
    assert second == Question("line 3", "R?", False, "not answerable", where="questions.jsonl, line 3")


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("nonsense", "not a JSON object"),
        ("[1]", "not a JSON object"),
        ({"id": "c"}, 'needs "question" (text) and "answerable" (true or false)'),
        ({**GOOD, "question": 5}, 'needs "question" (text) and "answerable" (true or false)'),
        ({**GOOD, "answerable": "yes"}, 'needs "question" (text) and "answerable" (true or false)'),
        ({**GOOD, "sections": 5}, "sections, must_mention, documents and turns must be lists"),
        ({**GOOD, "sections": "x#y"}, "sections, must_mention, documents and turns must be lists"),
        ({**GOOD, "must_mention": "80%"}, "sections, must_mention, documents and turns must be lists"),
        ({**GOOD, "documents": "plan.md"}, "sections, must_mention, documents and turns must be lists"),
        ({**GOOD, "turns": {"0": "Hello."}}, "sections, must_mention, documents and turns must be lists"),
    ],
)
def test_a_malformed_question_is_named_by_line(row: object, problem: str, lines: Callable[..., Path]) -> None:
    first, second, third = datasets.questions(lines("questions.jsonl", GOOD, row, GOOD))
    assert isinstance(first, Question)
    assert isinstance(third, Question)
    assert isinstance(second, Malformed)
    assert second.problem == f"questions.jsonl, line 2: {problem}"


def test_statements(lines: Callable[..., Path]) -> None:
    good = {"id": "1", "criterion": "c", "text": "t", "status": "partial", "trap": "hearsay"}
    rows = [
        good,
        {"criterion": "c", "text": "t", "status": "met"},
        {**good, "status": "great"},
        {**good, "status": ["met"]},
        {**good, "status": None},
        {"id": "4", "text": "x", "status": "met"},
        {**good, "text": ["t"]},
        "[1]",
        "{",
    ]
    first, second, *bad = datasets.statements(lines("statements.jsonl", *rows))
    assert first == Statement("1", "c", "t", Status.PARTIAL, "hearsay", "statements.jsonl, line 1")
    assert second == Statement("line 2", "c", "t", Status.MET, "", "statements.jsonl, line 2")
    assert all(isinstance(row, Malformed) for row in bad)
    assert [row.problem.split(": ")[0] for row in bad] == [f"statements.jsonl, line {n}" for n in range(3, 10)]
    assert "'great' is none of met, partial, unmet" in bad[0].problem
    assert 'needs "criterion", "text" and "status"' in bad[3].problem


@pytest.fixture
def beir(lines: Callable[..., Path], tmp_path: Path) -> Callable[..., Path]:
    def write(qrels: str, *, corpus: tuple[object, ...] = (), queries: tuple[object, ...] = ()) -> Path:
        lines("corpus.jsonl", {"_id": "d1", "title": "T", "text": "one"}, {"_id": 2, "text": "two"}, *corpus)
        lines("queries.jsonl", {"_id": "q1", "text": "Q?"}, {"_id": "q2", "text": "R?"}, *queries)
        (tmp_path / "qrels").mkdir(exist_ok=True)
        (tmp_path / "qrels" / "test.tsv").write_bytes(qrels.encode())
        return tmp_path

    return write


HEAD = "query-id\tcorpus-id\tscore\n"


@pytest.mark.parametrize(
    "qrels",
    [
        HEAD + "q1\td1\t1\nq1\t2\t2\nq2\t2\t0\n",
        "q1\td1\t1\nq1\t2\t2\nq2\t2\t-1\n",  # without a head
        "\ufeff" + HEAD + "q1\td1\t1\r\n\r\nq1\t2\t2\r\n\n",  # with a mark, other line ends and empty lines
        "\ufeffq1\td1\t1\nq1\t2\t2\n",
    ],
)
def test_the_beir_layout(qrels: str, beir: Callable[..., Path]) -> None:
    found = datasets.retrieval(beir(qrels))
    assert found.corpus == {"d1": ("T", "one"), "2": ("", "two")}
    assert found.queries == {"q1": "Q?", "q2": "R?"}
    assert found.qrels == {"q1": {"d1": 1, "2": 2}}
    assert found.problems == ()


def test_what_is_malformed_in_it_is_named_by_line(beir: Callable[..., Path]) -> None:
    folder = beir(
        HEAD + "q1\td1\t1\nq9\td1\t1\nq1\td3\tx\nq1 d1 1\nq9\t2\t1\n",
        corpus=("broken", {"_id": "d4"}, {"text": "x"}, {"_id": "d5", "text": 5}),
        queries=("broken", {"_id": "q3"}, ["q4", "x"]),
    )
    found = datasets.retrieval(folder)
    assert found.qrels == {"q1": {"d1": 1}}
    assert found.problems == (
        *(f'corpus.jsonl, line {n}: needs "_id" and "text"' for n in (3, 4, 5, 6)),
        *(f'queries.jsonl, line {n}: needs "_id" and "text"' for n in (3, 4, 5)),
        "qrels/test.tsv, line 3: query q9 is not in queries.jsonl",
        "qrels/test.tsv, line 4: needs query-id, corpus-id and a whole number, by tabs",
        "qrels/test.tsv, line 5: needs query-id, corpus-id and a whole number, by tabs",
    )


@pytest.mark.parametrize("qrels", [HEAD, HEAD + "q9\td1\t1\n", HEAD + "q1\td1\t0\n"])
def test_one_without_a_judged_query_is_none(qrels: str, beir: Callable[..., Path]) -> None:
    with pytest.raises(InputError, match="no query with a judgement"):
        datasets.retrieval(beir(qrels))


def test_missing_files_are_named(tmp_path: Path, beir: Callable[..., Path]) -> None:
    for read, name in ((datasets.questions, "questions"), (datasets.statements, "statements")):
        with pytest.raises(InputError, match=rf"{name}\.jsonl: no such file"):
            read(tmp_path)
    with pytest.raises(InputError, match=r"corpus\.jsonl: no such file"):
        datasets.retrieval(tmp_path)
    folder = beir(HEAD + "q1\td1\t1\n")
    (folder / "qrels" / "test.tsv").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match=r"test\.tsv: no such file, or not UTF-8"):
        datasets.retrieval(folder)
    (folder / "qrels" / "test.tsv").unlink()
    with pytest.raises(InputError, match=r"test\.tsv: no such file"):
        datasets.retrieval(folder)


def test_names_of_datasets(tmp_path: Path) -> None:
    assert datasets.name_of(datasets.BENCHMARKS / "answers" / "test") == "answers/test"
    assert datasets.name_of(tmp_path / "mine" / "test") == "test"


def test_own_benchmarks_hold_what_they_must() -> None:
    for split in ("dev", "test"):
        rows = datasets.questions(datasets.BENCHMARKS / "answers" / split)
        assert all(isinstance(row, Question) for row in rows)
        assert sum(row.answerable for row in rows) >= 60
        assert sum(not row.answerable for row in rows) >= 30
        assert all(bool(row.sections) == row.answerable for row in rows)
        follow_ups = datasets.questions(datasets.BENCHMARKS / "followups" / split)
        assert all(isinstance(row, Question) and row.turns for row in follow_ups)


@pytest.mark.parametrize("place", ["answers", "followups", "judge", "openings"])
def test_ids_tell_the_cases_of_own_benchmarks_apart(place: str) -> None:
    """A comparison pairs cases by id: two of one name would be one."""
    files = sorted((datasets.BENCHMARKS / place).glob("*/*.jsonl"))
    assert len(files) >= 2
    for path in files:
        ids = [row["id"] for _, row in read_lines(path)]
        assert len(ids) == len(set(ids)) > 0
