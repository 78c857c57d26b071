"""Who reads what: Chinese where clerks look and nowhere else, full-width punctuation, no identifiers."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "xlsheets"
MODULES = sorted(PACKAGE.rglob("*.py"))
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Inside a Chinese sentence, between two Chinese characters, half-width punctuation is a slip; in a
# pattern it is syntax.
PATTERN = re.compile(r"[\\|\[]|\(\?")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:!?][\u4e00-\u9fff]")


def _strings(path: Path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_chinese_sentences_have_full_width_punctuation(path):
    slips = [
        (line, text)
        for line, text in _strings(path)
        if HALF_WIDTH.search(text) and not PATTERN.search(text)
    ]
    assert slips == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_says_in_one_line_what_it_is_for(path):
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    first = docstring.split("\n")[0]
    assert 10 <= len(first) <= 120
    assert first.endswith((".", "。"))


@pytest.mark.parametrize(
    "name", ["errors.py", "schema/spec.py", "schema/shape.py", "basics/files.py"]
)
def test_pure_modules_have_no_chinese_names(name):
    tree = ast.parse((PACKAGE / name).read_text(encoding="utf-8"))
    names = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)]
    assert [name for name in names if CHINESE.search(name)] == []


# Riddles, and the standard word for each; docs/dev/glossary.md has them all.
RIDDLES = {
    r"\bdoors?\b": "entry point; catch-all handler",
    r"circles? of (?:objects|them)|\bcircles (?:are|cost|looked|when)\b": "reference cycle",
    r"halves? of (?:a )?signs?": "surrogate pair, lone surrogate",
    r"\bin (?:its|his|their|the) hands\b": "given to, known to",
    r"\b(?:this|that|each|every|eight|other) signs?\b": "character",
}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_comments_are_written_in_the_standard_words(path):
    text = path.read_text(encoding="utf-8")
    assert {word: RIDDLES[word] for word in RIDDLES if re.search(word, text)} == {}
