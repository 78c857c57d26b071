"""NamedTuple: what only holds values, made in an eighth of the time that ``typing`` takes, and able to cache properties.

A command makes some 150 such classes before it does anything. ``typing`` compiles each annotation of each
of them, ``collections`` the text of a constructor, and a dataclass that of six functions. Here all classes of so many
values are made from one of ``collections``, and take their constructor from it with the names of their own fields.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["NamedTuple"]

if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from collections import namedtuple
    from functools import cache, cached_property
    from types import FunctionType

    @cache
    def _of(count: int) -> type:
        """Return a named tuple of so many values, whatever they are called."""
        return namedtuple(f"Values{count}", [f"value{number}" for number in range(count)])

    def _constructor(
        alike: type, fields: tuple[str, ...], defaults: tuple[object, ...]
    ) -> FunctionType:
        """Return the constructor of a named tuple with other names for its values."""
        made = alike.__new__
        code = made.__code__.replace(co_varnames=("_cls", *fields))
        return FunctionType(code, made.__globals__, "__new__", defaults or None)

    def _replace(self: tuple, /, **changed: object) -> tuple:
        """Return the same values with some of them changed."""
        made = self._make(map(changed.pop, self._fields, self))
        if changed:
            raise ValueError(f"no fields of {type(self).__name__}: {list(changed)}")
        return made

    def _repr(self: tuple) -> str:
        shown = (f"{field}={value!r}" for field, value in zip(self._fields, self, strict=True))
        return f"{type(self).__name__}({', '.join(shown)})"

    class _Maker(type):
        """Makes a named tuple of the body of a class; one that caches properties has room for them."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, object]) -> type:
            fields = tuple(body.get("__annotations__", ()))
            defaults = {field: body.pop(field) for field in fields if field in body}
            alike = _of(len(fields))
            if not any(isinstance(member, cached_property) for member in body.values()):
                body["__slots__"] = ()
            own = {
                "_fields": fields,
                "_field_defaults": defaults,
                "_replace": _replace,
                "__match_args__": fields,
                "__new__": _constructor(alike, fields, tuple(defaults.values())),
                "__repr__": _repr,
                **{
                    field: vars(alike)[held]
                    for field, held in zip(fields, alike._fields, strict=True)
                },
            }
            return type(name, (alike, *bases[1:]), own | body)

    NamedTuple = type.__new__(_Maker, "NamedTuple", (), {})
