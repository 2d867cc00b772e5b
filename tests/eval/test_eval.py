"""The suites of retrieval, answers, latency and scale, on datasets small enough to count by hand."""

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from advisor.answers import Answer, Citation, Sentence
from advisor.conversation import Questions
from advisor.errors import InputError
from advisor.search import HybridSearch, MiniLM
from advisor.wiring import Advisor
from eval import baseline, child, plain
from eval.child import Ended
from eval.datasets import BENCHMARKS, Question
from eval.report import compared_with
from eval.suites import FAST, SUITES, answers, latency, retrieval, scale
from eval.suites.answers import Outcome, by_kind, counts_of, grounded
from eval.types import PLAIN, PRODUCT, RATIO, Case, Result, Run

On = Callable[..., Run]
Lines = Callable[..., Path]


def errors(result: Result) -> list[str]:
    return [case.error for case in result.cases if case.error is not None]


# ---------------------------------------------------------------- retrieval


@pytest.fixture
def beir(lines: Lines, tmp_path: Path) -> Path:
    texts = {"d1": "Sepsis alerts reach nurses late", "d2": "Billing codes are denied", "d3": "Parking at the clinic"}
    lines("corpus.jsonl", *({"_id": name, "title": "", "text": text} for name, text in texts.items()), "broken")
    lines("queries.jsonl", {"_id": "q1", "text": "late sepsis alert"}, {"_id": "q2", "text": "denied claims"})
    (tmp_path / "qrels").mkdir()
    rows = "query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td2\t1\nq2\tnowhere\t1\nq9\td1\t1\nq1\td3\tx\n"
    (tmp_path / "qrels" / "test.tsv").write_text(rows)
    return tmp_path


def test_beir_layout_is_searched_beside_its_halves(on: On, beir: Path) -> None:
    (result,) = retrieval.run(on(beir))
    assert set(result.figures) == {PRODUCT, "BM25 alone", "vectors alone"}
    # q1: its one document first. q2: one of two documents first, the other is not there.
    ideal = 1 + 1 / math.log2(3)
    assert result.figures[PRODUCT] == pytest.approx(
        {
            "ndcg@10": (1 + 1 / ideal) / 2, "recall@5": 0.75, "recall@10": 0.75, "mrr@10": 1.0, "success@5": 1.0,
            "success@10": 1.0,
        }
    )  # fmt: skip
    assert [case.counts[PRODUCT]["recall@5"] for case in result.scored] == [1.0, 0.5]
    assert [case.got[0] for case in result.scored] == ["d1", "d2"]
    assert errors(result) == [
        'corpus.jsonl, line 4: needs "_id" and "text"',
        "qrels/test.tsv, line 5: query q9 is not in queries.jsonl",
        "qrels/test.tsv, line 6: needs query-id, corpus-id and a whole number, by tabs",
    ]
    assert result.unscored == 3


def test_recall_curves_are_means_over_the_queries(on: On, beir: Path) -> None:
    (result,) = retrieval.run(on(beir))
    (curves,) = result.curves.values()
    assert set(curves) == set(result.figures)
    product = curves[PRODUCT]
    assert len(product) == 100
    assert product == pytest.approx([0.75] * 100)
    assert all(np.diff(curve).min() >= 0 for curve in curves.values())


def test_a_document_without_text_is_one_all_the_same(on: On, beir: Path, lines: Lines) -> None:
    rows = [{"_id": "d1", "text": "Sepsis alerts reach nurses late"}, {"_id": "d2", "text": ""}]
    (result,) = retrieval.run(on(lines("corpus.jsonl", *rows, {"_id": "d4", "text": ""})))
    assert next(case.counts[PRODUCT]["recall@5"] for case in result.scored) == 1.0


def test_a_search_that_crashes_leaves_its_query_unscored(on: On, beir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = HybridSearch.hits_of

    def broken(self: HybridSearch, queries: list[str], vectors: object, k: int) -> object:
        if "denied" in queries[0]:
            raise ValueError("no such word")
        return real(self, queries, vectors, k)

    monkeypatch.setattr(HybridSearch, "hits_of", broken)
    (result,) = retrieval.run(on(beir))
    assert errors(result)[0] == "queries.jsonl, query q2: ValueError: no such word"
    assert result.figures[PRODUCT]["recall@10"] == 1.0  # of q1, the only one that ran
    assert result.figures["BM25 alone"]["recall@10"] == 1.0


def test_own_questions_ask_for_sections(on: On, lines: Lines) -> None:
    folder = lines(
        "questions.jsonl",
        {"id": "1", "question": "How long should a pilot run?", "answerable": True, "sections": ["playbook#faq"]},
        {"id": "2", "question": "Best lasagne recipe?", "answerable": False},
        {"id": "3"},
    )
    (result,) = retrieval.run(on(folder))
    assert [case.id for case in result.scored] == ["1"]
    assert "playbook#faq" in result.scored[0].got
    assert result.figures[PRODUCT]["success@10"] == 1.0
    assert [error.split(":")[0] for error in errors(result)] == ["questions.jsonl, line 3"]
    assert result.name == f"retrieval {folder.name}"


def test_questions_without_sections_are_nothing_to_search_for(on: On, lines: Lines) -> None:
    folder = lines("questions.jsonl", {"id": "1", "question": "How?", "answerable": True})
    with pytest.raises(InputError, match="no answerable question with sections"):
        retrieval.run(on(folder))


# ---------------------------------------------------------------- answers: what a question adds


def row(answerable: bool, **named: object) -> Question:
    return Question("1", "Q?", answerable, "kind", **named)


ANSWERED = Outcome(True, ("a#1", "b#2"), "It takes 6 to 12 weeks.", None, {})
DECLINED = Outcome(False, (), "", None, {})
ANSWERABLE = row(True, sections=("b#2", "c#3", "d#4"), must_mention=("6 to 12|six", "years"))
NOTHING = dict.fromkeys(
    ("answerable", "answered", "not answerable", "declined", "rightly declined", "drift", "drift declined"), 0.0
)


def test_what_an_answered_question_adds() -> None:
    assert counts_of(ANSWERABLE, ANSWERED) == pytest.approx(
        {
            **NOTHING, "answerable": 1, "answered": 1, "sectioned": 1, "right section": 1, "right section first": 0,
            "section precision": 1 / 2, "section recall": 1 / 3, "to mention": 1, "mentioned": 1 / 2,
        }
    )  # fmt: skip
    first = counts_of(ANSWERABLE, replace(ANSWERED, sections=("b#2", "a#1")))
    assert first["right section first"] == 1
    nowhere = counts_of(ANSWERABLE, replace(ANSWERED, sections=()))
    assert (nowhere["right section"], nowhere["right section first"], nowhere["section precision"]) == (0, 0, 0)


def test_what_is_declined_adds_nothing_to_what_answers_are_measured_by() -> None:
    assert counts_of(ANSWERABLE, DECLINED) == {**NOTHING, "answerable": 1, "declined": 1}
    assert counts_of(row(False), DECLINED) == {**NOTHING, "not answerable": 1, "declined": 1, "rightly declined": 1}
    assert counts_of(row(False), ANSWERED) == {**NOTHING, "not answerable": 1}
    assert counts_of(row(True), ANSWERED) == {**NOTHING, "answerable": 1, "answered": 1}


def test_drift_is_what_cannot_be_answered_in_a_follow_up() -> None:
    turns = ("Hello.",)
    assert counts_of(row(False, turns=turns), DECLINED)["drift declined"] == 1
    assert counts_of(row(False, turns=turns), ANSWERED)["drift"] == 1
    assert counts_of(row(False, turns=turns), ANSWERED)["drift declined"] == 0
    assert counts_of(row(True, turns=turns), DECLINED)["drift"] == 0


def outcomes(*pairs: tuple[Question, Outcome]) -> Result:
    cases = [
        Case(str(n), one.kind, "", None, None, None, None, {PRODUCT: {**counts_of(one, got), **got.counts}})
        for n, (one, got) in enumerate(pairs)
    ]
    return Result("answers", "x", tuple(cases), answers.METRICS)


def test_figures_of_answers_by_hand() -> None:
    quoted = replace(ANSWERED, counts={"quotes": 4, "quotes standing": 3, "sentences": 2, "sentences supported": 1})
    figures = outcomes(
        (ANSWERABLE, quoted), (ANSWERABLE, DECLINED), (row(True, sections=("a#1",)), ANSWERED), (row(False), DECLINED),
        (row(False, turns=("Hello.",)), ANSWERED), (row(False, turns=("Hello.",)), DECLINED),
    ).figures[PRODUCT]  # fmt: skip
    assert figures == pytest.approx(
        {
            "answer rate": 2 / 3, "a cited section is right": 2 / 2, "first cited section is right": 1 / 2,
            "cited-section precision": 1 / 2, "cited-section recall": (1 / 3 + 1) / 2, "abstention precision": 2 / 3,
            "abstention recall": 2 / 3, "drift declined": 1 / 2, "quotes that stand": 3 / 4,
            "sentences supported": 1 / 2, "citations needed": None, "mentions": 1 / 2,
        }
    )  # fmt: skip


def test_the_table_by_kind() -> None:
    other = replace(row(False), kind="ruling")
    cases = list(outcomes((ANSWERABLE, ANSWERED), (ANSWERABLE, DECLINED), (other, DECLINED), (other, ANSWERED)).cases)
    cases.append(Case("9", "kind", "", None, None, None, "questions.jsonl, line 9: broken"))
    assert by_kind(cases) == {
        "kind": {"cases": 2.0, "answered": 0.5, "right": 1.0, "mentions": 0.5},
        "ruling": {"cases": 2.0, "answered": 0.5, "right": None, "mentions": None},
    }


# ---------------------------------------------------------------- answers: are they grounded


QUOTES = (
    "Production costs five to ten times the pilot.", "Nurses get four hours of training.", "Parking is free on Sundays."
)  # fmt: skip


def answer(*sentences: tuple[str, tuple[int, ...]]) -> Answer:
    cited = (Citation(n, "x", "X", None, None, 0, len(q), q, "0" * 64) for n, q in enumerate(QUOTES, start=1))
    return Answer("Q?", tuple(Sentence(text, numbers) for text, numbers in sentences), tuple(cited))


@pytest.mark.parametrize(
    ("text", "numbers", "supported", "needed"),
    [
        (QUOTES[0], (1,), 1, 1),
        (f"{QUOTES[0]} {QUOTES[1]}", (1, 2), 1, 2),  # each carries a half
        (QUOTES[0], (1, 3), 1, 1),  # the second is irrelevant
        (QUOTES[0], (3,), 0, 0),  # not supported
        (QUOTES[0], (2, 3), 0, 0),
        (QUOTES[0], (), 0, 0),  # no citation
        (QUOTES[0], (9,), 0, 0),  # one that is not there
        ("Production costs 40 times the pilot.", (1,), 0, 0),  # another figure
    ],
)
def test_a_sentence_beside_what_it_cites(text: str, numbers: tuple[int, ...], supported: int, needed: int) -> None:
    there = len([n for n in numbers if n <= len(QUOTES)])
    assert grounded(answer((text, numbers))) == {
        "sentences": 1, "sentences supported": supported, "citations": there, "citations needed": needed
    }  # fmt: skip


def test_sentences_of_an_answer_add_up() -> None:
    found = grounded(answer((QUOTES[0], (1, 3)), (QUOTES[1], (2,)), (QUOTES[2], (1,)), (QUOTES[2], ())))
    assert found == {"sentences": 4, "sentences supported": 2, "citations": 4, "citations needed": 2}
    assert grounded(Answer("Q?")) == {
        "sentences": 0, "sentences supported": 0, "citations": 0, "citations needed": 0
    }  # fmt: skip


# ---------------------------------------------------------------- answers: the suite


def test_answers_suite_counts_and_leaves_unscored(on: On, lines: Lines) -> None:
    rows = [
        {"id": "1", "question": "How long should a pilot run?", "answerable": True, "sections": ["playbook#faq"],
         "must_mention": ["90 to 180"]},
        {"id": "2", "question": "Best lasagne recipe?", "answerable": False},
        {"id": "3", "question": "Who?", "answerable": "yes"},
        {"id": "4", "question": "Who owns it?", "answerable": True, "documents": ["missing.txt"]},
    ]  # fmt: skip
    (result,) = answers.run(on(lines("questions.jsonl", *rows)))
    figures = result.figures[PRODUCT]
    assert figures["answer rate"] == figures["a cited section is right"] == figures["abstention recall"] == 1.0
    assert figures["quotes that stand"] == figures["mentions"] == figures["sentences supported"] == 1.0
    assert set(result.figures) == {PRODUCT, "nearest passage"}
    assert result.figures["nearest passage"]["abstention recall"] == 0.0
    assert result.figures["nearest passage"]["answer rate"] == 1.0
    assert [case.right for case in result.cases] == [True, True, None, None]
    assert result.unscored == 2
    malformed, missing = errors(result)
    assert malformed.startswith("questions.jsonl, line 3: needs")
    assert missing.startswith("questions.jsonl, line 4: ")
    assert "missing.txt: no such file" in missing


def test_a_question_that_crashes_is_unscored_and_the_others_go_on(
    on: On, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Questions.last

    def last(self: Questions, messages: list[str]) -> object:
        if messages[-1] == "Crash?":
            raise RuntimeError("out of ink")
        if messages[-1] == "Hang?":
            import time

            time.sleep(30)
        return real(self, messages)

    monkeypatch.setattr(Questions, "last", last)
    good = {"question": "How long should a pilot run?", "answerable": True}
    rows = [{"question": "Crash?", "answerable": True}, good, {"question": "Hang?", "answerable": True}, good]
    (result,) = answers.run(on(lines("questions.jsonl", *rows), seconds=1.5))
    assert errors(result) == [
        "questions.jsonl, line 1: RuntimeError: out of ink", "questions.jsonl, line 3: took longer than 1.5 s"
    ]  # fmt: skip
    assert [case.right for case in result.cases] == [None, True, None, True]
    assert result.figures[PRODUCT]["answer rate"] == 1.0


def test_quotes_from_documents_of_one_name_stand_in_their_own(on: On, lines: Lines, tmp_path: Path) -> None:
    for place, text in (
        ("north", "The parking at the north site opens at seven and is free for visitors."),
        ("south", "The retraining budget of the sepsis tool is 40,000 dollars a year and is paid by the CIO."),
    ):
        (tmp_path / place).mkdir()
        (tmp_path / place / "plan.txt").write_text(text)
    asked = {"question": "What is the retraining budget of the sepsis tool?", "answerable": True}
    asked |= {"documents": ["north/plan.txt", "south/plan.txt"], "must_mention": ["40,000"]}
    (result,) = answers.run(on(lines("questions.jsonl", asked)))
    assert result.figures[PRODUCT]["mentions"] == 1.0
    assert result.figures[PRODUCT]["quotes that stand"] == 1.0


def test_turns_come_before_the_question(on: On, lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    real, heard = Questions.last, []

    def last(self: Questions, messages: list[str]) -> object:
        heard.append(messages)
        return real(self, messages)

    monkeypatch.setattr(Questions, "last", last)
    asked = {"question": "And how long?", "answerable": True, "turns": ["Hello.", "How should we run a pilot?"]}
    (result,) = answers.run(on(lines("questions.jsonl", asked)))
    assert heard == [["Hello.", "How should we run a pilot?", "And how long?"]]
    assert result.cases[0].asked == "Hello. / How should we run a pilot? / And how long?"
    assert result.figures[PRODUCT]["answer rate"] == 1.0


def test_the_committed_baseline_is_not_undercut(on: On) -> None:
    """The test split, as committed: a change that makes the product worse must say so in a new baseline."""
    before = baseline.load("main")["answers", "answers/test"]
    (result,) = answers.run(on(BENCHMARKS / "answers" / "test"))
    assert result.unscored == 0
    figures = result.figures[PRODUCT]
    for metric, value in before.figures[PRODUCT].items():
        if value is not None:
            assert figures[metric] >= value - 0.02, metric
    assert figures["quotes that stand"] == 1.0
    compared = compared_with(result, before.cases)
    assert {name for name, difference in compared.items() if difference.verdict == "worse"} == set()
    assert {difference.cases for difference in compared.values()} == {len(result.cases)}


# ---------------------------------------------------------------- latency and scale


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The programs that latency would start, with times as if they had run."""
    took = iter([6.0, 9.0, 1.0, 3.0, 2.0])  # index, first start, three cold starts
    begun: list[str] = []

    def advise(command: list[str], _home: Path) -> Ended:
        begun.append(command[0])
        return Ended(next(took), 200.0, "")

    def plain(command: str, folder: Path, given: dict) -> tuple[Ended, dict]:
        begun.append(f"plain {command}")
        if command == "embed":
            folder.mkdir(exist_ok=True)
            np.save(folder / "vectors.npy", MiniLM().encode(given["texts"]))
        each = [0.03 for _ in given.get("questions", ())]
        return Ended(8.0, 500.0, ""), {"seconds": 2.0, "each": each}

    monkeypatch.setattr(latency, "advise", advise)
    monkeypatch.setattr(latency, "plain", plain)
    monkeypatch.setattr(latency, "page_seconds", lambda _home: None)
    return begun


def test_latency_is_measured_cold_and_warm(on: On, lines: Lines, measured: list[str]) -> None:
    rows = [{"id": str(n), "question": "How long should a pilot run?", "answerable": True} for n in range(3)]
    (result,) = latency.run(on(lines("questions.jsonl", *rows, "broken")))
    figures, plain, ratio = (result.figures[name] for name in (PRODUCT, PLAIN, RATIO))
    assert measured[:3] == ["index", "ask", "plain build"]
    assert measured[3:9] == ["ask", "plain ask"] * 3  # in turn
    assert figures["index built with every text embedded, s"] == 6.0
    assert figures["first start of all (index built, first answer), s"] == 9.0
    assert figures["cold start to first answer, s"] == 2.0
    assert figures["cold start to the page drawn, s"] is None
    assert ratio["cold start to first answer, s"] == 2.0 / 8.0
    assert ratio["peak memory of that, MB"] == 200.0 / 500.0
    assert "cold start to the page drawn, s" not in ratio
    assert figures["embedding short texts, least cosine"] == pytest.approx(1.0)
    assert plain["embedding short texts, texts/s"] == 150.0
    assert plain["search p50, ms"] == plain["warm answer p95, ms"] == pytest.approx(30.0)
    warm = sorted(1000 * case.got for case in result.cases)
    assert figures["warm answer p50, ms"] == pytest.approx(warm[1], abs=0.1)
    assert figures["warm answer p95, ms"] == pytest.approx(warm[1] + 0.9 * (warm[2] - warm[1]), abs=0.2)
    assert figures["reply in the interview p50, ms"] > 0
    assert len(result.cases) == 3


def test_a_latency_of_no_questions_is_none(on: On, lines: Lines, measured: list[str]) -> None:
    (result,) = latency.run(on(lines("questions.jsonl", "broken")))
    assert result.figures[PRODUCT]["warm answer p50, ms"] is None
    assert result.figures[PRODUCT]["cold start to first answer, s"] == 2.0
    assert measured


def test_the_plain_stack_finds_and_embeds(tmp_path: Path) -> None:
    """It runs, in a process of its own, and does what a tutorial's would."""
    texts = ["Nurses get sepsis alerts late.", "Billing codes are denied.", "There is parking at the clinic."]
    ended, built = child.plain("build", tmp_path, {"texts": texts})
    assert ended.seconds > built["seconds"] > 0
    assert ended.megabytes > 200  # PyTorch is in it
    assert child.plain("ask", tmp_path, {"question": "Where can I park?"})[1]["found"][0] == texts[2]
    child.plain("embed", tmp_path, {"texts": texts})
    assert (np.load(tmp_path / "vectors.npy") * MiniLM().encode(texts)).sum(axis=1).min() > 0.999
    stack = plain.Stack(tmp_path)
    assert len(plain.warm(tmp_path, {"questions": ["a", "b"]})["each"]) == 2
    np.save(tmp_path / "vectors.npy", np.vstack([stack.encode(texts)] * 2))
    grown = plain.grow(tmp_path, {"texts": texts * 2, "sizes": [4, 6], "questions": ["a"]})
    assert set(grown["each"]) == {"4", "6"}
    assert stack.passages.count() == 6


def test_the_plain_stack_asks_each_criterion_of_each_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [tmp_path / "one.pdf", tmp_path / "two.pdf"]
    for number, path in enumerate(paths):
        scale.pdf_of(2, path, number)
    asked: list[tuple[str, dict]] = []
    monkeypatch.setattr(plain.Stack, "ask", lambda _self, question, only=None: asked.append((question, only)))
    files = [str(path) for path in paths]
    found = plain.analyse(tmp_path / "store", {"files": files, "criteria": ["a", "b"]})
    assert asked == [(criterion, {"file": file}) for criterion in "ab" for file in files]
    assert found["texts"] >= 4


def test_scale_reports_what_its_children_measured(on: On, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {
        "pages": [
            {"pages": 10, "criteria": 77, "seconds": 2.0, "megabytes": 500.0},
            {"pages": 30, "criteria": 10, "seconds": 3.0, "megabytes": 500.0},
            {"pages": 100, "criteria": 77, "seconds": 8.0, "megabytes": 900.0},
        ],
        "files": [{"files": 3, "seconds": 4.0, "found": 2.0, "plain": 16.0, "megabytes": 600.0}],
        "passages": [
            {"passages": size, "vectors": 2 * size, "search": [0.01], "answer": [0.05], "plain": [0.02], "exact": [0.001], "graph": [0.002],
             "graph finds": 1.0, "megabytes": 300.0}
            for size in (300, 1000)
        ],
    }  # fmt: skip
    monkeypatch.setattr(scale, "_child", rows.__getitem__)
    (result,) = scale.run(on(None))
    figures, ratio = result.figures[PRODUCT], result.figures[RATIO]
    assert figures["10 pages, 77 criteria, s"] == 2.0
    assert figures["100 pages, 77 criteria, pages/s"] == 12.5
    assert figures["3 files of 10 pages, analysed, s"] == 4.0
    assert ratio["3 files of 10 pages, passages found, s"] == 0.125
    assert figures["peak memory of an analysis, MB"] == 900.0
    assert figures["1000 passages, answer p95, ms"] == 50.0
    assert ratio["1000 passages, search p50, ms"] == 0.5
    assert result.growth["Analysis: seconds by pages"] == {
        PRODUCT: ((10, 2.0), (100, 8.0)), PLAIN: ((30, 16.0),),
    }  # fmt: skip
    assert result.growth["Nearest of all: milliseconds (median) by vectors"]["all compared"] == ((600, 1), (2000, 1))
    assert [case.id for case in result.cases][-1] == "1000 passages"


def test_scale_measures_the_search(advisor: Advisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scale, "_PASSAGES", (20, 50))
    monkeypatch.setattr(scale, "_ASKED", 8)
    each = {"each": {"20": [0.1], "50": [0.2]}}
    monkeypatch.setattr(scale, "plain", lambda *_: (Ended(1.0, 1.0, ""), each))
    small, large = scale._passages(advisor, tmp_path)
    assert (small["passages"], large["passages"]) == (20, 50)
    assert len(large["exact"]) == len(large["graph"]) == 8
    assert len(large["search"]) == len(large["answer"]) == 3
    assert large["graph finds"] > 0.9
    assert large["plain"] == [0.2]


def test_scale_measures_what_finding_takes(advisor: Advisor, tmp_path: Path) -> None:
    scale.pdf_of(1, tmp_path / "one.pdf")
    assert 0 < scale._found(advisor, [tmp_path / "one.pdf"]) < 60


def test_passages_are_put_together_of_sentences() -> None:
    sentences = [f"Sentence number {n}." for n in range(9)]
    vectors = np.eye(9, dtype=np.float32)
    few, of_few = scale.passages_of(sentences, vectors, 5)
    many, of_many = scale.passages_of(sentences, vectors, 40)
    assert many.passages[:5] == few.passages
    assert len({passage.text for passage in many.passages}) == 40
    assert np.allclose(of_many[:5], of_few)
    assert np.allclose(np.linalg.norm(of_many, axis=1), 1.0)
    passage = many.passages[7]
    assert " ".join(passage.sentence(span) for span in passage.sentences) == passage.text


def test_what_is_found_twice_is_counted() -> None:
    one, other = [[("a", 1.0), ("b", 0.5)], [("c", 1.0)]], [[("b", 1.0), ("x", 0.5)], [("c", 1.0)]]
    assert scale.shared(one, other) == 0.75


def test_what_scale_is_measured_on(advisor: Advisor, tmp_path: Path) -> None:
    import pypdfium2

    scale.pdf_of(23, tmp_path / "long.pdf")
    assert len(pypdfium2.PdfDocument(tmp_path / "long.pdf")) == 23
    few = scale.first(advisor.framework, 5)
    assert few.criteria == advisor.framework.criteria[:5]


def test_the_quick_suites_are_suites() -> None:
    assert set(FAST) < set(SUITES)
