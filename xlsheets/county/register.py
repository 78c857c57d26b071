"""Units that have to report -> which of them a file comes from: by code, by name, or only perhaps."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import pairwise
from math import fsum
from typing import TYPE_CHECKING, NamedTuple

from xlsheets.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

# From this share of a unit's own characters on, a name is worth proposing.
_LIKE = 0.5
_MOST_PROPOSED = 3
_LEADING_CODE = re.compile(r"[0-9A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the register.

    Args:
        name: full name, as in the title of its report.
        code: number or letters that may lead its file names.
        aliases: other names it goes by.
        level: key of its kind.
        vertical: whether it reports within its own system and not here (垂直管理).
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

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


class How(Enum):
    """What a file was matched to its unit by."""

    CONFIRMED = "人工确认"
    CODE = "代码"
    NAME = "名称"
    ALIAS = "别名"


class Match(NamedTuple):
    """The unit a file comes from, and how that is known; without a unit, those it may come from."""

    unit: Unit | None = None
    how: How | None = None
    proposed: tuple[Unit, ...] = ()


@dataclass(frozen=True)
class Register:
    """The units in the order of the register; no code and no name stands for two of them."""

    units: tuple[Unit, ...] = ()

    def __post_init__(self) -> None:
        called = [
            comparable_name(name)
            for unit in self.units
            for name in (*unit.names, unit.code)
            if name
        ]
        twice = [name for name, count in Counter(called).items() if count > 1]
        if twice:
            raise UsageError(f"名录里有两处写着“{twice[0]}”，名称、别名和代码都不能重复。")

    @property
    def unit_names(self) -> tuple[str, ...]:
        """The full names of all units."""
        return tuple(unit.name for unit in self.units)

    def match(self, name: str, file: str, confirmed: str = "") -> Match:
        """Return the unit a file comes from.

        Args:
            name: what the report itself says; "" when it says nothing or cannot be read.
            file: path of the file below the folder.
            confirmed: the unit an officer named for this file; outweighs everything.
        """
        if confirmed:
            unit = self._called.get(comparable_name(confirmed))
            return Match(unit, How.CONFIRMED) if unit else Match(proposed=self._like(confirmed))
        coded, named = self._coded.get(_leading_code(file)), self._called.get(comparable_name(name))
        if coded and named and coded is not named:
            return Match(proposed=(coded, named))
        if coded:
            return Match(coded, How.CODE)
        if named:
            return Match(
                named,
                How.NAME if comparable_name(name) == comparable_name(named.name) else How.ALIAS,
            )
        return Match(proposed=self._like(f"{name}|{file}"))

    @cached_property
    def _called(self) -> Mapping[str, Unit]:
        return {comparable_name(name): unit for unit in self.units for name in unit.names}

    @cached_property
    def _coded(self) -> Mapping[str, Unit]:
        return {comparable_name(unit.code): unit for unit in self.units if unit.code}

    @cached_property
    def _commonness(self) -> Counter[str]:
        """How many units have a pair of characters in their names; 人民 tells nobody apart."""
        return Counter(
            pair for unit in self.units for pair in set().union(*map(_pairs, unit.names))
        )

    def _like(self, text: str) -> tuple[Unit, ...]:
        """Return the units a text resembles most, the best first."""
        given = _pairs(text)
        scored = [
            (max(self._share(name, given) for name in unit.names), unit) for unit in self.units
        ]
        near = [pair for pair in scored if pair[0] >= _LIKE]
        near.sort(key=lambda pair: -pair[0])
        return tuple(unit for _, unit in near[:_MOST_PROPOSED])

    def _share(self, name: str, given: frozenset[str]) -> float:
        weights = {pair: 1 / self._commonness[pair] for pair in _pairs(name)}
        # Exact sums: a set has its members in another order in every process.
        whole = fsum(weights.values())
        return fsum(weights[pair] for pair in weights.keys() & given) / whole if whole else 0.0


def comparable_name(text: str) -> str:
    """Return a name as it is compared: full-width letters, case and spaces do not count."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def _pairs(text: str) -> frozenset[str]:
    return frozenset(map("".join, pairwise(comparable_name(text))))


def _leading_code(file: str) -> str:
    match = _LEADING_CODE.match(comparable_name(file.rpartition("/")[2]))
    return match[0] if match else ""
