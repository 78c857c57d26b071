"""What was published against what was approved: nothing differs in our own outputs, and one change is one place."""

from __future__ import annotations

import os

import pytest

from tests.tools.deviations import generated
from tests.tools.office import convert, need_times
from tests.tools.one_change import Change, changed, told
from tests.tools.outside import need_package
from xlsheets.documents.web.page import fragment, page
from xlsheets.documents.word.report import render
from xlsheets.imports import read_published
from xlsheets.report import Report
from xlsheets.report.checkcode import check_code
from xlsheets.report.differences import Verification
from xlsheets.workflows.publishing.verifying import verify_published

# So many changes are made; XLSHEETS_CHANGES=300 for the full number.
CHANGES = int(os.environ.get("XLSHEETS_CHANGES", "100"))
PDF_CHANGES = -(-CHANGES // 12)
SITE = (
    "<!DOCTYPE html><html><head><title>某县人民政府</title></head><body>"
    "<nav><a>首页</a> &gt; <a>政务公开</a></nav><h1>{title}</h1><p>发布时间：2026-01-20　来源：办公室</p>"
    "<article>{body}</article><p>【打印】【关闭】</p><footer>主办：某县人民政府　网站地图</footer></body></html>"
)


def in_site(report: Report, content: bytes) -> bytes:
    """Return a fragment as a site shows it: its title above, navigation and foot around."""
    return SITE.format(title="".join(report.title_lines), body=content.decode()).encode()


def forms(report: Report) -> dict[str, bytes]:
    code = check_code(report)
    piece = fragment(report, code=code).encode()
    return {
        "a.docx": render(report, code=code),
        "a.html": page(report, code=code).encode(),
        "fragment.html": piece,
        "site.html": in_site(report, piece),
    }


def verified(report: Report, content: bytes, name: str) -> Verification:
    return verify_published(report, read_published(content, name), is_page=name.endswith("html"))


@pytest.mark.parametrize("made", [generated, told])
def test_our_own_outputs_say_what_was_approved(made):
    for seed in range(12):
        report = made(seed)
        for name, content in forms(report).items():
            found = verified(report, content, name)
            assert (found.differences, found.left) == ((), ()), (seed, name)
            assert (found.code, found.printed) == (check_code(report), True)
            assert bool(found.around) == (name == "site.html")


def is_told(found: Verification, change: Change) -> bool:
    """Tell whether a change, and nothing else, is told where it was made."""
    if len(found.differences) != 1:
        return False
    told_of = found.differences[0]
    before, after = ("".join(text.split()) for text in (change.before, change.after))
    if change.kind == "figure":
        stood = (told_of.place, told_of.approved, told_of.published)
        return stood == (change.place, before, after)
    where = told_of.approved in before and told_of.published in after
    return told_of.kind.value == change.kind and where


def test_one_change_is_one_place():
    names = ("a.docx", "a.html", "fragment.html", "site.html")
    documents = {seed: forms(told(seed)) for seed in range(6)}
    missed = []
    for seed in range(CHANGES):
        report, name = told(seed % 6), names[seed % 4]
        content, change = changed(documents[seed % 6][name], report, seed)
        found = verified(report, content, name)
        if not is_told(found, change):
            missed.append((seed, name, change, found.differences, found.left))
    assert missed == []


@pytest.mark.office
@pytest.mark.parametrize("kind", ["docx:MS Word 2007 XML", "html", "pdf"])
def test_what_libreoffice_saved_says_what_was_approved(kind, tmp_path):
    if kind == "pdf":
        need_package("pdfplumber")
        need_times()
    sources = {}
    for seed in range(4):
        path = tmp_path / f"{seed}.docx"
        path.write_bytes(forms(told(seed))["a.docx"])
        sources[path] = told(seed)
    saved = convert(list(sources), kind, tmp_path / "saved")
    for path, report in zip(saved, sources.values(), strict=True):
        found = verified(report, path.read_bytes(), path.name)
        assert (found.differences, found.left, found.printed) == ((), (), True), path


@pytest.mark.office
def test_one_change_is_one_place_in_a_pdf_too(tmp_path):
    need_package("pdfplumber")
    need_times()
    documents = {seed: forms(told(seed))["a.docx"] for seed in range(3)}
    changes, sources = [], []
    for seed in range(CHANGES, CHANGES + PDF_CHANGES):
        content, change = changed(documents[seed % 3], told(seed % 3), seed)
        sources.append(tmp_path / f"{seed}.docx")
        sources[-1].write_bytes(content)
        changes.append((told(seed % 3), change))
    missed = []
    for path, (report, change) in zip(convert(sources, "pdf", tmp_path), changes, strict=True):
        found = verified(report, path.read_bytes(), path.name)
        if not is_told(found, change):
            missed.append((path.name, change, found.differences, found.left))
    assert missed == []
