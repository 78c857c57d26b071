"""Bytes of an office document -> the same document in another format, by LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from xlsheets.basics.signals import held_back

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLACES = (
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_SECONDS = 180
# How many times to look whether every program of a group has ended.
_PATIENCE = 15


def office() -> str:
    """Return the path of LibreOffice; "" where it is not installed."""
    return shutil.which("soffice") or next((path for path in _PLACES if Path(path).exists()), "")


def converted(content: bytes, ending: str, wanted: str) -> bytes | None:
    """Return a document as LibreOffice saves it in another format; None when it does not.

    It has a profile of its own, so that an open window does not stand in the way.

    Args:
        content: the document.
        ending: what its name ends in, such as ``.docx``.
        wanted: what to make, such as ``pdf``.
    """
    with tempfile.TemporaryDirectory(prefix="xlsheets-") as folder:
        work = Path(folder)
        source = work / f"report{ending}"
        source.write_bytes(content)
        profile = f"-env:UserInstallation={(work / 'profile').as_uri()}"
        target = work / "made"
        command = [office(), profile, "--headless", "--convert-to", wanted]
        command += ["--outdir", str(target), str(source)]
        try:
            code = _run_whole(command, work)
            return None if code else (target / f"report.{wanted}").read_bytes()
        except (OSError, subprocess.SubprocessError):
            return None


def _run_whole(command: list[str], work: Path) -> int:
    """Run a program to its end, or end it with every program that it has started itself.

    Its temporary files go into the folder of the work: a program that is ended does not delete them.
    """
    group = 0 if os.name == "posix" else None
    places = os.environ | dict.fromkeys(("TMPDIR", "TMP", "TEMP"), str(work))
    quiet = subprocess.DEVNULL
    program = None
    try:
        # A program that was started while nobody took note of it could not be ended.
        with held_back(signal.SIGINT, signal.SIGTERM), _without_limits():
            # The program is the one found above, and the names are ours.
            program = subprocess.Popen(  # noqa: S603
                command, stdout=quiet, stderr=quiet, process_group=group, env=places
            )
        return program.wait(_SECONDS)
    except BaseException:
        if program:
            _end(program)
        raise


@contextmanager
def _without_limits() -> Iterator[None]:
    """Start a program free of the limits of this process, which are meant for the reading of one file."""
    if sys.platform == "win32":
        yield
        return
    import resource

    kinds = (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE)
    limits = {kind: resource.getrlimit(kind) for kind in kinds}
    for kind, (_, hard) in limits.items():
        resource.setrlimit(kind, (hard, hard))
    try:
        yield
    finally:
        for kind, limit in limits.items():
            resource.setrlimit(kind, limit)


def _end(program: subprocess.Popen[bytes]) -> None:
    """End a program and, where there are groups of processes, what it started: soffice only starts another."""
    if os.name != "posix":
        program.kill()
        program.wait()
        return
    with suppress(ProcessLookupError):
        os.killpg(program.pid, signal.SIGKILL)
        program.wait()
        # What still runs could write into the folder while that is deleted.
        for _ in range(_PATIENCE):
            os.killpg(program.pid, 0)
            time.sleep(0.02)
