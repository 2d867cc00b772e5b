"""What of documents is written to steer whoever judges, told before anything of them is believed.

Patterns know some of it (`advisor/passages/planted.yaml`), a sieve of words finds what is worth a closer look, and the
reader looks. Each stretch is looked at by itself: what stands around it does not change what it is.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby
from typing import Protocol

import numpy as np

from advisor.documents.stretches import Stretch, stretches
from advisor.documents.units import Apart, Unit
from advisor.framework import Status
from advisor.judging import ADDRESSED, Reader, Wording
from advisor.judging.weights import STATUSES
from advisor.passages import Document, Notice, Span, addressed, plain
from advisor.passages.planted import is_foreign, planted_in_document

_MET = STATUSES.index(Status.MET)
_FEWEST = 2  # words
_MOST = 4_000  # stretches of a document that the reader is asked about, the likeliest first
_MOST_CONTINUED = 300  # lines of a document beside whose planted text more is looked for
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
            ours = [pair for line in lines for pair in _without(line, depth, gone)]
            steering = self._steering([text for _, text in ours], self._sieves[0])
            found |= {one for (one, _), steers in zip(ours, steering, strict=True) if steers}
            foreign |= {one for one, text in ours if is_foreign(text)}
        apart: dict[int | None, set[Span]] = defaultdict(set)
        planted: list[Stretch] = []
        last: Stretch | None = None
        continued = 0
        for line in lines:
            sentences = [one for one in line if one.depth == 1]
            # What a planted line leaves open goes on in the next one.
            before = [last] if last is not None and last in found and not last.text.endswith(_ENDS) else []
            for along in ([*before, *sentences], [one for one in line if one.depth == 2]):
                if len(along) > 1 and continued < _MOST_CONTINUED and not found.isdisjoint(along):
                    found |= self._continued(along, found)
                    continued += 1
            last = sentences[-1] if sentences else None
            if len({one.cell for one in sentences if one in found}) > 1:  # who plants several cells, plants the row
                found |= {one for one in line if one.depth == 0}
            planted += _widest([one for one in line if one in found])
            for one in line:
                if one in found or one in foreign:
                    apart[one.page].add(one.span)
        told = "\n".join(plain(notice.quote) for notice in document.notices if notice.kind != "unread")
        untold = [one for one in planted if one.text not in told]
        return apart, untold, [one for line in lines for one in line if one in foreign and one.depth == 1]

    def planted(self, units: Sequence[Unit]) -> list[Unit]:
        """Those of the units that steer."""
        steering = self._steering([unit.read for unit in units], self._sieves[1])
        return [unit for unit, steers in zip(units, steering, strict=True) if steers]

    def _continued(self, along: Sequence[Stretch], found: set[Stretch]) -> set[Stretch]:
        """What goes on beside something planted; less is enough to take it for planted as well."""
        more = {number for number, one in enumerate(along) if one in found}
        asked: set[int] = set()
        while beside := {n for m in more for n in (m - 1, m + 1) if 0 <= n < len(along)} - more - asked:
            asked |= beside
            shares = zip(beside, self._shares([along[n].text for n in beside]), strict=True)
            more |= {n for n, share in shares if share >= self._reader.card["beside"]}
        return {along[n] for n in more}

    def _steering(self, texts: Sequence[str], sieve: float) -> list[bool]:
        steering = [planted_in_document(text) for text in texts]
        odds = self._wording.odds(texts)
        looked = [n for n in np.argsort(-odds, kind="stable")[:_MOST] if odds[n] >= sieve and not steering[n]]
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


def _without(line: Sequence[Stretch], depth: int, gone: Collection[Stretch]) -> Iterator[tuple[Stretch, str]]:
    """The stretches of a depth, and what each says without those within it; nothing where only a word is left."""
    inner = sorted((one for one in line if one in gone), key=lambda one: one.span.start)
    starts = [one.span.start for one in inner]
    for stretch in line:
        if stretch.depth == depth:
            text = stretch.text
            for one in inner[bisect_left(starts, stretch.span.start) : bisect_left(starts, stretch.span.end)]:
                if one.span.end <= stretch.span.end:
                    text = text.replace(one.text, " ")
            yield stretch, text if len(text.split()) >= _FEWEST else ""


def _widest(planted: Sequence[Stretch]) -> list[Stretch]:
    """Those that are part of no other one."""
    found: list[Stretch] = []
    for one in sorted(planted, key=lambda one: (one.span.start, -one.span.end)):
        if not found or one.span.end > found[-1].span.end:
            found.append(one)
    return found
