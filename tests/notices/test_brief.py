"""The brief for a leader: every sentence is derived again here, from the figures the files were made of."""

import datetime
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from tests.tools import office
from tests.tools.make import report
from xlsheets.basics.dates import CHINA
from xlsheets.county.analysis.ratios import RATIOS
from xlsheets.county.collection import Alike, Filing
from xlsheets.county.judging import judge_files
from xlsheets.county.register import Office, Register, Unit
from xlsheets.extract.docx import read_docx
from xlsheets.notices.brief import brief_document, brief_sentences
from xlsheets.notices.notice_document import Signature
from xlsheets.schema import EDITIONS
from xlsheets.workflows.collect import status_page, with_progress

DAY = datetime.date(2026, 2, 3)
OFFICE = Office("示例县", "示例县政务公开办公室", contact="张某", phone="0357-7654321")
NAMES = [f"示例县第{number}镇人民政府" for number in "一二三四五"]
# Received from people and from firms, granted, partly granted, carried forward; received last year.
FIGURES = {
    NAMES[0]: (30, 10, 20, 5, 15, 16),
    NAMES[1]: (8, 0, 6, 0, 2, 4),
    NAMES[2]: (0, 4, 1, 0, 3, None),
}
LATE = NAMES[2]


def of(name: str, year: int = 2025):
    person, firm, granted, partial, left, before = FIGURES[name]
    cells = {
        "req.received.natural_person": person if year == 2025 else before,
        "req.received.business": firm if year == 2025 else 0,
        "req.granted.natural_person": granted,
        "req.partial.natural_person": partial,
        "req.carried_forward.natural_person": left,
    }
    return report(cells, unit=name, level="township", year=year)


@pytest.fixture
def collection():
    register = Register(tuple(Unit(name, level="township") for name in NAMES[:4]), OFFICE)
    filings = [
        Filing(
            f"{name}.xlsx",
            of(name),
            (),
            datetime.datetime(2026, 2 if name == LATE else 1, 2, tzinfo=CHINA),
        )
        for name in FIGURES
    ]
    earlier = [of(name, 2024) for name in FIGURES if FIGURES[name][-1] is not None]
    judged = judge_files(filings, register, 2025, earlier=earlier)
    alike = tuple(
        Alike(NAMES[0], NAMES[1], section, Decimal("0.6"), 0, suspect=True)
        for section in ("一、总体情况", "五、存在的主要问题及改进情况")
    )
    return with_progress(judged._replace(alike=alike, today=DAY), {})


def said(collection) -> list[str]:
    signed = Signature(OFFICE, DAY)
    return [text for _, sentences in brief_sentences(collection, signed) for text in sentences]


def test_every_sentence_follows_from_the_figures(collection):
    columns = list(zip(*FIGURES.values(), strict=True))
    person, firm, granted, partial, left = (sum(column) for column in columns[:5])
    handled, received = granted + partial, person + firm
    known = [figures for figures in FIGURES.values() if figures[-1] is not None]
    now, before = sum(f[0] + f[1] for f in known), sum(f[-1] for f in known)
    assert said(collection) == [
        "截至 2026 年 2 月 3 日，示例县应报 4 个单位，已报 3 个，未报 1 个。",
        "其中迟报 1 个，退回还没有重报 0 个，审核通过 0 个，还有必须改正的问题 0 个。",
        f"未报的是{NAMES[3]}。",
        f"已报并且数字齐全的 3 个单位，新收申请 {received} 件，办理 {handled} 件，结转下年度 {left} 件。",
        f"两年都有报告的 2 个单位，新收 {now} 件，上年 {before} 件，增加 {(now - before) / before * 100:.1f}%。",
        f"实质公开率 {handled / handled * 100:.1f}%（{handled}/{handled} 件）。",
        f"结转率 {left / received * 100:.1f}%（{left}/{received} 件）。",
        f"自然人申请占比 {person / received * 100:.1f}%（{person}/{received} 件）。",
        "复议诉讼纠正占比的分母不到 10 件，不算比例。",
        f"申请人中，自然人 {person} 件、商业企业 {firm} 件。",
        f"文字雷同的有 1 组：{NAMES[0]}、{NAMES[1]}（重复率 60%）。",
    ]


def test_a_small_year_gives_no_change(collection):
    small = {**collection.earlier, NAMES[0]: replace(of(NAMES[1], 2024))}
    assert any(
        "上年不到 10 件，不算增减幅度" in text for text in said(collection._replace(earlier=small))
    )


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.key)
def test_every_share_is_made_of_cells_of_the_edition(edition):
    for ratio in RATIOS:
        cells = (*ratio.top(edition.named), *ratio.base(edition.named))
        assert set(cells) <= set(edition.cells)


def test_the_document_says_the_sentences_and_nobodys_telephone(collection):
    document = brief_document(collection, Signature(OFFICE, DAY))
    told = "".join(paragraph.text for paragraph in read_docx(document).paragraphs)
    assert all(text in told for text in said(collection))
    assert told.endswith("示例县政务公开办公室2026年2月3日")
    assert "7654321" not in told


@pytest.mark.office
@pytest.mark.parametrize("length", [0, 12])
def test_the_brief_is_one_page(collection, tmp_path, length):
    """However long the units are called, and however many are alike or missing."""
    path = tmp_path / "简报.docx"
    longer = {name: f"{name}{'综合' * (length // 2)}" for name in NAMES}
    groups = tuple(
        Alike(
            f"{longer[one]}{number}",
            f"{longer[two]}{number}",
            "一、总体情况",
            Decimal("0.6"),
            0,
            suspect=True,
        )
        for number in range(5)
        for one, two in pairwise(NAMES)
    )
    missing = [
        row._replace(unit=row.unit._replace(name=longer[row.unit.name])) for row in collection.units
    ]
    missing += [missing[-1]] * 9
    held = collection._replace(alike=groups, units=tuple(missing)) if length else collection
    path.write_bytes(brief_document(held, Signature(OFFICE, DAY)))
    (printed,) = office.convert(path, "pdf", tmp_path / "out")
    assert (
        printed.read_bytes().count(b"/Type/Page\n") + printed.read_bytes().count(b"/Type/Page/")
        == 1
    )


def test_the_page_says_the_day_the_county_the_numbers_and_how_shares_are_computed(collection):
    page = status_page(collection, "", "示例县").decode()
    assert "<h1>示例县2025 年度" in page
    assert "截至 2026-02-03" in page
    for label, count in (
        ("应报", 4),
        ("已报", 3),
        ("未报", 1),
        ("迟报", 1),
        ("退回", 0),
        ("通过", 0),
    ):
        assert f"<span>{label} <b>{count}</b> 个</span>" in page
    assert f"<td>{NAMES[0]}、{NAMES[1]}</td>" in page
    assert "（予以公开＋部分公开）÷办理总计" in page
    assert "7654321" not in page
