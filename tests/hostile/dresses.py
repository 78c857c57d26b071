"""A prepared workbook -> the same workbook as other programs and hands may write it; none of it may be refused."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable, Iterator

from tests.hostile.attacks import Attack
from tests.tools.parts import zipped
from tests.tools.slots import Prepared

Parts = dict[str, bytes]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = {
    _MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}
_SIGNED = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"


def dressed(base: Prepared) -> Iterator[Attack]:
    """Yield the workbook in every dress."""
    for name, dress in DRESSES.items():
        yield Attack(name, zipped(dress(base.filled({}))))
    for name, pack in PACKINGS.items():
        yield Attack(name, pack(base.filled({})))


def _each(change: Callable[[str], str], only: str = r".*\.(xml|rels)") -> Callable[[Parts], Parts]:
    """Change the text of all parts with such names."""
    return lambda parts: {
        name: change(xml.decode("utf-8-sig")).encode() if re.fullmatch(only, name) else xml
        for name, xml in parts.items()
    }


_SHEETS = r"xl/worksheets/[^/]+\.xml"
_SPREADSHEET = r"xl/(worksheets/[^/]+|workbook|sharedStrings|styles)\.xml"


def _prefixed(xml: str) -> str:
    named = re.sub(r"<(/?)(?=[A-Za-z][A-Za-z0-9]*[\s/>])", r"<\1a:", xml)
    return named.replace(f'xmlns="{_MAIN}"', f'xmlns:a="{_MAIN}"')


def _strict(xml: str) -> str:
    for loose, strict in _STRICT.items():
        xml = xml.replace(f'"{loose}', f'"{strict}')
    return xml


def _encoded(parts: Parts, code: str, declared: str) -> Parts:
    def recode(xml: bytes) -> bytes:
        text = re.sub(r"^<\?xml.*?\?>", "", xml.decode("utf-8-sig"), flags=re.DOTALL)
        return f'<?xml version="1.0" encoding="{declared}"?>{text}'.encode(code)

    return {
        name: recode(xml) if name.endswith((".xml", ".rels")) else xml
        for name, xml in parts.items()
    }


def _without(parts: Parts, *names: str) -> Parts:
    """Leave parts out, and what is said of them."""
    kept = {name: xml for name, xml in parts.items() if not re.fullmatch("|".join(names), name)}
    gone = {name.rpartition("/")[2] for name in parts if name not in kept}
    pattern = re.compile(
        r"<(?:Override|Relationship)\b[^>]*(?:"
        + "|".join(map(re.escape, gone or {"\0"}))
        + r")\"[^>]*/>"
    )
    return _each(lambda xml: pattern.sub("", xml), r".*\.rels|\[Content_Types\]\.xml")(kept)


def _moved(parts: Parts, old: str, new: str) -> Parts:
    """Call parts otherwise; what points to them says so."""

    def change(xml: str) -> str:
        return xml.replace(old.removeprefix("xl/"), new.removeprefix("xl/"))

    short, other = old.rpartition("/")[2], new.rpartition("/")[2]
    renamed = {
        name.replace(old, new).replace(f"_rels/{short}", f"_rels/{other}"): xml
        for name, xml in parts.items()
    }
    return _each(change, r".*\.rels|\[Content_Types\]\.xml")(renamed)


def _added(parts: Parts, name: str, content: bytes, relation: str = "") -> Parts:
    found = {**parts, name: content}
    if relation:
        rels = found["_rels/.rels"].decode("utf-8-sig")
        line = f'<Relationship Id="rIdX" Type="{relation}" Target="{name}"/></Relationships>'
        found["_rels/.rels"] = rels.replace("</Relationships>", line).encode()
    return found


def _inline(parts: Parts) -> Parts:
    """Store every shared text in its cells; openpyxl does so anyway."""
    shared = parts.get("xl/sharedStrings.xml", b"").decode()
    texts = re.findall(r"<si>(.*?)</si>|<si/>", shared, re.DOTALL)

    def put(match: re.Match[str]) -> str:
        return f'{match[1]} t="inlineStr"{match[2]}><is>{texts[int(match[3])]}</is></c>'

    return _each(
        lambda xml: re.sub(r'(<c\b[^>]*) t="s"([^>]*)><v>(\d+)</v></c>', put, xml), _SHEETS
    )(_without(parts, r"xl/sharedStrings\.xml"))


def _runs(xml: str) -> str:
    return re.sub(r"<si><t([^>]*)>([^<])([^<]*)</t></si>", _run, xml)


def _run(match: re.Match[str]) -> str:
    kept = ' xml:space="preserve"'
    return (
        f"<si><r><t{kept}>{match[2]}</t></r><r><rPr><b/></rPr><t{kept}>{match[3]}</t></r>"
        f'<rPh sb="0" eb="1"><t>ㄅ</t></rPh><phoneticPr fontId="0"/></si>'
    )


DRESSES: dict[str, Callable[[Parts], Parts]] = {
    "as it is": dict,
    "prefixes": _each(_prefixed, _SPREADSHEET),
    "strict": _each(_strict),
    "UTF-16": lambda parts: _encoded(parts, "utf-16", "UTF-16"),
    "UTF-16 big end first": lambda parts: {
        name: b"\xfe\xff" + xml if name.endswith((".xml", ".rels")) else xml
        for name, xml in _encoded(parts, "utf-16-be", "UTF-16").items()
    },
    "byte order marks": lambda parts: {
        name: b"\xef\xbb\xbf" + xml.removeprefix(b"\xef\xbb\xbf") if name.endswith((".xml", ".rels")) else xml
        for name, xml in parts.items()
    },
    "no declarations": _each(lambda xml: re.sub(r"^<\?xml.*?\?>\s*", "", xml)),
    "other declarations": _each(
        lambda xml: re.sub(r"^<\?xml.*?\?>", "<?xml version='1.0' encoding='utf-8' standalone='no'?>", xml)
    ),
    "indented": _each(lambda xml: re.sub(r"(?<=>)(?=<(?!/?(?:t|v|f|r|rPr|is|si)\b))", "\r\n\t", xml), _SPREADSHEET),
    "comments everywhere": _each(
        lambda xml: re.sub(r"(?<=>)(?=<(?!/?(?:t|v|f)\b))", "<!-- <row r='6'><c r='D6'><v>99</v></c></row> -->", xml),
        _SPREADSHEET,
    ),
    "instructions": _each(lambda xml: xml.replace("<sheetData>", "<?x <row/> ?><sheetData><?y?>"), _SHEETS),
    "single quotes": _each(lambda xml: re.sub(r'="([^"\']*)"', r"='\1'", xml), _SPREADSHEET),
    "blanks in tags": _each(lambda xml: re.sub(r"<(/?)(c|v|row)\b([^>]*?)(/?)>", r"<\1\2\3 \n \4>", xml), _SHEETS),
    "rows without numbers": lambda parts: parts,
    "no spans": _each(lambda xml: re.sub(r' spans="[^"]*"', "", xml), _SHEETS),
    "false spans": _each(lambda xml: re.sub(r'<row r="', '<row spans="900:901" r="', re.sub(r' spans="[^"]*"', "", xml)), _SHEETS),
    "no dimension": _each(lambda xml: re.sub(r"<dimension[^>]*/>", "", xml), _SHEETS),
    "false dimension": _each(lambda xml: re.sub(r'<dimension[^>]*/>', '<dimension ref="A1"/>', xml), _SHEETS),
    "texts in cells": _inline,
    "texts in runs": _each(_runs, r"xl/sharedStrings\.xml"),
    "false counts of texts": _each(lambda xml: re.sub(r'\b(unique[Cc]ount|count)="\d+"', r'\1="4294967295"', xml), r"xl/sharedStrings\.xml"),
    "no counts": _each(lambda xml: re.sub(r' (unique[Cc]ount|count)="\d+"', "", xml), _SPREADSHEET),
    "ignorable attributes": _each(
        lambda xml: xml.replace("<sheetData>", '<sheetData xmlns:q="urn:q" q:r="9">', 1).replace("<row ", '<row xmlns:w="urn:w" w:r="99" w:hidden="1" '),
        _SHEETS,
    ),
    "extensions in rows and sheets": _each(
        lambda xml: xml.replace("</row>", "<extLst><ext uri='u'><b>1</b></ext></extLst></row>", 1)
        .replace("</worksheet>", "<extLst><ext uri='u'><b>1</b></ext></extLst></worksheet>"),
        _SHEETS,
    ),
    "absolute targets": _each(lambda xml: re.sub(r'Target="(?!/|\.\.|http|mailto|xl/|docProps|#)([^":]+)"', r'Target="/xl/\1"', xml), r"xl/_rels/workbook\.xml\.rels"),
    "roundabout targets": _each(lambda xml: re.sub(r'Target="(?!/|\.\.)([^":]+)"', r'Target="./x/../\1"', xml), r"xl/_rels/workbook\.xml\.rels"),
    "no properties": lambda parts: _without(parts, r"docProps/.*"),
    "no theme": lambda parts: _without(parts, r"xl/theme/.*"),
    "no calculation chain": lambda parts: _without(parts, r"xl/calcChain\.xml"),
    "workbook by another name": lambda parts: _moved(parts, "xl/workbook.xml", "xl/book7.xml"),
    "sheets by other names": lambda parts: _moved(parts, "xl/worksheets/sheet", "xl/worksheets/Blatt"),
    "names in another case": lambda parts: {re.sub(r"worksheets/s", "Worksheets/S", name).replace("sharedS", "SHAREDs"): xml for name, xml in parts.items()},
    "kind said first": lambda parts: {"mimetype": b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", **parts},
    "other order": lambda parts: dict(reversed(parts.items())),
    "folders": lambda parts: {"xl/": b"", "xl/worksheets/": b"", **parts},
    "signed": lambda parts: _added(parts, "_xmlsignatures/origin.sigs", b"", _SIGNED),
    "thumbnail": lambda parts: _added(parts, "docProps/thumbnail.wmf", b"\xd7\xcd\xc6\x9a" * 99),
    "a part nobody points to": lambda parts: _added(parts, "xl/worksheets/old9.xml", b"<x/>"),
    "text in a macro": lambda parts: _added(parts, "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0<!DOCTYPE"),
    "WPS settings": lambda parts: _added(parts, "xl/woProps/woPr.xml", b"<woProps xmlns='urn:wps'><row/></woProps>"),
    "one empty row more": _each(lambda xml: xml.replace("</sheetData>", '<row r="999" hidden="1"/></sheetData>'), _SHEETS),
    "blank formatted cells": _each(lambda xml: xml.replace("</sheetData>", '<row r="999"><c r="B999"/><c r="XFD999"/></row></sheetData>'), _SHEETS),
}  # fmt: skip
del DRESSES["rows without numbers"]


def _written(parts: Parts, method: int = zipfile.ZIP_DEFLATED, **options: object) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method, **options) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


class _Pipe(io.RawIOBase):
    """Takes bytes in order and cannot go back."""

    def __init__(self) -> None:
        self.taken = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, content) -> int:
        self.taken += bytes(content)
        return len(content)


def _streamed(parts: Parts, *, wide: bool) -> bytes:
    """Write sizes behind the members, in four bytes or in eight."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=wide) as member:
                member.write(content)
    return bytes(pipe.taken)


def _commented(parts: Parts) -> bytes:
    comment = b"\x00PK\x05 " * 4_000
    content = _written(parts)
    return content[:-2] + struct.pack("<H", len(comment)) + comment


def _noted(parts: Parts) -> bytes:
    """Give every member a comment, a date, an extra field and the attributes of a file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, (2026, 1, 20, 8, 30, 0))
            info.comment, info.external_attr = b"x" * 50, 0o644 << 16
            info.extra = struct.pack("<HHI", 0x5455, 4, 99)
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


PACKINGS: dict[str, Callable[[Parts], bytes]] = {
    "stored": lambda parts: _written(parts, zipfile.ZIP_STORED),
    "hardly deflated": lambda parts: _written(parts, compresslevel=1),
    "deflated to the utmost": lambda parts: _written(parts, compresslevel=9),
    "streamed": lambda parts: _streamed(parts, wide=False),
    "streamed, eight bytes": lambda parts: _streamed(parts, wide=True),
    "a comment": _commented,
    "notes on members": _noted,
}
