"""Two reports, or two sets of them -> what changed: figures, carry-over, text, units new and gone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from difflib import SequenceMatcher
from functools import cached_property
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.county.identity import is_part_of_itself, sum_of, unit_key
from xlsheets.county.register import Register
from xlsheets.errors import UsageError
from xlsheets.report import PREAMBLE
from xlsheets.schema.across import counterpart
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsheets.basics.numbers import Number
    from xlsheets.report import Report
    from xlsheets.schema import Cell, Edition


class FigureChange(NamedTuple):
    """A number before and after; None is a blank."""

    cell: Cell
    before: Number | None
    after: Number | None

    @property
    def delta(self) -> Number | None:
        """After minus before, where both are numbers."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before

    @property
    def percent(self) -> Decimal | None:
        """The change in per cent of what was before, to one decimal; None where that means nothing."""
        if self.delta is None or not self.before:
            return None
        share = Decimal(self.delta) * 100 / Decimal(self.before)
        return share.quantize(Decimal("0.1"), ROUND_HALF_UP)


class Carry(NamedTuple):
    """A column of 表三: what the earlier year carried forward, and what the later one took over."""

    cell: Cell
    closing: Number | None
    opening: Number | None

    @property
    def delta(self) -> Number | None:
        """What was taken over minus what was carried forward, where both are numbers."""
        if self.closing is None or self.opening is None:
            return None
        return self.opening - self.closing


class Rewording(NamedTuple):
    """Sentences of one section that gave way to others; "" where there were none."""

    section: str
    before: str
    after: str


@dataclass(frozen=True)
class Comparison:
    """One unit in two reports; one of them is None when only the other side has the unit."""

    before: Report | None
    after: Report | None

    @property
    def unit(self) -> str:
        """The unit's name, the newer one when it changed."""
        return next(report.profile.unit for report in (self.after, self.before) if report)

    @cached_property
    def figures(self) -> tuple[FigureChange, ...]:
        """Every number before and after, in printed order; none when a side is lacking."""
        if self.before is None or self.after is None:
            return ()
        earlier, later = (_known(report) for report in (self.before, self.after))
        was = _counterparts(self.after.edition, self.before.edition)
        return tuple(
            FigureChange(cell, earlier.get(was[cell]) if cell in was else None, later.get(cell))
            for cell in self.after.edition.cells
        )

    @cached_property
    def changes(self) -> tuple[FigureChange, ...]:
        """The numbers that changed."""
        return tuple(change for change in self.figures if change.before != change.after)

    @cached_property
    def breaks(self) -> tuple[Carry, ...]:
        """Columns in which a year does not take over what the year before carried forward."""
        return tuple(carry for carry in self.carries if carry.closing != carry.opening)

    @cached_property
    def carries(self) -> tuple[Carry, ...]:
        """The chain from one year to the next; none unless the years follow each other."""
        if self.before is None or self.after is None or not _follows(self.before, self.after):
            return ()
        earlier, later = _known(self.before), _known(self.after)
        was = _counterparts(self.after.edition, self.before.edition)
        asked = self.after.edition.named.requests
        columns = [leaf.key for leaf in self.after.edition.blocks[asked.block].column_leaves]
        return tuple(
            Carry(
                asked.carried_over.at(column),
                earlier.get(was[asked.carried_forward.at(column)]),
                later.get(asked.carried_over.at(column)),
            )
            for column in columns
            if asked.carried_forward.at(column) in was
        )

    @cached_property
    def rewordings(self) -> tuple[Rewording, ...]:
        """What changed in the text, sentence by sentence."""
        if self.before is None or self.after is None:
            return ()
        sections = {PREAMBLE: "前言"} | {
            section.key: section.title for section in self.after.edition.prose
        }
        return tuple(
            Rewording(title, *pair)
            for key, title in sections.items()
            for pair in _rewritten(self.before.paragraphs(key), self.after.paragraphs(key))
        )


def compare_reports(
    before: Sequence[Report], after: Sequence[Report], register: Register | None = None
) -> tuple[Comparison, ...]:
    """Pair the reports of two sets by unit and compare them, in the order of the register.

    A single pair is compared whatever its names; a unit that others were merged into with their sum.

    Args:
        before: the earlier set.
        after: the later one.
        register: knows aliases, former names and predecessors.

    Raises:
        UsageError: one set has two reports of a unit.
    """
    if len(before) == len(after) == 1:
        return (Comparison(before[0], after[0]),)
    register = register or Register()
    earlier, later = (_by_unit(side, register) for side in (before, after))
    pairs = {unit: _before(unit, earlier, later[unit], register) for unit in later}
    gone = earlier.keys() - {unit for _, used in pairs.values() for unit in used} - later.keys()
    alone = {unit: (earlier[unit], ()) for unit in gone}
    places = {unit_key(unit.name): place for place, unit in enumerate(register.units)}
    ordered = sorted(
        (pairs | alone).items(), key=lambda item: (places.get(item[0], len(places)), item[0])
    )
    return tuple(Comparison(found[0], later.get(unit)) for unit, found in ordered)


def _before(
    unit: str, earlier: Mapping[str, Report], after: Report, register: Register
) -> tuple[Report | None, tuple[str, ...]]:
    """Return the earlier report of a unit, and which units it stands for beside itself."""
    registered = register.called(after.profile.unit)
    if unit in earlier and not (registered and is_part_of_itself(registered)):
        return earlier[unit], ()
    merged = [_key(name, register) for name in registered.predecessors] if registered else []
    parts = [earlier[name] for name in merged if name in earlier]
    if not merged or len(parts) < len(merged) or len({part.edition_key for part in parts}) > 1:
        return earlier.get(unit), ()
    total = sum_of(parts)
    return replace(total, profile=replace(total.profile, unit=after.profile.unit)), tuple(merged)


def _key(name: str, register: Register) -> str:
    unit = register.called(name)
    return unit_key(unit.name if unit else name)


def _by_unit(reports: Sequence[Report], register: Register) -> Mapping[str, Report]:
    found: dict[str, Report] = {}
    for report in sorted(reports, key=lambda report: report.source):
        other = found.setdefault(_key(report.profile.unit, register), report)
        if other is not report:
            raise UsageError(
                f"“{report.profile.unit}”在同一边有两份（“{other.source}”“{report.source}”），"
                "不知道比哪一份：请只留一份，或者给出名录（命令里是 --register），按名录取算数的一份。"
            )
    return found


def _counterparts(edition: Edition, other: Edition) -> Mapping[Cell, Cell]:
    """Map the cells of an edition to those of another that hold the same figure."""
    pairs = ((cell, counterpart(cell, edition, other)) for cell in edition.cells)
    return {cell: found for cell, found in pairs if found}


def _known(report: Report) -> Mapping[Cell, Number]:
    """Return the numbers of a report that mean something: no total that rests on blanks."""
    known = ((cell, report.usable(cell)) for cell in report.edition.cells)
    return {cell: number for cell, number in known if number is not None}


def _follows(before: Report, after: Report) -> bool:
    earlier, later = before.profile.year, after.profile.year
    return earlier is not None and later == earlier + 1


_SENTENCE = pattern_of(r"[^。！？；]+[。！？；]?")


def _rewritten(before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield runs of sentences that differ."""
    old, new = (
        [sentence for text in side for sentence in _SENTENCE.findall(text)]
        for side in (before, after)
    )
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind != "equal":
            yield "".join(old[start:end]), "".join(new[first:last])
