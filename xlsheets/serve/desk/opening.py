"""A file that was dropped -> the workbook the page works on, what it is in one line, and what was not read."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from xlsheets.errors import UnreadableError, UsageError, XlsheetsError
from xlsheets.values import NamedTuple
from xlsheets.workbook.reading.reader import read_workbook
from xlsheets.workflows import one_report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.imports import Imported
    from xlsheets.report import Report
    from xlsheets.workflows.repair import Repaired

REGISTER, LEDGER, CLOSED, LOG = "名录", "台账", "定稿", "登记簿"
_PACKED = "这是压缩包或者邮件，里面的文件在“收件、退回、汇总”里逐个核对；要在页面上打开的，请取出来再拖进来。"
# There is nothing in these that could be repaired; of a workbook that lost its names there may be.
_HOPELESS = ("other_edition", "encrypted", "missing", "empty")


class PageFile(NamedTuple):
    """Bytes, the name they came under, and when the file was last changed, in seconds."""

    name: str
    content: bytes
    modified: float = 0.0


class OpenedFile(NamedTuple):
    """A file as the page works on it.

    Args:
        content: the workbook; what came in, where that was one already.
        told: what came in, in one line.
        mended: what was put right on the way, for the person to look at.
        unread: what found no place.
        published: whether it was a published report, from which the next year can begin.
        found: such a report as it was read.
        role: what it is where it is no report: a case log, or to a county its register, its ledger, or a round it closed.
    """

    content: bytes
    told: str
    mended: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    published: bool = False
    role: str = ""
    found: Imported | None = None


def opened(file: PageFile) -> tuple[OpenedFile, Report | None]:
    """Return the workbook in a file, or the one that its contents were put into; and its report where it was read.

    Raises:
        UnreadableError: there is nothing in it that the page could work on.
    """
    from xlsheets.workflows.sources.kinds import is_foreign
    from xlsheets.workflows.sources.packed import is_packed

    if PurePath(file.name).suffix.lower() == ".json":
        return _closed(file) or _from_json(file), None
    if is_packed(file.name):
        raise UnreadableError("archive", _PACKED)
    if is_foreign(file.name) and not _is_workbook(file):
        return _taken_in(file), None
    try:
        report = read_workbook(file.content, file.name)
    except UnreadableError as error:
        return _repaired(file, error), None
    return OpenedFile(file.content, "填报工作簿"), report


def _from_json(file: PageFile) -> OpenedFile:
    from xlsheets.report.json_format import from_json

    report = from_json(file.content, file.name)
    return OpenedFile(one_report.workbook(report), "JSON 数据，已经填进一份工作簿")


def _closed(file: PageFile) -> OpenedFile | None:
    """Return a round that was closed as what it is; None for anything else.

    Raises:
        UnreadableError: it is one, and somebody changed it.
    """
    from xlsheets.workflows.closing import is_closed, read_closed

    if not is_closed(file.content):
        return None
    with _on_disk(file) as path:
        try:
            found = read_closed(path)
        except UsageError as error:
            raise UnreadableError("changed", str(error)) from None
    told = f"{found.year} 年度的定稿，{len(found.units)} 个单位"
    return OpenedFile(file.content, told, role=CLOSED)


def _is_workbook(file: PageFile) -> bool:
    """Tell whether a workbook of today goes under the name of another kind of file: renaming does not make it one."""
    return file.content.startswith(b"PK\x03\x04") and b"xl/workbook.xml" in file.content


def _taken_in(file: PageFile) -> OpenedFile:
    """Return what came in as no workbook of ours, read as every command reads it."""
    from xlsheets.workflows.sources.kinds import FOREIGN, taken_in

    found = taken_in(file.content, file.name)
    for kind in (FOREIGN["old_workbook"], FOREIGN["ods"]):
        if file.name.lower().endswith(kind.endings):
            told = f"{kind.label}，内容已经移到一份干净的模板里：{len(found.report.figures)} 个数"
            content = one_report.workbook(found.report)
            return OpenedFile(content, told, ("由别的格式读入，请对照原文件核对。",), found.unread)
    return _published(found)


def _published(found: Imported) -> OpenedFile:
    from xlsheets.imports.printed import PrintedWords
    from xlsheets.serve.desk.origins import to_compare
    from xlsheets.workflows.provenance import origins

    report = found.report
    year = f" {report.profile.year} 年度" if report.profile.year else ""
    told = f"公开发布的{year}报告：读出 {len(report.figures)} 个数（应有 {len(report.edition.typed_cells)} 个）"
    doubtful = sum(bool(number.doubt) for number in origins(found))
    told += f"，{doubtful} 处要对照原文看" if doubtful else ""
    content = one_report.workbook(report)
    kept = replace(found, words=PrintedWords())
    return OpenedFile(content, told, to_compare(found), found.unread, published=True, found=kept)


def _repaired(file: PageFile, error: UnreadableError) -> OpenedFile:
    """Return what can be saved of a damaged workbook; where that is nothing, say what the file is."""
    if error.kind == "case_log":
        return OpenedFile(file.content, "登记簿，点开看它数出来的三张表", role=LOG)
    if error.kind == "not_ours":
        found = _without_names(file) or _of_a_county(file)
        if found:
            return found
        raise error
    if error.kind in _HOPELESS:
        raise error
    try:
        return repaired(file)
    except XlsheetsError:
        raise error from None


def _without_names(file: PageFile) -> OpenedFile | None:
    """Return a workbook of ours that another program took the names from; None for anything else."""
    from xlsheets.workflows.repair import repair

    try:
        found = repair(file.content, file.name)
    except XlsheetsError:
        return None
    report = found.report
    return _moved(found) if len(report.figures) * 2 > len(report.edition.typed_cells) else None


def _of_a_county(file: PageFile) -> OpenedFile | None:
    """Return a register or ledger as what it is; None for anything else."""
    from xlsheets.workflows.collect import read_register
    from xlsheets.workflows.selection import read_confirmations

    with _on_disk(file) as path:
        try:
            count = len(read_register(path, blank=True).units)
        except XlsheetsError:
            count = -1
        if count >= 0:
            return OpenedFile(file.content, f"报送单位名录，{count} 个单位", role=REGISTER)
        try:
            read_confirmations(path)
        except XlsheetsError:
            return None
    return OpenedFile(file.content, "收件台账，里面填的照着算", role=LEDGER)


@contextmanager
def _on_disk(file: PageFile) -> Iterator[Path]:
    """Yield where a file lies under its own name for the time being."""
    with TemporaryDirectory(prefix="xlsheets-") as folder:
        path = Path(folder) / (PurePath(file.name).name or "list.xlsx")
        path.write_bytes(file.content)
        yield path


def repaired(file: PageFile) -> OpenedFile:
    """Return a clean workbook with everything that can be read in a damaged one.

    Raises:
        UnreadableError: nothing can be read.
        OutputError: the new workbook, read back, lacks something.
    """
    from xlsheets.workflows.repair import repair

    return _moved(repair(file.content, file.name))


def _moved(found: Repaired) -> OpenedFile:
    told = f"改坏了的工作簿，内容已经移到一份干净的模板里：{len(found.report.figures)} 个数"
    return OpenedFile(found.content, told, found.mended, found.left)
