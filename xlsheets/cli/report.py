"""Commands that finish a report: draft its text, turn it into a document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from xlsheets.basics.filenames import safe_stem
from xlsheets.basics.files import refuse_existing, write_atomically
from xlsheets.cli.folder_run import Run, executor, jobs, run_conversion
from xlsheets.cli.options import (
    PATH,
    argument,
    command,
    force,
    inputs,
    last,
    leave,
    option,
    say,
    tell,
    words,
)
from xlsheets.documents import ENDINGS, print_out
from xlsheets.workflows import one_report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsheets.report import Report


@command()
@argument("source", type=PATH, metavar="工作簿", help="填好的工作簿（.xlsx）。")
@option("--section", default="", help="只写这几部分，用顿号或逗号分开，例如 一、六；不写就是全部。")
@last
@option("--phrases", type=PATH, help="县里自己的句式文件（.toml）。")
@option("--dry-run", is_flag=True, help="只显示会怎样改，不写进工作簿。")
@option("--out", "-o", type=PATH, help="写到另一个文件；不写就写回原文件。")
@force
def narrate(
    source: Path,
    *,
    section: str,
    last: Sequence[Path],
    phrases: Path | None,
    dry_run: bool,
    out: Path | None,
    force: bool,
) -> None:
    """按表里的数字起草正文；数字改了再运行一次，只更新自己写的句子，人工改过的不动。"""
    report = one_report.read(source)
    earlier = [
        each for each in one_report.reports_in(last) if each.profile.unit == report.profile.unit
    ]
    revision = one_report.narrate(report, last=earlier, phrases=phrases, sections=words(section))
    say(revision.diff or "正文与表里的数字一致，没有要改的。")
    target = out or source
    refuse_existing([out], force=force)
    if not dry_run and (revision.texts or out):
        one_report.write_narrative(revision, source, target)
        say(f"已写进：{target}")


@command()
@inputs
@option(
    "--to",
    "-t",
    "kind",
    default="docx",
    show_default=True,
    help="docx、pdf、html（网页）、fragment（网页片段）或者 json。",
)
@option("--out", "-o", type=PATH, help="输出文件，或者输出文件夹。")
@option("--draft", is_flag=True, help="有强制性问题也生成，带“草稿”水印。")
@option("--template", type=PATH, help="套用这个 Word 文件的样式和页面设置。")
@option("--checkcode", is_flag=True, help="在页脚印上校对码，与工作簿“校验”表里的一致。")
@force
@jobs
@executor
def convert(
    paths: Sequence[Path],
    *,
    kind: str,
    out: Path | None,
    draft: bool,
    template: Path | None,
    checkcode: bool,
    force: bool,
    jobs: int,
    executor: str,
) -> None:
    """把填好的工作簿变成 Word 报告、PDF、网页或者 JSON。"""
    sources = list(one_report.files_in(paths))
    style = one_report.content(template) if template else None
    if len(sources) != 1 or paths[0].is_dir():
        from xlsheets.runs.conversion import Job

        job = Job(kind, draft, style, checkcode)
        leave(run_conversion(Run(sources, jobs, executor), job, out or Path(), force=force))
    report = one_report.read(sources[0].path)
    target = _target(report, out, kind)
    printed = "docx" if kind == "pdf" else kind
    document = one_report.convert(report, printed, draft=draft, template=style, checkcode=checkcode)
    write_atomically(target, _on_paper(document) if kind == "pdf" else document, force=force)
    say(f"已生成：{target}")


def _target(report: Report, out: Path | None, kind: str) -> Path:
    """Return where the document of a report goes: OUT itself, or a file named after unit and year in it."""
    if out is not None and not out.is_dir():
        return out
    ending = ENDINGS.get(kind, f".{kind}")
    return (out or Path()) / f"{safe_stem(''.join(report.title_lines))}{ending}"


def _on_paper(document: bytes) -> bytes:
    """Turn a Word document into PDF, and say which typefaces this computer lacks."""
    printed = print_out(document)
    if printed.replaced:
        tell(
            f"这台电脑没有这些字体，PDF 里用了别的字体：{'、'.join(printed.replaced)}。"
            "对字体有要求的，请在装有这些字体的电脑上生成。"
        )
    return printed.pdf
