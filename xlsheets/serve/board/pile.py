"""The files of a county, read and checked -> how they are judged, and everything that is made of them.

Each function does what the command of its name does, by the same workflow, so that the bytes are the same.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from xlsheets.basics.dates import today_in_china
from xlsheets.county.collection import NOTHING_SAID, Answers, Confirmation
from xlsheets.county.progress import said_of
from xlsheets.county.register import Register
from xlsheets.documents import FORMATS
from xlsheets.errors import UnreadableError, UsageError
from xlsheets.notices.notice_document import Signature
from xlsheets.ooxml.writing import pack, zip_up
from xlsheets.report.outcome import Outcome
from xlsheets.serve.desk.saving import WORKBOOK, Download
from xlsheets.workflows import collect, county, one_report
from xlsheets.workflows.closing import closed_round, since_closed
from xlsheets.workflows.new_year import blank_report
from xlsheets.workflows.outcomes import refused
from xlsheets.workflows.rolled_before import last_year_of
from xlsheets.workflows.selection import chosen, judge_outcomes, read_answers, read_confirmations
from xlsheets.workflows.send_back import return_round, rounds_with_return
from xlsheets.workflows.send_back.own_files import RECORD, OwnFiles
from xlsheets.workflows.sources import read_earlier, set_aside

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping, Sequence

    from xlsheets.county.collection import Collection, RoundSaid
    from xlsheets.county.progress import Round
    from xlsheets.report import Report
    from xlsheets.report.outcome import Source
    from xlsheets.serve.board.steps import Steps

_ARCHIVE = "application/zip"


@dataclass(frozen=True)
class Pile:
    """What the board works on.

    Args:
        folder: where the files are.
        register: the register, a workbook.
        ledger: the ledger of the last visit; None at the first.
        earlier: the reports of last year, as ``keep_earlier`` keeps them; None without any.
        due: the county's own last day as said on the page; None for what the ledger or the register says, or the official ones.
        outcomes: the files, read and checked.
        answers: what the officer said on the page, by file.
        rounds: what was said or came of returns on the page, by unit.
    """

    folder: Path
    register: Path
    ledger: Path | None = None
    earlier: Path | None = None
    due: datetime.date | None = None
    outcomes: tuple[Outcome, ...] = ()
    answers: Mapping[str, Confirmation] = field(default_factory=dict)
    rounds: Mapping[str, Round] = field(default_factory=dict)

    @property
    def place(self) -> Path:
        """Where everything of it lies."""
        return self.folder.parent.parent

    @property
    def units(self) -> Register:
        return _register(self.register)

    @property
    def said(self) -> RoundSaid:
        """What the ledger says of the round as a whole; the last day said on the page outweighs it."""
        written = read_answers(self.ledger).said if self.ledger else NOTHING_SAID
        return written._replace(due=self.due or written.due)

    @property
    def confirmed(self) -> Mapping[str, Confirmation]:
        """What the officer wrote into the ledger, and said on the page since."""
        return {**(read_confirmations(self.ledger) if self.ledger else {}), **self.answers}

    @property
    def known_rounds(self) -> Mapping[str, Round]:
        """What is known of each unit's way: what the ledger says, and what was said on the page since."""
        return {**(collect.rounds_in(self.ledger) if self.ledger else {}), **self.rounds}

    @property
    def last(self) -> tuple[Report, ...]:
        """The reports of last year."""
        return _earlier(self.earlier) if self.earlier else ()


# Every process reads them once, not for each file.
@lru_cache(maxsize=1)
def _register(path: Path) -> Register:
    return collect.read_register(path)


@lru_cache(maxsize=1)
def _earlier(path: Path) -> tuple[Report, ...]:
    found: tuple[Report, ...] = pickle.loads(path.read_bytes())  # noqa: S301 - written by ourselves a moment ago
    return found


def keep_earlier(reports: Sequence[Report], path: Path) -> Path:
    """Write earlier reports where every process finds them; sent with each file they would take longer than the file."""
    path.write_bytes(pickle.dumps(tuple(reports)))
    return path


def examined(source: Source, register: Path, earlier: Path | None = None) -> Outcome:
    """Read and check one file, as every command over a folder does."""
    known = one_report.of_units(_register(register))
    return one_report.examine(source, last=_earlier(earlier) if earlier else (), county=known)


def read_last(source: Source) -> Outcome:
    """Read one of last year's reports."""
    try:
        return Outcome(source, readable=True, report=read_earlier(source))
    except UnreadableError as error:
        return refused(source, error)


def judged(pile: Pile) -> Collection:
    """Judge the files by the register.

    Raises:
        UsageError: the register or the ledger is none, or no file says its year.
    """
    year, due = pile.said
    found = collect.collect(
        pile.outcomes,
        pile.units,
        year=year,
        due=due,
        earlier=pile.last,
        confirmed=pile.confirmed,
    )
    return found._replace(aside=set_aside([pile.folder]), today=today_in_china())


def told_of(pile: Pile) -> Collection:
    """Judge the files, and say how far each unit has come by what the ledger says of it."""
    return collect.with_progress(judged(pile), pile.known_rounds)


def with_way(pile: Pile, unit: str, returned: Sequence[datetime.date], *, passed: bool) -> Pile:
    """Note what an officer says of a unit's way, as if it were written into the ledger of this moment.

    Raises:
        UsageError: nobody waits for a report of this unit.
    """
    found = told_of(pile)
    row = next((row for row in found.units if row.unit.name == unit), None)
    progress = found.progress.get(unit)
    if row is None or progress is None:
        raise UsageError("这个单位不在要报送的名录里，请重新核对收件。")
    said = said_of(row, progress, returned, passed=passed)
    return replace(pile, rounds={**pile.rounds, unit: said})


def ledger_file(pile: Pile) -> Download:
    """Write the ledger; what an earlier one says is kept."""
    content = collect.ledger(judged(pile), pile.folder.name, pile.ledger, pile.rounds)
    return Download("台账.xlsx", WORKBOOK, content)


def status_page(pile: Pile) -> Download:
    """Write the page for the head of the office."""
    area = pile.units.office.area
    content = collect.status_page(told_of(pile), pile.folder.name, area)
    return Download("收件情况.html", "text/html", content)


def brief_file(pile: Pile) -> Download:
    """Write the page for a leader: how the units stand, and what their figures say."""
    content = collect.brief(told_of(pile), pile.units.office, today_in_china())
    return Download("收件简报.docx", FORMATS["docx"].media, content)


def returned(pile: Pile, steps: Steps) -> tuple[Download, Mapping[str, Round]]:
    """Write what goes back, and note the day of the return for the ledger."""
    found, signed = told_of(pile), Signature(pile.units.office, today_in_china())
    with TemporaryDirectory(prefix="xlsheets-") as place:
        folder = Path(place) / "退回"
        folder.mkdir()
        result = return_round(pile.outcomes, found, signed, OwnFiles(folder), told=steps.tell)
        archive = _archive(folder)
    rounds = rounds_with_return(pile.known_rounds, found, result, signed)
    return Download("退回.zip", _ARCHIVE, archive), rounds


def rolled_up(pile: Pile, unit: str, kind: str, steps: Steps) -> tuple[Download, list[str]]:
    """Add up the files that count: the workbook with the draft, the working paper, and what is to be said.

    A file of the aggregate itself is the one that somebody typed: it is compared cell by cell.
    """
    year = judged(pile).year
    profile = blank_report(unit, year, kind).profile
    typed = next((found for found in pile.outcomes if _is_of(found, unit, year)), None)
    files = [found for found in pile.outcomes if found is not typed]
    earlier, remark = last_year_of(profile, pile.last, pile.units)
    aggregate = county.roll_up(
        profile,
        chosen(county.slimmed(_told_one_by_one(files, steps)), pile.units, year, pile.confirmed),
        register=pile.units,
        typed=typed.report if typed else None,
        last=earlier,
    )
    with TemporaryDirectory(prefix="xlsheets-") as place:
        folder = Path(place) / "汇总"
        folder.mkdir()
        stem = f"{unit}{year}年汇总"
        steps.tell(len(files), len(files), "写汇总工作簿")
        one_report.write(aggregate.report, folder / f"{stem}.xlsx")
        steps.tell(len(files), len(files), "写汇总底稿")
        # The paper links the files where they will be seen from it: in the folder beside it.
        seen = Path(place) / pile.folder.name
        county.write_working_paper(aggregate, folder.parent / f"{stem}汇总底稿.xlsx", folder=seen)
        (folder.parent / f"{stem}汇总底稿.xlsx").rename(folder / f"{stem}汇总底稿.xlsx")
        archive = _archive(folder)
    findings = (finding.message for finding in aggregate.findings)
    told = [aggregate.rollup.coverage, *filter(None, (remark,)), *findings]
    return Download("汇总.zip", _ARCHIVE, archive), told


def _told_one_by_one(outcomes: Sequence[Outcome], steps: Steps) -> Iterator[Outcome]:
    """Yield what a roll-up needs of each file, and say whose it is."""
    for done, outcome in enumerate(outcomes):
        unit = outcome.report.profile.unit if outcome.report else ""
        steps.tell(done, len(outcomes), unit or outcome.source.label)
        yield county.as_examined(outcome)


def closed_file(pile: Pile) -> Download:
    """Write the round as it stands now, so that later it can be proved and compared."""
    return Download("定稿.json", "application/json", closed_round(_as_closed(pile)))


def changed_since(pile: Pile, before: Path) -> list[str]:
    """Say what is no longer as it was when a round was closed."""
    changes = list(since_closed(before, _as_closed(pile)))
    return (
        [f"与“{before.name}”有 {len(changes)} 处不同。", *changes]
        if changes
        else [f"与“{before.name}”完全一致。"]
    )


def _as_closed(pile: Pile) -> Collection:
    return judge_outcomes(pile.outcomes, pile.units, Answers(pile.confirmed, pile.said))


def _is_of(outcome: Outcome, unit: str, year: int) -> bool:
    report = outcome.report
    return report is not None and (report.profile.unit, report.profile.year) == (unit, year)


def new_workbooks(pile: Pile, year: int) -> Download:
    """Write the workbook that every unit of the register begins a year with."""
    earlier = [outcome.report for outcome in pile.outcomes if outcome.report]
    begun = collect.begin(pile.units, year, earlier)
    files = {
        f"{started.stem}.xlsx": one_report.workbook(started.report, started.last)
        for started in begun
    }
    return Download(f"{year}年填报工作簿.zip", _ARCHIVE, zipped(files))


def drafted_register(units: Sequence[tuple[str, str]]) -> Download:
    """Write a register of the units whose reports are here, to be completed by hand."""
    from xlsheets.county.register import Unit

    known = dict.fromkeys(units)
    register = Register(tuple(Unit(name, level=level) for name, level in known))
    return Download("名录.xlsx", WORKBOOK, collect.blank_register(register))


def _archive(folder: Path) -> bytes:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != RECORD)
    if not files:
        raise UsageError("没有要写的文件。")
    return zipped({path.relative_to(folder).as_posix(): path.read_bytes() for path in files})


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return an archive of files by name, the same for the same files."""
    return zip_up(pack(name, content) for name, content in files.items())
