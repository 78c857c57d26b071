"""A regular expression -> a pattern that is compiled when it is first asked.

The rules have hundreds of patterns, and compiling them all takes longer than reading a workbook; what one
report says asks for a part of them.
"""

from __future__ import annotations

import re
from typing import AnyStr, Generic, cast


class _Late(Generic[AnyStr]):
    """Stands for a pattern; each of its methods is looked up once."""

    def __init__(self, expression: AnyStr, flags: int) -> None:
        self._written: tuple[AnyStr, int] = expression, flags

    def __getattr__(self, name: str) -> object:
        if name.startswith("_"):  # no pattern is asked for these, only things that are copied
            raise AttributeError(name)
        found = getattr(re.compile(*self._written), name)
        setattr(self, name, found)
        return found


def pattern_of(expression: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a pattern that asks for no time until it is used; the functions of ``re`` do not take it."""
    return cast("re.Pattern[AnyStr]", _Late(expression, flags))
