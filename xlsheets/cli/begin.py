"""Commands that make workbooks: begin a year, fill from JSON, the template, the samples; and explain the rules."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from xlsheets.basics.filenames import safe_stem
from xlsheets.basics.files import refuse_sources, write_atomically
from xlsheets.cli.collect import write_begun
from xlsheets.cli.importing import last_report
from xlsheets.cli.options import (
    PATH,
    WORKBOOK,
    WORKBOOK_OR_JSON,
    argument,
    command,
    force,
    leave,
    option,
    refuse_ending,
    say,
    tell_replaced,
    what_is_written,
)
from xlsheets.county.identity import unit_key
from xlsheets.errors import UsageError
from xlsheets.workflows import one_report
from xlsheets.workflows.new_year import blank_report, following


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
    report = following(last, year, unit, kind) if last else blank_report(unit, year, kind)
    target = out or Path(f"{safe_stem(f'{report.profile.unit}{year}年填报')}.xlsx")
    refuse_ending(target, "工作簿", [".xlsx"])
    refuse_sources([target], [start])
    if force:
        tell_replaced([target])
    if last:
        write_atomically(target, one_report.workbook(report, last), force=force)
    else:
        one_report.write(report, target, force=force)
    say(f"已生成填报工作簿：{target}")
    if last and unit and unit_key(unit) != unit_key(last.profile.unit):
        say(f"上年的报告是“{last.profile.unit}”的，已按“{unit}”带入；不是改名的，请换成本单位的。")


@command()
@argument(
    "source",
    type=PATH,
    metavar="来源",
    help="JSON 文件（格式见文档），或者填了一部分的工作簿。",
)
@option("--out", "-o", type=WORKBOOK_OR_JSON, required=True, help="写到哪里（.xlsx 或者 .json）。")
@option("--zeros", is_flag=True, help="把没有数字的格子都填 0。")
@force
def fill(source: Path, out: Path, *, zeros: bool, force: bool) -> None:
    """把 JSON 数据（或者另一个工作簿）填进工作簿，并校验一遍。"""
    from xlsheets.notices.listing import as_text

    refuse_sources([out], [source])
    report = one_report.read(source)
    report = report.with_zeros() if zeros else report
    findings = one_report.validate(report)
    if force:
        tell_replaced([out])
    one_report.write(report, out, force=force)
    say(as_text(findings, [report.source]).rstrip())
    say(f"已生成{what_is_written(out, '填报工作簿')}：{out}")
    leave(int(any(finding.blocking for finding in findings)))


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
    type=WORKBOOK,
    default=Path("workbook_template.xlsx"),
    show_default=True,
    help="写到哪里。",
)
@force
def template(out: Path, *, force: bool) -> None:
    """生成空白模板。"""
    if force:
        tell_replaced([out])
    write_atomically(out, one_report.workbook(), force=force)
    say(f"已生成模板：{out}")


@command()
@option("--out", "-o", type=PATH, default=Path("demo"), show_default=True, help="放到哪个文件夹。")
def demo(out: Path) -> None:
    """用自带的样例走一遍：填好的工作簿、校验结果、Word 报告，再加一份有错的。"""
    from xlsheets.notices.listing import as_text
    from xlsheets.workflows import samples

    for sample in (samples.sound(), samples.faulty()):
        stem = Path(sample.source).stem
        path = out / f"{stem}.xlsx"
        one_report.write(sample, path, force=True)
        # What is told is told of the workbook that lies beside it.
        report = replace(one_report.read(path), source=path.name)
        findings = one_report.validate(report)
        listing = as_text(findings, [report.source])
        write_atomically(out / f"{stem}校验结果.txt", listing.encode("utf-8-sig"), force=True)
        draft = any(finding.blocking for finding in findings)
        document = one_report.convert(report, draft=draft)
        write_atomically(out / f"{stem}{'草稿' if draft else ''}.docx", document, force=True)
        say(listing)
    say(f"样例都在这个文件夹里：{out.resolve()}")
    for path in sorted(out.iterdir()):
        say(f"  {path.name}")
