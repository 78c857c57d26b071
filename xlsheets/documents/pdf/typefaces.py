"""Word document and the PDF made of it -> the typefaces that this computer had to replace."""

from __future__ import annotations

import re

from xlsheets.basics.patterns import pattern_of
from xlsheets.ooxml.identify import document_parts

# Typefaces by the names that PDF files know them by; others go by the name the document uses.
_POSTSCRIPT = {
    "宋体": ("SimSun", "NSimSun"),
    "黑体": ("SimHei",),
    "仿宋": ("FangSong",),
    "仿宋_GB2312": ("FangSong_GB2312",),
    "楷体": ("KaiTi",),
    "楷体_GB2312": ("KaiTi_GB2312",),
    "方正小标宋简体": ("FZXBSJW", "FZXiaoBiaoSong"),
    "方正小标宋_GBK": ("FZXBSK", "FZXiaoBiaoSong"),
}
_FONTS = pattern_of(rb"<w:rFonts\b[^>]*>")
_FACE = pattern_of(rb'w:(?:ascii|hAnsi|eastAsia)="([^"]+)"')
_STYLE = pattern_of(rb'<w:style\b[^>]*?w:styleId="([^"]+)".*?</w:style>', re.DOTALL)
_USED = pattern_of(rb'<w:[pr]Style w:val="([^"]+)"')
_EMBEDDED = pattern_of(rb"/FontName\s*/(?:[A-Z]{6}\+)?([^\s/<>\[\]()]+)")
_ESCAPED = pattern_of(rb"#([0-9A-Fa-f]{2})")


def replaced(document: bytes, pdf: bytes) -> tuple[str, ...]:
    """Return the typefaces that the document uses and the PDF does not hold, in order of name."""
    there = {_bare(_name(written)) for written in _EMBEDDED.findall(pdf)}
    return tuple(sorted(face for face in _asked(document) if not _among(face, there)))


def _asked(document: bytes) -> set[str]:
    """Return the typefaces of the text and of the styles that text is set in."""
    parts = document_parts(document)
    written = b"".join(
        xml for name, xml in parts.items() if re.search(r"/(?:document|footer\w*)\.xml$", name)
    )
    styles = b"".join(xml for name, xml in parts.items() if name.endswith("/styles.xml"))
    used = set(_USED.findall(written))
    looks = [style[0] for style in _STYLE.finditer(styles) if style[1] in used]
    fonts = b"".join(_FONTS.findall(b"".join((written, *looks))))
    return {face.decode() for face in _FACE.findall(fonts)}


def _name(written: bytes) -> str:
    return _ESCAPED.sub(lambda code: bytes.fromhex(code[1].decode()), written).decode(
        "utf-8", errors="replace"
    )


def _among(face: str, there: set[str]) -> bool:
    names = tuple(map(_bare, _POSTSCRIPT.get(face, (face,))))
    return any(name.startswith(names) for name in there)


def _bare(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()
