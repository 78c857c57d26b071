"""A formula as Excel reads it: its functions, names, sheets, and how long and deep it may be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.tools.strict.package import units

# What Excel has had since 2007, as far as this product uses it; later functions are stored with a prefix.
_FUNCTIONS = frozenset(
    [
        "ABS",
        "ADDRESS",
        "AND",
        "AVERAGE",
        "CHAR",
        "CHOOSE",
        "CLEAN",
        "CODE",
        "COLUMN",
        "COLUMNS",
        "CONCATENATE",
        "COUNT",
        "COUNTA",
        "COUNTBLANK",
        "COUNTIF",
        "COUNTIFS",
        "DATE",
        "DAY",
        "EXACT",
        "FIND",
        "FIXED",
        "FLOOR",
        "CEILING",
        "HYPERLINK",
        "IF",
        "IFERROR",
        "INDEX",
        "INDIRECT",
        "INT",
        "ISBLANK",
        "ISERR",
        "ISERROR",
        "ISLOGICAL",
        "ISNA",
        "ISNONTEXT",
        "ISNUMBER",
        "ISREF",
        "ISTEXT",
        "LARGE",
        "LEFT",
        "LEN",
        "LOOKUP",
        "LOWER",
        "MATCH",
        "MAX",
        "MID",
        "MIN",
        "MOD",
        "MONTH",
        "N",
        "NA",
        "NOT",
        "OR",
        "PROPER",
        "REPLACE",
        "REPT",
        "RIGHT",
        "ROUND",
        "ROUNDDOWN",
        "ROUNDUP",
        "ROW",
        "ROWS",
        "SEARCH",
        "SIGN",
        "SMALL",
        "SUBSTITUTE",
        "SUBTOTAL",
        "SUM",
        "SUMIF",
        "SUMIFS",
        "SUMPRODUCT",
        "T",
        "TEXT",
        "TODAY",
        "TRIM",
        "TRUE",
        "FALSE",
        "TRUNC",
        "TYPE",
        "UPPER",
        "VALUE",
        "VLOOKUP",
        "HLOOKUP",
        "WEEKDAY",
        "YEAR",
    ]
)
_TEXT = re.compile(r'"(?:[^"]|"")*"')
_SHEET = re.compile(r"'((?:[^']|'')+)'!|([^\s'(),&=<>+\-*/^:;{}\"!]+)!")
_FUNCTION = re.compile(r"([A-Za-z_][\w.]*)\(")
_NAME = re.compile(r"(?<![\w.!'$#])([^\W\d][\w.]*)(?![\w.(!'])")
_ADDRESS = re.compile(r"[A-Za-z]{1,3}\d*|TRUE|FALSE")
_UNION = re.compile(r"(?<![\w.])\([^()]*,[^()]*\)")
RULES = ("conditional format", "validation")


@dataclass(frozen=True)
class Names:
    """What formulas of a workbook may refer to."""

    sheets: frozenset[str]
    defined: frozenset[str]


def violations(formula: str, where: str, kind: str, known: Names) -> Iterator[str]:
    """Yield why Excel would refuse a formula."""
    for problem in (*_size(formula), *_meaning(formula, known), *_in_rules(formula, kind)):
        yield f"{where}: {kind}: {problem}: {formula[:60]}"


def _size(formula: str) -> Iterator[str]:
    if not formula or formula.startswith("=") or units(formula) > 8192:
        yield "empty, longer than 8,192, or begins with ="
    if any(units(text) - 2 > 255 for text in _TEXT.findall(formula)):
        yield "a text of more than 255 characters"
    bare = _TEXT.sub("", formula)
    if '"' in bare:
        yield "quotes do not pair"
    depth = deepest = 0
    open_arguments = [0]
    for character in _SHEET.sub("", bare):
        if character == "(":
            depth += 1
            deepest = max(deepest, depth)
            open_arguments.append(1)
        elif character == ")" and depth:
            depth -= 1
            if open_arguments.pop() > 255:
                yield "more than 255 arguments"
        elif character == ")":
            depth = 99
            break
        open_arguments[-1] += character == ","
    if depth or deepest > 64:
        yield "parentheses do not pair, or nest more than 64 deep"


def _meaning(formula: str, known: Names) -> Iterator[str]:
    bare = _TEXT.sub("", formula)
    for quoted, plain in _SHEET.findall(bare):
        if (quoted.replace("''", "'") or plain) not in known.sheets:
            yield f"no sheet {quoted or plain}"
        if plain and not re.fullmatch(r"[^\W\d][\w.]*", plain):
            yield f"sheet {plain} needs quotes"
    bare = _SHEET.sub("", bare)
    for function in _FUNCTION.findall(bare):
        if function.upper() not in _FUNCTIONS:
            yield f"function {function} came after Excel 2007, or is none"
    for name in _NAME.findall(bare):
        if not _ADDRESS.fullmatch(name) and name.lower() not in known.defined:
            yield f"no name {name}"
    if "#REF!" in formula:
        yield "#REF!"


def _in_rules(formula: str, kind: str) -> Iterator[str]:
    if kind not in RULES:
        return
    bare = _TEXT.sub("", formula)
    if "{" in bare or _UNION.search(_SHEET.sub("", bare)):
        yield "neither lists of values nor unions are allowed here"
    if kind == "conditional format" and "!" in bare:
        yield "leads to another sheet, which Excel 2007 refuses"
