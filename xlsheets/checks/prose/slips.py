"""Two numbers -> whether somebody may have written the one for the other."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlsheets.basics.numbers import Number

# Counted wrong: by so many, or by so large a part of the greater one.
_FEW, _PART = 9, 5


def near_any(written: Number, known: Iterable[Number]) -> bool:
    """Tell whether a number may be one of others, mistyped or miscounted; what is far from all of them means something else."""
    return any(near(written, one) for one in known)


def near(written: Number, right: Number) -> bool:
    """Tell whether the one may be the other, mistyped or miscounted."""
    off = abs(Decimal(written) - Decimal(right))
    return off <= _FEW or off * _PART <= max(written, right) or _mistyped(str(written), str(right))


def _mistyped(written: str, right: str) -> bool:
    """Tell whether digits are the same in another order, or one is wrong, missing or too many."""
    short, long = sorted((written, right), key=len)
    if len(short) == len(long):
        wrong = sum(one != other for one, other in zip(short, long, strict=True))
        return wrong == 1 or sorted(short) == sorted(long)
    # 5 and 50 differ by a nought; of 1 and 21 the 1 is no slip of the other.
    return f"{short}0" == long or (
        len(short) > 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
    )
