"""Report -> lists of the text whose items do not add up to their total."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.basics.patterns import pattern_of
from xlsheets.checks.prose.kinds import wording_of
from xlsheets.checks.prose.lists.breakdowns import breakdowns, sorted_anew
from xlsheets.checks.prose.lists.totals import Breakdown
from xlsheets.checks.prose.said import figures_in, sentences_said
from xlsheets.checks.prose.slips import near
from xlsheets.checks.rule.spec import Case, Hit, check
from xlsheets.checks.text_figures.claims import Claim, claims, claims_by_figure
from xlsheets.checks.text_figures.readings import stages
from xlsheets.report.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsheets.basics.numbers import Number
    from xlsheets.checks.prose.said import Said
    from xlsheets.checks.prose.sentences.clauses import Sentence


def uneven(sentence: Sentence, found: Breakdown) -> Hit:
    """Return the finding that a list does not add up; shared with the fee rules."""
    added = "＋".join(show(item.value) for item in found.items[:16])
    added += "＋…" if len(found.items) > 16 else ""
    unit = found.total.unit
    quote = sentence.quote(found.total.start)
    return Hit(
        message=f"正文“{quote}”总数写的是 {show(found.total.value)} {unit}，分项 {added}＝{show(found.sum)} {unit}，加不拢。",
        places=(sentence.place,),
        found=found.total.value,
        expected=found.sum,
        hint="请核对总数和各分项；分项没有列全的，写明“等”或者补上“其他”。",
        sentence=sentence.wording,
    )


# What N602 looks at; 污水处理费 and 垃圾处理费 are other charges.
PROCESSING_FEE = pattern_of("(?<![水圾物液气])处理费")
# What is in two items at once makes them more than the total.
_OVERLAP = pattern_of(
    "重叠|交叉|并处|(?:同步|同时)(?:发布|推送|公开)|重复(?:计算|统计|发布)|不能相加"
)
# A total and an item.
_LEAST_FIGURES = 2


@check("N701", "正文里的分项加起来不等于总数", Severity.CONFIRM)
def lists(case: Case) -> Iterator[Hit]:
    """“共若干条，其中……”的各分项之和应等于总数，不得超过总数。

    依据：国办公开办函〔2021〕30号第二部分：内容准确、数据真实
    错误：“公开信息249条，其中公文9条、机构7条、其他234条”，加起来是 250。
    正确：“公开信息249条，其中公文9条、机构7条、其他233条”。
    """
    unequal = (*_unequal(case), *_sorted_anew(case))
    claimed = claims_by_figure(case) if unequal else {}
    for sentence, found in unequal:
        told = (claimed.get((sentence, item.start)) for item in (found.total, *found.items))
        parts = [claim and claim.agrees(case) for claim in told]
        # One mistake is said once; and a list of numbers that are those of the tables may leave some of them out.
        some = not found.complete and found.sum < found.total.value
        settled = False in parts or (some and all(parts))
        if _may_be_slip(found) and not settled and not _leaves_pending(case, sentence, found):
            yield uneven(sentence, found)


_CASES = pattern_of("复议|诉讼")


def _leaves_pending(case: Case, sentence: Sentence, found: Breakdown) -> bool:
    """Tell whether a list of results leaves out just the cases that are pending."""
    missing = found.total.value - found.sum
    pending = (case.value(remedy.pending) for remedy in case.edition.named.remedies)
    return bool(missing > 0 and _CASES.search(sentence.text) and missing in pending)


def _may_be_slip(found: Breakdown) -> bool:
    """Tell whether one number mistyped may be why a list does not add up; 12条 is no total of items of 65 in all."""
    missing: Number = found.total.value - found.sum
    return near(found.total.value, found.sum) or any(
        near(item.value, item.value + missing) for item in found.items
    )


def _unequal(case: Case) -> Iterator[tuple[Sentence, Breakdown]]:
    """Yield the lists of the text that do not add up to their total."""
    for sentence, said in sentences_said(case.report):
        few = sum(len(one.mentions) for one in said) < _LEAST_FIGURES
        if few or PROCESSING_FEE.search(sentence.text) or _OVERLAP.search(sentence.text):
            continue
        yield from ((sentence, found) for found in breakdowns(said) if not found.holds)


def _sorted_anew(case: Case) -> Iterator[tuple[Sentence, Breakdown]]:
    """Yield lists that begin a sentence and do not add up to what was received: 新收54件。按渠道分，网络28件…."""
    received = {
        claim.mention.clause.sentence: claim
        for claim in claims(case)
        if claim.code == "N301" and not claim.columns
    }
    whole: Claim | None = None
    for sentence, said in sentences_said(case.report):
        if whole and whole.mention.clause.sentence.place == sentence.place:
            yield from _against(case, whole, said)
        whole = received.get(sentence, whole)


def _against(
    case: Case, whole: Claim, said: Sequence[Said]
) -> Iterator[tuple[Sentence, Breakdown]]:
    """Yield the list that a sentence begins with where it does not add up to what was received before."""
    total = whole.mention.numeral
    items = sorted_anew(said, total.unit)
    if not items:
        return
    found = Breakdown(total, items, complete=False, loose=False)
    known = [reading.value(case) or 0 for reading in stages(case.edition).whole]
    # Of matters only the most frequent may be named; ways and applicants are told in full.
    least = 0 if _IN_FULL.search(wording_of(said[0].clause.words)) else max(known)
    text = said[0].clause.sentence.text
    # 网络742件，当面121件，通过其他方式申请17件: what ends the list may be told in other words.
    last = any(
        figure.value == total.value - found.sum and _LAST_WAY.search(text[: figure.start])
        for _, figure in figures_in(said)
    )
    if not (found.holds or last) and least < found.sum and found.sum not in known:
        yield whole.mention.clause.sentence, found


_LAST_WAY = pattern_of("其[他它余][^，。；]{0,8}$")
_IN_FULL = pattern_of("渠道|方式|途径|形式|主体|申请人|身份")
