"""Suite `retrieval`: the product's search beside itself before reading, BM25 alone and vectors alone.

A folder in the BEIR layout is indexed as passages, one for each document, and searched with the settings
that are shipped. The project's own benchmark asks the product's index for sections, by the questions of
the answers benchmark.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from advisor.errors import InputError
from advisor.passages import Passage, Span
from advisor.search import Contents, Encoder, Hit, HybridSearch, MemoryVectors, Weights, text_entries
from advisor.search.encoder import Matrix
from advisor.search.index import embed
from advisor.search.lexical import BM25
from eval.attempt import Unscored
from eval.datasets import BENCHMARKS, Malformed, Question, name_of, questions, retrieval
from eval.metrics import RANKING, ranking, ratio, recall_curve
from eval.types import PRODUCT, Case, Result, Run

OWN = BENCHMARKS / "answers" / "test"
_DEPTH = 100
METRICS = {
    name: ratio(name, "queries", about=f"{measure} by trec_eval's definition (ir-measures)")
    for name, measure in RANKING.items()
}
Rank = Callable[[str, Matrix], dict[str, float]]


def run(given: Run) -> list[Result]:
    """Run the suite on a BEIR-layout folder (default: the project's own questions, test split)."""
    if given.dataset is None or (given.dataset / "questions.jsonl").is_file():
        return _own(given, given.dataset or OWN)
    data = retrieval(given.dataset)
    places = {query: f"queries.jsonl, query {query}" for query in data.queries}
    passages = [_passage(name, title, text) for name, (title, text) in data.corpus.items()]
    vectors = _encoded([p.titled for p in passages], given)
    systems = _systems(passages, vectors, given.advisor.encoder, lambda passage: passage.id)
    return _result(given, given.dataset.name, data.queries, data.qrels, systems, places, data.problems)


def _own(given: Run, folder: Path) -> list[Result]:
    """Sections as documents: a section's score is that of its best passage."""
    read = questions(folder)
    rows = [row for row in read if isinstance(row, Question) and row.answerable and row.sections]
    if not rows:
        raise InputError(f"{folder.name}: no answerable question with sections in questions.jsonl")
    contents = given.advisor.open().contents

    def section(passage: Passage) -> str:
        return passage.section or passage.id

    vectors = _encoded([p.titled for p in contents.passages], given)
    systems = _systems(contents.passages, vectors, given.advisor.encoder, section)
    answerer = given.advisor.answerer
    systems = {
        PRODUCT: _ranked(lambda query, vector: answerer.hits(query, vector, _DEPTH), section),
        "before reading": _ranked(lambda query, vector: answerer.search.hits_of([query], vector, _DEPTH), section),
        **{name: rank for name, rank in systems.items() if name != PRODUCT},
    }
    queries = {row.id: row.question for row in rows}
    qrels = {row.id: dict.fromkeys(row.sections, 1) for row in rows}
    places = {row.id: row.where for row in rows}
    problems = [row.problem for row in read if isinstance(row, Malformed)]
    return _result(given, name_of(folder), queries, qrels, systems, places, problems)


def _systems(
    passages: Sequence[Passage], vectors: Matrix, encoder: Encoder, name: Callable[[Passage], str]
) -> dict[str, Rank]:
    """The product's search over passages, and its two halves alone, on the same texts."""
    entries = text_entries(passages, sentences=False)
    store = MemoryVectors()
    unique = {entry.vector_id: row for entry, row in zip(entries, vectors, strict=True)}
    store.add(list(unique), np.stack(list(unique.values())))
    search = HybridSearch(Contents((), tuple(passages), tuple(entries)), store, encoder, Weights())
    lexical = BM25([passage.titled for passage in passages])

    def bm25(query: str, _vector: Matrix) -> dict[str, float]:
        return _best((name(passages[i]), score) for i, score in lexical.nearest(query, _DEPTH))

    def nearest(_query: str, vector: Matrix) -> dict[str, float]:
        scores = vectors @ vector
        best = np.argsort(-scores, kind="stable")[:_DEPTH]
        return _best((name(passages[i]), float(scores[i])) for i in best)

    hybrid = _ranked(lambda query, queries: search.hits_of([query], queries, _DEPTH), name)
    return {PRODUCT: hybrid, "BM25 alone": bm25, "vectors alone": nearest}


def _ranked(found: Callable[[str, Matrix], Iterable[Hit]], name: Callable[[Passage], str]) -> Rank:
    return lambda query, vector: _best((name(hit.passage), hit.score) for hit in found(query, vector[None]))


def _best(found: Iterable[tuple[str, float]]) -> dict[str, float]:
    """The best score of each name."""
    scores: dict[str, float] = {}
    for name, score in found:
        scores[name] = max(score, scores.get(name, score))
    return scores


def _result(
    given: Run,
    dataset: str,
    queries: Mapping[str, str],
    qrels: Mapping[str, Mapping[str, int]],
    systems: Mapping[str, Rank],
    places: Mapping[str, str],
    problems: Sequence[str],
) -> list[Result]:
    runs: dict[str, dict[str, dict[str, float]]] = {name: {} for name in systems}
    asked = [name for name in queries if name in qrels]
    vectors = _encoded([queries[name] for name in asked], given)
    broken: list[Case] = []
    for number, (query, vector) in enumerate(zip(asked, vectors, strict=True)):
        given.progress(number / len(asked), f"retrieval: {query}")
        try:
            found = {name: given.attempt(places[query], rank, queries[query], vector) for name, rank in systems.items()}
        except Unscored as error:
            broken.append(Case(query, "query", queries[query], dict(qrels[query]), None, None, str(error)))
            continue
        for name, ranked in found.items():
            runs[name][query] = ranked
    ran = list(runs[PRODUCT])
    scores = {name: ranking({query: qrels[query] for query in ran}, found) for name, found in runs.items()}
    cases = [
        Case(
            query, "query", queries[query], dict(qrels[query]), list(_first(runs[PRODUCT][query])),
            right=any(name in qrels[query] for name in _first(runs[PRODUCT][query], 5)),
            counts={name: {"queries": 1.0, **found[query]} for name, found in scores.items()},
        )
        for query in ran
    ]  # fmt: skip
    cases += broken
    cases += [
        Case(f"problem {number}", "malformed", "", None, None, None, text) for number, text in enumerate(problems)
    ]
    curves = {"recall of the first k": {name: _curve(qrels, found) for name, found in runs.items()}}
    return [Result("retrieval", dataset, tuple(cases), METRICS, curves=curves)]


def _curve(qrels: Mapping[str, Mapping[str, int]], run: Mapping[str, Mapping[str, float]]) -> tuple[float, ...]:
    """recall@1 to recall@_DEPTH, the mean over the queries."""
    rows = [recall_curve(_first(found, _DEPTH), qrels[query], _DEPTH) for query, found in run.items()]
    return tuple(float(value) for value in np.mean(rows, axis=0)) if rows else ()


def _first(run: Mapping[str, float], k: int = 10) -> list[str]:
    return sorted(run, key=lambda name: -run[name])[:k]


def _encoded(texts: Sequence[str], given: Run) -> Matrix:
    """The vectors of many texts in their order, with progress."""
    by_text = embed(list(dict.fromkeys(texts)), given.advisor.encoder, {}, given.progress)
    return np.stack([by_text[text] for text in texts])


def _passage(name: str, title: str, text: str) -> Passage:
    span = Span(0, len(text))
    return Passage(name, name, None, "", title, None, span, text, (span,))
