"""A message -> what it says of which criteria, what it asks, and what could not be read with confidence."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from advisor.framework import Criterion, Framework, Status
from advisor.interview.clauses import clauses
from advisor.interview.quick import quick_status
from advisor.judging import Judge, Judgement, Matcher
from advisor.passages import pieces
from advisor.passages.planted import addresses_software
from advisor.search import Encoder
from advisor.search.lexical import terms

# Chosen on the dev split of the judge's benchmark; see docs/evaluation.md.
_DIRECT: Final = 0.5  # confidence from which a reply to the pending question is recorded
_ASIDE: Final = 0.5  # ... and what is said of another criterion in passing
_CHANGES: Final = 0.75  # ... and what changes a finding without saying that it corrects
_ABOUT: Final = 0.4  # share of the matcher from which a clause is about a criterion
_ABOUT_RECORDED: Final = 0.12  # ... where the person corrects what was recorded
_MOST = 8  # findings taken from one message

_ASKS = re.compile(
    r"^\W*(?:and |but |so |ok(?:ay)?,? |well,? )?(?:what|why|how|who|whom|whose|when|where|which|tell me|explain"
    r"|show me|can you|could you|do you|is it|is that|is this|are there|should (?:we|i)|give me)\b",
    re.IGNORECASE,
)
_CORRECTS = re.compile(
    r"^\W*(?:actually|no,? (?:wait|actually|sorry)|wait|correction|sorry|i was wrong|on second thoughts?|scratch that"
    r"|let me correct|in fact|i misspoke|update|i need to correct|to correct|that was wrong|i made a mistake"
    r"|change of plan|news|oh,? wait)\b",
    re.IGNORECASE,
)
_HALT = r"(?:stop(?:ping)?|kill|exit|abort|termination)[- ](?:criteri(?:on|a)|conditions?|thresholds?|rules?|points?)"
_REACHED = "reached|met|hit|triggered|breached|tripped|crossed"
_STOP = re.compile(
    rf"\b{_HALT}\b.{{0,60}}\b(?:{_REACHED}|exceeded|fulfilled)\b|\b(?:{_REACHED})\b.{{0,40}}\b{_HALT}\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|no|never|hasn'?t|haven'?t|isn'?t|if|would|when|nobody|none)\b|n't\b", re.IGNORECASE)
_OURS = re.compile(r"\b(?:we|we're|we've|our|ours|us|my|i|i'm|i've|nobody|everyone)\b", re.IGNORECASE)
_PILOT = re.compile(
    r"\b(?:pilot\w*|proof of concept|poc|trial\w*|test(?:ing|ed)?|model|tool|algorithm|ai|ml|alert\w*|software|system"
    r"|scribe|copilot|prototype|deploy\w*|roll\w*|build\w*|built|predict\w*|triage|vendor)\b",
    re.IGNORECASE,
)
_TELLS = 5  # words; a shorter message is no description of a pilot


@dataclass(frozen=True, slots=True)
class Reading:
    """What was said of a criterion: `direct` where it answers the pending question."""

    criterion: str
    status: Status
    quote: str
    confidence: float
    why: str
    direct: bool = False

    @classmethod
    def of_reply(cls, criterion: Criterion, status: Status, quote: str) -> "Reading":
        """A reply to the very question, taken as it stands."""
        return cls(criterion.id, status, quote, 1.0, "You answered the question directly.", direct=True)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message holds: readings that can be recorded, one that is too doubtful, a question, and the rest.

    `stop_reached` quotes that an agreed stop criterion is reached; `instruction`: it told the advisor what to record;
    `tells`: the person tells about a pilot of theirs.
    """

    readings: tuple[Reading, ...] = ()
    doubtful: Reading | None = None
    question: str = ""
    stop_reached: str = ""
    instruction: bool = False
    tells: bool = False


class Listener:
    """Reads messages against one framework."""

    def __init__(self, framework: Framework, judge: Judge, matcher: Matcher, encoder: Encoder) -> None:
        self._framework, self._judge, self._matcher, self._encoder = framework, judge, matcher, encoder

    def hear(self, message: str, pending: Criterion | None, recorded: Mapping[str, Status]) -> Heard:
        """What a message says, given the question that is pending and what is recorded."""
        sentences = [message[span.start : span.end] for span in pieces(message)]
        asks = [s for s in sentences if s.rstrip().endswith("?") or (len(sentences) == 1 and _ASKS.match(s))]
        kept = [s for s in sentences if s not in asks and not addresses_software(s)]
        instruction = len(kept) + len(asks) < len(sentences)
        question = " ".join(asks)
        stop = next((s for s in kept if _STOP.search(s) and not _NOT.search(s)), "")
        kept = [s for s in kept if s != stop]
        tells = bool(kept) and _tells(" ".join(kept))
        said = len(" ".join(kept).split())
        if not kept or (pending is None and not recorded and (question or said < _TELLS)):
            return Heard(question=question, stop_reached=stop, instruction=instruction)
        corrects = bool(_CORRECTS.match(kept[0]))
        found = self._in_passing(kept, recorded, corrects=corrects)
        answer = self._answer(kept, pending, found, corrects=corrects) if pending is not None else None
        readings = [r for r in found if pending is None or r.criterion != pending.id]
        doubtful = None
        if answer is not None:
            if answer.direct:
                readings.insert(0, answer)
            else:
                doubtful = answer
        return Heard(tuple(readings[:_MOST]), doubtful, question, stop, instruction, tells)

    def which(self, what: str, recorded: Collection[str]) -> Criterion | None:
        """The criterion that a person names ("the sponsor"); one of those recorded where it is close."""
        criteria = self._framework.criteria
        shares = self._matcher.scores(self._encoder.encode([what]))[0]
        asked = set(terms(what))
        named = np.asarray([_overlap(asked, criterion) for criterion in criteria])
        known = np.asarray([criterion.id in recorded for criterion in criteria])
        scores = shares + 4 * named + 1.5 * known
        best = int(scores.argmax())
        sure = named[best] >= 0.5 or np.exp(shares[best]) >= _ABOUT_RECORDED
        return criteria[best] if sure else None

    def _answer(
        self, sentences: Sequence[str], pending: Criterion, passing: Sequence[Reading], *, corrects: bool
    ) -> Reading | None:
        """The reply to the pending question: `direct` where it is sure; None where it is not about it at all."""
        whole = " ".join(sentences)
        texts = list(dict.fromkeys([whole, *sentences]))
        judged = self._judge.judge([(pending, text) for text in texts])
        opening = quick_status(re.split(r"[,.;:!–—-]", whole, maxsplit=1)[0])
        best, text = max(
            zip(judged, texts, strict=True),
            key=lambda found: (found[0].status is not Status.UNKNOWN, found[0].confidence),
        )
        elsewhere = any(r.criterion != pending.id for r in passing)
        if opening is not None and not corrects:
            sure = best.status is opening or best.confidence < _ASIDE or best.status is Status.UNKNOWN
            status = opening if sure else best.status
            return Reading(pending.id, status, whole, max(best.confidence, _ASIDE), best.why, direct=True)
        if best.status is Status.UNKNOWN:
            return None if elsewhere or best.confidence >= 0.9 else _reading(best, whole)
        if best.confidence < _DIRECT:
            return None if elsewhere else _reading(best, text)
        return _reading(best, text, direct=True)

    def _in_passing(self, sentences: Sequence[str], recorded: Mapping[str, Status], *, corrects: bool) -> list[Reading]:
        """What sentences and their clauses say of any criterion, the surest reading of each."""
        units = list(dict.fromkeys(unit for sentence in sentences for unit in (sentence, *clauses(sentence))))
        shares = np.exp(self._matcher.scores(self._encoder.encode(units)))
        criteria = self._framework.criteria
        known = np.asarray([criterion.id in recorded for criterion in criteria])
        least = np.where(known & corrects, _ABOUT_RECORDED, _ABOUT)
        pairs = [
            (number, int(column))
            for number, row in enumerate(shares)
            for column in np.argsort(-row)[:3]
            if row[column] >= least[column]
        ]
        judged = self._judge.judge([(criteria[column], units[number]) for number, column in pairs])
        best: dict[str, tuple[float, Reading]] = {}
        for (number, column), judgement in zip(pairs, judged, strict=True):
            before = recorded.get(judgement.criterion)
            changes = before is not None and not corrects
            if judgement.status in (Status.UNKNOWN, before) or judgement.confidence < (_CHANGES if changes else _ASIDE):
                continue
            worth = float(shares[number, column]) * judgement.confidence
            if judgement.criterion not in best or worth > best[judgement.criterion][0]:
                best[judgement.criterion] = worth, _reading(judgement, units[number])
        ranked = sorted(best.values(), key=lambda found: -found[0])
        return _one_each([reading for _, reading in ranked])


def _reading(judgement: Judgement, quote: str, *, direct: bool = False) -> Reading:
    return Reading(judgement.criterion, judgement.status, quote, judgement.confidence, judgement.why, direct)


def _one_each(readings: Sequence[Reading]) -> list[Reading]:
    """One criterion for each stretch of words: what is said once counts once."""
    return list({reading.quote: reading for reading in reversed(readings)}.values())[::-1]


def _tells(text: str) -> bool:
    """Whether somebody tells about a pilot of theirs."""
    return len(text.split()) >= _TELLS and bool(_OURS.search(text) and _PILOT.search(text))


def _overlap(asked: set[str], criterion: Criterion) -> float:
    """The share of the asked words that stand in a criterion's name or id."""
    said = set(terms(criterion.label)) | set(terms(criterion.id.replace(".", " ").replace("_", " ")))
    return len(asked & said) / len(asked) if asked else 0.0
