"""An output folder for one run at a time: locked, journalled, every report whole or absent."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO, Self

from xlsheets.basics.digests import digest_of, sha256
from xlsheets.basics.filenames import RUN_RECORD
from xlsheets.basics.files import reason, write_atomically
from xlsheets.basics.patterns import pattern_of
from xlsheets.errors import OutputError
from xlsheets.runs.record import (
    Manifest,
    Memory,
    Record,
    from_journal,
    from_manifest,
    mark_of,
    to_line,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

# The journal of a run under way; it is there only while one runs, or after one was interrupted.
_JOURNAL = ".运行记录.part"
_LOCK = ".正在写.part"
# What a killed run may leave: names that ``write_atomically`` gives.
_TORN = pattern_of(r"\.[a-z0-9_]{8}\.tmp")


class OutputFolder:
    """A folder of reports while a run writes into it.

    A report is announced in the journal before it is written, so after a kill every report under its
    final name is known to be ours, whole, and comparable with what the record says.

    Args:
        path: the folder; made when it is not there.
        options: everything that decides what a run makes of a file, the program's version included.
        force: overwrite reports that no run wrote, or that somebody changed since.

    Raises:
        OutputError: another run writes into it, or the system refuses.
    """

    def __init__(self, path: Path, options: Mapping[str, object], *, force: bool = False) -> None:
        self.path = path
        self._options, self._force = options, force
        self._mark = mark_of(options)
        self._memory = Memory(self._mark)
        self._sources: frozenset[Path] = frozenset()
        self._stream: BinaryIO

    def __enter__(self) -> Self:
        journal = self.path / _JOURNAL
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self._stream = _locked(journal)
            self._remember()
            _sweep(self.path)
        except OSError as error:
            raise self._refused(error) from error
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):  # what could not be flushed was told when it was written
            self._stream.close()

    def _refused(self, error: OSError) -> OutputError:
        return OutputError(
            f"不能在“{self.path.name or '当前文件夹'}”里写文件：{reason(error)}。已经写好的报告都是完整的，"
            "处理后再运行一次，会接着做完。"
        )

    def _remember(self) -> None:
        """Learn what earlier runs left, finished ones and an interrupted one."""
        manifest = self.path / RUN_RECORD
        if manifest.is_file():
            with manifest.open("rb") as lines:
                self._memory.learn(from_manifest(lines))
        self._stream.seek(0)
        interrupted = list(self._stream)
        self._memory.learn(from_journal(interrupted))
        if interrupted and not interrupted[-1].endswith(b"\n"):
            self._append(b"\n")

    def holds(self, path: Path) -> bool:
        """Tell whether a file is one of ours: the run record, or a report a run wrote."""
        ours = path.name == RUN_RECORD or bool(self._memory.digests_of(path.name))
        return ours and path.parent.resolve() == self.path.resolve()

    def protect(self, sources: Iterable[Path]) -> None:
        """Never write over these files, whatever was asked for: the run reads them."""
        self._sources = frozenset(source.resolve() for source in sources)

    def known(self, path: Path, label: str) -> Record | None:
        """Return the record of a file that has not changed and whose report is still as written."""
        if not self._memory.records:
            return None
        record = self._memory.records.get((label, digest_of(path)))
        if record and record.output and self._digest(record.output) != record.output_digest:
            return None
        return record

    def keep(self, record: Record, document: bytes | None) -> Record:
        """Write the report of a file and its line in the journal; return its record as it came out.

        Raises:
            OutputError: the disk refuses; what is there already is whole.
        """
        if document is None:
            self._announce(record)
            return record
        record = replace(record, output_digest=sha256(document))
        standing = self._digest(record.output)
        if (self.path / record.output).resolve() in self._sources:
            return _unsaved(
                record, f"“{record.output}”是这次要读的文件，没有写在它上面；请换一个文件夹。"
            )
        if not self._may_replace(record, standing):
            return _unsaved(
                record,
                f"“{record.output}”已经存在，没有改动它；请换一个文件夹，或者允许覆盖（命令里是 --force）。",
            )
        self._announce(record)
        if standing == record.output_digest:
            return record
        try:
            write_atomically(self.path / record.output, document, force=True)
        except OutputError as error:
            if not isinstance(error.__cause__, PermissionError):
                raise
            return _unsaved(record, str(error))
        return record

    def _may_replace(self, record: Record, standing: str) -> bool:
        """Tell whether a report may go where it belongs: nothing there, our own, or asked for."""
        target = self.path / record.output
        ours = {record.output_digest, *self._memory.digests_of(record.output)}
        return self._force or standing in ours or not os.path.lexists(target)

    def _digest(self, name: str) -> str:
        return digest_of(self.path / name)

    def _announce(self, record: Record) -> None:
        self._append(to_line(self._mark, record))

    def _append(self, line: bytes) -> None:
        try:
            self._stream.write(line)
            self._stream.flush()
        except OSError as error:
            raise self._refused(error) from error

    def finish(self, manifest: Manifest) -> None:
        """Write the record of the whole run; the journal has done its work.

        Raises:
            OutputError: the disk refuses.
        """
        content = manifest.content(self._options)
        if digest_of(self.path / RUN_RECORD) != sha256(content):
            write_atomically(self.path / RUN_RECORD, content, force=True)
        if os.name == "nt":  # an open file cannot be removed there
            self._stream.close()
        try:
            (self.path / _JOURNAL).unlink(missing_ok=True)
        except OSError as error:
            raise self._refused(error) from error


def _unsaved(record: Record, complaint: str) -> Record:
    """Return the record of a file whose report could not be written: the next run tries again."""
    return replace(record, digest="", output="", output_digest="", complaint=complaint)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Keep a folder, made when it is not there, for one run that keeps no record of what it writes.

    Raises:
        OutputError: another run writes into it, or the system refuses.
    """
    lock = folder / _LOCK
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stream = _locked(lock)
        _sweep(folder, "**/*")
    except OSError as error:
        raise OutputError(f"不能在“{folder.name}”里写文件：{reason(error)}。") from error
    try:
        yield
    finally:
        if os.name == "nt":  # an open file cannot be removed there
            stream.close()
        with suppress(OSError):  # the next run takes it over
            lock.unlink(missing_ok=True)
        stream.close()


def _sweep(folder: Path, pattern: str = "*") -> None:
    """Remove temporary files of a run that was killed; the lock says that no other is under way."""
    for path in folder.glob(pattern):
        if _TORN.fullmatch(path.name):
            path.unlink(missing_ok=True)


def _locked(path: Path) -> BinaryIO:
    """Open a journal for this run alone.

    Raises:
        OutputError: another run has it open.
    """
    while True:
        stream = path.open("a+b")
        try:
            _lock(stream)
        except OSError as error:
            stream.close()
            raise OutputError(
                "另一次运行正在往这个文件夹里写，这次没有开始。请等它结束，或者换一个输出文件夹。"
            ) from error
        if _is_at(stream, path):
            return stream
        stream.close()  # the run that had it finished and removed it while we waited for the lock


def _lock(stream: BinaryIO) -> None:
    """Lock a file without waiting; the system releases it when this process ends, however it ends."""
    if os.name == "nt":
        import msvcrt

        # Far beyond the end, so that the journal itself can still be read by others.
        stream.seek(2**30)
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        return
    import fcntl

    fcntl.lockf(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_at(stream: BinaryIO, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(stream.fileno()), path.stat())
    except FileNotFoundError:
        return False
