"""Workbook in whatever state -> the report in it, what had to be put right, and what found no place."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from xlsheets.basics.characters import bare
from xlsheets.basics.numbers import Oddity, show
from xlsheets.basics.patterns import pattern_of
from xlsheets.errors import UnreadableError
from xlsheets.ooxml.contents import open_package
from xlsheets.ooxml.identify import parts_of
from xlsheets.schema import EDITIONS, Cell, edition_named
from xlsheets.values import NamedTuple
from xlsheets.workbook.layout import (
    CHECKS_SHEET,
    FINDING_COLUMNS,
    FINDINGS_NAME,
    PANEL,
    PROBLEMS_NAME,
    STAMP,
    cell_name,
)
from xlsheets.workbook.linked_figures import RESERVED
from xlsheets.workbook.reading.reader import (
    edition_fitting,
    read_opened,
    refuse_other_workbooks,
    stamped_edition,
)
from xlsheets.workbook.reading.relocate import pin
from xlsheets.workbook.template import write_workbook
from xlsheets.xlsx.workbook import NameTarget, Workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from xlsheets.basics.addresses import Place, Spot
    from xlsheets.ooxml.contents import Package
    from xlsheets.report import Report
    from xlsheets.schema import Edition
    from xlsheets.xlsx.rows import Raw


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What was got out of a workbook.

    Args:
        report: every input that could be read, free of oddities.
        mended: what was wrong with the workbook itself and is right in a new one.
        left: what stands in it and found no place in the report.
    """

    report: Report
    mended: tuple[str, ...]
    left: tuple[str, ...]


def salvage(source: Path | bytes, name: str) -> Salvaged:
    """Read a workbook as ``read_workbook`` does, but go by the labels where the names fail.

    Raises:
        UnreadableError: it is no workbook, damaged, or has nothing of ours in it.
    """
    package, lost = _without_unreadable(open_package(parts_of(source, name)))
    damaged = Workbook(package)
    edition, pinned = _pinned(damaged)
    pinned_package = package._replace(names=_with(package.names, pinned))
    refuse_other_workbooks(pinned_package)
    workbook = Workbook(pinned_package)
    report = read_opened(workbook, name)
    mended = (*_found_again(edition, pinned), *_mended(report))
    found = (*_annotated(report), *_totals(report), *_Leftovers(workbook, report).sentences())
    left = (*lost, *found)
    return Salvaged(replace(report, observations=(), stated={}, places={}), mended, left)


def _without_unreadable(package: Package) -> tuple[Package, tuple[str, ...]]:
    """Return the workbook without the sheets that cannot be read, and a sentence for each.

    Raises:
        UnreadableError: there is one that the report stands on; it is the refusal the ordinary reader has.
    """
    workbook, lost = Workbook(package), {}
    for entry in package.sheets:
        try:
            workbook.sheet(entry.name)
        except UnreadableError:
            lost[entry] = f"工作表“{entry.name}”已损坏（部件 {entry.part}），没有读取。"
    if lost:
        read_opened(workbook, "")
    sheets = tuple(entry for entry in package.sheets if entry not in lost)
    return package._replace(sheets=sheets), tuple(lost.values())


def _pinned(damaged: Workbook) -> tuple[Edition, Mapping[str, str]]:
    """Return the edition of a workbook, by its names and labels if need be, and what its labels tell."""
    key = stamped_edition(damaged)
    editions = [edition_named(key)] if key else EDITIONS
    pinned = {edition.key: pin(damaged, edition) for edition in editions}
    if not key:
        names = {told: _with(damaged.package.names, found) for told, found in pinned.items()}
        key = edition_fitting(lambda edition: names[edition.key]).key
    return edition_named(key), pinned[key]


def _with(names: Mapping[str, str], pinned: Mapping[str, str]) -> dict[str, str]:
    return {**names, **{name.casefold(): f"{target}" for name, target in pinned.items()}}


def _found_again(edition: Edition, pinned: Mapping[str, str]) -> Iterator[str]:
    rest = dict(pinned)
    for table in edition.tables:
        count = sum(rest.pop(cell_name(cell), "") != "" for cell in table.cells)
        if count:
            yield f"{table.number}：{count} 个格子的名称丢失或者指错了地方，按行列标题重新找到。"
    if rest:
        yield f"基本信息、基础数据和正文：{len(rest)} 处的名称丢失或者指错了地方，按旁边的文字重新找到。"


_MENDED = {
    Oddity.OTHER_VERSION: "模板不是现在的版本，已换成现在的。",
    Oddity.UNPROTECTED: "工作表“{}”的保护被取消，已恢复。",
    Oddity.HIDDEN: "“{}”被隐藏，已恢复显示。",
    Oddity.EXTERNAL_LINK: "到别的文件“{}”的链接已去掉。",
    Oddity.ACTIVE_CONTENT: "工作簿里的{}已去掉。",
    Oddity.LABEL_CHANGED: "表头文字被改成“{}”，已恢复。",
    Oddity.UNLOCKED: "有 {} 个格子的锁定被改动，已恢复。",
}


def _mended(report: Report) -> Iterator[str]:
    counts = Counter(observation.kind for observation in report.observations)
    said: dict[str, None] = {}
    for seen in report.observed(*_MENDED):
        words = str(counts[seen.kind]) if seen.kind is Oddity.UNLOCKED else seen.text
        said[_MENDED[seen.kind].format(words)] = None
    yield from said


def _annotated(report: Report) -> Iterator[str]:
    for seen in report.observed(Oddity.ANNOTATED):
        yield f"{_where(report, seen.place)}写的是“{seen.text}”，只移入了数字。"


def _totals(report: Report) -> Iterator[str]:
    for cell, stated in report.stated.items():
        due = report.values.get(cell, 0)
        if stated != due:
            yield f"{_where(report, str(cell))}原来是 {show(stated)}，已改回自动计算，按各分项之和是 {show(due)}。"


def _where(report: Report, place: str) -> str:
    """Name a place in words and by its address in the damaged workbook."""
    spot = report.places.get(place)
    is_cell = place.count(".") == 2 and not place.startswith(("text.", "stray."))
    words = report.edition.path(Cell.parse(place)) if is_cell else ""
    return f"{words}（{spot}）" if words and spot else f"{spot or words}"


class _Furniture(NamedTuple):
    """What a blank template holds by itself.

    Args:
        texts: its texts.
        numbers: its numbers by (column, number).
        computed: its formulas by sheet, wherever they stand; a program that keeps only values leaves their results.
    """

    texts: frozenset[str]
    numbers: frozenset[tuple[int, str]]
    computed: Mapping[str, frozenset[Place]]


# How the computed texts of the sheets begin or end: marks, gauges, counts, titles.
_COMPUTED = pattern_of(r"[✓✗●■□]|全文 \d|\d+ 字$|.*（(?:\d{4} )?年度）$")


@lru_cache(maxsize=4)
def _furniture(key: str) -> _Furniture:
    from xlsheets.report import Report

    blank = Workbook(open_package(parts_of(write_workbook(Report(key)), "")))
    sheets = {entry.name: blank.sheet(entry.name).cells for entry in blank.package.sheets}
    cells = [held for sheet in sheets.values() for held in sheet.items()]
    return _Furniture(
        frozenset(bare(raw.text) for _, raw in cells if raw.kind != "n"),
        frozenset((place.column, raw.text) for place, raw in cells if raw.kind == "n"),
        {
            name: frozenset(place for place, raw in sheet.items() if raw.formula is not None)
            for name, sheet in sheets.items()
        },
    )


class _Leftovers:
    """Goes through every cell that holds something, and says which ones the report does not hold."""

    def __init__(self, workbook: Workbook, report: Report) -> None:
        self._workbook, self._report = workbook, report
        self._taken = {spot for place, spot in report.places.items() if self._held(place)}
        self._inputs = {spot: place for place, spot in report.places.items()}
        self._known = _furniture(report.edition_key)

    def sentences(self) -> Iterator[str]:
        ours = (STAMP, *self._workbook.used((PROBLEMS_NAME,)))
        for entry in self._workbook.package.sheets:
            if entry.name not in ours and not entry.name.startswith(RESERVED):
                for place, raw in self._workbook.sheet(entry.name).cells.items():
                    found = NameTarget(entry.name, place)
                    if raw.text.strip() and self._is_left(found, raw):
                        where = _where(self._report, self._inputs.get(found.spot, ""))
                        yield f"{where or found.spot}：“{raw.text.strip()}”没有移入。"

    def _held(self, place: str) -> bool:
        """Tell whether the report holds what stands at a place."""
        kind, _, key = place.partition(".")
        if kind == "profile":
            return bool(getattr(self._report.profile, key))
        if kind == "fact":
            return key in self._report.facts
        if kind == "text":
            return "." in key
        if kind == "stray":
            return False
        cell = Cell.parse(place)
        return cell in self._report.figures or cell in self._report.stated

    def _is_left(self, found: NameTarget, raw: Raw) -> bool:
        if found.spot in self._taken:
            return False
        if raw.formula is not None:
            return found.spot in self._inputs and not self._is_total(found.spot)
        if self._in_list(found, raw) or self._was_computed(found, raw):
            return False
        if self._said_otherwise(raw):
            return False
        if raw.kind == "n":
            numbering = (found.place.column, raw.text) in self._known.numbers
            return not (numbering and self._workbook.locked(raw))
        return bare(raw.text) not in self._known.texts

    def _said_otherwise(self, raw: Raw) -> bool:
        """Tell whether this is a text of the template itself, as another version words it: nobody can type there."""
        other = bool(list(self._report.observed(Oddity.OTHER_VERSION)))
        return other and raw.kind == "s" and self._workbook.locked(raw)

    def _was_computed(self, found: NameTarget, raw: Raw) -> bool:
        """Tell whether the template computed this before a program kept values only.

        A renamed sheet begins with its old name; outside 校验, the words must be those of a computed cell.
        """
        cells = self._workbook.sheet(found.sheet).cells
        if any(cell.formula is not None for cell in cells.values()):
            return False
        return found.spot not in self._inputs and any(
            found.place in places
            and found.sheet.startswith(name)
            and (name in (PANEL, CHECKS_SHEET) or _COMPUTED.match(raw.text))
            for name, places in self._known.computed.items()
        )

    def _is_total(self, spot: Spot) -> bool:
        return self._inputs[spot] in map(str, self._report.edition.sum_of)

    def _in_list(self, found: NameTarget, raw: Raw) -> bool:
        """Tell whether a cell belongs to the list of findings: the program's words, or a reason read."""
        listed = self._workbook.range(FINDINGS_NAME)
        if listed is None or listed.sheet != found.sheet:
            return False
        (top, left), (bottom, right) = listed.area
        row, column = found.place
        if not (top <= row <= bottom and left <= column <= right):
            return False
        is_reason = column - left == FINDING_COLUMNS.index("说明理由")
        return not is_reason or raw.text.strip() in self._report.reasons.values()
