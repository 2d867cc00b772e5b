"""Questions for training, with what the product's search finds for them: over the articles, and over documents.

`corpus/asked` holds questions on the articles, `training/asked` questions on the documents of training/cases, each
written beside the sentence that answers it or nearly does.
"""

import re
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from advisor.answers.relevance import Key, in_place, likeliest
from advisor.jsonl import read_lines
from advisor.passages import Passage, plain
from advisor.search import Asked, Contents, Hit, HybridSearch, read_asked
from advisor.search.encoder import Matrix
from advisor.settings import CORPUS
from advisor.wiring import Advisor
from eval.written import read_sources, write

_HERE = Path(__file__).parent
_HITS = 10  # passages looked at for a question, as in use
_DEEP = 40  # sentences kept of them, those most like the question first
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True)
class Put:
    """A question put to passages: why it is (not) answered, what was found, and the sentence it was written beside.

    `right` is a sentence that answers it, `beside` the one it was written beside; both in their place, or empty.
    """

    question: str
    kind: str
    author: str
    vector: Matrix
    search: HybridSearch
    hits: tuple[Hit, ...]
    found: tuple[tuple[Key, str], ...]
    sections: tuple[str, ...] = ()
    right: str = ""
    beside: str = ""


def searches_without(advisor: Advisor, questions: Collection[str], *, all_questions: bool = False) -> HybridSearch:
    """The product's search as if these questions (or none at all) were known: no question may find itself."""
    index = advisor.open()
    left_out = set(questions)
    entries = tuple(
        e for e in index.contents.entries if e.kind != "question" or not (all_questions or e.text in left_out)
    )
    contents = Contents(index.contents.documents, index.contents.passages, entries)
    return HybridSearch(contents, index.vectors, advisor.encoder)


def on_articles(advisor: Advisor, *, bare: bool) -> list[Put]:
    """The questions of corpus/asked, each author's searched without their own; `bare`: without any known question."""
    asked = read_asked(CORPUS / "asked")
    vectors = advisor.encoder.encode([row.question for row in asked])
    of_section: dict[str | None, list[str]] = {}
    for passage in advisor.open().contents.passages:
        of_section.setdefault(passage.section, []).extend(in_place(passage, span) for span in passage.sentences)
    found: list[Put] = []
    search = searches_without(advisor, [], all_questions=True)
    for author in dict.fromkeys(row.author for row in asked):
        own = [(row, vector) for row, vector in zip(asked, vectors, strict=True) if row.author == author]
        if not bare:
            search = searches_without(advisor, [row.question for row, _ in own])
        found += [_on_article(row, vector, search, of_section) for row, vector in own]
    return found


def put_to(search: HybridSearch, question: str, vector: Matrix) -> Put:
    """A question of which nothing is known, put to a search."""
    return Put(question, "", "", vector, search, *_found(question, vector, search))


def _on_article(
    row: Asked, vector: Matrix, search: HybridSearch, of_section: Mapping[str | None, Sequence[str]]
) -> Put:
    hits, found = _found(row.question, vector, search)
    beside = ""
    if row.beside:
        section, number = row.beside.rsplit("/", 1)
        beside = of_section[section][int(number)]
    own = [text for (passage, _), text in found if search.passages[passage].section in row.sections]
    right = (beside or next(iter(own), "")) if row.kind == "answered" else ""
    return Put(row.question, row.kind, row.author, vector, search, hits, found, row.sections, right, beside)


def on_documents(advisor: Advisor) -> list[Put]:
    """The questions of training/asked, each put to all documents of its case."""
    rows = [
        (f"documents-{path.stem}", row)
        for path in sorted((_HERE / "asked").glob("*.jsonl"))
        for _, row in read_lines(path)
    ]
    found: list[Put] = []
    for case in dict.fromkeys(row["case"] for _, row in rows):
        with tempfile.TemporaryDirectory() as place:
            files = [write(source, Path(place)) for source in read_sources(_HERE / "cases" / case)]
            search = advisor.search_of(files)
        for author, row in rows:
            if row["case"] == case:
                found += _on_document(advisor, search, author, row)
    return found


def _on_document(
    advisor: Advisor, search: HybridSearch, author: str, row: Mapping[str, str | list[str]]
) -> Iterator[Put]:
    file, sentence = str(row["file"]).removesuffix(".md"), str(row["sentence"])
    beside = _most_like(sentence, [p for p in search.passages.values() if p.document == file])
    for kind in ("answered", "near_miss"):
        questions = [str(question) for question in row[kind]]
        for question, vector in zip(questions, advisor.encoder.encode(questions), strict=True):
            hits, found = _found(question, vector, search)
            right = beside if kind == "answered" else ""
            yield Put(question, kind, author, vector, search, hits, found, right=right, beside=beside)


def _found(question: str, vector: Matrix, search: HybridSearch) -> tuple[tuple[Hit, ...], tuple[tuple[Key, str], ...]]:
    hits = tuple(search.hits_of([question], vector[None], _HITS))
    evidence = search.evidence([hit.passage for hit in hits])
    return hits, tuple(likeliest(vector[None], hits, evidence, _DEEP))


def _most_like(sentence: str, passages: Sequence[Passage]) -> str:
    """The sentence of the passages that has most words in common with a copied one, in its place; empty where none."""
    wanted = set(_WORDS.findall(sentence.lower()))
    best, text = 0.5, ""
    for passage in passages:
        for span in passage.sentences:
            words = set(_WORDS.findall(plain(passage.sentence(span)).lower()))
            alike = len(words & wanted) / max(1, len(words | wanted))
            if alike > best:
                best, text = alike, in_place(passage, span)
    return text


def vectors_of(puts: Sequence[Put]) -> Matrix:
    """The vectors of the questions, shape (questions, dimensions)."""
    return np.stack([put.vector for put in puts])
