"""A Word document: styles, numbering, order of properties, bookmarks, fields, settings; tables are in ``grids``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from tests.tools.strict import grids
from tests.tools.strict.package import SPACE, Package, R, twice, units

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# The order in which the schema wants what describes a paragraph, a cell, a table, a section, a run.
_ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs"
    " suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd"
    " snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment"
    " textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing"
    " tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType"
    " pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid"
    " vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em"
    " lang eastAsianLayout specVanish oMath",
}
_STYLED = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table"}
_REFERENCES = ("headerReference", "footerReference")
_STORIES = ("header", "footer", "footnotes", "endnotes", "comments")


def violations(file: Package) -> Iterator[str]:
    """Yield what is wrong with a document."""
    main = file.trees[file.main]
    yield from _body(main.find(f"{W}body"))
    styles = _styles(file)
    yield from _style_sheet(file)
    parts = [file.main, *(part for kind in _STORIES for part in file.linked(file.main, kind))]
    for part in parts:
        tree = file.trees[part]
        for problem in (*_order(tree), *_references(file, tree, styles), *_texts(tree)):
            yield f"{part}: {problem}"
        for table in tree.iter(f"{W}tbl"):
            yield from (f"{part}: {problem}" for problem in grids.violations(table))
        yield from (f"{part}: {problem}" for problem in _pairs(tree))
    yield from _distinct(file, parts)
    yield from _settings(file)


def _body(body: etree._Element) -> Iterator[str]:
    children = [child.tag.removeprefix(W) for child in body]
    if children.count("sectPr") != 1 or children[-1] != "sectPr":
        yield "the section's properties are not the last of the body"
    if children[-2:-1] == ["tbl"]:
        yield "no paragraph after the last table"


def _styles(file: Package) -> dict[str, str]:
    (part,) = file.linked(file.main, "styles")
    return {
        style.get(f"{W}styleId"): style.get(f"{W}type")
        for style in file.trees[part].iter(f"{W}style")
    }


def _style_sheet(file: Package) -> Iterator[str]:
    (part,) = file.linked(file.main, "styles")
    styles = list(file.trees[part].iter(f"{W}style"))
    for name in twice(style.get(f"{W}styleId") for style in styles):
        yield f"style {name} twice"
    for name in twice(style.find(f"{W}name").get(f"{W}val").lower() for style in styles):
        yield f"style called {name} twice"
    known = _styles(file)
    for style in styles:
        for key in ("basedOn", "next", "link"):
            other = style.find(f"{W}{key}")
            if other is not None and other.get(f"{W}val") not in known:
                yield f"style {style.get(f'{W}styleId')}: {key} leads nowhere"
    usual = [
        style
        for style in styles
        if style.get(f"{W}default") in ("1", "true") and style.get(f"{W}type") == "paragraph"
    ]
    if len(usual) != 1:
        yield f"{len(usual)} usual styles of paragraphs"


def _order(tree: etree._Element) -> Iterator[str]:
    for kind, wanted in _ORDERS.items():
        order = wanted.split()
        for found in tree.iter(f"{W}{kind}"):
            names = [child.tag.removeprefix(W) for child in found if child.tag.startswith(W)]
            if any(name not in order for name in names):
                yield f"{kind} holds {set(names) - set(order)}"
                continue
            places = [0 if name in _REFERENCES else order.index(name) for name in names]
            if places != sorted(places):
                yield f"{kind}: order {names}"
            if twice(name for name in names if name not in _REFERENCES):
                yield f"{kind}: {names}"


def _references(file: Package, tree: etree._Element, styles: dict[str, str]) -> Iterator[str]:
    for key, kind in _STYLED.items():
        for used in tree.iter(f"{W}{key}"):
            if styles.get(used.get(f"{W}val")) != kind:
                yield f"{used.get(f'{W}val')} is no style of a {kind}"
    parts = file.linked(file.main, "numbering")
    numbers = {
        number.get(f"{W}numId") for part in parts for number in file.trees[part].iter(f"{W}num")
    }
    for used in tree.iter(f"{W}numId"):
        if used.get(f"{W}val") not in numbers | {"0"}:
            yield f"numbering {used.get(f'{W}val')} is not there"
    for link in tree.iter(f"{W}hyperlink"):
        if not link.get(f"{R}id") and not link.get(f"{W}anchor"):
            yield "a hyperlink leads nowhere"


def _texts(tree: etree._Element) -> Iterator[str]:
    for piece in tree.iter(f"{W}t", f"{W}instrText"):
        text = piece.text or ""
        if re.search(r"[\n\r\t]", text):
            yield f"a line end or tab inside a text: {text[:20]!r}"
        if text != text.strip() and piece.get(SPACE) != "preserve":
            yield f"spaces at the edge of {text[:20]!r} would be lost"
    if tree.find(f".//{W}p") is None:
        yield "no paragraph at all"


def _pairs(tree: etree._Element) -> Iterator[str]:
    fields = [mark.get(f"{W}fldCharType") for mark in tree.iter(f"{W}fldChar")]
    if fields.count("begin") != fields.count("end"):
        yield "fields do not pair"
    begun = sorted(mark.get(f"{W}id") for mark in tree.iter(f"{W}bookmarkStart"))
    if begun != sorted(mark.get(f"{W}id") for mark in tree.iter(f"{W}bookmarkEnd")):
        yield "bookmarks do not pair"


def _distinct(file: Package, parts: list[str]) -> Iterator[str]:
    """Yield numbers and names that are used more than once in all parts together."""
    marks = [mark for part in parts for mark in file.trees[part].iter(f"{W}bookmarkStart")]
    for name in twice(mark.get(f"{W}name").lower() for mark in marks):
        yield f"bookmark {name} twice"
    for mark in marks:
        name = mark.get(f"{W}name")
        if units(name) > 40 or not re.fullmatch(r"[^\W\d]\w*|_\w+", name):
            yield f"bookmark {name!r}"
    controls = [
        number.get(f"{W}val")
        for part in parts
        for number in file.trees[part].iterfind(f".//{W}sdtPr/{W}id")
    ]
    drawn = [drawing.get("id") for part in parts for drawing in file.trees[part].iter("{*}docPr")]
    for number in (*twice(mark.get(f"{W}id") for mark in marks), *twice(controls), *twice(drawn)):
        yield f"number {number} twice"


def _settings(file: Package) -> Iterator[str]:
    for part in file.linked(file.main, "settings"):
        settings = file.trees[part]
        modes = [
            setting.get(f"{W}val")
            for setting in settings.iter(f"{W}compatSetting")
            if setting.get(f"{W}name") == "compatibilityMode"
        ]
        if modes != ["15"]:
            yield f"compatibility mode {modes}: Word would open it as one of an older Word"
        zoom = settings.find(f"{W}zoom")
        if zoom is not None and zoom.get(f"{W}percent") is None:
            yield "zoom without percent"
