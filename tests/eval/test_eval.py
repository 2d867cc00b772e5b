import json
from pathlib import Path

import pytest

from advisor.errors import InputError
from advisor.wiring import Advisor
from eval import datasets, metrics
from eval.__main__ import main
from eval.suites import SUITES
from eval.types import Run


def test_ranking_by_hand() -> None:
    qrels = {"q": {"a": 1, "b": 1}, "r": {"z": 1}}
    runs = {"q": {"x": 3.0, "a": 2.0, "b": 1.0}}
    found = metrics.ranking(qrels, runs)
    ideal = 1 + 1 / 1.5849625
    gained = 1 / 1.5849625 + 1 / 2.0
    assert found["ndcg@10"] == pytest.approx(gained / ideal / 2, rel=1e-4)
    assert found["recall@5"] == pytest.approx(0.5)
    assert found["mrr@10"] == pytest.approx(0.25)
    assert found["success@5"] == pytest.approx(0.5)
    assert metrics.ranking({}, {})["ndcg@10"] == 0.0


def test_precision_and_recall_by_hand() -> None:
    assert metrics.precision_recall(["a", "b", "b"], ["a", "c", "d"]) == (0.5, pytest.approx(1 / 3))
    assert metrics.precision_recall([], ["a"]) == (0.0, 0.0)


def test_mentions_by_hand() -> None:
    assert metrics.mentions("It takes 6–12 weeks. HIPAA.", ["6-12|six to twelve", "gdpr", "hipaa"]) == pytest.approx(
        2 / 3
    )
    assert metrics.mentions("x", []) is None


def test_percentiles_by_hand() -> None:
    assert metrics.percentile([4, 1, 3, 2], 50) == 2.5
    assert metrics.percentile([1, 2], 95) == pytest.approx(1.95)
    assert metrics.median([]) is None
    assert metrics.share([]) is None
    assert metrics.mean([1, 2]) == 1.5


def test_malformed_questions_are_named_by_line(tmp_path: Path) -> None:
    (tmp_path / "questions.jsonl").write_text(
        '{"id": "a", "question": "Q?", "answerable": true, "sections": ["x#y"]}\nnonsense\n{"id": "c"}\n',
        encoding="utf-8",
    )
    good, *bad = datasets.questions(tmp_path)
    assert isinstance(good, datasets.Question)
    assert [row.problem.split(":")[0] for row in bad] == ["questions.jsonl, line 2", "questions.jsonl, line 3"]


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    folder = tmp_path / "beir"
    (folder / "qrels").mkdir(parents=True)
    texts = {"d1": "Sepsis alerts reach nurses late", "d2": "Billing codes are denied", "d3": "Parking at the clinic"}
    lines = [json.dumps({"_id": name, "title": "", "text": text}) for name, text in texts.items()]
    (folder / "corpus.jsonl").write_text("\n".join([*lines, "broken"]), encoding="utf-8")
    (folder / "queries.jsonl").write_text(
        '{"_id": "q1", "text": "late sepsis alert"}\n{"_id": "q2", "text": "claims"}\n'
    )
    (folder / "qrels" / "test.tsv").write_text(
        "query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td2\t1\nq9\td1\t1\nq1\td3\tx\n"
    )
    return folder


def test_beir_layout_is_searched_beside_its_halves(advisor: Advisor, beir: Path) -> None:
    (result,) = SUITES["retrieval"](Run(advisor, beir, lambda *_: None))
    assert set(result.figures) == {"product", "BM25 alone", "vectors alone"}
    assert result.figures["product"]["recall@5"] == 1.0
    assert result.unscored == 3
    assert {case.error.split(":")[0] for case in result.cases if case.error} == {
        "corpus.jsonl, line 4", "qrels/test.tsv", "test.tsv, line 5"
    }  # fmt: skip


def test_missing_dataset_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        datasets.retrieval(tmp_path)
    with pytest.raises(InputError, match="no such file"):
        datasets.questions(tmp_path)


def test_answers_suite_counts_and_leaves_unscored(advisor: Advisor, tmp_path: Path) -> None:
    rows = [
        {"id": "1", "question": "How long should a pilot run?", "answerable": True, "sections": ["playbook#faq"],
         "must_mention": ["90 to 180"]},
        {"id": "2", "question": "Best lasagne recipe?", "answerable": False},
        {"id": "3", "question": "Who?", "answerable": "yes"},
        {"id": "4", "question": "Who owns it?", "answerable": True, "documents": ["missing.txt"]},
    ]  # fmt: skip
    (tmp_path / "questions.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (result,) = SUITES["answers"](Run(advisor, tmp_path, lambda *_: None))
    figures = result.figures["product"]
    assert figures["answer rate"] == figures["a cited section is right"] == figures["abstention recall"] == 1.0
    assert figures["quotes that stand"] == figures["mentions"] == 1.0
    assert result.figures["nearest passage"]["abstention recall"] == 0.0
    assert result.unscored == 2


def test_own_benchmark_holds_what_it_must() -> None:
    for split in ("dev", "test"):
        rows = list(datasets.questions(datasets.BENCHMARKS / "answers" / split))
        assert all(isinstance(row, datasets.Question) for row in rows)
        assert sum(row.answerable for row in rows) >= 60
        assert sum(not row.answerable for row in rows) >= 30
        assert all(bool(row.sections) == row.answerable for row in rows)


def test_wrong_use_of_the_runner(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for arguments in (["nonsense"], ["--dataset", str(tmp_path)]):
        with pytest.raises(SystemExit) as caught:
            main(arguments)
        assert caught.value.code == 2
    assert main(["retrieval", "--baseline", "nobody"]) == 2
    assert "no baseline 'nobody'" in capsys.readouterr().err


def test_the_committed_baseline_is_not_undercut(advisor: Advisor) -> None:
    """The test split, as committed: a change that makes the product worse must say so in a new baseline."""
    from eval.report import baseline

    before = baseline("main")["answers answers/test"]
    (result,) = SUITES["answers"](Run(advisor, None, lambda *_: None))
    figures = result.figures["product"]
    for metric, value in before.items():
        assert figures[metric] >= value - 0.02, metric
    assert figures["quotes that stand"] == 1.0
