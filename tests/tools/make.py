"""Reports for tests: a clean all-zero one, changed only where a test says so."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from xlsheets.report import Observation, Profile, Report
from xlsheets.schema import Cell, Edition, edition_for, newest
from xlsheets.workbook.layout import Layout

PROFILE = Profile(
    unit="示例乡人民政府",
    level="township",
    year=2025,
    address="示例县示例乡示例路 1 号",
    postcode="041600",
    phone="0357-1234567",
    filer="张某",
    signed=datetime.date(2026, 1, 20),
)

# Of the year of the samples, whatever forms come after it.
EDITION = edition_for(2025)

NARRATIVE = {
    "overview": (
        "2025年，示例乡人民政府认真执行《中华人民共和国政府信息公开条例》，围绕群众关心的事项开展公开，工作平稳有序。",
        "（一）主动公开情况。通过县政府网站示例乡专栏公开工作动态、财政预决算和惠农补贴发放情况。",
        "（二）依申请公开情况。公布了受理渠道和流程，收到的申请都登记在册、按时答复。",
        "（三）政府信息管理情况。落实先审查、后公开的要求，对拟公开的内容逐条审查并登记。",
        "（四）政府信息公开平台建设情况。维护网站专栏和便民服务中心公开栏，及时更换过期内容。",
        "（五）监督保障情况。把公开工作列入年度工作考核，开展社会评议，没有发生需要责任追究的情形。",
    ),
    "problems": (
        "存在的主要问题：一是村级公开栏更新不够及时；二是政策解读以文字为主，老年人看不明白。",
        "改进措施：一是由驻村干部每月检查一次公开栏；二是用方言广播和明白纸讲解惠农政策。",
    ),
    "other_matters": ("本年度没有收取政府信息公开信息处理费。没有其他需要报告的事项。",),
}


def figure(value: int | str | float) -> int | Decimal:
    """Return a number as the reader would give it."""
    return value if isinstance(value, int) else Decimal(str(value))


def address_of(cell: str, edition: Edition = EDITION) -> str:
    """Return where a workbook of an edition has a figure, without the sheet."""
    return Layout(edition).numbers[Cell.parse(cell)].cell


def balanced(made: Report) -> Report:
    """Return a report whose 表三 balances: what is not handled goes on, what is handled was received."""
    asked, figures = made.edition.named.requests, dict(made.figures)
    for leaf in made.edition.blocks[asked.block].column_leaves:
        if leaf.key != asked.everyone:
            cells = [
                row.at(leaf.key)
                for row in (
                    asked.received,
                    asked.carried_over,
                    asked.handled,
                    asked.carried_forward,
                )
            ]
            new, old, done, left = (made.values[cell] for cell in cells)
            rest = new + old - done
            figures[cells[3]] = max(rest, left, 0) if rest >= 0 else left
            figures[cells[0]] = figures[cells[3]] + done - old
            if figures[cells[0]] < 0:
                figures[cells[3]] -= figures[cells[0]]
                figures[cells[0]] = 0
    return replace(made, figures=figures)


def report(
    cells: Mapping[str, int | str | None] | None = None,
    *,
    stated: Mapping[str, int | str] | None = None,
    narrative: Mapping[str, tuple[str, ...]] | None = None,
    observations: tuple[Observation, ...] = (),
    edition: Edition | None = None,
    **profile: object,
) -> Report:
    """Return the clean all-zero report with these cells (None = blank), texts and profile fields changed."""
    edition = edition or EDITION
    zero = dict.fromkeys(edition.typed_cells, 0)
    for key, value in (cells or {}).items():
        if value is None:
            del zero[Cell.parse(key)]
        else:
            zero[Cell.parse(key)] = figure(value)
    return Report(
        edition_key=edition.key,
        profile=replace(PROFILE, **profile),
        figures=zero,
        stated={Cell.parse(key): figure(value) for key, value in (stated or {}).items()},
        narrative={**NARRATIVE, **(narrative or {})},
        observations=observations,
    )


def newest_report(cells: Mapping[str, int | str | None] | None = None, **rest: object) -> Report:
    """Return such a report in the form of the blank template, of its first year."""
    return report(cells, edition=newest(), year=newest().first_year, **rest)
