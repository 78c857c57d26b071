"""Commands that finish a report: draft its text, turn it into a document."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from xlsheets.basics.filenames import safe_stem
from xlsheets.basics.files import refuse_existing, refuse_sources, write_atomically
from xlsheets.cli.folder_run import (
    Run,
    executor,
    jobs,
    judged_by,
    judged_files,
    ledger_option,
    reports_beside,
    run_conversion,
    tell_aside,
    tell_passed,
)
from xlsheets.cli.options import (
    PATH,
    argument,
    command,
    force,
    inputs,
    last,
    leave,
    option,
    refuse_ending,
    say,
    tell,
    words,
)
from xlsheets.documents import (
    DEFAULT_KIND,
    FORMATS,
    PrintOption,
    kind_by_ending,
    output_kind,
    refuse_options,
    takers,
)
from xlsheets.errors import UsageError
from xlsheets.report.broken_lines import broken_lines, joined_lines
from xlsheets.workflows import one_report
from xlsheets.workflows.sources import files_in, set_aside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsheets.caselog.counting import Tally
    from xlsheets.county.collection import Answers
    from xlsheets.county.register import Register
    from xlsheets.report import Report
    from xlsheets.workflows.selection import Known


@command()
@argument("source", type=PATH, metavar="工作簿", help="填好的工作簿（.xlsx）。")
@option("--section", default="", help="只写这几部分，用顿号或逗号分开，例如 一、六；不写就是全部。")
@last
@option("--register", type=PATH, help="单位名录（.xlsx）：改过名、合并的单位，找得到上年的报告。")
@option("--phrases", type=PATH, help="县里自己的句式文件（.toml）。")
@option(
    "--log",
    type=PATH,
    help="本单位的登记簿（.xlsx）：收到方式、延期和“基础数据”里没有填的超期答复、信息处理费取自它。",
)
@option(
    "--join",
    is_flag=True,
    help="只做一件事：一行成了一段的（多半是从 PDF、网页上复制来的），合成一段。",
)
@option("--dry-run", is_flag=True, help="只显示会怎样改，不写进工作簿。")
@option("--out", "-o", type=PATH, help="写到另一个文件；不写就写回原文件。")
@force
def narrate(
    source: Path,
    *,
    section: str,
    join: bool,
    last: Sequence[Path],
    register: Path | None,
    phrases: Path | None,
    log: Path | None,
    dry_run: bool,
    out: Path | None,
    force: bool,
) -> None:
    """按表里的数字起草正文；数字改了再运行一次，只更新自己写的句子，人工改过的不动。"""
    report = one_report.read(source)
    target = out or source
    refuse_ending(target, "这个工作簿", [source.suffix.lower()])
    refuse_existing([out], force=force)
    if join:
        _join(report, source, target, dry_run=dry_run)
        return
    units, _ = judged_by(register, None)
    revision = one_report.narrate(
        report,
        last=reports_beside(last),
        phrases=phrases,
        sections=words(section),
        register=units,
        tally=_tally(log, report),
    )
    say(revision.diff or "正文与表里的数字一致，没有要改的。")
    _tell_broken(report)
    if not dry_run and (revision.texts or out):
        one_report.write_narrative(revision, source, target)
        say(f"已写进：{target}")


def _tally(log: Path | None, report: Report) -> Tally | None:
    """Return what the case log of a report comes to, where one is given."""
    if log is None:
        return None
    from xlsheets.workflows.logs.case_log import read_log
    from xlsheets.workflows.logs.telling import tally_for

    return tally_for(read_log(log), report)


def _join(report: Report, source: Path, target: Path, *, dry_run: bool) -> None:
    """Put lines together that make one paragraph, and show every paragraph made of them."""
    joined = joined_lines(report)
    for paragraph in joined:
        say(f"{paragraph.where}，{len(paragraph.places)} 行合成一段：")
        say(f"  {paragraph.text}")
    if not joined:
        say("没有一行成了一段的文字，没有要改的。")
    elif not dry_run:
        one_report.write_joined(report, joined, source, target)
        say(f"已写进：{target}")


def _tell_broken(report: Report) -> None:
    count = len(broken_lines(report))
    if count:
        say(f"有 {count} 处一段话断成了几行，每行成了一段；加 --join 合成一段。")


def _taken_by(option: PrintOption) -> str:
    return f"用于 {takers(option)}。"


@command()
@inputs
@option(
    "--to",
    "-t",
    "kind",
    default="",
    help=f"生成哪一种：{'、'.join(f'{kind}（{form.label}）' for kind, form in FORMATS.items())}；"
    f"不写就看输出文件的结尾，没有写输出文件的是 {DEFAULT_KIND}。",
)
@option("--out", "-o", type=PATH, help="输出文件，或者输出文件夹。")
@option(
    "--draft",
    is_flag=True,
    help=f"有强制性问题也生成，标明“草稿”；{_taken_by(PrintOption.DRAFT)}",
)
@option(
    "--template",
    type=PATH,
    help=f"套用这个 Word 文件的样式和页面设置；{_taken_by(PrintOption.TEMPLATE)}",
)
@option(
    "--checkcode/--no-checkcode",
    default=None,
    help="在末尾印上校对码，与工作簿“校验”表里的一致；不写的，数字填齐了就印，"
    f"不要印写 --no-checkcode。{_taken_by(PrintOption.CHECKCODE)}",
)
@option(
    "--register",
    type=PATH,
    help="单位名录（.xlsx）：文件夹里只有算数的一份生成报告，用名录里的名称，按名录的顺序。",
)
@ledger_option
@force
@jobs
@executor
def convert(
    paths: Sequence[Path],
    *,
    kind: str,
    out: Path | None,
    register: Path | None,
    ledger: Path | None,
    draft: bool,
    template: Path | None,
    checkcode: bool | None,
    force: bool,
    jobs: int,
    executor: str,
) -> None:
    """把填好的工作簿变成 Word 报告、PDF、网页或者 JSON。"""
    sources = list(files_in(paths))
    many = len(sources) != 1 or paths[0].is_dir()
    kind = _folder_kind(kind, out) if many else _file_kind(kind, out)
    refuse_options(kind, draft=draft, template=template is not None, checkcode=bool(checkcode))
    style = one_report.word_template(template) if template else None
    if many:
        from xlsheets.runs.conversion import Job

        units, answers = judged_by(register, ledger)
        job = Job(kind, draft, style, checkcode, registered=units is not None)
        run = Run(sources, jobs, executor)
        if units:
            run, known = _counted(run, units, answers)
            job = replace(job, examine=known)
        tell_aside(set_aside(paths))
        leave(run_conversion(run, job, out or Path(), force=force))
    report = one_report.read(sources[0].path)
    target = _target(report, out, kind)
    refuse_sources([target], [sources[0].path, template])
    made = one_report.finish(report, kind, draft=draft, template=style, checkcode=checkcode)
    write_atomically(target, made.content, force=force)
    for remark in made.remarks:
        tell(remark)
    say(f"已生成：{target}")


def _counted(run: Run, units: Register, answers: Answers) -> tuple[Run, Known]:
    """Return the files that count, as they were read, and say of the others why they do not."""
    from xlsheets.workflows.selection import Known, counted_only

    outcomes, judged = judged_files(run, units, answers)
    selection = counted_only(outcomes, judged)
    tell_passed(selection)
    # What is known here is not sent elsewhere.
    return Run(selection.sources, run.jobs), Known(outcomes)


def _file_kind(kind: str, out: Path | None) -> str:
    """Return what to make of one file: as asked for, else as the name of the output says.

    Raises:
        UsageError: there is no such kind, or the name says another, or none.
    """
    form = output_kind(kind or DEFAULT_KIND)
    if out is None or out.is_dir():
        return kind or DEFAULT_KIND
    if kind:
        refuse_ending(out, form.label, form.endings)
        return kind
    found = kind_by_ending(out.name)
    if not found:
        endings = "、".join(dict.fromkeys(form.endings[0] for form in FORMATS.values()))
        raise UsageError(
            f"看不出“{out.name}”要哪一种文件：文件名请以 {endings} 结尾；要放进文件夹的，请先建好文件夹。"
        )
    return found


def _folder_kind(kind: str, out: Path | None) -> str:
    """Return what to make of many files, which go into a folder.

    Raises:
        UsageError: there is no such kind, or the output is the name of one file.
    """
    output_kind(kind or DEFAULT_KIND)
    if out is not None and kind_by_ending(out.name) and not out.is_dir():
        raise UsageError(
            f"要生成的不止一份，都放进一个文件夹，“{out.name}”却是一个文件的名字；请写文件夹的名字，要哪一种用 -t 说明。"
        )
    return kind or DEFAULT_KIND


def _target(report: Report, out: Path | None, kind: str) -> Path:
    """Return where the document of a report goes: OUT itself, or a file named after unit and year in it."""
    if out is not None and not out.is_dir():
        return out
    return (out or Path()) / f"{safe_stem(''.join(report.title_lines))}{output_kind(kind).ending}"
