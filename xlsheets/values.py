"""NamedTuple: what only holds values, made in half the time that ``typing`` takes, and able to cache properties.

A command makes some 150 such classes before it does anything. ``typing`` compiles each annotation of each
of them, and a dataclass the text of six functions; here nobody asks for annotations again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["NamedTuple"]

if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from collections import namedtuple
    from functools import cached_property

    class _Maker(type):
        """Makes a named tuple of the body of a class; one that caches properties has room for them."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, object]) -> type:
            fields = tuple(body.get("__annotations__", ()))
            defaults = [body.pop(field) for field in fields if field in body]
            held = namedtuple(name, fields, defaults=defaults, module=body["__module__"])
            if not any(isinstance(member, cached_property) for member in body.values()):
                body["__slots__"] = ()
            return type(name, (held, *bases[1:]), body)

    NamedTuple = type.__new__(_Maker, "NamedTuple", (), {})
