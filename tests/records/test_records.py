import sqlite3
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from advisor.conversation import Reply, Session, Turn
from advisor.errors import RecordsError
from advisor.interview import Interview
from advisor.records import Workspaces, database, open_database
from advisor.records.models import Base
from advisor.wiring import Advisor


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'deep' / 'records.sqlite'}"


def test_the_newest_migration_is_the_one_that_is_looked_for() -> None:
    scripts = ScriptDirectory(str(database._MIGRATIONS))
    assert scripts.get_current_head() == database.HEAD


def test_migrations_make_the_tables_of_the_models(url: str) -> None:
    engine = open_database(url)
    found = inspect(engine)
    for table in Base.metadata.sorted_tables:
        columns = {column["name"]: column["nullable"] for column in found.get_columns(table.name)}
        assert columns == {column.name: column.nullable for column in table.columns}, table.name


def test_sqlite_is_made_safe(url: str) -> None:
    with open_database(url).connect() as connection:
        pragmas = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "foreign_keys")
        }
    assert pragmas == {"journal_mode": "wal", "foreign_keys": 1}


def test_a_turn_that_was_stored_is_found_by_a_new_process(url: str, advisor: Advisor) -> None:
    kept = Workspaces(open_database(url))
    session, turns = kept.load("someone")
    assert (session, turns) == (Session(), [])
    session, reply = advisor.conversation.step(session, "How long should a pilot run?")
    kept.append("someone", Session(), session, Turn("How long\0 should a pilot run?", reply))
    again, found = Workspaces(open_database(url)).load("someone")
    assert again == session
    assert found == [Turn("How long should a pilot run?", reply)]
    assert Workspaces(open_database(url)).load("nobody")[1] == []


def test_a_database_of_a_newer_program_is_refused(url: str, tmp_path: Path) -> None:
    open_database(url).dispose()
    with sqlite3.connect(tmp_path / "deep" / "records.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(RecordsError, match="newer advisor"):
        open_database(url)


@pytest.mark.parametrize(("bad", "said"), [("nonsense", "not usable"), ("sqlite:////proc/none/x.sqlite", "cannot be")])
def test_an_unusable_database_is_named_in_one_line(bad: str, said: str) -> None:
    with pytest.raises(RecordsError, match=said) as caught:
        open_database(bad)
    assert "\n" not in str(caught.value)


def test_a_reader_does_not_wait_for_a_writer(url: str) -> None:
    engine = open_database(url)
    kept = Workspaces(engine)
    kept.append("someone", Session(), Session(interview=Interview(turn=1)), Turn("before", Reply(text="yes")))
    with engine.connect() as writer:
        writer.execute(text("UPDATE message SET text = 'after'"))
        assert kept.load("someone")[1][0].message == "before"


def test_a_damaged_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.sqlite").write_bytes(b"this is not a database at all, it is text" * 100)
    with pytest.raises(RecordsError, match="not damaged"):
        open_database(f"sqlite:///{tmp_path / 'x.sqlite'}")
