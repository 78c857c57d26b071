"""Workbook -> what its formulas compute, as far as every office program computes the same.

Only the functions of our own workbooks are known. Whatever else a formula does, and whatever depends on the program
or its settings, such as calculating with a text, makes its value unknown: no value is better than a wrong one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING

from xlsheets.basics.addresses import relative
from xlsheets.basics.numbers import Number
from xlsheets.basics.patterns import pattern_of
from xlsheets.errors import UnreadableError
from xlsheets.values import NamedTuple
from xlsheets.xlsx.cell_value import number
from xlsheets.xlsx.formula_functions import (
    MANY,
    OPERATORS,
    SINGLE,
    FailedError,
    UnknownValueError,
    ValueBlock,
    as_figure,
    as_shown,
    block_of,
    for_each,
    no_error,
    sum_of_products,
    sum_where,
)
from xlsheets.xlsx.formula_parser import (
    ArrayConstant,
    Call,
    CellError,
    Constant,
    DefinedName,
    FormulaSyntaxError,
    Operation,
    SheetArea,
    parse_formula,
    references_in,
)
from xlsheets.xlsx.workbook import BLANK, Range

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from xlsheets.basics.addresses import Area, Place
    from xlsheets.xlsx.formula_functions import Value
    from xlsheets.xlsx.formula_parser import Node, Scalar
    from xlsheets.xlsx.rows import Raw
    from xlsheets.xlsx.workbook import Workbook

    FormulaCell = tuple[str, Place]

# Far more cells than all formulas of a report ask for.
_MOST_CELLS = 2_000_000
# Functions that find out only when they are computed which cells they refer to.
_UNTRACEABLE = pattern_of(r"\b(?:INDIRECT|OFFSET)\(", re.IGNORECASE)


class _Form(NamedTuple):
    """A formula as it reads from its own cell, where it was read first, and what it refers to there."""

    node: Node
    place: Place
    references: tuple[SheetArea | DefinedName, ...]


class Calculation:
    """What the formulas of one workbook compute; every value is computed once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        # The formulas of a column read alike from each of their cells; None is not understood.
        self._forms: dict[str, _Form | None] = {}
        self._form_of: dict[FormulaCell, _Form | None] = {}
        self._known: dict[FormulaCell, Scalar] = {}
        # Those that are unknown, and those that are just being computed: a reference cycle has no value.
        self._unknown: set[FormulaCell] = set()
        self._blocks: dict[tuple[str, Area], ValueBlock] = {}
        self._left = _MOST_CELLS

    def value(self, sheet: str, place: Place) -> Scalar:
        """Return what the formula of a cell computes.

        Raises:
            UnknownValueError: that is not known here.
        """
        cell = sheet, place
        if cell not in self._known:
            if cell in self._unknown:
                raise UnknownValueError
            self._unknown.add(cell)
            self._known[cell] = self._computed(sheet, place)
            self._unknown.remove(cell)
        return self._known[cell]

    def _computed(self, sheet: str, place: Place) -> Scalar:
        form, reader = self._form(sheet, place)
        try:
            value = reader.single(form.node)
        except FailedError as error:
            return error.value
        except RecursionError as error:
            raise UnknownValueError from error
        if value is None:
            return 0  # as a formula shows that leads to a blank cell
        return value if isinstance(value, str | bool | CellError) else as_shown(value)

    def _form(self, sheet: str, place: Place) -> tuple[_Form, _Formula]:
        """Return what the formula of a cell is made of, and what reads it there."""
        cell = sheet, place
        if cell not in self._form_of:
            formula = self._raw(sheet, place).formula or ""
            key = relative(formula, place)
            if key not in self._forms:
                self._forms[key] = _read_form(formula, place)
            self._form_of[cell] = self._forms[key]
        form = self._form_of[cell]
        if form is None:
            raise UnknownValueError
        shift = place.row - form.place.row, place.column - form.place.column
        return form, _Formula(self, sheet, shift)

    def _stored(self, sheet: str) -> Mapping[Place, Raw]:
        try:
            return self._workbook.sheet(sheet).cells
        except (UnreadableError, KeyError) as error:
            raise UnknownValueError from error

    def _raw(self, sheet: str, place: Place) -> Raw:
        return self._stored(sheet).get(place, BLANK)

    def block(self, sheet: str, area: Area) -> ValueBlock:
        """Return the values of an area; many formulas ask for the same ones."""
        found = self._blocks.get((sheet, area))
        if found is None:
            found = self._blocks[sheet, area] = self._read_block(sheet, area)
        return found

    def _read_block(self, sheet: str, area: Area) -> ValueBlock:
        self._left -= area.size
        if self._left < 0:
            raise UnknownValueError
        stored = self._stored(sheet).get
        values = [self._cell(sheet, place, stored(place, BLANK)) for place in area.places()]
        return block_of(values, area.last.column - area.first.column + 1)

    def _cell(self, sheet: str, place: Place, raw: Raw) -> Scalar:
        if raw.formula is not None:
            return self.value(sheet, place)
        if raw.kind in ("s", ""):
            return raw.text if raw.kind else None
        if raw.kind == "e":
            return CellError(raw.text)
        if raw.kind == "b":
            return raw.text in ("1", "true")
        figure = number(raw.text) if raw.kind == "n" else None
        if figure is None:
            raise UnknownValueError
        return figure

    def area(self, sheet: str, reference: SheetArea | DefinedName, shift: tuple[int, int]) -> Range:
        """Return where a reference leads that stands on a sheet, so far from where it was first read."""
        if isinstance(reference, DefinedName):
            found = self._workbook.range(reference.name)
        else:
            named = self._workbook.sheet_called(reference.sheet) if reference.sheet else sheet
            found = Range(named, reference.moved(*shift)) if named else None
        if found is None:
            raise UnknownValueError
        return found

    def resting_on(self, edited: Collection[FormulaCell]) -> Collection[FormulaCell]:
        """Return the formulas that refer to an edited cell or to another of them; besides, those where that is not clear."""
        cells: dict[FormulaCell, list[FormulaCell]] = defaultdict(list)
        areas: dict[str, dict[Area, list[FormulaCell]]] = defaultdict(lambda: defaultdict(list))
        found: set[FormulaCell] = set()
        for formula in self._formulas():
            try:
                for sheet, area in self._precedents(*formula):
                    if area.size == 1:
                        cells[sheet, area.first].append(formula)
                    else:
                        areas[sheet][area].append(formula)
            except (UnknownValueError, RecursionError):
                found.add(formula)
        waiting = [*edited, *found]
        while waiting:
            sheet, place = waiting.pop()
            reached = cells.pop((sheet, place), [])
            for area in [area for area in areas[sheet] if area.holds(place)]:
                reached += areas[sheet].pop(area)
            waiting += {*reached} - found
            found |= {*reached}
        return found

    def _formulas(self) -> Iterator[FormulaCell]:
        """Yield every cell with a formula, on the sheets that can be read."""
        for entry in self._workbook.package.sheets:
            with suppress(UnknownValueError):
                for place, raw in self._stored(entry.name).items():
                    if raw.formula is not None:
                        yield entry.name, place

    def _precedents(self, sheet: str, place: Place) -> Iterator[Range]:
        """Yield the areas a formula refers to."""
        if _UNTRACEABLE.search(self._raw(sheet, place).formula or ""):
            raise UnknownValueError
        form, reader = self._form(sheet, place)
        return map(reader.leads_to, form.references)


def _read_form(formula: str, place: Place) -> _Form | None:
    try:
        node = parse_formula(formula)
        return _Form(node, place, tuple(references_in(node)))
    except (FormulaSyntaxError, RecursionError):
        return None


class _Formula:
    """Computes the parts of one formula; only within SUMPRODUCT may a part have many values."""

    def __init__(self, calculation: Calculation, sheet: str, shift: tuple[int, int]) -> None:
        self._calculation, self._sheet, self._shift = calculation, sheet, shift
        self._many = False

    def leads_to(self, node: SheetArea | DefinedName) -> Range:
        """Return where a reference leads."""
        return self._calculation.area(self._sheet, node, self._shift)

    def single(self, node: Node | None) -> Scalar:
        """Return the one value of a part; one that is left out is blank."""
        value = None if node is None else self.value(node)
        if isinstance(value, ValueBlock):
            raise UnknownValueError
        return value

    def value(self, node: Node) -> Value:
        """Return what a part of the formula computes."""
        return _READERS[type(node)](self, node)

    def constant(self, node: Constant) -> Value:
        return node.value

    def array(self, node: ArrayConstant) -> Value:
        return ValueBlock(node.rows)

    def reference(self, node: SheetArea | DefinedName) -> Value:
        block = self._block(node)
        return block.rows[0][0] if len(block.rows) == len(block.rows[0]) == 1 else block

    def _block(self, node: Node | None) -> ValueBlock:
        """Return the values of an argument that must lead to cells."""
        if not isinstance(node, SheetArea | DefinedName):
            raise UnknownValueError
        return self._calculation.block(*self.leads_to(node))

    def operation(self, node: Operation) -> Value:
        left = 0 if node.left is None else self.value(node.left)
        right = self.value(node.right)
        if node.left is None and node.operator == "-":
            return self._applied(lambda value: -as_figure(value), right)
        operator = OPERATORS.get(node.operator)
        if operator is None or node.left is None:
            raise UnknownValueError
        return self._applied(operator, left, right)

    def call(self, node: Call) -> Value:
        if node.function in _LAZY:
            return _LAZY[node.function](self, *node.arguments)
        if node.function in SINGLE:
            values = (
                None if argument is None else self.value(argument) for argument in node.arguments
            )
            return self._applied(SINGLE[node.function], *values)
        if node.function in MANY:
            blocks = [self._figures(argument) for argument in node.arguments]
            return MANY[node.function](value for block in blocks for value in block.values())
        raise UnknownValueError

    def _applied(self, function: Callable[..., Scalar], *values: Value) -> Value:
        if not any(isinstance(value, ValueBlock) for value in values):
            return function(*values)
        if not self._many:
            raise UnknownValueError
        return for_each(function, values)

    def _figures(self, node: Node | None) -> ValueBlock:
        """Return an argument of a function of many cells: cells, or a number."""
        if isinstance(node, SheetArea | DefinedName):
            return self._block(node)
        value = self.single(node)
        if isinstance(value, bool) or not isinstance(value, Number):
            raise UnknownValueError
        return ValueBlock(((value,),))

    def condition(
        self, test: Node, then: Node | None = None, otherwise: Node | None = None
    ) -> Value:
        truth = no_error(self.single(test))
        if isinstance(truth, str):
            raise UnknownValueError
        branch = then if truth else otherwise
        if branch is None:
            raise UnknownValueError
        return self.value(branch)

    def unless_failed(self, node: Node, otherwise: Node) -> Value:
        try:
            return no_error(self.single(node))
        except FailedError:
            return self.single(otherwise)

    def products(self, *nodes: Node) -> Value:
        self._many, before = True, self._many
        values = [self.value(node) for node in nodes]
        self._many = before
        return sum_of_products([_as_block(value) for value in values])

    def amounts(self, keys: Node, wanted: Node, amounts: Node) -> Value:
        return sum_where(self._block(keys), self.single(wanted), self._block(amounts))


def _as_block(value: Value) -> ValueBlock:
    return value if isinstance(value, ValueBlock) else ValueBlock(((value,),))


_READERS: dict[type, Callable[..., Value]] = {
    Constant: _Formula.constant,
    ArrayConstant: _Formula.array,
    SheetArea: _Formula.reference,
    DefinedName: _Formula.reference,
    Operation: _Formula.operation,
    Call: _Formula.call,
}
# Functions that do not compute all of their arguments, or see them as cells.
_LAZY: dict[str, Callable[..., Value]] = {
    "IF": _Formula.condition,
    "IFERROR": _Formula.unless_failed,
    "SUMPRODUCT": _Formula.products,
    "SUMIF": _Formula.amounts,
}
