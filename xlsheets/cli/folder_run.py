"""Folder runs on the command line: a bar while they last, a line for each file, a sum at the end."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from click import IntRange

from xlsheets.cli.options import PATH, option, say, tell
from xlsheets.errors import UnreadableError, UsageError
from xlsheets.notices.listing import harmless, pad, streamed, tally, width, worst
from xlsheets.report.outcome import unit_read
from xlsheets.runs import Stage, executor_for
from xlsheets.runs.earlier import guarded
from xlsheets.values import NamedTuple
from xlsheets.workflows import one_report
from xlsheets.workflows.outcomes import settled
from xlsheets.workflows.sources import read_ones, tried

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from xlsheets.county.collection import Answers, Collection, RoundSaid
    from xlsheets.county.register import Register
    from xlsheets.report import Report
    from xlsheets.report.findings import Finding
    from xlsheets.report.outcome import Outcome, Source
    from xlsheets.runs.conversion import Job
    from xlsheets.runs.record import Record
    from xlsheets.workflows.outcomes import Executor
    from xlsheets.workflows.selection import Selection
    from xlsheets.workflows.send_back.own_files import OwnFiles
    from xlsheets.workflows.sources import Sources, Tried
    from xlsheets.workflows.sources.lacking import ArrivalRow

R = TypeVar("R")

jobs = option(
    "--jobs",
    "-j",
    type=IntRange(min=0),
    default=0,
    metavar="数",
    help="同时处理几个文件；0 是有几个处理器就几个。",
)
executor = option(
    "--executor", default="", metavar="地址", help="交给 Dask 集群处理，例如 dask://10.0.0.5:8786。"
)
# Characters of the bar; columns of a table that a long name may take.
_BAR, _WIDEST = 20, 50


ledger_option = option(
    "--ledger",
    type=PATH,
    help="collect 写的台账，按里面填的“确认单位”“确认收到日期”“不计入的理由”算；要同时给名录。",
)


replace_changed = option(
    "--replace",
    is_flag=True,
    help="同 --force 一起用：写出以后有人改过的反馈意见、催报、通报等也换成新的；不写就留着不动。",
)


@contextmanager
def telling_changed(own: OwnFiles) -> Iterator[None]:
    """Say, when a run has written what goes back, which files somebody had changed, and what became of them.

    Raises:
        UsageError: changed files are to be replaced, and no files may be.
    """
    if own.replace and not own.force:
        raise UsageError("--replace 要同 --force 一起用。")
    mark = own.mark()
    try:
        yield
    finally:
        met = own.met_since(mark)
        for files, became in (
            (met.kept, "没有动；要换成新的，加 --replace"),
            (met.replaced, "已经换成新的"),
        ):
            if files:
                tell(f"“{own.folder}”里有 {len(files)} 个文件写出以后有人改过，{became}：")
            for file in files:
                tell(f"  {harmless(file)}")


def judged_by(register: Path | None, ledger: Path | None) -> tuple[Register | None, Answers]:
    """Read what files are judged by: the register, and what an officer wrote into the ledger.

    Raises:
        UnreadableError: one of them is no sound workbook.
        UsageError: one of them is no such list, or there is a ledger without a register.
    """
    from xlsheets.county.collection import Answers

    if not register:
        if ledger:
            raise UsageError("台账里确认的单位要对照名录，请同时用 --register 给出名录。")
        return None, Answers()
    from xlsheets.workflows.collect import read_register
    from xlsheets.workflows.selection import read_answers

    answers = read_answers(ledger) if ledger else Answers()
    tell_said(answers.said)
    return read_register(register), answers


def tell_uncompared(answers: Answers, last: Sequence[Path]) -> None:
    """Say that reports are not compared with last year's this time, though they were in the ledger."""
    if answers.compared and not last:
        tell("台账里与上年比过（“跨年”表），这次没有写 --last，没有与上年比。")


def tell_said(said: RoundSaid) -> None:
    """Say what a ledger says of the round as a whole, where a command goes by it."""
    told = (
        f"报告年度 {said.year}" if said.year else "",
        f"报送截止日期 {said.due}" if said.due else "",
    )
    if any(told):
        tell(f"按台账“这一轮”表里写的：{'，'.join(filter(None, told))}。")


def read_beside(paths: Iterable[Path]) -> list[Tried]:
    """Read reports that are given beside those of a run, last year's for one, within the same limits; say which files hold none.

    Raises:
        UnreadableError: a file that was named, and not only its folder, holds none.
        UsageError: a path does not exist.
    """
    files = list(tried(paths, guarded))
    for file in files:
        if isinstance(file.report, UnreadableError):
            tell(f"没有用“{harmless(file.source.label)}”：{harmless(str(file.report))}")
    return files


def reports_beside(paths: Iterable[Path]) -> list[Report]:
    """Return the reports that ``read_beside`` finds."""
    return read_ones(read_beside(paths))


class Run(NamedTuple):
    """A run over many files: which, who does the work, and how far it goes."""

    sources: Sequence[Source] | Sources
    jobs: int = 0
    executor: str = ""
    stage: Stage = Stage.CHECK

    def start(self) -> Executor:
        jobs = min(self.jobs, len(self.sources))
        return executor_for(self.executor, jobs=jobs, stage=self.stage)

    def outcomes(self, work: Callable[[Source], Outcome]) -> Iterator[Outcome]:
        """Yield what came of each file, in their order."""
        return settled(self.sources, self.start()(work, self.sources))

    def watched(self, work: Callable[[Source], Outcome]) -> Iterator[Outcome]:
        """Yield what came of each file, in their order, while the bar goes on."""
        return _watched(self.sources, self.outcomes(work))


def with_bar(executor: Executor) -> Executor:
    """Return an executor that does the same while a bar goes on."""

    def execute(
        work: Callable[[Source], R], sources: Iterable[Source]
    ) -> Iterator[R | UnreadableError]:
        listed = list(sources)
        return _watched(listed, executor(work, listed))

    return execute


def _watched(sources: Sequence[Source] | Sources, results: Iterable[R]) -> Iterator[R]:
    """Yield what came of each file while a bar names the units."""
    progress = _Progress(len(sources))
    try:
        for source, result in zip(sources, results, strict=True):
            progress.step(unit_read(result) or source.label)
            progress.show()
            yield result
    finally:
        progress.clear()


def judged_files(
    run: Run,
    register: Register,
    answers: Answers,
    examine: Callable[[Source], Outcome] | None = None,
    last: Sequence[Path] = (),
) -> tuple[list[Outcome], Collection]:
    """Read and check the files of a folder and judge them by the register, as every command does."""
    from xlsheets.workflows.selection import judge_outcomes

    earlier = reports_beside(last)
    work = examine or partial(
        one_report.examine, last=earlier, county=one_report.of_units(register)
    )
    outcomes = list(run.watched(work))
    return outcomes, judge_outcomes(outcomes, register, answers, earlier)


def tell_passed(selection: Selection) -> None:
    """Say of every file that was passed over why."""
    for file, note in selection.passed:
        tell(f"{harmless(file)}：{harmless(note)}")


def tell_table(rows: Sequence[ArrivalRow]) -> None:
    """Print of each unit which file its report is from and what is missing in it."""
    from xlsheets.workflows.sources.lacking import HEADINGS, ArrivalRow

    lines = [ArrivalRow(*map(harmless, row)) for row in (HEADINGS, *rows)]
    units, files = (min(_WIDEST, max(width(line[at]) for line in lines)) for at in (0, 1))
    for line in lines:
        say(f"{pad(line.unit, units)}  {pad(line.file, files)}  {line.missing}")


def tell_aside(count: int) -> None:
    """Say how many files of a folder are nothing that anybody sent."""
    if count:
        tell(f"不是报送文件 {count} 个，没有列出。")


def run_validation(
    run: Run, examine: Callable[[Source], Outcome], *, form: str, strict: bool
) -> int:
    """Print the findings of many files, each as soon as it is its turn; return the exit code."""
    from xlsheets.runs.conversion import judge

    progress = _Progress(len(run.sources))
    states: list[str] = []
    unsettled = False

    def judged() -> Iterator[tuple[str, Sequence[Finding]]]:
        nonlocal unsettled
        for outcome in run.outcomes(partial(judge, examine=examine)):
            findings, label = outcome.findings, outcome.source.label
            progress.step(next((finding.unit for finding in findings), "") or label)
            states.append(worst(findings))
            unsettled |= any(finding.open if strict else finding.blocking for finding in findings)
            yield label, findings

    for piece in streamed(form, judged()):
        with progress:
            say(piece, end=False)
    progress.clear()
    if form == "text" and len(states) > 1:
        say(tally(states))
    return int(unsettled)


def run_conversion(run: Run, job: Job, out: Path, *, force: bool) -> int:
    """Write the reports of many files into one folder; return the exit code."""
    from xlsheets.runs.conversion import convert_folder as convert
    from xlsheets.runs.output_folder import OutputFolder

    states: list[str] = []
    printed, kept = 0, 0
    with OutputFolder(out, job.options, force=force) as folder:
        sources = [source for source in run.sources if not folder.holds(source.path)]
        folder.protect(source.path for source in sources)
        progress, printing = _Progress(len(sources)), run._replace(stage=Stage.PRINT)
        for record, unchanged in convert(sources, job, folder, printing.start()):
            progress.step(record.unit or record.file)
            states.append(record.state)
            printed += bool(record.output)
            kept += bool(record.output) and unchanged
            with progress:
                _tell_record(record, out, unchanged=unchanged)
        progress.clear()
    as_before = f"（其中 {kept} 份没有变化，沿用上次的）" if kept else ""
    say(f"{tally(states)}报告 {printed} 份{as_before}，在“{out}”里。")
    return int(printed < len(states))


def _tell_record(record: Record, out: Path, *, unchanged: bool) -> None:
    """Say what came of a file; of one that is as it was, only what is wrong with it."""
    if record.output and not unchanged:
        say(f"已生成：{out / record.output}")
    if record.complaint:
        tell(f"{harmless(record.file)}：{harmless(record.complaint)}")
    if record.same_as:
        tell(
            f"{harmless(record.file)}：与“{harmless(record.same_as)}”是同一个单位同一年度的，"
            "请核对以哪一份为准。"
        )


class _Progress:
    """A bar on standard error, only where somebody watches; steps aside while results are printed."""

    def __init__(self, total: int) -> None:
        self._total, self._done, self._label = total, 0, ""
        self._watched = sys.stderr.isatty() and total > 1

    def step(self, label: str) -> None:
        """Count a file; the label is its unit, or its own name when it has none."""
        self._done += 1
        self._label = label

    def __enter__(self) -> None:
        self.clear()

    def __exit__(self, *_: object) -> None:
        self.show()

    def show(self) -> None:
        """Draw the bar over whatever stands on the line."""
        if self._watched:
            columns = self._columns()
            filled = _BAR * self._done // self._total
            text = f"{'█' * filled}{'░' * (_BAR - filled)} {self._done}/{self._total} "
            text += _shortened(harmless(self._label), columns - width(text))
            tell(f"\r{pad(text, columns)}", end=False)

    @staticmethod
    def _columns() -> int:
        # Loaded here: only whoever waits for a folder sees a bar.
        from shutil import get_terminal_size

        return get_terminal_size().columns - 1

    def clear(self) -> None:
        """Wipe the bar off the line."""
        if self._watched:
            columns = self._columns()
            tell(f"\r{' ' * columns}\r", end=False)


def _shortened(text: str, columns: int) -> str:
    while width(text) > columns:
        text = text[:-1]
    return text
