"""Report -> numbers of the text that no lawful reading of the tables agrees with."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.checks.rule.spec import Case, Hit, check
from xlsheets.checks.text_figures.claims import Claim, claims
from xlsheets.checks.text_figures.completeness import claims_of_all
from xlsheets.checks.text_figures.denials import denied
from xlsheets.checks.text_figures.other_meanings import may_mean_another
from xlsheets.checks.text_figures.readings import Reading, stages
from xlsheets.report.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsheets.basics.numbers import Number

_HINT = "请核对台账，把正文或表格改成一致；统计范围不同的，在正文写明范围。"


@check("N201", "正文的规范性文件、规章件数与表二不一致", Severity.CONFIRM)
def stated_documents(case: Case) -> Iterator[Hit]:
    """正文写的规章、行政规范性文件制发、废止、现行有效件数，应与表二相同。

    依据：条例第二十条第（一）项、《政府信息公开工作年度报告格式》表二
    错误：正文“现行有效行政规范性文件393件”，表二现行有效件数为 470。
    正确：正文与表二都是 470。
    """
    return _mismatches(case, "N201")


@check("N202", "正文的许可、处罚、强制数量与表二不一致", Severity.CONFIRM)
def stated_decisions(case: Case) -> Iterator[Hit]:
    """正文写的作出行政许可、行政处罚、行政强制决定件数，应与表二处理决定数量相同。

    依据：国办公开办函〔2021〕30号第一部分第（二）项
    错误：正文“作出行政处罚决定120件”，表二行政处罚为 102。
    正确：正文与表二都是 102；只写已公开数量的，用“公开”“公示”，不用“作出”。
    """
    return _mismatches(case, "N202")


@check("N301", "正文收到的申请数与表三不一致", Severity.CONFIRM)
def received(case: Case) -> Iterator[Hit]:
    """正文写的收到、受理申请件数，应等于表三本年新收，或者新收加上年结转；写“新收”的只能是本年新收。

    依据：国办公开办函〔2021〕30号第一部分第（三）项
    错误：正文“收到申请57件”，表三新收 75 件、上年结转 2 件。
    正确：正文“收到申请75件”，或者“收到申请77件（含上年结转2件）”。
    """
    return _mismatches(case, "N301")


@check("N302", "正文办结、答复的申请数与表三不一致", Severity.CONFIRM)
def handled(case: Case) -> Iterator[Hit]:
    """正文写的办结、答复申请件数，应等于表三“（七）总计”。

    依据：《政府信息公开工作年度报告格式》表三
    错误：正文“办结96件”，表三办理结果总计为 69。
    正确：正文“办结69件”。
    """
    return _mismatches(case, "N302")


@check("N303", "正文结转的申请数与表三不一致", Severity.CONFIRM)
def carried(case: Case) -> Iterator[Hit]:
    """正文写的上年结转、结转下年度件数，应等于表三第二项、第四项。

    依据：《政府信息公开工作年度报告格式》表三
    错误：正文“结转下年度3件”，表三结转下年度继续办理为 1。
    正确：正文“结转下年度1件”。
    """
    return _mismatches(case, "N303")


@check("N304", "正文的办理结果数与表三不一致", Severity.CONFIRM)
def stated_outcomes(case: Case) -> Iterator[Hit]:
    """正文写的予以公开、部分公开、不予公开、无法提供等件数，应等于表三对应各项之和。

    依据：《政府信息公开工作年度报告格式》表三
    错误：正文“予以公开31件”，表三予以公开总计为 30。
    正确：正文“予以公开30件”。
    """
    return _mismatches(case, "N304")


@check("N305", "正文的申请人情况与表三不一致", Severity.CONFIRM)
def applicants(case: Case) -> Iterator[Hit]:
    """正文写的自然人、法人或其他组织件数，应等于表三对应各列。

    依据：《政府信息公开工作年度报告格式》表三
    错误：正文“其中自然人62件”，表三自然人新收 64 件、没有上年结转。
    正确：正文“其中自然人64件”。
    """
    return _mismatches(case, "N305")


@check("N401", "正文的复议、诉讼件数与表四不一致", Severity.CONFIRM)
def stated_disputes(case: Case) -> Iterator[Hit]:
    """正文写的行政复议、行政诉讼件数和结果，应与表四相同；行政诉讼是两类起诉之和。

    依据：《政府信息公开工作年度报告格式》表四
    错误：正文“行政诉讼46件”，表四未经复议直接起诉 26 件、复议后起诉 10 件。
    正确：正文“行政诉讼36件”。
    """
    return _mismatches(case, "N401")


def _mismatches(case: Case, code: str) -> Iterator[Hit]:
    """Yield every claim of one kind that no reading agrees with."""
    stated = (*claims(case), *denied(case), *claims_of_all(case))
    judged = [claim for claim in stated if claim.code == code]
    together = _together(stated) if judged else {}
    told: set[tuple[str, str, Number, Reading]] = set()
    for claim in judged:
        known: dict[Number, Reading] = {}
        for reading in claim.readings:
            value = reading.value(case)
            if value is not None:
                known.setdefault(value, reading)
        said = {claim.mention.numeral.value, together[_meant(claim)]}
        if not known or said & known.keys():
            continue
        # 3件均已办结并予以公开 is read as a figure and as what is said of all: one mistake is said once.
        quoted = _quoted(claim)
        if quoted not in told and not may_mean_another(case, claim, known.keys()):
            told.add(quoted)
            yield _hit(case, claim, known)


def _quoted(claim: Claim) -> tuple[str, str, Number, Reading]:
    mention = claim.mention
    place = mention.clause.sentence.place
    return place, mention.quote, mention.numeral.value, claim.readings[0]


# The paragraph, and the likeliest meaning.
_Meant = tuple[str, Reading]


def _meant(claim: Claim) -> _Meant:
    return claim.mention.clause.sentence.place, claim.readings[0]


def _together(stated: Sequence[Claim]) -> Mapping[_Meant, Number]:
    """Return what the figures of a paragraph that mean the same number add up to.

    以县政府名义制发6件，以办公室名义制发4件 tell 10 between them; so do 予以公开9件 and 结转的1件也已予以公开.
    """
    sums: dict[_Meant, Number] = defaultdict(int)
    for claim in stated:
        sums[_meant(claim)] += claim.mention.numeral.value
    return sums


def _hit(case: Case, claim: Claim, known: dict[Number, Reading]) -> Hit:
    mention = claim.mention
    written = mention.numeral.value
    cells = tuple(
        dict.fromkeys(
            cell for reading in known.values() for cell in (*reading.plus, *reading.minus)
        )
    )
    tables = "，".join(
        f"{reading.name(case.edition)}为 {show(value)}" for value, reading in known.items()
    )
    verdict = "两处对不上" if len(known) == 1 else "都对不上"
    return Hit(
        message=f"正文“{mention.quote}”写的是 {show(written)}；{tables}，{verdict}。{_remark(case, claim)}",
        places=(mention.clause.sentence.place, *map(str, cells)),
        found=written,
        expected=next(iter(known)),
        operands=tuple(case.operand(cell) for cell in cells),
        hint=_HINT,
        sentence=mention.clause.sentence.wording,
    )


def _remark(case: Case, claim: Claim) -> str:
    """Say where a wrong number probably comes from, when it is plain."""
    written = claim.mention.numeral.value
    intake = stages(case.edition).intake[1].reading()
    if claim.code == "N301" and written == intake.value(case):
        return f"{show(written)} 是新收加上年结转，不能写成“新收”。"
    if case.last and claim.agrees(Case(case.last)):
        return f"{show(written)} 是上年度报告的数。"
    return ""
