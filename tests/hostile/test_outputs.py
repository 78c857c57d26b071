"""Whatever text a report holds: every output opens, holds it as text, and does nothing with it.

Each output is made twice, of hostile texts and of as many harmless ones, and may hold no more formulas, fields,
links to the outside, scripts or other active things for the first than for the second.
"""

from __future__ import annotations

import io
import json
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable
from functools import lru_cache, reduce
from html.parser import HTMLParser
from operator import or_

import docx
import openpyxl
import pytest
from lxml import etree

from tests.hostile.outputs import (
    DOCUMENTS,
    HARMLESS,
    PAGES,
    WORKBOOKS,
    comparisons,
    findings,
    ledger,
    paper,
    prose,
    report_docx,
)
from tests.hostile.texts import TEXTS
from tests.tools.office import convert as office_convert
from xlsheets.basics.characters import lines, normal, plain, typed_lines, whole
from xlsheets.extract.docx import read_docx
from xlsheets.notices import changes, feedback_letter, listing
from xlsheets.report.json_format import from_json
from xlsheets.workflows import one_report
from xlsheets.xlsx.strings_and_styles import unescaped

# What they may not do ----------------------------------------------------------------------------

_ACTIVE = (
    "f",
    "hyperlink",
    "instrText",
    "fldSimple",
    "fldChar",
    "object",
    "control",
    "altChunk",
    "oleObject",
)


def active(package: bytes) -> Counter[str]:
    """Count what acts in a package: formulas, fields, links, and relationships to the outside."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert archive.testzip() is None
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels", ".vml"))]
        return sum((_acting(archive.read(name)) for name in names), Counter())


# Most parts of a workbook that was written into are those of the next one.
@lru_cache(maxsize=256)
def _acting(part: bytes) -> Counter[str]:
    found: Counter[str] = Counter()
    for element in etree.fromstring(part).iter(etree.Element):
        local = etree.QName(element).localname
        if local in _ACTIVE:
            found[local] += 1
        if element.get("TargetMode") == "External":
            found["external"] += 1
    return found


def opened(content: bytes) -> str:
    """Return all text of a workbook that openpyxl opens, as Excel shows it."""
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        assert all(cell.data_type != "e" for row in sheet.iter_rows() for cell in row)
    texts = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if re.fullmatch(r"xl/(sharedStrings|comments\d+|worksheets/sheet\d+)\.xml", name):
                root = etree.fromstring(archive.read(name))
                kept = root.iter("{*}si", "{*}is", "{*}text")
                texts += [
                    "".join(part.text or "" for part in comment.iter("{*}t")) for comment in kept
                ]
    return "\n".join(map(unescaped, texts))


def shown(text: str) -> str:
    """Return what a person can see of a text at most, however lines are broken."""
    return "".join(
        sign
        for sign in text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        if not sign.isspace() and unicodedata.category(sign) not in ("Cc", "Cf", "Cn", "Cs")
    )


@pytest.mark.parametrize("make", WORKBOOKS, ids=lambda maker: maker.__name__)
def test_a_workbook_holds_every_text_and_does_nothing_with_it(make: Callable):
    made, harmless = make(TEXTS), make(HARMLESS)
    acting = sum(map(active, made), Counter()) - sum(map(active, harmless), Counter())
    assert acting == Counter()
    held = shown("\n".join(map(opened, made)))
    assert [text for text in TEXTS if shown(text)[:200] not in held] == []


@pytest.mark.parametrize("make", DOCUMENTS, ids=lambda maker: maker.__name__)
def test_a_document_holds_every_text_and_does_nothing_with_it(make: Callable):
    made = make(TEXTS)
    # No paragraph of a document acts: none may do more than the busiest of a batch of harmless ones.
    allowed = reduce(or_, map(active, make(HARMLESS[:60])))
    assert [active(document) - allowed for document in made] == [Counter()] * len(made)
    read = [docx.Document(io.BytesIO(document)) for document in made]
    held = shown("\n".join(part.text for document in read for part in document.paragraphs))
    assert [text for text in TEXTS if shown(plain(text))[:200] not in held] == []


def test_the_paragraphs_of_a_document_are_what_is_shown():
    document = read_docx(report_docx(TEXTS)[0])
    printed = [paragraph.text for paragraph in document.paragraphs]
    due = [line for text in TEXTS for line in lines(text)]
    first = printed.index(due[1]) - 1
    assert printed[first : first + len(due)] == due


class _Page(HTMLParser):
    """Counts what acts in a page, and keeps its text."""

    def __init__(self) -> None:
        super().__init__()
        self.acting: Counter[str] = Counter()
        self.text: list[str] = []

    def handle_starttag(self, tag, attributes) -> None:
        self.acting[tag] += 1
        for name, value in attributes:
            if name.startswith("on") or name in ("src", "href", "action", "srcdoc", "formaction"):
                self.acting[
                    f"{name}={'' if name == 'href' and value.startswith('#') else value}"
                ] += 1

    def handle_data(self, data) -> None:
        self.text.append(data)

    def handle_comment(self, data) -> None:
        self.acting["comment"] += 1


def parsed(content: bytes) -> _Page:
    found = _Page()
    found.feed(content.decode())
    return found


# Elements of text and tables: their number goes with that of paragraphs.
_PLAIN = (
    "p",
    "td",
    "tr",
    "li",
    "span",
    "br",
    "b",
    "strong",
    "section",
    "div",
    "title",
    "rect",
    "circle",
    "text",
    "g",
)


@pytest.mark.parametrize("make", PAGES, ids=lambda maker: maker.__name__)
def test_a_page_holds_every_text_and_does_nothing_with_it(make: Callable):
    made, harmless = list(map(parsed, make(TEXTS))), list(map(parsed, make(HARMLESS)))
    acting = sum((page.acting for page in made), Counter())
    acting -= sum((page.acting for page in harmless), Counter())
    assert {tag for tag in acting if tag not in _PLAIN} == set()
    held = shown("".join(text for page in made for text in page.text))
    assert [text for text in TEXTS if shown(plain(text))[:200] not in held] == []


def test_json_keeps_every_text():
    due = prose(tuple(filter(str.strip, TEXTS)), unit=TEXTS[0])
    read = from_json(one_report.convert(due, "json"))
    lines = (line for text in due.narrative["overview"] for line in typed_lines(whole(text)))
    kept = [line for line in map(normal, lines) if line.strip()]
    assert list(read.narrative["overview"]) == kept


STEERS = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]"
)


@pytest.mark.parametrize("form", sorted(listing.LISTINGS))
def test_a_listing_cannot_steer_a_terminal_or_forge_a_line(form):
    texts = [text for text in TEXTS if text]
    listed = listing.LISTINGS[form](findings(texts), texts)
    harmless = listing.LISTINGS[form](findings(HARMLESS[: len(texts)]), HARMLESS[: len(texts)])
    assert not STEERS.search(listed)
    assert listed.count("\n") == harmless.count("\n")
    listed.encode("utf-8", "backslashreplace")


def test_a_comparison_on_screen_cannot_steer_the_terminal():
    assert not STEERS.search(changes.changes_as_text(comparisons(TEXTS)))


def test_the_paragraph_for_a_message_is_plain():
    told = "\n".join(feedback_letter.paragraph(text, findings([text])) for text in TEXTS)
    assert not STEERS.search(told)
    told.encode()


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_findings_for_programs_stay_one_value_each(form):
    texts = [text for text in TEXTS if text]
    listed = listing.LISTINGS[form](findings(texts), texts)
    values = (
        json.loads(listed) if form == "json" else [json.loads(line) for line in listed.splitlines()]
    )
    assert values


@pytest.mark.office
def test_libreoffice_opens_what_was_made_and_shows_the_same(tmp_path):
    """One document and one workbook with every text, one working paper, one ledger."""
    made = {"a.docx": report_docx(TEXTS)[0], "b.xlsx": ledger(TEXTS)[0], "c.xlsx": paper(TEXTS)[0]}
    for name, content in made.items():
        (tmp_path / name).write_bytes(content)
    [text] = office_convert([tmp_path / "a.docx"], "txt:Text (encoded):UTF8", tmp_path / "out")
    seen = shown(text.read_text(encoding="utf-8"))
    assert [text for text in TEXTS if shown(plain(text))[:200] not in seen] == []
    for saved in office_convert(
        [tmp_path / "b.xlsx", tmp_path / "c.xlsx"], "xlsx", tmp_path / "out"
    ):
        assert len(openpyxl.load_workbook(saved).sheetnames) > 1
