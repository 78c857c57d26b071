"""Our NamedTuple is what that of ``typing`` is, and caches properties besides."""

from __future__ import annotations

import pickle
import typing
from functools import cached_property
from typing import Generic, TypeVar

import pytest

from xlsheets.values import NamedTuple

T = TypeVar("T")


class Pair(NamedTuple):
    """Two things."""

    first: int
    second: str = "乙"

    @property
    def doubled(self) -> int:
        return 2 * self.first


class Kept(NamedTuple):
    asked: list[int]

    @cached_property
    def times(self) -> int:
        self.asked.append(1)
        return len(self.asked)


class Held(NamedTuple, Generic[T]):
    value: T


class Known(typing.NamedTuple):
    first: int
    second: str = "乙"


def test_it_is_made_read_compared_and_changed_as_one_of_typing():
    ours, theirs = Pair(1), Known(1)
    assert ours == theirs
    assert hash(ours) == hash(theirs)
    assert repr(ours) == repr(theirs).replace("Known", "Pair")
    assert ours._replace(second="丙") == theirs._replace(second="丙") == Pair(first=1, second="丙")
    assert (Pair._fields, Pair._field_defaults) == (Known._fields, Known._field_defaults)
    assert ours.doubled == 2
    assert Pair.__doc__ == "Two things."
    assert pickle.loads(pickle.dumps(ours)) == ours
    assert Held[int](3).value == 3


def test_nothing_of_it_can_be_set():
    with pytest.raises(AttributeError):
        Pair(1).first = 2
    with pytest.raises(AttributeError):
        Pair(1).third = 3


def test_a_cached_property_is_asked_once():
    kept = Kept([])
    assert (kept.times, kept.times, kept.asked) == (1, 1, [1])
