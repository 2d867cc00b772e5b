"""Opening the database: SQLite made safe for several writers, or any other that SQLAlchemy knows; migrations."""

from pathlib import Path
from typing import Any

from filelock import FileLock
from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from advisor.errors import RecordsError

# The newest migration; a test compares it with the scripts. Read here, it spares the import of Alembic at start.
HEAD = "0003"
_MIGRATIONS = Path(__file__).parent / "migrations"
_BUSY_SECONDS = 15


def open_database(url: str) -> Engine:
    """The engine for a URL, its tables at the newest version.

    Raises RecordsError where it cannot be opened or was written by a newer program.
    """
    try:
        engine = create_engine(url)
    except (SQLAlchemyError, ImportError) as error:
        raise RecordsError(f"ADVISOR_DATABASE_URL is not usable ({error}); give a SQLAlchemy URL.") from None
    folder = Path(engine.url.database).parent if _is_file(engine) and engine.url.database else None
    if folder is not None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RecordsError(
                f"{folder}: cannot be used for the database ({error.strerror}); mend ADVISOR_HOME."
            ) from None
    if engine.dialect.name == "sqlite":
        _make_sqlite_safe(engine)
    try:
        if _version(engine) != HEAD:
            if folder is not None:
                with FileLock(folder / ".migrate.lock"):
                    _migrate(engine)
            else:
                _migrate(engine)
    except SQLAlchemyError as error:
        reason = " ".join(str(getattr(error, "orig", None) or error).split())
        raise RecordsError(
            f"the database at {engine.url.render_as_string()} cannot be opened ({reason}); "
            "check that it is reachable, not in use elsewhere and not damaged."
        ) from None
    return engine


def reading(engine: Engine) -> Engine:
    """The engine for transactions that only read: on SQLite they do not wait for a writer."""
    return engine.execution_options(reads=True)


def forget(engine: Engine) -> None:
    """Rid the database's files of what was deleted or overwritten: stale copies of rows, the write-ahead log."""
    if engine.dialect.name != "sqlite":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM")
        return
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("VACUUM")  # rows moved between pages leave copies that secure_delete does not know of
        raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        raw.close()


def _is_file(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite" and engine.url.database not in (None, "", ":memory:")


def _make_sqlite_safe(engine: Engine) -> None:
    """WAL, foreign keys, a busy timeout, and BEGIN IMMEDIATE: with the driver's defaults updates get lost."""

    @event.listens_for(engine, "connect")
    def _(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver begins no transaction of its own
        for pragma in (
            "journal_mode=WAL",
            "foreign_keys=ON",
            f"busy_timeout={_BUSY_SECONDS * 1000}",
            "secure_delete=ON",  # what is deleted or overwritten leaves no bytes behind
            "synchronous=FULL",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _(connection: Connection) -> None:
        reads = connection.get_execution_options().get("reads", False)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _version(engine: Engine) -> str | None:
    with reading(engine).connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _migrate(engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            # Rebuilding a table with foreign keys on deletes the rows that hang on it; only outside a transaction.
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
            connection.commit()
        except CommandError as error:
            raise RecordsError(f"the database was written by a newer advisor ({error}); update the program.") from None
        finally:
            connection.rollback()
            if engine.dialect.name == "sqlite":
                connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]
