"""Commands that make a case log."""

from __future__ import annotations

from pathlib import Path

from xlsheets.basics.filenames import safe_stem
from xlsheets.basics.files import write_atomically
from xlsheets.cli.options import WORKBOOK, argument, command, force, option, say
from xlsheets.workflows import case_log


@command()
@argument("unit", metavar="单位", help="单位全称。")
@option("--year", "-y", type=int, required=True, help="登记哪一年收到的申请。")
@option("--out", "-o", type=WORKBOOK, help="写到哪里。")
@force
def new(unit: str, *, year: int, out: Path | None, force: bool) -> None:
    """生成一个单位一年的空白登记簿：依申请、复议诉讼、文件、决定四张表，三张表由公式计数。"""
    book = case_log.blank_log(unit, year)
    target = out or Path(f"{safe_stem(f'{unit}{year}年登记簿')}.xlsx")
    write_atomically(target, book, force=force)
    say(f"已生成登记簿：{target}")
    tell_unknown_days(year)


def tell_unknown_days(year: int) -> None:
    """Say which year's days off have to be filled in by hand."""
    unknown = case_log.unknown_days_off(year)
    if unknown:
        say(
            f"{unknown} 年的放假安排程序还不知道，期限按周一到周五算；国务院公布以后，请填进“节假日”表。"
        )
