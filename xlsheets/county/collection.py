"""Where every unit and every file of a folder stands, as values: Filing, FileRow, UnitRow, Collection."""

from __future__ import annotations

from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from xlsheets.basics.dates import CHINA
from xlsheets.basics.numbers import Oddity
from xlsheets.report.findings import Severity
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from xlsheets.county.progress import Progress
    from xlsheets.county.register import Match, Unit
    from xlsheets.report import Report
    from xlsheets.report.findings import Finding
    from xlsheets.report.outcome import SentLog

ORDER_RULE = (
    "同一单位交了几份的，计入没有强制性问题的各份里收到最晚的一份：先比收到日期，再比文件修改时间，最后比文件名。"
    "每一份都有强制性问题的，计入收到最晚的一份。"
)
LATE_RULE = "是否迟报，看能读出来的第一份的收到日期，后来换上同名文件的也按第一份；没有填收到日期的，按文件修改时间。"
# Rules about what was read in from another kind of file: to be looked at by whoever had it read, not by the unit.
_ABOUT_READING_IN = "F3"


class FileState(Enum):
    """Where a file stands; every file has exactly one of these."""

    SOUND = "合格"
    DOUBTFUL = "需核实"
    FAULTY = "有错"
    UNREADABLE = "打不开"
    FOREIGN = "不是填报工作簿"
    BLANK = "未填"
    REPEATED = "重复"
    SUPERSEDED = "旧版"
    EXCLUDED = "不计入"
    LOG = "登记簿"


class UnitState(Enum):
    """Where a unit stands."""

    SOUND = "合格"
    DOUBTFUL = "需核实"
    FAULTY = "有错"
    MISSING = "未报"
    EXEMPT = "不用报"


class Remark(Enum):
    """What else there is to say about a unit or a file."""

    LATE = "迟报"
    SEVERAL = "多份"
    UNKNOWN = "名录外"
    OTHER_YEAR = "年度不对"
    OTHER_EDITION = "版本不对"
    VERTICAL = "垂直管理不应报"
    DISSOLVED = "已撤销"
    CONTRADICTORY = "代码与名称不符"
    UNREADABLE = "打不开"
    BLANK = "未填"
    FOREIGN = "不是填报工作簿"
    LOGGED = "有登记簿"
    OFF_LOG = "与登记簿不同"


_TO_MEND = (FileState.FAULTY, FileState.UNREADABLE, FileState.FOREIGN, FileState.BLANK)
_UNPLACED = frozenset((Remark.UNKNOWN, Remark.CONTRADICTORY))


class Filing(NamedTuple):
    """One file of the folder.

    Args:
        file: its path below the folder.
        report: what it holds; None when it cannot be read.
        findings: what there is to say about it.
        modified: when it was last changed.
        confirmed: the unit an officer says it comes from.
        received: the day an officer says it came in.
        excluded: why an officer says it does not count; "" when nobody said so.
        digest: sha-256 of the file; "" when nobody knows.
        outdated: what an officer wrote beside another file that had this name; None without such a one.
        log: what it comes to, where it is a case log.
    """

    file: str
    report: Report | None
    findings: tuple[Finding, ...]
    modified: datetime.datetime
    confirmed: str = ""
    received: datetime.date | None = None
    excluded: str = ""
    digest: str = ""
    outdated: Confirmation | None = None
    log: SentLog | None = None

    @property
    def arrival(self) -> datetime.date:
        return self.received or self.modified.astimezone(CHINA).date()

    @property
    def name(self) -> str:
        """The unit it says it comes from."""
        if self.log:
            return self.log.unit
        return self.report.profile.unit if self.report else ""

    @property
    def blocked(self) -> bool:
        return any(finding.blocking for finding in self.findings)

    @property
    def is_workbook(self) -> bool:
        """Whether it came as a workbook of ours, not as Word, a page or the like that was read into one."""
        return self.report is not None and not any(self.report.observed(Oddity.TAKEN_FROM))

    @property
    def lateness(self) -> tuple[datetime.date, datetime.datetime, str]:
        """What the copies of a unit are ordered by."""
        return (self.arrival, self.modified, self.file)

    @property
    def to_return(self) -> tuple[Finding, ...]:
        """The findings that the unit is told: not those on how its report was read in."""
        return tuple(
            finding for finding in self.findings if not finding.code.startswith(_ABOUT_READING_IN)
        )

    def count(self, severity: Severity) -> int:
        """Return how many findings of a weight are left to act on; hints are simply counted."""
        return sum(
            finding.severity is severity and (finding.open or severity is Severity.HINT)
            for finding in self.findings
        )


class FileRow(NamedTuple):
    """A file and where it stands; ``note`` says why in a sentence."""

    filing: Filing
    match: Match
    state: FileState
    remarks: tuple[Remark, ...] = ()
    note: str = ""

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something about it: put it right, or say where it belongs."""
        return self.state in _TO_MEND or not _UNPLACED.isdisjoint(self.remarks)


class UnitRow(NamedTuple):
    """A unit, where it stands, the file that counts, and the day it was due.

    ``copies`` are all its files that could count.
    """

    unit: Unit
    state: UnitState
    remarks: tuple[Remark, ...] = ()
    counted: Filing | None = None
    due: datetime.date | None = None
    clues: tuple[FileRow, ...] = ()
    copies: tuple[Filing, ...] = ()

    @property
    def clues_of_its_own(self) -> tuple[FileRow, ...]:
        """The files that came from it for certain, though none of them counts; logs never do, excluded ones are settled."""
        return tuple(
            file
            for file in self.clues
            if file.match.unit is self.unit
            and file.state not in (FileState.EXCLUDED, FileState.LOG)
        )


class Confirmation(NamedTuple):
    """What an officer wrote beside a file: the unit it comes from, the day it came in, why it does not count.

    ``digest`` begins the sha-256 of the file it was written beside; "" when that is not known.
    """

    unit: str
    received: datetime.date | None
    excluded: str = ""
    digest: str = ""

    def holds_for(self, digest: str) -> bool:
        """Tell whether it was written beside this very file, and not another of the same name."""
        return not self.digest or digest.startswith(self.digest)


class RoundSaid(NamedTuple):
    """What an officer said of a round as a whole: every command that is given its ledger goes by it.

    Args:
        year: the report year; the one most files are of where it is None.
        due: the county's own last day for all units; what the register says, or the official ones, where it is None.
    """

    year: int | None = None
    due: datetime.date | None = None


NOTHING_SAID = RoundSaid()


class Answers(NamedTuple):
    """What an officer wrote into a ledger.

    Args:
        files: beside files, by file.
        said: of the round as a whole.
        compared: whether last year's reports were given for it.
    """

    files: Mapping[str, Confirmation] = {}
    said: RoundSaid = NOTHING_SAID
    compared: bool = False


class Alike(NamedTuple):
    """Two units whose texts share a part.

    Args:
        one, other: the units.
        section: title of the section.
        share: part of the shorter text that is in both.
        run: characters of the longest run in both; 0 for a short one.
        suspect: whether it is more than two honest texts have in common.
    """

    one: str
    other: str
    section: str
    share: Decimal
    run: int
    suspect: bool


class Collection(NamedTuple):
    """What a folder holds, judged by the register.

    Args:
        year: the report year that was asked for.
        units: in the order of the register.
        files: in the order of their paths.
        alike: pairs of units with a text in common, the most alike first.
        earlier: last year's report by the name of the unit.
        aside: how many files of the folder are nothing that anybody sent.
        progress: how far each unit has come, round after round, by the unit's name.
        today: the day on which the folder stood so; None when nobody said.
        said: what an officer said of the round as a whole.
    """

    year: int
    units: tuple[UnitRow, ...]
    files: tuple[FileRow, ...]
    alike: tuple[Alike, ...] = ()
    earlier: Mapping[str, Report] = {}
    aside: int = 0
    progress: Mapping[str, Progress] = {}
    today: datetime.date | None = None
    said: RoundSaid = NOTHING_SAID

    @property
    def counted(self) -> Iterator[tuple[UnitRow, Report]]:
        """Yield every unit that has a report which counts, with it."""
        for row in self.units:
            if row.counted and row.counted.report:
                yield row, row.counted.report

    def is_passed(self, row: UnitRow) -> bool:
        """Tell whether an officer passed the report of a unit that counts now."""
        progress = self.progress.get(row.unit.name)
        return progress is not None and progress.kept.passed

    @property
    def current(self) -> Iterator[FileRow]:
        """Yield the files whose findings somebody still has to read."""
        passed = (
            FileState.REPEATED,
            FileState.SUPERSEDED,
            FileState.EXCLUDED,
            FileState.LOG,
        )
        return (row for row in self.files if row.state not in passed)

    @cached_property
    def expected(self) -> int:
        """How many units have to report."""
        return sum(row.state is not UnitState.EXEMPT for row in self.units)

    @cached_property
    def received(self) -> int:
        """How many of them have a report that counts."""
        return sum(1 for _ in self.counted)
