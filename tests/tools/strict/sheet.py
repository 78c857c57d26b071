"""One sheet: cells, sizes, merged areas, conditional formats, validations, hyperlinks, views."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

from lxml import etree
from openpyxl.utils import range_boundaries

from tests.tools.strict import formulas
from tests.tools.strict.package import Package, R, twice, units

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ORDER = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
]
_ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
_LONGEST = {"promptTitle": 32, "prompt": 255, "errorTitle": 32, "error": 255}
_PLACE = re.compile(r"(?:'((?:[^']|'')+)'|([^\W\d][\w.]*))!.+")
Area = tuple[int, int, int, int]


@dataclass(frozen=True)
class Limits:
    """What cells may refer to: how many styles, and which shared texts."""

    styles: int
    different: int
    texts: tuple[str, ...]


def area(text: str | None) -> Area | None:
    """Return an area of a sheet; ``None`` for what is none."""
    if not re.fullmatch(r"\$?[A-Z]{1,3}\$?\d{1,7}(:\$?[A-Z]{1,3}\$?\d{1,7})?", text or ""):
        return None
    left, top, right, bottom = range_boundaries(text)
    return (left, top, right, bottom) if left <= right <= 16384 and top <= bottom <= 2**20 else None


def overlap(one: Area, other: Area) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def violations(file: Package, part: str, known: formulas.Names, limits: Limits) -> Iterator[str]:
    """Yield what is wrong with one sheet."""
    tree = file.trees[part]
    checks: tuple[Callable[[], Iterator[str]], ...] = (
        lambda: _order(tree),
        lambda: _sizes(tree),
        lambda: _cells(tree, known, limits),
        lambda: _merged(tree),
        lambda: _formats(tree, known, limits),
        lambda: _validations(tree, known),
        lambda: _hyperlinks(tree, known),
        lambda: _views(tree),
        lambda: _page(file, part),
    )
    for check in checks:
        for problem in check():
            yield f"{part}: {problem}"


def _order(tree: etree._Element) -> Iterator[str]:
    order = [child.tag.removeprefix(S) for child in tree]
    if any(name not in _ORDER for name in order):
        yield f"unknown elements {set(order) - set(_ORDER)}"
    elif order != sorted(order, key=_ORDER.index):
        yield f"order of elements {order}"


def _sizes(tree: etree._Element) -> Iterator[str]:
    last = 0
    for column in tree.iter(f"{S}col"):
        first, final = int(column.get("min")), int(column.get("max"))
        if not last < first <= final <= 16384 or float(column.get("width", "8")) > 255:
            yield f"column {first} to {final}"
        last = final
    last = 0
    for row in tree.iter(f"{S}row"):
        number = int(row.get("r"))
        if not last < number <= 2**20 or not 0 <= float(row.get("ht", "1")) <= 409.5:
            yield f"row {number} after {last}, {row.get('ht')} high"
        last = number


def _cells(tree: etree._Element, known: formulas.Names, limits: Limits) -> Iterator[str]:
    for row in tree.iter(f"{S}row"):
        columns = [0]
        for cell in row:
            place = cell.get("r")
            found = area(place)
            if not found or str(found[1]) != row.get("r") or found[0] <= columns[-1]:
                yield f"{place} stands in row {row.get('r')}"
            columns.append(found[0] if found else 0)
            if int(cell.get("s", "0")) >= limits.styles:
                yield f"{place} has a style that is not there"
            yield from (f"{place}: {problem}" for problem in _value(cell, limits))
            formula = cell.findtext(f"{S}f")
            if formula:
                yield from formulas.violations(formula, place, "cell", known)


def _value(cell: etree._Element, limits: Limits) -> Iterator[str]:
    kind, stored = cell.get("t", "n"), cell.findtext(f"{S}v")
    inline = cell.find(f"{S}is")
    text = "".join(piece.text or "" for piece in cell.iter(f"{S}t")) if kind == "inlineStr" else ""
    match kind:
        case "n" if stored and not _is_number(stored):
            yield f"number {stored!r}"
        case "b" if stored not in ("0", "1"):
            yield f"truth {stored!r}"
        case "e" if stored not in _ERRORS:
            yield f"error {stored!r}"
        case "s" if not (stored or "").isdigit() or int(stored) >= len(limits.texts):
            yield f"shared text {stored} is not there"
        case "s" if cell.find(f"{S}f") is not None:
            yield "a formula with a shared text"
        case "s":
            text = limits.texts[int(stored)]
        case "str":
            text = stored or ""
    if (inline is not None) != (kind == "inlineStr"):
        yield f"a text in place, and its kind is {kind}"
    if units(text) > 32767:
        yield "a text of more than 32,767"
    # Excel counts it as filled: COUNTA, ISBLANK and Ctrl+arrow go wrong.
    if kind in ("s", "inlineStr") and not text:
        yield "an empty text is stored"


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _merged(tree: etree._Element) -> Iterator[str]:
    merged = [area(one.get("ref")) for one in tree.iter(f"{S}mergeCell")]
    if None in merged or any(one[:2] == one[2:] for one in merged if one):
        yield "a merged area that is none"
    for one, other in combinations(filter(None, merged), 2):
        if overlap(one, other):
            yield f"merged areas {one} and {other} overlap"


def _formats(tree: etree._Element, known: formulas.Names, limits: Limits) -> Iterator[str]:
    rules = list(tree.iter(f"{S}cfRule"))
    for priority in twice(rule.get("priority") for rule in rules):
        yield f"conditional formats: priority {priority} twice"
    for rule in rules:
        if int(rule.get("dxfId", "0")) >= limits.different:
            yield f"conditional format: style {rule.get('dxfId')} is not there"
        for formula in rule.iter(f"{S}formula"):
            yield from formulas.violations(
                formula.text or "", rule.getparent().get("sqref")[:20], "conditional format", known
            )
    for formatted in tree.iter(f"{S}conditionalFormatting"):
        areas = [area(one) for one in formatted.get("sqref", "").split()]
        if not areas or None in areas:
            yield f"conditional format of {formatted.get('sqref')!r}"
        elif any(overlap(one, other) for one, other in combinations(areas, 2)):
            yield f"areas of one conditional format overlap: {formatted.get('sqref')[:40]}"


def _validations(tree: etree._Element, known: formulas.Names) -> Iterator[str]:
    taken: list[Area] = []
    for rule in tree.iter(f"{S}dataValidation"):
        where = rule.get("sqref", "")
        for key, longest in _LONGEST.items():
            if units(rule.get(key)) > longest:
                yield f"validation of {where[:20]}: {key} is longer than {longest}"
        for part in where.split():
            found = area(part)
            if found is None or any(overlap(found, other) for other in taken):
                yield f"validations overlap at {part}"
            taken.append(found or (0, 0, 0, 0))
        for formula in rule:
            if units(formula.text) > 255:
                yield f"validation of {where[:20]}: a formula of more than 255"
            yield from formulas.violations(formula.text or "", where[:20], "validation", known)
        if rule.get("type", "none") != "none" and rule.find(f"{S}formula1") is None:
            yield f"validation of {where[:20]} has no formula"


def _hyperlinks(tree: etree._Element, known: formulas.Names) -> Iterator[str]:
    links = list(tree.iter(f"{S}hyperlink"))
    for place in twice(link.get("ref") for link in links):
        yield f"two hyperlinks at {place}"
    for link in links:
        place, outside = link.get("location"), link.get(f"{R}id")
        if not area(link.get("ref")) or not (place or outside) or units(place) > 255:
            yield f"hyperlink at {link.get('ref')} leads nowhere"
        if units(link.get("tooltip")) > 255:
            yield f"hyperlink at {link.get('ref')}: the tip is longer than 255"
        if place and not outside:
            found = _PLACE.fullmatch(place)
            sheet = (found[1] or found[2]).replace("''", "'") if found else None
            if sheet not in known.sheets and place.lower() not in known.defined:
                yield f"hyperlink to {place}, which is not there"


def _views(tree: etree._Element) -> Iterator[str]:
    for view in tree.iter(f"{S}sheetView"):
        pane = view.find(f"{S}pane")
        panes = {chosen.get("pane", "topLeft") for chosen in view.iter(f"{S}selection")}
        if pane is not None:
            sides = [side for side in ("xSplit", "ySplit") if pane.get(side)]
            legal = {("xSplit",): {"topRight"}, ("ySplit",): {"bottomLeft"}}.get(
                tuple(sides), {"topRight", "bottomLeft", "bottomRight"}
            )
            if pane.get("activePane") not in legal or not panes <= legal | {"topLeft"}:
                yield f"pane {dict(pane.attrib)} with selections {panes}"
        for chosen in view.iter(f"{S}selection"):
            areas = [area(one) for one in chosen.get("sqref", "A1").split()]
            cell = area(chosen.get("activeCell", "A1"))
            if None in (*areas, cell) or not any(overlap(cell, one) for one in areas):
                yield f"selection {dict(chosen.attrib)}"


def _page(file: Package, part: str) -> Iterator[str]:
    tree = file.trees[part]
    for line in tree.iterfind(f"{S}headerFooter/*"):
        if units(line.text) > 255:
            yield f"{line.tag.removeprefix(S)} is longer than 255"
    filtered = tree.find(f"{S}autoFilter")
    if filtered is not None:
        names = [one.get("name") for one in file.trees[file.main].iter(f"{S}definedName")]
        if not area(filtered.get("ref")) or "_xlnm._FilterDatabase" not in names:
            yield "a filter without its hidden name"
    if file.linked(part, "comments") and tree.find(f"{S}legacyDrawing") is None:
        yield "notes that nothing draws"
    for table in file.linked(part, "table"):
        columns = [one.get("name").lower() for one in file.trees[table].iter(f"{S}tableColumn")]
        left, _, right, _ = area(file.trees[table].get("ref")) or (0, 0, 0, 0)
        if len(set(columns)) != right - left + 1:
            yield f"{table}: its columns do not fit its area"
