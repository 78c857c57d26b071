"""Word document -> PDF through LibreOffice where it is installed, and which typefaces it had to replace."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

from xlsheets.errors import OutputError
from xlsheets.ooxml.package import read_package

_PLACES = (
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_SECONDS = 180
_MISSING = (
    "这台电脑上没有 LibreOffice，不能直接生成 PDF。"
    "请先生成 Word 报告，用 Word 或 WPS 打开后另存为 PDF；或者安装 LibreOffice 后再试。"
)


class Printed(NamedTuple):
    """A document on paper: the PDF, and the typefaces it asks for that this computer lacks."""

    pdf: bytes
    replaced: tuple[str, ...]


def to_pdf(document: bytes) -> Printed:
    """Print a Word document as PDF.

    Raises:
        OutputError: LibreOffice is not installed, or did not make a PDF.
    """
    office = _office()
    with tempfile.TemporaryDirectory(prefix="xlsheets-") as folder:
        work = Path(folder)
        (work / "report.docx").write_bytes(document)
        _run(office, work)
        try:
            pdf = (work / "report.pdf").read_bytes()
        except OSError as error:
            raise OutputError("LibreOffice 没有生成 PDF，请先生成 Word 报告再转换。") from error
    return Printed(pdf, _replaced(document, pdf))


def _office() -> str:
    found = shutil.which("soffice") or next((each for each in _PLACES if Path(each).exists()), "")
    if not found:
        raise OutputError(_MISSING)
    return found


def _run(office: str, work: Path) -> None:
    """Run LibreOffice with a profile of its own, so that an open window does not stand in the way."""
    command = [
        office,
        f"-env:UserInstallation={(work / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(work),
        str(work / "report.docx"),
    ]
    try:
        # The program is the one found above, and the names are ours.
        subprocess.run(command, check=True, timeout=_SECONDS, capture_output=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError) as error:
        raise OutputError("LibreOffice 转换 PDF 没有成功，请关闭它再试一次。") from error


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
_FONTS = re.compile(rb"<w:rFonts\b[^>]*>")
_FACE = re.compile(rb'w:(?:ascii|hAnsi|eastAsia)="([^"]+)"')
_STYLE = re.compile(rb'<w:style\b[^>]*?w:styleId="([^"]+)".*?</w:style>', re.DOTALL)
_USED = re.compile(rb'<w:[pr]Style w:val="([^"]+)"')
_EMBEDDED = re.compile(rb"/FontName\s*/(?:[A-Z]{6}\+)?([^\s/<>\[\]()]+)")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


def _replaced(document: bytes, pdf: bytes) -> tuple[str, ...]:
    """Return the typefaces that the document uses and the PDF does not hold, in order of name."""
    there = {_bare(_name(each)) for each in _EMBEDDED.findall(pdf)}
    return tuple(sorted(face for face in _asked(document) if not _among(face, there)))


def _asked(document: bytes) -> set[str]:
    """Return the typefaces of the text and of the styles that text is set in."""
    parts = read_package(document)
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
