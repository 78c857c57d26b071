"""A folder of workbooks and the register -> the collection, its ledger and status page, blank workbooks."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from xlsheets.basics.filenames import unique_stem
from xlsheets.county.analysis.likeness import nearest
from xlsheets.county.collection import Alike, Remark, RoundSaid
from xlsheets.county.identity import earlier_reports
from xlsheets.county.judging import commonest_year
from xlsheets.county.judging import judge_files as judge
from xlsheets.county.progress import is_late, progress_of
from xlsheets.errors import UsageError
from xlsheets.schema import edition_for
from xlsheets.values import NamedTuple
from xlsheets.workflows import one_report
from xlsheets.workflows.new_year import blank_report, following
from xlsheets.workflows.selection import filing

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from xlsheets.county.collection import Collection, Confirmation
    from xlsheets.county.progress import Round
    from xlsheets.county.register import Office, Register, Unit
    from xlsheets.report import Report
    from xlsheets.report.outcome import Outcome


def read_register(path: Path, *, blank: bool = False) -> Register:
    """Read the register of the units that have to report.

    Args:
        path: the workbook.
        blank: take one without units, too.

    Raises:
        UnreadableError: it is no sound workbook.
        UsageError: it is no register, has no units, or contradicts itself.
    """
    from xlsheets.workbook.lists.register import read_register as read

    return read(path, blank=blank)


def blank_register(known: Register | None = None) -> bytes:
    """Return a register to fill in: empty, or with what is known already."""
    from xlsheets.county.register import Register
    from xlsheets.workbook.lists.register import write_register

    return write_register(known or Register())


def with_rules_of(path: Path, known: Register | None = None) -> Register:
    """Return a register with the rules of a TOML file; one of the same name takes the place of the old one.

    Raises:
        UnreadableError: the file cannot be opened.
        UsageError: it is malformed, or one of its examples does not come out as it says.
    """
    from xlsheets.county.register import Register
    from xlsheets.workbook.lists.rules.rule_file import with_rules, written_rules

    register = known or Register()
    new = written_rules(one_report.content(path), path.name)
    return replace(register, rules=with_rules(register.rules, new))


def collect(
    outcomes: Iterable[Outcome],
    register: Register,
    *,
    year: int | None = None,
    due: datetime.date | None = None,
    earlier: Iterable[Report] = (),
    confirmed: Mapping[str, Confirmation] | None = None,
) -> Collection:
    """Judge the files of a folder by the register.

    Args:
        outcomes: the files, read and checked, in any order.
        register: the units that have to report.
        year: the report year; by default the one most files are of.
        due: the county's own last day; the official ones by default.
        earlier: reports of earlier years.
        confirmed: what an officer wrote beside files, by file.

    Raises:
        UsageError: no year is given and no file has one.
    """
    filings = [filing(outcome, confirmed or {}) for outcome in outcomes]
    of_year = year or commonest_year(filings)
    if of_year is None:
        raise UsageError(
            "没有一个文件写着报告年度，请写明收的是哪一年的报告（命令里是 --year 2025）。"
        )
    collection = judge(filings, register, of_year, said=RoundSaid(year, due), earlier=earlier)
    return collection._replace(alike=alike_in(collection))


def alike_in(collection: Collection) -> tuple[Alike, ...]:
    """Return the pairs of units whose own texts have more in common than two honest ones do."""
    from xlsheets.checks.rule.spec import Case
    from xlsheets.checks.text.similarity import OTHER_SHARE, SECTIONS, pairs

    named = [
        replace(report, profile=replace(report.profile, unit=row.unit.name))
        for row, report in collection.counted
    ]
    cases = [
        Case(known, drafted=one_report.own_sentences(report))
        for known, (_, report) in zip(named, collection.counted, strict=True)
    ]
    edition = edition_for(collection.year)
    titles = {section: edition.section(section).title for section in SECTIONS}
    found = (
        (
            Alike(
                pair.one,
                pair.other,
                titles[pair.section],
                Decimal(f"{pair.share:.2f}"),
                0,
                suspect=True,
            ),
            pair,
        )
        for pair in pairs(cases, OTHER_SHARE)
    )
    # The longest run takes time to find: it is looked for where somebody will look.
    return tuple(alike._replace(run=len(pair.run)) for alike, pair in nearest(found))


def ledger(
    collection: Collection,
    folder: str,
    before: Path | None = None,
    rounds: Mapping[str, Round] | None = None,
) -> bytes:
    """Return the ledger as a workbook.

    Args:
        collection: what the folder holds, judged.
        folder: where the files are as seen from it.
        before: an earlier ledger, of which is kept what an officer wrote into it.
        rounds: what an officer says elsewhere of the way of units, by unit; outweighs the earlier ledger.

    Raises:
        OutputError: the earlier ledger has sheets of people's own, which would be lost.
    """
    from xlsheets.workbook.lists.kept import refuse_added_sheets
    from xlsheets.workbook.lists.ledger import write_ledger
    from xlsheets.workbook.lists.ledger_answers import NOTHING_KEPT, read_kept
    from xlsheets.workbook.lists.ledger_columns import SHEETS

    if before:
        refuse_added_sheets(before, SHEETS)
    kept = read_kept(before) if before else NOTHING_KEPT
    return write_ledger(with_progress(collection, {**kept.rounds, **(rounds or {})}), folder, kept)


def rounds_in(ledger: Path) -> Mapping[str, Round]:
    """Return what a ledger says of each unit's way: when it came, when it was returned, whether it was passed.

    Raises:
        UnreadableError: it is no sound workbook.
        UsageError: a day in it is none.
    """
    from xlsheets.workbook.lists.ledger_answers import read_kept

    return read_kept(ledger).rounds


def with_progress(collection: Collection, rounds: Mapping[str, Round]) -> Collection:
    """Return a collection that says how far each unit has come, by what the last ledger says of it.

    A unit whose first report came in time is not late, though another file has its place since.
    """
    progress = progress_of(collection, rounds)
    units = tuple(
        row
        if row.unit.name not in progress or is_late(row, progress[row.unit.name])
        else row._replace(remarks=tuple(said for said in row.remarks if said is not Remark.LATE))
        for row in collection.units
    )
    return collection._replace(units=units, progress=progress)


def status_page(collection: Collection, folder: str = "", area: str = "") -> bytes:
    """Return the ledger as one page with pictures, which needs nothing but itself.

    ``folder`` is where the files are as seen from it, "" to link nothing; ``area`` is the county.
    """
    from xlsheets.checks import rules_for
    from xlsheets.notices.status_page import status_page as render

    titles = {rule.code: rule.title for rule in rules_for(edition_for(collection.year))}
    return render(collection, titles, folder, area)


def brief(collection: Collection, office: Office, day: datetime.date) -> bytes:
    """Return a page for a leader, as a Word document: how the units stand, and what their figures say."""
    from xlsheets.notices.brief import brief_document
    from xlsheets.notices.notice_document import Signature

    return brief_document(collection, Signature(office, day))


class Begun(NamedTuple):
    """A workbook to send out: file name without suffix, what it starts with, and last year's report."""

    stem: str
    report: Report
    last: Report | None


def begin(register: Register, year: int, earlier: Iterable[Report] = ()) -> Iterator[Begun]:
    """Yield the workbook every unit that has to report here begins with."""
    known = list(earlier)
    taken: set[str] = set()
    for unit in register.units:
        if unit.reporting:
            last = earlier_reports(unit.name, year, known, register).of(year - 1)
            code = f"{unit.code}-" if unit.code else ""
            stem = unique_stem(f"{code}{unit.name}{year}年填报", taken)
            taken.add(stem.casefold())
            yield Begun(stem, _begun(unit, year, last), last)


def _begun(unit: Unit, year: int, last: Report | None) -> Report:
    if last is None:
        return blank_report(unit.name, year, unit.level)
    return following(last, year, unit.name, unit.level)
