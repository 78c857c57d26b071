"""Edition -> one rule for each kind of total and each 勾稽关系: what was stated against what adds up."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.basics.patterns import pattern_of
from xlsheets.checks.rule.spec import Doc, Hit, Rule
from xlsheets.checks.tables.equations import BrokenEquation, Ledger, faults
from xlsheets.report.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xlsheets.checks.rule.spec import Case
    from xlsheets.schema import Cell, Edition
    from xlsheets.schema.equations import Equation
    from xlsheets.schema.spec import Identity, Sum

_NUMERAL = pattern_of(r"（[一二三四五六七八九十]）|\d+\.")
# More addends than this are not spelt out in a sentence.
_SPELT_OUT = 6


def sum_rules(edition: Edition) -> tuple[Rule[Case], ...]:
    """Return the rules an edition's totals and identities call for, by code."""
    by_code = {summed.code: summed for summed in reversed(edition.sums)}
    totals = [_total_rule(edition, by_code[code]) for code in sorted(by_code)]
    identities = [_identity_rule(edition, identity) for identity in edition.identities]
    return tuple(sorted((*totals, *identities), key=lambda rule: rule.code))


def _total_rule(edition: Edition, example: Sum) -> Rule[Case]:
    number = edition.table_of[example.total.block].number
    across = example.total.row == example.parts[0].row
    labels = edition.column_labels if across else edition.row_labels
    name = " › ".join(
        labels[example.total.block, example.total.column if across else example.total.row]
    )
    doc = Doc(
        summary=f"{number}“{name}”必须等于同组各项相加之和。",
        basis=example.source,
        wrong=f"各项为 3、2、1，“{name}”写成 5。",
        right=f"“{name}”写 6，或者改正写错的那一项。",
    )
    title = f"{number}“{name}”与各项之和不符"
    return Rule(example.code, title, Severity.ERROR, doc, partial(_hits, example.code))


def _identity_rule(edition: Edition, identity: Identity) -> Rule[Case]:
    left, right = (
        " + ".join(_short(edition, identity.block, row) for row in side)
        for side in (identity.left, identity.right)
    )
    doc = Doc(
        summary=f"{edition.table_of[identity.block].number}每一列都必须符合：{left} = {right}。",
        basis=identity.source,
        wrong="新收 12、上年结转 3，办理总计 14、结转下年度 0：收进来 15 件，办出去 14 件。",
        right="办理总计 14、结转下年度 1：收进来、办出去都是 15 件。",
    )
    return Rule(identity.code, identity.title, Severity.ERROR, doc, partial(_hits, identity.code))


def _hits(code: str, case: Case) -> Iterator[Hit]:
    ledger = Ledger(case)
    for fault in faults(case):
        if fault.equation.code == code:
            yield _hit(ledger, fault)


def _hit(ledger: Ledger, fault: BrokenEquation) -> Hit:
    edition, equation = ledger.case.edition, fault.equation
    left, right = ledger.add(equation.left), ledger.add(equation.right)
    found, expected = (left, right) if equation.is_sum else (right, left)
    message = _total_message if equation.is_sum else _identity_message
    involved = (fault.suspect, *(other.spot for other in fault.others))
    places = (equation.spot, *(cell for cell in involved if cell is not None))
    return Hit(
        message=message(ledger, equation),
        places=tuple(dict.fromkeys(map(str, places))),
        found=found,
        expected=expected,
        operands=tuple(
            ledger.case.operand(cell, ledger.value(cell))
            for cell in (*equation.left, *equation.right)
        ),
        hint=_hint(ledger, fault),
        suspect=edition.path(fault.suspect) if fault.suspect else "",
    )


def _hint(ledger: Ledger, fault: BrokenEquation) -> str:
    if fault.suspect is None or fault.correct is None:
        likely = "" if fault.equation.is_sum else "，多半错在结转的一格"
        return f"请对照台账核对参与相加的各格{likely}，改正填错的一格。"
    edition = ledger.case.edition
    path = edition.path(fault.suspect)
    old, new = show(ledger.given[fault.suspect]), show(fault.correct)
    said = f"若“{path}”由 {old} 改为 {new}，则各处同时相符；请先核对这一格。"
    # The workbook adds up by itself: a total its source stated wrong cannot be corrected in a cell.
    by_source = "各项都对的，是总计写错了：工作簿用“修复工作簿”（repair 命令）换回自动计算的总计，Word、网页等改原件里的总计。"
    return said + by_source if fault.suspect in edition.sum_of else said


def _identity_message(ledger: Ledger, equation: Equation) -> str:
    edition, spot = ledger.case.edition, equation.spot
    column = " › ".join(edition.column_labels[spot.block, spot.column])
    gap = ledger.gap(equation)
    sides = "，".join(
        f"{_addends(ledger, ((_short(edition, cell.block, cell.row), cell) for cell in side))}"
        f" = {show(ledger.add(side))}"
        for side in (equation.left, equation.right)
    )
    more = "收进来的比办出去的" if gap > 0 else "办出去的比收进来的"
    return f"{column}一列：{sides}，{more}多 {show(abs(gap))} {edition.measure(spot).unit}。"


def _total_message(ledger: Ledger, equation: Equation) -> str:
    edition, (total,) = ledger.case.edition, equation.left
    name = edition.path(total).partition(" › ")[2]
    gap = ledger.gap(equation)
    across = total.row == equation.right[0].row
    parts = [
        (_short(edition, cell.block, cell.column if across else cell.row), cell)
        for cell in equation.right
        if ledger.value(cell)
    ]
    spelt = f"（{_addends(ledger, parts)}）" if 0 < len(parts) <= _SPELT_OUT else ""
    more = "多" if gap > 0 else "少"
    return (
        f"“{name}”是 {show(ledger.value(total))}，各项相加是 {show(ledger.add(equation.right))}{spelt}，"
        f"{more} {show(abs(gap))} {edition.measure(total).unit}。"
    )


def _addends(ledger: Ledger, named: Iterable[tuple[str, Cell]]) -> str:
    return " + ".join(f"{name} {show(ledger.value(cell))}" for name, cell in named)


def _short(edition: Edition, block: str, key: str) -> str:
    """Return what people call a row or column within a sentence: no numeral, no note in brackets."""
    leaf = edition.items[block, key]
    return leaf.short or _NUMERAL.sub("", leaf.label).partition("（")[0]
