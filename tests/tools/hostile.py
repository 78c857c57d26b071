"""Workbooks that are damaged, ambiguous or dangerous, and odd ones that are right, each with its outcome.

The outcome is the kind of the refusal, ``same`` when the file reads as the sound one, or the kind of the one
observation there must be at D6 of 表三.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Iterator

from tests.tools.parts import (
    BOOK,
    RELS,
    SHEET,
    STRINGS,
    STYLES,
    TYPES,
    cell,
    changed,
    sound,
    sound_parts,
    streamed,
    swapped,
    zipped,
)

MIB = 2**20
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
FALSE_ROW = '<row r="6"><c r="D6"><v>99</v></c></row>'


def hostile() -> Iterator[tuple[str, bytes, str]]:
    """Yield (name, file, outcome)."""
    for family in (_archives, _bombs, _packages, _xml, _encodings, _sheets, _cells, _texts):
        yield from family()


def _archives() -> Iterator[tuple[str, bytes, str]]:
    content, parts = sound(), sound_parts()
    half = len(content) // 2
    yield "cut in half", content[:half], "truncated"
    yield "last byte cut", content[:-1], "truncated"
    yield "directory cut", content[:-300], "truncated"
    yield (
        "byte flipped in a part",
        _flipped(content, content.index(b"xl/styles.xml") + 40),
        "damaged",
    )
    yield "something before it", b"MZ" + content, "doubtful"
    yield "something behind it", content + b"\0" * 10, "doubtful"
    yield "two archives in one file", content + zipped({"a.txt": b"a"}), "doubtful"
    yield "a comment", _commented(content, b"x" * 2000), "same"
    yield "two ends in one comment", _commented(content, content[-22:]), "doubtful"
    yield "part twice", _twice(SHEET, SHEET), "doubtful"
    yield "part twice by case", _twice(SHEET, SHEET.upper()), "doubtful"
    yield "part twice by slash", _twice(SHEET, SHEET.replace("/", "\\")), "doubtful"
    yield "part twice by leading slash", _twice(SHEET, f"/{SHEET}"), "doubtful"
    yield "part outside", zipped({**parts, "../evil.txt": b"x"}), "doubtful"
    yield "stored, not deflated", zipped(parts, zipfile.ZIP_STORED), "same"
    yield "bzip2", zipped(parts, zipfile.ZIP_BZIP2), "damaged"
    yield "lzma", zipped(parts, zipfile.ZIP_LZMA), "damaged"
    yield "written to a pipe", streamed(parts), "same"
    yield "large directory records", streamed(parts, zip64=True), "same"
    yield "nothing deflated to nothing", _emptied({**parts, "docProps/thumbnail.wmf": b""}), "same"
    yield "backslashes between folders", _backslashed(parts), "same"
    yield "folders listed", zipped({"xl/": b"", **parts}), "same"
    yield "flag says encrypted", _patched_directory(content, 8, 1), "encrypted"
    yield (
        "directory lies about the name",
        content.replace(b"xl/styles.xml", b"xl/stylus.xml", 1),
        "doubtful",
    )
    yield "checksum flipped", _patched_directory(content, 16, 0xFFFF), "doubtful"
    yield "members overlap", _overlapping(content), "doubtful"
    yield "other things zipped", zipped({"a.txt": b"a"}), "archive"
    yield "empty archive", zipped({}), "archive"


def _flipped(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def _commented(content: bytes, comment: bytes) -> bytes:
    return content[:-2] + struct.pack("<H", len(comment)) + comment


def _twice(first: str, second: str) -> bytes:
    import warnings

    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for name, content in sound_parts().items():
            archive.writestr(name, content)
        other = sound_parts()[first].replace(b"<v>12</v>", b"<v>99</v>")
        info = zipfile.ZipInfo(second)
        info.filename = second
        archive.writestr(info, other)
    return out.getvalue()


def _emptied(parts) -> bytes:
    """Claim, as .NET does, that an empty part is deflated: no bytes at all, which is no deflate stream."""
    content = bytearray(zipped(parts, zipfile.ZIP_STORED))
    at = content.rindex(b"PK\1\2")
    start = struct.unpack_from("<I", content, at + 42)[0]
    struct.pack_into("<H", content, at + 10, zipfile.ZIP_DEFLATED)
    struct.pack_into("<H", content, start + 8, zipfile.ZIP_DEFLATED)
    return bytes(content)


def _backslashed(parts) -> bytes:
    """Write folders as old zip programs on Windows do."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name)
            info.filename = name.replace("/", "\\")
            archive.writestr(info, content)
    return out.getvalue()


def _patched_directory(content: bytes, offset: int, mask: int) -> bytes:
    """Change a field in the directory's line of the last part."""
    at = content.rindex(b"PK\1\2") + offset
    value = struct.unpack_from("<H", content, at)[0] ^ mask
    return content[:at] + struct.pack("<H", value) + content[at + 2 :]


def _overlapping(content: bytes) -> bytes:
    """Let the last line of the directory point at the first member."""
    at = content.rindex(b"PK\1\2") + 42
    return content[:at] + struct.pack("<I", 0) + content[at + 4 :]


def _bombs() -> Iterator[tuple[str, bytes, str]]:
    parts = sound_parts()
    yield (
        "40 MiB of blanks in a sheet",
        changed(SHEET, lambda xml: xml + b" " * 40 * MIB),
        "too_large",
    )
    yield (
        "40 MiB of comment",
        changed(SHEET, lambda xml: xml + b"<!--" + b"x" * 40 * MIB + b"-->"),
        "too_large",
    )
    yield (
        "three parts of 30 MiB",
        zipped({**parts, **{f"xl/media/{n}.bin": bytes(30 * MIB) for n in range(3)}}),
        "too_large",
    )
    yield "2001 parts", zipped({**parts, **{f"x/{n}": b"" for n in range(2001)}}), "too_large"
    yield "directory hides the size", _lying_size(), "doubtful"
    yield (
        "30 MiB of elements",
        swapped(SHEET, "</row>", "</row>" + "<row/>" * (5 * MIB - 9_000)),
        "too_large",
    )
    yield (
        "a million attributes",
        swapped(SHEET, "<cols>", "<cols " + " ".join(f'a{n}="1"' for n in range(1_100_000)) + ">"),
        "too_large",
    )
    yield (
        "deep nesting",
        swapped(SHEET, "<sheetData>", "<a>" * 200 + "</a>" * 200 + "<sheetData>"),
        "too_large",
    )
    yield (
        "200,000 merges",
        swapped(SHEET, "<mergeCell ", '<mergeCell ref="A900:B900"/>' * 200_000 + "<mergeCell "),
        "too_large",
    )
    yield (
        "one merge over the grid",
        swapped(SHEET, "<mergeCell ", '<mergeCell ref="A32:XFD1048576"/><mergeCell '),
        "same",
    )
    yield (
        "a count of four thousand million texts",
        swapped(STRINGS, 'uniqueCount="', 'uniqueCount="429496'),
        "same",
    )
    yield (
        "480,000 styles",
        swapped(STYLES, "</cellXfs>", "<xf/>" * 480_000 + "</cellXfs>"),
        "too_large",
    )
    endless = "+".join(["D6"] * 10_000)
    yield "endless formula", cell("J6", f'<c r="J6" s="{{s}}"><f>{endless}</f></c>'), "too_large"
    yield "endless text", cell("D6", f'<c r="D6"><v>{"9" * 40_000}</v></c>'), "doubtful"
    shared = (
        f'<c><f t="shared" si="0">{"A1+" * 2_000}1</f></c>'
        + '<c><f t="shared" si="0"/></c>' * 1_200
    )
    yield (
        "a long formula shared by many",
        swapped(SHEET, "</sheetData>", f'<row r="100">{shared}</row></sheetData>'),
        "too_large",
    )
    yield (
        "one number format twice",
        swapped(STYLES, "</numFmts>", '<numFmt numFmtId="164" formatCode="0%"/></numFmts>'),
        "doubtful",
    )


def _lying_size() -> bytes:
    """Declare one byte for a part of a mebibyte."""
    content = zipped({**sound_parts(), "xl/media/image1.bin": bytes(MIB)})
    at = content.rindex(b"PK\1\2") + 24
    return content[:at] + struct.pack("<I", 1) + content[at + 4 :]


def _packages() -> Iterator[tuple[str, bytes, str]]:
    parts = sound_parts()

    def without(name: str) -> bytes:
        return zipped({key: value for key, value in parts.items() if key != name})

    yield "no content types", without(TYPES), "damaged"
    yield "no package relations", without("_rels/.rels"), "damaged"
    yield "no workbook part", without(BOOK), "damaged"
    yield "no workbook relations", without(RELS), "damaged"
    yield "no sheet part", without(SHEET), "damaged"
    yield "no texts part", without(STRINGS), "damaged"
    spelt = {"xl/SharedStrings.xml": parts[STRINGS], "xl/Worksheets/Sheet6.xml": parts[SHEET]}
    others = {key: value for key, value in parts.items() if key not in (STRINGS, SHEET)}
    yield "parts in another case", zipped({**others, **spelt}), "same"
    yield (
        "saved as a template with macros",
        swapped(
            TYPES,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            "application/vnd.ms-excel.template.macroEnabled.main+xml",
        ),
        "same",
    )
    yield (
        "target from the root",
        swapped(RELS, "worksheets/sheet6.xml", "/xl/worksheets/sheet6.xml"),
        "same",
    )
    yield (
        "target by detour",
        swapped(RELS, "worksheets/sheet6.xml", "../xl/worksheets/sheet6.xml"),
        "same",
    )
    yield (
        "sheet outside the file",
        swapped(
            RELS,
            'Target="worksheets/sheet6.xml"',
            'Target="http://example.org/" TargetMode="External"',
        ),
        "damaged",
    )
    yield "two relations of one id", swapped(RELS, '"rId7"', '"rId6"'), "doubtful"
    yield (
        "two sheets from one part",
        swapped(RELS, "worksheets/sheet7.xml", "worksheets/sheet6.xml"),
        "doubtful",
    )
    yield (
        "two sheets of one name",
        swapped(BOOK, 'name="四、复议诉讼"', 'name="三、申请办理"'),
        "doubtful",
    )
    yield (
        "two lists of names",
        swapped(BOOK, "</definedNames>", "</definedNames><definedNames/>"),
        "doubtful",
    )
    yield (
        "one name twice",
        swapped(
            BOOK,
            "<definedNames>",
            "<definedNames><definedName name=\"REQ_received__business\">'三、申请办理'!$D$7</definedName>",
        ),
        "doubtful",
    )
    yield (
        "name of one sheet only",
        swapped(
            BOOK,
            "<definedNames>",
            '<definedNames><definedName name="req_received__business" localSheetId="0">\'三、申请办理\'!$D$7</definedName>',
        ),
        "same",
    )
    yield (
        "false sheet list",
        swapped(
            BOOK, "<bookViews>", '<extLst><sheets><sheet name="x"/></sheets></extLst><bookViews>'
        ),
        "doubtful",
    )
    yield "word document", zipped({TYPES: b"<Types/>", "word/document.xml": b"<a/>"}), "damaged"


def _xml() -> Iterator[tuple[str, bytes, str]]:
    entity = '<!DOCTYPE a [<!ENTITY n "12">]>'
    for part in (
        SHEET,
        STRINGS,
        STYLES,
        BOOK,
        TYPES,
        "docProps/app.xml",
        "xl/worksheets/sheet1.xml",
    ):
        yield f"document type in {part}", swapped(part, "?>\n", f"?>\n{entity}"), "dtd"
    yield (
        "external document type",
        swapped(SHEET, "?>\n", '?>\n<!DOCTYPE a SYSTEM "file:///etc/passwd">'),
        "dtd",
    )
    yield "undeclared entity", swapped(SHEET, "<v>12</v>", "<v>&n;</v>"), "damaged"
    yield (
        "sheet cut after its cells",
        changed(SHEET, lambda xml: xml[: xml.index(b"</sheetData>") + 12]),
        "damaged",
    )
    yield "text behind the root", changed(SHEET, lambda xml: xml + b"junk"), "damaged"
    yield "second root", changed(SHEET, lambda xml: xml + b"<a/>"), "damaged"
    yield "other root", changed(SHEET, lambda xml: b"<a/>"), "damaged"
    yield (
        "sheet of another namespace",
        changed(SHEET, lambda xml: xml.replace(MAIN.encode(), b"urn:x")),
        "damaged",
    )
    yield (
        "strict namespace",
        zipped(
            {
                name: xml.replace(MAIN.encode(), STRICT.encode())
                for name, xml in sound_parts().items()
            }
        ),
        "same",
    )
    yield "prefixes", changed(SHEET, _prefixed), "same"
    yield (
        "a comment before the cells",
        swapped(SHEET, "<sheetData>", "<!-- <row r='6'/> --><sheetData>"),
        "same",
    )


def _prefixed(xml: bytes) -> bytes:
    import re

    named = re.sub(rb"<(/?)(?=[A-Za-z])", rb"<\1x:", xml)
    return named.replace(b"<x:worksheet xmlns=", b"<x:worksheet xmlns:x=")


def _encodings() -> Iterator[tuple[str, bytes, str]]:
    def recoded(xml: bytes, code: str, declared: str) -> bytes:
        text = xml.decode().replace('encoding="UTF-8"', f'encoding="{declared}"')
        return text.encode(code)

    yield "UTF-16 sheet", changed(SHEET, lambda xml: recoded(xml, "utf-16", "UTF-16")), "same"
    yield (
        "UTF-16 document type",
        changed(
            SHEET,
            lambda xml: recoded(xml.replace(b"?>\n", b"?>\n<!DOCTYPE a>", 1), "utf-16", "UTF-16"),
        ),
        "dtd",
    )
    yield "UTF-8 with its mark", changed(SHEET, lambda xml: b"\xef\xbb\xbf" + xml), "same"
    yield "GBK sheet", changed(SHEET, lambda xml: recoded(xml, "gb18030", "GBK")), "damaged"
    yield "UTF-32 sheet", changed(SHEET, lambda xml: recoded(xml, "utf-32", "UTF-32")), "damaged"
    yield "Latin-1 declared", swapped(SHEET, 'encoding="UTF-8"', 'encoding="ISO-8859-1"'), "damaged"
    yield (
        "broken UTF-8",
        changed(SHEET, lambda xml: xml.replace("政府".encode(), b"\xff\xfe", 1)),
        "damaged",
    )


def _sheets() -> Iterator[tuple[str, bytes, str]]:
    yield (
        "second set of cells",
        swapped(SHEET, "</sheetData>", f"</sheetData><sheetData>{FALSE_ROW}</sheetData>"),
        "doubtful",
    )
    yield (
        "row in an extension",
        swapped(SHEET, "</worksheet>", f"<extLst><ext>{FALSE_ROW}</ext></extLst></worksheet>"),
        "doubtful",
    )
    yield (
        "row before the cells",
        swapped(SHEET, "<sheetData>", f"{FALSE_ROW}<sheetData>"),
        "doubtful",
    )
    yield (
        "row of another namespace",
        swapped(SHEET, "</sheetData>", '<z:row xmlns:z="urn:z" r="6"/></sheetData>'),
        "doubtful",
    )
    yield (
        "row of another namespace elsewhere",
        swapped(SHEET, "</worksheet>", '<z:row xmlns:z="urn:z" r="6"/></worksheet>'),
        "doubtful",
    )
    yield (
        "cells by choice",
        swapped(
            SHEET,
            "<sheetData>",
            f'<mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice><sheetData>{FALSE_ROW}</sheetData></mc:Choice></mc:AlternateContent><sheetData>',
        ),
        "doubtful",
    )
    yield (
        "anchor of a form control",
        swapped(
            SHEET,
            "</worksheet>",
            '<controls><xdr:row xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing">4</xdr:row></controls></worksheet>',
        ),
        "same",
    )
    yield (
        "anchor of a form control, strictly spelt",
        swapped(
            SHEET,
            "</worksheet>",
            '<controls><xdr:row xmlns:xdr="http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing">4</xdr:row></controls></worksheet>',
        ),
        "same",
    )
    yield "row twice", swapped(SHEET, "</sheetData>", f"{FALSE_ROW}</sheetData>"), "doubtful"
    yield "row number of nothing", swapped(SHEET, '<row r="6"', '<row r="0"'), "doubtful"
    yield (
        "row beyond the grid",
        swapped(SHEET, "</sheetData>", '<row r="1048577"/></sheetData>'),
        "doubtful",
    )
    yield (
        "cell in the last corner",
        swapped(
            SHEET,
            "</sheetData>",
            '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
        ),
        "same",
    )
    yield (
        "cell beyond the grid",
        swapped(SHEET, "</sheetData>", '<row r="99"><c r="ZZZZ99"><v>1</v></c></row></sheetData>'),
        "doubtful",
    )
    yield "wrong dimension", changed(SHEET, _with_a_wrong_dimension), "same"
    yield "rows without numbers", changed(SHEET, _without_row_numbers), "same"
    yield "style that is not there", swapped(SHEET, '<c r="D6" s="', '<c r="D6" s="9'), "doubtful"


def _with_a_wrong_dimension(xml: bytes) -> bytes:
    return re.sub(rb'<dimension ref="[^"]+"', b'<dimension ref="A1:A2"', xml)


def _without_row_numbers(xml: bytes) -> bytes:
    import re

    return re.sub(rb'<row r="\d+"', b"<row", xml)


def _cells() -> Iterator[tuple[str, bytes, str]]:
    def stored(inner: str, kind: str = "") -> bytes:
        return cell("D6", f'<c r="D6" s="{{s}}"{kind}>{inner}</c>')

    for name, inner in {
        "comment in the number": "<v>1<!-- x -->2</v>",
        "instruction in the number": "<v>1<?x y?>2</v>",
        "CDATA in the number": "<v><![CDATA[12]]></v>",
        "number by code points": "<v>&#49;&#x32;</v>",
        "blanks around the number": "<v> 12\n</v>",
        "number with a point": "<v>12.0</v>",
        "number with an exponent": "<v>1.2E1</v>",
    }.items():
        yield name, stored(inner), "same"
    for number in ("NaN", "INF", "1_2", "１２", "0x0C", "12,0", "1E309", "\u00a012", "1 2"):
        yield f"stored number {number}", stored(f"<v>{number}</v>"), "text"
    yield "number beyond all digits", stored("<v>1E300</v>"), "too_large"
    yield "half a case", stored("<v>11.5</v>"), "fraction"
    yield "two numbers", stored("<v>12</v><v>99</v>"), "doubtful"
    yield "number in an element", stored("<v><b>12</b></v>"), "doubtful"
    yield "text and number", stored("<v>12</v><is><t>99</t></is>"), "doubtful"
    yield (
        "foreign element beside the number",
        stored('<z xmlns="urn:z">99</z><v>12</v>'),
        "doubtful",
    )
    yield "cell twice", cell("D6", '<c r="D6"><v>12</v></c><c r="D6"><v>99</v></c>'), "doubtful"
    yield "cell of another row", cell("D6", '<c r="D7"><v>12</v></c>'), "doubtful"
    yield "cell without address", cell("D6", '<c s="{s}"><v>12</v></c>'), "same"
    yield "address in small letters", cell("D6", '<c r="d6"><v>12</v></c>'), "doubtful"
    yield "unknown kind of cell", stored("<v>12</v>", ' t="q"'), "doubtful"
    yield "truth value", stored("<v>1</v>", ' t="b"'), "boolean"
    yield "error value", stored("<v>#REF!</v>", ' t="e"'), "error_value"
    yield "day", stored("<v>2025-01-12</v>", ' t="d"'), "date"
    yield "formula with a value", stored("<f>6+6</f><v>12</v>"), "formula"
    yield "formula without a value", stored("<f>6+6</f>"), "formula"
    yield "two formulas", stored("<f>6+6</f><f>9</f><v>12</v>"), "doubtful"


def _texts() -> Iterator[tuple[str, bytes, str]]:
    def text(inner: str, kind: str) -> bytes:
        return cell("D6", f'<c r="D6" s="{{s}}" t="{kind}">{inner}</c>')

    for index in ("-1", "abc", "1.0", "99999", "", "+1"):
        yield f"text number {index!r}", text(f"<v>{index}</v>", "s"), "doubtful"
    yield "text in place", text("<is><t>12</t></is>", "inlineStr"), "text_number"
    yield (
        "text in runs",
        text("<is><r><t>1</t></r><r><rPr><b/></rPr><t>2</t></r></is>", "inlineStr"),
        "text_number",
    )
    yield (
        "text with a reading",
        text("<is><t>12</t><rPh sb='0' eb='1'><t>99</t></rPh></is>", "inlineStr"),
        "text_number",
    )
    yield "text of a formula", text("<v>12</v>", "str"), "text_number"
    yield (
        "text in place twice",
        text("<is><t>12</t></is><is><t>99</t></is>", "inlineStr"),
        "doubtful",
    )
    yield "text in place, stored as a value", text("<v>12</v>", "inlineStr"), "doubtful"
    yield (
        "text by choice",
        text('<is><z xmlns="urn:z"><t>99</t></z><t>12</t></is>', "inlineStr"),
        "doubtful",
    )
    yield "dash", text("<is><t>—</t></is>", "inlineStr"), "dash"
    yield "escaped formula", text("<is><t>_x003D_1</t></is>", "inlineStr"), "text"
    yield "escaped half of a sign", text("<is><t>_xD83D_</t></is>", "inlineStr"), "text"
    yield (
        "more digits than a number has",
        text(f"<is><t>{'9' * 30_000}</t></is>", "inlineStr"),
        "text",
    )
    yield (
        "false text in the list",
        swapped(STRINGS, "</sst>", "<extLst><si><t>x</t></si></extLst></sst>"),
        "doubtful",
    )
