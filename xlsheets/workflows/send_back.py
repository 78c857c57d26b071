"""A file that was judged -> what goes back to its unit: the file with marks, a letter, a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.filenames import going_with
from xlsheets.basics.files import write_atomically
from xlsheets.errors import UsageError
from xlsheets.workflows import one_report

if TYPE_CHECKING:
    from pathlib import Path

    from xlsheets.report.outcome import Outcome


def send_back(outcome: Outcome, folder: Path, *, force: bool = False) -> None:
    """Write what goes back to a unit: its own file with marks, a letter, and a paragraph for a message.

    Of a file that cannot be read there are the letter and the paragraph alone.

    Raises:
        OutputError: a file is there already and ``force`` is not given, or it cannot be written.
        UsageError: the folder is the one the files came from.
    """
    from xlsheets.notices.feedback_letter import letter, paragraph
    from xlsheets.workbook.editing.annotate import annotate

    source, report = outcome.source, outcome.report
    target = folder / source.label
    if target.resolve() == source.path.resolve():
        raise UsageError("带批注的文件不能放回原来的文件夹，请另选一个文件夹。")
    unit = source.unit or (report.profile.unit if report else "")
    unit, year = unit or target.stem, report.profile.year if report else None
    if report and report.places:
        marked = annotate(
            one_report.content(source.path),
            outcome.findings,
            report.places,
            "".join(report.title_lines),
        )
        write_atomically(target, marked, force=force)
    document = letter(unit, year, outcome.findings)
    words = paragraph(unit, outcome.findings).encode("utf-8-sig")
    for ending, content in ((".docx", document), (".txt", words)):
        path = target.with_name(going_with(target.name, f"的反馈意见{ending}"))
        write_atomically(path, content, force=force)
