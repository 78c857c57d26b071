"""Word document -> PDF, through LibreOffice where it is installed."""

from __future__ import annotations

from xlsheets.basics.libreoffice import converted, office
from xlsheets.errors import OutputError

_FAILED = "LibreOffice 转换 PDF 没有成功，请关闭它再试一次，或者先生成 Word 报告再转换。"
_MISSING = (
    "这台电脑上没有 LibreOffice，不能直接生成 PDF。"
    "请先生成 Word 报告，用 Word 或 WPS 打开后另存为 PDF；或者安装 LibreOffice 后再试。"
)


def to_pdf(document: bytes) -> bytes:
    """Print a Word document as PDF.

    Raises:
        OutputError: LibreOffice is not installed, or did not make a PDF.
    """
    if not office():
        raise OutputError(_MISSING)
    printed = converted(document, ".docx", "pdf")
    if printed is None:
        raise OutputError(_FAILED)
    return printed
