"""No key of an edition stands in code: it may name a cell only through ``edition.named``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from xlsheets.schema import EDITIONS

PACKAGE = Path(__file__).parents[2] / "xlsheets"
# The editions say it themselves, and the samples are reports.
EXEMPT = ("schema", "workflows/samples")
MODULES = [
    path
    for path in sorted(PACKAGE.rglob("*.py"))
    if not path.relative_to(PACKAGE).as_posix().startswith(EXEMPT)
]
BLOCKS = {key for edition in EDITIONS for key in edition.blocks}
KEYS = {
    leaf.key
    for edition in EDITIONS
    for block in edition.blocks.values()
    for leaf in (*block.row_leaves, *block.column_leaves)
}
LEVELS = {level.key for edition in EDITIONS for level in edition.levels}
# What a key begins and ends with where it is put together: review_, _pending.
AFFIXES = {f"_{key.rpartition('_')[2]}" for key in KEYS if "_" in key} | {
    f"{key.rpartition('_')[0]}_" for key in KEYS if "_" in key
}


def keys_in(source: str) -> Iterator[tuple[int, str]]:
    """Yield every string of a module that is a key, a cell id, or a piece a key is put together from."""
    tree = ast.parse(source)
    pieces = {
        id(value)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for value in node.values
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        text = node.value
        in_cell_id = BLOCKS.intersection(text.split("."))
        put_together = id(node) in pieces and text in AFFIXES
        if text in BLOCKS | KEYS or in_cell_id or put_together:
            yield node.lineno, text


def levels_in(source: str) -> Iterator[tuple[int, str]]:
    """Yield every string that is the key of a kind of unit."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and node.value in LEVELS:
            yield node.lineno, node.value


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_names_a_key_of_an_edition(path):
    assert list(keys_in(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_asks_a_kind_of_unit_for_its_key(path):
    found = list(levels_in(path.read_text(encoding="utf-8")))
    # The one default: who sums up is a county unless it says otherwise.
    allowed = ["county"] if path.name == "rollup.py" and path.parent.name == "cli" else []
    assert [key for _, key in found] == allowed


@pytest.mark.parametrize(
    "source",
    [
        'Cell("req", row, column)',
        'place = f"req.{row}.all"',
        'value = values["pro1.rules.issued"]',
        'if leaf.key == "granted": ...',
        'column = f"{way}_pending"',
    ],
)
def test_a_key_in_code_is_found(source):
    assert list(keys_in(source))
