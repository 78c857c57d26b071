"""Units that have to report -> which of them a file comes from: by code, by name, or only perhaps."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from itertools import pairwise, takewhile
from math import fsum
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from xlsheets.basics.characters import comparable
from xlsheets.basics.filenames import safe_stem
from xlsheets.basics.patterns import pattern_of
from xlsheets.errors import UsageError
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from xlsheets.county.rules.rule import CountyRule

# From this share of a unit's own characters on, a name is worth proposing.
_LIKE = 0.5
_MOST_PROPOSED = 3
# Characters from which on a name without its county tells one unit from the others.
_SHORTEST = 3
# What a browser or a file manager adds to the name of a copy.
_COPY = pattern_of(r"\s*[(（]\d+[)）]$")
_LONGEST_CODE = 40


class Unit(NamedTuple):
    """A unit of the register.

    Args:
        name: full name, as in the title of its report.
        code: number or letters that may lead its file names.
        aliases: other names it goes by.
        level: key of its kind.
        vertical: whether it reports within its own system and not here (垂直管理).
        former: names it had before it was renamed (曾用名).
        predecessors: units that were merged into it (前身).
        dissolved: whether it is no more (撤销).
        is_new: whether it was set up in the report year, so that nobody misses what it reported before.
        parent: the unit above it.
        contact, phone: whom to ask.
    """

    name: str
    code: str = ""
    aliases: tuple[str, ...] = ()
    level: str = ""
    vertical: bool = False
    parent: str = ""
    contact: str = ""
    phone: str = ""
    former: tuple[str, ...] = ()
    predecessors: tuple[str, ...] = ()
    dissolved: bool = False
    is_new: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases, *self.former)

    @property
    def reporting(self) -> bool:
        """Whether it has to report here."""
        return not self.vertical and not self.dissolved


class How(Enum):
    """What a file was matched to its unit by."""

    CONFIRMED = "人工确认"
    CODE = "代码"
    NAME = "名称"
    ALIAS = "别名"


class Match(NamedTuple):
    """The unit a file comes from, and how that is known; without a unit, those it may come from.

    ``coded`` is the unit whose code the file name has, where the report says another name.
    """

    unit: Unit | None = None
    how: How | None = None
    proposed: tuple[Unit, ...] = ()
    coded: Unit | None = None


class Office(NamedTuple):
    """Who collects, as the head of the register says: what stands below letters, and until when to report.

    Args:
        area: the county, such as 示例县.
        name: who signs.
        due: the county's own last day for all units; the official ones where it is None.
        reply_by: until when a report that was returned has to come back.
        contact, phone: whom to ask.
    """

    area: str = ""
    name: str = ""
    due: datetime.date | None = None
    reply_by: datetime.date | None = None
    contact: str = ""
    phone: str = ""


_NO_OFFICE = Office()


@dataclass(frozen=True)
class Register:
    """The units in the order of the register; no code and no name stands for two of them.

    Args:
        units: the units.
        office: who collects.
        rules: the county's own rules.
    """

    units: tuple[Unit, ...] = ()
    office: Office = _NO_OFFICE
    rules: tuple[CountyRule, ...] = ()

    def __post_init__(self) -> None:
        for unit in self.units:
            _refuse_code(unit)
        called = [
            comparable(name) for unit in self.units for name in {*unit.names, unit.code} if name
        ]
        twice = [name for name, count in Counter(called).items() if count > 1]
        if twice:
            raise UsageError(f"名录里有两处写着“{twice[0]}”，名称、别名和代码都不能重复。")

    @property
    def unit_names(self) -> tuple[str, ...]:
        """The full names of all units."""
        return tuple(unit.name for unit in self.units)

    def a_year_before(self) -> Register:
        """Return the units of the year before: predecessors stand for themselves, nothing is dissolved yet."""
        merged = {
            comparable(name): Unit(name, level=unit.level)
            for unit in self.units
            for name in unit.predecessors
            if not self.called(name)
        }
        known = (unit._replace(dissolved=False) for unit in self.units)
        return replace(self, units=(*known, *merged.values()))

    def match(self, name: str, file: str, confirmed: str = "") -> Match:
        """Return the unit a file comes from.

        Args:
            name: what the report itself says; "" when it says nothing or cannot be read.
            file: path of the file below the folder.
            confirmed: the unit an officer named for this file; outweighs everything.
        """
        if confirmed:
            unit = self.called(confirmed)
            return Match(unit, How.CONFIRMED) if unit else Match(proposed=self._like(confirmed))
        coded, named = self._coded_by(file), self.called(name)
        if coded and comparable(name) and coded is not named:
            others = (named,) if named else self._like(name)
            return Match(proposed=tuple(dict.fromkeys((coded, *others))), coded=coded)
        if coded:
            return Match(coded, How.CODE)
        if named:
            own = comparable(name) == comparable(named.name)
            return Match(named, How.NAME if own else How.ALIAS)
        return Match(proposed=self._like(f"{name}|{file}"))

    def called(self, name: str) -> Unit | None:
        """Return the unit of this name, whichever of its names it is; None when there is none."""
        return self._called.get(comparable(name))

    def _coded_by(self, file: str) -> Unit | None:
        """Return the unit whose code a file name begins with, as it was issued: A01-… or A01 alone."""
        stem = comparable(_COPY.sub("", PurePosixPath(file).stem))
        ends = [len(stem), *(at for at, character in enumerate(stem) if character == "-")]
        beginnings = (stem[:end] for end in sorted(ends, reverse=True))
        return next((self._coded[code] for code in beginnings if code in self._coded), None)

    @cached_property
    def _called(self) -> Mapping[str, Unit]:
        return {comparable(name): unit for unit in self.units for name in unit.names}

    @cached_property
    def _coded(self) -> Mapping[str, Unit]:
        return {comparable(unit.code): unit for unit in self.units if unit.code}

    @cached_property
    def _commonness(self) -> Counter[str]:
        """How many units have a pair of characters in their names; 人民 tells nobody apart."""
        return Counter(
            pair for unit in self.units for pair in set().union(*map(_pairs, unit.names))
        )

    @cached_property
    def _short(self) -> tuple[tuple[str, Unit], ...]:
        """What is left of the name of each unit without the county that all begin with."""
        names = [comparable(unit.name) for unit in self.units]
        county = comparable(self.office.area)
        if not county or not all(name.startswith(county) for name in names):
            letters = takewhile(lambda column: len(set(column)) == 1, zip(*names, strict=False))
            county = "".join(column[0] for column in letters)
        short = (name.removeprefix(county) for name in names)
        pairs = zip(short, self.units, strict=True)
        return tuple(pair for pair in pairs if len(pair[0]) >= _SHORTEST)

    def _like(self, text: str) -> tuple[Unit, ...]:
        """Return the units a text resembles most, the best first."""
        given, written = _pairs(text), comparable(text)
        scored = [
            (max(self._share(name, given) for name in unit.names), unit) for unit in self.units
        ]
        # A file is called 民政局.wps: nobody writes the county into it.
        scored += [(1.0, unit) for short, unit in self._short if short in written]
        near = [pair for pair in scored if pair[0] >= _LIKE]
        near.sort(key=lambda pair: -pair[0])
        return tuple(dict.fromkeys(unit for _, unit in near))[:_MOST_PROPOSED]

    def _share(self, name: str, given: frozenset[str]) -> float:
        weights = {pair: 1 / self._commonness[pair] for pair in _pairs(name)}
        # Exact sums: a set has its members in another order in every process.
        whole = fsum(weights.values())
        return fsum(weights[pair] for pair in weights.keys() & given) / whole if whole else 0.0


def _pairs(text: str) -> frozenset[str]:
    return frozenset(map("".join, pairwise(comparable(text))))


def _refuse_code(unit: Unit) -> None:
    """Refuse a code that a file name cannot begin with: it would never be found again."""
    code = unit.code
    if code and (safe_stem(code) != code or len(code.encode()) > _LONGEST_CODE):
        raise UsageError(
            f"“{unit.name}”的代码“{code}”写不进文件名，请改用字母、数字和“-”，不超过 {_LONGEST_CODE} 个。"
        )
