"""What a collection has read so far <-> a journal beside the ledger, so that an interrupted run goes on where it was."""

from __future__ import annotations

import datetime
import json
from contextlib import suppress
from dataclasses import asdict, fields
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from xlsheets import __version__
from xlsheets.basics.digests import digest_of, sha256
from xlsheets.basics.numbers import Oddity
from xlsheets.report import Observation, Profile, Report
from xlsheets.report.findings import Finding, Operand, Severity
from xlsheets.report.outcome import Outcome
from xlsheets.schema import Cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from xlsheets.report.outcome import Source

    # The label of a file and the sha-256 of what is in it.
    Key = tuple[str, str]


class OutcomeJournal:
    """A hidden file beside the ledger: a line for each file that was read, until the ledger is written.

    Args:
        ledger: where the ledger goes.
        decides: files besides those that came in on which findings depend: the register, last year's reports.
    """

    def __init__(self, ledger: Path, decides: Iterable[Path]) -> None:
        self._path = ledger.with_name(f".{ledger.stem[:40]}.收件进度")
        read = [__version__, *(digest_of(path) for path in decides)]
        self._mark = sha256("|".join(read).encode())[:16]

    def continued(
        self, sources: Sequence[Source], examined: Callable[[list[Source]], Iterator[Outcome]]
    ) -> Iterator[Outcome]:
        """Yield the outcome of every file, in their order: from the journal, or examined and written into it."""
        keys = [(source.label, digest_of(source.path)) for source in sources]
        known = self._known()
        left = [source for source, key in zip(sources, keys, strict=True) if key not in known]
        fresh = examined(left)
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
        for source, key in zip(sources, keys, strict=True):
            held = self._held(known[key]) if key in known else None
            if held:
                yield Outcome(source, readable=True, findings=held.findings, report=held.report)
                continue
            # A line that turns out to be broken is read again by itself, out of the order of the others.
            outcome = next(examined([source]) if key in known else fresh)
            self._add(key, outcome)
            yield outcome

    def finish(self) -> None:
        """Remove the journal: what it was kept for is done."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _add(self, key: Key, outcome: Outcome) -> None:
        """Add a line; a disk that refuses costs no more than that the next run reads the file again."""
        if outcome.report is None or not key[1]:
            return
        head = json.dumps([self._mark, *key])
        line = f"{head}\t{json.dumps(_written(outcome.report, outcome.findings))}\n"
        with suppress(OSError), self._path.open("ab") as stream:
            stream.write(line.encode("ascii"))

    def _known(self) -> dict[Key, int]:
        """Return where in the journal stands what an interrupted run read; a line that is cut off, or of another program, is passed over."""
        known, at = dict[tuple[str, str], int](), 0
        with suppress(OSError), self._path.open("rb") as lines:
            for line in lines:
                with suppress(ValueError, TypeError):
                    mark, label, digest = json.loads(line.partition(b"\t")[0])
                    if mark == self._mark and line.endswith(b"]\n"):
                        known[label, digest] = at
                at += len(line)
        return known

    def _held(self, at: int) -> _Held | None:
        """Return what stands at a place of the journal, which is read again: thousands of reports are not kept."""
        with suppress(OSError, ValueError, TypeError), self._path.open("rb") as stream:
            stream.seek(at)
            report, findings = json.loads(stream.readline().partition(b"\t")[2])
            return _Held(report, findings)
        return None


class _Held:
    """A report and its findings as the journal has them."""

    def __init__(self, report: dict[str, Any], findings: list[dict[str, Any]]) -> None:
        self._report, self._findings = report, findings

    @property
    def report(self) -> Report:
        said = self._report
        profile = said["profile"]
        signed = profile["signed"]
        day = datetime.date.fromisoformat(signed) if signed else None
        return Report(
            edition_key=said["edition"],
            profile=Profile(**{**profile, "signed": day}),
            figures={Cell.parse(cell): _number(value) for cell, value in said["figures"].items()},
            narrative={key: tuple(texts) for key, texts in said["narrative"].items()},
            facts={key: _number(value) for key, value in said["facts"].items()},
            reasons=said["reasons"],
            observations=tuple(
                Observation(Oddity[kind], *rest) for kind, *rest in said["observations"]
            ),
            source=said["source"],
        )

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(map(_finding, self._findings))


def _written(report: Report, findings: Iterable[Finding]) -> tuple[object, object]:
    """Return what a collection keeps of a report and its findings, as JSON values."""
    profile = asdict(report.profile)
    profile["signed"] = report.profile.signed.isoformat() if report.profile.signed else None
    seen = report.observations
    said = {
        "edition": report.edition_key,
        "profile": profile,
        "figures": {str(cell): _plain(value) for cell, value in report.figures.items()},
        "narrative": dict(report.narrative),
        "facts": {key: _plain(value) for key, value in report.facts.items()},
        "reasons": dict(report.reasons),
        "observations": [(one.kind.name, one.place, one.text, one.note) for one in seen],
        "source": report.source,
    }
    return said, [_said(finding) for finding in findings]


def _said(finding: Finding) -> dict[str, object]:
    said = {field.name: _plain(getattr(finding, field.name)) for field in fields(finding)}
    operands = finding.operands
    said["operands"] = [(one.place, one.label, _plain(one.value), one.cell) for one in operands]
    return said


def _finding(said: dict[str, Any]) -> Finding:
    operands = (
        Operand(place, label, _number(value), cell)
        for place, label, value, cell in said["operands"]
    )
    changed = {
        "severity": Severity(said["severity"]),
        "places": tuple(said["places"]),
        "operands": tuple(operands),
        "found": _number(said["found"]),
        "expected": _number(said["expected"]),
    }
    return Finding(**{**said, **changed})


def _plain(value: object) -> object:
    """Return a value as JSON has it; a number with decimals as a list of its digits, so that it is told from text."""
    return [str(value)] if isinstance(value, Decimal) else value


def _number(value: Any) -> Any:  # noqa: ANN401 - a figure, a text or nothing, as the field of a finding has it
    return Decimal(value[0]) if isinstance(value, list) else value
