"""What runs wrote into a folder for the units -> the next run, which tells its own files from what people changed since."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from xlsheets.basics.dates import written_day
from xlsheets.basics.digests import digest_of, sha256
from xlsheets.basics.files import reason, refuse_existing, write_atomically
from xlsheets.errors import OutputError
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator
    from pathlib import Path

# One line of JSON for each file that was written, or that was there and of somebody else, and for each day said.
RECORD = ".退回记录.jsonl"


class Met(NamedTuple):
    """Files a run wanted to write and that somebody had changed since a run wrote them, or that none wrote.

    Args:
        kept: left as they were, relative to the folder.
        replaced: written over, because that was asked for.
    """

    kept: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()


class OwnFiles(NamedTuple):
    """A folder into which runs write what goes back; a value, since several processes may write at a time.

    Args:
        folder: where it is.
        force: whether files that exist may be replaced at all.
        replace: whether those may that somebody has changed since.
        known: the names and digests of what runs before this one wrote.
        reply_by: until when units are to answer, as it was said last for this folder; None when nobody said.
    """

    folder: Path
    force: bool = False
    replace: bool = False
    known: frozenset[tuple[str, str]] = frozenset()
    reply_by: datetime.date | None = None

    def say_reply_by(self, day: datetime.date) -> None:
        """Note until when units are to answer: letters written anew say the same."""
        self._note({"reply_by": day.isoformat()})

    def write(self, path: Path, content: bytes) -> None:
        """Write a file below the folder; one that somebody has changed since stays as it is.

        Raises:
            OutputError: it exists and ``force`` is not given, or it cannot be written.
        """
        name, digest = path.relative_to(self.folder).as_posix(), sha256(content)
        strange = self.force and os.path.lexists(path) and not self._is_own(path, name, digest)
        if strange:
            self._note({"replaced" if self.replace else "kept": name})
            if not self.replace:
                return
        refuse_existing([path], force=self.force)
        # Noted before it is written: what a killed run wrote is known to be its own.
        self._note({"file": name, "sha256": digest})
        write_atomically(path, content, force=self.force)

    def _is_own(self, path: Path, name: str, digest: str) -> bool:
        standing = digest_of(path)
        return standing == digest or (name, standing) in self.known

    def mark(self) -> int:
        """Return where the record of the folder ends now."""
        path = self.folder / RECORD
        return path.stat().st_size if path.is_file() else 0

    def met_since(self, mark: int) -> Met:
        """Return what runs met of other people's since the record ended at ``mark``."""
        lines = list(_lines(self.folder, mark))
        kept, replaced = (
            tuple(sorted({line[how] for line in lines if how in line}))
            for how in ("kept", "replaced")
        )
        return Met(kept, replaced)

    def _note(self, said: dict[str, str]) -> None:
        """Add a line; it begins with a line break, so that an unfinished one before it spoils nothing."""
        line = "\n" + json.dumps(said, ensure_ascii=False)
        path = self.folder / RECORD
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("ab", buffering=0) as stream:
                stream.write(line.encode("utf-8", "backslashreplace"))
        except OSError as error:
            raise OutputError(f"不能在“{self.folder.name}”里写文件：{reason(error)}。") from error


def own_files(folder: Path, *, force: bool, replace: bool) -> OwnFiles:
    """Return a folder with what the record says that runs wrote into it, which is read once for all files."""
    lines = list(_lines(folder)) if force else []
    known = ((line.get("file", ""), line.get("sha256", "")) for line in lines)
    days = [day for line in lines if (day := written_day(str(line.get("reply_by", ""))))]
    return OwnFiles(folder, force, replace, frozenset(known), days[-1] if days else None)


def _lines(folder: Path, mark: int = 0) -> Iterator[dict[str, str]]:
    """Yield the lines of a record; one that a killed run left unfinished says nothing."""
    path = folder / RECORD
    if not path.is_file():
        return
    for line in path.read_bytes()[mark:].splitlines():
        try:
            said = json.loads(line)
        except ValueError:
            continue
        if isinstance(said, dict):
            yield said
