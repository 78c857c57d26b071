"""The Word report on the pages of two offices: every paragraph whole, no digit of a long number on another line."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.tools.engines import SAVE
from tests.tools.make import report
from tests.tools.outside import need
from xlsheets.documents.word.report import render
from xlsheets.extract.docx import read_docx
from xlsheets.workflows import samples

LONG = report({f"req.received.{column}": 1234567 for column in ("natural_person", "business")})
# What ONLYOFFICE prints without a licence, and page numbers between two halves of a paragraph.
_FURNITURE = re.compile(r"—\d+—|UnregisteredVersion")


@pytest.mark.office
@pytest.mark.parametrize("engine", SAVE)
def test_every_paragraph_and_every_digit_is_on_the_pages(engine, tmp_path):
    made = {"表": samples.sound(), "长": LONG}
    sources = [tmp_path / f"{name}.docx" for name in made]
    for source, given in zip(sources, made.values(), strict=True):
        source.write_bytes(render(given))
    for source, pdf in zip(sources, SAVE[engine](sources, "pdf", tmp_path / "pdf"), strict=True):
        command = [need("pdftotext", "poppler"), "-raw", pdf, "-"]
        words = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        printed = _FURNITURE.sub("", re.sub(r"\s", "", words))
        for paragraph in read_docx(source.read_bytes()).paragraphs:
            assert re.sub(r"\s", "", paragraph.text) in printed
        assert len(re.findall(r"\b1234567\b", words)) == (2 if source.stem == "长" else 0)
