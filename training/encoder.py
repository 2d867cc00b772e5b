"""Hold the shipped encoder against the official model: `python -m training.encoder`; about a minute.

The network is put together in `advisor/search/minilm.py` from the official weights, so nothing is exported and nothing
written. Its vectors are compared with those of sentence-transformers in full precision, on texts of many lengths.
"""

import argparse

import numpy as np

from advisor.search import MiniLM, SentenceTransformerEncoder
from advisor.search.encoder import MINILM_SHA256
from advisor.wiring import Advisor

_LEAST = {"bf16": 0.9999, "f32": 0.99999}  # cosine to what sentence-transformers gives, for every text


def main() -> None:
    """Say how near its vectors are to the reference; fail where one is not."""
    argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None).parse_args()
    contents = Advisor().open().contents
    texts = [passage.titled for passage in contents.passages] + [entry.text for entry in contents.entries][:1000]
    encoder = MiniLM()
    ours, reference = encoder.encode(texts), SentenceTransformerEncoder().encode(texts)
    cosines = (ours * reference).sum(axis=1)
    print(f"{len(texts)} texts, weights {MINILM_SHA256[:12]}, computed in {encoder.precision}: cosine to")
    print(f"sentence-transformers {cosines.min():.7f} at least, {cosines.mean():.7f} in the mean")
    print(f"largest difference of a value {np.abs(ours - reference).max():.1e}")
    if cosines.min() < _LEAST[encoder.precision]:
        raise SystemExit("The vectors are not those of the reference.")


if __name__ == "__main__":
    main()
