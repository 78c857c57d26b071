"""A Word report that LibreOffice saved again, as Word, web page or PDF, still holds every number."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from tests.tools.deviations import ROUND_TRIPS, generated
from tests.tools.office import convert, need_times
from tests.tools.outside import need, need_package
from xlsheets.documents.word.report import render
from xlsheets.imports import read_published

SEEDS = range(max(3, ROUND_TRIPS // 20))


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    folder = tmp_path_factory.mktemp("documents")
    for seed in SEEDS:
        (folder / f"{seed}.docx").write_bytes(render(generated(seed)))
    return [folder / f"{seed}.docx" for seed in SEEDS]


@pytest.mark.office
@pytest.mark.parametrize("kind", ["docx:MS Word 2007 XML", "html", "pdf"])
def test_what_libreoffice_saves_is_read_whole(kind, documents, tmp_path):
    if kind == "pdf":
        need_package("pdfplumber")
        need_times()
    for seed, saved in zip(SEEDS, convert(documents, kind, tmp_path), strict=True):
        found, original = read_published(saved.read_bytes(), saved.name), generated(seed)
        assert (found.report.figures, found.unread) == (original.figures, ())
        assert found.report.profile.signed == original.profile.signed
        said = {
            key: "".join("".join(paragraphs).split())
            for key, paragraphs in found.report.narrative.items()
        }
        assert said == {
            key: "".join("".join(paragraphs).split())
            for key, paragraphs in original.narrative.items()
        }


@pytest.mark.office
def test_the_text_taken_out_of_a_pdf_by_another_program_is_read(documents, tmp_path):
    need("pdftotext", "poppler")
    need_times()
    for seed, pdf in zip(SEEDS, convert(documents, "pdf", tmp_path), strict=True):
        subprocess.run([shutil.which("pdftotext"), "-layout", pdf], check=True, timeout=60)
        found = read_published(pdf.with_suffix(".txt").read_bytes(), "a.txt")
        assert (found.report.figures, found.unread) == (generated(seed).figures, ())
