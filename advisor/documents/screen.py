"""What of documents is written to steer whoever judges, told before anything of them is believed.

Patterns know some of it (`advisor/passages/planted.yaml`), a sieve of words finds what is worth a closer look, and the
reader looks. Each stretch is looked at by itself: what stands around it does not change what it is.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from itertools import groupby
from typing import Protocol

from advisor.documents.stretches import Stretch, stretches
from advisor.documents.units import Apart, Unit
from advisor.framework import Status
from advisor.judging import ADDRESSED, Reader, Wording
from advisor.judging.weights import STATUSES
from advisor.passages import Document, Notice, Span, addressed, plain
from advisor.passages.planted import is_foreign, planted_in_document

_MET = STATUSES.index(Status.MET)
_FEWEST = 2  # words
_QUOTE = 300  # characters
_ENDS = (".", "!", "?", ".”", '."', ".)", "…")


class Place(Protocol):
    """A text and where it stands."""

    @property
    def document(self) -> str:
        """The document's id."""

    @property
    def page(self) -> int | None:
        """The page's number."""

    @property
    def span(self) -> Span:
        """The span of the page."""

    @property
    def text(self) -> str:
        """What stands there."""


def notices_by_document(planted: Iterable[Place], foreign: Iterable[Place] = ()) -> defaultdict[str, list[Notice]]:
    """The notices of what was set apart, by document: one for each text that is planted, one for other languages."""
    found: defaultdict[str, list[Notice]] = defaultdict(list)
    for one in {(one.document, one.page, one.span): one for one in planted}.values():
        found[one.document].append(addressed(one.text, one.page))
    others: defaultdict[str, list[Place]] = defaultdict(list)
    for one in foreign:
        others[one.document].append(one)
    for document, places in others.items():
        count = "1 sentence" if len(places) == 1 else f"{len(places)} sentences"
        text = f"{count} in another language than English: no evidence."
        found[document].append(Notice("unread", text, places[0].text[:_QUOTE], places[0].page))
    return found


class Screen:
    """Sets apart what is written to steer whoever judges."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def look(self, document: Document) -> tuple[Apart, list[Stretch], list[Stretch]]:
        """What of a document counts as if it were not there: what of that is planted, and what is not English."""
        lines = [list(line) for _, line in groupby(stretches(document), lambda one: one.line)]
        found: set[Stretch] = set()
        foreign: set[Stretch] = set()
        for depth in (3, 2, 1, 0):  # an aside is no reason to set the sentence apart that it stands in
            gone = found | foreign
            ours = [(one, _without(one, line, gone)) for line in lines for one in line if one.depth == depth]
            steering = self._steering([text for _, text in ours], self._sieves[0])
            found |= {one for (one, _), steers in zip(ours, steering, strict=True) if steers}
            foreign |= {one for one, text in ours if is_foreign(text)}
        apart: dict[int | None, set[Span]] = defaultdict(set)
        planted: list[Stretch] = []
        last: Stretch | None = None
        for line in lines:
            sentences = [one for one in line if one.depth == 1]
            # What a planted line leaves open goes on in the next one.
            before = [last] if last in found and last is not None and not last.text.endswith(_ENDS) else []
            for along in ([*before, *sentences], [one for one in line if one.depth == 2]):
                if len(along) > 1 and not found.isdisjoint(along):
                    found |= self._continued(along, found)
            last = sentences[-1] if sentences else None
            if len({one.cell for one in sentences if one in found}) > 1:  # who plants several cells, plants the row
                found |= {one for one in line if one.depth == 0}
            planted += _untold(document, [one for one in line if one in found])
            for one in line:
                if one in found or one in foreign:
                    apart[one.page].add(one.span)
        return apart, planted, [one for line in lines for one in line if one in foreign and one.depth == 1]

    def planted(self, units: Sequence[Unit]) -> list[Unit]:
        """Those of the units that steer."""
        steering = self._steering([unit.read for unit in units], self._sieves[1])
        return [unit for unit, steers in zip(units, steering, strict=True) if steers]

    def _continued(self, line: Sequence[Stretch], found: set[Stretch]) -> set[Stretch]:
        """What goes on beside something planted on its line; less is enough to take it for planted as well."""
        shares = self._shares([one.text for one in line])
        more: set[Stretch] = set()
        for order in (range(len(line)), range(len(line) - 1, -1, -1)):
            before = False
            for number in order:
                one = line[number]
                before = one in found or one in more or (before and shares[number] >= self._reader.card["beside"])
                if before:
                    more.add(one)
        return more

    def _steering(self, texts: Sequence[str], sieve: float) -> list[bool]:
        steering = [planted_in_document(text) for text in texts]
        looked = [n for n, odds in enumerate(self._wording.odds(texts)) if odds >= sieve and not steering[n]]
        for n, share in zip(looked, self._shares([texts[n] for n in looked]), strict=True):
            steering[n] = share >= self._reader.card["addressed"]
        return steering

    def _shares(self, texts: Sequence[str]) -> list[float]:
        return [float(row[_MET]) for row in self._reader.shares([(ADDRESSED, plain(text)) for text in texts])]

    @property
    def _sieves(self) -> tuple[float, float]:
        """The log odds of the wording from which the reader is asked: anywhere, and of what may become evidence."""
        anywhere, candidate = self._reader.card["wording"]
        return anywhere, candidate

    @cached_property
    def _wording(self) -> Wording:
        return Wording.load(self._reader.file("wording.npz"))


def _without(stretch: Stretch, line: Iterable[Stretch], found: Collection[Stretch]) -> str:
    """What a stretch says without those of its line that are within it; nothing where only a word is left."""
    text = stretch.text
    for one in line if found else ():
        if one in found and _holds(stretch.span, one.span):
            text = text.replace(one.text, " ")
    return text if len(text.split()) >= _FEWEST else ""


def _holds(span: Span, other: Span) -> bool:
    return span.start <= other.start and other.end <= span.end


def _untold(document: Document, planted: Sequence[Stretch]) -> list[Stretch]:
    """Those of what is planted that are part of no other one, and that reading the file has not reported already."""
    told = [plain(notice.quote) for notice in document.notices if notice.kind != "unread"]
    widest = [one for one in planted if not any(o is not one and _holds(o.span, one.span) for o in planted)]
    return [one for one in widest if not any(one.text in quote for quote in told)]
