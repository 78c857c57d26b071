"""Parts of a document and its last section -> the same with 草稿 across every page, or a line at its foot."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.errors import UnreadableError
from xlsheets.ooxml.relationships import relations_of, relationships_part
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

UNUSABLE = "这个模板的存储格式不能用，请用 Word 另存为普通的 .docx 后再用。"

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_VML, _OFFICE = "urn:schemas-microsoft-com:vml", "urn:schemas-microsoft-com:office:office"

# The shape type is the WordArt Word itself uses for a watermark; LibreOffice and WPS know it too.
_MARK = (
    f'<w:p xmlns:w="{_W}"><w:pPr><w:spacing w:line="20" w:lineRule="exact"/></w:pPr><w:r>'
    f'<w:pict xmlns:v="{_VML}" xmlns:o="{_OFFICE}"><v:shapetype id="_x0000_t136"'
    ' coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">'
    "<v:formulas>"
    + "".join(
        f'<v:f eqn="{formula}"/>'
        for formula in (
            "sum #0 0 10800",
            "prod #0 2 1",
            "sum 21600 0 @1",
            "sum 0 0 @2",
            "sum 21600 0 @3",
            "if @0 @3 0",
            "if @0 21600 @1",
            "if @0 0 @2",
            "if @0 @4 21600",
        )
    )
    + '</v:formulas><v:path textpathok="t" o:connecttype="custom"/>'
    '<v:textpath on="t" fitshape="t"/></v:shapetype>'
    '<v:shape id="{name}" o:spid="{name}" type="#_x0000_t136" alt="草稿" style="position:absolute;'
    "margin-left:0;margin-top:0;width:330pt;height:165pt;rotation:315;z-index:-251658752;"
    "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
    'mso-position-vertical:center;mso-position-vertical-relative:margin"'
    ' fillcolor="#d9d9d9" stroked="f"><v:fill opacity=".5"/><v:textpath style="font-family:&quot;黑体&quot;;font-size:1pt"'
    ' string="草稿"/></v:shape></w:pict></w:r></w:p>'
)
# Small, grey, and on a line of its own: it must not push the page number about.
_LINE = (
    f'<w:p xmlns:w="{_W}"><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    '<w:ind w:firstLine="0"/><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:rFonts w:hint="eastAsia"/>'
    '<w:color w:val="595959"/><w:sz w:val="18"/></w:rPr><w:t>{text}</w:t></w:r></w:p>'
)
# Stands where the line will say something, so that a template is prepared once for whatever it says.
_SAID = "\ue000said\ue000"
_ID, _TYPE = pattern_of(rb'\br:id="([^"]+)"'), pattern_of(rb'\bw:type="([^"]+)"')
_SECTION = pattern_of(rb"<w:sectPr\b[^>]*?>")


class _Band(NamedTuple):
    """Header or footer: what it is called, its root element, and the name of a part we add."""

    kind: str
    root: str
    added: str


_HEADER = _Band("header", "hdr", "annualDraft")
_FOOTER = _Band("footer", "ftr", "annualFoot")


def mark_as_draft(parts: dict[str, bytes], main: str, tail: bytes) -> bytes:
    """Put 草稿 into every header of the last section, adding the headers it lacks; return the new tail."""
    return _add(parts, main, tail, _HEADER, _MARK)


def add_foot(parts: dict[str, bytes], main: str, tail: bytes) -> bytes:
    """Put a line into every footer of the last section, adding the footers it lacks; return the new tail.

    What the line says is put in by ``say_at_foot``.
    """
    return _add(parts, main, tail, _FOOTER, _LINE.replace("{text}", _SAID))


def feet(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts with a line that says nothing yet."""
    return {name: part for name, part in parts.items() if _SAID.encode() in part}


def say_at_foot(part: bytes, text: str) -> bytes:
    """Put a text into the line of one of the ``feet``."""
    return part.replace(_SAID.encode(), escape(text, quote=False).encode())


def _add(parts: dict[str, bytes], main: str, tail: bytes, band: _Band, element: str) -> bytes:
    """Add an element to each band of a kind; ``{name}`` in it becomes a name of its own."""
    references = re.findall(rb"<w:%sReference\b[^>]*?>" % band.kind.encode(), tail)
    relations = relations_of(parts, main)
    bands = {
        kind[1].decode(): relations[identity].target
        for reference in references
        if (kind := _TYPE.search(reference)) and (found := _ID.search(reference))
        if (identity := found[1].decode()) in relations
    }
    for number, part in enumerate(sorted(parts.keys() & bands.values())):
        _append(parts, part, element.replace("{name}", f"Draft{number}"))
    missing = [kind for kind in ("default", "even", "first") if kind not in bands]
    added = element.replace("{name}", "DraftNew")
    return _with_bands(parts, main, tail, band, (added, missing)) if missing else tail


def _with_bands(
    parts: dict[str, bytes], main: str, tail: bytes, band: _Band, new: tuple[str, Sequence[str]]
) -> bytes:
    """Add one part with an element, and refer to it for each kind of page that has none."""
    element, kinds = new
    folder = main.rpartition("/")[0]
    part = f"{folder}/{band.added}.xml".lstrip("/")
    parts[part] = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:{band.root} xmlns:w="{_W}">{element}</w:{band.root}>'
    ).encode()
    _append(
        parts,
        relationships_part(main),
        f'<Relationship Id="{band.added}" Type="{_R}/{band.kind}" Target="{band.added}.xml"/>',
    )
    _append(
        parts,
        "[Content_Types].xml",
        f'<Override PartName="/{part}" ContentType='
        f'"application/vnd.openxmlformats-officedocument.wordprocessingml.{band.kind}+xml"/>',
    )
    references = "".join(
        f'<w:{band.kind}Reference xmlns:r="{_R}" w:type="{kind}" r:id="{band.added}"/>'
        for kind in kinds
    ).encode()
    section = _SECTION.search(tail)
    if section is None or section[0].endswith(b"/>"):
        start, end = section.span() if section else (0, 0)
        return tail[:start] + b"<w:sectPr>" + references + b"</w:sectPr>" + tail[end:]
    return tail[: section.end()] + references + tail[section.end() :]


def _append(parts: dict[str, bytes], name: str, element: str) -> None:
    """Add an element at the end of a part's root."""
    before, closing, after = parts[name].rpartition(b"</")
    if not closing:
        raise UnreadableError("template", UNUSABLE)
    parts[name] = before + element.encode() + closing + after
