"""The one tree of errors. Every message says what is wrong, where, and what to do."""


class AdvisorError(Exception):
    """Base of every error that the advisor raises on purpose; the command line exits with `exit_code`."""

    exit_code = 1


class InputError(AdvisorError):
    """Something that a person gave (a file, a question, a setting) cannot be used as it is."""

    exit_code = 2


class DocumentError(InputError):
    """A file cannot be read: wrong kind, broken, encrypted, empty."""


class CorpusError(InputError):
    """The articles, questions or positions on disk are malformed; the message names file and place."""


class ModelError(AdvisorError):
    """A model's files are missing or are not the ones whose hash is known."""


class StaleIndexError(AdvisorError):
    """The index is missing, does not belong to this corpus and model, or is broken: rebuild it."""


class StoreError(InputError):
    """The vector store that the settings name cannot be reached."""


class RecordsError(InputError):
    """The database cannot be opened or is not of the expected version."""
