"""Operators and functions of a sheet on plain values, as far as every office program computes the same."""

from __future__ import annotations

import operator
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from itertools import chain, repeat, starmap
from math import prod
from typing import TYPE_CHECKING, TypeAlias

from xlsheets.basics.numbers import Number, as_number, show
from xlsheets.values import NamedTuple
from xlsheets.xlsx.formula_parser import CellError
from xlsheets.xlsx.limits import LONGEST_TEXT, length

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from xlsheets.xlsx.formula_parser import Scalar

# From here on programs round numbers, and write them in powers of ten.
_EXACT, _SMALLEST = 10**15, Decimal("0.0001")
_SHOWN_DIGITS = 15
_VALUE_ERROR, _DIVISION_ERROR = CellError("#VALUE!"), CellError("#DIV/0!")


class UnknownValueError(Exception):
    """What a formula computes is not known here."""


class FailedError(Exception):
    """A formula computes an error value."""

    def __init__(self, value: CellError) -> None:
        super().__init__(value.code)
        self.value = value


class ValueBlock(NamedTuple):
    """Values of several cells, row by row."""

    rows: tuple[tuple[Scalar, ...], ...]

    def values(self) -> Iterator[Scalar]:
        """Yield its values in reading order."""
        return chain.from_iterable(self.rows)


Value: TypeAlias = "Scalar | ValueBlock"


def no_error(value: Scalar) -> Number | str | bool | None:
    """Return a value that is no error; an error is what everything computed from it is."""
    if isinstance(value, CellError):
        raise FailedError(value)
    return value


def as_figure(value: Scalar) -> Number:
    """Return a value as a number; of texts with digits programs make different things."""
    if type(value) is int and -_EXACT < value < _EXACT:  # as most are
        return value
    figure = no_error(value)
    if isinstance(figure, str):
        if not figure.strip() or any(map(str.isdigit, figure)):
            raise UnknownValueError
        raise FailedError(_VALUE_ERROR)
    if figure is None or isinstance(figure, bool):
        return int(figure or 0)
    if not -_EXACT < figure < _EXACT:
        raise UnknownValueError
    return figure


def value_as_text(value: Scalar) -> str:
    """Return a value as a text, a number as a cell in the format General shows it."""
    shown = no_error(value)
    if shown is None or isinstance(shown, str):
        return shown or ""
    if isinstance(shown, bool):
        return "TRUE" if shown else "FALSE"
    if shown and -_SMALLEST < shown < _SMALLEST:
        raise UnknownValueError
    return show(as_shown(shown))


def as_shown(value: Number) -> Number:
    """Return a number with as many digits as a sheet shows of it."""
    if not -_EXACT < value < _EXACT:
        raise UnknownValueError
    return value if isinstance(value, int) else as_number(f"{value:.{_SHOWN_DIGITS}g}")


# Operators -------------------------------------------------------------------------------------


def _equal(left: Scalar, right: Scalar) -> bool:
    one, other = no_error(left), no_error(right)
    if one is None or other is None:
        return (one or other) in (None, "", 0)
    if isinstance(one, str) and isinstance(other, str):
        return one.casefold() == other.casefold()
    return isinstance(one, bool) == isinstance(other, bool) and one == other


def _less(left: Scalar, right: Scalar) -> bool:
    """Compare numbers; the order of texts depends on the language."""
    if any(isinstance(value, str | bool) for value in (left, right)):
        raise UnknownValueError
    return as_figure(left) < as_figure(right)


def _quotient(left: Scalar, right: Scalar) -> Number:
    dividend, divisor = as_figure(left), as_figure(right)
    if not divisor:
        raise FailedError(_DIVISION_ERROR)
    exact = Decimal(dividend) / Decimal(divisor)
    return int(exact) if exact == exact.to_integral_value() else exact


def _arithmetic(act: Callable[[Number, Number], Number]) -> Callable[[Scalar, Scalar], Scalar]:
    return lambda left, right: act(as_figure(left), as_figure(right))


OPERATORS: dict[str, Callable[[Scalar, Scalar], Scalar]] = {
    "=": _equal,
    "<>": lambda left, right: not _equal(left, right),
    "<": _less,
    ">": lambda left, right: _less(right, left),
    "<=": lambda left, right: not _less(right, left),
    ">=": lambda left, right: not _less(left, right),
    "&": lambda left, right: value_as_text(left) + value_as_text(right),
    "+": _arithmetic(operator.add),
    "-": _arithmetic(operator.sub),
    "*": _arithmetic(operator.mul),
    "/": _quotient,
}


# Functions of single values, which within SUMPRODUCT are computed for each of many ------------------


def _len(value: Scalar) -> int:
    return length(value_as_text(value))


def _int(value: Scalar) -> int:
    figure = as_figure(value)
    return int(figure) - (figure < int(figure))


def _mod(value: Scalar, divisor: Scalar) -> Number:
    return as_figure(value) - as_figure(divisor) * _int(_quotient(value, divisor))


def _round(value: Scalar, places: Scalar) -> Number:
    figure, count = Decimal(as_figure(value)), _int(places)
    if abs(count) > _SHOWN_DIGITS:
        raise UnknownValueError
    try:
        return as_number(figure.quantize(Decimal(1).scaleb(-count), ROUND_HALF_UP))
    except InvalidOperation as error:
        raise UnknownValueError from error


def _mid(value: Scalar, start: Scalar, count: Scalar) -> str:
    text, first, size = value_as_text(value), _int(start), _int(count)
    if first < 1 or size < 0:
        raise FailedError(_VALUE_ERROR)
    if length(text) != len(text):
        raise UnknownValueError
    return text[first - 1 : first - 1 + size]


def _find(wanted: Scalar, value: Scalar) -> int:
    text = value_as_text(value)
    found = text.find(value_as_text(wanted))
    if length(text) != len(text):
        raise UnknownValueError
    if found < 0:
        raise FailedError(_VALUE_ERROR)
    return found + 1


def _rept(value: Scalar, times: Scalar) -> str:
    text, count = value_as_text(value), _int(times)
    if count < 0 or len(text) * count > LONGEST_TEXT:
        raise FailedError(_VALUE_ERROR)
    return text * count


def _hyperlink(link: Scalar, shown: Scalar = None) -> Scalar:
    return link if shown is None else shown


SINGLE: dict[str, Callable[..., Scalar]] = {
    "LEN": _len,
    "INT": _int,
    "MOD": _mod,
    "ROUND": _round,
    "MID": _mid,
    "FIND": _find,
    "REPT": _rept,
    "HYPERLINK": _hyperlink,
}


# Functions of many cells -----------------------------------------------------------------------


def _numbers(values: Iterable[Scalar]) -> Iterator[Number]:
    for value in values:
        if isinstance(no_error(value), int | Decimal) and not isinstance(value, bool):
            yield as_figure(value)


def _sum(values: Iterable[Scalar]) -> Number:
    return sum(_numbers(values))


def _count(values: Iterable[Scalar]) -> int:
    return sum(isinstance(value, int | Decimal) and not isinstance(value, bool) for value in values)


def _counta(values: Iterable[Scalar]) -> int:
    return sum(value is not None for value in values)


def _countblank(values: Iterable[Scalar]) -> int:
    return sum(value is None or value == "" for value in values)


MANY: dict[str, Callable[[Iterable[Scalar]], Scalar]] = {
    "SUM": _sum,
    "COUNT": _count,
    "COUNTA": _counta,
    "COUNTBLANK": _countblank,
}


def sum_of_products(blocks: Sequence[ValueBlock]) -> Number:
    """Multiply what stands at the same place of blocks, and add up the products; texts count as nought."""
    if len({_shape(block) for block in blocks}) != 1:
        raise UnknownValueError
    places = zip(*(block.values() for block in blocks), strict=True)
    return sum(prod(map(_factor, at_one_place)) for at_one_place in places)


def _factor(value: Scalar) -> Number:
    return as_figure(value) if type(value) is int else next(_numbers([value]), 0)


def sum_where(keys: ValueBlock, wanted: Scalar, amounts: ValueBlock) -> Number:
    """Add up the amounts beside the keys that are this text; anything else that may be wanted is not known."""
    plain = isinstance(wanted, str) and wanted and not set("*?~<>=") & {*wanted}
    if not plain or _shape(keys) != _shape(amounts):
        raise UnknownValueError
    pairs = zip(keys.values(), amounts.values(), strict=True)
    return _sum(amount for key, amount in pairs if isinstance(key, str) and _equal(key, wanted))


def for_each(function: Callable[..., Scalar], values: Sequence[Value]) -> ValueBlock:
    """Compute a function of single values for each place of blocks; a single value serves all places."""
    shapes = {_shape(value) for value in values if isinstance(value, ValueBlock)}
    if len(shapes) != 1:
        raise UnknownValueError
    _, width = shapes.pop()
    places = [
        *zip(
            *(
                value.values() if isinstance(value, ValueBlock) else repeat(value)
                for value in values
            ),
            strict=False,
        )
    ]
    try:
        return block_of(list(starmap(function, places)), width)
    except FailedError:  # at some place, where the error is the value
        return block_of([_tried(function, here) for here in places], width)


def _tried(function: Callable[..., Scalar], values: Sequence[Scalar]) -> Scalar:
    try:
        return function(*values)
    except FailedError as error:
        return error.value


def block_of(values: Sequence[Scalar], width: int) -> ValueBlock:
    """Return values in reading order as rows of this width."""
    return ValueBlock(tuple(tuple(values[at : at + width]) for at in range(0, len(values), width)))


def _shape(block: ValueBlock) -> tuple[int, int]:
    return len(block.rows), len(block.rows[0])
