"""What reads question and sentence together: what it is given, what is made of it, and what the shipped network tells."""

import json
from math import log

import numpy as np
import pytest

from advisor.answers.relevance import CLASSES, FOLDER, NAMES, READ, Relevance, in_place, likeliest, reranked, values
from advisor.passages import Passage, Span
from advisor.search import Evidence, Hit

NONE = np.zeros((0, 2), np.float32)


def passage(name: str, *sentences: str, heading: str = "Money") -> Passage:
    text, spans = "", []
    for sentence in sentences:
        spans.append(Span(len(text), len(text) + len(sentence)))
        text += sentence + " "
    return Passage(name, "charter.pdf", None, heading, "Charter", 1, Span(0, len(text)), text, tuple(spans))


def hit(found: Passage, score: float) -> Hit:
    return Hit(found, score, {}, 0.0)


ONE, TWO = passage("one", "It costs 4.", "Tea is free."), passage("two", "Nobody pays.", heading="")
EVIDENCE = [
    Evidence(np.asarray([[1, 0], [0, 1]], np.float32), NONE),
    Evidence(np.asarray([[0.6, 0.8]], np.float32), NONE),
]


def test_a_sentence_is_read_under_its_heading() -> None:
    assert in_place(ONE, ONE.sentences[1]) == "Money: Tea is free."
    assert in_place(TWO, TWO.sentences[0]) == "Charter: Nobody pays."


def test_those_most_like_a_wording_are_read() -> None:
    hits = [hit(ONE, 2.0), hit(TWO, 1.0)]
    found = likeliest(np.asarray([[1, 0]], np.float32), hits, EVIDENCE)
    assert [key for key, _ in found] == [("one", 0), ("two", 0), ("one", 1)]
    assert found[0][1] == "Money: It costs 4."
    both = likeliest(np.asarray([[1, 0], [0, 1]], np.float32), hits, EVIDENCE, most=2)
    assert [key for key, _ in both] == [("one", 0), ("one", 1)]  # each is what one of the wordings says
    many = passage("many", *(f"Line {n}." for n in range(READ + 9)))
    evidence = Evidence(np.ones((READ + 9, 2), np.float32), NONE)
    assert len(likeliest(np.ones((1, 2), np.float32), [hit(many, 1.0)], [evidence])) == READ
    assert likeliest(np.ones((1, 2), np.float32), [hit(ONE, 1.0)], [Evidence(NONE, NONE)]) == []


def test_values_by_hand() -> None:
    read = {("one", 0): [0.5, 0.4, 0.1], ("one", 1): [0.2, 0.7, 0.1], ("two", 0): [0.1, 0.1, 0.8]}
    found = values({key: np.asarray(shares, np.float32) for key, shares in read.items()})
    assert len(found) == len(NAMES)
    assert found == pytest.approx([log(0.5), log(0.2), log(0.8 / 3), 0.7], abs=1e-5)
    assert values({}) == pytest.approx([log(1e-4)] * 3 + [0.0])


def test_a_passage_that_answers_comes_first() -> None:
    hits = [hit(ONE, 1.0), hit(TWO, 0.9)]
    read = {("two", 0): np.asarray([0.9, 0.1, 0], np.float32), ("one", 1): np.asarray([0.1, 0.9, 0], np.float32)}
    assert [found.passage.id for found in reranked(hits, read, 1.0)] == ["two", "one"]
    assert [found.passage.id for found in reranked(hits, read, 0.1)] == ["one", "two"]  # 1.01 and 0.981
    assert [found.passage.id for found in reranked(hits, {}, 1.0)] == ["one", "two"]


def test_the_shipped_network_tells_an_answer_from_what_is_only_near() -> None:
    network = Relevance()
    sentence = "Contract, clause 9: The vendor answers critical tickets within two hours, around the clock."
    asked = [
        "How fast does the vendor react to critical tickets?",
        "How many critical tickets did the vendor get last year?",
        "Which canteen has the best soup?",
    ]
    shares = network.shares([(question, sentence) for question in asked])
    assert shares.shape == (3, len(CLASSES))
    assert shares[0, 0] > 0.5 > shares[1, 0]
    assert shares[2, 0] < 0.1
    assert shares[2].argmax() == CLASSES.index("aside")


def test_the_card_names_every_file() -> None:
    card = json.loads((FOLDER / "card.json").read_text())
    assert set(card["sha256"]) == {path.name for path in FOLDER.iterdir() if path.name != "card.json"}
    assert card["classes"] == list(CLASSES)
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 30_000_000
