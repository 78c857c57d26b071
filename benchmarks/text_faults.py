"""Mistakes of wording and between years, planted in a case: what ``faults`` runs beside those of numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import NamedTuple

from xlsheets.checks import Case
from xlsheets.checks.text.lexicon import read_lexicon
from xlsheets.checks.text.personal_data import check_digit, passes_luhn
from xlsheets.report import Profile, Report
from xlsheets.schema import Cell

Plant = Callable[[Case, Random], Case | None]


class CaseFault(NamedTuple):
    """A kind of mistake: its name, what plants it (None where it does not fit), the codes that say it."""

    kind: str
    plant: Plant
    codes: tuple[str, ...]


NEIGHBOUR = Report(
    profile=Profile(unit="样板县人民政府", level="county", year=2025),
    narrative={
        "overview": (
            "样板县把晒账目、答疑问、促落实连成一条线，乡村夜校讲政策，赶集日摆桌子，干部轮流坐班。",
            "饮水、修路、校车、药价这些家长里短，一律张榜；张榜之后留电话，打来的每一通都记在簿子上。",
            "年末请来教师、医生、司机、货郎当评委，逐村打分，末位的镇书面检讨，首位的镇到全县大会发言。",
        ),
        "problems": (
            "夜校师资紧，偏远村轮不上；簿子记得多，回头看得少。",
            "来年添两辆流动讲堂车，簿子改成网上登记，谁经手谁销号。",
        ),
    },
)
SURROUNDINGS = {
    "neighbours": (NEIGHBOUR,),
    "units": ("示例县人民政府", "样板县人民政府", "示例县财政局", "模范镇人民政府"),
    "lexicon": read_lexicon("公开科=公开股\n旧城改造指挥部".encode(), "词库"),
}


def _with(case: Case, section: str, paragraphs: tuple[str, ...]) -> Case:
    narrative = {**case.report.narrative, section: paragraphs}
    return replace(case, report=replace(case.report, narrative=narrative))


def swap(pattern: str, *instead: str, section: str = "overview") -> Plant:
    """Return a fault that rewrites one random match of a pattern into one of the given wordings."""

    def plant(case: Case, rng: Random) -> Case | None:
        paragraphs = case.report.paragraphs(section)
        places = [
            (number, match)
            for number, paragraph in enumerate(paragraphs)
            for match in re.finditer(pattern, paragraph)
        ]
        if not places:
            return None
        number, match = rng.choice(places)
        new = match.expand(rng.choice(instead))
        changed = match.string[: match.start()] + new + match.string[match.end() :]
        return _with(case, section, (*paragraphs[:number], changed, *paragraphs[number + 1 :]))

    return plant


def add(*sentences: str, section: str = "overview") -> Plant:
    """Return a fault that adds one of the sentences to a random paragraph."""

    def plant(case: Case, rng: Random) -> Case:
        paragraphs = list(case.report.paragraphs(section))
        paragraphs[rng.randrange(len(paragraphs))] += rng.choice(sentences)
        return _with(case, section, tuple(paragraphs))

    return plant


def add_made(make: Callable[[Random], str]) -> Plant:
    """Return a fault that adds a sentence made by chance."""
    return lambda case, rng: add(make(rng))(case, rng)


def _identity(rng: Random) -> str:
    born = f"{rng.randint(1940, 2008)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
    first = f"{rng.randint(110000, 659000)}{born}{rng.randint(0, 999):03}"
    return f"申请人证件号{first}{check_digit(first)}已登记。"


def _mobile(rng: Random) -> str:
    digits = f"1{rng.choice('3456789')}{rng.randint(0, 10**9 - 1):09}"
    spaced = f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    wide = digits.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    return f"咨询请拨打{rng.choice((digits, spaced, wide, f'{digits[:3]}-{digits[3:7]}-{digits[7:]}'))}。"


def _card(rng: Random) -> str:
    first = f"62{rng.randint(0, 10**16 - 1):016}"
    number = next(f"{first}{last}" for last in range(10) if passes_luhn(f"{first}{last}"))
    return f"费用缴入{number}账户。"


def word_twice(case: Case, rng: Random) -> Case | None:
    """Write one word of the text twice."""
    words = ("审核", "登记", "检查", "审查", "更新", "培训", "评议", "答复", "栏目", "政策", "考核")
    word = rng.choice(words)
    return swap(word, word * 2)(case, rng)


def vague(case: Case, rng: Random) -> Case:
    """Make the report that of a department whose fifth part speaks of the whole country."""
    profile = replace(case.report.profile, unit="示例县水利局", level="county_department")
    changed = replace(case, report=replace(case.report, profile=profile))
    who = rng.choice(("部分地区", "一些地区", "各级政府部门", "多数部门"))
    text = (f"存在的主要问题：{who}公开意识不强，解读不够。", "改进措施：加强学习，提高认识。")
    return _with(changed, "problems", text)


def heading_again(case: Case, rng: Random) -> Case:
    """Write the heading of the fifth part into its text, rightly or nearly so."""
    wordings = ("存在的主要问题及改进情况", "存在问题及整改措施", "存在的主要问题和改进措施")
    heading = f"五、{rng.choice(wordings)}"
    return _with(case, "problems", (heading, *case.report.paragraphs("problems")))


def _reworded(text: str, rng: Random) -> str:
    """Return a text as a copyist leaves it: a few characters changed."""
    letters = list(text)
    for place in rng.sample(range(len(letters)), max(1, len(letters) // 30)):
        letters[place] = rng.choice("再更常多即")
    return "".join(letters)


def same_as_last_year(case: Case, rng: Random) -> Case:
    """Give an earlier report the same fifth part, but for a few characters."""
    copied = tuple(_reworded(paragraph, rng) for paragraph in case.report.paragraphs("problems"))
    last = replace(case.previous[0], narrative={"problems": copied})
    return replace(case, previous=(last, *case.previous[1:]))


def same_as_neighbour(case: Case, rng: Random) -> Case:
    """Give another unit the same first part, but for a few characters."""
    copied = tuple(_reworded(paragraph, rng) for paragraph in case.report.paragraphs("overview"))
    other = replace(NEIGHBOUR, narrative={**NEIGHBOUR.narrative, "overview": copied})
    return replace(case, neighbours=(other,))


def copied_run(case: Case, rng: Random) -> Case:
    """Take over a run of the neighbour's text, a little longer than what counts as one."""
    paragraph = "".join(NEIGHBOUR.narrative["overview"])
    length = rng.randint(75, 100)
    start = rng.randrange(len(paragraph) - length)
    return add(paragraph[start : start + length] + "。")(case, rng)


def number(block: str, row: str, column: str, change: Callable[[int, Random], object]) -> Plant:
    """Return a fault that changes a typed number of this year's report."""

    def plant(case: Case, rng: Random) -> Case:
        cell = Cell(block, row, column)
        value = change(int(case.report.figures[cell]), rng)
        figures = {**case.report.figures, cell: value}
        return replace(case, report=replace(case.report, figures=figures))

    return plant


def last_number(
    block: str, row: str, column: str, change: Callable[[int, Random], object]
) -> Plant:
    """Return a fault that changes a typed number of last year's report."""

    def plant(case: Case, rng: Random) -> Case:
        turned = replace(case, report=case.previous[0])
        last = number(block, row, column, change)(turned, rng).report
        return replace(case, previous=(last, *case.previous[1:]))

    return plant


def other_column(case: Case, rng: Random) -> Case:
    """Move what was carried over to another class of requesters; the total stays right."""
    column = rng.choice(("business", "research", "public_welfare", "legal_service", "other_entity"))
    person, other = (Cell("req", "carried_over", key) for key in ("natural_person", column))
    moved = {other: case.report.figures[person], person: 0}
    return replace(case, report=replace(case.report, figures={**case.report.figures, **moved}))


def suit_without_review(case: Case, _rng: Random) -> Case:
    """Take every reconsideration out of both years."""
    reviews = [cell for cell in case.report.figures if cell.column.startswith("review_")]

    def cleared(report: Report) -> Report:
        return replace(report, figures={**report.figures, **dict.fromkeys(reviews, 0)})

    previous = (cleared(case.previous[0]), *case.previous[1:])
    return replace(case, report=cleared(case.report), previous=previous)


def pending_forgotten(case: Case, rng: Random) -> Case:
    """Leave suits pending last year and none at all this year."""
    pending = last_number("rem", "cases", "direct_pending", lambda _value, rng: rng.randint(1, 9))
    return number("rem", "cases", "direct_upheld", lambda _value, _rng: 0)(pending(case, rng), rng)


def last_of_another(case: Case, rng: Random) -> Case:
    """Compare with another unit's, or another year's, report."""
    profile = case.previous[0].profile
    wrong = rng.choice((replace(profile, unit="样板县人民政府"), replace(profile, year=2022)))
    return replace(case, previous=(replace(case.previous[0], profile=wrong),))


def fees_in_yuan(case: Case, rng: Random) -> Case:
    """Type this year's fees in 元, where last year's were in 万元."""
    cell, amount = Cell("pro8", "fees", "amount"), Decimal(rng.randint(5_000, 900_000)) / 10_000
    last = replace(case.previous[0], figures={**case.previous[0].figures, cell: amount})
    yuan = int(amount * rng.randint(70, 190) * 100)
    figures = {**case.report.figures, cell: yuan}
    return replace(case, report=replace(case.report, figures=figures), previous=(last,))


_YEARS = ("2024年", "2023年", "２０２４年", "2024 年")
CASE_FAULTS: tuple[CaseFault, ...] = (
    CaseFault("开头写上年", swap(r"2025年", *_YEARS), ("T101",)),
    CaseFault("全年写成上年", swap(r"。全年", *(f"。{year}" for year in _YEARS)), ("T101",)),
    CaseFault("写成下一年", swap(r"2025年", "2026年"), ("T101",)),
    CaseFault(
        "打算写本年",
        add(
            "为进一步做好公开工作，2025年我县将加大培训力度。",
            "下一步，2025年继续充实人员。",
            section="problems",
        ),
        ("T102",),
    ),
    CaseFault(
        "别的单位名称", swap("示例县人民政府", "样板县人民政府", "模范镇人民政府"), ("T103",)
    ),
    CaseFault(
        "单位名称错字",
        swap("示例县人民政府", "示列县人民政府", "示例区人民政府", "市例县人民政府"),
        ("T104",),
    ),
    CaseFault(
        "文号不对",
        add(
            "本报告按国办公开办函〔2019〕60号编制。",
            "本报告按国办发〔2021〕30号编制。",
            "本报告按国办公开办函[2021]30号编制。",
            "本报告依据条例（国务院令第492号）编制。",
        ),
        ("T105",),
    ),
    CaseFault("说的是别处", vague, ("T106",)),
    CaseFault(
        "又写标题",
        heading_again,
        ("T107",),
    ),
    CaseFault("二是重号跳号", swap("二是", "三是", "四是", section="problems"), ("T111",)),
    CaseFault("小标题重号跳号", swap(r"（([二三四])）", "（五）", "（七）"), ("T111",)),
    CaseFault("词语重复", word_twice, ("T112",)),
    CaseFault("半角标点", swap(r"([\u4e00-\u9fff])，(?=[\u4e00-\u9fff])", r"\1,"), ("T113",)),
    CaseFault("标点重复", swap(r"。$", "。。", "，。", "、。"), ("T113",)),
    CaseFault("少了句号", swap(r"(?<=[\u4e00-\u9fff])。$", ""), ("T113",)),
    CaseFault("括号不成对", swap(r"^（([一二三四五])）", r"（\1", r"\1）。（"), ("T113",)),
    CaseFault(
        "错别字",
        add(
            "畅通依申请公开受理渠。",
            "严把审查管，不放过一字。",
            "截止目前没有差错。",
            "进下一步落实责任。",
            "做为重点布署。",
            "因行政法复议改正。",
        ),
        ("T114",),
    ),
    CaseFault("词库的词", add("由公开科负责。", "由旧城改造指挥部负责。"), ("T115",)),
    CaseFault("身份证号码", add_made(_identity), ("T121",)),
    CaseFault("手机号码", add_made(_mobile), ("T122",)),
    CaseFault("银行卡号", add_made(_card), ("T123",)),
    CaseFault("个人邮箱", add("请发到zhang.san@163.com。", "请发到88776655@qq.com。"), ("T124",)),
    CaseFault("个人姓名", add("由县长李建国任组长。", "局长王芳同志负责。"), ("T125",)),
    CaseFault("与上年雷同", same_as_last_year, ("T131",)),
    CaseFault("与邻县雷同", same_as_neighbour, ("T132",)),
    CaseFault("照抄一长段", copied_run, ("T132", "T133")),
    CaseFault("上年报告不对", last_of_another, ("Y101", "Y102")),
    CaseFault(
        "有效件数接不上",
        number(
            "pro1", "normative", "in_force", lambda value, rng: value + rng.choice((-3, -1, 1, 10))
        ),
        ("Y201",),
    ),
    CaseFault(
        "许可大起大落",
        number(
            "pro5",
            "licensing",
            "decisions",
            lambda value, rng: rng.choice((value * 10, value // 10, 0)),
        ),
        ("Y202",),
    ),
    CaseFault("收费按元填", fees_in_yuan, ("Y203",)),
    CaseFault("结转填错列", other_column, ("Y301",)),
    CaseFault(
        "结转与上年不符",
        last_number(
            "req",
            "carried_forward",
            "natural_person",
            lambda value, rng: value + rng.choice((-2, -1, 1, 9)),
        ),
        ("Y301",),
    ),
    CaseFault("没有复议的复议后起诉", suit_without_review, ("Y401",)),
    CaseFault("未审结没有下文", pending_forgotten, ("Y402",)),
)
