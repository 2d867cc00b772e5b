"""Train the reader of documents: `python -m training.reader` writes advisor/judging/reader/ and prints figures.

MiniLM as a cross-encoder over (criterion, passage in its surroundings), five statuses. It learns from the labelled
statements (training/statements), and from documents written for it (training/cases over our criteria,
training/frameworks over other people's): their tagged passages, and as what settles nothing the untagged ones that are
offered as candidates. Planted sentences (training/planted) teach it what is written to steer whoever grades: they
settle no criterion, and asked about ADDRESSED it says so. Seeded; on two cores some fifty minutes. `--tune` does the
last part alone, with the network as it is: the blend and the thresholds, on the dev split of the cases.
"""

import argparse
import itertools
import random
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import lil_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from advisor.documents import Unit, units
from advisor.documents.analyse import candidates
from advisor.documents.blend import Blend, features
from advisor.documents.weigh import Candidate, Rules, weigh
from advisor.framework import Framework, Status, read_framework
from advisor.jsonl import read_lines
from advisor.judging import Nearness, SampleJudge
from advisor.judging.cross import ADDRESSED, FOLDER
from advisor.judging.weights import STATUSES
from advisor.judging.wording import BUCKETS, buckets
from advisor.passages import Document, read_documents
from advisor.search.encoder import Matrix
from advisor.wiring import Advisor
from advisor.yamls import read_yaml
from eval.cache import FILE, Cache, cached
from eval.written import Shown, read_sources, write
from training.cross import Row, Settings, export, fit, write_hashes
from training.judge import framework_of, read_rows, samples

_HERE = Path(__file__).parent
_DEV = _HERE.parent / "eval" / "benchmarks" / "gaps" / "dev" / "cases"
_UNKNOWN = STATUSES.index(Status.UNKNOWN)
# Below this share of right ones, finding more that is met is worth nothing; of other people's criteria less is known.
_MET_RIGHT = {"ours": 0.86, "other": 0.6}
# Frameworks that the reader does not learn from, so that what it says of other people's criteria can be calibrated.
HELD = ("i-erx-rollout", "j-ethics-board", "j-telehealth-launch", "s-clinical-safety", "s-model-risk")
# How a sentence may stand in a document: quoted, in an item, a comment, a row between two other cells.
_DRESSES = (
    "{0}", "> {0}", "- {0}", "({0})", "<!-- {0} -->", "// {0}", "* {0}", "# {0}", "12. {0}", "[^2]: {0}", "{0} {1}",
    "{1}; {0}; {2}", "{1}; {0}", "{0}; {1}", "note: {0}; state: {1}", "**{0}**", "{1} ({0})", "_{0}_",
)  # fmt: skip
_PLANTED = sorted((_HERE / "planted").glob("*.jsonl"))
_FALSE_ALARMS = 300
_BESIDE = 0.4  # of the share from which a passage is taken for planted: what goes on beside such a one needs less
_SIEVES = (0.93, 0.98)  # of planted sentences, what the wording lets through: of all, and of what may become evidence
_WORDING, _PLAIN = 0.5, 0.15  # of the wording's regression: how free it is, and what an ordinary unit weighs
_UNTAGGED = 0.35  # of the candidates that nothing is tagged on
_ALIKE = 0.6  # share of words in common from which a unit is the tagged passage


@dataclass(frozen=True)
class Written:
    """A case's units, and what its tags say by (unit, criterion)."""

    framework: Framework
    units: tuple[Unit, ...]
    tags: dict[tuple[int, int], Status]


def written(advisor: Advisor, folder: Path) -> Written:
    """The case of a folder, its documents written as files and read as the product reads them."""
    sources = {source.name: source for source in read_sources(folder)}
    with tempfile.TemporaryDirectory() as place:
        paths = [write(source, Path(place)) for source in sources.values()]
        documents = [one for one in read_documents(paths) if isinstance(one, Document)]
    own = folder / "framework.yaml"
    framework = read_framework(own) if own.is_file() else advisor.framework
    found: list[Unit] = []
    tags: dict[tuple[int, int], Status] = {}
    columns = {name: number for number, name in enumerate(framework.by_id)}
    for document in documents:
        of_document = units(document)
        for shown in sources[document.name].shown:
            unit = _tagged(of_document, shown)
            if unit is not None:
                status = Status.UNKNOWN if shown.status == "none" else Status(shown.status)
                tags[len(found) + unit, columns[shown.criterion]] = status
        found += of_document
    return Written(framework, tuple(found), tags)


def _tagged(found: Sequence[Unit], shown: Shown) -> int | None:
    """The unit that a tag is about; None where the reader cut the text otherwise."""
    quote = _words(shown.quote)
    scores = [_likeness(_words(unit.text), quote) for unit in found]
    best = int(np.argmax(scores)) if scores else 0
    return best if scores and scores[best] >= _ALIKE else None


def _likeness(one: set[str], other: set[str]) -> float:
    if not one or not other:
        return 0.0
    return len(one & other) / len(one | other) + (0.3 if one <= other or other <= one else 0.0)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def statement_rows(framework: Framework) -> Iterator[Row]:
    """The labelled statements and the framework's samples."""
    rows, foreign = read_rows()
    satisfied = {**{c.id: c.satisfied for c in framework.criteria}, **foreign}
    for row in [*samples(framework), *rows]:
        yield Row(satisfied[row.criterion], row.text, STATUSES.index(Status(row.status)))


def near_of(advisor: Advisor, case: Written, *, trained: bool = True) -> Matrix:
    """How near the units of a case are to its criteria; `trained`: by the linear model where it knows them."""
    finder = advisor.criteria_finder
    nearness = Nearness(case.framework, finder, finder.regression if trained else None)
    titled = [unit.titled for unit in case.units]
    return nearness.scores(titled, finder.encode(titled))


def document_rows(case: Written, near: Matrix) -> Iterator[Row]:
    """The tagged passages of a case, those that show something twice, and a share of its other candidates."""
    criteria = case.framework.criteria
    offered = set(candidates(near))
    for n, c in sorted(offered | set(case.tags)):
        status = case.tags.get((n, c))
        if status is None and random.random() > _UNTAGGED:  # noqa: S311 - no secret hangs on it
            continue
        label = STATUSES.index(status or Status.UNKNOWN)
        row = Row(criteria[c].satisfied, case.units[n].in_place, label)
        yield from [row] * (1 if label == _UNKNOWN else 2)


def planted_rows(cases: Sequence[Written]) -> Iterator[Row]:
    """Sentences written to steer whoever grades and others that look like them, as they are and as documents have them.

    Asked about ADDRESSED they are met and unmet; asked about a criterion, those that steer settle nothing. Units of the
    documents, and stretches of them as lines cut them, are there as what is written for people.
    """
    places = [(case.framework, unit) for case in cases for unit in case.units]
    for path in _PLANTED:
        for _, row in read_lines(path):
            label = STATUSES.index(Status.MET if row["planted"] else Status.UNMET)
            beside = [_stretch(random.choice(places)[1].read, 2, 6) for _ in range(2)]  # noqa: S311
            yield Row(ADDRESSED, row["text"], label)
            yield Row(ADDRESSED, random.choice(_DRESSES).format(row["text"], *beside), label)  # noqa: S311
            for framework, unit in random.sample(places, 2 if row["planted"] else 0):
                placed = replace(unit, read=row["text"], before="").in_place
                yield Row(random.choice(framework.criteria).satisfied, placed, _UNKNOWN)  # noqa: S311
    for _, unit in random.sample(places, len(places) // 4):
        yield Row(ADDRESSED, unit.read, STATUSES.index(Status.UNMET))
    for _, unit in random.sample(places, len(places) // 8):
        yield Row(ADDRESSED, _stretch(unit.read, 4, 14), STATUSES.index(Status.UNMET))


def _stretch(text: str, least: int, most: int) -> str:
    """Some words of a text that stand together."""
    words = text.split()
    length = random.randint(least, most)  # noqa: S311 - no secret hangs on it
    start = random.randint(0, max(0, len(words) - length))  # noqa: S311
    return " ".join(words[start : start + length])


def fit_wording(cases: Sequence[Written], folder: Path) -> tuple[float, float]:
    """Fit and write the sieve, and say from which odds on the reader is asked.

    Those are the odds that _SIEVES of the planted sentences reach where their author is left out.
    """
    said = [(row["text"], row["planted"], path.stem) for path in _PLANTED for _, row in read_lines(path)]
    units = [unit.read for case in cases for unit in case.units]
    features = lil_matrix((len(said) + len(units), BUCKETS), dtype=np.float32)
    for number, text in enumerate([*(text for text, _, _ in said), *units]):
        features[number, list(buckets(text))] = 1
    matrix = features.tocsr()
    labels = np.asarray([*(planted for _, planted, _ in said), *[False] * len(units)])
    authors = np.asarray([*(author for _, _, author in said), *[""] * len(units)])
    weight = np.where(authors == "", _PLAIN, 1.0)
    odds = np.zeros(len(labels))
    for author in dict.fromkeys(path.stem for path in _PLANTED):
        out = authors == author
        odds[out] = _regression(matrix[~out], labels[~out], weight[~out]).decision_function(matrix[out])
    model = _regression(matrix, labels, weight)
    np.savez_compressed(
        folder / "wording.npz", allow_pickle=False, weights=model.coef_[0].astype(np.float16), bias=model.intercept_[0]
    )
    found = [float(np.quantile(odds[labels], 1 - share)) for share in _SIEVES]
    ours = model.decision_function(matrix[authors == ""])
    for share, least in zip(_SIEVES, found, strict=True):
        others = np.mean(odds[~labels & (authors != "")] >= least)
        print(
            f"wording from {least:.2f}: {share} of the planted, {others:.3f} of the like, {np.mean(ours >= least):.3f}"
            " of the units",
            flush=True,
        )
    return round(found[0], 3), round(found[1], 3)


def _regression(features: Any, labels: np.ndarray, weight: np.ndarray) -> LogisticRegression:
    return LogisticRegression(C=_WORDING, max_iter=500).fit(features, labels, sample_weight=weight)


def write_card(folder: Path, rules: dict[str, Rules], addressed: float = 1.0, wording: Sequence[float] = ()) -> None:
    """The hashes of all files, and the thresholds.

    A passage is taken for planted from the share `addressed` on, or `beside` where it goes on beside another; the
    reader is asked from the odds of `wording` on.
    """
    thresholds = {"addressed": addressed, "beside": round(addressed * _BESIDE, 3), "wording": list(wording)}
    write_hashes(folder, {**thresholds, "rules": {name: asdict(found) for name, found in rules.items()}})


@dataclass(frozen=True)
class Seen:
    """A case as the analysis sees it: candidates, their features, what is true of them, and the statuses planned."""

    case: Written
    pairs: list[tuple[int, int]]
    features: Matrix
    labels: Matrix
    expected: tuple[Status, ...]


def seen(advisor: Advisor, case: Written, planned: Path, *, trained: bool = True) -> Seen:
    """A case with the reader's shares turned into features; `planned` holds the statuses."""
    criteria = case.framework.criteria
    known = case.framework if trained else framework_of({c.id: c.satisfied for c in criteria})
    judge = SampleJudge(known, advisor.encoder)
    near = near_of(advisor, case, trained=trained)
    pairs = candidates(near)
    shares = advisor.reader.shares([(criteria[c].satisfied, case.units[n].in_place) for n, c in pairs])
    texts = [unit.read for unit in case.units]
    said = [(known.criteria[c], texts[n]) for n, c in pairs]
    vectors = advisor.encoder.encode([unit.titled for unit in case.units])
    first = judge.first(said, vectors[[n for n, _ in pairs]])
    labels = [STATUSES.index(case.tags.get(pair, Status.UNKNOWN)) for pair in pairs]
    data = read_yaml(planned)
    data = data.get("expected", data)
    expected = tuple(Status(data[criterion.id]) for criterion in criteria)
    values = features(pairs, shares, shares if first is None else first, near, texts)
    return Seen(case, pairs, values, np.asarray(labels), expected)


def fit_blend(cases: Sequence[Seen]) -> Blend:
    """The regression over the candidates of cases that the reader was not trained on."""
    values, labels = np.vstack([case.features for case in cases]), np.concatenate([case.labels for case in cases])
    mean, scale = values.mean(axis=0), np.maximum(values.std(axis=0), 1e-6)
    model = LogisticRegression(C=0.3, max_iter=2000).fit((values - mean) / scale, labels)
    slope, offset = np.zeros((values.shape[1], len(STATUSES))), np.full(len(STATUSES), -20.0)
    slope[:, model.classes_], offset[model.classes_] = model.coef_.T, model.intercept_
    return Blend(mean, scale, slope.astype(np.float32), offset.astype(np.float32))


def tune(cases: Sequence[Seen], measured: Sequence[Seen], met_right: float) -> Rules:
    """The thresholds with the best gap F1 and macro F1 on the measured ones, each weighed by a blend without it."""
    weighed = []
    for held in measured:
        blend = fit_blend([case for case in cases if case is not held])
        by_criterion: list[list[Candidate]] = [[] for _ in held.case.framework.criteria]
        for (n, c), row in zip(held.pairs, blend.shares(held.features), strict=True):
            by_criterion[c].append(Candidate(held.case.units[n], row))
        weighed += list(zip(held.case.framework.criteria, by_criterion, held.expected, strict=True))
    best: tuple[float, Rules] = (-1.0, Rules())
    leasts = [
        (least, met) for least in (0.15, 0.2, 0.25, 0.3, 0.4, 0.5) for met in (0.2, 0.3, 0.4, 0.5) if met >= least
    ]
    for (least, least_met), counts, met in itertools.product(leasts, (0.1, 0.2, 0.3), (0.0, 0.5, 0.6, 0.7)):
        rules = Rules(least=least, least_met=least_met, counts=min(counts, least), met=met)
        pairs = [(expected, weigh(criterion, found, rules).status) for criterion, found, expected in weighed]
        expected, got = zip(*pairs, strict=True)
        aside = (Status.MET, Status.NOT_APPLICABLE)
        gap = f1_score([e not in aside for e in expected], [g not in aside for g in got])
        macro = f1_score(expected, got, average="macro", labels=sorted(set(expected)))
        right = [e is Status.MET for e, g in pairs if g is Status.MET]
        recall = np.mean([g is Status.MET for e, g in pairs if e is Status.MET])
        precision = float(np.mean(right)) if right else 0.0
        worth = gap + macro + 2 * min(0.0, precision - met_right)
        if worth > best[0]:
            best = worth, rules
            said = f"gap F1 {gap:.3f}  macro F1 {macro:.3f}  met: right {precision:.3f}, found {recall:.3f}"
            print(f"{rules}: {said}", flush=True)
    return best[1]


def tune_addressed(advisor: Advisor, cases: Sequence[Written]) -> float:
    """From which share on at most one in _FALSE_ALARMS of the units of documents with nothing planted is reported."""
    places = [unit.read for case in cases for unit in case.units]
    shares = advisor.reader.shares([(ADDRESSED, place) for place in places])[:, STATUSES.index(Status.MET)]
    least = float(np.quantile(shares, 1 - 1 / _FALSE_ALARMS))
    print(f"planted from {least:.3f} on, of {len(places)} units", flush=True)
    return round(max(least, 0.5), 3)


def main() -> None:
    """Train and export, or tune."""
    parser = argparse.ArgumentParser(description="Train the reader of documents.")
    parser.add_argument("--tune", action="store_true", help="choose the thresholds alone")
    options = parser.parse_args()
    settings = Settings()
    random.seed(settings.seed)
    advisor = Advisor()
    advisor = cached(advisor, Cache(advisor.settings.home / FILE))
    frameworks = sorted((_HERE / "frameworks").iterdir())
    if not options.tune:
        FOLDER.mkdir(exist_ok=True)
        ours = [written(advisor, folder) for folder in sorted((_HERE / "cases").iterdir())]
        others = [written(advisor, folder) for folder in frameworks if folder.name not in HELD]
        rows = list(statement_rows(advisor.framework))
        print(f"{len(rows)} statements, {len(ours)} cases, {len(others)} other frameworks", flush=True)
        for case in [*ours, *others]:
            rows += document_rows(case, near_of(advisor, case))
        rows += planted_rows([*ours, *others])
        print(f"{len(rows)} rows in all", flush=True)
        export(fit(rows, len(STATUSES), settings), FOLDER)
        write_card(FOLDER, {})
    dev = [(folder / "source", folder / "expected.yaml") for folder in sorted(_DEV.iterdir())]
    held = [(folder, folder / "plan.yaml") for folder in frameworks if folder.name in HELD]
    cases = [(written(advisor, folder), planned) for folder, planned in [*dev, *held]]
    rules: dict[str, Rules] = {}
    arrays: dict[str, Matrix] = {}
    # Other people's frameworks are few: ours stand in as more of them, found without the model that knows them.
    for name, trained, some in (("ours", True, cases[: len(dev)]), ("other", False, cases)):
        found = [seen(advisor, case, planned, trained=trained) for case, planned in some]
        rules[name] = tune(found, found if trained else found[len(dev) :], _MET_RIGHT[name])
        arrays |= {f"{name}/{part}": value for part, value in asdict(fit_blend(found)).items()}
    np.savez_compressed(FOLDER / "blend.npz", allow_pickle=False, **arrays)
    wording = fit_wording([case for case, _ in cases], FOLDER)
    write_card(FOLDER, rules, tune_addressed(advisor, [case for case, _ in cases]), wording)


if __name__ == "__main__":
    main()
