from pathlib import Path

import docx
import pytest

from advisor.errors import CorpusError, DocumentError
from advisor.passages import Limits, read_articles, read_document, split
from advisor.passages.read import read_text
from advisor.settings import CORPUS


def write(path: Path, data: str | bytes) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_offsets_hold_after_line_ends_are_unified(tmp_path: Path) -> None:
    document = read_document(write(tmp_path / "a.txt", "One line.\r\nAnother – line.\rThird."))
    text = document.pages[0].text
    assert text == "One line.\nAnother – line.\nThird."
    assert all(p.span.of(text) == p.text for p in split(document))


def test_other_encodings_are_read(tmp_path: Path) -> None:
    text = (
        "Die Klinik prüft für jede Änderung den Härtefall. Größere Änderungen müssen geprüft werden, über alle Häuser."
    )
    found, _ = read_text(write(tmp_path / "a.txt", text.encode("cp1252")))
    assert found == text


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", b"", "no text in it"),
        ("a.txt", b"ab\0cd", "binary"),
        ("a.pdf", b"not a pdf", "not a readable PDF"),
        ("a.docx", b"PK not a zip", "not a readable DOCX file"),
        ("a.exe", b"MZ", "are not read"),
    ],
)
def test_bad_files_get_one_clear_line(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_document(write(tmp_path / name, data))
    assert name in str(caught.value)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_file_and_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no such file"):
        read_document(tmp_path / "none.txt")
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(DocumentError, match="cannot be read"):
        read_document(tmp_path / "folder.txt")


def test_word_files_keep_headings_and_tables(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Ownership", 1)
    document.add_paragraph("The CMIO owns the tool.")
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Budget", "None yet"
    document.save(str(tmp_path / "charter.docx"))
    passages = split(read_document(tmp_path / "charter.docx"))
    assert passages[0].heading == "Ownership"
    assert "Budget | None yet" in passages[0].text


def test_pdf_pages_are_numbered_from_one(tmp_path: Path) -> None:
    path = write(tmp_path / "a.pdf", _pdf(["The sponsor left in May.", "No budget is set."]))
    document = read_document(path)
    assert [page.number for page in document.pages] == [1, 2]
    assert [passage.page for passage in split(document)] == [1, 2]
    assert split(document)[1].text == "No budget is set."


def test_passages_hold_every_sentence_once_and_stay_short() -> None:
    for document in read_articles(CORPUS / "articles", CORPUS / "articles"):
        passages = split(document, Limits(most=60, least=10))
        starts = [(span.start, span.end) for passage in passages for span in passage.sentences]
        assert starts == sorted(set(starts))
        assert max(len(passage.text.split()) for passage in passages) <= 100
        assert all(passage.sentence(span) for passage in passages for span in passage.sentences)


def test_other_articles_get_their_own_sections(tmp_path: Path) -> None:
    write(
        tmp_path / "Our Handbook.md",
        "# Handbook\n\nIntro text here.\n\n## Owners\n\nAnna owns it.\n\n## Owners\n\nBen too.\n",
    )
    write(tmp_path / "note.txt", "Just a note without any heading at all.")
    found = {d.id: [s.id for s in d.sections] for d in read_articles(tmp_path, CORPUS / "articles")}
    assert found == {
        "our-handbook": ["our-handbook#handbook", "our-handbook#owners", "our-handbook#owners-2"],
        "note": [],
    }


def test_malformed_articles_are_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no such folder"):
        read_articles(tmp_path / "none", CORPUS / "articles")
    with pytest.raises(CorpusError, match="no article in it"):
        read_articles(tmp_path, CORPUS / "articles")
    write(tmp_path / "bad.md", "---\nid: x\ntitle: y\nsections:\n  - {id: a, heading: A}\n---\n\n## b\n\nText.\n")
    with pytest.raises(CorpusError, match=r"bad.md.*'a'"):
        read_articles(tmp_path, CORPUS / "articles")
    write(tmp_path / "bad.md", "---\nid: [x\n---\n\ntext")
    with pytest.raises(CorpusError, match=r"bad.md.*not valid YAML"):
        read_articles(tmp_path, CORPUS / "articles")


def _pdf(pages: list[str]) -> bytes:
    """A small PDF with one line of text on each page, written by hand."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
               "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]  # fmt: skip
    for i, text in enumerate(pages):
        stream = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * i} 0 R "
                       "/Resources << /Font << /F1 3 0 R >> >> >>")  # fmt: skip
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    tail = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF"
    return out + tail.encode()
