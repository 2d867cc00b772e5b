"""An analysis of documents as a whole: findings with citations, what follows from them, and what was found planted."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from typing import Any

from advisor.answers import Answer, Citation
from advisor.assessment import Assessment, Assessor
from advisor.documents.analyse import Analyst
from advisor.documents.basis import bases_of
from advisor.documents.screen import notices_by_document
from advisor.documents.store import Read
from advisor.documents.types import Evidence, Shown
from advisor.documents.units import units
from advisor.errors import DocumentError
from advisor.framework import Criterion
from advisor.passages import Document, Notice, split, told_apart

Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class Analysis:
    """What documents show, in the framework's order; `refused` says of files why they could not be read."""

    documents: tuple[Document, ...]
    refused: tuple[str, ...]
    shown: tuple[Shown, ...]
    assessment: Assessment
    guidance: Callable[[Criterion], Answer]

    def to_dict(self) -> dict[str, Any]:
        """The JSON shape of `advisor analyse`."""
        by_name = {document.id: document for document in self.documents}
        criteria = self.assessment.framework.by_id
        return {
            "documents": [_document(document) for document in self.documents],
            "refused": list(self.refused),
            "findings": [
                {
                    "criterion": shown.criterion,
                    "status": shown.status.value,
                    "confidence": round(shown.confidence, 4),
                    "why": shown.why,
                    "evidence": [_citation(e, by_name, n) for n, e in enumerate(shown.evidence, start=1)],
                    "against": [
                        _citation(e, by_name, n) for n, e in enumerate(shown.against, start=len(shown.evidence) + 1)
                    ],
                    "settles": criteria[shown.criterion].settles,
                }
                for shown in self.shown
            ],
            "gaps": [
                {
                    "criterion": gap.criterion.id,
                    "status": gap.status.value,
                    "severity": gap.criterion.severity.value,
                    "gate": gap.criterion.gate,
                    "action": gap.criterion.action,
                    "owner_role": gap.criterion.owner_role,
                    "horizon_days": gap.criterion.horizon_days,
                    "guidance": [asdict(c) for c in self.guidance(gap.criterion).citations],
                }
                for gap in self.assessment.gaps
            ],
            "patterns": [
                {
                    "pattern": found.pattern.id,
                    "name": found.pattern.name,
                    "holds": found.holds,
                    "criteria": list(found.pattern.criteria),
                    "guidance": self._pattern_guidance(found.pattern.unmet),
                }
                for found in self.assessment.patterns
            ],
            "decision": {
                "outcome": self.assessment.decision.outcome.value,
                "why": " ".join(self.assessment.decision.why),
                "blocking": list(self.assessment.decision.blocking),
            },
            "score": self._score(),
            "injections": [
                {"document": document.name, "page": notice.page, "quote": notice.quote, "kind": notice.kind}
                for document, notice in self.planted
            ],
        }

    @property
    def planted(self) -> list[tuple[Document, Notice]]:
        """What is hidden in documents or addresses the software, each with its document."""
        return [(document, n) for document in self.documents for n in document.notices if n.kind != "unread"]

    def _pattern_guidance(self, names: Sequence[str]) -> list[dict[str, Any]]:
        by_id = self.assessment.framework.by_id
        found: list[Citation] = [c for name in names[:1] for c in self.guidance(by_id[name]).citations]
        return [asdict(citation) for citation in found]

    def _score(self) -> dict[str, Any]:
        score = self.assessment.score
        return {
            "overall": score.overall.score,
            "coverage": score.overall.coverage,
            "by_dimension": {
                name: {"score": share.score, "coverage": share.coverage} for name, share in score.by_dimension.items()
            },
        }


def analysis_of(
    found: Sequence[Document | DocumentError],
    analyst: Analyst,
    assessor: Assessor,
    guidance: Callable[[Criterion], Answer],
    progress: Progress,
) -> Analysis:
    """The analysis of files that were read. Raises DocumentError where none could be."""
    documents = told_apart([one for one in found if isinstance(one, Document)])
    refused = [one for one in found if isinstance(one, DocumentError)]
    if not documents and refused:
        raise refused[0]
    read = []
    with ThreadPoolExecutor(1) as beside:  # the networks work on one document while the next is taken apart
        for number, document in enumerate(documents):
            progress(0.6 * number / len(documents), f"Looking through {document.name}")
            of_document = tuple(units(document))
            read.append((document, of_document, beside.submit(analyst.embed, of_document)))
    progress(0.6, f"Judging {len(analyst.framework.criteria)} criteria")
    judged = analyst.analyse([Read(document, parts, vectors.result()) for document, parts, vectors in read])
    bases = bases_of(judged.shown, {document.id: document.sha256 for document in documents})
    planted = notices_by_document(judged.planted, judged.foreign)
    documents = [replace(one, notices=(*one.notices, *planted[one.id])) for one in documents]
    progress(1.0, "Done")
    return Analysis(
        tuple(documents), tuple(str(error) for error in refused), judged.shown, assessor.assess(bases), guidance
    )


def _document(document: Document) -> dict[str, Any]:
    return {
        "name": document.name,
        "sha256": document.sha256,
        "pages": len(document.pages),
        "passages": len(split(document)),
        "warnings": [
            " ".join(filter(None, (n.text, f"“{n.quote}”" if n.quote else "", f"(page {n.page})" if n.page else "")))
            for n in document.notices
        ],
    }


def _citation(evidence: Evidence, documents: dict[str, Document], number: int) -> dict[str, Any]:
    unit = evidence.unit
    document = documents[unit.document]
    citation = Citation(
        number=number,
        source=document.id,
        title=document.title,
        section=None,
        page=unit.page,
        start=unit.span.start,
        end=unit.span.end,
        quote=unit.text,
        sha256=document.sha256,
        heading=unit.heading,
    )
    more = {"where": unit.where, "status": evidence.status.value, "confidence": round(evidence.confidence, 4)}
    return {**asdict(citation), **more}


def as_text(analysis: Analysis) -> str:
    """The analysis for a terminal: the decision, the gaps with their quotes, what is met, what is silent."""
    names = analysis.assessment.framework.by_id
    shown = {found.criterion: found for found in analysis.shown}
    decision = analysis.assessment.decision
    lines = [f"{decision.outcome.value.upper()}: {' '.join(decision.why)}", ""]
    for title, wanted in (("Gaps", True), ("In place", False)):
        lines.append(f"{title}:")
        for name, found in shown.items():
            if found.evidence and found.status.open is wanted:
                gate = " [gate]" if names[name].gate else ""
                lines.append(f"  {found.status.words}: {names[name].label}{gate} ({found.confidence:.0%} sure)")
                lines += [f"      “{_short(e.unit.text)}” {e.unit.document}{_page(e)}" for e in found.evidence[:1]]
                against = found.against[:1]
                lines += [f"      against it: “{_short(e.unit.text)}” {e.unit.document}{_page(e)}" for e in against]
    silent = [names[name] for name, found in shown.items() if not found.evidence]
    lines.append(f"Silent, so not known ({len(silent)}):")
    lines += [f"  {c.label}: {c.settles}" for c in sorted(silent, key=lambda c: (not c.gate, c.severity.rank))]
    for document in analysis.documents:
        lines += [f"Warning: {document.name}: {n.text} {_short(n.quote)}".rstrip() for n in document.notices]
    lines += [f"Not read: {line}" for line in analysis.refused]
    return "\n".join("".join(c for c in line if c.isprintable()) for line in lines)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 160 else text[:157].rsplit(" ", 1)[0] + " …"


def _page(evidence: Evidence) -> str:
    place = evidence.unit.where or (f"page {evidence.unit.page}" if evidence.unit.page else "")
    return f", {place}" if place else ""
