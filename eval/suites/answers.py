"""Suite `answers`: what can be answered is answered from the right section, and the rest is declined.

Beside the product: the most similar passage as the answer, never abstaining.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from advisor.answers import Answer, stands
from advisor.conversation import Questions
from advisor.errors import AdvisorError
from advisor.passages import read_document
from advisor.wiring import Advisor
from eval.datasets import BENCHMARKS, Malformed, Question, questions
from eval.metrics import mean, mentions, precision_recall, share
from eval.types import Case, Result, Run

OWN = BENCHMARKS / "answers" / "test"


@dataclass(frozen=True)
class Outcome:
    """What one system gave for one question."""

    answered: bool
    sections: tuple[str, ...]
    quotes: tuple[bool, ...]
    text: str
    shown: Any


def run(given: Run) -> list[Result]:
    """Run the suite on questions.jsonl of a folder (default: the project's test split)."""
    folder = given.dataset or OWN
    systems: dict[str, Callable[[Question], Outcome]] = {
        "product": Product(given.advisor).answer,
        "nearest passage": Nearest(given.advisor).answer,
    }
    rows = questions(folder)
    outcomes: dict[str, list[tuple[Question, Outcome]]] = defaultdict(list)
    cases: list[Case] = []
    for number, row in enumerate(rows):
        given.progress(number / len(rows), f"answers: {row.id}")
        if isinstance(row, Malformed):
            cases.append(Case(row.id, "malformed", "", None, None, None, row.problem))
            continue
        for name, answer in systems.items():
            try:
                outcome = answer(row)
            except Exception as error:  # whatever it is: a case that crashed is unscored and counted
                if name == "product":
                    what = str(error) if isinstance(error, AdvisorError) else f"{type(error).__name__}: {error}"
                    cases.append(Case(row.id, row.kind, row.question, _expected(row), None, None, what))
                continue
            outcomes[name].append((row, outcome))
            if name == "product":
                got = _right(row, outcome)
                cases.append(Case(row.id, row.kind, row.question, _expected(row), outcome.shown, got))
    result = Result(
        "answers",
        _name(folder),
        {name: figures(found) for name, found in outcomes.items()},
        tuple(cases),
        {"by kind": by_kind(outcomes["product"])},
    )
    return [result]


class Product:
    """The product's answers; documents that several questions share are read once."""

    def __init__(self, advisor: Advisor) -> None:
        self._advisor = advisor
        self._askers: dict[tuple[Path, ...], Questions] = {}

    def answer(self, row: Question) -> Outcome:
        """Ask the product."""
        if row.documents not in self._askers:
            self._askers[row.documents] = self._advisor.asker(row.documents)
        answer = self._askers[row.documents].last([*row.turns, row.question]).as_answer(row.question)
        known = dict(self._advisor.search.documents)
        known |= {d.id: d for d in map(read_document, row.documents)}
        cited = [c.section or c.source for c in answer.citations if c.number in _used(answer)]
        return Outcome(
            answered=not answer.abstained,
            sections=tuple(dict.fromkeys(cited)),
            quotes=tuple(stands(c, known) for c in answer.citations),
            text=" ".join([answer.text, *(p.text for d in answer.differences for p in d.positions)]),
            shown=answer.to_dict(),
        )


class Nearest:
    """The plain way: the passage whose vector is most similar is the answer, whatever was asked."""

    def __init__(self, advisor: Advisor) -> None:
        contents = advisor.open().contents
        self._passages, self._encoder = contents.passages, advisor.encoder
        self._vectors = advisor.encoder.encode([passage.text for passage in contents.passages])

    def answer(self, row: Question) -> Outcome:
        """The nearest passage of the articles."""
        vector = self._encoder.encode([row.question])[0]
        best = self._passages[int((self._vectors @ vector).argmax())]
        return Outcome(True, (best.section or best.document,), (), best.text, best.text)


def figures(found: Sequence[tuple[Question, Outcome]]) -> dict[str, float | None]:
    """The suite's figures. "cited" and "mentions" are over the answerable questions that were answered."""
    answerable = [(row, outcome) for row, outcome in found if row.answerable]
    answered = [(row, outcome) for row, outcome in answerable if outcome.answered]
    sectioned = [(row, outcome) for row, outcome in answered if row.sections]
    declined = [row for row, outcome in found if not outcome.answered]
    not_answerable = [outcome for row, outcome in found if not row.answerable]
    pairs = [precision_recall(outcome.sections, row.sections) for row, outcome in sectioned]
    mentioned = [m for row, outcome in answered if (m := mentions(outcome.text, row.must_mention)) is not None]
    return {
        "answer rate": share([outcome.answered for _, outcome in answerable]),
        "a cited section is right": share([bool(set(o.sections) & set(r.sections)) for r, o in sectioned]),
        "first cited section is right": share(
            [o.sections[:1] != () and o.sections[0] in r.sections for r, o in sectioned]
        ),
        "cited-section precision": mean([precision for precision, _ in pairs]),
        "cited-section recall": mean([recall for _, recall in pairs]),
        "abstention precision": share([not row.answerable for row in declined]),
        "abstention recall": share([not outcome.answered for outcome in not_answerable]),
        "quotes that stand": share([ok for _, outcome in found for ok in outcome.quotes]),
        "mentions": mean(mentioned),
    }


def by_kind(found: Sequence[tuple[Question, Outcome]]) -> dict[str, dict[str, float | None]]:
    """For each kind: how many, how many were answered, and in how many of those a cited section is right."""
    kinds: dict[str, list[tuple[Question, Outcome]]] = defaultdict(list)
    for row, outcome in found:
        kinds[row.kind].append((row, outcome))
    return {
        kind: {
            "questions": float(len(rows)),
            "answered": share([outcome.answered for _, outcome in rows]),
            "right": share([bool(set(o.sections) & set(r.sections)) for r, o in rows if o.answered and r.sections]),
            "mentions": mean(
                [m for r, o in rows if o.answered and (m := mentions(o.text, r.must_mention)) is not None]
            ),
        }
        for kind, rows in sorted(kinds.items())
    }


def _used(answer: Answer) -> set[int]:
    return {n for sentence in answer.sentences for n in sentence.citations}


def _expected(row: Question) -> dict[str, Any]:
    return {"answerable": row.answerable, "sections": row.sections, "must_mention": row.must_mention}


def _right(row: Question, outcome: Outcome) -> bool:
    if not row.answerable or not outcome.answered:
        return row.answerable == outcome.answered
    return bool(set(outcome.sections) & set(row.sections)) or not row.sections


def _name(folder: Path) -> str:
    return f"{folder.parent.name}/{folder.name}" if folder.is_relative_to(BENCHMARKS) else folder.name
