"""The command that absorbs: a Word draft that somebody revised goes back into its workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.files import refuse_existing, refuse_sources, write_atomically
from xlsheets.cli.options import (
    PATH,
    argument,
    command,
    force,
    leave,
    option,
    refuse_ending,
    say,
)
from xlsheets.errors import UsageError, of_file
from xlsheets.notices.absorption import absorption_as_text
from xlsheets.workflows import one_report

if TYPE_CHECKING:
    from pathlib import Path

_NO_WORKBOOK = "“{name}”不是填报工作簿（.xlsx），没有格子可以写。JSON 先用 fill、发布的报告先用 import 写成工作簿，再把稿子收回去。"


@command("absorb")
@argument(
    "draft",
    type=PATH,
    metavar="改过的稿子",
    help="改过的 Word 报告（.docx），直接改的、修订的都行。",
)
@argument("workbook", type=PATH, metavar="工作簿", help="生成这份报告的工作簿（.xlsx）。")
@option("--dry-run", is_flag=True, help="只显示会怎样改，不写进工作簿。")
@option("--out", "-o", type=PATH, help="写到另一个文件；不写就写回原工作簿。")
@force
def absorb_draft(
    draft: Path, workbook: Path, *, dry_run: bool, out: Path | None, force: bool
) -> None:
    """把改过的 Word 稿子收回工作簿：改了的句子和数字写回原来的格子，写不了的和批注逐条列出。"""
    from xlsheets.workflows.publishing.absorbing import absorb, absorbed_workbook

    refuse_ending(draft, "Word 文档", [".docx"])
    report = one_report.read(workbook)
    if not report.is_workbook:
        raise UsageError(_NO_WORKBOOK.format(name=workbook.name))
    target = out or workbook
    refuse_ending(target, "这个工作簿", [workbook.suffix.lower()])
    refuse_existing([out], force=force)
    refuse_sources([out], [draft])
    with of_file(draft.name):
        found = absorb(report, one_report.content(draft), draft.name)
    content = absorbed_workbook(report, found, one_report.content(workbook))
    say(absorption_as_text(found))
    if not dry_run and (found.changes or out):
        write_atomically(target, content, force=True)
        say(f"已写进：{target}（数字改过的，请再用 validate 校验一遍）")
    leave(int(bool(found.listed)))
