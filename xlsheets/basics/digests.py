"""Bytes or a file -> the sha-256 that tells whether it is still the same."""

from __future__ import annotations

import hashlib
import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# A larger file is no workbook and no report; it is refused without being read to its end.
_LARGEST = 32 * 2**20


def digest_of(path: Path) -> str:
    """Return the sha-256 of a regular file; "" for anything else, and for what cannot be read."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(path, flags), "rb") as stream:
            found = os.fstat(stream.fileno())
            if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST:
                return ""
            return sha256(stream.read(found.st_size))
    except (OSError, ValueError):
        return ""


def sha256(content: bytes) -> str:
    """Return the sha-256 of bytes."""
    return hashlib.sha256(content).hexdigest()
