"""A regular expression -> a pattern that is compiled when it is first asked, and kept compiled for the next run.

The rules have hundreds of patterns, and compiling them all takes longer than reading a workbook; what one
report says asks for a part of them, and compiling that part takes a third of a command.

Python keeps programs compiled beside themselves, in ``__pycache__``, but no patterns; here they are kept in the same
folder, under the same conditions. Nothing rests on it: what is kept is taken by that very Python only, which looks
whether it may be run; where anything is missing, damaged or cannot be written, patterns are compiled as ever.
"""

from __future__ import annotations

import atexit
import marshal
import re
import sys
from contextlib import suppress
from functools import cache, lru_cache
from importlib import import_module
from typing import Any, AnyStr, Generic, cast

# What an attempt to use or to keep something compiled may end in: other insides of ``re``, a damaged file, no room.
_IN_VAIN = (ImportError, AttributeError, LookupError, TypeError, ValueError, RuntimeError, OSError)
# Patterns that are kept: ten times as many as the package has; a county's own words are some, too.
_MOST = 4_096
_Key = tuple[str | bytes, int]
# Flags, number of groups, numbers of those with names, and the code as bytes.
_Compiled = tuple[int, int, dict[str, int], bytes]


class _Late(Generic[AnyStr]):
    """Stands for a pattern; each of its methods is looked up once."""

    def __init__(self, expression: AnyStr, flags: int) -> None:
        self._written: tuple[AnyStr, int] = expression, flags

    def __getattr__(self, name: str) -> object:
        if name.startswith("_"):  # no pattern is asked for these, only things that are copied
            raise AttributeError(name)
        found = getattr(_compiled(*self._written), name)
        setattr(self, name, found)
        return found


def pattern_of(expression: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a pattern that asks for no time until it is used; the functions of ``re`` do not take it."""
    return cast("re.Pattern[AnyStr]", _Late(expression, flags))


@lru_cache(maxsize=_MOST)
def _compiled(expression: AnyStr, flags: int) -> re.Pattern[AnyStr]:
    """Return a pattern as it was kept, or compile it and keep it."""
    key = expression, int(flags)
    with suppress(*_IN_VAIN):
        kept = _kept()
        if key in kept:
            return cast("re.Pattern[AnyStr]", _whole(expression, kept[key]))
        new = _new()
        if len(kept) + len(new) < _MOST:
            made = new[key] = _taken_apart(*key)
            return cast("re.Pattern[AnyStr]", _whole(expression, made))
    return re.compile(expression, flags)


def _taken_apart(expression: str | bytes, flags: int) -> _Compiled:
    """Compile a pattern as ``re`` does, up to the last step.

    Raises:
        re.error: it is no pattern.
    """
    from array import array

    parser, compiler = (import_module(f"re.{name}") for name in ("_parser", "_compiler"))
    parsed = parser.parse(expression, flags)
    code = compiler._code(parsed, flags)  # noqa: SLF001 - see above: nothing rests on it
    state = parsed.state
    return (
        flags | state.flags,
        state.groups - 1,
        dict(state.groupdict),
        array("I", code).tobytes(),
    )


def _whole(expression: str | bytes, compiled: _Compiled) -> object:
    """Do the last step, in which the code is looked at."""
    flags, groups, named, code = compiled
    names: list[str | None] = [None] * (groups + 1)
    for name, number in named.items():
        names[number] = name
    return _engine().compile(
        expression, flags, memoryview(code).cast("I").tolist(), groups, named, tuple(names)
    )


def _maker() -> tuple[object, ...]:
    """Return what has to be the same where something kept is taken: the Python, its engine, its order of bytes."""
    engine = _engine()
    return sys.version, engine.MAGIC, engine.CODESIZE, sys.byteorder


def _engine() -> Any:  # noqa: ANN401 - what runs patterns has no types
    return import_module("_sre")


def _place() -> str:
    """Return where compiled patterns are kept; "" where this Python keeps no compiled programs."""
    cached = getattr(__spec__, "cached", None) or ""
    return f"{cached}.kept" if cached.endswith(".pyc") else ""


@cache
def _kept() -> dict[_Key, _Compiled]:
    """Return what was kept by the runs before."""
    with suppress(*_IN_VAIN, EOFError), open(_place(), "rb") as stream:  # noqa: PTH123 - pathlib is loaded later
        maker, kept = marshal.load(stream)  # noqa: S302 - as trustworthy as the byte code beside it
        if maker == _maker():
            return dict(kept)
    return {}


@cache
def _new() -> dict[_Key, _Compiled]:
    """Return what this run compiled; asked first, it is kept when the program ends."""
    atexit.register(_keep)
    return {}


def _keep() -> None:
    """Keep what was compiled, together with what was kept meanwhile."""
    if sys.dont_write_bytecode or not _place():
        return
    from pathlib import Path

    from xlsheets.basics.files import write_atomically  # loaded here: it has patterns of its own
    from xlsheets.errors import OutputError

    _kept.cache_clear()
    with suppress(*_IN_VAIN, OutputError):
        together: Any = (_maker(), {**_kept(), **_new()})
        write_atomically(Path(_place()), marshal.dumps(together), force=True)
