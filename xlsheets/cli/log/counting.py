"""The command that counts a case log, and fills in a report from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.files import refuse_existing, refuse_sources, write_atomically
from xlsheets.basics.numbers import show
from xlsheets.cli.options import PATH, WORKBOOK, argument, command, force, leave, option, say
from xlsheets.notices.listing import as_text
from xlsheets.workflows import one_report
from xlsheets.workflows.logs import case_log

if TYPE_CHECKING:
    from pathlib import Path

    from xlsheets.report.findings import Finding
    from xlsheets.workbook.caselog.reading import FilledLog
    from xlsheets.workflows.logs.case_log import LogCount, LogCounts


@command()
@argument("source", type=PATH, metavar="登记簿", help="填好的登记簿（.xlsx）。")
@option("--into", type=WORKBOOK, help="把数写进这个填报工作簿；不写就只显示数出来的数。")
@option(
    "--replace",
    is_flag=True,
    help="填报工作簿里已经填了别的数的，也改成登记簿的数；不写就只列出来，不改。",
)
@option("--out", "-o", type=WORKBOOK, help="写到另一个文件；不写就写回 --into 的文件。")
@force
def count(source: Path, *, into: Path | None, replace: bool, out: Path | None, force: bool) -> None:
    """数登记簿：表二第（一）项、表三、表四的数，连同超期答复、信息处理费，写进填报工作簿。"""
    refuse_existing([out], force=force)
    refuse_sources([out], [source])
    refuse_sources([into], [source])
    filled = case_log.read_log(source)
    findings = case_log.validate_log(filled)
    blocking = [finding for finding in findings if finding.blocking]
    if blocking:
        _refuse(filled, blocking)
    _show(filled)
    if into:
        _fill_in(filled, into, out or into, replace=replace)


def _refuse(filled: FilledLog, blocking: list[Finding]) -> None:
    """Say which rows cannot be counted: a number without them would be wrong."""
    source = filled.log.source
    say(as_text(blocking, [source], logs=[source]).rstrip())
    say(f"登记簿里有 {len(blocking)} 处数不准，没有计数；请改正后再运行一次。")
    leave(1)


def _show(filled: FilledLog) -> None:
    """Show what a log comes to: the totals of 表三, and every other number that is not 0."""
    tally = case_log.tally_of(filled)
    say(f"{filled.log.unit} {filled.log.year} 年登记簿：")
    for line in case_log.summary(tally):
        say(f"  {line}")


def _fill_in(filled: FilledLog, into: Path, target: Path, *, replace: bool) -> None:
    report = one_report.read(into)
    counts = case_log.compare_counts(filled, report)
    writing = (*counts.blank, *(counts.differing if replace else ()))
    if writing or target != into:
        book = case_log.with_counts(report, one_report.content(into), writing)
        write_atomically(target, book, force=True)
    _tell(counts, replace=replace)
    if writing or target != into:
        say(f"已写进：{target}")
    leave(int(bool(counts.differing) and not replace))


def _tell(counts: LogCounts, *, replace: bool) -> None:
    say(f"写入 {len(counts.blank)} 格，{counts.equal} 格本来就相同。")
    if not counts.differing:
        return
    done = "已经改成登记簿的数" if replace else "没有改；要改成登记簿的数，加 --replace"
    say(f"{len(counts.differing)} 格填的数与登记簿不同，{done}：")
    for different in counts.differing:
        say(f"  {_line(different)}")


def _line(count: LogCount) -> str:
    stated = count.stated if isinstance(count.stated, str) else show(count.stated)
    return f"{count.path}：填的是 {stated}，登记簿里是 {show(count.counted)}{count.rows}"
