"""A number and a source of chance -> a sample county report whose text agrees with its tables."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.tools.make import EDITION
from xlsheets.report import Profile, Report
from xlsheets.schema import Cell

if TYPE_CHECKING:
    from random import Random

UNIT = "示例县人民政府"


@dataclass(frozen=True)
class Sample:
    """A report and last year's, which agree."""

    report: Report
    last: Report


def sample(number: int, rng: Random) -> Sample:
    """Return the sample of this number; wording goes round, figures come from ``rng``."""
    last = _figures(rng, 0)
    figures = _figures(rng, last["carried_forward"])
    figures["in_force"] = last["in_force"] + figures["issued"] - figures["repealed"]
    facts = _quoted(figures, last, rng)
    overview, disputes, fees = (
        texts[number % len(texts)] for texts in (_OVERVIEWS, _DISPUTES, _FEES)
    )
    narrative = {
        "overview": (
            "2025年，示例县人民政府认真执行《中华人民共和国政府信息公开条例》，围绕群众关心的事项开展公开。",
            _PROACTIVE[number % len(_PROACTIVE)].format(**facts),
            f"（二）依申请公开情况。{overview.format(**facts)}{disputes.format(**facts)}",
            "（三）政府信息管理情况。先审查、后公开，对拟公开的内容逐条登记，全年答复网民留言182件。",
            "（四）政府信息公开平台建设情况。维护县政府网站和政务新媒体，开设专栏3个，更新栏目40余次。",
            "（五）监督保障情况。落实专人，组织培训2期，开展工作考核和社会评议，没有需要责任追究的情形。",
        ),
        "problems": (
            "存在的主要问题：一是部分栏目更新不够及时；二是政策解读以文字为主。",
            "改进措施：一是每月检查一次栏目；二是多用图解、视频解读政策。",
        ),
        "other_matters": (f"{fees.format(**facts)}没有其他需要报告的事项。",),
    }
    return Sample(
        Report(EDITION.key, _profile(2025), _cells(figures), narrative=narrative),
        Report(EDITION.key, _profile(2024), _cells(last)),
    )


def _profile(year: int) -> Profile:
    signed = datetime.date(year + 1, 1, 20)
    return Profile(
        unit=UNIT,
        level="county",
        year=year,
        address="示例县示例路 1 号",
        phone="0357-1234567",
        signed=signed,
    )


_PARTS = {
    "granted": 40,
    "partial": 10,
    "third_party": 6,
    "deliberative": 5,
    "not_held": 30,
    "needs_creation": 5,
    "petition": 6,
    "other_outcome": 4,
}


def _figures(rng: Random, carried_over: int) -> dict[str, int]:
    """Return natural persons' numbers by row, business under ``business``, and the other tables."""
    figures = {row: rng.randint(2, most) + 20 * (row == "granted") for row, most in _PARTS.items()}
    figures |= {"carried_forward": rng.randint(13, 19), "carried_over": carried_over}
    figures["received"] = (
        sum(figures[row] for row in _PARTS) + figures["carried_forward"] - carried_over
    )
    figures |= {
        "business": rng.randint(11, 17),
        "issued": rng.randint(2, 9),
        "repealed": rng.randint(1, 5),
    }
    figures |= {
        "in_force": rng.randint(40, 99),
        "penalty": rng.randint(300, 999),
        "licensing": rng.randint(1000, 3000),
    }
    names = (
        "review_upheld",
        "review_corrected",
        "direct_upheld",
        "after_review_upheld",
        "after_review_pending",
    )
    return figures | {name: rng.randint(2, 12) for name in names}


def _cells(figures: dict[str, int]) -> dict[Cell, int]:
    cells = dict.fromkeys(EDITION.typed_cells, 0)
    for row in (*_PARTS, "received", "carried_over", "carried_forward"):
        cells[Cell("req", row, "natural_person")] = figures[row]
    for row in ("received", "granted"):
        cells[Cell("req", row, "business")] = figures["business"]
    for column in ("issued", "repealed", "in_force"):
        cells[Cell("pro1", "normative", column)] = figures[column]
    cells[Cell("pro6", "penalty", "decisions")] = figures["penalty"]
    cells[Cell("pro5", "licensing", "decisions")] = figures["licensing"]
    for column in (
        "review_upheld",
        "review_corrected",
        "direct_upheld",
        "after_review_upheld",
        "after_review_pending",
    ):
        cells[Cell("rem", "cases", column)] = figures[column]
    return cells


def _quoted(figures: dict[str, int], last: dict[str, int], rng: Random) -> dict[str, object]:
    """Return every number the text quotes."""
    new, before = (counts["received"] + counts["business"] for counts in (figures, last))
    done = sum(figures[row] for row in _PARTS) + figures["business"]
    granted = figures["granted"] + figures["business"]
    lists = [rng.randint(21, 400) for _ in range(4)]
    return {
        **figures,
        "new": new,
        "intake": new + figures["carried_over"],
        "natural": figures["received"],
        "natural_all": figures["received"] + figures["carried_over"],
        "done": done,
        "granted": granted,
        "disclosed": granted + figures["partial"],
        "share": f"{100 * (granted + figures['partial']) / done:.2f}",
        "withheld": figures["third_party"] + figures["deliberative"],
        "withheld_share": f"{100 * figures['partial'] / done:.1f}",
        "unavailable": figures["not_held"] + figures["needs_creation"],
        "review": figures["review_upheld"] + figures["review_corrected"],
        "suits": figures["direct_upheld"]
        + figures["after_review_upheld"]
        + figures["after_review_pending"],
        "suits_upheld": figures["direct_upheld"] + figures["after_review_upheld"],
        "change": "增长" if new >= before else "下降",
        "more": "增加" if new >= before else "减少",
        "percent": f"{100 * abs(new - before) / before:.2f}",
        "difference": abs(new - before),
        "a": lists[0],
        "b": lists[1],
        "c": lists[2],
        "d": lists[3],
        "items": sum(lists),
        "chinese_new": chinese(new),
        "fee_a": (fee_a := 10 * rng.randint(11, 90)),
        "fee_b": (fee_b := 10 * rng.randint(11, 90)),
        "fee": fee_a + fee_b,
    }


def chinese(number: int) -> str:
    """Write a number in Chinese digits, as a clerk does: 120 is 一百二十."""
    digits, units = "零一二三四五六七八九", ("", "十", "百", "千", "万")
    signs = str(number)
    text = "".join(
        digits[int(sign)] + (units[len(signs) - at - 1] if sign != "0" else "")
        for at, sign in enumerate(signs)
    )
    while "零零" in text:
        text = text.replace("零零", "零")
    text = text.rstrip("零") or "零"
    return text[1:] if text.startswith("一十") else text


_PROACTIVE = (
    "（一）主动公开情况。全年公开信息{items}条，其中：工作动态{a}条；通知公告{b}条；财政信息{c}条；其他信息{d}条。"
    "制发规范性文件{issued}件，废止{repealed}件，现行有效{in_force}件。作出行政处罚决定{penalty}件，公示行政许可300余条。",
    "（一）主动公开情况。全年公开各类信息{items}条，其中政策类{a}条、民生类{b}条、执法类{c}条、其他{d}条。"
    "印发行政规范性文件{issued}件，目前现行有效的行政规范性文件{in_force}件。全县作出行政许可决定{licensing}件。",
    "（一）主动公开情况。全年共公开信息{items}条，其中机构类{a}条，规划类{b}条，预决算类{c}条，其他{d}条。"
    "出台规范性文件{issued}件，配发解读{issued}篇，集中公开现行有效规范性文件{in_force}件，报送备案规范性文件3件。",
)
_OVERVIEWS = (
    "全县共受理申请{intake}件，其中新收申请{new}件，上年结转{carried_over}件；办结{done}件，结转下年度{carried_forward}件。"
    "办结的申请中，予以公开{granted}件，部分公开{partial}件，不予公开{withheld}件，无法提供{unavailable}件，"
    "不予处理{petition}件，其他处理{other_outcome}件，均在法定期限内答复。新收申请中，自然人{natural}件，企业{business}件。",
    "全年收到政府信息公开申请{new}件，同比{change}{percent}%，比上年{more}{difference}件，答复{done}件"
    "（含上年结转申请{carried_over}件，另{carried_forward}件顺延至下年度答复），均在法定期限内作出决定。"
    "予以公开及部分公开{disclosed}件（{share}%），不予公开{withheld}件，其中保护第三方合法权益{third_party}件、属于四类过程性信息{deliberative}件。",
    "全县收办政府信息公开申请{intake}件，其中自然人{natural_all}、法人或其他组织{business}；办理完毕{done}件，结转下一年度{carried_forward}件。"
    "其中同意公开{granted}件，部分公开{partial}件（占{withheld_share}%），不同意公开{withheld}件，无法提供{unavailable}件，均在法定期限内送达。",
    "全年新收{new}件政府信息公开申请，连同上年度结转{carried_over}件，共{intake}件；办结{done}件，{carried_forward}件结转下年度继续办理。"
    "接收申请{intake}件中，自然人申请{natural_all}件，企业申请{business}件。予以公开和部分公开共{disclosed}件（占{share}%），均在法定期限内回复。",
    "全年共收到政府信息公开申请{chinese_new}件，受理申请{new}件，同比{change}{percent}%。答复申请{done}件，其中予以公开{granted}件，"
    "属于四类过程性信息的{deliberative}件，无法提供{unavailable}件，{carried_forward}件结转，均在法定期限内办理。",
)
_DISPUTES = (
    "因政府信息公开发生行政复议{review}件，其中结果维持{review_upheld}件，结果纠正{review_corrected}件；"
    "行政诉讼{suits}件，其中结果维持{suits_upheld}件，尚未审结{after_review_pending}件。",
    "因政府信息公开引发行政复议案件{review}起、行政诉讼案件{suits}起，复议维持{review_upheld}起、纠正{review_corrected}起，诉讼尚未审结{after_review_pending}起。",
)
_FEES = (
    "全年收取信息处理费2件{fee_a}元。",
    "全年收取政府信息公开信息处理费7件{fee}元，其中甲局4件{fee_a}元、乙局3件{fee_b}元。",
)
