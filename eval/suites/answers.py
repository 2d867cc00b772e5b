"""Suite `answers`: what can be answered is answered from the right section, and the rest is declined.

Beside the product: the most similar passage as the answer, never abstaining. Where the settings name a chat model, the
product phrases with it, and "composed" is the same without it.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from advisor.answers import Answer, Citation, stands, supported
from advisor.conversation import Questions
from advisor.passages import Document, Passage, read_document, told_apart
from advisor.search.encoder import Matrix
from advisor.wiring import Advisor
from eval.attempt import Unscored
from eval.datasets import BENCHMARKS, Malformed, Question, name_of, questions
from eval.metrics import Counts, Metric, citation_scores, figures_of, mentions, precision_recall, ratio
from eval.raters import Rater
from eval.types import PRODUCT, Case, Result, Run, Table

OWN = tuple(BENCHMARKS / name / "test" for name in ("answers", "followups", "documents"))
METRICS: Mapping[str, Metric] = {
    "answer rate": ratio("answered", "answerable", about="of the answerable questions, the share answered"),
    "a cited section is right": ratio("right section", "sectioned", about="of those answered that have right sections"),
    "first cited section is right": ratio("right section first", "sectioned", about="likewise, of the first alone"),
    "cited-section precision": ratio("section precision", "sectioned", about="of the cited sections, the right ones"),
    "cited-section recall": ratio("section recall", "sectioned", about="of the right sections, the cited ones"),
    "abstention precision": ratio("rightly declined", "declined", about="of the declined, the share not answerable"),
    "abstention recall": ratio("rightly declined", "not answerable", about="of the not answerable, the share declined"),
    "drift declined": ratio(
        "drift declined", "drift", about="of what is not answerable in a follow-up, the share declined"
    ),
    "quotes that stand": ratio("quotes standing", "quotes", about="letter for letter at their span of the file"),
    "sentences supported": ratio(
        "sentences supported", "sentences", about="citation recall: it says no more than what it cites (ALCE)"
    ),
    "citations needed": ratio(
        "citations needed", "citations", about="citation precision: it carries its sentence, alone or not (ALCE)"
    ),
    "mentions": ratio("mentioned", "to mention", about="of the facts to mention, the share mentioned"),
}  # fmt: skip
RATED: Mapping[str, Metric] = {
    "rated by a model: answers the question": ratio("rated answering", "rated"),
    "rated by a model: supported by its quotes": ratio("rated supported", "rated"),
    "rated by a model: no rating came": ratio("not rated", "to rate", better=0, about="of the answers, those unrated"),
}


@dataclass(frozen=True)
class Outcome:
    """What one system gave for one question."""

    answered: bool
    sections: tuple[str, ...]
    text: str
    shown: Any
    counts: Counts


def run(given: Run) -> list[Result]:
    """Run the suite on questions.jsonl of a folder (default: the project's test splits)."""
    return [_run(given, folder) for folder in ([given.dataset] if given.dataset else OWN)]


def _run(given: Run, folder: Path) -> Result:
    systems: dict[str, Callable[[Question], Outcome]] = {
        PRODUCT: Product(given.advisor).answer,
        "nearest passage": Nearest(given.advisor).answer,
    }
    if given.advisor.phraser is not None:
        plain = given.advisor.settings.model_copy(update={"chat_model": ""})
        own = given.advisor
        systems["composed"] = Product(Advisor(plain, own.encoder, own.reader, own.relevance)).answer
    rater = Rater(given.judge_model) if given.judge_model else None
    rows = questions(folder)
    cases: list[Case] = []
    for number, row in enumerate(rows):
        given.progress(number / len(rows), f"answers: {row.id}")
        if isinstance(row, Malformed):
            cases.append(Case(row.id, "malformed", "", None, None, None, row.problem))
            continue
        try:
            found = {name: given.attempt(row.where, answer, row) for name, answer in systems.items()}
            counts = {name: {**counts_of(row, outcome), **outcome.counts} for name, outcome in found.items()}
            if rater is not None and found[PRODUCT].answered:
                counts[PRODUCT] |= _rated(given, rater, row.where, found[PRODUCT].shown)
        except Unscored as error:
            cases.append(Case(row.id, row.kind, row.question, _expected(row), None, None, str(error)))
            continue
        got = found[PRODUCT]
        cases.append(Case(row.id, row.kind, _asked(row), _expected(row), got.shown, _right(row, got), counts=counts))
    metrics = {**METRICS, **(RATED if rater else {})}
    return Result("answers", name_of(folder), tuple(cases), metrics, tables={"by kind": by_kind(cases)})


def _rated(given: Run, rater: Rater, where: str, shown: Any) -> Counts:
    """What the rating adds; where none comes, that is counted, and the figures of the product stay as they are."""
    try:
        return {"to rate": 1.0, **given.attempt(where, rater.rate, shown)}
    except Unscored:
        return {"to rate": 1.0, "not rated": 1.0}


class Product:
    """The product's answers; documents that several questions share are read once."""

    def __init__(self, advisor: Advisor) -> None:
        self._advisor = advisor
        self._askers: dict[tuple[Path, ...], tuple[Questions, dict[str, Document]]] = {}

    def answer(self, row: Question) -> Outcome:
        """Ask the product."""
        if row.documents not in self._askers:
            read = {d.id: d for d in told_apart([read_document(path) for path in row.documents])}
            self._askers[row.documents] = self._advisor.asker(row.documents), read
        asker, read = self._askers[row.documents]
        answer = asker.last([*row.turns, row.question]).as_answer(row.question)
        known = {**self._advisor.search.documents, **read}
        cited = [c.section or c.source for c in answer.citations if c.number in _used(answer)]
        standing = [stands(citation, known) for citation in answer.citations]
        return Outcome(
            answered=not answer.abstained,
            sections=tuple(dict.fromkeys(cited)),
            text=" ".join([answer.text, *(p.text for d in answer.differences for p in d.positions)]),
            shown=answer.to_dict(),
            counts={"quotes": len(standing), "quotes standing": sum(standing), **grounded(answer)},
        )


class Nearest:
    """The plain way: the passage whose vector is most similar is the answer, whatever was asked."""

    def __init__(self, advisor: Advisor) -> None:
        self._advisor = advisor
        self._known: dict[tuple[Path, ...], tuple[list[Passage], Matrix]] = {}

    def answer(self, row: Question) -> Outcome:
        """The nearest passage of the articles, or of the documents that come with the question."""
        encoder = self._advisor.encoder
        if row.documents not in self._known:
            found = self._advisor.search_of(row.documents) if row.documents else self._advisor.search
            passages = list(found.passages.values())
            self._known[row.documents] = passages, encoder.encode([passage.text for passage in passages])
        passages, vectors = self._known[row.documents]
        best = passages[int((vectors @ encoder.encode([row.question])[0]).argmax())]
        return Outcome(True, (best.section or best.document,), best.text, best.text, {})


def grounded(answer: Answer) -> Counts:
    """Which sentences are supported by what they cite, and which of their citations are needed."""
    by_number = {citation.number: citation for citation in answer.citations}
    recall: list[float] = []
    precision: list[float] = []
    for sentence in answer.sentences:
        cited = [by_number[n] for n in sentence.citations if n in by_number]
        quotes = {citation.quote: citation for citation in cited}

        def holds(some: object, text: str = sentence.text, quotes: Mapping[str, Citation] = quotes) -> bool:
            assert isinstance(some, list)
            return supported(text, [quotes[quote] for quote in some])

        of_sentence, of_citations = citation_scores(list(quotes), holds)
        recall.append(of_sentence)
        precision += of_citations
    return {
        "sentences": len(recall),
        "sentences supported": sum(recall),
        "citations": len(precision),
        "citations needed": sum(precision),
    }


def counts_of(row: Question, outcome: Outcome) -> dict[str, float]:
    """What a question adds to the figures."""
    answered = outcome.answered
    counts = {
        "answerable": row.answerable,
        "answered": row.answerable and answered,
        "not answerable": not row.answerable,
        "declined": not answered,
        "rightly declined": not row.answerable and not answered,
        "drift": bool(row.turns) and not row.answerable,
        "drift declined": bool(row.turns) and not row.answerable and not answered,
    }
    found = {name: float(value) for name, value in counts.items()}
    if row.answerable and answered and row.sections:
        precision, recall = precision_recall(outcome.sections, row.sections)
        found |= {
            "sectioned": 1.0,
            "right section": float(bool(set(outcome.sections) & set(row.sections))),
            "right section first": float(outcome.sections[:1] != () and outcome.sections[0] in row.sections),
            "section precision": precision,
            "section recall": recall,
        }
    if row.answerable and answered and (share := mentions(outcome.text, row.must_mention)) is not None:
        found |= {"to mention": 1.0, "mentioned": share}
    return found


def by_kind(cases: list[Case]) -> Table:
    """For each kind: how many, how many were answered, in how many of those a cited section is right, mentions."""
    kinds: dict[str, list[Counts]] = defaultdict(list)
    for case in cases:
        if case.error is None:
            kinds[case.kind].append(case.counts[PRODUCT])
    metrics = {
        "answered": Metric(lambda by: (by["answerable"] + by["not answerable"] - by["declined"]) / by["questions"]),
        "right": METRICS["a cited section is right"],
        "mentions": METRICS["mentions"],
    }
    return {
        kind: {
            "cases": float(len(rows)),
            **figures_of([{**row, "questions": 1.0} for row in rows], metrics),
        }
        for kind, rows in sorted(kinds.items())
    }


def _used(answer: Answer) -> set[int]:
    return {n for sentence in answer.sentences for n in sentence.citations}


def _asked(row: Question) -> str:
    return " / ".join([*row.turns, row.question])


def _expected(row: Question) -> dict[str, Any]:
    return {"answerable": row.answerable, "sections": row.sections, "must_mention": row.must_mention}


def _right(row: Question, outcome: Outcome) -> bool:
    if not row.answerable or not outcome.answered:
        return row.answerable == outcome.answered
    return bool(set(outcome.sections) & set(row.sections)) or not row.sections
