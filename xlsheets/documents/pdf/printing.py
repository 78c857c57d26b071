"""Word document -> PDF, through LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from xlsheets.errors import OutputError

_PLACES = (
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_SECONDS = 180
_RUNNING: set[subprocess.Popen[bytes]] = set()
_FAILED = "LibreOffice 转换 PDF 没有成功，请关闭它再试一次。"
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
        code = _run_whole(command, work)
    except (OSError, subprocess.SubprocessError) as error:
        raise OutputError(_FAILED) from error
    if code:
        raise OutputError(_FAILED)


def _run_whole(command: list[str], work: Path) -> int:
    """Run a program to its end, or end it with every program that it has started itself.

    Its temporary files go into the folder of the work: a program that is ended does not delete them.
    """
    group = 0 if os.name == "posix" else None
    places = os.environ | dict.fromkeys(("TMPDIR", "TMP", "TEMP"), str(work))
    quiet = subprocess.DEVNULL
    # The program is the one found above, and the names are ours.
    with subprocess.Popen(  # noqa: S603
        command, stdout=quiet, stderr=quiet, process_group=group, env=places
    ) as program:
        _RUNNING.add(program)
        try:
            return program.wait(_SECONDS)
        except BaseException:
            _end(program)
            raise
        finally:
            _RUNNING.discard(program)


def end_printing() -> None:
    """End every LibreOffice that was started here and is still at work."""
    for program in tuple(_RUNNING):
        _end(program)


def _end(program: subprocess.Popen[bytes]) -> None:
    """End a program and, where there are groups of processes, what it started: soffice only starts another."""
    if os.name == "posix":
        with suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)
    program.kill()
