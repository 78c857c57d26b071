"""Every kind of document with every option: heeded or refused, read back, and documented as it is declared."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from itertools import product
from pathlib import Path

import docx
import pytest

from tests.tools.make import NARRATIVE, report
from tests.tools.outside import need
from xlsheets.documents import (
    DEFAULT_KIND,
    FORMATS,
    OutputKind,
    PrintOption,
    document,
    kind_by_ending,
    refuse_options,
)
from xlsheets.errors import OutputError, UsageError
from xlsheets.report.checkcode import check_code
from xlsheets.report.json_format import to_json

ROOT = Path(__file__).parents[2]
REPORT = report({"req.received.natural_person": 8, "req.carried_forward.natural_person": 8})
HEADER = "示例乡人民政府文件"
EVERY = [
    pytest.param(kind, marks=pytest.mark.office) if kind == "pdf" else kind for kind in FORMATS
]
COMBINATIONS = [
    frozenset(option for option, wanted in zip(PrintOption, chosen, strict=True) if wanted)
    for chosen in product((False, True), repeat=len(PrintOption))
]


def template() -> bytes:
    """Return a Word document whose header nothing else would print."""
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = HEADER
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


TEMPLATE = template()
MARKS = {
    PrintOption.DRAFT: "草稿",
    PrintOption.CHECKCODE: check_code(REPORT),
    PrintOption.TEMPLATE: HEADER,
}


def asked(options) -> dict[str, object]:
    return {
        "draft": PrintOption.DRAFT in options,
        "checkcode": PrintOption.CHECKCODE in options,
        "template": TEMPLATE if PrintOption.TEMPLATE in options else None,
    }


def said(content: bytes) -> str:
    """Return everything a document says, its title and its headers included."""
    if content.startswith(b"PK"):
        archive = zipfile.ZipFile(io.BytesIO(content))
        return "".join(archive.read(name).decode(errors="ignore") for name in archive.namelist())
    if content.startswith(b"%PDF"):
        import pdfplumber

        with pdfplumber.open(io.BytesIO(content)) as pages:
            text = "".join(page.extract_text() for page in pages.pages)
            return "".join(text.split()) + str(pages.metadata["Title"])
    return content.decode()


def refuses(kind: str, options) -> bool:
    form = FORMATS[kind]
    unwanted = [option for option in options if option not in form.takes]
    if not unwanted:
        return False
    with pytest.raises(UsageError, match=r"不能(标|印|套用).*。$") as refusal:
        document(REPORT, kind, **asked(options))
    assert form.label in str(refusal.value)
    return True


def heed(kind: str, combinations=COMBINATIONS) -> None:
    """Fail unless the kind refuses or shows each option, and says what the report says."""
    for options in combinations:
        if not refuses(kind, options):
            finished = document(REPORT, kind, **asked(options))
            assert FORMATS[kind].read_back(REPORT, finished.content) == []
            shown = {option for option, mark in MARKS.items() if mark in said(finished.content)}
            assert shown == options, f"{kind} 对选项视而不见"


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if kind != "pdf"])
def test_a_kind_heeds_or_refuses_every_option(kind):
    heed(kind)


@pytest.mark.office
def test_a_pdf_heeds_every_option():
    need("soffice", "LibreOffice")
    heed("pdf", [frozenset(), frozenset(PrintOption)])


def _deaf(given, _) -> bytes:
    return to_json(given).encode()


@pytest.mark.parametrize("option", PrintOption)
def test_a_kind_that_ignores_an_option_it_does_not_refuse_is_found_out(option, monkeypatch):
    deaf = OutputKind("聋", ".deaf", "text/plain", _deaf, lambda *_: [], takes=[option])
    monkeypatch.setitem(FORMATS, "deaf", deaf)
    with pytest.raises(AssertionError, match="视而不见"):
        heed("deaf")


@pytest.mark.parametrize("kind", EVERY)
def test_a_document_of_another_report_is_found_out_by_number_and_by_text(kind):
    if kind == "pdf":
        need("soffice", "LibreOffice")
    content = document(REPORT, kind).content
    other = report({"req.received.natural_person": 9, "req.carried_forward.natural_person": 9})
    assert FORMATS[kind].read_back(other, content)
    lines = NARRATIVE["problems"]
    shorter = replace(REPORT, narrative={**REPORT.narrative, "problems": (lines[0][:-9], lines[1])})
    assert FORMATS[kind].read_back(shorter, content)
    longer = replace(REPORT, narrative={**REPORT.narrative, "problems": (*lines, "还有一条。")})
    assert FORMATS[kind].read_back(longer, content)


@pytest.mark.parametrize("kind", FORMATS)
def test_what_differs_when_read_back_is_never_handed_out(kind, monkeypatch):
    form = FORMATS[kind]._replace(make=lambda *_: b"", read_back=lambda *_: ["差一个数。"])
    monkeypatch.setitem(FORMATS, kind, form)
    with pytest.raises(OutputError, match=f"{form.label}与工作簿不一致，没有写出：差一个数。"):
        document(REPORT, kind)


# Names of files ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("报告.docx", "docx"),
        ("报告.DOCX", "docx"),
        ("报告.pdf", "pdf"),
        ("报告.html", "html"),
        ("报告.htm", "html"),
        ("示例乡（网页片段）.html", "fragment"),
        ("报告.json", "json"),
        ("报告", ""),
        ("报告.doc", ""),
        ("docx", ""),
    ],
)
def test_a_name_says_which_kind_of_file_it_is(name, kind):
    assert kind_by_ending(name) == kind


def test_what_a_kind_calls_its_files_leads_back_to_it():
    assert [kind_by_ending(f"示例乡{form.ending}") for form in FORMATS.values()] == [*FORMATS]


def test_an_unknown_kind_is_refused_with_the_kinds_there_are():
    with pytest.raises(UsageError, match="、".join(FORMATS)):
        refuse_options("odt", draft=False, template=False, checkcode=False)


# Pages that agree with what is declared ----------------------------------------------------------


def test_the_help_names_every_kind_and_who_takes_which_option():
    reference = (ROOT / "docs/zh/reference/cli.md").read_text(encoding="utf-8")
    page = "".join(re.search(r"## xlsheets convert\n.*?\n## ", reference, re.DOTALL)[0].split())
    for kind, form in FORMATS.items():
        assert f"{kind}（{''.join(form.label.split())}）" in page
    for option in PrintOption:
        takers = [kind for kind, form in FORMATS.items() if option in form.takes]
        assert f"用于{'、'.join(takers)}。" in page
    assert f"是{DEFAULT_KIND}。" in page


def test_every_kind_has_its_how_to():
    page = (ROOT / "docs/zh/howto/publish.md").read_text(encoding="utf-8")
    named = re.findall(r"xlsheets convert \S+ -t (\w+)", page)
    assert set(named) | {DEFAULT_KIND, "json"} == set(FORMATS)


def test_the_page_for_developers_names_what_an_entry_declares():
    page = (ROOT / "docs/dev/add-an-output.md").read_text(encoding="utf-8")
    assert [name for name in OutputKind._fields if f"`{name}`" not in page] == []
