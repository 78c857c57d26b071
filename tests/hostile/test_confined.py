"""A run over hostile files touches its input, its output and its own program, and talks to nobody."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

import xlsheets
from tests.tools.hostile import hostile
from tests.tools.outside import lack, need
from tests.tools.parts import sound
from xlsheets.basics.filenames import safe_stem

# What any program on this system opens: loader, locale, time zone, and what the kernel says of itself.
SYSTEM = (
    "/etc/ld.so.cache", "/etc/ld.so.preload", "/etc/localtime", "/usr/share/zoneinfo/", "/usr/lib/", "/usr/local/lib/", "/lib/",
    "/lib64/", "/usr/share/locale/", "/dev/null", "/dev/urandom", "/proc/self/", "/proc/stat", "/sys/devices/system/cpu",
    "/sys/fs/cgroup", "/proc/cpuinfo", "/proc/meminfo", "/etc/mime.types", "/usr/share/locale-langpack/",
)  # fmt: skip
_OPENED = re.compile(r'open(?:at)?\((?:AT_FDCWD|\d+)?(?:<[^>]*>)?,? ?"((?:[^"\\]|\\.)*)"')
_NETWORK = re.compile(r"\b(connect|bind|listen|sendto|sendmsg|accept)\((.*)")
_STARTED = re.compile(r'execve\("([^"]+)"')


@pytest.fixture(scope="module")
def inbox(tmp_path_factory) -> Path:
    """Return a folder of hostile files; those that only take long to unpack are left out."""
    folder = tmp_path_factory.mktemp("收件")
    (folder / "好.xlsx").write_bytes(sound())
    for number, (name, content, _) in enumerate(hostile()):
        if len(content) < 150_000:
            (folder / f"{number}-{safe_stem(name)[:40]}.xlsx").write_bytes(content)
    return folder


def commands(inbox: Path, out: Path) -> dict[str, Sequence[object]]:
    program = (sys.executable, "-m", "xlsheets")
    return {
        "validate": (*program, "validate", inbox, "-f", "jsonl", "--annotate", out / "退回"),
        "convert": (*program, "convert", inbox, "--draft", "-o", out / "报告"),
    }


def traced(command: Sequence[object], log: Path) -> str:
    """Run a command under strace; return its calls, whatever the command thinks of its input."""
    strace = (
        need("strace", "strace"),
        "-f",
        "-qq",
        "-s",
        "4096",
        "-e",
        "trace=network,openat,open,execve",
    )
    program = subprocess.run(
        [*strace, "-o", log, *map(str, command)], capture_output=True, check=False, timeout=600
    )
    assert program.returncode in (0, 1)
    assert b"Traceback" not in program.stderr
    return log.read_text(encoding="utf-8", errors="replace")


def allowed(folders: Sequence[Path]) -> tuple[str, ...]:
    """Return what a path that is opened may begin with."""
    own = {sys.prefix, sys.base_prefix, str(Path(xlsheets.__file__).parents[1])}
    own |= {os.path.realpath(folder) for folder in own} | {folder for folder in sys.path if folder}
    return (*SYSTEM, *map(str, folders), *own, tempfile.gettempdir())


def decoded(path: str) -> str:
    """Return a path as strace spells it, octal bytes and all."""
    raw = re.sub(rb"\\([0-7]{1,3})", lambda match: bytes([int(match[1], 8)]), path.encode())
    return raw.decode(errors="surrogateescape")


@pytest.mark.parametrize("what", ["validate", "convert"])
def test_no_socket_no_foreign_file_no_other_program(what, inbox, tmp_path):
    calls = traced(commands(inbox, tmp_path)[what], tmp_path / "calls")
    talked = [found[0] for found in _NETWORK.finditer(calls)]
    assert talked == []
    start = allowed([inbox, tmp_path])
    opened = {decoded(found[1]) for found in _OPENED.finditer(calls)}
    assert len(opened) > 100
    foreign = {path for path in opened if path.startswith("/") and not path.startswith(start)}
    assert foreign == set()
    assert {os.path.realpath(path) for path in _STARTED.findall(calls)} == {
        os.path.realpath(sys.executable)
    }


def test_without_a_network_the_same_comes_out(inbox, tmp_path):
    alone = (need("unshare", "unshare (util-linux)"), "--net", "--map-root-user")
    if subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        lack("a system that lets a program leave the network")
    for folder, before in ((tmp_path / "a", ()), (tmp_path / "b", alone)):
        command = commands(inbox, folder)["convert"]
        run = subprocess.run([*before, *map(str, command)], capture_output=True, check=False)
        assert run.returncode in (0, 1)
    written = [
        {path.name: path.read_bytes() for path in sorted((tmp_path / folder).rglob("*.*"))}
        for folder in ("a", "b")
    ]
    assert written[0] == written[1]
    assert len(written[0]) > 10
