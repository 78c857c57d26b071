"""One unit's report as a value: profile, figures, text, and what was odd where it was read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import Oddity
from xlsheets.schema import Cell, Edition, edition_named, newest
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Mapping

    from xlsheets.basics.addresses import Spot
    from xlsheets.basics.numbers import Number
    from xlsheets.schema.spec import Sum

PREAMBLE = "preamble"

PROFILE_LABELS = {
    "unit": "单位名称",
    "level": "单位类别",
    "year": "报告年度",
    "address": "联系地址",
    "postcode": "邮政编码",
    "phone": "联系电话",
    "email": "电子邮箱",
    "filer": "填报人",
    "signed": "成文日期",
}


# A cell with one of these holds no number a sum could be judged by.
_UNUSABLE = (
    Oddity.DASH,
    Oddity.TEXT,
    Oddity.NEGATIVE,
    Oddity.FRACTION,
    Oddity.TOO_PRECISE,
    Oddity.TOO_LARGE,
    Oddity.BOOLEAN,
    Oddity.DATE,
    Oddity.ERROR_VALUE,
    Oddity.FORMULA,
    Oddity.STRUCK,
    Oddity.NAME_LOST,
    Oddity.NAME_MOVED,
)


class Observation(NamedTuple):
    """Something odd at a place, before any judgement.

    Args:
        kind: what it is.
        place: id of the place: a cell id, ``text.<section>.<n>``, ``profile.<field>``, ``fact.<key>``
            or "".
        text: what stands there as a person sees it.
        note: further words, such as the formula that was typed.
    """

    kind: Oddity
    place: str
    text: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """Who reports, for which year, and how to reach them. Empty text and None mean not filled in."""

    unit: str = ""
    level: str = ""
    year: int | None = None
    address: str = ""
    postcode: str = ""
    phone: str = ""
    email: str = ""
    filer: str = ""
    signed: datetime.date | None = None


@dataclass(frozen=True)
class Report:
    """A report of one unit for one year.

    Args:
        edition_key: which official format it follows.
        profile: who and when.
        figures: typed cells that hold a number (件 as int, 万元 as int or Decimal); a missing cell is blank.
        stated: totals as the source states them, for comparison with the sums.
        narrative: paragraphs by prose section key, and by ``PREAMBLE``.
        facts: 基础数据 by fact key; a missing fact is blank.
        drafted: sentences the program last wrote, by the name of their phrase.
        reasons: why 核实性 findings were accepted, by the fingerprint they were accepted for.
        observations: oddities met while reading.
        places: where each place was read; empty when the source has no cells.
        source: file name without folder.
    """

    edition_key: str = field(default_factory=lambda: newest().key)
    profile: Profile = field(default_factory=Profile)
    figures: Mapping[Cell, Number] = field(default_factory=dict)
    stated: Mapping[Cell, Number] = field(default_factory=dict)
    narrative: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facts: Mapping[str, Number] = field(default_factory=dict)
    drafted: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    observations: tuple[Observation, ...] = ()
    places: Mapping[str, Spot] = field(default_factory=dict)
    source: str = ""

    @property
    def edition(self) -> Edition:
        return edition_named(self.edition_key)

    @cached_property
    def values(self) -> Mapping[Cell, Number]:
        """Every number of the report: what was typed, and every total computed from it."""
        return complete(self.edition, self.figures)

    def usable(self, cell: Cell) -> Number | None:
        """Return a number to judge by; None where it rests on a cell that holds no usable number."""
        addends = self.edition.addends.get(cell)
        if addends is None or not self.unusable.isdisjoint(addends):
            return None
        return self.values[cell]

    def value(self, cell: Cell) -> Number:
        """Return one number of a report without blanks; unlike ``values`` it keeps nothing."""
        return sum(map(self.figures.__getitem__, self.edition.addends[cell]))

    def known(self, cell: Cell) -> Number | None:
        """Return a number of the report; None for a blank, and for a total that would leave a blank out."""
        parts = self.edition.addends[cell]
        return self.value(cell) if all(part in self.figures for part in parts) else None

    @cached_property
    def unusable(self) -> frozenset[Cell]:
        """Typed cells that are blank or hold no usable number; a sum over them means nothing."""
        return self.find_unusable()

    def find_unusable(self) -> frozenset[Cell]:
        """Return ``unusable`` without keeping it: a report that keeps anything takes twice the memory."""
        odd = {seen.place for seen in self.observed(*_UNUSABLE)}
        return frozenset(
            cell
            for cell in self.edition.typed_cells
            if cell not in self.figures or (odd and str(cell) in odd)
        )

    @property
    def unit_name(self) -> str:
        """The name the unit is known by, without any space; "" when it is not filled in."""
        return "".join(self.profile.unit.split())

    @property
    def title_lines(self) -> tuple[str, str]:
        """The report's title in two lines: unit, then year and name."""
        year = "" if self.profile.year is None else str(self.profile.year)
        return self.profile.unit, f"{year}{self.edition.title}"

    def paragraphs(self, section: str) -> tuple[str, ...]:
        """Return the paragraphs of a prose section; none when nothing is written."""
        return self.narrative.get(section, ())

    @cached_property
    def prose(self) -> tuple[tuple[str, str], ...]:
        """All text in printed order as (place, paragraph)."""
        return tuple(
            (f"text.{section}.{number}", paragraph)
            for section in (PREAMBLE, *(part.key for part in self.edition.prose))
            for number, paragraph in enumerate(self.paragraphs(section), 1)
        )

    @property
    def is_workbook(self) -> bool:
        """Whether it was read from a workbook of ours, in which something can be marked."""
        return bool(self.places) and not any(self.observed(Oddity.TAKEN_FROM))

    def observed(self, *kinds: Oddity) -> Iterator[Observation]:
        """Yield the observations of these kinds in reading order."""
        return (observation for observation in self.observations if observation.kind in kinds)

    @cached_property
    def blank_cells(self) -> tuple[Cell, ...]:
        """Typed cells that hold nothing at all, in printed order."""
        odd = {seen.place for seen in self.observations}
        cells = (cell for cell in self.edition.typed_cells if cell not in self.figures)
        return tuple(cell for cell in cells if str(cell) not in odd)

    def with_zeros(self) -> Report:
        """Return the same report with 0 in every typed cell that is blank."""
        zeros = dict.fromkeys(self.edition.typed_cells, 0)
        return replace(self, figures={**zeros, **self.figures})


def complete(edition: Edition, figures: Mapping[Cell, Number]) -> dict[Cell, Number]:
    """Return typed figures together with all totals.

    A blank adds nothing to a total, as SUM does in the sheet.
    """
    return with_sums(figures, edition.sums)


def with_sums(figures: Mapping[Cell, Number], sums: Iterable[Sum]) -> dict[Cell, Number]:
    """Return figures together with these totals; the only place where a total is computed."""
    values = dict(figures)
    for total in sums:
        values[total.total] = sum([values[part] for part in total.parts if part in values])
    return values
