"""A chat model that rates answers. Its ratings stand apart from the figures, and are never mixed into them."""

import re
from pathlib import Path
from typing import Any

from advisor.errors import ModelError
from advisor.llm import ChatModel

_PROMPT = Path(__file__).parent / "rate.txt"
_WORDS = {"answers", "supported"}


class Rater:
    """Asks a model of any provider whether an answer answers its question, and whether its quotes support it."""

    def __init__(self, name: str) -> None:
        self._model = ChatModel(name)

    def rate(self, shown: dict[str, Any]) -> dict[str, float]:
        """What the rating of an answer (the JSON shape of `advisor ask`) adds to the figures. Raises ModelError, also
        where the model says something else than it was asked for.
        """
        quotes = "\n".join(f"- {citation['quote']}" for citation in shown["citations"])
        message = f"Question: {shown['question']}\n\nAnswer: {shown['answer']}\n\nQuotes:\n{quotes}"
        reply = self._model.reply(_PROMPT.read_text(encoding="utf-8"), message)
        said = set(re.findall(r"\w+", reply.lower())) - {"and"}
        if not said or (said != {"neither"} and said - _WORDS):
            raise ModelError(f"the rater replied {reply[:60]!r}, which is none of the words it may say")
        return {
            "rated": 1.0,
            "rated answering": float("answers" in said),
            "rated supported": float("supported" in said),
        }
