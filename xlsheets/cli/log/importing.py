"""The command that takes a unit's own list of cases over into its case log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.files import refuse_existing, refuse_sources, write_atomically
from xlsheets.cli.options import (
    PATH,
    WORKBOOK,
    Written,
    argument,
    command,
    force,
    leave,
    option,
    say,
)
from xlsheets.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

_LIST = Written("对照表", ".csv")


@command("import")
@argument(
    "source", type=PATH, metavar="台账", help="自己的台账：.csv、.txt、.xlsx、.xls、.et、.ods。"
)
@option("--into", type=WORKBOOK, help="记到这个登记簿里；不写的，用 --unit、--year 建一个新的。")
@option("--unit", default="", help="新登记簿是哪个单位的，写全称。")
@option("--year", "-y", type=int, help="新登记簿是哪一年的。")
@option("--yes", is_flag=True, help="照显示的记进去；不写就只显示，不动登记簿。")
@option(
    "--meanings",
    type=_LIST,
    help="对照表：哪一栏、哪种写法记到哪里，可以改；不写就是登记簿旁边的“……的对照表.csv”。",
)
@option("--out", "-o", type=WORKBOOK, help="写到另一个文件；新登记簿写到哪里。")
@force
def bring_in_list(
    source: Path,
    *,
    into: Path | None,
    unit: str,
    year: int | None,
    yes: bool,
    meanings: Path | None,
    out: Path | None,
    force: bool,
) -> None:
    """把自己的台账记进登记簿：先显示哪一栏、哪种写法记到哪里，核对以后加 --yes 再运行一次才写。"""
    from xlsheets.notices.log_import import adoption_text
    from xlsheets.workflows.logs import adopting

    target = _target(into, unit, year, out)
    refuse_existing([None if target == into else target], force=force)
    beside = meanings or target.with_name(target.stem + adopting.SAID_ENDING)
    refuse_sources([into, out, beside], [source])
    filled = adopting.log_to_fill(into, unit, year or 0)
    said = adopting.read_meanings(beside, filled.log.year)
    found = adopting.adopted(source, filled, said)
    say(adoption_text(found))
    write_atomically(beside, adopting.meanings_file(found, said), force=True)
    say(f"对照表：{beside}")
    if yes:
        write_atomically(target, adopting.book_with(found, filled, into), force=True)
        say(f"已记进：{target}（用 log count 数一遍，有问题的行会列出来）")
    else:
        say(f"还没有记进“{target.name}”。核对以后，加 --yes 再运行一次；要改的，改对照表。")
    leave(int(bool(found.listed)))


def _target(into: Path | None, unit: str, year: int | None, out: Path | None) -> Path:
    """Return which log is written.

    Raises:
        UsageError: it is not said which, or both an old and a new one are.
    """
    if into:
        if unit or year:
            raise UsageError("--unit、--year 用于新的登记簿；记到已有的登记簿里，只写 --into。")
        return out or into
    if not (unit.strip() and year and out):
        raise UsageError(
            "请写记到哪个登记簿：已有的用 --into 登记簿.xlsx，新的用 --unit 单位 --year 年度 -o 登记簿.xlsx。"
        )
    return out
