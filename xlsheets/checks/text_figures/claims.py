"""Prose -> claims: which figure of the text speaks of which table number, and in whose name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from xlsheets.checks.text_figures import readings
from xlsheets.checks.text_figures.mentions import Clause, Mention, Topic, clauses, mentions
from xlsheets.checks.text_figures.readings import Reading, Rows, stages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.checks.rule.spec import Case


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure that speaks of a table number.

    Args:
        code: the rule that judges it.
        mention: the figure and its words.
        readings: every lawful meaning, the likeliest first.
        scoped: whether the words name another scope than the report's own.
    """

    code: str
    mention: Mention
    readings: tuple[Reading, ...]
    scoped: bool


@lru_cache(maxsize=1)  # every rule of text against tables asks for the same case
def claims(case: Case) -> tuple[Claim, ...]:
    """Return the claims of all prose in printed order."""
    return tuple(_claims(case))


def _claims(case: Case) -> Iterator[Claim]:
    rows: tuple[Rows, ...] = ()
    place = ""
    for clause in clauses(case.report):
        if clause.sentence.place != place:
            place, rows = clause.sentence.place, ()
        rows = _subject(case, clause) or rows
        for mention in mentions(clause):
            if not _countable(case, mention):
                continue
            code, found, rows = _classify(case, mention, rows)
            if found:
                yield Claim(code, mention, found, scoped(case, clause))


def _subject(case: Case, clause: Clause) -> tuple[Rows, ...]:
    """Return the rows that “新收申请中，” names for the figures that follow it."""
    named = stage_of(case, clause.text) if clause.text.endswith("中") else None
    return named[1] if named else ()


_UNITS = ("件", "起", "份", "宗", "例", "个", "部", "条", "项")
_CHANGE = re.compile(r"同比|[较比](?:上年|去年|上一年|\d{4}年)|增加|减少|增长|下降|上升|降低")
_FORMER = re.compile(r"去年|上年|上一年|往年|同期")
_YEARS = re.compile(r"以来|近[一二两三四五六七八九十\d]+年|[两二三四五六七八九十]年来|历年")


def _countable(case: Case, mention: Mention) -> bool:
    """Tell whether a figure is an exact count of this year at all."""
    numeral = mention.numeral
    if not numeral.exact or numeral.decimals:
        return False
    if numeral.unit not in _UNITS and (numeral.unit or mention.tail.strip("和及与")):
        return False
    if _CHANGE.search(mention.lead) or _YEARS.search(mention.lead):
        return False
    if _FORMER.search(mention.lead) and not re.search("[结转延留]", mention.near):
        return False
    return not other_year(case, mention.clause, mention.numeral.start)


def other_year(case: Case, clause: Clause, at: int) -> bool:
    """Tell whether the last year named before a point of a sentence is before the report's.

    The year after it is where requests are carried to: 结转至2026年6件.
    """
    years = re.findall(r"(?<!\d)(20\d\d)年", clause.sentence.text[:at])
    return bool(years) and int(years[-1]) < (case.report.profile.year or 0)


_OTHER_SCOPE = (
    "代表|备案|主城区|下属|所属|直属|派出机构|各(?:乡镇|部门|单位|县区|镇|街道)"
    "|(?P<unit>(?<!各)(?:局|委|镇|乡|街道|办|室|中心))(?:共|全年|本年度?|[,，])*(?:新收|收到|受理|办理|收办|答复)"
)
_OWN = "本机关|我办|本级"


def scoped(case: Case, clause: Clause) -> bool:
    """Tell whether a clause counts for somebody else than the unit that reports.

    For a report that sums up a whole government, 本机关 and 我办 are only a part of it; for any other
    unit they are itself, and 全县 is more than itself.
    """
    profile = case.report.profile
    if case.level is None or case.level.aggregate:
        words = rf"(?P<other>{_OTHER_SCOPE}|{_OWN})|全[省市县区乡镇]"
    else:
        words = rf"(?P<other>全[省市县区]|{_OTHER_SCOPE})|本机关|我[局办乡镇委]"
    last = None
    for match in re.finditer(words, clause.before):
        own = (
            match["unit"]
            and profile.unit
            and clause.before[: match.end("unit")].endswith(profile.unit[-3:])
        )
        last = None if own else match["other"]
    return last is not None


_Found = tuple[str, tuple[Reading, ...], tuple[Rows, ...]]


def _classify(case: Case, mention: Mention, rows: tuple[Rows, ...]) -> _Found:
    """Return code, readings, and the rows of 表三 that a following list of applicants means."""
    topic = mention.topic
    if topic is Topic.REQUEST:
        return _request(case, mention, rows)
    if topic.disputed:
        return "N401", _dispute(case, mention), ()
    if topic in (Topic.NORMATIVE, Topic.RULES):
        return "N201", _document(case, mention), ()
    if topic in (Topic.LICENSING, Topic.PENALTY, Topic.COERCION):
        return "N202", _decision(case, mention), ()
    return "", (), rows


# A part of the requests that no table counts by itself.
_PART = re.compile(
    "网上|网络|在线|线上|信函|书信|邮寄|邮件|邮箱|当面|现场|窗口|传真|电话|口头|延期|延长|补正|撤回"
    "|撤销|转送|转交|转办|移送|征求|涉及|有关|关于|季度|上半年|下半年|(?<!1)[1-9]月|1[01]月|类"
)


def _request(case: Case, mention: Mention, rows: tuple[Rows, ...]) -> _Found:
    columns, label = readings.classes(case.edition, mention.near)
    # The words before a figure tell; only when they say nothing, those after it.
    outcome = readings.outcomes(case.edition, mention.lead) or readings.outcomes(
        case.edition, mention.tail
    )
    if not _whole(mention, named=bool(outcome or columns)):
        return "", (), rows
    code, named = ("N304", outcome) if outcome else _staged(case, mention, rows)
    if columns:
        rows = named or rows
        # Without a row of its own a class may be of what was named last, or of all received.
        meant = named or tuple(dict.fromkeys((*rows, *stages(case.edition).intake)))
        return "N305", tuple(each.reading(columns, label) for each in meant), rows
    named = named or _bare(case, mention)
    return code, tuple(each.reading() for each in named), named or rows


def _whole(mention: Mention, *, named: bool) -> bool:
    """Tell whether a figure counts requests, and, unless it names what it counts, all of them."""
    if mention.own_topic is None and mention.numeral.unit in ("条", "项", "个", "部"):
        return False
    return named or bool(mention.numeral.unit and not _PART.search(mention.near))


def _staged(case: Case, mention: Mention, rows: tuple[Rows, ...]) -> tuple[str, tuple[Rows, ...]]:
    """Return the stage a figure speaks of in the light of the figure before it."""
    known = stages(case.edition)
    if rows == known.carried_over and _TOGETHER.fullmatch(mention.lead):
        return "N301", known.intake[1:]
    code, named = _stage(case, mention)
    if "其中" in mention.lead and {*named, *rows} >= {known.new[0], known.handled[0]}:
        # “办结 127 件，其中新收 118 件”, “新收 120 件，其中办结 118 件”: the new ones of those handled.
        named = (*named, *known.new_handled)
    return code, named


_OVER = re.compile(
    r"(?:上一?年|去年|往年|上年)度?[^，]{0,8}?(?:结转|转入|遗留|未办结|顺延)|结转(?:自?上|至本|到本)"
)
_FORWARD = re.compile(
    r"结转|顺延|[转延][入至到]?(?:下|次|明|20\d\d)年|[尚还]未(?:办结|答复)|未办结|正在办理|继续办理"
)
_TOGETHER = re.compile("(?:两项|两者|二者)?(?:合计|共计|总计|共)为?")
_NEW = re.compile("新收|新增|新受理|新接")
_INTAKE = re.compile("收到|受理|接收|收办|接到|登记|收件|共有|办理(?!完)|处理(?!完|费)")
_HANDLING = re.compile("办理|处理(?!费)")
_HANDLED = re.compile("答复|办结|办复|回复|办理完[成毕]|处理完[成毕]")
_BARE = re.compile(
    r".{0,14}?(?:依申请|(?:政府|政务)?信息公开申请|申请)(?:信息)?(?:公开)?(?:政府信息)?(?:数量)?(?:总数|共计|共|为)?"
)


def _stage(case: Case, mention: Mention) -> tuple[str, tuple[Rows, ...]]:
    """Return what a request count without an outcome speaks of: received, handled or carried."""
    known = stages(case.edition)
    former = _OVER.search(mention.near)
    if former and _NEW.search(mention.near):
        return "N301", known.intake[1:]
    if former:
        # How many of those carried over were handled is in no table.
        return "N303", () if _HANDLED.search(mention.near) else known.carried_over
    if _FORWARD.search(mention.lead) or _FORWARD.search(mention.tail):
        return "N303", known.carried_forward
    return stage_of(case, mention.lead) or stage_of(case, mention.tail) or ("N301", ())


def stage_of(case: Case, text: str) -> tuple[str, tuple[Rows, ...]] | None:
    """Return whether a text speaks of requests newly received, received or handled, and their rows."""
    known = stages(case.edition)
    handled: tuple[Rows, ...] = known.handled
    if known.carried_forward[0].reading().value(case) == 0:
        handled = (*handled, known.intake[1])
    if _NEW.search(text):
        return "N301", known.new
    intake, answered = _INTAKE.search(text), _HANDLED.search(text)
    if intake and (answered or _HANDLING.search(text)):
        return "N301", (*known.intake, *known.handled)
    if intake:
        return "N301", known.intake
    return ("N302", handled) if answered else None


def _bare(case: Case, mention: Mention) -> tuple[Rows, ...]:
    """Read 依申请公开 26 件, which may mean received, handled or disclosed."""
    known = stages(case.edition)
    if not _BARE.fullmatch(mention.lead):
        return ()
    granted, both = (
        readings.outcomes(case.edition, text) for text in ("予以公开", "予以公开、部分公开")
    )
    return (*known.intake, *known.handled, *granted, *both)


_NOT_CASES = re.compile(
    "通知书|答复书|决定书|意见书|撤诉|驳回|调解|不予受理|败诉|撤销|出庭|去年|上年"
)
_JUDGING = re.compile("受理|办理|审理|(?<!未)审结|承办|收到")


def _dispute(case: Case, mention: Mention) -> tuple[Reading, ...]:
    near = mention.near
    named = re.search("复议|诉|维持|纠正|其他结果|审结|案件|未结案", near)
    if named is None or _NOT_CASES.search(near) or mention.numeral.unit in ("条", "项", "份"):
        return ()
    # An organ that decides 行政复议 also counts cases that are none of 表四's.
    if (
        mention.own_topic
        and _JUDGING.search(mention.lead)
        and "信息公开" not in mention.clause.before
    ):
        return ()
    # “案件” after both were named may mean both or either of them.
    both = mention.own_topic is None and "案件" in near
    return readings.disputes(case.edition, Topic.CASES if both else mention.topic, near)


_NOT_DOCUMENTS = re.compile("解读|清理|审查|审核|征求|修订|修改|起草|评估|报送|公平")


def _document(case: Case, mention: Mention) -> tuple[Reading, ...]:
    near = mention.near
    if mention.numeral.unit not in ("件", "份", "个", "部"):
        return ()
    # Whatever was done with them: 清理并集中发布现行有效规范性文件若干件 says how many are in force.
    if _NOT_DOCUMENTS.search(near) and "有效" not in near:
        return ()
    return readings.documents(case.edition, mention.topic, mention.lead) or readings.documents(
        case.edition, mention.topic, mention.tail
    )


_DECIDED = re.compile("作出|办理|实施|办结")
_SHOWN = re.compile("公开|公示|发布|上传|归集|推送|录入|报送|网上|在线")


def _decision(case: Case, mention: Mention) -> tuple[Reading, ...]:
    shown = _SHOWN.search(mention.clause.text)
    if mention.own_topic is None or shown or not _DECIDED.search(mention.clause.text):
        return ()
    return readings.decisions(case.edition, mention.topic)
