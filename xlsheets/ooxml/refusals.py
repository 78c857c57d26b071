"""Kind of refusal -> the sentence that says what a file is and what the clerk should do."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from xlsheets.basics.characters import printable
from xlsheets.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

_RESAVE = "请用 Excel 或 WPS 打开原来的填报工作簿，另存为“Excel 工作簿（*.xlsx）”再报送。"
_COPY_AGAIN = "请重新复制或者下载一次；还打不开的，请发文件的人重发一份完好的。"
_DAMAGED = f"文件已损坏{{where}}，数字不可信，没有读取。{_COPY_AGAIN}"

_SENTENCES = {
    # The path leads to no ordinary file.
    "missing": "打不开“{name}”，请检查文件是否存在、有没有读取权限。",
    "folder": "“{name}”是一个文件夹，不是文件，请指定里面的工作簿。",
    "link": "“{name}”是指向别处的链接，没有打开，请直接指定原来的文件。",
    "special": "“{name}”不是普通文件（是设备或者管道），没有打开，请指定填报工作簿。",
    "lock": "“{name}”是 Excel 或 WPS 打开文件时留下的临时文件，不是工作簿。请关闭表格软件，报送不带“~$”的那个文件。",
    "too_large": "文件太大{where}，不像一份填报工作簿，没有读取。请检查是不是插入了图片、附件，或者给大片空白格子设了边框、颜色，清除后再报送。",
    # It is something else.
    "empty": f"这是一个空文件，里面什么也没有。{_COPY_AGAIN}",
    "encrypted": "文件加了打开密码，读不了。请用 Excel 或 WPS 打开，在“文件 › 信息 › 保护工作簿”里去掉密码后保存，再报送。",
    "xls": f"这是旧版 Excel（.xls）或者 WPS 表格（.et）格式的文件。{_RESAVE}",
    "word": "这是 Word 文档，不是填报工作簿。请报送填好的 .xlsx 工作簿。",
    "slides": "这是演示文稿，不是填报工作簿。请报送填好的 .xlsx 工作簿。",
    "addin": "这是 Excel 加载项（.xlam），不是填报工作簿。请报送填好的 .xlsx 工作簿。",
    "ods": f"这是 OpenDocument 格式（.ods）的表格。{_RESAVE}",
    "xlsb": f"这是 Excel 二进制工作簿（.xlsb）。{_RESAVE}",
    "ole": f"这是旧版 Office 格式的文件，不是填报工作簿。{_RESAVE}",
    "web_page": f"这是另存成网页的文件，只是扩展名像工作簿。{_RESAVE}",
    "xml_sheet": f"这是 XML 文件，不是 .xlsx 工作簿。{_RESAVE}",
    "pdf": "这是 PDF 文件，不是填报工作簿。请报送填好的 .xlsx 工作簿。",
    "rtf": "这是 RTF 文档，不是填报工作簿。请报送填好的 .xlsx 工作簿。",
    "picture": "这是一张图片，不是填报工作簿。请报送填好的 .xlsx 工作簿。",
    "archive": "这是一个压缩包，不是填报工作簿。请先解压，报送里面的 .xlsx 工作簿。",
    "text": f"这是文本文件（如 .csv），不是填报工作簿。{_RESAVE}",
    "one_file_page": f"这是存成单个文件的网页（.mht），不是 .xlsx 工作簿。{_RESAVE}",
    "odt": "这是 OpenDocument 文本文档（.odt），不是填报工作簿。请报送填好的 .xlsx 工作簿。",
    "ofd": "这是 OFD 版式文件，不是填报工作簿。请报送填好的 .xlsx 工作簿。",
    "mail": "这是一封电子邮件，不是填报工作簿。请打开邮件，把附件里的 .xlsx 工作簿另存出来再报送。",
    "shortcut": "这是快捷方式，只记着文件在哪里，里面没有内容。请报送原来的 .xlsx 工作簿。",
    "guarded": "文件被单位的加密软件（如绿盾、亿赛通）或者权限管理锁着，别的电脑读不了。请在原来的电脑上解密或者另存成不受控的文件，再报送。",
    "unknown": f"认不出这是什么文件，它不是 .xlsx 工作簿。{_RESAVE}",
    "not_ours": "这不是本填报工作簿：里面找不到填报格。本来是的，可能经别的软件转换丢了名称，可以修复（repair 命令），把内容移到新的工作簿里；不是的，请用发下来的填报工作簿填写后报送。",
    "case_log": "这是登记簿，不是填报工作簿。要把它数出来的数写进填报工作簿，用 xlsheets log count 登记簿 --into 填报工作簿；报送的是填报工作簿。",
    "other_edition": "这份工作簿用的是“{where}”版的报告格式，本程序不认识，请换用新版程序。",
    # It was a workbook once, or wants to be taken for one.
    "truncated": f"文件不完整，后半截丢了，多半是复制或者下载中断。{_COPY_AGAIN}",
    "damaged": _DAMAGED,
    "doubtful": f"文件里有互相矛盾的内容{{where}}，不同的软件会读出不同的数字，没有读取。{_RESAVE}",
    "dtd": f"文件里有外部定义（DTD）{{where}}，有安全风险，没有读取。{_RESAVE}",
}
_RESAVE_DOCUMENT = "请用 Word 或者 WPS 打开，另存为 .docx 再试。"
# The same of a file that should have been a Word document; the rest of the kinds cannot come up there.
_OF_DOCUMENTS = {
    "too_large": "这个 Word 文档太大{where}，不像一份年度报告，没有读取。",
    "empty": "这是一个空文件，里面什么也没有。请重新复制或者下载。",
    "encrypted": "这个 Word 文档加了密，请去掉密码另存后再试。",
    "old": f"这是旧版 Word 或者 WPS 的文件，{_RESAVE_DOCUMENT}",
    "xls": "这是旧版 Excel（.xls）或者 WPS 表格（.et）格式的文件，不是 Word 文档（.docx）。",
    "workbook": "这是 Excel 工作簿，不是 Word 文档（.docx）。",
    "slides": "这是演示文稿，不是 Word 文档（.docx）。",
    "ods": "这是 OpenDocument 格式（.ods）的表格，不是 Word 文档（.docx）。",
    "web_page": f"这是网页，不是 Word 文档（.docx）。{_RESAVE_DOCUMENT}",
    "xml_sheet": f"这是 XML 文件，不是 Word 文档（.docx）。{_RESAVE_DOCUMENT}",
    "pdf": "这是 PDF 文件，不是 Word 文档（.docx）。",
    "rtf": f"这是 RTF 文档，不是 Word 文档（.docx）。{_RESAVE_DOCUMENT}",
    "picture": "这是一张图片，不是 Word 文档（.docx）。",
    "archive": "这是一个压缩包，不是 Word 文档（.docx）。请先解压。",
    "text": "这是文本文件，不是 Word 文档（.docx）。",
    "one_file_page": "这是存成单个文件的网页（.mht），不是 Word 文档（.docx）。请用浏览器打开，另存为“网页，仅 HTML”再试。",
    "odt": f"这是 OpenDocument 文本文档（.odt），不是 Word 文档（.docx）。{_RESAVE_DOCUMENT}",
    "ofd": "这是 OFD 版式文件，不是 Word 文档（.docx）。请用阅读软件导出为 .docx 或者 PDF 再试。",
    "mail": "这是一封电子邮件，不是 Word 文档（.docx）。请打开邮件，把附件另存出来再试。",
    "shortcut": "这是快捷方式，只记着文件在哪里，里面没有内容。请指定原来的文件。",
    "guarded": "文件被单位的加密软件（如绿盾、亿赛通）或者权限管理锁着，读不了。请在原来的电脑上解密后再试。",
    "unknown": f"认不出这是什么文件，它不是 Word 文档（.docx）。{_RESAVE_DOCUMENT}",
    "truncated": "这个 Word 文档不完整，后半截丢了，多半是复制或者下载中断。请重新复制或者下载。",
    "damaged": f"这个 Word 文档已损坏{{where}}，没有读取。{_RESAVE_DOCUMENT}",
    "doubtful": f"这个 Word 文档里有互相矛盾的内容{{where}}，不同的软件会读出不同的内容，没有读取。{_RESAVE_DOCUMENT}",
    "dtd": "这个 Word 文档里有外部定义（DTD）{where}，有安全风险，没有读取。",
}
_LONGEST_NAME = 60


class RefusedFileError(UnreadableError):
    """A refusal whose sentence is about a workbook until it is known that the file is something else."""

    def __init__(self, kind: str, message: str, where: str = "") -> None:
        super().__init__(kind, message)
        self.where = where


def refusal(kind: str, *, name: str = "", where: str = "") -> RefusedFileError:
    """Return the refusal of a file; ``where`` names the part of it, or what was counted."""
    known = _SENTENCES if kind in _SENTENCES else _OF_DOCUMENTS
    detail = where if kind == "other_edition" else f"（{where}）" if where else ""
    words = {"name": _short(name), "where": _short(detail)}
    return RefusedFileError(kind, known[kind].format(**words), words["where"])


@contextmanager
def about_documents() -> Iterator[None]:
    """Have what is refused meanwhile said of a Word document; to be used as a decorator or with ``with``."""
    try:
        yield
    except RefusedFileError as found:
        kind = "old" if found.kind in ("word", "ole") else found.kind
        said = _OF_DOCUMENTS[kind].format(where=found.where)
        raise UnreadableError(kind, said) from found


def _short(text: str) -> str:
    """Return a foreign text short, and without characters that steer a terminal."""
    clean = printable(text)
    return clean if len(clean) <= _LONGEST_NAME else f"{clean[:_LONGEST_NAME]}…"
