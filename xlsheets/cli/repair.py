"""Command that mends a workbook: parse, repair, tell what was put right and what was left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.files import refuse_sources, write_atomically
from xlsheets.cli.options import (
    PATH,
    WORKBOOK,
    argument,
    command,
    force,
    leave,
    option,
    say,
    tell_replaced,
)
from xlsheets.errors import of_file
from xlsheets.notices.listing import harmless

if TYPE_CHECKING:
    from pathlib import Path


@command()
@argument("source", type=PATH, metavar="工作簿", help="要修复的工作簿（.xlsx）。")
@option("--out", "-o", type=WORKBOOK, required=True, help="修复后的工作簿写到哪里。")
@force
def repair(source: Path, out: Path, *, force: bool) -> None:
    """把改坏了的工作簿里的数字和文字移到一份干净的工作簿里，没能移入的逐条列出。"""
    from xlsheets.workflows.repair import repair

    refuse_sources([out], [source])
    with of_file(source.name):
        repaired = repair(source, source.name)
    if force:
        tell_replaced([out])
    write_atomically(out, repaired.content, force=force)
    report = repaired.report
    texts = sum(map(len, report.narrative.values()))
    total = len(report.edition.typed_cells)
    say(
        f"已移入 {len(report.figures)} 个数（应填 {total} 个）、{texts} 段文字，重新读过，一个不少。"
    )
    _list("已经修好的", repaired.mended)
    _list("没能移入、请对照原文件处理的", repaired.left)
    say(f"已生成：{out}")
    leave(int(bool(repaired.left)))


def _list(heading: str, sentences: tuple[str, ...]) -> None:
    if sentences:
        say(f"{heading}（{len(sentences)} 项）")
    for sentence in sentences:
        say(f"  {harmless(sentence)}")
