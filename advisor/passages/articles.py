"""A folder of articles -> Documents with their sections.

A brief is Markdown whose front matter holds the catalogue's facts and whose `##` headings are section
ids. The front matter of our briefs is the catalogue: an original in plain text is recognised by its
file name or its headings, and its sections are found by those headings. Any other Markdown or text
article is taken as it is, with its own headings as sections.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from advisor.errors import CorpusError
from advisor.passages.read import read_text
from advisor.passages.types import Document, Page, Section, Span
from advisor.yamls import parse_yaml

_FRONT = re.compile(r"\A\ufeff?---\n(.*?)\n---\n", re.DOTALL)
_MARKDOWN_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
OPENING = "(opening paragraphs)"  # how the catalogue names what stands before the first heading


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """What is known of an article: who wrote it, and its sections as (id, heading), in order."""

    id: str
    title: str
    sections: tuple[tuple[str, str], ...]
    file: str | None = None
    author: str | None = None
    publisher: str | None = None
    date: str | None = None


def read_articles(folder: Path, catalogue_folder: Path) -> list[Document]:
    """All articles (*.md, *.txt) of a folder, by name. Raises CorpusError where there is none or one is malformed.

    `catalogue_folder` holds our briefs, whose front matter tells originals in plain text apart.
    """
    files = article_files(folder)
    catalogue = read_catalogue(catalogue_folder)
    documents = [_read_article(path, catalogue) for path in files]
    twice = {d.id for d in documents if sum(d.id == other.id for other in documents) > 1}
    if twice:
        raise CorpusError(f"{folder}: two files hold the article {sorted(twice)[0]!r}; keep one of them.")
    return documents


def article_files(folder: Path) -> list[Path]:
    """The files of a folder that are articles, by name. Raises CorpusError where there is none."""
    if not folder.is_dir():
        raise CorpusError(f"{folder}: no such folder of articles; name a folder of Markdown or text files.")
    files = sorted(p for p in folder.iterdir() if p.suffix.lower() in {".md", ".txt"} and p.name.lower() != "readme.md")
    if not files:
        raise CorpusError(f"{folder}: no article in it; put Markdown (.md) or text (.txt) files there.")
    return files


def read_catalogue(folder: Path) -> tuple[CatalogueEntry, ...]:
    """The entries of the briefs' front matter in a folder; empty where there are no briefs."""
    paths = sorted(folder.glob("*.md")) if folder.is_dir() else []
    entries = (_front_matter(path.name, read_text(path)[0]) for path in paths)
    return tuple(entry for entry in entries if entry is not None)


def _read_article(path: Path, catalogue: Iterable[CatalogueEntry]) -> Document:
    text, sha256 = read_text(path)
    entry = _front_matter(path.name, text)
    own_words = entry is not None
    if entry is not None:
        sections = _brief_sections(path.name, text, entry)
    else:
        entry, sections = _original(path, text, catalogue)
    return Document(
        id=entry.id,
        kind="article",
        name=path.name,
        title=entry.title,
        sha256=sha256,
        pages=(Page(None, text),),
        sections=sections,
        author=entry.author,
        publisher=entry.publisher,
        date=entry.date,
        own_words=own_words,
    )


def _front_matter(name: str, text: str) -> CatalogueEntry | None:
    match = _FRONT.match(text)
    if match is None:
        return None
    data = parse_yaml(match.group(1), f"{name}: the front matter")
    if not isinstance(data, dict) or "sections" not in data:
        return None
    try:
        return CatalogueEntry(
            id=str(data["id"]),
            title=str(data["title"]),
            sections=tuple((str(s["id"]), str(s["heading"])) for s in data["sections"]),
            file=data.get("file"),
            author=data.get("author"),
            publisher=data.get("publisher"),
            date=str(data["date"]) if data.get("date") else None,
        )
    except (KeyError, TypeError) as error:
        raise CorpusError(f"{name}: the front matter lacks {error}; see corpus/README.md for its form.") from None


def _brief_sections(name: str, text: str, entry: CatalogueEntry) -> tuple[Section, ...]:
    headings = dict(entry.sections)
    marks = list(_MARKDOWN_HEADING.finditer(text, _FRONT.match(text).end()))  # type: ignore[union-attr]
    found = [mark.group(1) for mark in marks]
    if found != list(headings):
        odd = sorted(set(found) ^ set(headings)) or ["their order"]
        raise CorpusError(
            f"{name}: the headings and the front matter's sections differ in {odd[0]!r}; make them agree."
        )
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    return tuple(
        Section(f"{entry.id}#{mark.group(1)}", headings[mark.group(1)], Span(mark.end(), end))
        for mark, end in zip(marks, ends, strict=True)
    )


def _original(path: Path, text: str, catalogue: Iterable[CatalogueEntry]) -> tuple[CatalogueEntry, tuple[Section, ...]]:
    """A text without front matter: one of the catalogue's originals, or an article of somebody else's."""
    best: tuple[CatalogueEntry, tuple[Section, ...]] | None = None
    for entry in catalogue:
        sections = _sections_by_heading(text, entry)
        known = path.name == entry.file or len(sections) >= max(3, 0.6 * len(entry.sections))
        if known and (best is None or len(sections) > len(best[1])):
            best = entry, sections
    return best or _unknown(path, text)


def _sections_by_heading(text: str, entry: CatalogueEntry) -> tuple[Section, ...]:
    places: list[tuple[str, str, int, int]] = []  # id, heading, start of the heading's line, start of the text
    position = 0
    for section, heading in entry.sections:
        if heading == OPENING:
            places.append((section, heading, 0, 0))
            continue
        match = re.search(rf"^[ \t]*{re.escape(heading)}[ \t]*$", text[position:], re.MULTILINE)
        if match is not None:
            places.append((section, heading, position + match.start(), position + match.end()))
            position += match.end()
    ends = [place[2] for place in places[1:]] + [len(text)] if places else []
    return tuple(
        Section(f"{entry.id}#{section}", heading, Span(start, end))
        for (section, heading, _, start), end in zip(places, ends, strict=True)
    )


def _unknown(path: Path, text: str) -> tuple[CatalogueEntry, tuple[Section, ...]]:
    name = slug(path.stem)
    marks = list(_MARKDOWN_HEADING.finditer(text))
    title = marks[0].group(1) if marks and not text[: marks[0].start()].strip() else path.stem
    ends = [mark.start() for mark in marks[1:]] + [len(text)] if marks else []
    sections: list[Section] = []
    taken: set[str] = set()
    if marks and text[: marks[0].start()].strip():
        sections.append(Section(f"{name}#intro", "", Span(0, marks[0].start())))
        taken.add("intro")
    for mark, end in zip(marks, ends, strict=True):
        section = base = slug(mark.group(1))
        count = 1
        while section in taken:
            count += 1
            section = f"{base}-{count}"
        taken.add(section)
        if text[mark.end() : end].strip():
            sections.append(Section(f"{name}#{section}", mark.group(1), Span(mark.end(), end)))
    return CatalogueEntry(id=name, title=title, sections=()), tuple(sections)


def slug(text: str) -> str:
    """A name in lower case, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "article"
