"""Commands over many reports: roll up, compare. They parse, call the county path, and print."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from xlsheets.basics.files import refuse_existing, refuse_sources, write_atomically
from xlsheets.cli.folder_run import (
    Run,
    executor,
    jobs,
    judged_by,
    ledger_option,
    reports_beside,
    with_bar,
)
from xlsheets.cli.options import (
    PATH,
    WORKBOOK,
    WORKBOOK_OR_JSON,
    argument,
    command,
    force,
    inputs,
    last,
    leave,
    option,
    say,
    tell,
    what_is_written,
)
from xlsheets.errors import UsageError
from xlsheets.runs import Stage
from xlsheets.workflows import one_report
from xlsheets.workflows.new_year import blank_report
from xlsheets.workflows.sources import Sources, files_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from xlsheets.county.adjustment import Adjustment
    from xlsheets.county.register import Register
    from xlsheets.report import Profile, Report
    from xlsheets.report.outcome import Outcome
    from xlsheets.workflows.county import Aggregate
    from xlsheets.workflows.selection import Chosen


@command()
@inputs
@option("--out", "-o", type=WORKBOOK_OR_JSON, required=True, help="汇总工作簿写到哪里。")
@option("--unit", default="", help="汇总报告的单位，例如 示例县人民政府。")
@option("--year", "-y", type=int, default=0, help="报告年度。")
@option("--kind", default="county", show_default=True, help="单位类别，例如 county 或者 city。")
@option("--register", type=PATH, help="单位名录（.xlsx），用来说明应报多少、缺谁。")
@ledger_option
@option("--typed", type=PATH, help="手工填好的汇总工作簿，用来逐格核对。")
@option("--adjust", type=PATH, help="上次生成的汇总底稿，读取里面的“调整”表。")
@last
@force
@jobs
@executor
def rollup(
    paths: Sequence[Path],
    *,
    out: Path,
    unit: str,
    year: int,
    kind: str,
    register: Path | None,
    ledger: Path | None,
    typed: Path | None,
    adjust: Path | None,
    last: Sequence[Path],
    force: bool,
    jobs: int,
    executor: str,
) -> None:
    """把各单位的工作簿汇总成一份，说明缺谁、谁没有计入、哪里可能重复，并起草正文。"""
    from xlsheets.workflows import county
    from xlsheets.workflows.rolled_before import last_year_of, with_words, written_before
    from xlsheets.workflows.selection import chosen as chosen_among

    units, answers = judged_by(register, ledger)
    paper = out.with_name(f"{out.stem}汇总底稿.xlsx")
    refuse_existing((out, paper), force=force)
    refuse_sources((out, paper), (typed, register, ledger, *last))
    whole = one_report.read(typed) if typed else None
    profile = _target(unit, year, kind, whole)
    before = written_before(out, paper, profile)
    adjustments = _adjustments(adjust, paper, profile)
    sources = _apart_from(paths, (out, paper, typed, register, ledger, adjust))
    reports = reports_beside(last)
    read = county.slimmed(_read(Run(sources, jobs, executor), units, reports))
    chosen = chosen_among(read, units, profile.year or 0, answers.files)
    earlier, remark = last_year_of(profile, reports, units)
    aggregate = county.roll_up(
        profile, chosen, register=units, adjustments=adjustments, typed=whole, last=earlier
    )
    if before:
        aggregate = with_words(aggregate, before, earlier)
    one_report.write(aggregate.report, out, force=force)
    county.write_working_paper(
        aggregate,
        paper,
        folder=_only_folder(paths),
        before=paper if paper.exists() else adjust,
        force=force,
    )
    _tell(aggregate, out, chosen, remark)
    _tell_written(out, paper, again=before is not None)
    leave(int(any(finding.blocking for finding in aggregate.findings)))


def _adjustments(adjust: Path | None, paper: Path, profile: Profile) -> tuple[Adjustment, ...]:
    """Return what was adjusted by hand: in the paper that is named, else in the one that is written anew."""
    from xlsheets.workflows import county

    written = adjust or (paper if paper.exists() else None)
    edition = blank_report(profile.unit, profile.year or 0).edition
    return county.adjustments_in(written, edition) if written else ()


def _read(run: Run, units: Register | None, last: Sequence[Report]) -> Iterator[Outcome]:
    """Yield what came of each file: with a register, findings say which copy of a unit counts."""
    from xlsheets.workflows import county

    if units is None:
        return run._replace(stage=Stage.READ).watched(county.read_unit)
    known = one_report.of_units(units)
    return run.watched(partial(county.examine_unit, last=last, county=known))


def _apart_from(paths: Sequence[Path], others: Sequence[Path | None]) -> Sources:
    """Return the files of units, without those that are something else to this run."""
    known_files = {path.resolve() for path in others if path}
    return Sources(source for source in files_in(paths) if source.path.resolve() not in known_files)


def _tell_written(out: Path, paper: Path, *, again: bool) -> None:
    words = (
        "原来人写的文字保留，程序写的句子已经更新" if again else "正文是草稿，【】里的内容要补写"
    )
    what = what_is_written(out, "汇总工作簿")
    say(f"已生成{what}：{out}（{words}，再用 validate 校验、convert 出报告）")
    say(f"已生成汇总底稿：{paper}")


def _only_folder(paths: Sequence[Path]) -> Path | None:
    """Return the folder all files are in by their names; None when there is no such one."""
    return paths[0] if len(paths) == 1 and paths[0].is_dir() else None


def _target(unit: str, year: int, kind: str, typed: Report | None) -> Profile:
    """Return whose report the sums are for: as asked for, else as the typed aggregate says."""
    known = typed.profile if typed else None
    name, of_year = unit or (known.unit if known else ""), year or (known.year if known else None)
    if not name or not of_year:
        raise UsageError("请用 --unit 写明汇总报告的单位，用 --year 写明报告年度。")
    profile = blank_report(name, of_year, kind).profile
    return replace(known, unit=name, year=of_year, level=profile.level) if known else profile


def _tell(aggregate: Aggregate, out: Path, chosen: Chosen, remark: str) -> None:
    from xlsheets.notices.listing import as_text, harmless

    findings = [
        finding if finding.file else replace(finding, file=out.name)
        for finding in aggregate.findings
    ]
    files = [out.name, *sorted({finding.file for finding in findings} - {out.name})]
    say(as_text(findings, files).rstrip())
    if chosen.outdone:
        names = "、".join(map(harmless, chosen.outdone))
        say(f"同一单位另有计入的一份，没有用：{names}。")
    if chosen.excluded:
        names = "、".join(map(harmless, chosen.excluded))
        say(f"台账里写明不计入的，没有用：{names}。")
    say(aggregate.rollup.coverage)
    if remark:
        say(remark)


@command()
@argument("before", type=PATH, metavar="前", help="前一年（或者前一次）的工作簿，或者文件夹。")
@argument("after", type=PATH, metavar="后", help="后一年（或者后一次）的工作簿，或者文件夹。")
@option("--out", "-o", type=WORKBOOK, help="另外写一份比较工作簿（.xlsx），带图表。")
@option(
    "--register",
    type=PATH,
    help="单位名录（.xlsx）；文件夹里一个单位有几份的，取算数的一份；改过名、合并的单位也对得上。",
)
@ledger_option
@force
def compare(
    before: Path,
    after: Path,
    *,
    out: Path | None,
    register: Path | None,
    ledger: Path | None,
    force: bool,
) -> None:
    """比较两个年度，或者同一年度先后两次报来的：数字、结转衔接、文字、新报和没有再报的单位。"""
    from xlsheets.notices.changes import changes_as_text
    from xlsheets.notices.listing import harmless
    from xlsheets.runs.earlier import guarded
    from xlsheets.workflows import county

    refuse_existing([out], force=force)
    refuse_sources([out], [before, after, register, ledger])
    units, answers = judged_by(register, ledger)
    comparisons = county.compare(
        before,
        after,
        units,
        answers.files,
        lambda file, reason: tell(f"没有比较“{harmless(file)}”：{harmless(reason)}"),
        with_bar(guarded),
    )
    if not comparisons:
        raise UsageError("两边都没有读到填报工作簿，请检查路径。")
    say(changes_as_text(comparisons))
    if out:
        write_atomically(out, county.comparison_workbook(comparisons), force=force)
        say(f"已生成比较工作簿：{out}")
