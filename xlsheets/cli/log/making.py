"""Commands that make a case log."""

from __future__ import annotations

from pathlib import Path

from xlsheets.basics.filenames import safe_stem
from xlsheets.basics.files import refuse_sources, write_atomically
from xlsheets.cli.options import PATH, WORKBOOK, argument, command, force, option, say
from xlsheets.workflows.logs import case_log


@command()
@argument("unit", default="", metavar="单位", help="单位全称；给出 --from 的可以不写。")
@option("--year", "-y", type=int, required=True, help="登记哪一年收到的申请。")
@option(
    "--from",
    "start",
    type=PATH,
    help="上年的登记簿：没有办结的申请、尚未审结的复议诉讼、仍然有效的文件带过来。",
)
@option("--out", "-o", type=WORKBOOK, help="写到哪里。")
@force
def new(unit: str, *, year: int, start: Path | None, out: Path | None, force: bool) -> None:
    """生成一个单位一年的登记簿：依申请、复议诉讼、文件、决定四张表，三张表由公式计数。"""
    # Loaded here, as in strip: validate takes options from this room, and shall not wait for what it does not do.
    from xlsheets.workflows.logs.copies import following_log

    last = case_log.read_log(start) if start else None
    unit = unit.strip() or (last.log.unit if last else "")
    target = out or Path(f"{safe_stem(f'{unit}{year}年登记簿')}.xlsx")
    refuse_sources([target], [start])
    made = following_log(last, year, unit) if last else None
    write_atomically(target, made.book if made else case_log.blank_log(unit, year), force=force)
    say(f"已生成登记簿：{target}")
    if made:
        say(
            f"从上年带来：没有办结的申请 {made.requests} 件，尚未审结的复议诉讼 {made.disputes} 件，仍然有效的文件 {made.documents} 件。"
        )
    tell_unknown_days(year)


@command()
@argument("source", type=PATH, metavar="登记簿", help="填好的登记簿（.xlsx）。")
@option("--out", "-o", type=WORKBOOK, required=True, help="写到哪里。")
@force
def strip(source: Path, *, out: Path, force: bool) -> None:
    """另存一份给检查的人看：去掉内容要点和备注，其余照样，公式照算；原来的文件不动。"""
    from xlsheets.workflows.logs.copies import stripped

    refuse_sources([out], [source])
    write_atomically(out, stripped(case_log.read_log(source)), force=force)
    say(f"已写好：{out}。内容要点、备注和自己加的栏、表都没有带。")


def tell_unknown_days(year: int) -> None:
    """Say which year's days off have to be filled in by hand."""
    unknown = case_log.unknown_days_off(year)
    if unknown:
        say(
            f"{unknown} 年的放假安排程序还不知道，期限按周一到周五算；国务院公布以后，请填进“节假日”表。"
        )
