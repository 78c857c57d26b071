"""Bytes and name of a file that is no published report -> one sentence that names it and says what to do."""

from __future__ import annotations

import re

from xlsheets.basics.patterns import pattern_of
from xlsheets.errors import UnreadableError
from xlsheets.values import NamedTuple

_REPORT = "请把里面的年度报告另存为 Word 文档（.docx）、网页（.html）或者文本（.txt）再导入。"
_PICTURE = (
    "“{name}”是图片，要认出里面的字，请先安装（python -m pip install rapidocr onnxruntime）；"
    "或者找 Word 版、网页，或者照着它填写。"
)
_SENTENCES = {
    "old_word": "“{name}”是旧版 Word 或者 WPS 的文件（.doc、.wps），请用 Word 或者 WPS 打开，另存为 .docx 再试。",
    "old_workbook": "“{name}”是旧版 Excel 或者 WPS 表格（.xls、.et），不是公开发布的报告。请用 Excel 或者 WPS 打开，另存为 .xlsx；填好的工作簿直接校验，不用导入。",
    "workbook": "“{name}”是 Excel 工作簿，不是公开发布的报告。填好的填报工作簿请直接校验；内容不全的可以修复（repair 命令）。",
    "old_slides": "“{name}”是演示文稿，不是公开发布的报告。" + _REPORT,
    "old_office": "“{name}”是旧版 Office 或者 WPS 的文件，请用 Word 或者 WPS 打开，另存为 .docx 再试。",
    "protected": "“{name}”加了密码或者受权限管理，读不了。请用能打开它的账号打开，去掉密码或者权限保护后另存为 .docx 再试。",
    "odt": "“{name}”是 OpenDocument 文本（.odt），请用 WPS、Word 或者 LibreOffice 打开，另存为 Word 文档（.docx）再试。",
    "ods": "“{name}”是 OpenDocument 表格（.ods），不是公开发布的报告。请另存为 .xlsx；填好的工作簿直接校验，不用导入。",
    "slides": "“{name}”是演示文稿，不是公开发布的报告。" + _REPORT,
    "epub": "“{name}”是电子书，不是公开发布的报告。" + _REPORT,
    "archive": "“{name}”是压缩包，请先解压，再导入里面的报告。",
    "mht": "“{name}”是网页存档（.mht），请用浏览器打开它，另存为“网页，仅 HTML”（.html）再试。",
    "eml": "“{name}”是一封邮件（.eml），请用邮件软件打开它，把附件里的报告另存出来再导入。",
    "msg": "“{name}”是一封 Outlook 邮件（.msg），请打开它，把附件里的报告另存出来再导入。",
    "rtf": "“{name}”是 RTF 文档（.rtf），请用 Word 或者 WPS 打开，另存为 .docx 再试。",
    "lnk": "“{name}”是一个快捷方式，不是报告本身。请找到它指向的文件，导入那个文件。",
    "url": "“{name}”是一个网址快捷方式，不是报告本身。请用浏览器打开它，把网页另存为 .html 再导入。",
    "picture": _PICTURE,
    "signature": "“{name}”是电子签名或者证书文件，不是报告本身。请导入被签名的那份报告。",
    "encrypted": "“{name}”被加密软件（如亿赛通、绿盾）加密了，读不了。请在装有该软件的电脑上解密，再导入解密后的文件。",
    "json": "“{name}”是 JSON 文件，不是公开发布的报告。请直接校验它，或者先填进工作簿（fill 命令）。",
    "sound": "“{name}”是音频或者视频，不是公开发布的报告。" + _REPORT,
    "program": "“{name}”是一个程序文件，不是公开发布的报告。",
    "xml": "“{name}”是 XML 文件，不是公开发布的报告。" + _REPORT,
}
_BEGINNINGS = (
    (b"{\\rtf", "rtf"),
    (b"\x4c\x00\x00\x00\x01\x14\x02\x00", "lnk"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"MSCF", "archive"),
    (b"MZ", "program"),
    (b"ID3", "sound"),
    (b"\x62\x14\x23\x65", "encrypted"),
    (b"\x09\x00\x04\x00", "old_workbook"),
    (b"\x09\x02\x06\x00", "old_workbook"),
    (b"\x09\x04\x06\x00", "old_workbook"),
)
_WITHIN = ((b"E-SafeNet", "encrypted"), (b"LOCK\x00", "encrypted"), (b"ftyp", "sound"))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Names of streams in a compound file, the telling ones first.
_STREAMS = (
    ("EncryptedPackage", "protected"),
    ("DRMEncrypted", "protected"),
    ("WordDocument", "old_word"),
    ("PowerPoint Document", "old_slides"),
    ("Workbook", "old_workbook"),
    ("Book", "old_workbook"),
    ("__properties_version1.0", "msg"),
)
_PARTS = (
    (b"opendocument.text", "odt"),
    (b"opendocument.spreadsheet", "ods"),
    (b"opendocument.presentation", "slides"),
    (b"epub+zip", "epub"),
    (b"OFD.xml", "ofd"),
    (b"word/", ""),
    (b"xl/", "workbook"),
    (b"ppt/", "slides"),
)
_MAIL = pattern_of(
    rb"(?:received|return-path|from|to|subject|message-id|date|mime-version|x-mailer|delivered-to)\s*:",
    re.IGNORECASE,
)
_ARCHIVED_PAGE = pattern_of(rb"multipart/related|saved by|snapshot-content-location", re.IGNORECASE)
_LINK = pattern_of(rb"\s*\[(?:InternetShortcut|Desktop Entry)\]", re.IGNORECASE)
_JSON = pattern_of(rb"\s*\{\s*\"")
_HEAD = 4096
# Endings that tell what a file is meant to be when its bytes do not.
_ENDINGS = {
    ".mht": "mht",
    ".mhtml": "mht",
    ".eml": "eml",
    ".msg": "msg",
    ".rtf": "rtf",
    ".lnk": "lnk",
    ".url": "url",
    ".odt": "odt",
    ".ods": "ods",
    ".ofd": "ofd",
    ".xls": "old_workbook",
    ".et": "old_workbook",
    ".xlsx": "workbook",
    ".xlsm": "workbook",
    ".json": "json",
    ".zip": "archive",
    ".rar": "archive",
    ".7z": "archive",
    ".p7m": "signature",
    ".p7s": "signature",
    ".sig": "signature",
    ".cer": "signature",
    ".ppt": "old_slides",
    ".pptx": "slides",
    ".doc": "old_word",
    ".wps": "old_word",
}


class _Known(NamedTuple):
    kind: str
    certain: bool


def refuse_foreign(content: bytes, name: str) -> None:
    """Refuse a file that is something else than a published report.

    Raises:
        UnreadableError: a sentence that names it and the way out.
    """
    kind = foreign_kind(content, name)
    if kind:
        raise UnreadableError(kind, _SENTENCES[kind].format(name=name))


def foreign_kind(content: bytes, name: str) -> str:
    """Return what a file is that is no published report, by its bytes, or else its name; "" for one that may be."""
    return _by_content(content) or _by_ending(content, name)


def _by_content(content: bytes) -> str:
    if content.startswith(_OLE):
        names = content.upper()
        streams = (kind for stream, kind in _STREAMS if stream.upper().encode("utf-16-le") in names)
        return next(streams, "old_office")
    if content.startswith(b"PK\x03\x04"):
        return _of_archive(content)
    for beginning, kind in _BEGINNINGS:
        if content.startswith(beginning):
            return kind
    head = content[:_HEAD]
    for word, kind in _WITHIN:
        if word in head[:64]:
            return kind
    if head.startswith(b"RIFF"):
        return "picture" if head[8:12] == b"WEBP" else "sound"
    return _of_text(head)


def _of_archive(content: bytes) -> str:
    """Return what a zip archive is by the names of its parts; "" for a Word document, or for one that is damaged."""
    for word, kind in _PARTS:
        if word in content:
            return kind
    return "archive" if b"PK\x05\x06" in content else ""


def _of_text(head: bytes) -> str:
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if _LINK.match(text):
        return "url"
    if _MAIL.match(text) and len(_MAIL.findall(head)) > 1:
        return "mht" if _ARCHIVED_PAGE.search(head) else "eml"
    if _JSON.match(text):
        return "json"
    if text.startswith(b"<?xml") and not re.search(rb"<(?:!doctype\s+)?html", text, re.IGNORECASE):
        return "xml"
    return ""


def _by_ending(content: bytes, name: str) -> str:
    """Return what the name says of a file whose bytes say nothing; a text under a wrong name is a text."""
    suffix = name[name.rfind(".") :].lower()
    kind = _ENDINGS.get(suffix, "")
    return "" if content.startswith((b"%PDF", b"PK\x03\x04")) else kind
