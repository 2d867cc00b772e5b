"""A sentence of ours -> the sentences of named sections that carry it, as citations."""

from collections.abc import Sequence
from dataclasses import replace

from advisor.answers.cite import cite
from advisor.answers.types import Citation
from advisor.search import Encoder, HybridSearch
from advisor.search.encoder import Matrix

_SHORT = 25  # characters; what is shorter carries nothing by itself
_MOST = 2


class Guidance:
    """Finds the passages behind the framework's sentences; what was found once is kept."""

    def __init__(self, search: HybridSearch, encoder: Encoder) -> None:
        self._search, self._encoder = search, encoder
        self._by_section: dict[str, list[str]] = {}
        for passage in search.passages.values():
            if passage.section:
                self._by_section.setdefault(passage.section, []).append(passage.id)
        self._found: dict[tuple[str, tuple[str, ...]], tuple[Citation, ...]] = {}

    def cite(self, text: str, sections: Sequence[str], first: int = 1) -> tuple[Citation, ...]:
        """The sentence of each section (two at most) that is nearest to the text, numbered from `first`.

        Empty where none of the sections is indexed, as with other articles.
        """
        key = (text, tuple(sections))
        if key not in self._found:
            vector = self._encoder.encode([text])[0]
            found = (self._nearest(section, vector) for section in list(dict.fromkeys(sections))[:_MOST])
            self._found[key] = tuple(citation for citation in found if citation is not None)
        return tuple(replace(citation, number=number) for number, citation in enumerate(self._found[key], start=first))

    def _nearest(self, section: str, vector: Matrix) -> Citation | None:
        passages = [self._search.passages[name] for name in self._by_section.get(section, ())]
        best = None
        for passage, evidence in zip(passages, self._search.evidence(passages), strict=True):
            for span, similarity in zip(passage.sentences, evidence.sentences @ vector, strict=True):
                if span.end - span.start >= _SHORT and (best is None or similarity > best[0]):
                    best = float(similarity), passage, span
        return cite(self._search.documents[best[1].document], best[1], best[2]) if best else None
