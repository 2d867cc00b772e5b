"""Documents in the records: the register, the bases' places, and forgetting."""

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from advisor.assessment import Basis, Kind, Role
from advisor.conversation import Noted, Reply, Session, Turn
from advisor.framework import Status
from advisor.interview import Interview
from advisor.passages import Filed
from advisor.records import ConflictError, Workspaces, database, open_database

CHARTER, PLAN = "c" * 64, "d" * 64
QUOTE = "The wombat committee signed it."


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'records.sqlite'}"


@pytest.fixture
def kept(url: str) -> Workspaces:
    return Workspaces(open_database(url))


def filed(sha256: str, name: str, day: int = 1) -> Filed:
    return Filed(sha256, name, 12, 3, datetime(2027, 1, day, tzinfo=UTC))


def shown(quote: str = QUOTE, document: str = CHARTER, criterion: str = "a.one", note: str = "") -> Basis:
    return Basis(
        "", criterion, Status.MET, Kind.DOCUMENT, quote, note, 0.75, document=document, page=2, start=3, end=9, role=Role.SUPPORTS
    )  # fmt: skip


def documented(kept: Workspaces, *bases: Basis, message: str = "", reply: Reply = Reply()) -> None:
    """Record what documents show in workspace w, with a turn where there is a message."""
    before = kept.session("w")
    interview = Interview(bases=before.interview.bases, turn=before.interview.turn + 1).documented(bases)
    kept.append("w", before, Session(interview=interview), Turn(message, reply) if message else None)


def holds(folder: Path, word: str) -> bool:
    return any(word.encode() in path.read_bytes() for path in folder.iterdir())


def test_the_register_lists_documents_oldest_first(kept: Workspaces) -> None:
    assert kept.documents("w") == []
    for entry in (filed(PLAN, "plan\0.docx", day=2), filed(CHARTER, "charter.pdf")):
        kept.add_document("w", entry)
        kept.add_document("w", entry)
    found = kept.documents("w")
    assert [(d.id, d.name, d.size, d.pages, d.added_at.day) for d in found] == [
        (CHARTER, "charter.pdf", 12, 3, 1), (PLAN, "plan.docx", 12, 3, 2),
    ]  # fmt: skip
    assert kept.documents("other") == []
    assert {event.action for event in kept.history("w")} == {"added a document"}


def test_a_basis_keeps_its_place_in_the_document(kept: Workspaces, url: str) -> None:
    documented(kept, shown())
    (found,) = Workspaces(open_database(url)).session("w").interview.bases
    assert (found.document, found.page, found.start, found.end, found.role) == (CHARTER, 2, 3, 9, Role.SUPPORTS)
    assert Basis.from_dict(found.to_dict()) == found


def test_the_audit_trail_keeps_no_words_of_a_document(kept: Workspaces) -> None:
    documented(kept, shown(note="It says “wombat”."))
    documented(kept)
    assert [event.action for event in kept.history("w")] == ["recorded", "withdrew"]
    assert "wombat" not in str([event.detail for event in kept.history("w")])


def test_forgetting_strikes_the_entry_and_all_that_quotes_it(kept: Workspaces, tmp_path: Path) -> None:
    for entry in (filed(CHARTER, "charter.pdf"), filed(PLAN, "plan.docx")):
        kept.add_document("w", entry)
    other = shown("The plan is old.", PLAN, "a.two")
    replies = {
        "cited": Reply(text=f"See {CHARTER}."),
        "listed": Reply(noted=(Noted("a.one", "One", Status.MET, QUOTE),)),
        "quoted": Reply(text=f"“One” is recorded as in place. From: “{QUOTE}”."),
        "neither": Reply(text="The plan is old.", noted=(Noted("a.two", "Two", Status.MET, "The plan is old."),)),
    }
    for message, reply in replies.items():
        documented(kept, shown(note="It says “wombat”."), other, message=message, reply=reply)
    documented(kept, other)  # what was withdrawn before is forgotten too
    assert holds(tmp_path, "wombat")
    kept.forget_document("w", CHARTER)
    assert not holds(tmp_path, "wombat")
    assert [d.id for d in kept.documents("w")] == [PLAN]
    assert [b.quote for b in kept.session("w").interview.bases] == ["The plan is old."]
    _, turns = kept.load("w")
    assert [t.message for t in turns] == list(replies)
    assert turns[-1].reply == replies["neither"]
    assert all("deleted since" in t.reply.text for t in turns[:-1])
    actions = [event.action for event in kept.history("w")]
    kept.forget_document("w", CHARTER)
    assert [event.action for event in kept.history("w")] == actions
    assert actions[-1] == "deleted a document"


def test_forgetting_stays_in_its_workspace(kept: Workspaces) -> None:
    kept.add_document("w", filed(CHARTER, "charter.pdf"))
    documented(kept, shown())
    kept.forget_document("other", CHARTER)
    assert len(kept.documents("w")) == 1
    assert kept.session("w").interview.bases[0].quote == QUOTE


def test_a_turn_that_still_quotes_what_was_forgotten_meanwhile_is_refused(kept: Workspaces) -> None:
    documented(kept, shown())
    before = kept.session("w")
    kept.forget_document("w", CHARTER)
    with pytest.raises(ConflictError):
        kept.append("w", before, before, Turn("summary", Reply(text=QUOTE)))
    documented(kept)
    assert kept.session("w").interview.bases == ()


def test_rows_that_the_database_moved_leave_no_copies(kept: Workspaces, tmp_path: Path) -> None:
    """SQLite's secure_delete overlooks what stays behind where rows are moved between pages."""
    chance, marks = random.Random(3), []

    def quote(document: str) -> str:
        marks.append(f"wombat-{document[0]}-{len(marks):05}")
        return f"{marks[-1]} {'lorem ipsum dolor ' * chance.choice([0, 1, 3, 10, 50, 300])}{marks[-1]}"

    for _ in range(30):
        found = [
            shown(quote(document), document, f"a.{number}") for document in (CHARTER, PLAN) for number in range(chance.randint(0, 25))
        ]  # fmt: skip
        documented(
            kept, *found, message="hello " * chance.randint(1, 100), reply=Reply(text="noted " * chance.randint(1, 400))
        )
    kept.forget_document("w", CHARTER)
    kept.forget_document("w", PLAN)
    data = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert [mark for mark in marks if mark.encode() in data] == []


def test_the_version_before_documents_keeps_its_rows(url: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(database._MIGRATIONS))
    engine = create_engine(url)
    day = "2026-11-01 00:00:00"
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        for row in (
            f"workspace VALUES ('w', '{day}')",
            f"""assessment VALUES (1, 'w', '{day}', '{{"version": 2}}', 1)""",
            f"message VALUES (1, 0, '{day}', 'hello')",
            """reply VALUES (1, 0, '{"text": "noted", "answer": null, "understood": null}')""",
            f"basis VALUES (1, '1.1', 'a.one', 'met', 'reply', 'we did', '', 1.0, 1, 1, '{day}', NULL)",
            f"audit VALUES (1, 'w', '{day}', 'recorded', 'a.one', '{{}}')",
        ):
            connection.execute(text(f"INSERT INTO {row}".replace(":", r"\:")))
        connection.commit()
    engine.dispose()
    kept = Workspaces(open_database(url))
    session, turns = kept.load("w")
    assert session.interview.bases == (Basis("1.1", "a.one", Status.MET, Kind.REPLY, "we did", confirmed=True, turn=1),)
    assert turns == [Turn("hello", Reply(text="noted"))]
    assert [event.action for event in kept.history("w", "a.one")] == ["recorded"]
    assert kept.documents("w") == []
    with kept._engine.connect() as connection, pytest.raises(Exception, match="append-only"):
        connection.execute(text("DELETE FROM audit"))
    kept.add_document("w", filed(CHARTER, "charter.pdf"))
    assert len(kept.documents("w")) == 1
