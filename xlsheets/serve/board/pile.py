"""The files of a county, read and checked -> how they are judged, and everything that is made of them.

Each function does what the command of its name does, by the same workflow, so that the bytes are the same.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from xlsheets.county.collection import CHINA, Confirmation
from xlsheets.county.register import Register
from xlsheets.documents import FORMATS
from xlsheets.errors import UsageError
from xlsheets.notices.notice_document import Signature
from xlsheets.ooxml.writing import pack, zip_up
from xlsheets.serve.desk.saving import WORKBOOK, Download
from xlsheets.workflows import collect, county, one_report
from xlsheets.workflows.new_year import blank_report
from xlsheets.workflows.selection import chosen, read_confirmations
from xlsheets.workflows.send_back import return_round, rounds_with_return
from xlsheets.workflows.sources import set_aside

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsheets.county.collection import Collection
    from xlsheets.county.progress import Round
    from xlsheets.report.outcome import Outcome

_ARCHIVE = "application/zip"


@dataclass(frozen=True)
class Pile:
    """What the board works on.

    Args:
        folder: where the files are.
        register: the register, a workbook.
        ledger: the ledger of the last visit; None at the first.
        outcomes: the files, read and checked.
        answers: what the officer said on the page, by file.
        rounds: what came of returns made on the page, by unit.
        year: the report year; None for the one most files are of.
    """

    folder: Path
    register: Path
    ledger: Path | None = None
    outcomes: tuple[Outcome, ...] = ()
    answers: Mapping[str, Confirmation] = field(default_factory=dict)
    rounds: Mapping[str, Round] = field(default_factory=dict)
    year: int | None = None

    @property
    def units(self) -> Register:
        return collect.read_register(self.register)

    @property
    def confirmed(self) -> Mapping[str, Confirmation]:
        """What the officer wrote into the ledger, and said on the page since."""
        return {**(read_confirmations(self.ledger) if self.ledger else {}), **self.answers}


def known(register: Path) -> one_report.County:
    """Return what every file is checked with, as every command over a folder does.

    Raises:
        UnreadableError: the register is no sound workbook.
        UsageError: it is no register, or contradicts itself.
    """
    return one_report.of_units(collect.read_register(register))


def judged(pile: Pile) -> Collection:
    """Judge the files by the register.

    Raises:
        UsageError: the register or the ledger is none, or no file says its year.
    """
    found = collect.collect(pile.outcomes, pile.units, year=pile.year, confirmed=pile.confirmed)
    return replace(found, aside=set_aside([pile.folder]), today=_today())


def told_of(pile: Pile) -> Collection:
    """Judge the files, and say how far each unit has come by what the ledger says of it."""
    before = collect.rounds_in(pile.ledger) if pile.ledger else {}
    return collect.with_progress(judged(pile), {**before, **pile.rounds})


def _today() -> datetime.date:
    return datetime.datetime.now(CHINA).date()


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
    content = collect.brief(told_of(pile), pile.units.office, _today())
    return Download("收件简报.docx", FORMATS["docx"].media, content)


def returned(pile: Pile) -> tuple[Download, Mapping[str, Round]]:
    """Write what goes back, and note the day of the return for the ledger."""
    found, signed = judged(pile), Signature(pile.units.office, _today())
    with TemporaryDirectory(prefix="xlsheets-") as place:
        folder = Path(place) / "退回"
        folder.mkdir()
        result = return_round(pile.outcomes, found, signed, folder)
        archive = _archive(folder)
    before = collect.rounds_in(pile.ledger) if pile.ledger else {}
    rounds = rounds_with_return({**before, **pile.rounds}, found, result, signed)
    return Download("退回.zip", _ARCHIVE, archive), rounds


def rolled_up(pile: Pile, unit: str, kind: str) -> tuple[Download, list[str]]:
    """Add up the files that count: the workbook with the draft, the working paper, and what is to be said.

    A file of the aggregate itself is the one that somebody typed: it is compared cell by cell.
    """
    year = judged(pile).year
    profile = blank_report(unit, year, kind).profile
    typed = next((found for found in pile.outcomes if _is_of(found, unit, year)), None)
    files = [county.as_examined(found) for found in pile.outcomes if found is not typed]
    aggregate = county.roll_up(
        profile,
        chosen(county.slimmed(files), pile.units, year, pile.confirmed),
        register=pile.units,
        typed=typed.report if typed else None,
    )
    with TemporaryDirectory(prefix="xlsheets-") as place:
        folder = Path(place) / "汇总"
        folder.mkdir()
        stem = f"{unit}{year}年汇总"
        one_report.write(aggregate.report, folder / f"{stem}.xlsx")
        # The paper links the files where they will be seen from it: in the folder beside it.
        seen = Path(place) / pile.folder.name
        county.write_working_paper(aggregate, folder.parent / f"{stem}汇总底稿.xlsx", folder=seen)
        (folder.parent / f"{stem}汇总底稿.xlsx").rename(folder / f"{stem}汇总底稿.xlsx")
        archive = _archive(folder)
    told = [aggregate.rollup.coverage, *(finding.message for finding in aggregate.findings)]
    return Download("汇总.zip", _ARCHIVE, archive), told


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
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    if not files:
        raise UsageError("没有要写的文件。")
    return zipped({path.relative_to(folder).as_posix(): path.read_bytes() for path in files})


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return an archive of files by name, the same for the same files."""
    return zip_up(pack(name, content) for name, content in files.items())
