"""A name has one meaning in the whole package, rooms stay small, and a rule's letter says its room."""

from __future__ import annotations

import ast
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.tools.outside import lack
from xlsheets.checks import rules_for
from xlsheets.schema import newest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "xlsheets"
# What stands at the root; everything else has a room.
AT_THE_ROOT = {
    ".ci", ".gitattributes", ".gitignore", "CHANGELOG.md", "LICENSE", "README.md", "addin", "benchmarks", "docs",
    "pyproject.toml", "tests", "workbook_template.xlsx", "xlsheets",
}  # fmt: skip
MODULES = sorted(PACKAGE.rglob("*.py"))
FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef
# The same name on purpose: functions that mean the same at two heights, and why.
SAME_MEANING = {
    "main": "the program: begun, and begun with everything loaded",
    "narrate": "a report drafted, and drafted with what is known of its unit",
    "status_page": "the page of rows, and the page of a collection",
    "read_confirmations": "the answers of a ledger, and of one that need not exist",
    "read_register": "the register of bytes, and of a file whatever it is",
    "write_working_paper": "the paper into a stream, and into a file",
    "list_findings": "the findings into a workbook, and into a file",
    "read_lexicon": "the words of bytes, and of a file",
    "validate": "a report checked, and the button that checks it",
    "write": "each kind of sheet writes itself; a report is written to a file",
}
FAMILIES = {
    "files": "F", "cells": "C", "tables": "S", "years": "Y", "text": "T", "text_figures": "N",
    "arithmetic": "N", "county": "U", "caselog": "L",
}  # fmt: skip


def twins(kind: type | tuple[type, ...]) -> Mapping[str, list[str]]:
    """Return the public names that stand at the top of more than one module."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in MODULES:
        for node in _defined(path, kind):
            found[node.name].append(path.relative_to(PACKAGE).as_posix())
    return {name: homes for name, homes in found.items() if len(homes) > 1}


def _defined(path: Path, kind: type | tuple[type, ...]) -> Iterator[ast.ClassDef | ast.FunctionDef]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, kind) and not node.name.startswith("_") and not _is_command(path, node):
            yield node


def _is_command(path: Path, node: ast.AST) -> bool:
    """Tell whether this is a command of the terminal, which is called like the workflow it calls."""
    decorators = getattr(node, "decorator_list", ())
    return path.relative_to(PACKAGE).parts[0] == "cli" and any(
        "command" in ast.unparse(decorator) for decorator in decorators
    )


def test_no_class_name_stands_twice():
    assert twins(ast.ClassDef) == {}


def test_no_function_name_stands_twice_with_another_meaning():
    assert {
        name: homes for name, homes in twins(FUNCTIONS).items() if name not in SAME_MEANING
    } == {}


def test_every_exception_is_still_one():
    assert set(SAME_MEANING) <= set(twins(FUNCTIONS))


SOURCES = [
    path
    for room in ("xlsheets", "tests", "benchmarks", "docs")
    for path in sorted((PACKAGE.parent / room).rglob("*.py"))
]


def test_no_variable_is_called_each():
    """It would not say what it holds."""
    nodes = ((path, node) for path in SOURCES for node in ast.walk(ast.parse(path.read_bytes())))
    called = ((path, getattr(node, "arg", getattr(node, "id", ""))) for path, node in nodes)
    assert {path.name for path, name in called if name == "each"} == set()


def compiled_when_loaded(node: ast.AST) -> Iterator[int]:
    """Yield the lines on which a module compiles a pattern outside its functions."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, FUNCTIONS | ast.Lambda):
            if isinstance(child, ast.Call) and ast.unparse(child.func) == "re.compile":
                yield child.lineno
            yield from compiled_when_loaded(child)


def test_no_module_compiles_patterns_when_it_is_loaded():
    """A command would wait for all of them; ``basics.patterns`` compiles what is asked."""
    assert {
        path.name: lines
        for path in MODULES
        if (lines := list(compiled_when_loaded(ast.parse(path.read_bytes()))))
    } == {}


def rooms() -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for path in MODULES:
        found[path.parent.relative_to(PACKAGE).as_posix()] += 1
    return found


def test_no_room_has_more_than_twelve_modules():
    assert {room: count for room, count in rooms().items() if count > 12} == {}


def test_the_package_has_at_most_six_modules_at_its_top():
    assert rooms()["."] <= 6


@pytest.mark.parametrize("room", FAMILIES)
def test_the_letter_of_a_rule_says_its_room(room):
    text = "".join(
        path.read_text(encoding="utf-8") for path in (PACKAGE / "checks" / room).glob("*.py")
    )
    declared = {rule.code for rule in rules_for(newest()) if f'"{rule.code}"' in text}
    assert {code[0] for code in declared} == {FAMILIES[room]}


def test_nothing_was_left_at_the_root():
    git = shutil.which("git") or lack("git")
    command = [git, "-C", str(ROOT), "ls-tree", "-z", "--name-only", "HEAD"]
    listed = subprocess.run(command, capture_output=True, check=False)
    if listed.returncode or not listed.stdout:
        lack("the repository")
    names = {name.decode(errors="replace") for name in listed.stdout.split(b"\0") if name}
    assert names == AT_THE_ROOT
