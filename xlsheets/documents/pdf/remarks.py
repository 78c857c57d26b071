"""A PDF that was made -> what people should know about it before they publish it."""

from __future__ import annotations

from xlsheets.documents.pdf.typefaces import replaced
from xlsheets.documents.pdf.verify import pdf_can_be_read


def about_pdf(document: bytes, pdf: bytes) -> tuple[str, ...]:
    """Return which typefaces were replaced, and whether the PDF could be read back.

    Args:
        document: the Word document it was printed from.
        pdf: what was printed.
    """
    return tuple(filter(None, (_faces(replaced(document, pdf)), _reading())))


def _faces(faces: tuple[str, ...]) -> str:
    if not faces:
        return ""
    return (
        f"这台电脑没有这些字体，PDF 里用了别的字体：{'、'.join(faces)}。"
        "对字体有要求的，请在装有这些字体的电脑上生成。"
    )


def _reading() -> str:
    if pdf_can_be_read():
        return ""
    return (
        "没有安装读 PDF 的组件，PDF 没有逐字核对；转换前的 Word 报告已经核对过。"
        "要连 PDF 一起核对，先运行 python -m pip install pdfplumber。"
    )
