"""One file of a run <-> one line of the run record: what went in, where it stands, what came out."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from xlsheets.basics.digests import sha256

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


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


class Memory:
    """What earlier runs left: which records a run may rely on, and which reports are ours.

    A mark stands for program, version and options: a record helps only a run of the same mark.
    """

    def __init__(self, mark: str) -> None:
        self._mark = mark
        # By file and digest.
        self.records: dict[tuple[str, str], Record] = {}
        self._owned: dict[str, tuple[str, ...]] = {}

    def learn(self, marked: Iterable[tuple[str, Record]]) -> None:
        """Take in records, each with the mark of the run that made it; later ones count."""
        for mark, record in marked:
            if mark == self._mark and record.digest:
                self.records[record.file, record.digest] = record
            if record.output:
                before = self._owned.get(record.output, ())
                self._owned[record.output] = (*before, record.output_digest)

    def digests_of(self, name: str) -> tuple[str, ...]:
        """Return the digests of the reports that runs wrote under a name."""
        return self._owned.get(name, ())


def mark_of(options: Mapping[str, object]) -> str:
    """Return the mark of a run with these options."""
    return sha256(_json(options).encode())[:16]


def to_line(mark: str, record: Record) -> bytes:
    """Write a record as one line of a journal."""
    return (_json({"run": mark, **_plain(record)}) + "\n").encode("utf-8", "backslashreplace")


def from_journal(lines: Iterable[bytes]) -> Iterator[tuple[str, Record]]:
    """Yield the records of a journal and their marks; a line cut by a crash is passed over."""
    return filter(None, map(_from_line, lines))


def _from_line(line: bytes, mark: str = "") -> tuple[str, Record] | None:
    try:
        said = json.loads(line)
        return mark or said.pop("run"), Record(**said)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


class Manifest:
    """The record of a whole run while it grows, one line a file; as text, since there may be many."""

    def __init__(self) -> None:
        self._lines = bytearray()
        self._states: Counter[str] = Counter()

    def add(self, record: Record) -> None:
        self._lines += b",\n" if self._lines else b""
        self._lines += _json(_plain(record)).encode("utf-8", "backslashreplace")
        self._states[record.state] += 1

    def content(self, options: Mapping[str, object]) -> bytes:
        """Return the whole: options, counts, then the files."""
        counts = dict(sorted(self._states.items()))
        head = _json({**options, "run": mark_of(options), "counts": counts})
        return b"".join((f'{head[:-1]}, "files": [\n'.encode(), self._lines, b"\n]}\n"))


def from_manifest(lines: Iterable[bytes]) -> Iterator[tuple[str, Record]]:
    """Yield the records of a whole run and its mark, line by line; what is no run record has none."""
    mark = ""
    for line in lines:
        if not mark:
            mark = _mark_in(line)
            continue
        marked = _from_line(line.rstrip(b",\n"), mark)
        if marked:
            yield marked


def _mark_in(head: bytes) -> str:
    """Return the mark in the first line of a run record."""
    try:
        return str(json.loads(head + b"]}")["run"])
    except (ValueError, KeyError, TypeError):
        return ""


def _plain(record: Record) -> dict[str, Any]:
    """Return what a record says, without what it has nothing to say about."""
    said = ((field.name, getattr(record, field.name)) for field in fields(record))
    return {name: value for name, value in said if value}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
