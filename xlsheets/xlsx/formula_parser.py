"""Text of a formula -> what it is made of: operations, calls, references, names and constants."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from xlsheets.basics.addresses import Area, Place, area_of, referred_spot
from xlsheets.basics.numbers import Number
from xlsheets.basics.patterns import pattern_of
from xlsheets.values import NamedTuple
from xlsheets.xlsx.cell_value import number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Excel allows 64 levels; the parser needs some levels of its own for each.
_DEEPEST = 64
_TOKEN = pattern_of(
    r"""\s*(?:
    (?P<text>"(?:[^"]|"")*")
    |(?P<error>\#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A))
    |(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)(?![\w.(!])
    |(?P<sheet>'(?:[^']|'')+'!|[^\W\d][\w.]*!)
    |(?P<area>\$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}\$?\d+)?)(?![\w.(!:])
    |(?P<call>[^\W\d][\w.]*\()
    |(?P<name>[^\W\d][\w.\\]*)
    |(?P<operator><=|>=|<>|[-+*/^&=<>%(),;{}])
    )\s*""",
    re.VERBOSE,
)
# From what binds least to what binds most.
_BINARY = (("=", "<>", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/"), ("^",))
_LEVELS = {operator: level for level, operators in enumerate(_BINARY) for operator in operators}


class FormulaSyntaxError(ValueError):
    """A formula is written in a way that is not understood here."""


class CellError(NamedTuple):
    """An error value, such as ``#REF!``."""

    code: str


Scalar: TypeAlias = "Number | str | bool | CellError | None"


class Constant(NamedTuple):
    """A number, a text, a truth value or an error, as written."""

    value: Scalar


class ArrayConstant(NamedTuple):
    """Rows of constants within braces."""

    rows: tuple[tuple[Scalar, ...], ...]


class SheetArea(NamedTuple):
    """Cells.

    Args:
        sheet: the name of their sheet; "" for the formula's own.
        area: where they are.
        fixed: of the first row and column and the last ones, which stay where they are when the formula is moved.
    """

    sheet: str
    area: Area
    fixed: tuple[bool, bool, bool, bool]

    def moved(self, down: int, across: int) -> Area:
        """Return the area as the formula reads some cells further down and across."""
        if not (down or across):
            return self.area
        (top, left), (bottom, right) = self.area
        top_stays, left_stays, bottom_stays, right_stays = self.fixed
        return Area(
            Place(top + (0 if top_stays else down), left + (0 if left_stays else across)),
            Place(bottom + (0 if bottom_stays else down), right + (0 if right_stays else across)),
        )


class DefinedName(NamedTuple):
    """A name of the workbook."""

    name: str


class Operation(NamedTuple):
    """An operator and what stands on its sides; ``left`` is None for one that stands before a value."""

    operator: str
    left: Node | None
    right: Node


class Call(NamedTuple):
    """A function and its arguments; None for one that is left out."""

    function: str
    arguments: tuple[Node | None, ...]


Node: TypeAlias = Constant | ArrayConstant | SheetArea | DefinedName | Operation | Call


# Workbooks made from one template have the same few hundred formulas.
@lru_cache(maxsize=2048)
def parse_formula(formula: str) -> Node:
    """Return what a formula is made of; it is given without its equals sign.

    Raises:
        FormulaSyntaxError: it is not understood.
    """
    parser = _Parser(tuple(_tokens(formula)))
    node = parser.expression()
    parser.expect("end")
    return node


def references_in(node: Node) -> Iterator[SheetArea | DefinedName]:
    """Yield what a formula refers to, and what its parts do."""
    if isinstance(node, SheetArea | DefinedName):
        yield node
    elif isinstance(node, Operation):
        for side in (node.left, node.right):
            yield from references_in(side) if side else ()
    elif isinstance(node, Call):
        for argument in node.arguments:
            yield from references_in(argument) if argument else ()


class _Token(NamedTuple):
    kind: str
    text: str


def _tokens(formula: str) -> Iterator[_Token]:
    at = 0
    while at < len(formula):
        match = _TOKEN.match(formula, at)
        if match is None:
            raise FormulaSyntaxError(formula[at : at + 20])
        kind = match.lastgroup or ""
        yield _Token(match[kind] if kind == "operator" else kind, match[kind])
        at = match.end()
    yield _Token("end", "")


class _Parser:
    """Reads tokens from left to right, each level of operators by itself."""

    def __init__(self, tokens: tuple[_Token, ...]) -> None:
        self._tokens, self._at, self._depth = tokens, 0, 0

    def expect(self, kind: str) -> str:
        """Take a token of this kind."""
        token = self._tokens[self._at]
        if token.kind != kind:
            raise FormulaSyntaxError(token.text)
        self._at += 1
        return token.text

    def _next_is(self, *kinds: str) -> bool:
        return self._tokens[self._at].kind in kinds

    def expression(self, least: int = 0) -> Node:
        """Read a value, and the operations of this level and of those that bind more."""
        node = self._signed()
        while (level := _LEVELS.get(self._tokens[self._at].kind, -1)) >= least:
            operator = self.expect(self._tokens[self._at].kind)
            node = Operation(operator, node, self.expression(level + 1))
        return node

    def _signed(self) -> Node:
        if self._next_is("-", "+"):
            operator = self.expect(self._tokens[self._at].kind)
            return Operation(operator, None, self._deeper(self._signed))
        node = self._primary()
        while self._next_is("%"):
            self.expect("%")
            node = Operation("/", node, Constant(100))
        return node

    def _deeper(self, read: Callable[[], Node]) -> Node:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise FormulaSyntaxError("nested too deep")
        node = read()
        self._depth -= 1
        return node

    def _primary(self) -> Node:
        kind, text = self._tokens[self._at]
        reader = _READERS.get(kind)
        if reader is None:
            raise FormulaSyntaxError(text)
        self._at += 1
        return reader(self, text)

    def _group(self, _: str) -> Node:
        node = self._deeper(self.expression)
        self.expect(")")
        return node

    def _sheet(self, text: str) -> Node:
        spot = referred_spot(text + self.expect("area"))
        if spot is None:
            raise FormulaSyntaxError(text)
        return _area(spot.sheet, spot.cell)

    def _name(self, text: str) -> Node:
        truth = {"TRUE": True, "FALSE": False}.get(text.upper())
        return DefinedName(text) if truth is None else Constant(truth)

    def _call(self, text: str) -> Node:
        arguments = [self._argument()]
        while self._next_is(","):
            self.expect(",")
            arguments.append(self._argument())
        self.expect(")")
        given = () if arguments == [None] else tuple(arguments)
        return Call(text[:-1].upper(), given)

    def _argument(self) -> Node | None:
        return None if self._next_is(",", ")") else self._deeper(self.expression)

    def _array(self, _: str) -> Node:
        rows: list[list[Scalar]] = [[self._constant()]]
        while not self._next_is("}"):
            if self._next_is(";"):
                self.expect(";")
                rows.append([])
            else:
                self.expect(",")
            rows[-1].append(self._constant())
        self.expect("}")
        if len({len(row) for row in rows}) > 1:
            raise FormulaSyntaxError("rows of different lengths")
        return ArrayConstant(tuple(map(tuple, rows)))

    def _constant(self) -> Scalar:
        negative = self._next_is("-")
        if negative:
            self.expect("-")
        node = self._primary()
        value = node.value if isinstance(node, Constant) else None
        if isinstance(value, Number) and negative:
            return -value
        if value is None or negative:
            raise FormulaSyntaxError("no constant")
        return value


def _area(sheet: str, text: str) -> SheetArea:
    area = area_of(text.upper())
    if area is None:
        raise FormulaSyntaxError(text)
    first, _, last = text.partition(":")
    fixed = [mark for end in (first, last or first) for mark in ("$" in end[1:], end[0] == "$")]
    return SheetArea(sheet, area, (fixed[0], fixed[1], fixed[2], fixed[3]))


def _number(text: str) -> Number:
    value = number(text)
    if value is None:
        raise FormulaSyntaxError(text)
    return value


_READERS: dict[str, Callable[[_Parser, str], Node]] = {
    "text": lambda _, text: Constant(text[1:-1].replace('""', '"')),
    "number": lambda _, text: Constant(_number(text)),
    "error": lambda _, text: Constant(CellError(text)),
    "area": lambda _, text: _area("", text),
    "sheet": _Parser._sheet,  # noqa: SLF001 - its own methods, by the kind of token they read
    "name": _Parser._name,  # noqa: SLF001
    "call": _Parser._call,  # noqa: SLF001
    "(": _Parser._group,  # noqa: SLF001
    "{": _Parser._array,  # noqa: SLF001
}
