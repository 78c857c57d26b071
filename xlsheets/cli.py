"""Commands: parse, call the pipeline, print. Results on stdout, progress and complaints on stderr."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlsheets import pipeline
from xlsheets.checkcode import check_code
from xlsheets.cli_addin import addin, doctor
from xlsheets.cli_county import collect, register, write_begun
from xlsheets.cli_folder import Run, convert_folder, executor, jobs, validate_folder
from xlsheets.cli_import import bring_in, last_report
from xlsheets.cli_repair import repair
from xlsheets.cli_rollup import compare, rollup
from xlsheets.cli_words import (
    PATH,
    Group,
    argument,
    command,
    force,
    inputs,
    last,
    leave,
    option,
    say,
    tell,
)
from xlsheets.documents import ENDINGS, print_out
from xlsheets.errors import BlockedError, UsageError, XlsheetsError
from xlsheets.files import write_atomically
from xlsheets.naming import safe_stem
from xlsheets.render.listing import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from xlsheets.report import Report

# Seconds the page may be away, for a browser that starts slowly, before the service ends by itself.
_ALONE = 120.0
_CODES = "规则代码或者首字母，用逗号分开，例如 S,C101。"


@command()
@argument("unit", default="", metavar="单位", help="单位全称。")
@option("--year", "-y", type=int, required=True, help="报告年度。")
@option("--kind", default="", help="单位类别，例如 township 或者 乡镇人民政府。")
@option(
    "--from",
    "start",
    type=PATH,
    help="上年的工作簿，或者公开发布的报告：带入上年结转，附上年数和文字。",
)
@option(
    "--register",
    type=PATH,
    help="报送单位名录：不用写单位，每个单位各生成一份，--out 是文件夹，--from 可以是文件夹。",
)
@option("--out", "-o", type=PATH, help="写到哪里。")
@force
def new(
    unit: str,
    *,
    year: int,
    kind: str,
    start: Path | None,
    register: Path | None,
    out: Path | None,
    force: bool,
) -> None:
    """生成一个单位的空白填报工作簿；给出名录的，生成全部单位的。"""
    if register:
        if unit:
            raise UsageError(
                "给出名录的，每个单位各生成一份，不用再写单位；只要一份的，不要给名录。"
            )
        write_begun(register, year, start, out, force=force)
        leave(0)
    last = last_report(start) if start else None
    report = (
        pipeline.following(last, year, unit, kind) if last else pipeline.blank(unit, year, kind)
    )
    target = out or Path(f"{safe_stem(f'{report.profile.unit}{year}年填报')}.xlsx")
    if last:
        write_atomically(target, pipeline.workbook(report, last), force=force)
    else:
        pipeline.write(report, target, force=force)
    say(f"已生成填报工作簿：{target}")


@command()
@argument(
    "source",
    type=PATH,
    metavar="来源",
    help="JSON 文件（格式见文档），或者填了一部分的工作簿。",
)
@option("--out", "-o", type=PATH, required=True, help="写到哪里。")
@option("--zeros", is_flag=True, help="把没有数字的格子都填 0。")
@force
def fill(source: Path, out: Path, *, zeros: bool, force: bool) -> None:
    """把 JSON 数据（或者另一个工作簿）填进工作簿，并校验一遍。"""
    from xlsheets.render.listing import as_text

    report = pipeline.read(source)
    report = report.with_zeros() if zeros else report
    findings = pipeline.validate(report)
    pipeline.write(report, out, force=force)
    say(as_text(findings, [report.source]).rstrip())
    say(f"已生成填报工作簿：{out}")
    leave(int(any(each.blocking for each in findings)))


@command()
@inputs
@last
@option(
    "--format",
    "-f",
    "form",
    default="text",
    show_default=True,
    help="text、concise、json 或者 jsonl。",
)
@option("--select", default="", help=_CODES)
@option("--ignore", default="", help=_CODES)
@option("--lexicon", type=PATH, help="县里自己的用词表，每行“错误写法=正确写法”。")
@option(
    "--neighbours",
    multiple=True,
    type=PATH,
    help="其他单位的工作簿或者文件夹，用来查雷同；可以写几次。",
)
@option("--register", type=PATH, help="单位名录（.xlsx），用来查正文里错写的单位名称。")
@option("--mark", is_flag=True, help="把问题写进每个工作簿的“校验”表，并标出有关的格子。")
@option(
    "--annotate",
    type=PATH,
    help="另存一套带批注的文件和反馈意见到这个文件夹，退回给单位；原文件不动。",
)
@force
@option("--strict", is_flag=True, help="没有说明理由的核实性问题也算不通过。")
@jobs
@executor
def validate(
    paths: Sequence[Path],
    *,
    last: Sequence[Path],
    form: str,
    select: str,
    ignore: str,
    lexicon: Path | None,
    neighbours: Sequence[Path],
    register: Path | None,
    mark: bool,
    annotate: Path | None,
    force: bool,
    strict: bool,
    jobs: int,
    executor: str,
) -> None:
    """校验工作簿，逐项说明哪一格有什么问题、应当怎么办。"""
    from xlsheets import intake
    from xlsheets.render.listing import LISTINGS

    listing = LISTINGS.get(form)
    if listing is None:
        raise UsageError(f"没有“{form}”这种输出格式，可以用：{'、'.join(LISTINGS)}。")
    earlier = pipeline.reports_in(last)
    county = pipeline.County(
        neighbours=tuple(pipeline.reports_in(neighbours)),
        units=intake.read_register(register).unit_names if register else (),
        lexicon=pipeline.read_lexicon(lexicon) if lexicon else (),
    )
    examine = partial(
        pipeline.examine,
        last=earlier,
        county=county,
        select=_codes(select),
        ignore=_codes(ignore),
    )
    examine = partial(_examine_and_mark, examine=examine) if mark else examine
    if annotate:
        examine = partial(_examine_and_send_back, examine=examine, folder=annotate, force=force)
    sources = _apart_from(annotate, paths) if annotate else list(pipeline.files_in(paths))
    with _writing_into(annotate):
        if len(sources) != 1 or paths[0].is_dir():
            run = Run(sources, jobs, executor)
            leave(validate_folder(run, examine, form=form, strict=strict))
        examined = examine(sources[0])
    say(listing(examined.findings, [examined.source.label]), end=form == "text")
    code = check_code(examined.report) if examined.report else ""
    if code and form == "text":
        _tell_code(code, examined.source.path)
    failed = any(each.open if strict else each.blocking for each in examined.findings)
    leave(2 if examined.report is None else int(failed))


def _tell_code(code: str, path: Path) -> None:
    """Say the 校对码 of a report, and whether its workbook shows another."""
    from xlsheets.workbook.codes import shown_code

    say(f"校对码：{code}（Word 报告、网页上的校对码与它一致，数字就一致）")
    shown = "" if path.suffix.lower() == ".json" else shown_code(path)
    if shown not in ("", code):
        say(
            f"工作簿“校验”表里存着的校对码是 {shown}，与现在的数字不符："
            "改数以后没有重新计算，请用 Excel 或者 WPS 打开、保存一次，再看校对码。"
        )


def _examine_and_mark(
    source: pipeline.Source, examine: Callable[[pipeline.Source], pipeline.Examined]
) -> pipeline.Examined:
    """Examine a file, and list the findings in it."""
    examined = examine(source)
    if examined.report and examined.report.places:
        pipeline.list_findings(examined.report, examined.findings, source.path, source.path)
    return examined


def _apart_from(folder: Path, paths: Sequence[Path]) -> list[pipeline.Source]:
    """Return the files to examine, without the copies an earlier run put into a folder below."""
    kept = folder.resolve()
    if kept in {path.resolve() for path in paths}:
        raise UsageError("带批注的文件不能放回原来的文件夹，请另选一个文件夹。")
    return [each for each in pipeline.files_in(paths) if kept not in each.path.resolve().parents]


def _writing_into(folder: Path | None) -> AbstractContextManager[None]:
    """Keep the folder of what goes back to the units for this run, if anything does."""
    if folder is None:
        return nullcontext()
    from xlsheets.runs.folder import alone_in

    return alone_in(folder)


def _examine_and_send_back(
    source: pipeline.Source,
    examine: Callable[[pipeline.Source], pipeline.Examined],
    folder: Path,
    *,
    force: bool,
) -> pipeline.Examined:
    """Examine a file, and write what goes back to its unit."""
    from xlsheets.county import send_back

    examined = examine(source)
    send_back(examined, folder, force=force)
    return examined


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code.upper() for code in _words(text))


def _words(text: str) -> tuple[str, ...]:
    return tuple(
        word.strip()
        for word in text.replace("，", ",").replace("、", ",").split(",")
        if word.strip()
    )


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
    report = pipeline.read(source)
    earlier = [
        each for each in pipeline.reports_in(last) if each.profile.unit == report.profile.unit
    ]
    revision = pipeline.narrate(report, last=earlier, phrases=phrases, sections=_words(section))
    say(revision.diff or "正文与表里的数字一致，没有要改的。")
    target = out or source
    if out and out.exists() and not force:
        raise UsageError(
            f"“{out.name}”已经存在，没有改动它；要覆盖请加 --force，或者换一个文件名。"
        )
    if not dry_run and (revision.texts or out):
        pipeline.write_narrative(revision, source, target)
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
    sources = list(pipeline.files_in(paths))
    style = pipeline.content(template) if template else None
    if len(sources) != 1 or paths[0].is_dir():
        from xlsheets.runs.conversion import Job

        job = Job(kind, draft, style, checkcode)
        leave(convert_folder(Run(sources, jobs, executor), job, out or Path(), force=force))
    report = pipeline.read(sources[0].path)
    target = _target(report, out, kind)
    printed = "docx" if kind == "pdf" else kind
    document = pipeline.convert(report, printed, draft=draft, template=style, checkcode=checkcode)
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


@command()
@argument("code", default="", metavar="代码", help="规则代码；不写就列出全部。")
def rules(code: str) -> None:
    """列出全部校验规则，或者解释其中一条。"""
    from xlsheets.checks import rules_for
    from xlsheets.schema import newest

    known = {rule.code: rule for rule in rules_for(newest())}
    if not code:
        for rule in known.values():
            say(f"{rule.code}  {rule.severity.label}  {rule.title}")
        return
    if code.upper() not in known:
        raise UsageError(f"没有“{code}”这条规则，用 xlsheets rules 查看全部规则。")
    rule = known[code.upper()]
    say(f"{rule.code}  {rule.title}（{rule.severity.label}）\n{rule.doc.summary}")
    say(f"依据：{rule.doc.basis}\n错误：{rule.doc.wrong}\n正确：{rule.doc.right}")


@command()
@option(
    "--out",
    "-o",
    type=PATH,
    default=Path("workbook_template.xlsx"),
    show_default=True,
    help="写到哪里。",
)
@force
def template(out: Path, *, force: bool) -> None:
    """生成空白模板。"""
    write_atomically(out, pipeline.workbook(), force=force)
    say(f"已生成模板：{out}")


@command()
@option("--out", "-o", type=PATH, default=Path("demo"), show_default=True, help="放到哪个文件夹。")
def demo(out: Path) -> None:
    """用自带的样例走一遍：填好的工作簿、校验结果、Word 报告，再加一份有错的。"""
    from xlsheets import samples
    from xlsheets.render.listing import as_text

    for report in (samples.sound(), samples.faulty()):
        stem = Path(report.source).stem
        findings = pipeline.validate(report)
        pipeline.write(report, out / f"{stem}.xlsx", force=True)
        listing = as_text(findings, [report.source])
        write_atomically(out / f"{stem}校验结果.txt", listing.encode("utf-8-sig"), force=True)
        draft = any(each.blocking for each in findings)
        document = pipeline.convert(report, draft=draft)
        write_atomically(out / f"{stem}{'草稿' if draft else ''}.docx", document, force=True)
        say(listing)
    say(f"样例都在这个文件夹里：{out.resolve()}")
    for path in sorted(out.iterdir()):
        say(f"  {path.name}")


@command()
@option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help="端口；0 是任意一个空闲的端口。",
)
@option("--browser/--no-browser", default=True, help="自动打开浏览器。")
@option("--until-closed", is_flag=True, help="页面都关掉以后，过两分钟自己结束。")
@option("--wps", is_flag=True, help="同时登记 WPS 加载项，在 WPS 里点按钮就打开页面。")
def serve(*, port: int, browser: bool, until_closed: bool, wps: bool) -> None:
    """在浏览器里用：拖进工作簿或者文件夹，看校验结果，下载 Word 报告。只在本机，不联网。"""
    from xlsheets.serve.server import serve
    from xlsheets.serve.wps import add_in_list

    def opened(address: str) -> None:
        say(f"请在浏览器里打开：{address}\n用完按 Ctrl+C，或者点页面上的“结束使用”。")
        if browser:
            import webbrowser

            webbrowser.open(address)

    alone = _ALONE if until_closed else None
    serve(opened, port=port, alone=alone, wps_list=add_in_list() if wps else None)


app = Group(
    help="政府信息公开工作年度报告：填报工作簿、校验、生成 Word 报告。",
    commands=[
        new,
        fill,
        validate,
        narrate,
        convert,
        bring_in,
        repair,
        register,
        collect,
        rollup,
        compare,
        serve,
        rules,
        template,
        demo,
        addin,
        doctor,
    ],
)


def open_page() -> None:
    """Open the page in the browser: what a double click on xlsheets-serve does."""
    main(["serve", "--until-closed"])


def main(arguments: list[str] | None = None) -> None:
    """Run a command; whatever goes wrong ends in one Chinese sentence and an exit code."""
    _speak_plainly()
    try:
        code = app(arguments, standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        tell(error.ctx.get_help())
        sys.exit(2)
    except click.ClickException as error:
        tell(f"命令写得不对：{_complaint(error)}用 xlsheets --help 查看用法。")
        sys.exit(2)
    except XlsheetsError as error:
        tell(clean(f"没有完成：{error}"))
        sys.exit(1 if isinstance(error, BlockedError) else 2)
    except (KeyboardInterrupt, click.Abort):
        tell("已经停下，没有写出半个文件。")
        sys.exit(130)
    except Exception as error:  # the last door: a clerk never sees a traceback
        if os.environ.get("XLSHEETS_DEBUG"):
            raise
        tell(
            f"程序内部出错（{type(error).__name__}），没有写出文件。请设置 XLSHEETS_DEBUG=1 再运行一次，把显示的内容发给开发者。"
        )
        sys.exit(2)
    sys.exit(code or 0)


_COMPLAINTS = {
    "NoSuchOption": "没有“{option_name}”这个选项。",
    "MissingParameter": "少写了“{wanted}”。",
    "BadParameter": "“{wanted}”的值不对。",
}


def _complaint(error: click.ClickException) -> str:
    """Say in Chinese what is wrong with a command line."""
    pattern = _COMPLAINTS.get(type(error).__name__, "没有这个命令，或者命令不完整。")
    param = getattr(error, "param", None)
    wanted = getattr(param, "metavar", None) or "、".join(getattr(param, "opts", ()))
    return pattern.format(wanted=wanted, option_name=getattr(error, "option_name", ""))


def _speak_plainly() -> None:
    """Let Chinese reach a pipe or a console whatever its code page is."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace")
