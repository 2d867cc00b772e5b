"""Do vectors and texts belong together? A vector store may look healthy when it is not."""

from collections.abc import Mapping, Sequence

import numpy as np

from advisor.errors import StaleIndexError
from advisor.search.contents import Contents
from advisor.search.encoder import Matrix
from advisor.search.store import Vectors

_SAMPLES = 8  # known vectors that are looked up at start
# Some ids with the beginnings of their vectors, as they were made: what the store is held against.
Samples = Mapping[str, Sequence[float]]


def verify(contents: Contents, vectors: Vectors, samples: Samples) -> None:
    """Check that vectors and texts belong together: every id, and known vectors against themselves.

    A vector store whose files are gone may still answer, with a right count and wrong neighbours.
    Raises StaleIndexError.
    """
    if not contents.passages:
        raise StaleIndexError("the database does not hold the index's texts")
    try:
        if vectors.ids() != {entry.vector_id for entry in contents.entries}:
            raise StaleIndexError("the vectors are not those of the texts")
        kept = vectors.get(list(samples))
        names = [name for name in samples if name in kept]
        found = vectors.nearest(np.stack([kept[name] for name in names]), 1) if names else []
    except StaleIndexError:
        raise
    except Exception as error:  # a damaged store raises whatever it met
        raise StaleIndexError(f"the vector store is broken ({type(error).__name__})") from None
    for name, nearest in zip(names, found, strict=True):
        beginning = kept[name][: len(samples[name])]
        if not np.allclose(beginning, samples[name], atol=1e-3) or not nearest or nearest[0][1] < 0.999:
            raise StaleIndexError("a known vector is not found where it belongs")
    if len(names) < len(samples) or not samples:
        raise StaleIndexError("known vectors are missing")


def samples_of(contents: Contents, by_text: Mapping[str, Matrix]) -> dict[str, list[float]]:
    """The beginnings of a few vectors, by id, spread over the whole index."""
    texts = {entry.vector_id: entry.text for entry in contents.entries}
    ordered = sorted(texts)
    chosen = ordered[:: max(1, len(ordered) // _SAMPLES)][:_SAMPLES]
    return {name: [round(float(value), 5) for value in by_text[texts[name]][:16]] for name in chosen}
