"""Report -> figures of the text that 基础数据 gives otherwise."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.basics.patterns import pattern_of
from xlsheets.checks.facts.in_text import facts_in_set_phrases
from xlsheets.checks.prose.kinds import wording_of
from xlsheets.checks.prose.numerals import numerals
from xlsheets.checks.prose.said import said_in
from xlsheets.checks.rule.spec import Case, Hit, check, path_of
from xlsheets.report.findings import Operand, Severity
from xlsheets.schema.facts import FACTS
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlsheets.checks.prose.mentions import Mention
    from xlsheets.checks.prose.numerals import Numeral
    from xlsheets.checks.prose.sentences.clauses import Sentence


class _Spoken(NamedTuple):
    """How texts speak of a fact.

    Args:
        key: a word that names it.
        besides: further words that narrow nothing.
        units: what it is counted in.
        before: whether the key may stand in an earlier clause of the sentence.
    """

    key: str
    besides: str
    units: str
    before: bool = False


_ITEMS, _EVENTS, _PERSONS = "条篇则件个", "场期次", "人次|人|名"
_SPOKEN = {
    "website_items": _Spoken("网站", "门户|平台|专栏", _ITEMS),
    "wechat_items": _Spoken("微信", "公众号|公众平台|订阅号|平台|文章", _ITEMS),
    "weibo_items": _Spoken("微博", "", _ITEMS),
    "other_media_items": _Spoken("其他政务新媒体|短视频号|移动客户端", "", _ITEMS),
    "board_items": _Spoken("公开栏|宣传栏|公示栏|电子屏", "村务", _ITEMS),
    "gazette_issues": _Spoken(
        "公报",
        "政府|出[了满刊版齐]?|刊[出印发]|[编印]印|印[制行]|出版|发行|按[期时月]|如期",
        _EVENTS,
    ),
    "budget_items": _Spoken("预决算|预算、?决算", "财政|部门|资金", _ITEMS),
    "policy_documents": _Spoken("政策文件|政策性文件", "网站|栏目|文件", _ITEMS),
    "policy_readings": _Spoken("解读", "政策|材料|稿件|文章", _ITEMS),
    "normative_readings": _Spoken(
        "解读", "当年|新制发|制发|行政|规范性|文件|作了|配发|已有|配有|附有|其中|中|对|为", _ITEMS
    ),
    "press_conferences": _Spoken("新闻发布会", "", _EVENTS),
    "interviews": _Spoken("访谈", "在线", _EVENTS),
    "consultations": _Spoken("征求意见|意见征集", "决策|草案|重大|行政|公众|向|社会", "次项"),
    "opinions": _Spoken("意见", "建议|公众|群众|社会", _ITEMS),
    "messages": _Spoken("留言|来信", "网上|网民|群众|网站|信箱", _ITEMS),
    "hotline_orders": _Spoken("热线|■{5}", "12345|工单|便民服务|■", _ITEMS),
    "proposals": _Spoken("提案", "人大|代表|建议|政协|委员|结果", _ITEMS),
    "inquiries": _Spoken("咨询", "前来|政府信息公开|信息公开|申请|事项|公众|群众|接待", _PERSONS),
    "late_replies": _Spoken(
        "超[过出]了?(?:法定|答复|规定)(?:答复)?(?:期限|时限)|超期|逾期(?=答复|办理|办结)|超时(?=答复|办理|办结)",
        "申请|期限|时限|答复|办理|办结|才|件|作出|有|存在|出现|发生",
        "件宗",
    ),
    "attributed_documents": _Spoken("公开属性", "拟稿时|拟稿|环节|认定|公文", "件份"),
    "secrecy_reviews": _Spoken("保密审查", "拟|经|作了|信息|前|条", _ITEMS),
    "reviewed_documents": _Spoken("清理", "逐件|行政|规范性|文件", "件份"),
    "corrections": _Spoken("更正|改正|修正", "差错|错误|错别字|内容|发现|中", "处条个"),
    "columns": _Spoken("栏目", "维护|更新|负责|承担|网站", "个"),
    "new_columns": _Spoken("新设|新开设?|新增设?", "专题|专栏|栏目|网站|、", "个"),
    "accounts": _Spoken("新媒体", "运行|账号|年底", "个"),
    "closed_accounts": _Spoken("关停|注销", "整合|新媒体|账号|、", "个"),
    "service_points": _Spoken(
        "专区|查阅点|查阅场所",
        "政务公开|可以查阅|政府信息|场所|开放|建成|设立|设有|建有|、",
        "个",
    ),
    "meetings": _Spoken("研究部署|会议|开会", "研究|部署|专题|政务公开|政府信息公开|开了", "次场"),
    "staff": _Spoken("人员", "从事|负责|专兼职|专职|兼职|承担|政务公开|政府信息公开|、", _PERSONS),
    "trainings": _Spoken("培训", "业务|政务公开|政府信息公开|专题", _EVENTS),
    "trainees": _Spoken("培训", "业务|参训|到场|参加", _PERSONS, before=True),
    "inspections": _Spoken("检查", "政务公开|政府信息公开|信息公开|专项|全覆盖", "次轮"),
    "rectified_problems": _Spoken("整改|改正", "检查|发现|查出|问题", "个项"),
    "assessed_units": _Spoken(
        "考核",
        "把|列入|纳入|年度|政府信息公开|政务公开|单位|部门|被|中|并|对象|是",
        "家个",
        before=True,
    ),
    "reviewers": _Spoken("评议", "邀请|社会|参加者|请|群众|中", _PERSONS, before=True),
    "accountability_cases": _Spoken(
        "责任追究|追责|问责|追究责任", "因|政府信息公开|进行|发生", "起件人"
    ),
}
# 相关留言263件，占留言总量的14%: a part.
_SHARE_AFTER = pattern_of("[，（]占[^，。；]{0,16}[总全]")
# Words around a figure that do not narrow what it counts.
_PLAIN = (
    r"20\d\d年度?|一年来?|全年|本年度?|今年|年末|年内|年度|[我本全](?:局|镇|乡|县|区|市|委|办|厅|单位|机关|街道)|政务(?!公开)|政府(?!信息|公报)|门户|官方|县|市|区|镇|乡|累计|总共|共计|合计"
    r"|其中|包括|通过|利用|依托|各类渠道|共|总计|有关|有|各类|各种|有关|相关|全部|已经?|均|主动|及时|认真|积极|依法|先后|组织|开展|举办|召开|举行|制作|编印|编发|出版|印发|公布|发布|推送|更新|公开|张贴"
    r"|接待|收到|收集|答复|办理|办结|回复|处理|受理|回应|参加|参与|接受|进行|作|信息|数据|内容|情况|工作|公开工作|当年|到年底|年底|刊发|编发|收集|得到|环节|向社会|社会公开|并|数量|件数|条数|次数|人数|总数|的|了|在|于|就|对|由|为|达到?|到|和|与|及|等"
)


@check("N501", "正文的数与基础数据不一致", Severity.CONFIRM)
def stated_facts(case: Case) -> Iterator[Hit]:
    """正文写的发布条数、培训场数等，与填在“基础数据”里的同一个数应当相同。

    依据：国办公开办函〔2021〕30号第三部分第（三）项（确保年度报告所需数据统得出、报得准、可核查）
    错误：正文“政务微信公众号发布信息188条”，基础数据填的是 999。
    正确：正文与基础数据都是 188。
    """
    known = {key: value for key, value in case.report.facts.items() if key in _SPOKEN}
    if not known:
        return
    understood: set[tuple[Sentence, int]] = set()
    for said in said_in(case.report):
        for mention in said.mentions:
            part = _SHARE_AFTER.match(mention.clause.sentence.text, mention.numeral.end)
            exact = (
                mention.numeral.exact and not part and said.standing[mention.numeral.start].own_year
            )
            key = _fact(mention, known) if exact else None
            if key:
                sentence = mention.clause.sentence
                understood.add((sentence, mention.numeral.start))
                yield from _compared(case, key, sentence, mention.numeral, mention.quote)
    for key, quoted in facts_in_set_phrases(case):
        if (quoted.sentence, quoted.numeral.start) not in understood:
            yield from _compared(case, key, quoted.sentence, quoted.numeral, quoted.text)


def _compared(
    case: Case, key: str, sentence: Sentence, numeral: Numeral, quote: str
) -> Iterator[Hit]:
    place, value = f"fact.{key}", case.report.facts[key]
    # 收到留言1559件，已答复1544件: one of the two is the fact.
    if value != numeral.value and not any(
        one.value == value and one.unit == numeral.unit for one in numerals(sentence.text)
    ):
        yield Hit(
            message=f"正文“{quote}”写的是 {show(numeral.value)}；{path_of(case, place)}填的是 {show(value)}，两处对不上。",
            places=(sentence.place, place),
            found=numeral.value,
            expected=value,
            operands=(Operand(place, path_of(case, place), value),),
            hint="请核对台账，把正文或基础数据改成一致；正文说的是其中一部分的，写明是哪一部分。",
            sentence=sentence.wording,
        )


def _fact(mention: Mention, known: Mapping[str, object]) -> str | None:
    """Return the fact that a figure counts; None when it counts a part of one, or something else."""
    around = wording_of(mention.lead) + "，" + wording_of(mention.tail)
    found = [
        key
        for key in known
        if re.fullmatch(_units(key), mention.numeral.unit)
        and (re.search(_SPOKEN[key].key, around) or _named_before(key, mention))
        and not _plain(key).sub("", around).strip("，、")
    ]
    # Of 栏目 and 新设栏目 the one with the longer name is meant.
    return max(found, key=lambda key: len(_SPOKEN[key].key), default=None)


def _named_before(key: str, mention: Mention) -> bool:
    """Tell whether an earlier clause of the sentence names a fact, where it may."""
    at = mention.numeral.start
    return _SPOKEN[key].before and _named_at(key, mention.clause.sentence.text) <= at


# A sentence may have thousands of figures; it is looked through once for a key.
@lru_cache(maxsize=16)
def _named_at(key: str, text: str) -> int:
    """Return where a text has first named a fact; beyond its end when it does not."""
    named = re.search(_SPOKEN[key].key, text)
    return named.end() if named else len(text) + 1


@lru_cache(maxsize=64)
def _plain(key: str) -> re.Pattern[str]:
    """Return what narrows nothing around a fact's figure, its own words among it."""
    spoken = _SPOKEN[key]
    return re.compile("|".join(filter(None, (spoken.key, spoken.besides, _PLAIN))))


@lru_cache(maxsize=64)
def _units(key: str) -> str:
    units = _SPOKEN[key].units
    own = next(fact.unit for fact in FACTS if fact.key == key)
    return f"{own}|{units if '|' in units else '|'.join(units)}"
