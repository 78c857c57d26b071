"""Why a file could not be read -> its one finding: family F1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsheets.checks.rule.spec import Doc, RuleCard
from xlsheets.report.findings import Finding, Severity

if TYPE_CHECKING:
    from xlsheets.errors import UnreadableError

_BASIS = "填报工作簿说明：只报送本程序发出、填好后保存的 .xlsx 填报工作簿"


@dataclass(frozen=True, slots=True)
class FileRule(RuleCard):
    """A rule about files that cannot be read.

    Args:
        kinds: the refusals it stands for, as ``UnreadableError.kind`` names them; of the last rule, all others.
    """

    kinds: tuple[str, ...]


def _rule(
    code: str, kinds: tuple[str, ...], title: str, summary: str, wrong: str, right: str
) -> FileRule:
    return FileRule(code, title, Severity.ERROR, Doc(summary, _BASIS, wrong, right), kinds)


FILE_RULES = (
    _rule(
        "F101",
        ("missing", "folder", "link", "special"),
        "打不开文件",
        "文件要在原处，是普通文件，本人有权读取。",
        "文件已经移走，或者报来的是一个快捷方式。",
        "报来的是工作簿文件本身。",
    ),
    _rule(
        "F102",
        ("lock",),
        "是打开文件时的临时文件",
        "名称以“~$”开头的是表格软件的临时文件，里面没有数字。",
        "没有关闭表格软件就复制，报来“~$年度报告.xlsx”。",
        "关闭表格软件后报送“年度报告.xlsx”。",
    ),
    _rule(
        "F103",
        ("encrypted", "guarded", "protected"),
        "文件加了密",
        "报送的工作簿不能设置打开密码，否则收件人和程序都读不了。",
        "设置了打开密码再报送。",
        "去掉打开密码，保存后报送。",
    ),
    _rule(
        "F104",
        (
            *("xls", "word", "slides", "ods", "xlsb", "ole", "web_page", "xml_sheet"),
            *("pdf", "rtf", "picture", "archive", "text", "unknown", "addin"),
            *("one_file_page", "odt", "ofd", "mail", "shortcut"),
            # What the readers of published reports and of packed files say.
            *("no_report", "no_text", "lacking", "old", "old_word", "old_workbook", "old_slides"),
            *("old_office", "mht", "eml", "msg", "lnk", "url", "signature", "sound", "program"),
            *("xml", "workbook", "epub", "encoding", "pictures", "no_pdf"),
        ),
        "文件不是 .xlsx 工作簿",
        "只改扩展名不会改变文件的格式，要用表格软件另存。",
        "把 .xls、.et、网页或者 Word 文档改名为 .xlsx 报送。",
        "在表格软件里另存为“Excel 工作簿（*.xlsx）”。",
    ),
    _rule(
        "F105",
        ("not_ours", "case_log"),
        "不是填报工作簿",
        "只有本程序发出的填报工作簿才有固定的填报格，自己画的表读不出来。",
        "照着样子另画了一份表报送。",
        "在发下来的填报工作簿里填写。",
    ),
    _rule(
        "F106",
        ("empty", "truncated", "damaged", "not_docx"),
        "文件损坏或者不完整",
        "文件有一处损坏，所有数字就都不可信。",
        "没有下载完就报送，或者复制中断。",
        "重新复制，自己先打开看一遍再报送。",
    ),
    _rule(
        "F107",
        ("too_large", "too_deep", "doubtful", "dtd"),
        "文件过大或者内容可疑",
        "一份填报工作簿不会很大，里面也不会有互相矛盾的内容和外部定义。",
        "在工作簿里插入了几十张照片。",
        "只填数字和文字，附件另行报送。",
    ),
    _rule(
        "F108",
        ("json",),
        "JSON 文件不合规定",
        "别的系统导出的 JSON 要符合公布的结构，键名、层次一个不差。",
        "把键名写错了一个字母。",
        "按结构说明导出。",
    ),
    _rule(
        "F109",
        ("other_edition",),
        "用的是别的版本的报告格式",
        "每一版报告格式的栏目不同，工作簿要用报告年度适用的那一版。",
        "用新一版的填报工作簿填了旧年度的报告。",
        "在当年发下来的填报工作簿里填写。",
    ),
    _rule(
        "F110",
        ("memory", "time", "died"),
        "文件让读取程序中断",
        "每个文件单独读取，用的内存和时间都有限度，超过了就停止读它，不影响别的文件。",
        "有人故意做了一个文件，一打开就占满内存。",
        "在发下来的填报工作簿里重新填写。",
    ),
    _rule(
        "F111",
        ("unwritten",),
        "标记或者退回的文件没有写成",
        "文件读得出来，但是标记写不进去，或者退回的一份写不出来，其他文件不受影响。",
        "删掉了“校验”表的工作簿，列不出问题清单。",
        "在发下来的填报工作簿里填写，不删其中的表。",
    ),
    _rule(
        "F199",
        (),
        "文件读不出来",
        "不属于以上情形，但一个数字也读不出来。",
        "报来的文件谁也打不开。",
        "用发下来的填报工作簿填写并保存。",
    ),
)
_RULE_OF = {kind: rule for rule in FILE_RULES for kind in rule.kinds}


def unreadable(error: UnreadableError, file: str) -> Finding:
    """Return the one finding of a file that could not be read."""
    rule = _RULE_OF.get(error.kind, FILE_RULES[-1])
    return Finding(
        code=rule.code,
        severity=rule.severity,
        message=str(error),
        basis=rule.doc.basis,
        file=file,
    )
