"""Report -> the one sentence at the top of 校验: what is left to do, or that nothing is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.addresses import Spot, address, link_target, reference
from xlsheets.report.findings import Severity
from xlsheets.values import NamedTuple
from xlsheets.workbook.layout import (
    CHECKED_CODE,
    CHECKED_TIME,
    CHECKS_SHEET,
    CHECKS_TOP,
    CODE,
    CODE_LABEL,
    FINDING_COLUMNS,
    FINDINGS_TOP,
    LEFT,
    LET_PASS,
    LISTED_OPEN,
    PANEL,
    PARTS_TOP,
    PROFILE,
)
from xlsheets.workbook.template.writer.live_formulas import NEXT, OPEN, Count, Live

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.workbook.template.writer.live_formulas import Account

_UNCHECKED = "… 填齐了，还没有用程序校验"
_STALE = "… 校验以后数字改过，请再校验一次"
_OUTDATED = "（校验以后数字改过，下面的清单是改以前的）"


class WorkbookPart(NamedTuple):
    """One part of the workbook: what it is called, how far it is, and where to go on with it."""

    label: str
    live: Live
    spot: Spot


def workbook_parts(account: Account) -> Iterator[WorkbookPart]:
    """Yield the parts in the order they are filled in."""
    edition, layout = account.edition, account.layout
    yield WorkbookPart(PROFILE, account.profile_complete(), layout.profile["unit"])
    for table in edition.tables:
        spot = layout.numbers[account.typed(table)[0]]
        yield WorkbookPart(f"{table.number}（{table.sheet}）", account.stock(table), spot)
    for section in edition.prose:
        yield WorkbookPart(
            section.title, account.written(section.key), layout.prose[section.key][0]
        )
    first = layout.prose[edition.prose[0].key][0]
    yield WorkbookPart("正文里的【】", _brackets(account), first)


def _brackets(account: Account) -> Live:
    """Say whether what the program left to the clerk is written; what it let pass is a heading in 【】."""
    count = account.unwritten()
    left = f"{count.formula}-{reference(LET_PASS)}"
    return Live(
        f'IF({left}>0,"… 有 "&({left})&" 段里有【】没有写好","✓ 没有要补写的")',
        f"… 有 {count.value} 段里有【】没有写好" if count.value else "✓ 没有要补写的",
    )


def counts(account: Account) -> Iterator[tuple[Spot, Count]]:
    """Yield how much of the list is open, and how much there is to do at all; the list knows of the rest, too."""
    kinds, reasons = (
        reference(account.layout.finding_column(heading)) for heading in ("类别", "说明理由")
    )
    errors = f'SUMPRODUCT(--({kinds}="{Severity.ERROR.label}"))'
    doubts = f'SUMPRODUCT(--({kinds}="{Severity.CONFIRM.label}"),--({reasons}=""))'
    yield LISTED_OPEN, Count(f"{errors}+{doubts}", 0)
    told, seen = reference(LISTED_OPEN), _open_cells(account)
    yield LEFT, Count(f"IF({told}>{seen},{told},{seen})", left(account))


def left(account: Account) -> int:
    """Return how much there is to do in a workbook whose list is empty."""
    unfinished = sum(not part.live.value.startswith("✓") for part in workbook_parts(account))
    return unfinished + int(account.failures().value)


def _open_cells(account: Account) -> str:
    last = CHECKS_TOP + len(account.checks) - 1
    area = f"{address(PARTS_TOP, OPEN)}:{address(last, OPEN)}"
    return f"SUM({reference(Spot(CHECKS_SHEET, area))})"


def one_verdict(account: Account) -> Live:
    """Say what is left to do and lead there; else whether the program has checked these very figures."""
    told, due, code = reference(LISTED_OPEN), reference(LEFT), CODE.cell
    checked, time = reference(CHECKED_CODE), reference(CHECKED_TIME)
    outdated = f'IF({told}=0,"",IF({checked}={code},"","{_OUTDATED}"))'
    passed = f'"✓ 校验过，没有问题（"&IF({time}="","",{time}&"，")&"{CODE_LABEL} "&{checked}&"）"'
    said = (
        f'IF({due}>0,"还差 "&{due}&" 项 → 点这里"&{outdated},'
        f'IF({checked}="","{_UNCHECKED}",IF({checked}={code},{passed},"{_STALE}")))'
    )
    count = left(account)
    value = f"还差 {count} 项 → 点这里" if count else _UNCHECKED
    return Live(f"HYPERLINK({_target(account)},{said})", value)


def _target(account: Account) -> str:
    """The first finding, else the reasons that are wanted, else the first part that is not finished."""
    first = address(FINDINGS_TOP, 0)
    link = account.layout.finding_column("链接").cell.partition(":")[0]
    kinds = reference(account.layout.finding_column("类别"))
    reason = address(FINDINGS_TOP, FINDING_COLUMNS.index("说明理由"))
    list_top, reason_top = (f'"#{link_target(Spot(PANEL, cell))}"' for cell in (first, reason))
    following = reference(Spot(CHECKS_SHEET, address(PARTS_TOP, NEXT)))
    errors = f'SUMPRODUCT(--({kinds}="{Severity.ERROR.label}"))'
    return (
        f'IF({errors}>0,IF({link}="",{list_top},"#"&{link}),'
        f'IF({reference(LISTED_OPEN)}>0,{reason_top},IF({reference(LEFT)}>0,"#"&{following},{list_top})))'
    )


def checked(account: Account) -> Live:
    """Say whether the program has checked this workbook, and what it listed."""
    codes = reference(account.layout.finding_column("规则"))
    told = reference(LISTED_OPEN)
    time = reference(CHECKED_TIME)
    silent = "还没有用程序校验"
    return Live(
        f'IF({reference(CHECKED_CODE)}="","{silent}",IF({time}="","",{time}&" ")&"校验过，清单列出 "'
        f'&COUNTA({codes})&" 项，其中要改的和没有说明理由的 "&{told}&" 项")',
        silent,
    )
