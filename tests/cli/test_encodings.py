"""What is redirected on a Chinese Windows: text in its code page with every character legible, JSON in UTF-8."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from functools import cache

import pytest

import xlsheets as xs
from xlsheets.workflows import samples

RARE = "䶮乡𠀀人民政府"


@pytest.fixture(scope="module")
def faulty(tmp_path_factory):
    given = samples.faulty()
    named = replace(given, profile=replace(given.profile, unit=RARE))
    return xs.write(named, tmp_path_factory.mktemp("gbk") / "有错.xlsx")


@cache
def printed(encoding: str, *arguments: object) -> tuple[bytes, bytes]:
    """Return what a command writes into pipes of this encoding; no command here changes anything."""
    run = subprocess.run(
        [sys.executable, "-m", "xlsheets", *map(str, arguments)],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
    )
    return run.stdout, run.stderr


@pytest.mark.parametrize("form", ["text", "concise"])
def test_findings_are_legible_in_the_code_page(faulty, form):
    out, err = printed("gbk", "validate", faulty, "-f", form)
    said = out.decode("gbk")
    assert "\\u" not in said
    assert err == b""
    utf8 = printed("utf-8", "validate", faulty, "-f", form)[0].decode()
    assert "›" in utf8
    assert said == utf8.replace("›", ">").replace("䶮", "?").replace("𠀀", "?")


@pytest.mark.parametrize("form", ["json", "jsonl"])
@pytest.mark.parametrize("encoding", ["gbk", "ascii", "cp1252"])
def test_json_is_utf8_whatever_the_code_page(faulty, form, encoding):
    out, _ = printed(encoding, "validate", faulty, "-f", form)
    assert out == printed("utf-8", "validate", faulty, "-f", form)[0]
    said = json.loads(out.decode().splitlines()[0] if form == "jsonl" else out)
    assert RARE in str(said)
    assert "›" in out.decode()


def test_json_of_a_folder_is_utf8_too(faulty):
    out, _ = printed("gbk", "validate", faulty.parent, "-f", "json")
    assert RARE in str(json.loads(out))


def test_marks_of_a_check_are_spelt_in_the_code_page():
    said = printed("gbk", "doctor")[0].decode("gbk")
    assert {line[0] for line in said.splitlines()} <= set("√×·○ ")
    assert "√" in said


def test_every_rule_can_be_read_in_the_code_page():
    for code in ("", "S303", "S101", "C101", "Y101"):
        out = printed("gbk", "rules", code)[0].decode("gbk")
        utf8 = printed("utf-8", "rules", code)[0].decode()
        assert out == utf8.replace("›", ">")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437", "big5"])
def test_a_code_page_without_simplified_chinese_gets_utf8(faulty, encoding):
    assert printed(encoding, "validate", faulty) == printed("utf-8", "validate", faulty)
    assert printed(encoding, "validate", "没有.xlsx")[1].decode().startswith("没有完成：没有“")
