"""Suite `scale`: how times and memory grow, with pages and criteria of an analysis and with passages to search.

Measured in processes of their own, the models loaded. Documents are PDFs put together from the pages of the gaps
benchmark. Passages are three sentences of the index each, drawn at random, with the mean of their vectors; the index
holds each sentence as well, as that of the articles does, up to 10,000 passages. Beside it
the plain stack (eval.plain): one query to Chroma for each criterion and file, and the nearest passages to a question.
"""

import hashlib
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np

from advisor.answers import Answerer
from advisor.documents import units
from advisor.documents.analyse import candidates
from advisor.framework import Dimension, Framework
from advisor.judging import Nearness
from advisor.passages import Document, Page, Passage, Span, read_documents
from advisor.search import Contents, HybridSearch, MemoryVectors, text_entries
from advisor.search.encoder import Matrix
from advisor.search.entries import text_id
from advisor.search.store import ChromaVectors
from advisor.settings import PROJECT
from advisor.wiring import Advisor
from eval.child import plain
from eval.datasets import BENCHMARKS, Question, questions
from eval.memory import Peak
from eval.metrics import median, percentile
from eval.plain import timed
from eval.suites.answers import OWN
from eval.suites.latency import ratios
from eval.types import PLAIN, PRODUCT, RATIO, Case, Points, Result, Run

_PAGES = (10, 30, 100, 300, 1000)
_CRITERIA = (10, 40)  # of our 77, with _FEW pages
_FEW = 30
_FILE = 10  # pages of a file, where there are several
_FILES = (3, 30)
_PASSAGES = (300, 1_000, 3_000, 10_000, 30_000, 100_000)
_DEPTH = 300  # vectors that the product's search looks at
_ASKED = 40
_WARM = 5
_TEXT = 100  # passages of a document
_WITH_SENTENCES = 10_000  # passages up to which each sentence is in the index too
_BUILD = "20000101000000-00000000"


def run(given: Run) -> list[Result]:
    """Measure, in children: first the analysis, then the search."""
    given.progress(0.0, "scale: documents of 10 to 1,000 pages")
    pages = _child("pages")
    given.progress(0.4, "scale: files, beside one query for each criterion and file")
    files = _child("files")
    given.progress(0.6, "scale: 300 to 100,000 passages")
    grown = _child("passages")
    figures: dict[str, float | None] = {}
    peer: dict[str, float | None] = {}
    for row in pages:
        name = f"{row['pages']} pages, {row['criteria']} criteria"
        figures[f"{name}, s"] = row["seconds"]
        figures[f"{name}, pages/s"] = row["pages"] / row["seconds"]
    for row in files:
        name = f"{row['files']} files of {_FILE} pages"
        figures[f"{name}, analysed, s"], peer[f"{name}, passages found, s"] = row["seconds"], row["plain"]
        figures[f"{name}, passages found, s"] = row["found"]
    figures["peak memory of an analysis, MB"] = max(row["megabytes"] for row in [*pages, *files])
    for row in grown:
        for kind in ("search", "answer"):
            for part, of in (("p50", median), ("p95", lambda each: percentile(each, 95))):
                name = f"{row['passages']} passages, {kind} {part}, ms"
                figures[name] = of([1000 * seconds for seconds in row[kind]])
                peer[name] = of([1000 * seconds for seconds in row["plain"]])
    figures[f"peak memory at {grown[-1]['passages']} passages, MB"] = grown[-1]["megabytes"]
    cases = [Case(f"{r['pages']} pages, {r['criteria']} criteria", "analysis", "", None, r, None) for r in pages]
    cases += [Case(f"{r['files']} files", "analysis", "", None, r, None) for r in files]
    cases += [Case(f"{r['passages']} passages", "search", "", None, _without_times(r), None) for r in grown]
    measured = {PRODUCT: figures, PLAIN: peer, RATIO: ratios(figures, peer)}
    return [Result("scale", "this machine", tuple(cases), measured=measured, growth=growth(pages, files, grown))]


def growth(
    pages: Sequence[dict[str, Any]], files: Sequence[dict[str, Any]], grown: Sequence[dict[str, Any]]
) -> dict[str, dict[str, Points]]:
    """What the plots show: by title and system, the points."""
    most = max(row["criteria"] for row in pages)
    of_search: dict[str, Callable[[dict[str, Any]], float]] = {
        "product": lambda row: median(row["search"]) or 0.0,
        "product, whole answer": lambda row: median(row["answer"]) or 0.0,
        PLAIN: lambda row: median(row["plain"]) or 0.0,
    }
    of_vectors: dict[str, Callable[[dict[str, Any]], float]] = {
        "all compared": lambda row: median(row["exact"]) or 0.0,
        "Chroma's graph": lambda row: median(row["graph"]) or 0.0,
    }
    return {
        "Analysis: seconds by pages": {
            "product": tuple((row["pages"], row["seconds"]) for row in pages if row["criteria"] == most),
            PLAIN: tuple((row["files"] * _FILE, row["plain"]) for row in files),
        },
        "A question: milliseconds (median) by passages": {
            name: tuple((row["passages"], 1000 * of(row)) for row in grown) for name, of in of_search.items()
        },
        "Nearest of all: milliseconds (median) by vectors": {
            name: tuple((row["vectors"], 1000 * of(row)) for row in grown) for name, of in of_vectors.items()
        },
    }


def _without_times(row: dict[str, Any]) -> dict[str, Any]:
    return {name: median(value) if isinstance(value, list) else value for name, value in row.items()}


def _child(what: str) -> list[dict[str, Any]]:
    command = [sys.executable, "-c", f"from eval.suites.scale import main; main({what!r})"]
    done = subprocess.run(  # noqa: S603 - our own code
        command, check=True, cwd=PROJECT, stdout=subprocess.PIPE, text=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def pdf_of(pages: int, path: Path, begin: int = 0) -> None:
    """Write a PDF of so many pages, taken in turn from those of the gaps benchmark, from its document `begin` on."""
    import pypdfium2

    paths = sorted((BENCHMARKS / "gaps").glob("*/cases/*/*.pdf"))
    begin %= len(paths)
    sources = [pypdfium2.PdfDocument(source) for source in paths[begin:] + paths[:begin]]
    made = pypdfium2.PdfDocument.new()
    for source in cycle(sources):
        if len(made) == pages:
            break
        made.import_pages(source, list(range(min(len(source), pages - len(made)))))
    made.save(path)


def first(framework: Framework, count: int) -> Framework:
    """A framework of the first criteria of another."""
    return Framework(dimensions=(Dimension(id="some", criteria=framework.criteria[:count]),))


def passages_of(sentences: Sequence[str], vectors: Matrix, count: int) -> tuple[Contents, Matrix]:
    """So many passages of three sentences each, none twice, and their vectors; the same for the same count or less."""
    draw = random.Random(0)  # noqa: S311 - no secret hangs on it
    found: list[Passage] = []
    chosen: list[tuple[int, ...]] = []
    known: set[tuple[int, ...]] = set()
    documents: list[Document] = []
    while len(found) < count:
        name = f"document-{len(documents)}"
        pages: list[Page] = []
        here = min(_TEXT, count - len(found))
        while len(pages) < here:
            three = tuple(draw.sample(range(len(sentences)), 3))
            if three in known:
                continue
            known.add(three)
            chosen.append(three)
            number = len(pages) + 1
            text = " ".join(sentences[n] for n in three)
            spans, start = [], 0
            for n in three:
                spans.append(Span(start, start + len(sentences[n])))
                start += len(sentences[n]) + 1
            pages.append(Page(number, text))
            place = f"{name}#{number}"
            found.append(Passage(place, name, None, "", "Notes", number, Span(0, len(text)), text, tuple(spans)))
        sha256 = hashlib.sha256(name.encode()).hexdigest()
        documents.append(Document(name, "document", f"{name}.txt", "Notes", sha256, tuple(pages), ()))
    mean = vectors[np.asarray(chosen)].mean(axis=1)
    mean /= np.linalg.norm(mean, axis=1, keepdims=True)
    contents = Contents(tuple(documents), tuple(found), tuple(text_entries(found, sentences=False)))
    return contents, np.asarray(mean, np.float32)


def main(what: str) -> None:
    """Print a line of JSON for each size."""
    advisor = Advisor()
    advisor.open()
    with tempfile.TemporaryDirectory() as place:
        for row in {"pages": _pages, "files": _files, "passages": _passages}[what](advisor, Path(place)):
            print(json.dumps(row), flush=True)


def _analysed(advisor: Advisor, paths: Sequence[Path], own: Path | None = None) -> dict[str, Any]:
    begun = time.perf_counter()
    with Peak() as peak:
        advisor.analyse(paths, own)
    return {"seconds": round(time.perf_counter() - begun, 2), "megabytes": round(peak.megabytes)}


def _pages(advisor: Advisor, place: Path) -> Any:
    whole = len(advisor.framework.criteria)
    paths = {pages: place / f"{pages}.pdf" for pages in _PAGES}
    for pages, path in paths.items():
        pdf_of(pages, path)
    advisor.analyse([paths[_PAGES[0]]])  # the models are loaded, as they are in a running app
    for pages, criteria in sorted({*((pages, whole) for pages in _PAGES), *((_FEW, n) for n in _CRITERIA)}):
        own = None
        if criteria != whole:
            own = place / f"{criteria}.yaml"
            own.write_text(first(advisor.framework, criteria).model_dump_json(exclude_none=True), encoding="utf-8")
        yield {"pages": pages, "criteria": criteria, **_analysed(advisor, [paths[pages]], own)}


def _files(advisor: Advisor, place: Path) -> Any:
    paths = [place / f"{number}.pdf" for number in range(max(_FILES))]
    for number, path in enumerate(paths):
        pdf_of(_FILE, path, number)
    advisor.analyse(paths[:1])
    criteria = [criterion.satisfied for criterion in advisor.framework.criteria]
    for count in _FILES:
        ours = _analysed(advisor, paths[:count])
        found_in = _found(advisor, paths[:count])
        given = {"files": [str(path) for path in paths[:count]], "criteria": criteria}
        _, found = plain("analyse", place / f"plain-{count}", given)
        yield {"files": count, **ours, "found": round(found_in, 2), "plain": round(found["seconds"], 2)}


def _found(advisor: Advisor, paths: Sequence[Path]) -> float:
    """Seconds that it takes to find, in the text of files, the passages for each criterion."""
    documents = [document for document in read_documents(paths) if isinstance(document, Document)]
    finder = advisor.criteria_finder
    nearness = Nearness(advisor.framework, finder, finder.regression)
    begun = time.perf_counter()
    of_all = [unit for document in documents for unit in units(document)]
    texts = [unit.titled for unit in of_all]
    candidates(nearness.scores(texts, finder.encode(texts)))
    return time.perf_counter() - begun


def _passages(advisor: Advisor, place: Path) -> Any:
    entries = advisor.open().contents.entries
    sentences = sorted({entry.text for entry in entries if entry.kind == "sentence" and len(entry.text) > 40})
    of_sentences = advisor.encoder.encode(sentences)
    everything, vectors = passages_of(sentences, of_sentences, max(_PASSAGES))
    asked = [row.question for row in questions(OWN[0]) if isinstance(row, Question)][:_ASKED]
    plain_folder = place / "plain"
    plain_folder.mkdir()
    np.save(plain_folder / "vectors.npy", vectors)
    texts = [passage.text for passage in everything.passages]
    _, found = plain("grow", plain_folder, {"texts": texts, "sizes": _PASSAGES, "questions": asked})
    advisor.warm()
    for number, size in enumerate(_PASSAGES):
        contents, some = passages_of(sentences, of_sentences, size)
        ids = [entry.vector_id for entry in contents.entries]
        kept = dict(zip(ids, some, strict=True))
        if size <= _WITH_SENTENCES:
            contents = replace(contents, entries=tuple(text_entries(contents.passages)))
            of_text = dict(zip(map(text_id, sentences), of_sentences, strict=True))
            kept |= {e.vector_id: of_text[e.vector_id] for e in contents.entries if e.kind == "sentence"}
        vectors_of = ChromaVectors(str(place / str(size)), f"{_BUILD[:-1]}{number}", create=True)
        matrix = np.stack(list(kept.values()))
        vectors_of.add(list(kept), matrix)
        yield {
            "passages": size,
            "vectors": len(kept),
            **_nearest(vectors_of, MemoryVectors(list(kept), matrix), advisor.encoder.encode(asked)),
            **_answered(advisor, HybridSearch(contents, vectors_of, advisor.encoder), asked),
            "plain": found["each"][str(size)],
        }  # fmt: skip


def _nearest(graph: ChromaVectors, exact: MemoryVectors, queries: Matrix) -> dict[str, Any]:
    """Seconds of each search for the nearest vectors, as deep as the product's, and what the graph finds of ten."""
    return {
        "exact": timed(lambda query: exact.nearest(query[None], _DEPTH), queries),
        "graph": timed(lambda query: graph.approximate(query[None], _DEPTH), queries),
        "graph finds": shared(exact.nearest(queries, 10), graph.approximate(queries, 10)),
    }


def _answered(advisor: Advisor, search: HybridSearch, asked: Sequence[str]) -> dict[str, Any]:
    """Seconds of each search and of each answer."""
    with Peak() as peak:
        answerer = Answerer(search, advisor.encoder, advisor.relevance)
        for question in asked[-_WARM:]:
            answerer.answer(question)
        rows = {
            "search": timed(lambda question: search.hits([question], 5), asked[:-_WARM]),
            "answer": timed(answerer.answer, asked[:-_WARM]),
        }
    return {"megabytes": round(peak.megabytes), **rows}


def shared(one: Sequence[Sequence[tuple[str, float]]], other: Sequence[Sequence[tuple[str, float]]]) -> float:
    """Of what is nearest by the first, for each query, the share that the other has too."""
    pairs = zip(one, other, strict=True)
    return float(np.mean([len({n for n, _ in a} & {n for n, _ in b}) / max(1, len(a)) for a, b in pairs]))
