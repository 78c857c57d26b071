"""Collection -> one page with pictures that needs nothing but itself: who stands where, what is wrong."""

from __future__ import annotations

from collections import Counter
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import quote

from xlsheets.basics.characters import whole
from xlsheets.basics.numbers import show
from xlsheets.county.analysis.likeness import alike_groups
from xlsheets.county.analysis.ratios import RATIOS, totals
from xlsheets.county.analysis.states import units_by_state
from xlsheets.county.collection import UnitState
from xlsheets.county.indicators import spreads
from xlsheets.notices.brief import percent
from xlsheets.report.findings import Severity
from xlsheets.values import NamedTuple
from xlsheets.workbook.layout import Layout

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsheets.basics.addresses import Spot
    from xlsheets.county.analysis.ratios import RatioValue
    from xlsheets.county.collection import Collection
    from xlsheets.county.indicators import Spread

_MOST_KINDS = 20
# Width of the pictures in their own units; the page scales them.
_WIDTH = 900


def status_page(
    collection: Collection, titles: Mapping[str, str], folder: str = "", area: str = ""
) -> bytes:
    """Return the page as HTML.

    Args:
        collection: what the folder holds.
        titles: the titles of the rules by code.
        folder: where the files are as seen from the page; "" to link nothing.
        area: the county.
    """
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    source = files(__package__).joinpath("status_page.html").read_text(encoding="utf-8")
    page = environment.from_string(source).render(
        collection=collection,
        states=list(_states(collection)),
        severities=list(Severity),
        link=partial(_link, folder=folder),
        missing=[row for row in collection.units if row.state is UnitState.MISSING],
        kinds=_kinds(collection, titles),
        area=area,
        now=units_by_state(collection),
        groups=list(alike_groups(collection.alike)),
        shown=list(_shown(collection)),
        strips=[_strip(spread) for spread in spreads(collection)],
        width=_WIDTH,
    )
    return whole(page).encode()


def _link(file: str, folder: str) -> str:
    """Return where a file is as seen from the page; "" when no link can lead there."""
    return f"{quote(folder)}/{quote(file)}" if folder and "�" not in file else ""


class _Part(NamedTuple):
    """A part of the bar of units: its state, how many, where it begins and how long it is."""

    state: UnitState
    units: int
    start: float
    length: float


def _states(collection: Collection) -> Iterator[_Part]:
    counts, start = Counter(row.state for row in collection.units), 0.0
    for state in UnitState:
        if counts[state]:
            length = _WIDTH * counts[state] / len(collection.units)
            yield _Part(state, counts[state], round(start, 1), round(length, 1))
            start += length


class _ProblemCount(NamedTuple):
    """A kind of problem: how many files have it, and how long its bar is."""

    code: str
    title: str
    severity: Severity
    files: int
    length: float


def _kinds(collection: Collection, titles: Mapping[str, str]) -> list[_ProblemCount]:
    """Return the problems most files have; what was explained is no problem any more."""
    found = Counter(
        kind
        for row in collection.current
        for kind in {
            (finding.code, finding.severity)
            for finding in row.filing.findings
            if not finding.reason
        }
    )
    ordered = sorted(found.items(), key=lambda kind: (-kind[1], kind[0]))[:_MOST_KINDS]
    most = max(found.values(), default=1)
    return [
        _ProblemCount(code, titles.get(code, code), severity, count, round(count / most * 100, 1))
        for (code, severity), count in ordered
    ]


class _Shown(NamedTuple):
    """An indicator of the county: this year and last, and how it is computed from which cells."""

    label: str
    now: str
    before: str
    formula: str
    cells: str


def _shown(collection: Collection) -> Iterator[_Shown]:
    """Yield the requests received and the shares, over all units whose figures are there."""
    summed = totals(collection)
    if summed is None:
        return
    report = summed.report
    asked, places = report.edition.named.requests, Layout(report.edition).numbers
    cell = asked.total(asked.received)
    pair = (summed.now, summed.before)
    compared = "，".join(show(one.values[cell]) for one in pair if one)
    yield _Shown(
        f"新收申请（{summed.units} 个单位）",
        f"{show(report.values[cell])} 件",
        f"两年都有报告的 {summed.comparable} 个单位，本年和上年：{compared}"
        if compared
        else "没有上年报告",
        "新收总计",
        str(places[cell]),
    )
    for ratio in RATIOS:
        cells = (*ratio.top(report.edition.named), *ratio.base(report.edition.named))
        yield _Shown(
            ratio.label,
            _share(ratio.of(report)),
            _share(ratio.of(summed.before)) if summed.before else "没有上年报告",
            ratio.formula,
            _by_sheet([places[one] for one in cells]),
        )


def _by_sheet(spots: Sequence[Spot]) -> str:
    """Name cells, each once, the sheet before those on it."""
    sheets: dict[str, dict[str, None]] = {}
    for spot in spots:
        sheets.setdefault(spot.sheet, {})[spot.cell] = None
    return "；".join(f"{sheet}!{'、'.join(cells)}" for sheet, cells in sheets.items())


def _share(value: RatioValue) -> str:
    counts = f"{show(value.top or 0)}/{show(value.base or 0)}"
    return (
        f"{percent(value.share)}（{counts}）"
        if value.share is not None
        else f"{counts}，基数太小，不算比例"
    )


class _Dot(NamedTuple):
    """A unit on a strip: where, whether it stands out, and what it says."""

    place: float
    outlying: bool
    told: str


class _Strip(NamedTuple):
    """An indicator with a dot for every unit, the middle one, and the words for who stands out."""

    label: str
    dots: tuple[_Dot, ...]
    middle: float
    middle_told: str
    outliers: str


def _strip(spread: Spread) -> _Strip:
    unit, largest = spread.indicator.unit, max(value for _, value in spread.values)
    scale = _WIDTH / float(largest) if largest else 0.0
    dots = tuple(
        _Dot(
            round(float(value) * scale, 1),
            (name, value) in spread.outliers,
            f"{name}：{show(value)} {unit}",
        )
        for name, value in spread.values
    )
    ordered = sorted(spread.outliers, key=lambda outlier: -outlier[1])
    return _Strip(
        spread.indicator.label,
        dots,
        round(spread.middle * scale, 1),
        f"中位数 {spread.middle:g} {unit}",
        "；".join(f"{name} {show(value)} {unit}" for name, value in ordered),
    )
