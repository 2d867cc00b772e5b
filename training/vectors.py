"""Write corpus/vectors.npz: `python -m training.vectors`, after the corpus has changed.

The vectors of the corpus's own texts (articles, questions, the framework's criteria and samples), made by the shipped
encoder and keyed by the hash of each text. With them the first start need not embed the corpus. A text that has no
vector there is embedded when it is needed, so the file is never wrong, only more or less complete.
"""

import tempfile
from pathlib import Path

from advisor.judging.features import References
from advisor.search.entries import text_id
from advisor.search.shipped import save_vectors
from advisor.settings import CORPUS, Settings
from advisor.wiring import Advisor


def main() -> None:
    """Embed the corpus and write its vectors."""
    with tempfile.TemporaryDirectory() as folder:  # not the index that is in use
        place = Path(folder)
        advisor = Advisor(Settings(home=place, chroma=str(place / "index" / "chroma"), database_url=""))
        index = advisor.build(rebuild=True)
        vectors = index.vectors.get(sorted(index.vectors.ids()))
        texts = References(advisor.framework, advisor.encoder).texts()
        vectors |= dict(zip(map(text_id, texts), advisor.encoder.encode(texts), strict=True))
    save_vectors(CORPUS / "vectors.npz", vectors, advisor.encoder.sha256)
    print(f"{len(vectors)} vectors written.")


if __name__ == "__main__":
    main()
