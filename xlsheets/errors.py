"""What the program itself cannot do, as exceptions with a sentence a clerk can act on.

What a clerk typed is never an exception; it becomes a finding (see ``findings``).
"""

from __future__ import annotations


class XlsheetsError(Exception):
    """Base of everything the program raises; ``str(error)`` is a Chinese sentence for the user."""


class UnreadableError(XlsheetsError):
    """A file cannot be opened as what it claims to be.

    Args:
        kind: stable name of the reason, such as ``encrypted`` or ``truncated``.
        message: Chinese sentence that says what the file is and what to do.
    """

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind

    def __reduce__(self) -> tuple[type[UnreadableError], tuple[str, str]]:
        """Travel between processes."""
        return type(self), (self.kind, str(self))


class UnknownEditionError(XlsheetsError):
    """No official format is known for this edition key or year."""


class BlockedError(XlsheetsError):
    """The formal report is refused because 强制性 findings are open."""


class OutputError(XlsheetsError):
    """A result cannot be written, would overwrite a file, or did not survive its re-reading."""


class ExistingFileError(OutputError):
    """A result would overwrite a file, and nobody said that it may."""


class UsageError(XlsheetsError):
    """The request contradicts itself or names something that does not exist."""
