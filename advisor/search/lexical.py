"""The lexical half of search: BM25 (bm25s, Lucene's variant) over Porter-stemmed words."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import bm25s
import Stemmer

_WORD = re.compile(r"[a-z0-9]+(?:[.%][0-9]+)?%?")
# Words that carry no subject; questions are full of them.
STOPWORDS = frozenset(
    """
    a about after all also am an and any are as at be because been before being both but by can cannot could did do
    does doing don for from get gets give got had has have having he her here him his how i if in into is it its just
    let like may me might more most much my need no not of off on once only or other our out over own please same
    shall she should so some such than that the their them then there these they thing things this those through to
    too up us use very want was we were what when where which while who whom whose why will with within without
    would yes you your tell know say says really actually kind sort lot got ok hi hello thanks
    """.split()  # noqa: SIM905 - easier to read and to change than a list
)
_stemmer = Stemmer.Stemmer("porter")


def words(text: str) -> list[str]:
    """The words and numbers of a text in lower case, in order."""
    return _WORD.findall(text.lower().replace("’", "'"))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The Porter stem of one word in lower case."""
    return str(_stemmer.stemWord(word))


def terms(text: str) -> list[str]:
    """The stemmed content words of a text, in order, repeats kept."""
    return [stem(word) for word in words(text) if word not in STOPWORDS]


class BM25:
    """BM25 scores (k1 1.2, b 0.75; Robertson and Zaragoza 2009) of a fixed list of texts."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.size = len(texts)
        tokens = [terms(text) or ["\0"] for text in texts]  # bm25s refuses a corpus without any word
        self._frequency = Counter(term for text in tokens for term in set(text))
        self._model = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
        if tokens:
            self._model.index(tokens, show_progress=False)

    def knows(self, term: str) -> bool:
        """Whether a stemmed term stands in any of the texts."""
        return term in self._frequency

    def idf(self, term: str) -> float:
        """How rare a stemmed term is: ln(1 + (N - n + 0.5) / (n + 0.5)), largest for one that is nowhere."""
        count = self._frequency.get(term, 0)
        return math.log(1 + (self.size - count + 0.5) / (count + 0.5))

    def nearest(self, query: str, k: int) -> list[tuple[int, float]]:
        """The positions of the `k` best texts that share a word with the query, with their scores."""
        asked = [term for term in terms(query) if self.knows(term)]
        if not asked or not self.size:
            return []
        found, scores = self._model.retrieve([asked], k=min(k, self.size), show_progress=False)
        return [(int(i), float(s)) for i, s in zip(found[0], scores[0], strict=True) if s > 0]
