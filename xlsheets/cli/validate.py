"""The command that validates: one workbook or a folder, with marks and letters that go back to the units."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from xlsheets.basics.files import stops_a_run
from xlsheets.cli.console import speak_utf8
from xlsheets.cli.folder_run import (
    Run,
    executor,
    jobs,
    judged_by,
    judged_files,
    ledger_option,
    replace_changed,
    reports_beside,
    run_validation,
    tell_aside,
    tell_passed,
    telling_changed,
)
from xlsheets.cli.options import PATH, command, force, inputs, last, leave, option, say, words
from xlsheets.county.register import Register
from xlsheets.errors import OutputError, UnreadableError, UsageError
from xlsheets.report.checkcode import check_code
from xlsheets.values import NamedTuple
from xlsheets.workflows import one_report
from xlsheets.workflows.sources import files_in, set_aside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from xlsheets.cli.log.beside import LogBeside
    from xlsheets.county.collection import Answers
    from xlsheets.report.findings import Finding
    from xlsheets.report.outcome import Outcome, Source
    from xlsheets.workflows.send_back.own_files import OwnFiles

_CODES = "规则代码或者首字母，用逗号分开，例如 S,C101。"


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
@option(
    "--register",
    type=PATH,
    help="单位名录（.xlsx）：查正文里错写的单位名称，认改过名、合并的单位；文件夹里旧版和重复的不再列出。",
)
@ledger_option
@option(
    "--log",
    type=PATH,
    help="本单位的登记簿（.xlsx）：逐格核对表二第（一）项、表三、表四，说明差在哪几行。",
)
@option("--mark", is_flag=True, help="把问题写进每个工作簿的“校验”表，并标出有关的格子。")
@option(
    "--annotate",
    type=PATH,
    help="另存一套带批注的文件和反馈意见到这个文件夹，退回给单位；原文件不动。",
)
@force
@replace_changed
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
    ledger: Path | None,
    log: Path | None,
    mark: bool,
    annotate: Path | None,
    force: bool,
    replace: bool,
    strict: bool,
    jobs: int,
    executor: str,
) -> None:
    """校验工作簿，逐项说明哪一格有什么问题、应当怎么办。"""
    listing = _listing(form, log)
    returned = _returned_into(annotate, force=force, replace=replace)
    units, answers = judged_by(register, ledger)
    sources = _apart_from(annotate, paths) if annotate else list(files_in(paths))
    many = len(sources) != 1 or paths[0].is_dir()
    county = one_report.County(
        neighbours=tuple(reports_beside(neighbours)),
        units=units.unit_names if units else (),
        lexicon=one_report.read_lexicon(lexicon) if lexicon else (),
        register=units or Register(),
        many=many,
    )
    asked, run = _Asked(_codes(select), _codes(ignore)), Run(sources, jobs, executor)
    examine = partial(one_report.examine, last=reports_beside(last), county=county)
    if many and units:
        run, examine = _answered(run, (units, answers), examine, asked)
    else:
        examine = partial(examine, select=asked.select, ignore=asked.ignore)
    beside = _beside(log, many=many, asked=asked) if log else None
    work = partial(
        _examine_and_write,
        examine=beside.judging(examine) if beside else examine,
        writing=_Writing(returned, mark=mark, many=many, whole=not (select or ignore)),
    )
    with _writing_into(returned):
        if many:
            tell_aside(set_aside(paths))
            leave(run_validation(run, work, form=form, strict=strict))
        examined = work(sources[0])
    findings, files = _with_rows(examined, beside)
    say(listing(findings, files), end=form == "text")
    if form == "text":
        _tell_code(examined)
    leave(_exit_code(examined, findings, strict=strict))


def _exit_code(examined: Outcome, findings: Iterable[Finding], *, strict: bool) -> int:
    if examined.report is None:
        return 2
    return int(any(finding.open if strict else finding.blocking for finding in findings))


def _beside(log: Path, *, many: bool, asked: _Asked) -> LogBeside:
    """Read the case log of a report."""
    # Loaded here: most reports come without one.
    from xlsheets.cli.log.beside import log_beside

    return log_beside(log, many=many, asked=asked)


def _with_rows(examined: Outcome, beside: LogBeside | None) -> tuple[list[Finding], list[str]]:
    """Return everything that is to be listed: of the report, and of the rows of the log; and the names of both files."""
    findings, files = [*examined.findings], [examined.source.label]
    if beside:
        findings += beside.row_findings
        files.append(beside.filled.log.source)
    return findings, files


class _Asked(NamedTuple):
    """Codes or families of rules that were asked for, and those that were not."""

    select: tuple[str, ...]
    ignore: tuple[str, ...]

    def of(self, outcome: Outcome) -> Outcome:
        """Leave out what was not asked for; why a file cannot be read is always told."""
        if outcome.report is None:
            return outcome
        wanted = (
            finding
            for finding in outcome.findings
            if finding.code.startswith(self.select or "")
            and not finding.code.startswith(self.ignore)
        )
        return outcome._replace(findings=tuple(wanted))


def _answered(
    run: Run,
    judged_with: tuple[Register, Answers],
    examine: Callable[[Source], Outcome],
    asked: _Asked,
) -> tuple[Run, partial[Outcome]]:
    """Return the files whose findings somebody has to read, as they were read; say of the others why nobody has to.

    Which copy counts does not depend on what was asked for: everything is checked, and the rest left out.
    """
    from xlsheets.workflows.selection import Known, to_be_answered

    outcomes, judged = judged_files(run, *judged_with, examine)
    selection = to_be_answered(outcomes, judged)
    tell_passed(selection)
    # What is known here is not sent elsewhere.
    return Run(selection.sources, run.jobs), partial(Known(map(asked.of, outcomes)))


def _listing(form: str, log: Path | None) -> Callable[[Iterable[Finding], Sequence[str]], str]:
    """Return what writes findings in a form; what another program reads goes out in UTF-8.

    Args:
        form: what it is called.
        log: the case log that is listed beside a report.

    Raises:
        UsageError: there is no such form.
    """
    from xlsheets.notices.listing import FOR_PROGRAMS, LISTINGS, as_text

    if form not in LISTINGS:
        raise UsageError(f"没有“{form}”这种输出格式，可以用：{'、'.join(LISTINGS)}。")
    if form in FOR_PROGRAMS:
        speak_utf8()
    if form == "text" and log:
        return partial(as_text, logs=[log.name])
    return LISTINGS[form]


def _tell_code(examined: Outcome) -> None:
    """Say the 校对码 of a report that has one, and whether its workbook shows another."""
    from xlsheets.workbook.shown_code import shown_code

    report = examined.report
    code = check_code(report) if report else ""
    if report is None or not code:
        return
    say(f"校对码：{code}（Word 报告、网页上的校对码与它一致，数字就一致）")
    shown = shown_code(examined.source.path) if report.is_workbook else ""
    if shown not in ("", code):
        say(
            f"工作簿“校验”表里存着的校对码是 {shown}，与现在的数字不符："
            "改数以后没有重新计算，请用 Excel 或者 WPS 打开、保存一次，再看校对码。"
        )


class _Writing(NamedTuple):
    """What is written beside the list: into each file, and into a folder of what goes back to the units."""

    folder: OwnFiles | None
    mark: bool
    many: bool
    # Whether every rule was asked.
    whole: bool


def _examine_and_write(
    source: Source, examine: Callable[[Source], Outcome], writing: _Writing
) -> Outcome:
    """Examine a file, list the findings in it where that was asked for, and write what goes back to its unit."""
    outcome = examine(source)
    report = outcome.report
    if writing.mark and report and report.is_workbook:
        listed = partial(
            one_report.list_findings,
            report,
            outcome.findings,
            source.path,
            source.path,
            whole=writing.whole,
        )
        outcome = _written(outcome, listed, many=writing.many)
    if writing.folder:
        from xlsheets.workflows.send_back import send_back

        sent = partial(send_back, outcome, writing.folder, whole=writing.whole)
        outcome = _written(outcome, sent, many=writing.many)
    return outcome


def _written(outcome: Outcome, write: Callable[[], None], *, many: bool) -> Outcome:
    """Write what goes with a file; in a run of many, that one of them refuses is its finding, and no end.

    Raises:
        OutputError: it cannot be written, and it is the only one or the others will fare no better.
    """
    from xlsheets.checks import unreadable

    try:
        write()
    except OutputError as error:
        if not many or stops_a_run(error):
            raise
        refusal = unreadable(UnreadableError("unwritten", str(error)), outcome.source.label)
        return outcome._replace(findings=(refusal, *outcome.findings))
    return outcome


def _apart_from(folder: Path, paths: Sequence[Path]) -> list[Source]:
    """Return the files to examine, without the copies an earlier run put into a folder below."""
    kept = folder.resolve()
    if kept in {path.resolve() for path in paths}:
        raise UsageError("带批注的文件不能放回原来的文件夹，请另选一个文件夹。")
    sources = [source for source in files_in(paths) if kept not in source.path.resolve().parents]
    _refuse_namesakes(sources)
    return sources


def _refuse_namesakes(sources: Sequence[Source]) -> None:
    """Refuse files of two folders whose copies would have one name.

    Raises:
        UsageError: there are such files.
    """
    counts = Counter(source.label.casefold() for source in sources)
    label, count = next(iter(counts.most_common(1)), ("", 0))
    if count > 1:
        raise UsageError(
            f"有 {count} 个文件都叫“{label}”，退回的文件会重名。请一个文件夹一个文件夹地做，各退回到不同的文件夹。"
        )


def _returned_into(folder: Path | None, *, force: bool, replace: bool) -> OwnFiles | None:
    """Return the folder of what goes back to the units, if anything does.

    Raises:
        UsageError: changed files of it are to be replaced, and nothing goes back.
    """
    if folder is None:
        if replace:
            raise UsageError("--replace 要同 --annotate、--force 一起用。")
        return None
    from xlsheets.workflows.send_back.own_files import own_files

    return own_files(folder, force=force, replace=replace)


@contextmanager
def _writing_into(returned: OwnFiles | None) -> Iterator[None]:
    """Keep the folder of what goes back to the units for this run, if anything does."""
    if returned is None:
        yield
        return
    from xlsheets.runs.output_folder import alone_in

    with alone_in(returned.folder), telling_changed(returned):
        yield


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code.upper() for code in words(text))
