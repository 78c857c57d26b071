"""One change that somebody made on the page, and the workbook it concerns -> the workbook with the change in it.

Every change goes into the workbook at once, so that what is checked next is what will be saved.
"""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from xlsheets.basics.numbers import Oddity, parse_figure
from xlsheets.errors import UsageError
from xlsheets.report.broken_lines import joined_lines, joined_texts
from xlsheets.schema.spec import Measure
from xlsheets.serve.desk.opening import repaired
from xlsheets.serve.desk.sentences import suggestions, taken
from xlsheets.serve.desk.showing import findings_of, report_in
from xlsheets.workbook.editing.finding_list import list_findings
from xlsheets.workbook.editing.paragraphs import text_edits
from xlsheets.workbook.editing.patch import patch_numbers, patch_workbook
from xlsheets.workflows import one_report
from xlsheets.workflows.provenance import with_numbers

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlsheets.report import Report
    from xlsheets.schema import Cell
    from xlsheets.serve.desk.opening import PageFile
    from xlsheets.serve.desk.showing import Beside
    from xlsheets.workbook.editing.cells import Value

Change = dict[str, Any]
_NO_NUMBER = "“{text}”不是一个数，没有写进去，请改成数字。"
_NOTHING = "要写一个数，没有改；原文空着的，在报告的那一格里删掉。"
# The first day of the calendar that workbooks count in.
_FIRST_DAY = datetime.date(1899, 12, 30)


def changed(file: PageFile, change: Change, beside: Beside) -> bytes:
    """Return the workbook with a change made.

    Args:
        file: the workbook.
        change: ``kind`` and what that kind needs, as the page sends it.
        beside: what the report is compared with.

    Raises:
        UsageError: there is no such change, or it does not fit the workbook.
        OutputError: a cell cannot take the value.
    """
    kind = _KINDS.get(change.get("kind", ""))
    if kind is None:
        raise UsageError("没有这种改动，请重新打开页面再试。")
    return kind(file, change, beside)


def _number(file: PageFile, change: Change, _: Beside) -> bytes:
    """Write what was typed into a cell as a spreadsheet program would take it."""
    report = report_in(file)
    place, text = sent_text(change, "place"), sent_text(change, "text").strip()
    return _written(file, report, {place: _as_typed(report, place, text)})


def _as_typed(report: Report, place: str, text: str) -> Value:
    if place == "profile.signed":
        return _day(text)
    if place.startswith("profile.") and place != "profile.year":
        return text or None
    known = {str(cell): cell for cell in report.edition.typed_cells}
    if place not in known and not place.startswith(("fact.", "profile.")):
        raise UsageError("这一格是自动计算的，不能填写。")
    money = place in known and _measure(report, known[place]) is Measure.WAN_YUAN
    figure = parse_figure(text, money=money)
    plain = figure.oddity in (None, Oddity.TEXT_NUMBER, Oddity.NEGATIVE)
    return figure.value if plain and figure.value is not None else text or None


def _measure(report: Report, cell: Cell) -> Measure:
    return report.edition.blocks[cell.block].measure


def _day(text: str) -> Value:
    try:
        return (datetime.date.fromisoformat(text) - _FIRST_DAY).days
    except ValueError:
        return text or None


def _read(file: PageFile, change: Change, _: Beside) -> bytes:
    """Put in a number of the original that was read wrong or not at all, a total it states too."""
    report = report_in(file)
    cell = {str(known): known for known in report.edition.cells}.get(sent_text(change, "place"))
    if cell is None:
        raise UsageError("没有这一格，请重新打开页面再试。")
    text = sent_text(change, "text").strip()
    number = parse_figure(text, money=_measure(report, cell) is Measure.WAN_YUAN).value
    if number is None:
        raise UsageError(_NO_NUMBER.format(text=text) if text else _NOTHING)
    return patch_numbers(
        file.content, report, with_numbers(report, {report.edition.path(cell): number})
    )


def _zeros(file: PageFile, _: Change, __: Beside) -> bytes:
    report = report_in(file)
    blank = map(str, report.blank_cells)
    return _written(file, report, {place: 0 for place in blank if place in report.places})


def _written(file: PageFile, report: Report, values: dict[str, Value]) -> bytes:
    lost = [place for place in values if place not in report.places]
    if lost:
        raise UsageError("工作簿里这一格的名称丢了，写不回去；请先点“修复”。")
    return patch_workbook(
        file.content, {report.places[place]: value for place, value in values.items()}
    )


def _paragraph(file: PageFile, change: Change, _: Beside) -> bytes:
    """Replace a paragraph; "" takes it away, and a new one has the number after the last."""
    report = report_in(file)
    lines = [line.strip() for line in sent_text(change, "text").splitlines()]
    texts = {sent_text(change, "place"): "".join(lines)}
    return patch_workbook(file.content, text_edits(file.content, report, texts, report.drafted))


def _sentences(file: PageFile, change: Change, beside: Beside) -> bytes:
    """Take sentences the writer proposes; all of them when none is named."""
    report = report_in(file)
    revision = one_report.narrate(report, last=beside.earlier, tally=beside.tally_for(report))
    proposed = suggestions(report, revision)
    names = proposed.names & set(change.get("names", ())) or proposed.names
    texts, drafted = taken(report, proposed, names)
    return patch_workbook(file.content, text_edits(file.content, report, texts, drafted))


def _join(file: PageFile, _: Change, __: Beside) -> bytes:
    """Join every paragraph that stands in lines."""
    report = report_in(file)
    texts = joined_texts(joined_lines(report))
    return patch_workbook(file.content, text_edits(file.content, report, texts, report.drafted))


def _reason(file: PageFile, change: Change, beside: Beside) -> bytes:
    """Write a reason beside its finding in the list on 校验; "" takes it away."""
    report = report_in(file)
    mark, reason = sent_text(change, "fingerprint"), " ".join(sent_text(change, "text").split())
    findings = findings_of(report, beside)
    if mark not in {finding.fingerprint for finding in findings}:
        raise UsageError("这一项已经变了，请看最新的问题。")
    told = [
        replace(finding, reason=reason) if finding.fingerprint == mark else finding
        for finding in findings
    ]
    reasons = {key: words for key, words in report.reasons.items() if key != mark}
    return list_findings(
        file.content, told, report.places, reasons | ({mark: reason} if reason else {})
    )


def _repair(file: PageFile, _: Change, __: Beside) -> bytes:
    return repaired(file).content


def sent_text(change: Change, key: str) -> str:
    """Return a text of what the page sends.

    Raises:
        UsageError: it is none.
    """
    value = change.get(key, "")
    if not isinstance(value, str):
        raise UsageError("改动的内容不对，请重新打开页面再试。")
    return value


_KINDS: dict[str, Callable[[PageFile, Change, Beside], bytes]] = {
    "number": _number,
    "read": _read,
    "zeros": _zeros,
    "paragraph": _paragraph,
    "sentences": _sentences,
    "join": _join,
    "reason": _reason,
    "repair": _repair,
}
