"""A chat model that rates answers. Its ratings stand apart from the figures, and are never mixed into them."""

from pathlib import Path
from typing import Any

from advisor.llm import ChatModel

_PROMPT = Path(__file__).parent / "rate.txt"


class Rater:
    """Asks a model of any provider whether an answer answers its question, and whether its quotes support it."""

    def __init__(self, name: str) -> None:
        self._model = ChatModel(name)

    def rate(self, shown: dict[str, Any]) -> dict[str, float]:
        """What the rating of an answer (the JSON shape of `advisor ask`) adds to the figures. Raises ModelError."""
        quotes = "\n".join(f"- {citation['quote']}" for citation in shown["citations"])
        message = f"Question: {shown['question']}\n\nAnswer: {shown['answer']}\n\nQuotes:\n{quotes}"
        said = self._model.reply(_PROMPT.read_text(encoding="utf-8"), message).lower().split()
        return {
            "rated": 1.0,
            "rated answering": float("answers" in said),
            "rated supported": float("supported" in said),
        }
