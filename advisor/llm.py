"""A chat model, where the settings name one: it phrases, and decides nothing. Only this module imports one."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from advisor.errors import ModelError

_PROMPT = Path(__file__).parent / "prompts" / "phrase.txt"
_SECONDS = 30.0


class Phraser(Protocol):
    """Anything that phrases an answer from numbered sentences."""

    @property
    def name(self) -> str:
        """What the answer calls the model."""

    def phrase(self, question: str, sentences: Sequence[str]) -> str:
        """Text whose sentences end with the numbers (from 1) of the sentences that carry them.

        Raises ModelError where the model is slow, down or not set up.
        """


class ChatModel:
    """A model of any provider that LangChain's `init_chat_model` knows ("provider:model"), a local one included."""

    def __init__(self, name: str, seconds: float = _SECONDS) -> None:
        self.name = name
        self._seconds = seconds

    def phrase(self, question: str, sentences: Sequence[str]) -> str:
        numbered = "\n".join(f"[{number}] {text}" for number, text in enumerate(sentences, start=1))
        return self.reply(
            _PROMPT.read_text(encoding="utf-8"), f"Numbered sentences:\n{numbered}\n\nQuestion: {question}"
        )

    def reply(self, system: str, message: str) -> str:
        """What the model replies. Raises ModelError where it is slow, down or not set up."""
        from langchain.chat_models import init_chat_model

        try:
            model = init_chat_model(self.name, temperature=0, timeout=self._seconds, max_retries=0)
            return str(model.invoke([("system", system), ("human", message)]).text)
        except Exception as error:  # each provider raises errors of its own
            raise ModelError(f"the chat model {self.name} did not answer ({type(error).__name__})") from None


def split_numbered(text: str, count: int) -> list[tuple[str, tuple[int, ...]]]:
    """The sentences of a model's text with the numbers that each ends with; numbers above `count` are dropped."""
    found = []
    for match in re.finditer(r"(?s)(.+?)((?:\s*\[\d+(?:\s*,\s*\d+)*\])+[.]?|\Z)", text.strip()):
        said = " ".join(match.group(1).split()).strip()
        numbers = tuple(dict.fromkeys(n for n in map(int, re.findall(r"\d+", match.group(2))) if 1 <= n <= count))
        if re.search(r"\w", said):
            found.append((said if said[-1] in ".!?" else f"{said}.", numbers))
    return found
