"""A pattern that is compiled late is one like any other."""

import copy
import gc
import marshal
import os
import pickle
import pkgutil
import re
import subprocess
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import pytest

import xlsheets
from xlsheets.basics import patterns
from xlsheets.basics.patterns import pattern_of


def test_it_finds_what_a_compiled_pattern_finds():
    late, early = (
        pattern_of(r"(?P<count>\d+)件", re.ASCII),
        re.compile(r"(?P<count>\d+)件", re.ASCII),
    )
    text = "收到12件，办结9件，转结３件"
    assert late.search(text)["count"] == "12"
    assert late.findall(text) == early.findall(text)
    assert late.sub("若干件", text) == early.sub("若干件", text)
    assert [match.span() for match in late.finditer(text)] == [(2, 5), (8, 10)]
    assert (late.pattern, late.flags, late.groups) == (early.pattern, early.flags, early.groups)


def test_what_is_no_pattern_is_told_when_it_is_asked():
    wrong = pattern_of("(")
    with pytest.raises(re.error):
        wrong.search("")


@pytest.mark.parametrize("asked", [False, True])
def test_it_can_be_copied_and_sent_to_another_process(asked):
    late = pattern_of("公开")
    if asked:
        late.search("")
    for twin in (copy.deepcopy(late), pickle.loads(pickle.dumps(late))):
        assert twin.search("政府信息公开").start() == 4


def every_pattern() -> list[tuple[str | bytes, int]]:
    """Return every pattern of the package as it is written."""
    for module in pkgutil.walk_packages(xlsheets.__path__, "xlsheets."):
        if module.name.rpartition(".")[2] != "__main__":
            with suppress(
                ImportError
            ):  # what needs more than is installed has its patterns elsewhere
                import_module(module.name)
    gc.unfreeze()  # a command that a test ran here may have put all there was out of sight
    late = (made for made in gc.get_objects() if isinstance(made, patterns._Late))
    return sorted({made._written for made in late}, key=repr)


def test_every_pattern_that_is_kept_is_the_one_that_is_compiled():
    written = every_pattern()
    assert len(written) > 400
    for expression, flags in written:
        kept = marshal.loads(marshal.dumps(patterns._taken_apart(expression, int(flags))))
        assert patterns._whole(expression, kept) == re.compile(expression, flags)


ASK = """
import re, sys
from xlsheets.basics import patterns
compiled = []
compile = re._compiler.compile
re._compiler.compile = lambda *told: compiled.append(told[0]) or compile(*told)
take_apart = patterns._taken_apart
patterns._taken_apart = lambda *told: compiled.append(told[0]) or take_apart(*told)
found = patterns.pattern_of("公开(?P<count>[0-9]+)件").search("主动公开12件")
print(found["count"], len(compiled))
"""


@pytest.fixture
def ask(tmp_path):
    """Return what asks for one pattern in a new Python that keeps its byte code in a folder of its own."""

    def asked(**environment: str) -> str:
        kept = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONDONTWRITEBYTECODE": ""}
        told = subprocess.run(
            [sys.executable, "-c", ASK], env=kept | environment, check=True, capture_output=True
        )
        assert told.stderr == b""
        return told.stdout.decode().strip()

    return asked


def kept_files(folder: Path) -> list[Path]:
    return [
        file
        for file in folder.rglob("*")
        if file.is_file() and "patterns" in file.name and file.suffix != ".pyc"
    ]


def test_a_pattern_is_compiled_in_the_first_run_only(ask, tmp_path):
    assert ask() == "12 1"
    (kept,) = kept_files(tmp_path)
    assert kept.name == f"patterns.{sys.implementation.cache_tag}.pyc.kept"
    assert ask() == "12 0"
    assert kept_files(tmp_path) == [kept]


@pytest.mark.parametrize("damage", ["cut", "empty", "foreign", "other code", "other Python"])
def test_what_is_damaged_or_of_another_python_is_compiled_anew(ask, tmp_path, damage):
    ask()
    (kept,) = kept_files(tmp_path)
    content = kept.read_bytes()
    maker, known = marshal.loads(content)
    wrong = {
        key: (flags, groups, named, b"\xff" * len(code))
        for key, (flags, groups, named, code) in known.items()
    }
    kept.write_bytes(
        {
            "cut": content[: len(content) // 2],
            "empty": b"",
            "foreign": b"PK\3\4 no such thing",
            "other code": marshal.dumps((maker, wrong)),
            "other Python": marshal.dumps((("2.7", *maker[1:]), wrong)),
        }[damage]
    )
    assert ask() == "12 1"


def test_nothing_is_written_where_python_writes_no_byte_code(ask, tmp_path):
    assert ask(PYTHONDONTWRITEBYTECODE="1") == "12 1"
    assert kept_files(tmp_path) == []


def test_where_nothing_can_be_written_nothing_is_said(ask, tmp_path):
    tmp_path.joinpath("x").write_text("")
    assert ask(PYTHONPYCACHEPREFIX=str(tmp_path / "x")) == "12 1"
    assert kept_files(tmp_path) == []
