"""Questions worth asking next: near the subject, answerable, and not answered by what was just said."""

from collections.abc import Collection

import numpy as np

from advisor.search import HybridSearch
from advisor.search.encoder import Matrix

_SUGGESTED = 3
_ALIKE = 0.68  # cosine from which two questions are the same one
_NEAR = 0.35  # cosine below which a question is about something else
_ANSWERED = 0.62  # cosine of a question to a sentence that answers it


def suggestions(
    search: HybridSearch, asked: Matrix, said: Matrix | None = None, cited: Collection[str | None] = ()
) -> tuple[str, ...]:
    """Headline questions nearest to what was asked, each about something else; at most one a section.

    `said` holds the vectors of the answer's sentences: a question that one of them answers is left out, as is one
    that was asked itself. Without an answer (`said` is None) the nearest questions are given as they are. Questions
    of the sections that were `cited` come first: they deepen the subject.
    """
    known = search.headline_questions()
    if not known:
        return ()
    vectors = np.stack([question.vector for question in known])
    similar = (vectors @ asked.T).max(axis=1)
    wanted = similar >= _NEAR
    if said is not None:
        wanted &= (similar < _ALIKE) & ((vectors @ said.T).max(axis=1) < _ANSWERED)
    rank = similar + np.array([0.05 if question.section in cited else 0.0 for question in known])
    found: list[int] = []
    for number in np.argsort(-rank, kind="stable"):
        taken = {known[i].section for i in found}
        alike = max((float(vectors[number] @ vectors[i]) for i in found), default=0.0)
        if wanted[number] and alike < _ALIKE and known[number].section not in taken:
            found.append(int(number))
        if len(found) == _SUGGESTED:
            break
    return tuple(known[i].text for i in found)
