"""A prepared workbook + a seed -> copies whose names, sheets, rows or formats were tampered with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from random import Random

from tests.hostile.attacks import COUNTS, Attack, Found, Parts, part_changed
from tests.hostile.rows import rows
from tests.tools.parts import zipped
from tests.tools.slots import Prepared
from xlsheets.schema import Cell
from xlsheets.workbook.layout import cell_name

_BOOK, _RELS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_ANY = ("",)


def tampered(base: Prepared, lots: Random) -> Iterator[Attack]:
    """Yield every kind of tampering once."""
    for family in (_names, _sheets, rows, _false_cells, _formats):
        for name, parts, sees, odd in family(base, lots):
            assert parts != base.filled({}), name
            yield Attack(name, zipped(parts), sees, odd)


# Names ------------------------------------------------------------------------------------------


def _target(place: str) -> re.Pattern[str]:
    """Return what finds the definition of a cell's name: head, target, tail."""
    name = cell_name(Cell.parse(place))
    return re.compile(rf'(<definedName\b[^>]*\bname="{name}"[^>]*>)([^<]*)(</definedName>)', re.I)


def _led(place: str, target: str) -> Callable[[str], str]:
    return lambda xml: _target(place).sub(lambda m: m[1] + target + m[3], xml)


def _names(base: Prepared, lots: Random) -> Found:
    one, two = lots.sample([place for place in COUNTS if place.startswith("req.")], 2)
    book = base.filled({})[_BOOK].decode()
    first, second = _target(one).search(book)[2], _target(two).search(book)[2]
    sheet, _, address = first.rpartition("!")
    column, row = re.match(r"\$([A-Z]+)\$(\d+)", address).groups()

    def at(change: Callable[[str], str]) -> Parts:
        return part_changed(base, _BOOK, change)

    for name, target in {
        "broken": "#REF!",
        "of a broken sheet": "#REF!$D$6",
        "of another cell": second,
        "of another sheet": f"'四、复议诉讼'!{address}",
        "of no sheet": f"'没有'!{address}",
        "of two cells": f"{sheet}!${column}${row}:${column}${int(row) + 1}",
        "of a column": f"{sheet}!${column}:${column}",
        "of a union": f"{first},{second}",
        "of a number": "12",
        "of a text": '"12"',
        "of a function": f"OFFSET({second},0,0)",
        "of another file": f"[1]Sheet1!{address}",
        "of nothing": "",
        "one row down": f"{sheet}!${column}${int(row) + 1}",
        "far away": f"{sheet}!$XFD$1048576",
        "beyond the grid": f"{sheet}!$XFE$1048577",
    }.items():
        yield f"name {name} ({one})", at(_led(one, target)), {}, (one,)
    gone = _target(one).search(book)[0]
    yield "name deleted", at(lambda xml: xml.replace(gone, "")), {}, (one,)
    yield "names swapped", at(lambda xml: _led(two, first)(_led(one, second)(xml))), {}, (one, two)
    yield (
        "name of one sheet",
        at(
            lambda xml: xml.replace(
                gone, gone.replace("<definedName ", '<definedName localSheetId="0" ')
            )
        ),
        {},
        (one,),
    )
    yield "name twice", at(lambda xml: xml.replace(gone, gone + gone)), {}, (one,)
    other = gone.replace(first, second)
    yield (
        "name twice, local first",
        at(
            lambda xml: xml.replace(
                gone, other.replace("<definedName ", '<definedName localSheetId="0" ') + gone
            )
        ),
        {},
        (),
    )
    yield (
        "names of all cells deleted",
        at(lambda xml: re.sub(r"<definedName\b[^>]*>[^<]*</definedName>", "", xml)),
        {},
        (),
    )
    for way, pair in {
        "rows": [
            place
            for place in COUNTS
            if place.split(".")[1] == one.split(".")[1] and place.startswith("req.")
        ],
        "columns": [
            place
            for place in COUNTS
            if place.split(".")[2] == one.split(".")[2] and place.startswith("req.")
        ],
    }.items():
        moved = {place: _target(place).search(book)[2] for place in pair}
        shifted = dict(zip(pair, [*list(moved.values())[1:], moved[pair[0]]], strict=True))

        def turn(xml: str, shifted: dict[str, str] = shifted) -> str:
            for place, target in shifted.items():
                xml = _led(place, target)(xml)
            return xml

        yield f"names of {way} turned round", at(turn), {}, tuple(pair)
    down = re.compile(rf"({re.escape(sheet)}!\$[A-Z]+\$)(\d+)(?=<)")
    yield (
        "all names of a sheet one row down",
        at(lambda xml: down.sub(lambda m: f"{m[1]}{int(m[2]) + 1}", xml)),
        {},
        (),
    )


# Sheets -----------------------------------------------------------------------------------------


def _sheets(base: Prepared, lots: Random) -> Found:
    parts = base.filled({})
    book = parts[_BOOK].decode()
    name = "三、申请办理"
    entry = re.search(rf'<sheet\b[^>]*name="{name}"[^>]*/>', book)[0]
    three, four = base.sheets[name], base.sheets["四、复议诉讼"]

    def at(change: Callable[[str], str]) -> Parts:
        return part_changed(base, _BOOK, change)

    for state in ("hidden", "veryHidden"):
        plain = re.sub(r' state="\w+"', "", entry)
        yield (
            f"sheet {state}",
            at(
                lambda xml, plain=plain, state=state: xml.replace(
                    entry, plain.replace("<sheet ", f'<sheet state="{state}" ')
                )
            ),
            {},
            _ANY,
        )
    yield "sheet renamed", at(lambda xml: xml.replace(name, "表3")), {}, ()
    yield (
        "sheet renamed, names not",
        at(lambda xml: xml.replace(entry, entry.replace(name, "表3"))),
        {},
        (COUNTS[-20],),
    )
    yield (
        "parts of two sheets swapped",
        part_changed(
            base,
            _RELS,
            lambda xml: (
                xml.replace(three.rpartition("/")[2], "\0")
                .replace(four.rpartition("/")[2], three.rpartition("/")[2])
                .replace("\0", four.rpartition("/")[2])
            ),
        ),
        {},
        (),
    )
    yield (
        "contents of two sheets swapped",
        {**parts, three: parts[four], four: parts[three]},
        {},
        (),
    )
    yield "contents of a sheet in another", {**parts, four: parts[three]}, {}, ()
    yield "sheet deleted", at(lambda xml: xml.replace(entry, "")), {}, ()
    twin = entry.replace(name, f"{name} (2)").replace("<sheet ", "<sheet ")
    yield (
        "sheet listed twice",
        at(lambda xml: xml.replace(entry, entry + re.sub(r'sheetId="\d+"', 'sheetId="99"', twin))),
        {},
        (),
    )
    yield (
        "sheet unprotected",
        part_changed(base, three, lambda xml: re.sub(r"<sheetProtection[^>]*/>", "", xml)),
        {},
        _ANY,
    )
    yield (
        "sheet of charts",
        part_changed(
            base,
            "[Content_Types].xml",
            lambda xml: xml.replace(
                f'/{three}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"',
                f'/{three}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.chartsheet+xml"',
            ).replace(
                f'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml" PartName="/{three}"',
                f'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.chartsheet+xml" PartName="/{three}"',
            ),
        ),
        {},
        (),
    )


# Cells that are none ----------------------------------------------------------------------------


def _false_cells(base: Prepared, lots: Random) -> Found:
    place = lots.choice([place for place in COUNTS if place.startswith("req.")])
    spot = base.report.places[place]
    part = base.sheets[spot.sheet]
    row = re.sub(r"\D", "", spot.cell)
    false = f'<row r="{row}"><c r="{spot.cell}"><v>99</v></c></row>'
    data = f"<sheetData>{false}</sheetData>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    for name, where, text in (
        ("row in a comment", "<sheetData>", f"<!-- {false} --><sheetData>"),
        ("row in CDATA", "<sheetData>", f"<![CDATA[{false}]]><sheetData>"),
        ("row before", "<sheetData>", f"{false}<sheetData>"),
        ("row behind", "</sheetData>", f"</sheetData>{false}"),
        ("row in an extension", "</sheetData>", f"</sheetData><extLst><ext>{false}</ext></extLst>"),
        ("row in an extension of the cells", "</sheetData>", f"<extLst>{false}</extLst></sheetData>"),
        ("second cells before", "<sheetData>", f"{data}<sheetData>"),
        ("second cells behind", "</sheetData>", f"</sheetData>{data}"),
        ("cells within cells", "<sheetData>", f"<sheetData>{data}"),
        ("cells in a view", "<sheetData>", f"<customSheetViews>{data}</customSheetViews><sheetData>"),
        ("cells by choice", "<sheetData>", f'<mc:AlternateContent {mc}><mc:Choice Requires="x14">{data}</mc:Choice></mc:AlternateContent><sheetData>'),
        ("row by choice", "<sheetData>", f'<sheetData><mc:AlternateContent {mc}><mc:Choice Requires="x14">{false}</mc:Choice></mc:AlternateContent>'),
        ("row of another namespace", "<sheetData>", f'<sheetData xmlns:z="urn:z">{false.replace("<row", "<z:row").replace("</row", "</z:row")}'),
        ("row without a namespace", "<sheetData>", "<sheetData>" + false.replace("<row", '<row xmlns=""')),
        ("row in a wrapper", "<sheetData>", f"<sheetData><x>{false}</x>"),
        ("row in capitals", "<sheetData>", f'<sheetData>{false.replace("row", "ROW")}'),
        ("cells again at the end", "</sheetData>", f"{false}</sheetData>"),
        ("strict row", "<sheetData>", "<sheetData>" + false.replace("<row", '<row xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"')),
        ("other root behind", "</worksheet>", f"</worksheet><!-- --><worksheet>{data}</worksheet>"),
        ("instruction", "<sheetData>", f"<?x {false} ?><sheetData>"),
    ):  # fmt: skip
        yield (
            name,
            part_changed(base, part, lambda xml, a=where, b=text: xml.replace(a, b, 1)),
            {},
            (),
        )


# Formats ----------------------------------------------------------------------------------------

# A format, and whether a person reads the number as it is.
FORMATS = {
    "0": True, "#,##0": True, "0_);(0)": True, "[Red]0": True, "@": True, "General": True, "¥#,##0": True,
    '0"件"': True, "0;-0;0;@": True, "#,##0.00": True, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ': True,
    "0%": False, "0.00E+00": False, ";;;": False, '"99"': False, "0,": False, "0.0,,": False, "yyyy-m-d": False,
    "h:mm": False, '0"万"': False, '"1"0': False, "0\\0": False, "0000000": True, "[>5]1;0": False, "# ?/?": False,
    '""': False, '0;0;0"9"': True, "[h]:mm": False, "上午/下午h": False, "000.000": True, "0-0": False, "*0": False,
    "[DBNum1]0": True, "[$-804]aaaa": False, "_0": False,
}  # fmt: skip


def _formats(base: Prepared, lots: Random) -> Found:
    for code, plain in FORMATS.items():
        place = lots.choice(COUNTS)
        escaped = (
            code.replace("&", "&amp;")
            .replace('"', "&quot;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
        )
        styles = base.parts["xl/styles.xml"].decode()
        number = len(
            re.findall(r"<xf\b", re.search(r"<cellXfs.*?</cellXfs>", styles, re.DOTALL)[0])
        )
        styles = re.sub(
            r"</cellXfs>",
            '<xf numFmtId="999" applyNumberFormat="1"><protection locked="0"/></xf></cellXfs>',
            styles,
        )
        known = f'<numFmt numFmtId="999" formatCode="{escaped}"/>'
        styles = (
            styles.replace("</numFmts>", f"{known}</numFmts>")
            if "</numFmts>" in styles
            else re.sub(r"(<styleSheet[^>]*>)", rf"\1<numFmts>{known}</numFmts>", styles)
        )
        value = base.report.figures[Cell.parse(place)]
        parts = base.filled({place: f'<c r="{{r}}" s="{number}"><v>{value}</v></c>'})
        odd = () if plain else (place,)
        yield f"format {code!r} at {place}", {**parts, "xl/styles.xml": styles.encode()}, {}, odd
