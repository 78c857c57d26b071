"""Blocks of a published report -> its title, prose by section, and what stands where tables belong."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xlsheets.extract import Grid, Paragraph
from xlsheets.extract.squeeze import distance, page_number, squeezed
from xlsheets.report import PREAMBLE, Profile
from xlsheets.schema import newest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xlsheets.extract import Block

# How each heading begins, the official words first; people shorten and turn them round.
_BEGINNINGS = {
    "overview": ("总体情况",),
    "proactive": ("主动公开政府信息情况", "主动公开政府信息", "第二十条第(一)项"),
    "requests": ("收到和处理政府信息公开申请情况", "收到和处理政府信息公开申请"),
    "remedies": ("政府信息公开行政复议、行政诉讼情况", "政府信息公开行政复议"),
    "problems": (
        "存在的主要问题及改进情况",
        "存在的主要问题和改进情况",
        "存在的主要问题",
        "存在主要问题",
        "存在问题及改进",
    ),
    "other_matters": ("其他需要报告的事项", "需要报告的其他事项", "其他需要报告事项"),
}
_NUMERAL = re.compile(r"\s*[一二三四五六七八九十]{1,2}\s*[、.．,，]\s*")
_TITLES = (
    re.compile(r"(.*?)(20\d\d)年(?:度)?.{0,12}政府信息公开(?:工作)?年度报告"),
    re.compile(r"(.*?)()年?(?:度)?政府信息公开(?:工作)?年度报告"),
)
_LONGEST_TITLE = 80
_FURNITURE = re.compile(
    r"(?:发布时间|发布日期|发文日期|公开日期|信息来源|来源|浏览次数|阅读次数|字号|字体|索引号|发布机构|打印|分享|当前位置).{0,60}"
)
_DATE = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日")
_PERIOD = re.compile(r"(20\d\d)年1月1日(?:起|开始)?[至到—–~-]+(?:\1年)?12月31日")
_TYPOS = 2


@dataclass
class ReportOutline:
    """What a published report is made of.

    Args:
        front: paragraphs before the first heading.
        prose: paragraphs by section key.
        tables: grids, and lines standing in the sections of the tables, each with its number.
        found: sections whose heading was found.
    """

    front: list[str] = field(default_factory=list)
    prose: dict[str, list[str]] = field(default_factory=dict)
    tables: list[tuple[int, Block]] = field(default_factory=list)
    found: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Front:
    """The title as understood, the preamble, and the lines that are neither."""

    unit: str
    year: int | None
    preamble: tuple[str, ...]
    passed_over: tuple[str, ...]


def cut_into_sections(blocks: Iterable[Block]) -> ReportOutline:
    """Cut a report at its headings; a heading that is missing leaves its text where it stands."""
    result = ReportOutline()
    sections = {part.key: part.table is not None for part in newest().sections}
    waiting = list(sections)
    current = ""
    for number, block in enumerate(blocks, 1):
        text = block
        if isinstance(block, Paragraph):
            if page_number(block.text):
                continue
            key, rest = _heading(block, waiting)
            if key:
                current, waiting = key, waiting[waiting.index(key) + 1 :]
                result.found.append(key)
                text = Paragraph(rest)
        _place(result, number, text, current, is_table=sections.get(current, False))
    return result


def _place(
    result: ReportOutline, number: int, block: Block, current: str, *, is_table: bool
) -> None:
    if isinstance(block, Grid) or is_table:
        result.tables.append((number, block))
    elif block.text.strip():
        paragraphs = result.prose.setdefault(current, []) if current else result.front
        paragraphs.append(block.text.strip())


def _heading(paragraph: Paragraph, waiting: Sequence[str]) -> tuple[str, str]:
    """Return (section, what follows its heading in the same paragraph); "" when it is no heading."""
    numeral = _NUMERAL.match(paragraph.text)
    body = paragraph.text[numeral.end() :] if numeral else paragraph.text
    short = squeezed(body)
    for key in waiting:
        for beginning in _BEGINNINGS[key]:
            alone = short == beginning or (numeral and _nearly(short, beginning))
            banner = beginning.startswith("第")
            if alone or (banner and short.startswith(beginning)):
                return key, body if banner else ""
            if (numeral or paragraph.level == 1) and short.startswith(beginning):
                return key, _after(body, beginning)
    return "", ""


def _nearly(text: str, beginning: str) -> bool:
    return len(beginning) >= 8 and distance(text, beginning, _TYPOS) <= _TYPOS


def _after(body: str, beginning: str) -> str:
    """Return what follows a heading; the rest of a heading in other words is no text."""
    left = len(beginning)
    for at, sign in enumerate(body):
        left -= len(squeezed(sign))
        if left <= 0:
            rest = body[at + 1 :].strip()
            return "" if len(rest) <= 8 and not rest.endswith("。") else rest.lstrip("。：: ")
    return ""


def front(paragraphs: Sequence[str]) -> Front:
    """Find unit and year in the title; what follows the title is the preamble."""
    for at, text in enumerate(paragraphs):
        short = squeezed(text[: _LONGEST_TITLE + 1]).partition("(")[0]
        match = next(filter(None, (title.fullmatch(short) for title in _TITLES)), None)
        if match and len(text) <= _LONGEST_TITLE:
            above = paragraphs[at - 1].strip() if at else ""
            named_above = not match[1] and _is_name(above)
            unit = squeezed(above) if named_above else match[1]
            passed = paragraphs[: at - named_above]
            preamble = [each for each in paragraphs[at + 1 :] if not _furniture(each)]
            more = [each for each in paragraphs[at + 1 :] if _furniture(each)]
            year = int(match[2]) if match[2] else None
            return Front(unit, year, tuple(preamble), (*passed, *more))
    return Front("", _reported_year(paragraphs), tuple(paragraphs), ())


def _reported_year(paragraphs: Sequence[str]) -> int | None:
    """Return the one year whose first to last day a preamble names."""
    years = {found[1] for text in paragraphs for found in _PERIOD.finditer(squeezed(text))}
    return int(years.pop()) if len(years) == 1 else None


def _is_name(text: str) -> bool:
    return bool(text) and len(text) <= 40 and not re.search(r"[。：:，；]", text)


def _furniture(text: str) -> bool:
    return _FURNITURE.fullmatch(text.strip()) is not None


def signature(prose: dict[str, list[str]], unit: str) -> tuple[str, datetime.date | None]:
    """Take unit and date off the end of the text, and return them.

    Without a title any name of a unit will do, with one only the same.
    """
    last = next((prose[key] for key in reversed(list(prose)) if prose[key]), [])
    match = _DATE.fullmatch(squeezed(last[-1])) if len(last) > 1 else None
    signed_by = squeezed(last[-2]) if match else ""
    if match is None or (signed_by != squeezed(unit) if unit else not _is_name(last[-2])):
        return unit, None
    try:
        signed = datetime.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return unit, None
    del last[-2:]
    return unit or signed_by, signed


_CONTACTS = {
    "address": re.compile(r"地\s*址[：:]\s*([^，。；;,）)]+)"),
    "postcode": re.compile(r"(?:邮\s*编|邮政编码)[：:]\s*(\d{6})"),
    "phone": re.compile(r"电\s*话[：:]\s*([\d\-—－()（）]{7,20}\d)"),
    "email": re.compile(r"(?:邮箱|邮件|E-?mail)[：:]\s*([\w.+-]+@[\w.-]+\w)", re.IGNORECASE),
}


def profile(head: Front, unit: str, signed: datetime.date | None) -> Profile:
    """Return who reports; address, telephone and the like as the preamble gives them."""
    text = " ".join(head.preamble)
    found = {key: _first(pattern, text) for key, pattern in _CONTACTS.items()}
    return Profile(unit=unit, year=head.year, signed=signed, **found)


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[1].strip() if match else ""


def narrative(head: Front, prose: dict[str, list[str]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the paragraphs by section, the preamble included."""
    if head.preamble:
        yield PREAMBLE, head.preamble
    for key, paragraphs in prose.items():
        if paragraphs:
            yield key, tuple(paragraphs)
