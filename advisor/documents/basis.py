"""What documents show -> the bases that findings rest on."""

from collections.abc import Iterable, Mapping

from advisor.assessment import Basis, Kind, Role
from advisor.documents.types import Evidence, Shown

_MOST = 4  # passages kept for a criterion, beside those that contradict


def bases_of(shown: Iterable[Shown], hashes: Mapping[str, str]) -> list[Basis]:
    """The bases of all criteria of which the documents say anything; `hashes` are the documents' by name."""
    return [
        basis
        for found in shown
        for role, evidence in _roles(found)
        for basis in [_basis(found, evidence, role, hashes[evidence.unit.document])]
    ]


def _roles(found: Shown) -> list[tuple[Role, Evidence]]:
    first = [(Role.DECIDES if number == 0 else Role.SUPPORTS, e) for number, e in enumerate(found.evidence[:_MOST])]
    return first + [(Role.CONTRADICTS, evidence) for evidence in found.against[:_MOST]]


def _basis(found: Shown, evidence: Evidence, role: Role, sha256: str) -> Basis:
    unit = evidence.unit
    return Basis(
        id="",
        criterion=found.criterion,
        status=found.status if role is Role.DECIDES else evidence.status,
        kind=Kind.DOCUMENT,
        quote=unit.text,
        note=found.why if role is Role.DECIDES else evidence.why,
        confidence=round(found.confidence if role is Role.DECIDES else evidence.confidence, 4),
        document=sha256,
        page=unit.page,
        start=unit.span.start,
        end=unit.span.end,
        role=role,
    )
