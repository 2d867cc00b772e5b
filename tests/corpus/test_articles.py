"""The briefs hold what they must, in our own words."""

import os
import re
from pathlib import Path

import pytest
import yaml

from advisor.passages import read_articles, split
from advisor.settings import CORPUS, PROJECT

ARTICLES = CORPUS / "articles"
ORIGINALS = PROJECT.parent / "shared" / "sources"
DOCUMENTS = {document.id: document for document in read_articles(ARTICLES, ARTICLES)}
TEXTS = {
    section.id: section.span.of(document.pages[0].text)
    for document in DOCUMENTS.values()
    for section in document.sections
}
# The figures that must be right, and where they stand. Each form is one that the section's text must hold.
FIGURES = [
    ("engineering#promise-vs-reality", ["nearly 80%", "never get to full deployment"]),
    ("engineering#why-pilots-fail", ["about 70%", "about 30%"]),
    ("engineering#tldr", ["about 70%", "five to ten times", "18 to 24 months", "6 to 12 months"]),
    ("engineering#qa", ["five to ten times"]),
    ("engineering#regulatory-and-ethical", ["24 months", "18 to 24 months"]),
    ("engineering#what-teams-get-wrong", ["92%", "ideal conditions"]),
    ("engineering#production-ready", ["within a few weeks"]),
    ("adoption#pilot-purgatory", ["no product owner", "uptime", "budget for integration", "unlikely to scale"]),
    ("genai#why-pilots-stall", ["95%", "billable action", "cost saving"]),
    ("genai#why-pilots-look-successful", ["80%", "20%"]),
    ("genai#workflow-friction", ["three extra clicks", "three hours"]),
    ("genai#why-moving-matters", ["six weeks", "prototype"]),
    ("genai#faq", ["97%", "within weeks", "six to twelve weeks"]),
    ("playbook#faq", ["90 to 180 days", "85%", "95%", "low-risk"]),
    ("genai#what-successful-do", ["accountable", "year", "after go-live"]),
]


def test_all_sections_of_all_articles_are_there() -> None:
    counts = {name: len(document.sections) for name, document in DOCUMENTS.items()}
    assert counts == {"engineering": 14, "adoption": 9, "organization": 8, "genai": 22, "playbook": 14}
    assert all(len(text.split()) >= 25 for text in TEXTS.values())


@pytest.mark.parametrize(("section", "figures"), FIGURES, ids=[section for section, _ in FIGURES])
def test_figures_stand_in_their_sections(section: str, figures: list[str]) -> None:
    text = " ".join(TEXTS[section].lower().split())
    assert [figure for figure in figures if figure.lower() not in text] == []


def test_sentences_read_alone() -> None:
    """Answers are made of single sentences: none may lean on the one before it."""
    leaning = re.compile(r"(?:This|It|They|These|Those|Such|Here|However|Also|He|She|As above)\b")
    sentences = [
        passage.sentence(span)
        for document in DOCUMENTS.values()
        for passage in split(document)
        for span in passage.sentences
    ]
    assert len(sentences) > 400
    assert [sentence for sentence in sentences if leaning.match(sentence)] == []
    assert [sentence for sentence in sentences if len(sentence.split()) > 45] == []


def _catalogue() -> list[dict]:
    if not ORIGINALS.is_dir():
        if os.environ.get("CI"):
            pytest.fail("the originals are not beside the checkout, though this is continuous integration")
        pytest.skip("the original articles are not here (they are not ours to publish)")
    return yaml.safe_load((ORIGINALS / "catalogue.yaml").read_text(encoding="utf-8"))


def test_the_front_matter_is_the_catalogue() -> None:
    for entry in _catalogue():
        document = DOCUMENTS[entry["id"]]
        assert [(s.id.split("#")[1], s.heading) for s in document.sections] == [
            (section["id"], section["heading"]) for section in entry["sections"]
        ]
        assert document.author == entry.get("author")
        assert document.publisher == entry.get("publisher")


def test_no_run_of_eight_words_of_an_original() -> None:
    runs = set()
    for entry in _catalogue():
        found = _words((ORIGINALS / entry["file"]).read_text(encoding="utf-8"))
        runs |= {tuple(found[i : i + 8]) for i in range(len(found) - 7)}
    assert len(runs) > 5000
    for name, text in TEXTS.items():
        found = _words(text)
        taken = [" ".join(found[i : i + 8]) for i in range(len(found) - 7) if tuple(found[i : i + 8]) in runs]
        assert taken == [], name


def test_originals_are_recognised_by_file_and_by_heading(tmp_path: Path) -> None:
    for entry in _catalogue():
        text = (ORIGINALS / entry["file"]).read_text(encoding="utf-8")
        (tmp_path / f"some-{entry['id']}.txt").write_text(text, encoding="utf-8")
    by_heading = {document.id: document for document in read_articles(tmp_path, ARTICLES)}
    by_file = {document.id: document for document in read_articles(ORIGINALS, ARTICLES)}
    assert set(by_heading) == set(by_file) == set(DOCUMENTS)
    for name, document in DOCUMENTS.items():
        wanted = [section.id for section in document.sections]
        assert [section.id for section in by_file[name].sections] == wanted
        assert [section.id for section in by_heading[name].sections] == wanted


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9%]+", text.lower().replace("’", "").replace("'", ""))
