"""GB/T 9704-2012 in numbers and styles -> the prepared document every report starts from.

``base.docx`` beside this module is its committed result; python-docx is needed only to make it anew.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from xlsheets.ooxml.identify import document_parts
from xlsheets.ooxml.writing import pack, zip_up
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement as Element
    from docx.section import Section

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

LATIN = "Times New Roman"
SONG, FANGSONG, KAI, HEI, TITLE_FACE = (
    "宋体",
    "仿宋_GB2312",
    "楷体_GB2312",
    "黑体",
    "方正小标宋简体",
)

# 版心 156 mm × 225 mm on A4: 天头 37 mm, 订口 28 mm (GB/T 9704-2012 第 5.2.1 条).
TOP, BOTTOM, LEFT, RIGHT = 37, 35, 28, 26
# 版心下边缘之下 7 mm (第 7.5 条), less the height of the figure itself.
_FOOTER = 22
# 22 lines on 225 mm are 28.98 pt apart; 28.9 pt keeps the last line on the page.
LINE_PITCH = 578
BODY_SIZE = 32
CHARACTER = BODY_SIZE * 10
TITLE_SIZE = 44
TITLE_CHARACTER = TITLE_SIZE * 10
# 每行排 28 个字 (第 5.2.2 条): 28 characters of 16 pt need a quarter point each less to fit 156 mm.
_TIGHT = '<w:spacing w:val="-5"/>'

_PITCH = f'<w:spacing w:line="{LINE_PITCH}" w:lineRule="exact"/>'
_INDENT = f'<w:ind w:firstLine="{2 * CHARACTER}" w:firstLineChars="200"/>'
_DENSE = '<w:snapToGrid w:val="0"/>'


class WordStyle(NamedTuple):
    """A style of the prepared document.

    Args:
        id: as used in the document.
        name: as Word shows it; a template's own style of this name is used instead.
        face: Chinese typeface.
        size: half points.
        paragraph: paragraph properties as XML, in the order the standard asks for.
        latin: typeface of digits and Latin.
    """

    id: str
    name: str
    face: str
    size: int
    paragraph: str
    latin: str = LATIN


def _lines(points: int) -> str:
    """Set lines so many points apart, whatever typeface stands in for the one that is asked for.

    A point above and below keeps them off the borders; margins of a cell would make every row higher in
    some engines.
    """
    return (
        '<w:snapToGrid w:val="0"/><w:spacing w:before="20" w:after="20"'
        f' w:line="{20 * points}" w:lineRule="exact"/>'
    )


STYLES = (
    WordStyle(
        "AnnualTitle",
        "Title",
        TITLE_FACE,
        TITLE_SIZE,
        f'<w:keepNext/><w:spacing w:before="{LINE_PITCH}" w:after="{LINE_PITCH}" w:line="640" w:lineRule="exact"/>'
        '<w:contextualSpacing/><w:jc w:val="center"/>',
        latin=TITLE_FACE,
    ),
    WordStyle(
        "AnnualHeading1",
        "heading 1",
        HEI,
        32,
        f'<w:keepNext/><w:keepLines/>{_PITCH}{_INDENT}<w:outlineLvl w:val="0"/>',
    ),
    WordStyle(
        "AnnualHeading2",
        "heading 2",
        KAI,
        32,
        f'<w:keepNext/><w:keepLines/>{_PITCH}{_INDENT}<w:outlineLvl w:val="1"/>',
    ),
    WordStyle("AnnualBody", "年报正文", FANGSONG, 32, f'{_PITCH}{_INDENT}<w:jc w:val="both"/>'),
    WordStyle("AnnualSignature", "年报落款", FANGSONG, 32, f'{_PITCH}<w:jc w:val="right"/>'),
    WordStyle(
        "AnnualTableLarge", "年报表格大", FANGSONG, 24, f'{_lines(16)}<w:jc w:val="center"/>'
    ),
    WordStyle("AnnualTable", "年报表格中", FANGSONG, 21, f'{_lines(13)}<w:jc w:val="center"/>'),
    WordStyle(
        "AnnualTableSmall", "年报表格小", FANGSONG, 18, f'{_lines(11)}<w:jc w:val="center"/>'
    ),
    WordStyle("AnnualPageNumber", "年报页码", SONG, 28, _DENSE),
)
LEAD_STYLES = (
    WordStyle("AnnualLeadHei", "年报一级标题字", HEI, 32, ""),
    WordStyle("AnnualLeadKai", "年报二级标题字", KAI, 32, ""),
)


TABLE_STYLE, TABLE_STYLE_NAME = "AnnualGrid", "年报表格框线"


def _faces(chinese: str, latin: str = LATIN) -> str:
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{chinese}" w:cs="{LATIN}"/>'


def style_xml(style: WordStyle) -> str:
    """Write a style; it stands alone, so it looks the same in any document it is put into."""
    kind = "paragraph" if style.paragraph else "character"
    tight = _TIGHT if style.size == BODY_SIZE else ""
    paragraph = f"<w:pPr>{style.paragraph}</w:pPr>" if style.paragraph else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{style.id}">'
        f'<w:name w:val="{style.name}"/><w:qFormat/>{paragraph}<w:rPr>{_faces(style.face, style.latin)}'
        f'<w:color w:val="000000"/>{tight}<w:sz w:val="{style.size}"/><w:szCs w:val="{style.size}"/>'
        "</w:rPr></w:style>"
    )


BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="6" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
GRID_XML = (
    f'<w:style w:type="table" w:customStyle="1" w:styleId="{TABLE_STYLE}">'
    f'<w:name w:val="{TABLE_STYLE_NAME}"/><w:tblPr>'
    f"<w:tblBorders>{BORDERS}</w:tblBorders>"
    '<w:tblCellMar><w:left w:w="30" w:type="dxa"/><w:right w:w="30" w:type="dxa"/></w:tblCellMar>'
    "</w:tblPr></w:style>"
)
_DEFAULTS = (
    f'<w:docDefaults><w:rPrDefault><w:rPr>{_faces(FANGSONG)}<w:kern w:val="2"/>'
    '<w:sz w:val="32"/><w:szCs w:val="32"/>'
    '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    "<w:pPrDefault/></w:docDefaults>"
)
_BUILT_IN = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    '<w:qFormat/><w:pPr><w:widowControl w:val="0"/></w:pPr></w:style>',
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>',
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
    '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>',
)


def base_document() -> bytes:
    """Make the prepared document: page, styles, page numbers, settings, and no text."""
    import docx

    document = docx.Document()
    _drop_unneeded(document)
    _set_styles(document)
    _set_settings(document)
    _set_page(document.sections[0])
    written = io.BytesIO()
    document.save(written)
    parts = document_parts(written.getvalue())
    parts["word/fontTable.xml"] = _font_table().encode()
    parts["docProps/app.xml"] = _APP.encode()
    return zip_up(pack(name, parts[name]) for name in sorted(parts))


_UNNEEDED = ("customXml", "numbering", "stylesWithEffects", "webSettings", "thumbnail")
_APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
    '"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Microsoft Office Word</Application></Properties>"
)


def _drop_unneeded(document: Document) -> None:
    """Take out what python-docx's own starting document has beyond a report's need."""
    for relations in (document.part.package.rels, document.part.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.rpartition("/")[2] in _UNNEEDED:
                del relations[key]


def _fill(parent: Element, xml: str) -> None:
    """Append the elements of a piece of XML to an element."""
    from docx.oxml import parse_xml

    parent.extend(list(parse_xml(f'<w:body xmlns:w="{_W}">{xml}</w:body>')))


def _set_styles(document: Document) -> None:
    root = document.styles.element
    root.clear()
    _fill(
        root, "".join((_DEFAULTS, *_BUILT_IN, *map(style_xml, (*STYLES, *LEAD_STYLES)), GRID_XML))
    )


def _set_settings(document: Document) -> None:
    root = document.settings.element
    root.clear()
    _fill(root, _SETTINGS)


_WORD_2013 = "http://schemas.microsoft.com/office/word"
_SETTINGS = (
    '<w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat>'
    "<w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/>"
    "<w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>"
    f'<w:compatSetting w:name="compatibilityMode" w:uri="{_WORD_2013}" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/>'
    '<w:listSeparator w:val=","/>'
)


def _set_page(section: Section) -> None:
    from docx.shared import Mm

    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.header_distance, section.footer_distance = Mm(15), Mm(_FOOTER)
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        _replace(header._element, "<w:p/>")  # noqa: SLF001 - python-docx offers no other way to the part
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        _replace(footer._element, _page_number(side))  # noqa: SLF001


def _replace(part: Element, xml: str) -> None:
    for child in list(part):
        part.remove(child)
    _fill(part, xml)


def _page_number(side: str) -> str:
    """— 1 — at the outer edge, one character in (GB/T 9704-2012 第 7.5 条)."""
    field = "".join(
        f"<w:r>{piece}</w:r>"
        for piece in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    dash = (
        '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'
    )
    return (
        f'<w:p><w:pPr><w:pStyle w:val="AnnualPageNumber"/><w:ind w:{side}="280" w:{side}Chars="100"/>'
        f'<w:jc w:val="{side}"/></w:pPr>{dash.format("— ")}{field}{dash.format(" —")}</w:p>'
    )


# Face -> other names of it and its closest kin, for machines that lack it.
_ALSO = {
    TITLE_FACE: "方正小标宋_GBK,FZXiaoBiaoSong-B05S,华文中宋",
    FANGSONG: "仿宋,FangSong",
    KAI: "楷体,KaiTi",
    HEI: "SimHei",
    SONG: "SimSun",
}


def _font_table() -> str:
    fonts = "".join(
        f'<w:font w:name="{face}"><w:altName w:val="{also}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{"modern" if face == HEI else "roman"}"/><w:pitch w:val="variable"/></w:font>'
        for face, also in _ALSO.items()
    )
    latin = f'<w:font w:name="{LATIN}"><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>'
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<w:fonts xmlns:w="{_W}">{latin}{fonts}</w:fonts>'
