"""No file, however odd or made to harm, hurts the one that reads it: each gives text, or one line that says what is wrong.

The files are read in a process of its own (this file, run as a program), because what a child is reckoned to have used
counts from the size of the process that started it.
"""

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from advisor.errors import DocumentError
from advisor.passages.read import page_picture, read_document, read_with_boxes
from eval.memory import peak_of_children, peak_of_this

ROOT = Path(__file__).parent.parent.parent
SECONDS = 20
MEGABYTES = 600
SIDE_BY_SIDE = 2


def read_all(paths: list[Path]) -> dict[str, Any]:
    """What came of each file, and the most memory that a child and this process used, in MB."""
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        outcomes = list(pool.map(read_one, paths))
    for number, found in enumerate(outcomes):
        if found["seconds"] > SECONDS:  # the machine may have been at something else: once more, alone
            outcomes[number] = read_one(Path(found["path"]))
    return {"outcomes": outcomes, "peaks": [peak_of_children(), peak_of_this()]}


def read_one(path: Path) -> dict[str, Any]:
    """What came of one file: its text and notices, the refusal, or another exception."""
    found: dict[str, Any] = {"path": str(path)}
    start = time.monotonic()
    try:
        document, _ = read_with_boxes(path)
        found["text"] = any(character.isalnum() for page in document.pages for character in page.text)
        if path.parent.name == "planted":
            found["shown"] = "\n".join(page.text for page in document.pages)
            found["notices"] = [notice.quote for notice in document.notices]
    except DocumentError as error:
        found["refusal"] = str(error)
    except BaseException as error:
        found["failure"] = f"{type(error).__name__}: {error}"
    return {**found, "seconds": time.monotonic() - start}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    from tests.passages.hostile import write_all

    paths = write_all(tmp_path_factory.mktemp("hostile"))
    assert len(paths) >= 120
    done = subprocess.run(
        [sys.executable, "-m", "tests.passages.test_hostile"],
        input=json.dumps([str(path) for path in paths]),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=ROOT,
    )
    found = json.loads(done.stdout)
    assert len(found["outcomes"]) == len(paths)
    return found


def test_each_ends_in_time(results: dict[str, Any]) -> None:
    slow = {found["path"]: found["seconds"] for found in results["outcomes"] if found["seconds"] > SECONDS}
    assert not slow


def test_each_gives_text_or_a_refusal(results: dict[str, Any]) -> None:
    wrong = [found for found in results["outcomes"] if not found.get("text") and not found.get("refusal")]
    assert not wrong


def test_refusals_are_one_line_that_names_the_file(results: dict[str, Any]) -> None:
    refused = [(Path(found["path"]).name, found["refusal"]) for found in results["outcomes"] if "refusal" in found]
    assert len(refused) > 50
    for name, refusal in refused:
        assert refusal.isprintable(), refusal
        assert "".join(c if c.isprintable() else " " for c in name) in refusal


def test_none_takes_more_memory_than_is_allowed(results: dict[str, Any]) -> None:
    of_a_child, of_the_reader = results["peaks"]
    assert of_a_child <= MEGABYTES
    assert of_the_reader <= MEGABYTES


def test_what_is_planted_is_reported_wherever_it_is_kept(results: dict[str, Any]) -> None:
    from tests.passages.hostile import PLANTED

    planted = [found for found in results["outcomes"] if "shown" in found]
    assert len(planted) > 20
    for found in planted:
        reported = sum(PLANTED in notice for notice in found["notices"])
        assert found["shown"].count(PLANTED) <= reported, found["path"]


def test_pages_of_hostile_files_are_drawn_or_refused(tmp_path: Path) -> None:
    from tests.passages.hostile import _pdf_pages, _pdfs

    files = {**dict(_pdfs()), **dict(_pdf_pages())}
    for name in ("user-password.pdf", "noise.pdf", "page-cropped-to-nothing.pdf", "page-long-and-thin.pdf"):
        path = tmp_path / name
        path.write_bytes(files[name])
        try:
            assert page_picture(path, 1).startswith(b"\x89PNG")
        except DocumentError as error:
            assert name in str(error)
            assert str(error).isprintable()


def test_paths_are_taken_from_where_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("-rf plan.txt").write_text("The sponsor left in May.")
    assert read_document(Path("-rf plan.txt")).pages[0].text == "The sponsor left in May."


if __name__ == "__main__":
    print(json.dumps(read_all([Path(path) for path in json.load(sys.stdin)])))
