"""Commands that begin with what a unit published: import a report, start a year from the last one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xlsheets.basics.filenames import unique_stem
from xlsheets.basics.files import refuse_sources, write_atomically
from xlsheets.basics.numbers import show
from xlsheets.cli.folder_run import Run, tell_table
from xlsheets.cli.options import (
    PATH,
    argument,
    command,
    force,
    leave,
    option,
    refuse_ending,
    say,
    tell_replaced,
)
from xlsheets.county.identity import unit_key
from xlsheets.errors import UsageError
from xlsheets.report.checkcode import code_as_printed
from xlsheets.workflows import one_report
from xlsheets.workflows.new_year import blank_report
from xlsheets.workflows.sources import files_in
from xlsheets.workflows.sources.kinds import FOREIGN_ENDINGS, is_foreign
from xlsheets.workflows.sources.lacking import WHOLE, ArrivalRow, arrival_row
from xlsheets.workflows.sources.packed import is_packed

if TYPE_CHECKING:
    from pathlib import Path

    from xlsheets.imports import Imported
    from xlsheets.report import Report

# More would scroll the sentences that matter off the screen.
_SHOWN = 40


@command("import")
@argument(
    "source",
    type=PATH,
    metavar="报告",
    help=f"公开发布的报告（{'、'.join(FOREIGN_ENDINGS)}）；或者文件夹、压缩包、邮件，里面的每一份各写一个工作簿。",
)
@option(
    "--out",
    "-o",
    type=PATH,
    required=True,
    help="写到哪里（.xlsx 或者 .json）；读的是文件夹、压缩包、邮件的，写到哪个文件夹。",
)
@option("--kind", default="", help="单位类别，例如 township 或者 乡镇人民政府。")
@option(
    "--last", type=PATH, help="上年的工作簿或者报告：连写的数字有几种拆法时，按与上年的衔接取舍。"
)
@option(
    "--origins",
    type=PATH,
    help="另存一张清单：每个数读自原文的哪一格、要不要看；写成 .xlsx 的，扫描件的附原样，可以改，写成 .tsv 的只列出来。",
)
@option(
    "--corrected", type=PATH, help="对照原样改过的清单（--origins 生成的 .xlsx）：照“应为”一栏改。"
)
@force
def bring_in(
    source: Path,
    out: Path,
    *,
    kind: str,
    last: Path | None,
    origins: Path | None,
    corrected: Path | None,
    force: bool,
) -> None:
    """把公开发布的报告读进工作簿，没有读入的逐条列出；文件夹的列一张表：单位、文件、缺什么。"""
    if source.is_dir() or is_packed(source.name):
        _refuse_with_many(last or corrected, origins, out)
        leave(_bring_in_all(source, out, kind, force=force))
    refuse_ending(out, "工作簿或者 JSON 文件", [".xlsx", ".json"])
    refuse_sources([out, origins], [source, last, corrected])
    found = _read(source, last_report(last) if last else None)
    found = _corrected(found, corrected) if corrected else found
    report = _with_level(found.report, kind)
    if origins:
        write_atomically(origins, _origins(found, origins), force=force)
    if force:
        tell_replaced([out])
    one_report.write(report, out, force=force)
    _tell(found)
    agree = _tell_code(found)
    say(f"已写进：{out}（用 validate 核对：原文的合计与各项之和不符的，会列出来）")
    leave(int(bool(found.unread) or not agree))


def _read(source: Path, earlier: Report | None) -> Imported:
    """Read a report; last year's tells apart how figures that run together can be read, if it is of the same unit."""
    from xlsheets.runs.alone import published_alone

    found = published_alone(source, earlier)
    if earlier and _is_strangers(earlier, found.report):
        # What another unit carried forward would decide which of several readings is taken.
        found = published_alone(source, None)
        told = f"“{earlier.source or earlier.profile.unit}”是“{earlier.profile.unit}”的报告"
        say(f"没有上年数：{told}，不是“{found.report.profile.unit}”的，没有用它取舍。")
    elif earlier:
        _refuse_another_year(earlier, found.report)
    return found


def _refuse_with_many(last: Path | None, origins: Path | None, out: Path) -> None:
    if out.suffix.lower() in (".xlsx", ".json"):
        raise UsageError(
            f"读文件夹、压缩包、邮件的时候，每一份各写一个工作簿，“{out.name}”要写文件夹的名称。"
        )
    if last or origins:
        raise UsageError(
            "--last、--origins 和 --corrected 用于一份报告；读文件夹、压缩包、邮件的时候不要写。"
        )


def _bring_in_all(source: Path, out: Path, kind: str, *, force: bool) -> int:
    """Write a workbook of every report there is, and list what is missing in each; return the exit code."""
    run = Run(list(files_in([source])))
    rows: list[ArrivalRow] = []
    taken: set[str] = set()
    for outcome in run.watched(one_report.examine):
        report = outcome.report
        if report is None:
            rows.append(ArrivalRow("", outcome.source.label, outcome.findings[0].message))
        elif report.is_workbook:
            rows.append(
                ArrivalRow(report.profile.unit, report.source, "已经是填报工作簿，没有另写")
            )
        else:
            stem = unique_stem(
                f"{report.profile.unit or '未命名'}{report.profile.year or ''}年", taken
            )
            taken.add(stem.casefold())
            target = out / f"{stem}.xlsx"
            if force:
                tell_replaced([target])
            one_report.write(_with_level(report, kind), target, force=force)
            rows.append(arrival_row(report))
    say(f"写出 {len(taken)} 个工作簿，在“{out}”里：")
    tell_table(rows)
    return int(any(row.missing != WHOLE for row in rows))


def _corrected(found: Imported, typed: Path) -> Imported:
    """Put in what a person typed beside how the numbers look."""
    from xlsheets.workbook.lists.origins import read_corrections
    from xlsheets.workflows.provenance import corrected

    edition = found.report.edition
    paths = {edition.path(cell) for cell in edition.cells}
    numbers = read_corrections(one_report.content(typed), typed.name, paths)
    say(f"照“{typed.name}”改了 {len(numbers)} 个数。")
    return corrected(found, numbers)


def _origins(found: Imported, out: Path) -> bytes:
    """Return the list of numbers with where they were read: a workbook, or a number a line."""
    from xlsheets.workbook.lists.origins import write_origins
    from xlsheets.workflows.provenance import origins

    rows = origins(found)
    if out.suffix.lower() == ".xlsx":
        return write_origins(f"{found.report.source}：每个数读自哪里", rows)
    lines = [
        (row.path, show(row.number), str(row.spot or ""), row.doubt)
        for row in rows
        if row.number is not None
    ]
    heads = ("格子", "数", "读自", "说明")
    return "".join("\t".join(line) + "\n" for line in (heads, *lines)).encode("utf-8-sig")


def _is_strangers(last: Report, report: Report) -> bool:
    """Tell whether a report that was given as last year's is of another unit."""
    names = (last.profile.unit, report.profile.unit)
    return all(names) and unit_key(names[0]) != unit_key(names[1])


def _refuse_another_year(last: Report, report: Report) -> None:
    year, before = report.profile.year, last.profile.year
    if year and before and before != year - 1:
        raise UsageError(f"“{last.source}”是 {before} 年度的报告，请给出 {year - 1} 年度的报告。")


def _with_level(report: Report, kind: str) -> Report:
    year = report.profile.year
    level = blank_report("", year, kind).profile.level if year and kind else ""
    return replace(report, profile=replace(report.profile, level=level))


def _tell(found: Imported) -> None:
    report = found.report
    total = len(report.edition.typed_cells)
    say(f"读出 {len(report.figures)} 个数（应有 {total} 个），{len(report.stated)} 个合计。")
    if found.inferred:
        say(
            f"其中 {len(found.inferred)} 个在原文里连写、错位或者看不准，是按合计推断的，请对照原文："
        )
        _list_briefly(_by_row(found.inferred))
    if found.unread:
        say(f"没有读入的有 {len(found.unread)} 处：")
        for line in found.unread:
            say(f"  {line}")


def _tell_code(found: Imported) -> bool:
    """Say the 校对码 of what was read, and whether the codes printed in the document are the same."""
    code = code_as_printed(found.report)
    if not code:
        say("还有格子没有读出能用的数字，算不出校对码。")
        return True
    others = [other for other in found.codes if other != code]
    if others:
        say(
            f"校对码不一致：原文印的是 {'、'.join(others)}，按读出的数字算是 {code}。"
            "印上校对码以后有数字改过，请与工作簿逐格核对。"
        )
    else:
        printed = "，与原文印的一致" if found.codes else "，原文没有印校对码"
        say(f"校对码：{code}{printed}。")
    return not others


def _by_row(paths: tuple[str, ...]) -> tuple[str, ...]:
    """Join the label paths of cells that stand in one row."""
    rows: dict[str, list[str]] = {}
    for path in paths:
        row, _, column = path.rpartition(" › ")
        rows.setdefault(row, []).append(column)
    return tuple(f"{row}：{'、'.join(columns)}" for row, columns in rows.items())


def _list_briefly(lines: tuple[str, ...]) -> None:
    for line in lines[:_SHOWN]:
        say(f"  {line}")
    if len(lines) > _SHOWN:
        say(f"  ……还有 {len(lines) - _SHOWN} 处。")


def last_report(source: Path) -> Report:
    """Read last year's report, filled in or published; what was not understood is said."""
    from xlsheets.runs.alone import published_alone

    if not is_foreign(source.name):
        return one_report.read(source)
    found = published_alone(source)
    say(f"上年报告“{source.name}”：")
    _tell(found)
    return found.report
