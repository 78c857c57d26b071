"""Command that mends a workbook: parse, repair, tell what was put right and what was left."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 -- typer looks at it while running
from typing import Annotated

import typer

from xlsheets.cli_words import Command, Force, leave, say
from xlsheets.files import write_atomically
from xlsheets.render.listing import clean

mending = typer.Typer()


@mending.command(cls=Command)
def repair(
    source: Annotated[Path, typer.Argument(help="要修复的工作簿（.xlsx）。", metavar="工作簿")],
    out: Annotated[Path, typer.Option("--out", "-o", help="修复后的工作簿写到哪里。")],
    *,
    force: Force = False,
) -> None:
    """把改坏了的工作簿里的数字和文字移到一份干净的工作簿里，没能移入的逐条列出。"""
    from xlsheets.repair import repair

    repaired = repair(source, source.name)
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
        say(f"  {clean(sentence)}")
