"""Workspaces: nothing that was acknowledged is lost, by threads, kills, or coming back tomorrow."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from advisor.assessment import Assignment, Basis, Kind, Work
from advisor.conversation import Reply, Session, Turn
from advisor.framework import Status
from advisor.interview import Interview
from advisor.records import ConflictError, Workspaces, open_database
from advisor.settings import PROJECT
from advisor.wiring import Advisor


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'records.sqlite'}"


def after(session: Session, *said: tuple[str, str]) -> Session:
    """The session one turn later, with those statuses said."""
    bases = [Basis("", name, Status(status), Kind.REPLY, "words", confirmed=True) for name, status in said]
    interview = session.interview
    moved = Interview(bases=interview.bases, turn=interview.turn + 1).record(*bases)
    return Session(interview=moved)


def test_bases_are_kept_withdrawn_and_audited(url: str) -> None:
    kept = Workspaces(open_database(url))
    first = after(Session(), ("a.one", "met"), ("a.two", "unmet"))
    kept.append("w", Session(), first, Turn("hello", Reply(text="noted")))
    second = Session(interview=after(first).interview.withdraw("a.one"))
    kept.append("w", first, second, None)
    session, turns = Workspaces(open_database(url)).load("w")
    assert [b.criterion for b in session.interview.bases] == ["a.two"]
    assert kept.session("w") == session
    assert kept.session("nobody") == Session()
    assert [turn.message for turn in turns] == ["hello"]
    assert [(e.action, e.criterion) for e in kept.history("w")] == [
        ("recorded", "a.one"), ("recorded", "a.two"), ("withdrew", "a.one"),
    ]  # fmt: skip
    assert [e.action for e in kept.history("w", "a.one")] == ["recorded", "withdrew"]
    assert [b.criterion for b in kept.bases_at("w", 1)] == ["a.one", "a.two"]
    assert kept.bases_at("nobody", 1) == ()


def test_workspaces_are_shut_off_from_each_other(url: str) -> None:
    kept = Workspaces(open_database(url))
    kept.append("one", Session(), after(Session(), ("a.one", "met")), Turn("secret", Reply(text="noted")))
    kept.add_milestone("one", "first")
    kept.assign("one", Assignment("a.one", "CMIO"))
    assert kept.load("two") == (Session(), [])
    assert (kept.milestones("two"), kept.assignments("two"), kept.history("two")) == ([], {}, [])


def test_a_stale_state_is_refused(url: str) -> None:
    kept = Workspaces(open_database(url))
    kept.append("w", Session(), after(Session(), ("a.one", "met")), None)
    with pytest.raises(ConflictError):
        kept.append("w", Session(), after(Session(), ("a.two", "met")), None)
    assert [b.criterion for b in kept.load("w")[0].interview.bases] == ["a.one"]


def test_assignments_and_milestones_are_kept(url: str) -> None:
    kept = Workspaces(open_database(url))
    first = after(Session(), ("a.one", "unmet"))
    kept.append("w", Session(), first, None)
    kept.add_milestone("w", "Steering\0 committee")
    kept.append("w", first, after(first, ("a.one", "met")), None)
    kept.add_milestone("w", "Go-live")
    found = kept.milestones("w")
    assert [(m.number, m.name, m.turn) for m in found] == [(1, "Steering committee", 1), (2, "Go-live", 2)]
    assert [b.status for b in kept.bases_at("w", found[0].turn)] == [Status.UNMET]
    given = Assignment("a.one", "CMIO", date(2027, 1, 31), "soon", Work.IN_PROGRESS)
    kept.assign("w", given)
    kept.assign("w", Assignment("a.one", "CFO"))
    assert kept.assignments("w") == {"a.one": Assignment("a.one", "CFO")}
    assert [e.action for e in kept.history("w", "a.one")] == ["recorded", "recorded", "assigned", "assigned"]


def test_the_audit_trail_is_append_only(url: str) -> None:
    engine = open_database(url)
    Workspaces(engine).append("w", Session(), after(Session(), ("a.one", "met")), None)
    for change in ("UPDATE audit SET action = 'nothing'", "DELETE FROM audit"):
        with engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
            connection.execute(text(change))
    assert len(Workspaces(engine).history("w")) == 1


def test_sixteen_threads_record_at_once_and_no_update_is_lost(advisor: Advisor) -> None:
    """Every thread rules on criteria of its own in one workspace, through the product's own way of keeping."""
    names = [criterion.id for criterion in advisor.framework.criteria][:64]
    failures: list[Exception] = []

    def record(number: int) -> None:
        try:
            for name in names[number::16]:
                advisor.rule("shared-by-sixteen", name, Status.PARTIAL, f"thread {number}")
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=record, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    session, _ = advisor.workspaces.load("shared-by-sixteen")
    assert sorted(b.criterion for b in session.interview.bases) == sorted(names)
    assert session.interview.turn == len(names)
    assert len(advisor.workspaces.history("shared-by-sixteen")) == len(names)


_WRITER = """
import sys
from advisor.assessment import Basis, Kind
from advisor.conversation import Reply, Session, Turn
from advisor.framework import Status
from advisor.interview import Interview
from advisor.records import Workspaces, open_database

kept = Workspaces(open_database(sys.argv[1]))
session, _ = kept.load("w")
while True:
    turn = session.interview.turn + 1
    basis = Basis("", f"a.{turn}", Status.MET, Kind.REPLY, "x" * 500, confirmed=True)
    after = Session(interview=Interview(bases=session.interview.bases[-5:], turn=turn).record(basis))
    kept.append("w", session, after, Turn(f"message {turn}", Reply(text="y" * 500)))
    session = after
    print(turn, flush=True)  # acknowledged
"""


def test_forty_kills_lose_no_acknowledged_reply(url: str, tmp_path: Path) -> None:
    open_database(url).dispose()
    acknowledged, chance = 0, random.Random(7)
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    for _ in range(40):
        with subprocess.Popen(
            [sys.executable, "-c", _WRITER, url], stdout=subprocess.PIPE, text=True, env=environment
        ) as writer:
            for _ in range(chance.randint(1, 12)):
                line = writer.stdout.readline()
                assert line, "the writer ended by itself"
                acknowledged = int(line)
            time.sleep(chance.uniform(0, 0.01))
            writer.send_signal(signal.SIGKILL)
            for line in writer.stdout:
                acknowledged = int(line)
        turns = [turn.message for turn in Workspaces(open_database(url)).load("w")[1]]
        assert turns[:acknowledged] == [f"message {n}" for n in range(1, acknowledged + 1)]
        acknowledged = len(turns)  # what was stored but not yet acknowledged may be there too
    with sqlite3.connect(tmp_path / "records.sqlite") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    assert acknowledged > 80


def test_conversations_of_the_version_before_are_carried_over(url: str, tmp_path: Path) -> None:
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine

    from advisor.records import database

    config = Config()
    config.set_main_option("script_location", str(database._MIGRATIONS))
    engine = create_engine(url)
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(
            text("INSERT INTO conversation VALUES ('old', '2026-11-01 00:00:00', :session)"),
            {"session": '{"version": 1, "question": "q", "wording": "", "shown": []}'},
        )
        connection.execute(
            text("INSERT INTO turn VALUES ('old', 0, '2026-11-01 00:00:00', 'q', :reply)"),
            {"reply": '{"text": "r", "answer": null, "understood": null}'},
        )
        connection.commit()
    engine.dispose()
    kept = Workspaces(open_database(url))
    session, turns = kept.load("old")
    assert session.subject.question == "q"
    assert turns == [Turn("q", Reply(text="r"))]
    kept.append("old", session, after(session, ("a.one", "met")), Turn("more", Reply(text="s")))
    assert len(kept.load("old")[1]) == 2
