"""What the program itself cannot do, as exceptions with a sentence a clerk can act on.

What a clerk typed is never an exception; it becomes a finding (see ``findings``).
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class XlsheetsError(Exception):
    """Base of everything the program raises; ``str(error)`` is a Chinese sentence for the user."""

    def told(self) -> str:
        """Return the sentence for somebody who may have given several files."""
        return str(self)


class UnreadableError(XlsheetsError):
    """A file cannot be opened as what it claims to be.

    Args:
        kind: stable name of the reason, such as ``encrypted`` or ``truncated``.
        message: Chinese sentence that says what the file is and what to do.
        file: what the file is called; "" where whoever tells of it knows.
    """

    def __init__(self, kind: str, message: str, file: str = "") -> None:
        super().__init__(message)
        self.kind, self.file = kind, file

    def __reduce__(self) -> tuple[type[UnreadableError], tuple[str, str, str]]:
        """Travel between processes."""
        return type(self), (self.kind, str(self), self.file)

    def told(self) -> str:
        """Return the sentence, which says what file it is about."""
        named = not self.file or f"“{self.file}”" in str(self)
        return str(self) if named else f"“{self.file}”：{self}"


@contextmanager
def of_file(name: str) -> Iterator[None]:
    """Let a refusal know which file it is about."""
    try:
        yield
    except UnreadableError as error:
        error.file = error.file or name
        raise


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
