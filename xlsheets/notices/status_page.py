"""Collection -> one page with pictures that needs nothing but itself: who stands where, what is wrong."""

from __future__ import annotations

from collections import Counter
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from xlsheets.basics.characters import whole
from xlsheets.basics.numbers import show
from xlsheets.county.collection import UnitState
from xlsheets.county.indicators import spreads
from xlsheets.report.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from xlsheets.county.collection import Alike, Collection
    from xlsheets.county.indicators import Spread

_MOST_KINDS = 20
_MOST_ALIKE = 40
# Width of the pictures in their own units; the page scales them.
_WIDTH = 900
_SQUARE = 18


def status_page(collection: Collection, titles: Mapping[str, str], folder: str = "") -> bytes:
    """Return the page as HTML.

    Args:
        collection: what the folder holds.
        titles: the titles of the rules by code.
        folder: where the files are as seen from the page; "" to link nothing.
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
        matrix=_matrix(collection.alike),
        strips=[_strip(spread) for spread in spreads(collection)],
        width=_WIDTH,
        square=_SQUARE,
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


class _Shade(NamedTuple):
    """A square of the matrix: column and row, how dark, and what it says."""

    column: int
    row: int
    darkness: Decimal
    told: str


class _Matrix(NamedTuple):
    """Which units have texts in common; both halves are filled."""

    units: tuple[str, ...]
    shades: tuple[_Shade, ...]


def _matrix(alike: tuple[Alike, ...]) -> _Matrix:
    """Return the most alike units against one another, by the section they share most."""
    units: list[str] = []
    for pair in alike:
        new = [name for name in (pair.one, pair.other) if name not in units]
        if len(units) + len(new) <= _MOST_ALIKE:
            units.extend(new)
    best: dict[tuple[str, str], Alike] = {}
    for pair in alike:
        best.setdefault((pair.one, pair.other), pair)
    shades = [
        _Shade(units.index(one), units.index(other), pair.share, _told(pair))
        for (first, second), pair in best.items()
        if first in units and second in units
        for one, other in ((first, second), (second, first))
    ]
    return _Matrix(tuple(units), tuple(shades))


def _told(pair: Alike) -> str:
    return f"{pair.one}、{pair.other}：{pair.section}重复率 {pair.share:.0%}"


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
