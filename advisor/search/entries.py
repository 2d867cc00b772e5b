"""What is embedded for a passage: the passage under its titles, each sentence, and the questions that it answers.

An entry's id is the hash of its text: vectors are shared between equal texts and are reused as long
as the text stays as it is.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from advisor.errors import CorpusError
from advisor.jsonl import read_lines
from advisor.passages import Passage, plain
from advisor.search.encoder import Matrix
from advisor.yamls import read_yaml

EntryKind = Literal["passage", "sentence", "question", "position"]


def text_id(text: str) -> str:
    """The id under which a text's vector is kept."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Entry:
    """One embedded text of a passage; `position`: its place among the passage's sentences or section's questions."""

    passage: str
    kind: EntryKind
    position: int
    text: str

    @property
    def vector_id(self) -> str:
        """The id of its vector: the same for equal texts."""
        return text_id(self.text)


def text_entries(passages: Iterable[Passage], *, sentences: bool = True) -> list[Entry]:
    """Entries of the passages' own text, with or without each sentence by itself."""
    found = []
    for passage in passages:
        found.append(Entry(passage.id, "passage", 0, passage.titled))
        if sentences:
            found += sentence_entries(passage)
    return found


def sentence_entries(passage: Passage) -> list[Entry]:
    """An entry for each sentence of a passage, in order."""
    return [
        Entry(passage.id, "sentence", number, plain(passage.sentence(span)))
        for number, span in enumerate(passage.sentences)
    ]


def asked_entries(
    kind: EntryKind,
    passages: Sequence[Passage],
    questions: Mapping[str, Sequence[str]],
    vectors: Mapping[str, Matrix],
) -> list[Entry]:
    """Each section's questions, each given to the passage of that section which answers it most likely.

    `vectors` holds the vector of every question and of every sentence, by text. A section that no
    passage has (other articles are indexed) is left out.
    """
    by_section: dict[str, list[Passage]] = {}
    for passage in passages:
        if passage.section:
            by_section.setdefault(passage.section, []).append(passage)
    found = []
    for section, asked in questions.items():
        candidates = by_section.get(section, [])
        for number, question in enumerate(asked if candidates else ()):
            best = max(candidates, key=lambda passage: _best_sentence(passage, vectors[question], vectors))
            found.append(Entry(best.id, kind, number, question))
    return found


def _best_sentence(passage: Passage, question: Matrix, vectors: Mapping[str, Matrix]) -> float:
    return max(float(np.dot(vectors[plain(passage.sentence(span))], question)) for span in passage.sentences)


def read_questions(folder: Path) -> dict[str, list[str]]:
    """`corpus/questions/<article>.yaml` -> {"article#section": [question, ...]}. Raises CorpusError naming the file."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.yaml")):
        data = read_yaml(path)
        if not isinstance(data, dict):
            raise CorpusError(f"{path.name}: must map section ids to lists of questions.")
        for section, questions in data.items():
            if not isinstance(questions, list) or not all(isinstance(q, str) and q.strip() for q in questions):
                raise CorpusError(f"{path.name}: {section}: must be a list of questions, each in quotes.")
            found[f"{path.stem}#{section}"] = questions
    return found


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that people ask, with the sections that answer it; `kind` says why none does.

    `beside` is the sentence that it was written beside, as "section/number": one that answers it, or only nearly.
    """

    question: str
    kind: str
    sections: tuple[str, ...]
    author: str
    beside: str = ""


def read_asked(folder: Path) -> list[Asked]:
    """`corpus/asked/*.jsonl`, one labelled question a line. Raises CorpusError naming file and line."""
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, row in read_lines(path):
            try:
                kind, sections = row["kind"], tuple(row["sections"])
                found.append(Asked(row["question"], kind, sections, path.stem, row.get("beside", "")))
            except (KeyError, TypeError):
                raise CorpusError(
                    f'{path.name}, line {number}: needs "question", "kind" and "sections"; see corpus/README.md.'
                ) from None
    return found


def by_section(asked: Iterable[Asked]) -> dict[str, list[str]]:
    """The questions that are answered, under each of their sections."""
    found: dict[str, list[str]] = {}
    for row in asked:
        for section in row.sections:
            found.setdefault(section, []).append(row.question)
    return found
