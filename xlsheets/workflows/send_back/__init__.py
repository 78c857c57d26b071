"""Files that were judged -> what goes back to their units: the file with marks, a letter, a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.filenames import going_with, unique_stem
from xlsheets.basics.files import stops_a_run
from xlsheets.county.progress import NOT_COUNTED, Round, codes_of
from xlsheets.errors import OutputError, UnreadableError, UsageError
from xlsheets.values import NamedTuple
from xlsheets.workflows import one_report
from xlsheets.workflows.selection import legible_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from xlsheets.county.collection import Collection, UnitRow
    from xlsheets.notices.notice_document import Signature
    from xlsheets.report import Report
    from xlsheets.report.findings import Finding
    from xlsheets.report.outcome import Outcome
    from xlsheets.workflows.send_back.own_files import OwnFiles

REMINDER, BULLETIN = "催报.txt", "通报.docx"


def send_back(outcome: Outcome, own: OwnFiles, *, whole: bool = True) -> None:
    """Write what goes back to a unit: its own file with marks, a letter, and a paragraph for a message.

    Of a file that cannot be read there are the letter and the paragraph alone.

    Raises:
        OutputError: a file is there already and may not be replaced, or it cannot be written.
        UsageError: the folder is the one the files came from.
    """
    from xlsheets.notices.feedback_letter import letter, paragraph

    source, report = outcome.source, outcome.report
    target = own.folder / source.label
    if target.resolve() == source.path.resolve():
        raise UsageError("带批注的文件不能放回原来的文件夹，请另选一个文件夹。")
    unit = source.unit or (report.profile.unit if report else "")
    unit, year = unit or target.stem, report.profile.year if report else None
    if report and report.is_workbook:
        own.write(target, _marked(source.path, report, outcome.findings, whole=whole))
    attached = report is None or report.is_workbook
    words = paragraph(unit, outcome.findings, attached=attached)
    document = letter(unit, year, outcome.findings, attached=attached)
    _write_letter(target, document, words, own)


def _marked(
    path: Path, report: Report, findings: Sequence[Finding], *, whole: bool = True
) -> bytes:
    from xlsheets.workbook.editing.annotate import annotate

    heading = "".join(report.title_lines)
    return annotate(one_report.content(path), findings, report.places, heading, whole=whole)


def _write_letter(target: Path, document: bytes, words: str, own: OwnFiles) -> None:
    for ending, content in ((".docx", document), (".txt", words.encode("utf-8-sig"))):
        own.write(target.with_name(going_with(target.name, f"的反馈意见{ending}")), content)


class Returned(NamedTuple):
    """What came of returning a round.

    Args:
        units: the units something goes back to, in the order of the register.
        refused: units whose files could not be written, and why.
        passed: units that nothing goes back to, because an officer passed their reports as they are.
    """

    units: tuple[str, ...]
    refused: tuple[tuple[str, str], ...] = ()
    passed: tuple[str, ...] = ()


def return_round(
    outcomes: Iterable[Outcome],
    collection: Collection,
    signed: Signature,
    own: OwnFiles,
    *,
    told: Callable[[int, int, str], None] | None = None,
) -> Returned:
    """Write a folder for each unit that has something to put right: the copy that counts with marks, letter, message.

    A report that an officer passed does not go back. Of a unit whose files all cannot count, the letter says so of each. Beside the folders stand a text that
    urges the missing units, and a circular on all.

    Args:
        outcomes: the files, read and checked.
        collection: the same files, judged by the register.
        signed: who sends it, and when.
        own: the folder to write it into, and which files there may be replaced.
        told: is told of each unit before it is worked on: how many were done, of how many, and its name.

    Raises:
        OutputError: a file is there already and may not be replaced, or no file can be written there.
    """
    if signed.due:
        own.say_reply_by(signed.due)
    known = {legible_name(outcome.source.label): outcome for outcome in outcomes}
    taken: set[str] = set()
    units, refused = [], []
    rows = [row for row in collection.units if _to_return(row)]
    passed = tuple(row.unit.name for row in rows if collection.is_passed(row))
    rows = [row for row in rows if row.unit.name not in passed]
    for done, row in enumerate(rows):
        unit = row.unit
        if told:
            told(done, len(rows), unit.name)
        stem = unique_stem(f"{unit.code}-{unit.name}" if unit.code else unit.name, taken)
        taken.add(stem.casefold())
        try:
            _return_unit(row, known, signed, own, stem)
        except (OutputError, UnreadableError) as error:
            if isinstance(error, OutputError) and stops_a_run(error):
                raise
            refused.append((unit.name, str(error)))
        else:
            units.append(unit.name)
    _tell_all(collection, signed, own)
    return Returned(tuple(units), tuple(refused), passed)


def _tell_all(collection: Collection, signed: Signature, own: OwnFiles) -> None:
    """Write what is said to all units at once."""
    from xlsheets.notices.round_notices import bulletin, reminder

    urged = reminder(collection, signed)
    if urged:
        own.write(own.folder / REMINDER, urged.encode("utf-8-sig"))
    own.write(own.folder / BULLETIN, bulletin(collection, signed))


def _to_return(row: UnitRow) -> bool:
    if row.counted:
        return any(finding.open for finding in row.counted.to_return)
    return row.unit.reporting and bool(row.clues_of_its_own)


def _return_unit(
    row: UnitRow, known: Mapping[str, Outcome], signed: Signature, own: OwnFiles, stem: str
) -> None:
    """Write what goes back to one unit, under the name that the register has for it."""
    from xlsheets.notices.feedback_letter import (
        letter,
        letter_about_files,
        paragraph,
        paragraph_about_files,
    )

    unit, counted = row.unit, row.counted
    target = own.folder / stem / stem
    if counted is None or counted.report is None:
        notes = [f"“{file.filing.file}”：{file.note}" for file in row.clues_of_its_own]
        document = letter_about_files(unit.name, None, notes, signed)
        _write_letter(target, document, paragraph_about_files(unit.name, notes, signed), own)
        return
    report, findings = counted.report, counted.to_return
    if report.is_workbook:
        marked = _marked(known[counted.file].source.path, report, findings)
        own.write(target.with_name(f"{stem}.xlsx"), marked)
    attached = report.is_workbook
    document = letter(unit.name, report.profile.year, findings, signed, attached=attached)
    words = paragraph(unit.name, findings, signed, attached=attached)
    _write_letter(target, document, words, own)


def rounds_with_return(
    rounds: Mapping[str, Round], collection: Collection, returned: Returned, signed: Signature
) -> Mapping[str, Round]:
    """Return what a ledger says of each unit's way, with the day its report was returned and what it broke then."""
    added = {}
    for row in collection.units:
        if row.unit.name in returned.units:
            known = rounds.get(row.unit.name, Round())
            days = tuple(sorted({*known.returned, signed.day}))
            codes = codes_of(row.counted) if row.counted else (NOT_COUNTED,)
            added[row.unit.name] = known._replace(returned=days, passed=False, codes=codes)
    return {**rounds, **added}
