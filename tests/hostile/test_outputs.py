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
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import docx
import openpyxl
import pytest
from lxml import etree

from tests.hostile.texts import TEXTS
from tests.tools.make import report
from tests.tools.office import convert as office_convert
from xlsheets import intake, pipeline
from xlsheets.checks import county_findings
from xlsheets.comparison import compare
from xlsheets.findings import Finding, Severity
from xlsheets.interchange import from_json
from xlsheets.pipeline import Source
from xlsheets.register import Register, Unit
from xlsheets.render import changes, feedback, listing
from xlsheets.render.docx_text import read_docx
from xlsheets.render.plain import lines, plain
from xlsheets.report import Profile, Report
from xlsheets.rollup import Adjustment, Scope, roll_up
from xlsheets.schema import Cell
from xlsheets.texts import whole
from xlsheets.workbook.annotate import annotate
from xlsheets.workbook.comparisonbook import write_comparison
from xlsheets.workbook.ledger import write_ledger
from xlsheets.workbook.listed import list_findings
from xlsheets.workbook.reader import read_workbook
from xlsheets.workbook.registerbook import write_register
from xlsheets.workbook.rollupbook import write_working_paper
from xlsheets.workbook.shared import unescaped
from xlsheets.workbook.template import write_workbook

HARMLESS = tuple(f"第{number}段文字" for number in range(len(TEXTS)))
CELL = Cell.parse("req.received.business")


def batches(texts: Sequence[str], size: int = 60) -> list[Sequence[str]]:
    return [texts[at : at + size] for at in range(0, len(texts), size)]


def prose(texts: Sequence[str], **profile: str) -> Report:
    """Return a report whose overview has these texts as paragraphs."""
    return report(narrative={"overview": tuple(texts)}, **profile)


def findings(texts: Sequence[str]) -> list[Finding]:
    """Return a finding that quotes each text, all of the same cell."""
    return [
        Finding(
            code="C101",
            severity=Severity.ERROR,
            message=f"{text}这里写着“{text}”。",
            places=(str(CELL),),
            path=text,
            hint=text,
            suspect=text,
            reason="",
            file=text or "空.xlsx",
            unit=text,
            sheet="三、申请办理",
            cell="E6",
        )
        for text in texts
    ]


def towns(texts: Sequence[str]) -> list[Report]:
    """Return a report of a unit of each name."""
    return [
        report({str(CELL): number}, unit=name, address=text)
        for number, (text, name) in enumerate(zip(texts, names(texts), strict=True))
    ]


def names(texts: Sequence[str]) -> list[str]:
    """Return names of units that begin as the texts do; no two units have one name."""
    return [f"{text}{number}镇" for number, text in enumerate(texts)]


# What is made ------------------------------------------------------------------------------------


def workbook(texts: Sequence[str]) -> list[bytes]:
    return [
        write_workbook(prose(batch, unit=batch[0], address=batch[1])) for batch in batches(texts)
    ]


def next_workbook(texts: Sequence[str]) -> list[bytes]:
    return [write_workbook(report(), prose(batch)) for batch in batches(texts)]


@cache
def _sent() -> bytes:
    return write_workbook(report())


def patched(texts: Sequence[str]) -> list[bytes]:
    from xlsheets.workbook.patch import patch_workbook

    places = read_workbook(_sent()).places
    spots = [places[f"text.overview.{number}"] for number in range(1, 7)]
    spots += [places[f"profile.{name}"] for name in ("unit", "address", "phone", "email")]
    return [
        patch_workbook(_sent(), dict(zip(spots, batch, strict=False)))
        for batch in batches(texts, len(spots))
    ]


def annotated(texts: Sequence[str]) -> list[bytes]:
    places = read_workbook(_sent()).places
    return [annotate(_sent(), findings(batch), places) for batch in batches(texts, 20)]


def marked(texts: Sequence[str]) -> list[bytes]:
    places = read_workbook(_sent()).places
    return [list_findings(_sent(), findings(batch), places) for batch in batches(texts, 60)]


def register(texts: Sequence[str]) -> list[bytes]:
    units = [
        Unit(name, str(number), (f"{text}{number}乡",), "", contact=text, phone=text)
        for number, (text, name) in enumerate(zip(texts, names(texts), strict=True))
    ]
    return [write_register(Register(tuple(units)))]


def _collection(texts: Sequence[str]):
    examined = [
        pipeline.Examined(
            Source(Path(f"{number}{text[:9]}.xlsx"), f"{number}{text}.xlsx"),
            each,
            tuple(findings([text])),
        )
        for number, (text, each) in enumerate(zip(texts, towns(texts), strict=True))
    ]
    called = zip(texts, names(texts), strict=True)
    units = [Unit(name, contact=text, phone=text) for text, name in [*called][::2]]
    return intake.collect(examined, Register(tuple(units)))


def ledger(texts: Sequence[str]) -> list[bytes]:
    return [write_ledger(_collection(texts), "收件")]


def paper(texts: Sequence[str]) -> list[bytes]:
    county = Profile(unit=texts[3], level="county", year=2025)
    rollup = roll_up(
        county,
        towns(texts),
        scope=Scope(tuple(names(texts))),
        adjustments=[Adjustment(CELL, 1, text) for text in texts],
    )
    stream = io.BytesIO()
    write_working_paper(rollup, (*county_findings(rollup), *findings(texts)), stream)
    return [stream.getvalue()]


def _comparisons(texts: Sequence[str]):
    before = [replace(each, profile=replace(each.profile, year=2024)) for each in towns(texts)]
    after = [
        replace(each, narrative={**each.narrative, "overview": (f"{each.profile.address}改",)})
        for each in towns(texts)
    ]
    return compare(before, after)


def comparison(texts: Sequence[str]) -> list[bytes]:
    return [write_comparison(_comparisons(texts))]


WORKBOOKS = (
    workbook,
    next_workbook,
    patched,
    annotated,
    marked,
    register,
    ledger,
    paper,
    comparison,
)


def report_docx(texts: Sequence[str]) -> list[bytes]:
    every = [prose(texts, unit=texts[0], address=texts[1]), *towns(texts)]
    return [pipeline.convert(each, "docx", draft=True) for each in every]


def letter(texts: Sequence[str]) -> list[bytes]:
    return [feedback.letter(batch[0], 2025, findings(batch)) for batch in batches(texts)]


DOCUMENTS = (report_docx, letter)


def page(texts: Sequence[str]) -> list[bytes]:
    every = [prose(texts, unit=texts[0], address=texts[1]), *towns(texts)]
    return [pipeline.convert(each, "html", draft=True) for each in every]


def fragment(texts: Sequence[str]) -> list[bytes]:
    return [pipeline.convert(prose(texts), "fragment", draft=True)]


def status(texts: Sequence[str]) -> list[bytes]:
    return [intake.status_page(_collection(texts))]


PAGES = (page, fragment, status)


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
    found: Counter[str] = Counter()
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            if not name.endswith((".xml", ".rels", ".vml")):
                continue
            for element in etree.fromstring(archive.read(name)).iter(etree.Element):
                local = etree.QName(element).localname
                if local in _ACTIVE:
                    found[local] += 1
                if element.get("TargetMode") == "External":
                    found["external"] += 1
    return found


def opened(content: bytes) -> str:
    """Return all text of a workbook that openpyxl opens, as Excel shows it."""
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        assert all(each.data_type != "e" for row in sheet.iter_rows() for each in row)
    texts = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if re.fullmatch(r"xl/(sharedStrings|comments\d+|worksheets/sheet\d+)\.xml", name):
                root = etree.fromstring(archive.read(name))
                kept = root.iter("{*}si", "{*}is", "{*}text")
                texts += ["".join(part.text or "" for part in each.iter("{*}t")) for each in kept]
    return "\n".join(map(unescaped, texts))


def shown(text: str) -> str:
    """Return what a person can see of a text at most, however lines are broken."""
    return "".join(
        sign
        for sign in text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        if not sign.isspace() and unicodedata.category(sign) not in ("Cc", "Cf", "Cn", "Cs")
    )


@pytest.mark.parametrize("make", WORKBOOKS, ids=lambda each: each.__name__)
def test_a_workbook_holds_every_text_and_does_nothing_with_it(make: Callable):
    made, harmless = make(TEXTS), make(HARMLESS)
    acting = sum(map(active, made), Counter()) - sum(map(active, harmless), Counter())
    assert acting == Counter()
    held = shown("\n".join(map(opened, made)))
    assert [text for text in TEXTS if shown(text)[:200] not in held] == []


@pytest.mark.parametrize("make", DOCUMENTS, ids=lambda each: each.__name__)
def test_a_document_holds_every_text_and_does_nothing_with_it(make: Callable):
    made, harmless = make(TEXTS), make(HARMLESS)
    acting = sum(map(active, made), Counter()) - sum(map(active, harmless), Counter())
    assert acting == Counter()
    read = [docx.Document(io.BytesIO(each)) for each in made]
    held = shown("\n".join(part.text for each in read for part in each.paragraphs))
    assert [text for text in TEXTS if shown(plain(text))[:200] not in held] == []


def test_the_paragraphs_of_a_document_are_what_is_shown():
    document = read_docx(report_docx(TEXTS)[0])
    printed = [each.text for each in document.paragraphs]
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


@pytest.mark.parametrize("make", PAGES, ids=lambda each: each.__name__)
def test_a_page_holds_every_text_and_does_nothing_with_it(make: Callable):
    made, harmless = list(map(parsed, make(TEXTS))), list(map(parsed, make(HARMLESS)))
    acting = sum((each.acting for each in made), Counter())
    acting -= sum((each.acting for each in harmless), Counter())
    assert {tag for tag in acting if tag not in _PLAIN} == set()
    held = shown("".join(text for each in made for text in each.text))
    assert [text for text in TEXTS if shown(plain(text))[:200] not in held] == []


def test_json_keeps_every_text():
    due = prose(tuple(filter(str.strip, TEXTS)), unit=TEXTS[0])
    read = from_json(pipeline.convert(due, "json"))
    kept = [
        line
        for text in due.narrative["overview"]
        for line in whole(text).splitlines()
        if line.strip()
    ]
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
    assert not STEERS.search(changes.as_text(_comparisons(TEXTS)))


def test_the_paragraph_for_a_message_is_plain():
    told = "\n".join(feedback.paragraph(text, findings([text])) for text in TEXTS)
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
    assert [each for each in TEXTS if shown(plain(each))[:200] not in seen] == []
    for saved in office_convert(
        [tmp_path / "b.xlsx", tmp_path / "c.xlsx"], "xlsx", tmp_path / "out"
    ):
        assert len(openpyxl.load_workbook(saved).sheetnames) > 1
