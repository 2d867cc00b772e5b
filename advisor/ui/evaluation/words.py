"""What the suites, their datasets, figures and plain methods are called, in words that need no textbook."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from eval.metrics import Metric
from eval.suites import answers, conversations, gaps, injections, judge, openings, retrieval
from eval.types import PRODUCT


@dataclass(frozen=True)
class About:
    """A suite: what it does, how long it takes on two cores, its one figure that says most, and what to doubt.

    `but` is what nobody should read that figure without.
    """

    title: str
    does: str
    takes: str
    headline: str = ""
    doubts: str = ""
    but: str = ""


@dataclass(frozen=True)
class Named:
    """A figure: its name, and what it says in a sentence."""

    label: str
    means: str = ""


SUITES: Final[Mapping[str, About]] = {
    "answers": About(
        "Answers to questions",
        "Asks questions that the articles answer, which must be answered from a right section, and others that they do "
        "not answer, which must be declined.",
        "Takes under a minute.",
        "a cited section is right",
        "Broad questions have many right sections, of which an answer cites only some.",
    ),
    "retrieval": About(
        "Search",
        "Looks for the sections that answer a question; the right ones were named by the questions' authors.",
        "Takes under half a minute.",
        "success@5",
        "Broad questions have long lists of right sections; no five passages can hold them all.",
    ),
    "judge": About(
        "Judging one statement",
        "Judges what somebody says against one criterion: in place, partly, not in place, not known, does not apply. "
        "Most statements are traps: plans, hearsay, conditions, double negation.",
        "Takes about a minute.",
        "accuracy",
        "Each label is one author's; partly against not in place is a matter of taste where a plan has begun.",
    ),
    "gaps": About(
        "Gaps in documents",
        "Reads the files of invented pilots and compares each criterion's status with what their authors had planned "
        "before they wrote them.",
        "Takes about a minute; documents that were read before go faster.",
        "accuracy",
        "Invented documents are tidier than real ones.",
    ),
    "injections": About(
        "Planted instructions",
        "Plants orders such as “mark everything as met” in documents and messages; nothing may change for that.",
        "Takes some minutes; documents that were read before go faster.",
        "unchanged",
        "Another way of planting may succeed where these fail.",
    ),
    "conversations": About(
        "Whole conversations",
        "Plays scripted sessions and checks after every turn what was noted, asked, cited and declined.",
        "Takes about a quarter of a minute.",
        "sessions that pass",
        "Faults that these sessions found were mended, so they show that the flows work, not how often a reply is "
        "misread.",
        "faults that they found were mended",
    ),
    "openings": About(
        "First messages",
        "Tells the advisor about a pilot in somebody's own words, and compares what it notes with what was said.",
        "Takes some seconds.",
        "recall",
        "Few messages, so every figure has a wide interval.",
    ),
    "latency": About(
        "Waiting times",
        "Measures how long a person waits for the first answer and for those after it, beside a plain stack "
        "(sentence-transformers and Chroma) that finds passages and reads nothing.",
        "Takes some two minutes, and needs the machine for itself.",
        "warm answer p50, ms",
        "They hold for the machine that measured them, and for what else it did at the time.",
    ),
    "scale": About(
        "Large documents, many passages",
        "Measures how the time and the memory of an analysis grow with pages and with criteria, and those of a "
        "question with passages, beside a plain stack (sentence-transformers and Chroma).",
        "Takes some ten minutes, and cannot be stopped half-way.",
        doubts="They hold for the machine that measured them, and for what else it did at the time.",
    ),
}
# Suite and dataset -> what it is; in this order.
DATASETS: Final[Mapping[tuple[str, str], str]] = {
    ("answers", "answers/test"): "single questions",
    ("answers", "followups/test"): "questions in the course of a conversation",
    ("answers", "documents/test"): "questions on a team's own documents",
    ("retrieval", "answers/test"): "single questions",
    ("judge", "judge/test"): "our 77 criteria",
    ("judge", "judge/foreign"): "criteria of other checklists, each known by one sentence",
    ("gaps", "gaps/test"): "our 77 criteria",
    ("gaps", "gaps/foreign"): "somebody else's 17 criteria, each known by one sentence",
    ("injections", "injections/test"): "documents and messages",
    ("conversations", "conversations"): "scripted sessions",
    ("openings", "openings/test"): "somebody's first words",
    ("latency", "this machine"): "the machine that measured",
    ("scale", "this machine"): "the machine that measured",
}
SYSTEMS: Final[Mapping[str, str]] = {
    PRODUCT: "Advisor",
    "nearest passage": "Nearest passage",
    "composed": "Without the chat model",
    "before reading": "Before reading",
    "plain stack": "Plain stack",
    "product / plain": "Advisor / plain stack",
    "BM25 alone": "Keywords alone (BM25)",
    "vectors alone": "Vectors alone",
    "first version": "First version",
    "nearest sample": "Nearest sample",
    "commonest": "Always the commonest",
    "all gaps": "Everything a gap",
}
PLAIN: Final[Mapping[str, str]] = {
    "nearest passage": "the passage most similar to the question, as it stands; it answers everything",
    "composed": "the same without the chat model of the settings",
    "before reading": "the same search, before the best sentences are read together with the question",
    "BM25 alone": "search by shared words",
    "vectors alone": "search by similar meaning",
    "first version": "the judge without the network that reads",
    "nearest sample": "the status of the most similar sample sentence",
    "commonest": "the status that the dataset holds most often, whatever is said",
    "all gaps": "every criterion is taken for not known",
}
METRICS: Final[Mapping[str, Mapping[str, Metric]]] = {
    "answers": {**answers.METRICS, **answers.RATED},
    "retrieval": retrieval.METRICS,
    "judge": judge.METRICS,
    "gaps": gaps.METRICS,
    "injections": injections.METRICS,
    "conversations": conversations.METRICS,
    "openings": openings.METRICS,
}
_STATUSES: Final[Mapping[str, Named]] = {
    "accuracy": Named("The status is exactly right", "Of all cases, whatever the status is."),
    "macro F1": Named("Right, each status weighing alike", "Macro F1: a rare status counts as much as a common one."),
    "taken for met": Named("Taken for in place, but is not", "The dangerous mistake, of all that is not in place."),
}
NAMES: Final[Mapping[str, Mapping[str, Named]]] = {
    "answers": {
        "answer rate": Named("Answerable questions answered", "The rest was declined although the articles answer it."),
        "a cited section is right": Named("Answers that cite a right section", "At least one, of those that cite."),
        "first cited section is right": Named("Answers whose first citation is right"),
        "cited-section precision": Named("Cited sections that are right", "Of all that is cited."),
        "cited-section recall": Named("Right sections that are cited", "Of all sections that answer the question."),
        "abstention precision": Named("Declined rightly", "Of what was declined, the share that has no answer."),
        "abstention recall": Named("Unanswerable questions declined", "The rest got an answer that should not be."),
        "drift declined": Named("Follow-ups off the subject declined", "Where a conversation drifts off."),
        "quotes that stand": Named("Quotes that stand letter for letter", "At their place in the source."),
        "sentences supported": Named("Sentences carried by what they cite", "They say no more than it."),
        "citations needed": Named("Citations that carry their sentence", "Alone, or beside the others."),
        "mentions": Named("Facts that had to be named and are"),
        "rated by a model: answers the question": Named("Rated by a chat model: answers the question"),
        "rated by a model: supported by its quotes": Named("Rated by a chat model: supported by its quotes"),
        "rated by a model: no rating came": Named("Rated by a chat model: no rating came"),
    },
    "retrieval": {
        "success@5": Named("A right section among the first five", "Of all questions."),
        "success@10": Named("A right section among the first ten", "Of all questions."),
        "mrr@10": Named("How high the first right one stands", "MRR: 100% where always first, 50% where second."),
        "recall@5": Named("All right sections, among the first five", "Of those that the question's author named."),
        "recall@10": Named("All right sections, among the first ten", "Of those that the question's author named."),
        "ndcg@10": Named("Order of the first ten", "nDCG: 100% where the right ones come first and none is missing."),
    },
    "judge": {
        **_STATUSES,
        "sure enough": Named("Sure enough to be recorded", "The rest is asked back."),
        "right of those": Named("Right among those recorded"),
        "met of those: right": Named("Recorded as in place, and is", "Of all that it would record as in place."),
        "calibration error": Named("How far its certainty is off", "Between how sure it is and how often right."),
    },
    "gaps": {
        **_STATUSES,
        "gap precision": Named("Gaps called that are gaps", "The rest are false alarms."),
        "gap recall": Named("Gaps found", "The rest was overlooked."),
        "gap F1": Named("Gaps called rightly and gaps found, in one", "F1, the harmonic mean of both."),
        "met: right": Named("Said to be in place, and is", "Of all that it says is in place."),
        "met: found": Named("In place, and said to be", "The rest was taken for a gap, or left open."),
        "evidence recall": Named("The passage that shows it is cited", "Where the author marked one."),
        "right sentence": Named("The deciding quote is a right one", "Where the author marked one."),
    },
    "injections": {
        "unchanged": Named("Documents and messages that change nothing"),
        "statuses unchanged": Named("Statuses that stay as they were"),
        "status changes, mean": Named("Statuses changed, for each document or message"),
        "reported": Named("Planted documents reported to the reader"),
        "reported in clean": Named("False alarms", "Documents with nothing planted in which something is reported."),
    },
    "conversations": {
        "sessions that pass": Named("Sessions in which every check holds"),
        "checks that hold": Named("Turns in which every check holds"),
    },
    "openings": {
        "recall": Named("Of what was said, noted as it was said"),
        "precision": Named("Of what is noted, said so", "The rest was never said, or said otherwise."),
        "silent where nothing is said": Named("Nothing noted where nothing is said"),
    },
    "latency": {
        "cold start to first answer, s": Named("From the start to the first answer"),
        "first start of all (index built, first answer), s": Named("The very first start, which builds the index"),
        "index built with every text embedded, s": Named("The index built from nothing"),
        "cold start to the page drawn, s": Named("From the start to the page in a browser"),
        "peak memory of that, MB": Named("Memory at most, until the first answer"),
        "embedding short texts, texts/s": Named("Short texts embedded in a second"),
        "embedding short texts, least cosine": Named("The least cosine to the full model, short texts"),
        "embedding long texts, texts/s": Named("Long texts embedded in a second"),
        "embedding long texts, least cosine": Named("The least cosine to the full model, long texts"),
        "search p50, ms": Named("A search", "Half of them come within this time."),
        "search p95, ms": Named("A slow search", "19 of 20 come within this time."),
        "reply in the interview p50, ms": Named("A reply taken", "Half of the replies are taken within this time."),
        "reply in the interview p95, ms": Named("A reply taken slowly", "19 of 20 are taken within this time."),
        "warm answer p50, ms": Named("An answer, once it runs", "Half of the answers come within this time."),
        "warm answer p95, ms": Named("A slow answer, once it runs", "19 of 20 answers come within this time."),
    },
}
# Figures of a suite's metrics that are numbers, not shares; what is measured (times) has its unit in its name.
_NUMBERS: Final = {("injections", "status changes, mean")}
_UNITS: Final = {"s": "s", "ms": "ms", "MB": "MB", "pages/s": "pages/s", "texts/s": "texts/s"}
# The smaller tables: their titles, and what a reader must know of their columns.
_TABLES: Final[Mapping[str, Named]] = {
    "by kind": Named("By kind of question", "Off-topic questions, near misses and rulings should not be answered."),
    "by status": Named(
        "By status", "Precision: of what is called so, the share that is. Recall: of what is so, the share found."
    ),
    "expected \\ found": Named("Expected (rows) and found (columns)", "In brackets: where both agree."),
    "by dimension": Named("By dimension", "The share that is exactly right, the lowest first."),
    "by trap": Named("By kind of statement", "The share that is exactly right, the lowest first; “plain” is no trap."),
}


def about(suite: str) -> About:
    """What a suite is; one that nobody has described yet is called by its name."""
    return SUITES.get(suite) or About(suite.capitalize(), "", "")


def dataset(suite: str, name: str) -> str:
    """What a dataset is, or its own name where it is somebody's."""
    return DATASETS.get((suite, name), name)


def named(suite: str, metric: str, given: Metric | None = None) -> Named:
    """A figure's name and meaning; `given` is its definition, for one that has no plainer words."""
    found = NAMES.get(suite, {}).get(metric)
    if found is not None:
        return found
    label = metric.rsplit(", ", 1)[0] if unit(metric) else metric
    return Named(label[:1].upper() + label[1:], given.about if given else "")


def unit(metric: str) -> str:
    """The unit at the end of a measured figure's name: "warm answer p50, ms"; empty where there is none."""
    return _UNITS.get(metric.rsplit(", ", 1)[-1], "") if ", " in metric else ""


def is_share(suite: str, metric: str) -> bool:
    """Whether a figure is a share, 0 to 1, which is written as percent and drawn as a bar."""
    return metric in METRICS.get(suite, {}) and (suite, metric) not in _NUMBERS


def figure(suite: str, metric: str, value: float | None) -> str:
    """A figure as people write it; a dash where there is none.

    What falls short of everything is never rounded to 100%, nor what is more than nothing to 0%.
    """
    if value is None:
        return "–"
    if is_share(suite, metric):
        whole = round(100 * value)
        edge = (whole == 100 and value < 1) or (whole == 0 and value > 0)
        return f"{100 * value:.1f}%".replace("100.0%", ">99.9%").replace("0.0%", "<0.1%") if edge else f"{whole}%"
    text = f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.1f}" if abs(value) >= 10 else f"{value:.2f}"
    return f"{text} {unit(metric)}".strip()


def table(name: str) -> Named:
    """The title of one of the smaller tables, and how to read it."""
    return _TABLES.get(name, Named(name))
