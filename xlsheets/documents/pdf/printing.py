"""Word document -> PDF, through LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from xlsheets.errors import OutputError

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


def to_pdf(document: bytes) -> bytes:
    """Print a Word document as PDF.

    Raises:
        OutputError: LibreOffice is not installed, or did not make a PDF.
    """
    program = office()
    if not program:
        raise OutputError(_MISSING)
    with tempfile.TemporaryDirectory(prefix="xlsheets-") as folder:
        work = Path(folder)
        (work / "report.docx").write_bytes(document)
        _run(program, work)
        try:
            return (work / "report.pdf").read_bytes()
        except OSError as error:
            raise OutputError("LibreOffice 没有生成 PDF，请先生成 Word 报告再转换。") from error


def office() -> str:
    """Return the path of LibreOffice; "" where it is not installed."""
    return shutil.which("soffice") or next((path for path in _PLACES if Path(path).exists()), "")


def _run(program: str, work: Path) -> None:
    """Run LibreOffice with a profile of its own, so that an open window does not stand in the way."""
    command = [
        program,
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
