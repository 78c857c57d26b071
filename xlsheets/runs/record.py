"""One file of a run <-> one line of the run record: what went in, where it stands, what came out."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

# A larger file is no workbook and no report; it is refused without being read to its end.
_LARGEST = 32 * 2**20


@dataclass(frozen=True, slots=True)
class Record:
    """What a run keeps of one file; nothing in it depends on the clock, the folder or the machine.

    Args:
        file: the file, relative to the folder of the run.
        state: 合格、需核实、有错 or 打不开.
        digest: sha-256 of the file; "" when the next run must look again whatever it finds.
        unit: the unit that filed.
        title: what its report is called, before it is made unique and safe.
        findings: open findings by weight.
        reasons: reasons given for 核实性 findings, by code and fingerprint.
        complaint: why there is no report; "" when there is one.
        same_as: an earlier file of the run that reports for the same unit and year.
        output: name of the report; "" when there is none.
        output_digest: sha-256 of the report.
    """

    file: str
    state: str
    digest: str = ""
    unit: str = ""
    title: str = ""
    findings: Mapping[str, int] | None = None
    reasons: Mapping[str, str] | None = None
    complaint: str = ""
    same_as: str = ""
    output: str = ""
    output_digest: str = ""


@dataclass(frozen=True, slots=True)
class Journal:
    """The records of a run, and the mark of the run that made each of them.

    A mark stands for program, version and options: a record helps only a run of the same mark.
    """

    marked: tuple[tuple[str, Record], ...] = ()

    def known(self, mark: str) -> dict[tuple[str, str], Record]:
        """Return the records a run of this mark may rely on, by file and digest."""
        return {
            (record.file, record.digest): record
            for made_by, record in self.marked
            if made_by == mark and record.digest
        }

    def owned(self) -> dict[str, set[str]]:
        """Return what any run wrote: digests by name of the report."""
        found: dict[str, set[str]] = {}
        for _, record in self.marked:
            if record.output:
                found.setdefault(record.output, set()).add(record.output_digest)
        return found


def mark_of(options: Mapping[str, object]) -> str:
    """Return the mark of a run with these options."""
    return hashlib.sha256(_json(options).encode()).hexdigest()[:16]


def to_line(mark: str, record: Record) -> bytes:
    """Write a record as one line of a journal."""
    return (_json({"run": mark, **_plain(record)}) + "\n").encode("utf-8", "backslashreplace")


def from_journal(content: bytes) -> Journal:
    """Read the lines of a journal; a line cut by a crash is passed over."""
    return Journal(tuple(filter(None, map(_from_line, content.splitlines()))))


def _from_line(line: bytes) -> tuple[str, Record] | None:
    try:
        fields = json.loads(line)
        return fields.pop("run"), Record(**fields)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def to_manifest(options: Mapping[str, object], records: Iterable[Record]) -> bytes:
    """Write the record of a whole run: options, counts, then one line a file."""
    listed = list(records)
    counts = Counter(record.state for record in listed)
    head = {**options, "run": mark_of(options), "counts": dict(sorted(counts.items()))}
    lines = ",\n".join(_json(_plain(record)) for record in listed)
    return f'{_json(head)[:-1]}, "files": [\n{lines}\n]}}\n'.encode("utf-8", "backslashreplace")


def from_manifest(content: bytes) -> Journal:
    """Read the record of a whole run; whatever is not one holds no records."""
    try:
        manifest = json.loads(content)
        mark = manifest["run"]
        return Journal(tuple((mark, Record(**fields)) for fields in manifest["files"]))
    except (ValueError, KeyError, TypeError):
        return Journal()


def _plain(record: Record) -> dict[str, Any]:
    """Return what a record says, without what it has nothing to say about."""
    return {name: value for name, value in asdict(record).items() if value}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def digest_of(path: Path) -> str:
    """Return the sha-256 of a regular file; "" for anything else, and for what cannot be read."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(path, flags), "rb") as stream:
            found = os.fstat(stream.fileno())
            if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST:
                return ""
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, ValueError):
        return ""


def sha256(content: bytes) -> str:
    """Return the sha-256 of bytes."""
    return hashlib.sha256(content).hexdigest()
