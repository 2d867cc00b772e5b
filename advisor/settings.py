"""Settings from the environment or a `.env` file in the working directory, read once and frozen."""

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parent.parent
CORPUS = PROJECT / "corpus"


class Settings(BaseSettings):
    """What an installation can change. Each field is read from `ADVISOR_<FIELD>`."""

    model_config = SettingsConfigDict(
        env_prefix="ADVISOR_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    home: Path = Path("data")
    """Where the database and uploads live."""
    database_url: str = ""
    """SQLAlchemy URL; empty means SQLite in `home`."""
    chroma: str = "index/chroma"
    """A folder, or the URL of a Chroma server."""
    embedding_model: str = ""
    """A sentence-transformers name or folder; empty: packaged MiniLM."""
    chat_model: str = ""
    """provider:model for LangChain's init_chat_model; empty: none."""

    @property
    def database(self) -> str:
        """The SQLAlchemy URL in use."""
        return self.database_url or f"sqlite:///{(self.home / 'advisor.sqlite').as_posix()}"

    @property
    def index_folder(self) -> Path:
        """Where the manifest stands: beside the Chroma folder, or in ./index for a Chroma server."""
        return Path("index") if self.chroma_is_server else Path(self.chroma).parent

    @property
    def chroma_is_server(self) -> bool:
        """Whether `chroma` names a server rather than a folder."""
        return self.chroma.startswith(("http://", "https://"))
