"""A workbook: its sheets, names and styles together; what is inside one sheet is in ``sheet``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.tools.strict import formulas, notes, sheet
from tests.tools.strict.package import Package, R, twice, units

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DXF_ORDER = ("font", "numFmt", "fill", "alignment", "border", "protection", "extLst")


def violations(file: Package) -> Iterator[str]:
    """Yield what is wrong with a workbook or an add-in."""
    book = file.trees[file.main]
    known = formulas.Names(
        frozenset(one.get("name") for one in book.iter(f"{S}sheet")),
        frozenset(one.get("name").lower() for one in book.iter(f"{S}definedName")),
    )
    yield from _sheets(file)
    yield from _names(file, known)
    yield from _counts(file)
    limits = sheet.Limits(*_styles_there(file), _shared_texts(file))
    yield from _styles(file)
    for entry in book.iter(f"{S}sheet"):
        part = file.links[file.main][entry.get(f"{R}id")].target
        if file.trees[part].tag == f"{S}worksheet":
            yield from sheet.violations(file, part, known, limits)
    yield from notes.violations(file)
    yield from _selected(file)


def _sheets(file: Package) -> Iterator[str]:
    sheets = list(file.trees[file.main].iter(f"{S}sheet"))
    for entry in sheets:
        name = entry.get("name")
        if units(name) > 31 or re.search(r"[\[\]:*?/\\]|^'|'$|^\s*$|^history$", name, re.I):
            yield f"sheet name {name!r} is not allowed"
    for key in ("name", "sheetId", f"{R}id"):
        for value in twice(entry.get(key).lower() for entry in sheets):
            yield f"{key} {value} twice"


def _selected(file: Package) -> Iterator[str]:
    book = file.trees[file.main]
    sheets = list(book.iter(f"{S}sheet"))
    view = next(book.iter(f"{S}workbookView"), None)
    active = int(view.get("activeTab", "0")) if view is not None else 0
    if active >= len(sheets) or sheets[active].get("state", "visible") != "visible":
        yield f"the active sheet, number {active}, is hidden or not there"
    chosen = [
        number
        for number, entry in enumerate(sheets)
        for seen in file.trees[file.links[file.main][entry.get(f"{R}id")].target].iter(
            f"{S}sheetView"
        )
        if seen.get("tabSelected") in ("1", "true")
    ]
    if chosen and chosen != [active]:
        yield f"sheets {chosen} are selected, but {active} is active"


def _names(file: Package, known: formulas.Names) -> Iterator[str]:
    names = list(file.trees[file.main].iter(f"{S}definedName"))
    for name, scope in twice((one.get("name").lower(), one.get("localSheetId")) for one in names):
        yield f"defined name {name} twice in {scope}"
    for one in names:
        name, text = one.get("name"), one.text or ""
        if not name.startswith("_xlnm.") and not _may_be_called(name):
            yield f"defined name {name!r} is not allowed"
        if int(one.get("localSheetId") or 0) >= len(known.sheets):
            yield f"defined name {name} belongs to no sheet"
        if name == "_xlnm.Print_Titles":
            text = re.sub(r"\$(?:\d+:\$\d+|[A-Z]+:\$[A-Z]+)", "A1", text)
        yield from formulas.violations(text, f"name {name}", "name", known)


def _may_be_called(name: str) -> bool:
    shape = re.fullmatch(r"[^\W\d][\w.\\?]*|[_\\][\w.\\?]*", name) and units(name) <= 255
    address = re.fullmatch(r"(?i)[a-z]{1,3}\d{1,7}|r\d*c?\d*|c\d*|r\d+c\d+.*", name)
    return bool(shape and not address)


def _counts(file: Package) -> Iterator[str]:
    """Yield where the number of things said is not that of the things there."""
    for name, tree in file.trees.items():
        for element in tree.iter(f"{S}*"):
            said = element.get("count")
            if said and not element.tag.endswith(("}sst", "}si")) and said != str(len(element)):
                yield f"{name}: {element.tag.rpartition('}')[2]} says {said}, has {len(element)}"
            if element.tag.endswith(("}mergeCells", "}dataValidations")) and not len(element):
                yield f"{name}: an empty {element.tag.rpartition('}')[2]}"


def _styles_there(file: Package) -> tuple[int, int]:
    styles = file.trees[file.linked(file.main, "styles")[0]]
    different = styles.find(f"{S}dxfs")
    return len(styles.find(f"{S}cellXfs")), len(different) if different is not None else 0


def _shared_texts(file: Package) -> tuple[str, ...]:
    parts = file.linked(file.main, "sharedStrings")
    entries = file.trees[parts[0]].findall(f"{S}si") if parts else []
    return tuple("".join(text.text or "" for text in entry.iter(f"{S}t")) for entry in entries)


def _styles(file: Package) -> Iterator[str]:
    styles = file.trees[file.linked(file.main, "styles")[0]]
    formats = {one.get("numFmtId"): one.get("formatCode") for one in styles.iter(f"{S}numFmt")}
    for number, code in formats.items():
        bare = re.sub(r'"[^"]*"|\\.', "", code)
        if int(number) < 164 or units(code) > 255 or '"' in bare or bare.count(";") > 3:
            yield f"number format {number} {code!r}"
    for used in styles.find(f"{S}cellXfs"):
        for key, kind in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
            if int(used.get(key, "0")) >= len(styles.find(f"{S}{kind}")):
                yield f"a style uses {kind} {used.get(key)}, which is not there"
        number = used.get("numFmtId", "0")
        if int(number) >= 164 and number not in formats:
            yield f"a style uses number format {number}, which is not there"
    for place, different in enumerate(styles.iterfind(f"{S}dxfs/{S}dxf")):
        order = [child.tag.removeprefix(S) for child in different]
        if order != [name for name in _DXF_ORDER if name in order]:
            yield f"dxf {place}: {order}"
        if different.find(f"{S}font/{S}name") is not None:
            yield f"dxf {place}: a font's name is not taken from here"
    if len(styles.find(f"{S}fills")) < 2:
        yield "fewer than the two fills that Excel expects"
