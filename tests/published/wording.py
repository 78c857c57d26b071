"""How titles, headings, signatures and dates are worded: the usual ways and the odd ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.published.reports import NUMERALS

if TYPE_CHECKING:
    import datetime
    from random import Random

    from tests.published.reports import Report

_HAN = str.maketrans("0123456789", "〇一二三四五六七八九")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_ROUND = str.maketrans("0123456789", "○一二三四五六七八九")
_ZERO = str.maketrans("0123456789", "零一二三四五六七八九")

# Each way is the lines of the title. The first two are the usual ones.
TITLES = {
    "one line": ("{unit}{y}年政府信息公开工作年度报告",),
    "two lines": ("{unit}", "{y}年政府信息公开工作年度报告"),
    "three lines": ("{unit}", "{y}年", "政府信息公开工作年度报告"),
    "year first": ("{y}年{unit}政府信息公开工作年度报告",),
    "year in brackets": ("{unit}政府信息公开工作年度报告（{y}年度）",),
    "year in brackets below": ("{unit}政府信息公开工作年度报告", "（{y}年度）"),
    "year in characters": ("{unit}{han}年政府信息公开工作年度报告",),
    "year in round zeros": ("{unit}{round}年政府信息公开工作年度报告",),
    "year with 零": ("{unit}", "{zero}年政府信息公开工作年度报告"),
    "no year": ("{unit}政府信息公开工作年度报告",),
    "no unit": ("{y}年政府信息公开工作年度报告",),
    "no 工作": ("{unit}{y}年政府信息公开年度报告",),
    "年度": ("{unit}{y}年度政府信息公开工作报告",),
    "关于": ("{unit}关于{y}年政府信息公开工作的年度报告",),
    "cut unit": ("{head}", "{tail}{y}年政府信息公开工作年度报告"),
    "cut words": ("{unit}{y}年政府信息公开", "工作年度报告"),
    "spaces": ("{unit} {y} 年政府信息公开工作年度报告",),
    "wide digits": ("{unit}{wide}年政府信息公开工作年度报告",),
    "date below": ("{unit}{y}年政府信息公开工作年度报告", "（{date}）"),
}
USUAL_TITLES = ("one line", "two lines")

SIGNATURES = {
    "arabic": ("{unit}", "{arabic}"),
    "padded": ("{unit}", "{padded}"),
    "iso": ("{unit}", "{iso}"),
    "characters": ("{unit}", "{han}"),
    "round zeros": ("{unit}", "{round}"),
    "dots": ("{unit}", "{dots}"),
    "slashes": ("{unit}", "{slashes}"),
    "wide digits": ("{unit}", "{wide}"),
    "spaces": ("{unit}", "{spaced}"),
    "one line": ("{unit}　　{arabic}",),
    "one line, characters": ("{unit} {han}",),
    "date only": ("{arabic}",),
    "unit only": ("{unit}",),
    "longer name": ("{site}{unit}", "{arabic}"),
    "by its office": ("{unit}办公室", "{arabic}"),
    "month only": ("{unit}", "{month}"),
    "missing": (),
}
USUAL_SIGNATURES = ("arabic", "missing")

PROBLEMS = (
    "存在的问题及改进措施",
    "存在的主要问题和改进措施",
    "工作中存在的主要问题及下一步打算",
    "政府信息公开工作存在的主要问题及改进情况",
    "存在的问题与不足及改进情况",
    "存在的主要问题及整改措施",
    "存在问题和下一步工作打算",
    "主要问题及改进方向",
    "存在的困难和问题以及改进的措施",
    "问题和改进",
    "存在的不足及努力方向",
    "工作存在的问题及改进情况",
    "存在的主要问题、改进情况及下步计划",
    "面临的主要问题及对策",
    "不足之处和改进措施",
)
_OTHER_WORDS = {
    "overview": ("总体工作情况", "政府信息公开工作总体情况", "概述", "基本情况", "工作总体情况"),
    "proactive": ("主动公开政府信息的情况", "政府信息主动公开情况", "行政机关主动公开政府信息情况"),
    "requests": (
        "政府信息公开申请收到和处理情况",
        "行政机关收到和处理政府信息公开申请情况",
        "收到和处理政府信息公开申请的情况",
    ),
    "remedies": (
        "因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        "政府信息公开行政复议和行政诉讼情况",
        "政府信息公开行政复议、诉讼情况",
    ),
    "problems": PROBLEMS,
    "other_matters": (
        "其他需要报告的事项情况",
        "需要报告的其他事项",
        "其他应当报告的事项",
        "其他需要说明的事项",
        "其他事项",
    ),
}
_WORDS = {
    "overview": "总体情况",
    "proactive": "主动公开政府信息情况",
    "requests": "收到和处理政府信息公开申请情况",
    "remedies": "政府信息公开行政复议、行政诉讼情况",
    "problems": "存在的主要问题及改进情况",
    "other_matters": "其他需要报告的事项",
}
SECTIONS = tuple(_WORDS)

# How a heading is written and where it stands; {n} is 一, {d} is 1.
HEADINGS = {
    "numbered": "{n}、{words}",
    "h2": "{n}、{words}",
    "bold": "{n}、{words}",
    "dot": "{n}.{words}",
    "wide dot": "{n}．{words}",
    "brackets": "（{n}）{words}",
    "digits": "{d}.{words}",
    "digits 、": "{d}、{words}",
    "comma": "{n}，{words}",
    "space": "{n}　{words}",
    "part": "第{n}部分 {words}",
    "colon": "{n}、{words}：",
    "full stop": "{n}、{words}。",
    "two lines": "{n}、\n{words}",
    "spread": "{n}、{spread}",
    "bare": "{words}",
    "a number twice": "{again}、{words}",
    "glued to the text": "{n}、{words}",
    "glued to the text with a full stop": "{n}、{words}。",
    "glued to what is before": "{n}、{words}",
}
USUAL_HEADINGS = ("numbered", "h2", "bold")
# Where （一） or 1. is a heading of the report, its parts are numbered otherwise.
CLASHES = {"brackets": ("digits", "lines"), "digits": ("", "lines"), "digits 、": ("", "lines")}


@dataclass(frozen=True, slots=True)
class Wording:
    """The ways chosen for one page, and whether headings use words of their own."""

    title: str = "one line"
    signature: str = "arabic"
    heading: str = "numbered"
    own_words: tuple[str, ...] = ()


def title(report: Report, way: str, name: str) -> tuple[str, ...]:
    """Return the lines of a title that calls the unit ``name``."""
    year = str(report.year)
    middle = len(name) // 2 + 1
    fields = {
        "unit": name,
        "head": name[:middle],
        "tail": name[middle:],
        "y": year,
        "han": year.translate(_HAN),
        "round": year.translate(_ROUND),
        "zero": year.translate(_ZERO),
        "wide": year.translate(_WIDE),
        "date": _arabic(report.signed),
    }
    return tuple(line.format(**fields) for line in TITLES[way])


def signature(report: Report, way: str, name: str) -> tuple[str, ...]:
    """Return the lines of a signature."""
    fields = {**dates(report.signed), "unit": name, "site": ""}
    if way == "longer name":
        fields["site"] = report.unit.site.removesuffix("人民政府")
        fields["unit"] = report.unit.full.removeprefix(fields["site"])
    return tuple(line.format(**fields) for line in SIGNATURES[way])


def dates(day: datetime.date) -> dict[str, str]:
    """Return a date in every form a page may show it."""
    arabic = _arabic(day)
    han = f"{str(day.year).translate(_HAN)}年{_spoken(day.month)}月{_spoken(day.day)}日"
    return {
        "arabic": arabic,
        "padded": f"{day.year}年{day.month:02}月{day.day:02}日",
        "iso": day.isoformat(),
        "han": han,
        "round": han.replace("〇", "○"),
        "dots": f"{day.year}.{day.month}.{day.day}",
        "slashes": f"{day.year}/{day.month}/{day.day}",
        "wide": arabic.translate(_WIDE),
        "spaced": f"{day.year} 年 {day.month} 月 {day.day} 日",
        "month": f"{day.year}年{day.month}月",
    }


def heading(random: Random, section: str, wording: Wording) -> str:
    """Return the words of a heading, its number included."""
    place = SECTIONS.index(section)
    words = _WORDS[section]
    if section in wording.own_words:
        words = random.choice(_OTHER_WORDS[section])
    return HEADINGS[wording.heading].format(
        n=NUMERALS[place],
        d=place + 1,
        # The number of 四 is left standing before 五, as when a heading was copied.
        again=NUMERALS[place - 1 if place >= 4 else place],
        words=words,
        spread=" ".join(words) if len(words) <= 6 else words,
    )


def _arabic(day: datetime.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _spoken(number: int) -> str:
    tens, ones = divmod(number, 10)
    lead = "" if tens == 0 else "十" if tens == 1 else f"{NUMERALS[tens - 1]}十"
    return lead + (NUMERALS[ones - 1] if ones else "")
