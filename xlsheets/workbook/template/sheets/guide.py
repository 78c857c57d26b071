"""The sheet 填报说明: where a clerk starts; three steps, what the colours and marks mean, what to beware of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.workbook.layout import FACTS_SHEET, GUIDE, PANEL, PROFILE, typed_name
from xlsheets.workbook.template.writer.formats import line_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.workbook.template.writer.sheet_writer import SheetWriter
    from xlsheets.workbook.template.writer.writer import BookWriter

# A line of the guide holds this many Chinese characters; longer texts get a higher row.
_LINE = 52


def write(book: BookWriter) -> None:
    """Write the sheet."""
    sheet = book.sheet(GUIDE, tab="#7F7F7F")
    for column, width in enumerate((4, 20, 112)):
        sheet.set_column(column, column, width)
    book.banner(sheet, "A1:C1", book.account.title("政府信息公开工作年度报告 填报说明"), "title")
    sheet.set_row(0, 34)
    basis = f"依据：{book.report.edition.document_title}（{book.report.edition.document}）"
    sheet.merge_range("A2:C2", basis, book.style("note"))
    row = 3
    for heading, lines in _chapters(book):
        row = _chapter(book, sheet, row, heading, lines)
    sheet.activate()


def _chapter(
    book: BookWriter, sheet: SheetWriter, row: int, heading: str, lines: tuple[tuple[str, str], ...]
) -> int:
    """Write a heading and its lines; return the row after a gap."""
    sheet.merge_range(row, 0, row, 2, heading, book.style("heading"))
    sheet.set_row(row, 26)
    for number, (label, text) in enumerate(lines, 1):
        row += 1
        looks = _SAMPLES.get(label, ("stub", "bold"))
        sheet.write_number(row, 0, number, book.style("stub", "center"))
        sheet.write_string(row, 1, label, book.style(*looks))
        sheet.write_string(row, 2, text, book.style("cell"))
        sheet.set_row(row, 8 + 16 * line_count(text, _LINE))
    return row + 2


_SAMPLES = {
    "浅黄色": ("input", "sample", "center"),
    "灰色": ("sum",),
    "浅蓝色": ("head",),
}


def _chapters(book: BookWriter) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    edition = book.report.edition
    names = [typed_name(table) for table in edition.tables]
    blocks = book.account.local(book.account.typed(edition.tables[1])).split(",")
    tables = "、".join(f"“{table.sheet}”" for table in edition.tables)
    prose = "、".join(f"“{section.sheet}”" for section in edition.prose)
    yield (
        "三步填完",
        (
            (
                "第一步　填基本信息",
                f"到“{PROFILE}”填单位名称、单位类别、报告年度。每一页的标题会自动带上。",
            ),
            (
                "第二步　填三张表",
                f"到{tables}填数字。没有就填 0，不能空着；多数格是 0 的，先看下面“一次填好 0”。",
            ),
            (
                "第三步　写文字",
                f"到{prose}写文字，一格写一段。填完看“{PANEL}”，没有 ✗ 和 … 就可以报送。",
            ),
        ),
    )
    yield (
        "一次填好 0（要在填其他数字之前做）",
        (
            (
                "选中填写格",
                f"点表格左上角、编辑栏左边的名称框（显示 A1 一类地址的小框）右边的箭头，选“{names[1]}”，这张表的填写格就全部选中了。",
            ),
            ("一起填 0", "不要再点别的格，直接按 0，再按住 Ctrl 键按回车，选中的格就都填上 0。"),
            ("其他两张表", f"另外两张表选“{names[0]}”“{names[2]}”，做法一样。"),
            (
                "用 LibreOffice 的",
                f"一次只能选一块：在名称框里键入 {blocks[0]}，按回车，再按 0，按住 Alt 键按回车；{'、'.join(blocks[1:])} 同样做。另外两张表格子少，直接填。",
            ),
            (
                "注意",
                "这样做会把这张表已经填好的数字也改成 0，所以要先填 0，再改有数的格。填错了马上按 Ctrl+Z 撤销。",
            ),
        ),
    )
    yield "颜色和符号", _LEGEND
    yield "粘贴和常见问题", _CARE
    yield (
        "各页是做什么的",
        (
            (FACTS_SHEET, "可以不填。填了的数字，生成文字时会写进正文。"),
            (
                PANEL,
                "最上面一行是结论，点一下去第一处；下面就是程序校验的问题清单，核实性的在“说明理由”一栏写明原因。各部分填到哪里、每一项合计对不对，在“勾稽检查”；打印签字用“签字”。",
            ),
            (
                "加载项的按钮",
                "装了加载项的 Excel 会多出“信息公开年报”选项卡：“校验”列出全部问题，“生成文字”按数字起草正文，“导出报告”生成 Word。没有装也能填报，把文件交给装了程序的同事即可。",
            ),
        ),
    )


_LEGEND = (
    ("浅黄色", "填写格，可以输入。选中以后会显示这一格的口径和依据。"),
    ("灰色", "自动合计，锁定，不用填也改不了。"),
    ("浅蓝色", "官方表头，锁定，不能改。"),
    ("✓", "相符，或者已经填齐。"),
    ("✗", "不符，或者填的不是 0、正整数，必须改。数字前面的 ✗ 是提醒，打印前改好就会消失。"),
    (
        "？",
        "这个数像是日期：写成 1-2、3/4 的会变成日期。改填件数；确实是这个数的，不用管。",
    ),
    ("…", "还没有填完，填完才能核对。"),
    ("●", "程序校验在这一格发现了问题，到“校验”页下面的清单里看说明。"),
)

_CARE = (
    (
        "从别处复制数字",
        "先复制，再在填写格上点右键，选“选择性粘贴”里的“数值”。直接粘贴会把锁定、提示和颜色一起盖掉，校验时会提示。",
    ),
    ("从 Word 复制文字", "双击填写格，光标闪动以后再粘贴，一格一段。直接粘贴会占用好几格。"),
    (
        "提示工作表受保护",
        "说明点到了锁定的格，点“确定”，改点浅黄色的格。工作表没有设密码，是为了防止误改，请不要取消保护。",
    ),
    ("字太多看不全", "文字格会随内容变高；没有变高的，双击行号下边的线。列宽、行高都可以调。"),
    (
        "用 WPS 填报",
        "填写、校验、打印都和 Excel 一样。保存时仍然选 .xlsx 格式，不要改成 .et 或者 .xls。",
    ),
    ("交文件", "直接交这个工作簿，不要改工作表的名称，不要删除或者插入行列，不要另外加密。"),
)
