"""A message -> what it says of which criteria, what it asks, and what could not be read with confidence."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from advisor.framework import Criterion, Framework, Status
from advisor.interview.clauses import clauses
from advisor.interview.commands import idle
from advisor.interview.quick import quick_status
from advisor.judging import Judge, Judgement, Nearness, named
from advisor.passages import looks_english, pieces
from advisor.passages.planted import addresses_software
from advisor.search import Encoder
from advisor.search.encoder import Matrix
from advisor.search.lexical import terms

# Chosen on the dev splits of the judge's benchmark and of the openings; see docs/evaluation.md.
_RECORDED: Final = 0.6  # confidence from which a reply to the pending question is recorded
_RECORDED_MET: Final = 0.75  # ... as in place, which is the costliest mistake
_ASIDE: Final = 0.5  # ... and what is said of another criterion in passing
_UNSETTLED: Final = 0.9  # ... from which a reply is taken to settle nothing, and is not asked back about
_CHANGES: Final = 0.75  # ... and what changes a finding without saying that it corrects
_LEANING: Final = 0.85  # ... and what a few words say that lean on others
# Share of the nearness times the square of the judge's confidence from which what is said in passing is recorded; with
# a smaller share the judge need not be asked.
_WORTH: Final = 0.26
_ABOUT_BESIDE: Final = 0.6  # share of the nearness that it needs beside the answer to a question
_ABOUT_RECORDED: Final = 0.12  # ... where the person corrects what was recorded
_ELSEWHERE: Final = 0.6  # share of the nearness from which a reply is about another criterion than the pending one ...
_NOT_THIS: Final = 0.05  # ... where the pending one has less than this
_MOST = 8  # findings taken from one message
_QUOTE = 400  # characters of what was said that are kept as the words behind a finding
_FRAGMENT = 4  # words; a shorter message says nothing in passing, and must be plain to be an answer
_LEANS = 8  # words; a shorter stretch with a pronoun leans on what stands beside it
_BRIEF = 6  # words; a reply no longer than this means what its first word says
_BACKGROUND = 12  # words; with fewer, what stands before a first question is background to it

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
_PRONOUN = re.compile(r"\b(?:it|that|this|them|those)\b", re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|no|never|hasn'?t|haven'?t|isn'?t|if|would|when|nobody|none)\b|n't\b", re.IGNORECASE)
_OURS = re.compile(r"\b(?:we|we're|we've|our|ours|us|my|i|i'm|i've|nobody|everyone)\b", re.IGNORECASE)
_PILOT = re.compile(
    r"\b(?:pilot\w*|proof of concept|poc|trial\w*|test(?:ing|ed)?|model|tool|algorithm|ai|ml|alert\w*|software|system"
    r"|scribe|copilot|prototype|deploy\w*|roll\w*|build\w*|built|predict\w*|triage|vendor)\b",
    re.IGNORECASE,
)
_THEN_ASKS = re.compile(r"\s*([^,.;!?]{2,25})[,.;!–—-]+\s+(\S.*\?\s*)", re.DOTALL)
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


def sure_enough(status: Status, confidence: float) -> bool:
    """Whether a reply to the pending question is recorded, and not asked back about."""
    return confidence >= (_RECORDED_MET if status is Status.MET else _RECORDED)


class Listener:
    """Reads messages against one framework."""

    def __init__(self, framework: Framework, judge: Judge, nearness: Nearness, finder: Encoder) -> None:
        self._framework, self._judge, self._nearness, self._finder = framework, judge, nearness, finder
        self._column = {criterion.id: number for number, criterion in enumerate(framework.criteria)}

    def hear(self, message: str, pending: Criterion | None, recorded: Mapping[str, Status]) -> Heard:
        """What a message says, given the question that is pending and what is recorded."""
        sentences = [part for sentence in _sentences(message) for part in _halves(sentence)]
        asks = [s for s in sentences if s.rstrip().endswith("?") or (len(sentences) == 1 and _ASKS.match(s))]
        kept = [s for s in sentences if s not in asks and not addresses_software(s)]
        instruction = len(kept) + len(asks) < len(sentences)
        question = " ".join(asks)
        stop = next((s for s in kept if _STOP.search(s) and not _NOT.search(s)), "")
        kept = [s for s in kept if not _STOP.search(s) and not idle(s)]
        said = " ".join(kept)
        heard = Heard(question=question, stop_reached=stop, instruction=instruction)
        if not kept or not looks_english(said):
            return heard
        length = len(said.split())
        if pending is None and not recorded and length < (_BACKGROUND if question else _TELLS):
            return heard  # a question with some background, or too little to be a description
        corrects = bool(_CORRECTS.match(kept[0]))
        beside = pending if not corrects else None  # a reply to a question seldom speaks of other points
        found = self._in_passing(kept, recorded, corrects=corrects, beside=beside) if length >= _FRAGMENT else []
        answer = self._answer(kept, pending, found, corrects=corrects) if pending is not None else None
        readings = [r for r in found if pending is None or r.criterion != pending.id]
        doubtful = None
        if answer is not None and answer.direct:
            readings.insert(0, answer)
        elif answer is not None:
            doubtful = answer
        kept_readings = tuple(self._explained(reading) for reading in readings[:_MOST])
        return replace(heard, readings=kept_readings, doubtful=doubtful, tells=_tells(said))

    def _explained(self, reading: Reading) -> Reading:
        criterion = self._framework.by_id[reading.criterion]
        return replace(reading, why=self._judge.because(criterion, reading.quote, reading.status))

    def which(self, what: str, recorded: Collection[str]) -> Criterion | None:
        """The criterion that a person names ("the sponsor"); one of those recorded where it is close."""
        criteria = self._framework.criteria
        shares = self._nearness.scores([what], self._finder.encode([what]))[0]
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
        best, text = max(
            zip(judged, texts, strict=True),
            key=lambda found: (found[0].status is not Status.UNKNOWN, found[0].confidence),
        )
        elsewhere = any(r.criterion != pending.id for r in passing) or self._is_elsewhere(whole, pending)
        opening = None if corrects else quick_status(re.split(r"[,.;:!–—-]", whole, maxsplit=1)[0])
        if opening is not None and elsewhere and best.status is not opening:
            return None  # "No, we do have a fallback": it is that which is corrected
        if opening is not None:
            agrees = best.status is opening or (len(whole.split()) <= _BRIEF and best.confidence < _CHANGES)
            if agrees or best.status is Status.UNKNOWN or not sure_enough(best.status, best.confidence):
                return replace(_reading(best, whole, direct=agrees), status=opening)
            return _reading(best, whole, direct=best.confidence >= _ASIDE)
        if best.status is Status.UNKNOWN or elsewhere:
            return None if elsewhere or best.confidence >= _UNSETTLED else _reading(_likeliest(best), whole)
        plain = len(whole.split()) >= _FRAGMENT and not _bare(best, whole)
        sure = sure_enough(best.status, best.confidence) and (plain or best.confidence >= _CHANGES)
        return _reading(best, text, direct=sure)

    def _is_elsewhere(self, text: str, pending: Criterion) -> bool:
        """Whether a text is plainly about another criterion than the pending one."""
        shares = self._shares([text])[0]
        own = float(shares[self._column[pending.id]])
        return len(text.split()) >= _FRAGMENT and float(shares.max()) >= _ELSEWHERE and own < _NOT_THIS

    def _shares(self, texts: Sequence[str]) -> Matrix:
        """How much each text is about each criterion, shape (texts, criteria)."""
        if not texts:
            return np.zeros((0, len(self._framework.criteria)), np.float32)
        return np.exp(self._nearness.scores(texts, self._finder.encode(texts)))

    def _in_passing(
        self, sentences: Sequence[str], recorded: Mapping[str, Status], *, corrects: bool, beside: Criterion | None
    ) -> list[Reading]:
        """What sentences and their clauses say of any criterion, the surest reading of each.

        `beside`: they reply to the question of that criterion. Sentences about it are not searched for others.
        """
        if beside is not None:
            sentences = [s for s in sentences if not _leans(s)]
            about = self._shares(sentences)
            own = self._column[beside.id]
            sentences = [s for s, row in zip(sentences, about, strict=True) if row.argmax() != own]
        units = list(dict.fromkeys(unit for sentence in sentences for unit in (sentence, *clauses(sentence))))
        shares = self._shares(units)
        criteria = self._framework.criteria
        known = np.asarray([criterion.id in recorded for criterion in criteria])
        least = np.where(known & corrects, _ABOUT_RECORDED, _WORTH if beside is None else _ABOUT_BESIDE)
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
            if judgement.status in (Status.UNKNOWN, before) or _bare(judgement, units[number]):
                continue
            least_sure = _LEANING if _leans(units[number]) else _CHANGES if changes else _ASIDE
            if judgement.confidence < least_sure:
                continue
            worth = float(shares[number, column]) * judgement.confidence**2
            if worth < _WORTH and not (known[column] and corrects):
                continue
            if judgement.criterion not in best or worth > best[judgement.criterion][0]:
                best[judgement.criterion] = worth, _reading(judgement, units[number])
        ranked = [reading for _, reading in sorted(best.values(), key=lambda found: -found[0])]
        nearest = {unit: criteria[int(row.argmax())].id for unit, row in zip(units, shares, strict=True)}
        quotes = {reading.criterion: reading.quote for reading in ranked}
        # What is about another criterion first, which a larger stretch around it has settled, has been said with that.
        said = [r for r in ranked if r.quote not in quotes.get(nearest[r.quote], "") or nearest[r.quote] == r.criterion]
        return _one_each(said)


def _likeliest(judgement: Judgement) -> Judgement:
    """The judgement with the likeliest status that settles something, for asking whether it is meant."""
    known = [(share, status) for status, share in judgement.shares if status is not Status.UNKNOWN]
    share, status = max(known, default=(judgement.confidence, judgement.status))
    return replace(judgement, status=status, confidence=share)


def _leans(text: str) -> bool:
    """Whether a short stretch leans on what stands beside it."""
    return len(text.split()) < _LEANS and _PRONOUN.search(text) is not None


def _bare(judgement: Judgement, text: str) -> bool:
    """Whether "does not apply" was read without a word that says so."""
    return judgement.status is Status.NOT_APPLICABLE and all(name != "not_applicable" for name, _ in named(text))


def _sentences(message: str) -> list[str]:
    """The sentences of a message; a question of a word or two ("Drift? Nobody watches it.") heads the next one."""
    found: list[str] = []
    for span in pieces(message):
        sentence = message[span.start : span.end]
        if found and found[-1].endswith("?") and len(found[-1].split()) <= 2 and not sentence.endswith("?"):
            found[-1] = f"{found[-1]} {sentence}"
        else:
            found.append(sentence)
    return found


def _halves(sentence: str) -> list[str]:
    """“Yes, why?” is an answer and a question; any other sentence is one thing."""
    match = _THEN_ASKS.fullmatch(sentence)
    return [match[1], match[2]] if match and quick_status(match[1]) is not None else [sentence]


def _reading(judgement: Judgement, quote: str, *, direct: bool = False) -> Reading:
    quote = quote if len(quote) <= _QUOTE else quote[:_QUOTE].rsplit(" ", 1)[0] + " …"
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
