"""Report -> percentages of the text that do not come out."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.basics.patterns import pattern_of
from xlsheets.checks.prose.numerals import matchable, numerals
from xlsheets.checks.prose.said import figures_in, sentences_said
from xlsheets.checks.prose.sentences.topics import Topic
from xlsheets.checks.prose.table_words import applicant_columns, outcome_words
from xlsheets.checks.rule.spec import Case, Hit, check
from xlsheets.checks.text_figures.claims import claims_in
from xlsheets.checks.text_figures.readings import disputes, stages
from xlsheets.report.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsheets.basics.numbers import Number
    from xlsheets.checks.prose.numerals import Numeral
    from xlsheets.checks.prose.said import Said
    from xlsheets.checks.prose.sentences.clauses import Sentence

# Between a count and its share: （, ，占, 占收到申请的, …部分公开，约为.
_SHARE = pattern_of(
    r"(?:[一-龥]{0,8}(?=[，（]))?[，（]?"
    r"(?:所?占(?P<base>[^，。；（）]{0,12}?)(?:的|比例?为?|比重为?)?|占?比例?为?|约为?|)(?:约为?)?"
)
_KNOWN_BASE = pattern_of(
    r"(?:全部|总|年度|本年|新|已|办理|收到|受理|收|办|结|答复|申请|政府|信息|公开|量|数|件|案|全年|处理)*"
)
_OF_REQUESTS = pattern_of("新收|收到|受理|申请|办结|答复")
# Characters between a count and its share, and the counts a share is looked for among.
_NEAR, _FIRST, _LAST = 40, 3, 9


@check("N702", "正文的百分比与件数不符", Severity.CONFIRM)
def shares(case: Case) -> Iterator[Hit]:
    """“若干件，占百分之几”应能由件数除以总数得出，保留几位小数就精确到几位。

    依据：国办公开办函〔2021〕30号第二部分：内容准确、数据真实
    错误：“办结1191件，其中予以公开及部分公开208件（18.46%）”。
    正确：“办结1191件，其中予以公开及部分公开208件（17.46%）”。
    """
    for sentence, said in sentences_said(case.report):
        yield from _of_sentence(case, sentence, figures_in(said))


def _of_sentence(
    case: Case, sentence: Sentence, figures: Sequence[tuple[Said, Numeral]]
) -> Iterator[Hit]:
    """Yield the wrong shares of a sentence."""
    counts: list[Numeral] = []
    fitted: list[Number] = []
    for one, figure in figures:
        if _TOGETHER.match(sentence.text, figure.start):
            continue
        if figure.unit != "%":
            counts.append(figure)
        elif (
            figure.exact
            and _IMPOSSIBLE.search(sentence.text[max(0, figure.start - _NEAR) : figure.start])
            and figure.value > _ALL
        ):
            yield _impossible_hit(sentence, figure)
        elif figure.exact:
            topic = one.clause.topic
            parts, bases = _share_of(case, sentence, topic, figure, counts)
            # 占新收总数的37.8%；…54件，占17.3%: of the same total as the share before.
            pairs = [(part, base) for part in parts for base in (*bases, *fitted) if part <= base]
            fitting = [base for part, base in pairs if is_share(figure, part, base)]
            fitted += fitting
            told = (
                fitting
                or _of_one_told(case, sentence, figure, counts)
                or _of_one_before(figure, counts, pairs)
            )
            if pairs and not told and not _right_by_table(case, sentence, figure, counts, pairs):
                alike = [pair for pair in pairs if pair[1] in fitted]
                yield _share_hit(sentence, figure, *_nearest(figure, alike or pairs, parts[0]))


# 予以公开17件、部分公开10件，两项占47.4%: how many items there are is no count of anything.
_TOGETHER = pattern_of("[一两三四五二][项类者种][合总共]?计?占")


def _of_one_before(
    figure: Numeral, counts: Sequence[Numeral], pairs: Sequence[tuple[Number, Number]]
) -> bool:
    """Tell whether a share is that of a count told earlier: 42件与两个地块有关，占新收的72.4%."""
    return any(
        count.exact and count.value <= base and is_share(figure, count.value, base)
        for base in {base for _, base in pairs}
        for count in _near(counts[:-1])
    )


def _right_by_table(
    case: Case,
    sentence: Sentence,
    figure: Numeral,
    counts: Sequence[Numeral],
    pairs: Sequence[tuple[Number, Number]],
) -> bool:
    """Tell whether a share is right by what a table has in the place of a wrong count: one mistake is said once."""
    wrong = [
        claim
        for claim in claims_in(case, sentence)
        if counts and claim.mention.numeral.start == counts[-1].start and not claim.agrees(case)
    ]
    values = {value for claim in wrong for value in claim.known(case)}
    return any(is_share(figure, value, base) for value in values for _, base in pairs)


def _of_one_told(
    case: Case, sentence: Sentence, figure: Numeral, counts: Sequence[Numeral]
) -> bool:
    """Tell whether a share that names no stage is of another count of its paragraph: 不予公开40件。…有22件，占55%."""
    if not counts or not _BARE.fullmatch(sentence.text[counts[-1].end : figure.start]):
        return False
    part = counts[-1]
    told = _told_in(dict(case.report.prose)[sentence.place])
    return any(
        (one.unit == part.unit or {one.unit, part.unit} <= _PERSONS)
        and one.value >= part.value
        and is_share(figure, part.value, one.value)
        for one in told
        if one.value
    )


# 56名工作人员中，不满一年的21人，占37.5%.
_PERSONS = {"人", "名", "位"}
_MOST_TOLD = 60


@lru_cache(maxsize=1)
def _told_in(paragraph: str) -> tuple[Numeral, ...]:
    """Return the first figures of a paragraph."""
    return tuple(numerals(matchable(paragraph))[:_MOST_TOLD])


def _near(counts: Sequence[Numeral]) -> list[Numeral]:
    """Return the counts that a share is looked for among: the first and the last of a sentence."""
    return [*counts[:_FIRST], *counts[max(_FIRST, len(counts) - _LAST) :]]


_BARE = pattern_of("[，（]?约?占(?:(?:案件|申请|发布|信息)?(?:总数|总量)的?)?比?约?为?")
# 提前办结率, 网上办结率 are of a part.
_PLAIN_RATE = pattern_of("(?:^|[，；、：（的件年总量]|申请|公开)(?:办结|办复|答复)率")
# No rate of what was done, and no share, is more than all.
_IMPOSSIBLE = pattern_of(
    "(?:(?:办结|办复|答复|回复|公开|满意|合格|整改|参与|参训|知晓|覆盖|及时|采纳|解读|达标|准确|按时|按期|完成)率|满意度|占比?)(?:为|达|达到|是)?(?:了)?$"
)
_ALL = 100


def _impossible_hit(sentence: Sentence, figure: Numeral) -> Hit:
    return Hit(
        message=f"正文“{sentence.quote(figure.start)}”写的是 {show(figure.value)}%，这样的比率不会超过 100%。",
        places=(sentence.place,),
        found=f"{show(figure.value)}%",
        expected="不超过 100%",
        hint="请核对，改正百分比；说的是增长的，写明“增长”。",
    )


def _share_of(
    case: Case, sentence: Sentence, topic: Topic, figure: Numeral, counts: Sequence[Numeral]
) -> tuple[list[Number], list[Number]]:
    """Return the counts that a share may be of, and the totals; “甲 50 件，乙 20 件，占六成” means both."""
    text = sentence.text
    since = max(counts[-1].end if counts else 0, figure.start - _NEAR)
    lead = text[since : figure.start]
    if topic is Topic.REQUEST and _PLAIN_RATE.search(lead):
        parts, bases = _rate_of(case, lead, figure)
        # 受理信访438件，办结431件，办结率98.4%: of what was just counted.
        told = [count.value for count in counts[-2:] if count.exact and count.value]
        right = parts and len(told) == 2 and is_share(figure, told[1], told[0])
        return ([told[1]], [told[0]]) if right else (parts, bases)
    classed = _CLASS_SHARE.search(lead)
    if classed and topic is Topic.REQUEST:
        return _class_share(case, classed[1])
    # 公开和部分公开率 is of both.
    disclosed = re.search(
        "(?<![和及与、])(予以公开|同意公开|部分公开|不予公开)率(?:为|达到?|是)?$", lead
    )
    if disclosed:
        return _outcome_rate(case, disclosed[1])
    part = counts[-1] if counts and counts[-1].end == since else None
    between = _SHARE.fullmatch(lead) or _rate_named(text, counts, lead) if part else None
    if part is None or between is None or not between[0] or not part.exact:
        return [], []
    if not _KNOWN_BASE.fullmatch(between.groupdict().get("base") or ""):
        return [], []
    same = [count.value for count in _near(counts) if count.unit == part.unit and count.exact]
    parts = [sum(same[-number:]) for number in range(1, min(len(same), 3) + 1)]
    if text[: part.start].endswith("各"):
        # 不补正、其他处理各1件，占10.5%: of as many as are named together.
        parts += [part.value * number for number in range(2, _NAMED_TOGETHER)]
    named = between.groupdict().get("base") or ""
    bases = [*same[:-1], *_totals_named(case, topic, named, text[: part.start])]
    return parts, [base for base in dict.fromkeys(bases) if base]


def _totals_named(case: Case, topic: Topic, base: str, before: str) -> list[Number]:
    """Return the totals that a base names, 占新收总数的, whatever else was counted; and those of what was told before."""
    if not _OF_REQUESTS.search(base):
        return _table_totals(case, topic, before)
    return [
        *_table_totals(case, Topic.REQUEST, before),
        *_table_totals(case, Topic.REQUEST, base),
    ]


_NAMED_TOGETHER = 7
# 满意的186人，满意度为: the rate of what the count is of.
_RATE = pattern_of(
    "[，（]?(?P<of>满意|合格|优秀|整改|采纳|回收|解读|达标|参与)[率度](?:为|达到?|是)?"
)


def _rate_named(text: str, counts: Sequence[Numeral], lead: str) -> re.Match[str] | None:
    """Return the rate that leads to a percentage, where the count before it is of the same."""
    rate = _RATE.fullmatch(lead)
    since = counts[-2].end if len(counts) > 1 else 0
    # 不合格71批次，合格率97.9%; 满意29名、基本满意1名，满意率96.7%: the count is of the others.
    of_it = rate and re.search(f"(?<![不未本较]){rate['of']}", text[since : counts[-1].start])
    return rate if of_it else None


_CLASS_SHARE = pattern_of(
    "(?:^|[，、；：中])(自然人|个人|公民|商业企业|企业|法律服务机构|科研机构|社会公益组织)(?:提交|提出|申请)?(?:的)?占(?:比)?(?:为)?$"
)


def _class_share(case: Case, name: str) -> tuple[list[Number], list[Number]]:
    """Return how many requests a class of applicants made, and all requests, for “企业占25%”."""
    columns, _ = applicant_columns(case.edition, (name,))
    new = stages(case.edition).new[0]
    part, base = new.reading(columns).value(case), new.reading().value(case)
    return ([part], [base]) if part is not None and base else ([], [])


def _rate_of(case: Case, lead: str, figure: Numeral) -> tuple[list[Number], list[Number]]:
    known = stages(case.edition)
    done = known.handled[0].reading().value(case)
    soft = re.search("期|按时|限|及时", lead)
    if not done or soft or figure.value == 100:
        return [], []
    bases = (rows.reading().value(case) for rows in known.intake[::-1])
    return [done], [base for base in bases if base]


def _outcome_rate(case: Case, outcome: str) -> tuple[list[Number], list[Number]]:
    """Return the count of an outcome that a rate names, and all that was handled."""
    rows = outcome_words(case.edition)[outcome]
    part = [case.value(row.at(case.edition.named.requests.everyone)) for row in rows]
    done = stages(case.edition).handled[0].reading().value(case)
    if not done or None in part:
        return [], []
    return [sum(value or 0 for value in part)], [done]


_RECEIVED, _HANDLED = pattern_of("新收|收到|受理"), pattern_of("办结|答复|办理")


def _table_totals(case: Case, topic: Topic, said: str) -> list[Number]:
    """Return the totals a share may be of; 新收件中 means those received, 办结件中 those handled."""
    known = stages(case.edition)
    if topic is Topic.REQUEST:
        received, handled = bool(_RECEIVED.search(said)), bool(_HANDLED.search(said))
        intake = known.intake if received or not handled else ()
        results = known.handled if handled or not received else ()
        readings = tuple(rows.reading() for rows in (*results, *intake))
    elif topic.disputed:
        readings = disputes(case.edition, topic)
    else:
        readings = ()
    return [value for reading in readings if (value := reading.value(case))]


def is_share(percent: Numeral, part: Number, base: Number) -> bool:
    """Tell whether a percentage is right to its last written place, rounded or cut off."""
    off = abs(Decimal(percent.value) - Decimal(part) * 100 / Decimal(base))
    return off < Decimal(1).scaleb(-percent.decimals)


def _nearest(
    percent: Numeral, pairs: list[tuple[Number, Number]], part: Number
) -> tuple[Number, Number]:
    """Return the division that the writer most probably made."""
    likely = [pair for pair in pairs if pair[0] == part] or pairs
    return min(
        likely, key=lambda pair: abs(Decimal(percent.value) - Decimal(pair[0]) * 100 / pair[1])
    )


def _share_hit(sentence: Sentence, figure: Numeral, part: Number, base: Number) -> Hit:
    percent = round(Decimal(part) * 100 / Decimal(base), max(figure.decimals, 1))
    return Hit(
        message=f"正文“{sentence.quote(figure.start)}”写的是 {show(figure.value)}%；{show(part)} 除以 {show(base)} 是 {show(percent)}%，对不上。",
        places=(sentence.place,),
        found=f"{show(figure.value)}%",
        expected=f"{show(percent)}%",
        hint="请重算百分比；是占别的总数的，在正文写明占什么的百分之几。",
        sentence=sentence.wording,
    )
