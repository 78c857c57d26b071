"""Report -> changes against the year before that do not come out."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.basics.patterns import pattern_of
from xlsheets.checks.arithmetic.both_years import pairs_of_years
from xlsheets.checks.arithmetic.shares import is_share
from xlsheets.checks.prose.numerals import NO_COUNT
from xlsheets.checks.prose.said import figures_in, sentences_said
from xlsheets.checks.rule.spec import Case, Hit, check
from xlsheets.checks.text_figures.claims import Claim, claims
from xlsheets.report.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsheets.basics.numbers import Number
    from xlsheets.checks.prose.numerals import Numeral
    from xlsheets.checks.prose.said import Said
    from xlsheets.checks.prose.sentences.clauses import Sentence

_RISE = pattern_of(r"(?:增长|上升|增加|提高|增幅(?:为|达到?)?|多[收办]?)[了出]?(?:约)?$")
_FALL = pattern_of(r"(?:下降|减少|降低|回落|降幅(?:为|达到?)?|少[收办]?)了?(?:约)?$")
_LEVEL = pattern_of(r"[与和同](?:上年|去年|上一年|20\d\d年)(?:度|同期)?(?:基本)?持平")
_COMPARED = pattern_of(
    r"同比|持平|[较比与](?:上|去|20\d\d)|同期|增幅|降幅|增至|增加到|[降升减]至|[上去]年的"
)
# 上年转来3件 are none of what the year before counted.
_FORMER = "(?:上年|去年|上一年|同期|[由从]|{last}年)(?![^，。；]*(?:遗留|留[下存]|余下))[^，。；结转]{{0,14}}$"
_POINTS = pattern_of("(?:个百分点|百分点)")
# 微博由12个减至5个、公众号由28个减至22个，两类合计减少13个.
_CHANGED_TOGETHER = pattern_of("[两三二][类项者](?:合计|共计?)?(?:增加|减少)$")
_OF_PART = pattern_of("其中[^，。；\\d]{2,}")
_ANOTHER_UNIT = pattern_of("（[^（）\\d]）")
_AGAINST = "[较比][^，。；]{0,12}的$"
# Without 同比 or 比 a change is said right after the count that changed, or of a quantity: 120件，减少85件; 申请量减少5件.
_CHANGE = "(?:增长|上升|增加|提高|下降|减少|降低|回落|增幅为?|降幅为?)了?"
_ADJACENT = pattern_of(rf"(?:{_CHANGE}|[多少]了?)约?")
_OF_THE_COUNT = pattern_of(rf"[，（]?(?:同比|[比较](?:上年|去年)(?:同期)?)?{_CHANGE}约?")
_BARE = pattern_of(
    rf"[，（](?:数量|总量)?{_CHANGE}[\d一二三四五六七八九十百]|[数总]?[量数]{_CHANGE}[\d一二三四五六七八九十百]"
)
_AFTER_COUNT = pattern_of(rf"[，（](?:数量|总量)?{_CHANGE}")
_OF_QUANTITY = pattern_of(
    rf"(?:申请|受理|收件|收到|新收|办件|办结|复议|诉讼|许可|处罚)(?:案件|件|决定)?(?:总|数)?[量数]量?{_CHANGE}$"
)
# Characters before a figure that tell what it is, and the figures a change is looked for among.
_NEAR, _AMONG, _LOOKED = 24, 6, 24


@check("N703", "正文的同比与两年数字不符", Severity.CONFIRM)
def stated_changes(case: Case) -> Iterator[Hit]:
    """“同比增长百分之几”“比上年增加几件”应能由两年的数字算出；上年数取自正文，正文没有的取自上年度报告。

    依据：国办公开办函〔2021〕30号第二部分：内容准确、数据真实
    错误：“收到申请3646件，同比增长1.05%”，上年度报告为 3607 件，应是 1.08%。
    正确：“收到申请3646件，同比增长1.08%”。
    """
    claimed = _claims_by_sentence(case)
    for sentence, said in sentences_said(case.report):
        compared = _COMPARED.search(sentence.text)
        if not (compared or _BARE.search(sentence.text)):
            continue
        yield from _level(case, sentence, claimed[sentence])
        counts: list[tuple[Said, Numeral]] = []
        told: tuple[Numeral, int] | None = None
        for one, figure in figures_in(said):
            sign = _direction(sentence.text, figure.start)
            if not sign and figure.exact and _MULTIPLE.search(_before(sentence.text, figure.start)):
                yield from _multiple(
                    case, sentence, said[: said.index(one) + 1], figure, claimed[sentence]
                )
            elif not sign:
                counts.append((one, figure))
            elif figure.exact and (
                _bare(sentence, figure, counts) or (compared and compared.start() < figure.start)
            ):
                so_far = said[: said.index(one) + 1]
                pairs = _pairs(case, sentence, so_far, figure, counts, claimed[sentence])
                pairs = pairs or _by_the_change_before(case, sentence, figure, counts, told)
                told = (figure, sign)
                others = _elsewhere(case, said, pairs, claimed[sentence])
                if pairs and not any(_is_change(figure, sign, *pair) for pair in (*pairs, *others)):
                    yield _change_hit(sentence, figure, sign, *pairs[0])


_OF_BOTH = pattern_of("[两二][项者类]|之和|相加")
_THEN_IN_PARTS = pattern_of(
    "[，、（](?:同比|降幅|增幅|下降|增长|上升|减少|增加|即|约|为|达|到|了)*"
)


def _by_the_change_before(
    case: Case,
    sentence: Sentence,
    change: Numeral,
    figures: Sequence[tuple[Said, Numeral]],
    told: tuple[Numeral, int] | None,
) -> list[tuple[Number, Number]]:
    """Return what the change before a percentage says of both years: 6件，比上年减少3件，降幅为50% is of 9."""
    if change.unit != "%" or not told:
        return []
    before, sign = told
    if not _THEN_IN_PARTS.fullmatch(sentence.text[before.end : change.start]):
        return []
    counts = [one for _, one in figures if one.unit == before.unit and one.start < before.start]
    former = _former(case, sentence, counts)
    grown: Number = sign * before.value
    pairs: list[tuple[Number, Number]] = [(one.value + grown, one.value) for one in former]
    pairs += [(one.value, one.value - grown) for one in reversed(counts)]
    return [pair for pair in pairs if pair[1] > 0]


def _elsewhere(
    case: Case,
    said: Sequence[Said],
    pairs: Sequence[tuple[Number, Number]],
    claimed: Sequence[Claim],
) -> Iterator[tuple[Number, Number]]:
    """Yield what else may have changed, with the figures of the year before.

    That is each other count of the sentence (9人各交1份，总数比上年的13份少4份), and what a table has in the place of a wrong
    count: one mistake is said once.
    """
    told = [figure for _, figure in figures_in(said) if figure.unit != "%"]
    counts: set[Number] = {figure.value for figure in told}
    if _OF_BOTH.search(said[0].clause.sentence.text):
        # 予以公开38件，部分公开13件，两项之和比上年的45件多6件.
        alike = (pair for pair in pairwise(told) if pair[0].unit == pair[1].unit)
        counts |= {one.value + other.value for one, other in alike}
    for claim in claimed:
        counts |= set() if claim.agrees(case) else claim.known(case)
    for then in {before for _, before in pairs}:
        for now in counts:
            yield now, then


_AGAINST_YEAR = pattern_of("[较比](20\\d\\d)年[^，。；]*$")


def _against_earlier(case: Case, text: str, change: Numeral) -> bool:
    """Tell whether a change is against a year before the last, whose figures nobody has: 较2022年增长3.5%."""
    against = _AGAINST_YEAR.search(_before(text, change.start))
    year = case.report.profile.year
    return bool(against and year and int(against[1]) != year - 1 and "的" not in against[0])


_MULTIPLE = pattern_of("(?:是|为|达到?|相当于)(?:上年|去年)(?:度|同期)?的(?:约)?$")
_HUNDRED = 100


def _multiple(
    case: Case, sentence: Sentence, said: Sequence[Said], figure: Numeral, claimed: Sequence[Claim]
) -> Iterator[Hit]:
    """Yield where a count is said to be so many times that of the year before, and is not: 为上年的3倍."""
    if figure.unit not in ("倍", "%"):
        return
    whole = 1 if figure.unit == "倍" else _HUNDRED
    pairs = pairs_of_years(case, said, figure, claimed)
    times = [Decimal(now) * whole / Decimal(then) for now, then in pairs]
    near = Decimal(1).scaleb(-figure.decimals)
    if times and not any(abs(one - Decimal(figure.value)) < near for one in times):
        (now, then), unit = pairs[0], figure.unit
        right = round(times[0], max(figure.decimals, 1))
        yield Hit(
            message=f"正文“{sentence.quote(figure.start)}”写的是上年的 {show(figure.value)}{unit}；{show(now)} 除以 {show(then)} 是 {show(right)}{unit}，对不上。",
            places=(sentence.place,),
            found=f"{show(figure.value)}{unit}",
            expected=f"{show(right)}{unit}",
            hint="请重算；上年数有更正的，在正文写明。",
        )


def _bare(sentence: Sentence, change: Numeral, counts: Sequence[tuple[Said, Numeral]]) -> bool:
    """Tell whether a change is said of the count before it, or of a quantity, without a word that compares."""
    if change.unit in ("", "元") or (
        change.unit not in NO_COUNT and sentence.text[change.end :][:1] == "的"
    ):
        return False
    last = counts[-1][1] if counts else None
    before = sentence.text[max(last.end if last else 0, change.start - _NEAR) : change.start]
    if last and last.unit not in NO_COUNT and _AFTER_COUNT.fullmatch(before):
        return change.unit in (*NO_COUNT, last.unit)
    return bool(_OF_QUANTITY.search(before))


def _level(case: Case, sentence: Sentence, claimed: Sequence[Claim]) -> Iterator[Hit]:
    """Yield where a figure is said to be that of the year before, and is not."""
    match = _LEVEL.search(sentence.text)
    said = [claim for claim in claimed if match and claim.mention.numeral.end <= match.start()]
    if case.last is None or match is None or not said or "基本" in match[0]:
        return
    before = Case(case.last)
    now = said[-1].mention.numeral.value
    known = [value for reading in said[-1].readings if (value := reading.value(before)) is not None]
    # 受理4件，自然人3件、企业1件，与上年持平: of any of those told.
    same = any(
        reading.value(before) == claim.mention.numeral.value
        for claim in said
        for reading in claim.readings
    )
    if known and not same:
        yield Hit(
            message=f"正文“{sentence.quote(match.start())}”说与上年持平；上年度报告为 {show(known[0])}，这里是 {show(now)}，对不上。",
            places=(sentence.place,),
            found=now,
            expected=known[0],
            hint="请重算同比；上年数有更正的，在正文写明。",
            sentence=sentence.wording,
        )


def _claims_by_sentence(case: Case) -> Mapping[Sentence, list[Claim]]:
    found: dict[Sentence, list[Claim]] = defaultdict(list)
    for claim in claims(case):
        found[claim.mention.clause.sentence].append(claim)
    return found


def _before(text: str, start: int) -> str:
    return text[max(0, start - _NEAR) : start]


def _direction(text: str, start: int) -> int:
    lead = _before(text, start)
    if "分别" in lead:
        return 0
    return 1 if _RISE.search(lead) else -1 if _FALL.search(lead) else 0


def _pairs(
    case: Case,
    sentence: Sentence,
    said: Sequence[Said],
    change: Numeral,
    figures: Sequence[tuple[Said, Numeral]],
    claimed: Sequence[Claim],
) -> list[tuple[Number, Number]]:
    """Return (now, before) as the sentence gives them, else as both reports do; never before 0."""
    if _of_what_is_not_told(case, sentence, change, figures):
        return []
    counts = [
        figure
        for _, figure in figures[-_LOOKED:]
        if figure.unit not in NO_COUNT and change.unit in (*NO_COUNT, figure.unit)
    ][-_AMONG:]
    former = _former(case, sentence, counts)
    if not former and counts and counts[-1].unit == change.unit and not _known(claimed, counts[-1]):
        # 涉及旧改的17件，占新收件的34%，同比多出9件: of what nobody here knows.
        return []
    if counts and _OTHER_SUBJECT.search(sentence.text[counts[-1].end : change.start]):
        # 复议36件，较上年的34件多2件，…；被纠正数较上年减少2件: of what its own clause names.
        return pairs_of_years(case, said, change, claimed)
    now, former = _now_and_former(sentence, change, counts, former)
    if former and now:
        pairs = [(new.value, old.value) for old in former for new in now if old.unit == new.unit]
        return [pair for pair in pairs if pair[1]]
    return pairs_of_years(case, said, change, claimed) if not former else []


def _of_what_is_not_told(
    case: Case, sentence: Sentence, change: Numeral, figures: Sequence[tuple[Said, Numeral]]
) -> bool:
    """Tell whether a change is of two units, of a part, of several together, of a share, or against a year nobody has."""
    text = sentence.text
    last = figures[-1][1].end if figures else 0
    return bool(
        # 增加40份（个） is of things counted in two ways together.
        _ANOTHER_UNIT.match(text, change.end)
        # 新收1464件，同比减少77件，其中自然人申请减少71件: of a part of which no figure is told.
        or _OF_PART.search(text[last : change.start])
        # 53.4%，较2024年的57.4%下降4.0个百分点: shares are compared.
        or _POINTS.match(text, change.end)
        or _CHANGED_TOGETHER.search(text[: change.start])
        or _against_earlier(case, text, change)
    )


def _now_and_former(
    sentence: Sentence, change: Numeral, counts: Sequence[Numeral], former: Sequence[Numeral]
) -> tuple[list[Numeral], list[Numeral]]:
    """Return which of the counts a change is of, and which of those of the year before it is against."""
    cut = sentence.text.rfind("；", 0, change.start)
    # 新收107件，较上年的94件增长13.8%；办结106件，同比增加14件: each is compared by itself.
    counts = [figure for figure in counts if figure.start > cut] or counts
    then = [figure for figure in former if figure in counts]
    since = sentence.text[counts[-1].end : change.start] if counts else ""
    if then and counts[-1] is then[-1] and _ADJACENT.fullmatch(since):
        # 较2023年的16件增加6件，较2024年的30件减少8件: each change is against the figure before it.
        then = then[-1:]
    now = [figure for figure in counts if figure not in then]
    if now and now[-1] is counts[-1] and _OF_THE_COUNT.fullmatch(since):
        # 由9个精简为6个，年访问量2870万次，同比增长18.2%: of the count right before it.
        now = now[-1:]
    return now, then


_OTHER_SUBJECT = pattern_of(
    "[，；][^，；]{0,6}(?:纠正|维持|败诉|办结|答复)[^，；]{0,4}[数量][较比同]"
)


def _known(claimed: Sequence[Claim], count: Numeral) -> bool:
    return any(claim.mention.numeral.start == count.start for claim in claimed)


def _former(case: Case, sentence: Sentence, counts: Sequence[Numeral]) -> list[Numeral]:
    """Return the figures of the year before, by the words since the figure before each."""
    words = re.compile(_FORMER.format(last=(case.report.profile.year or 0) - 1) + "|" + _AGAINST)
    ends = (0, *(figure.end for figure in counts))
    return [
        figure
        for end, figure in zip(ends, counts, strict=False)
        if words.search(sentence.text[max(end, figure.start - _NEAR) : figure.start])
    ]


def _is_change(change: Numeral, sign: int, now: Number, before: Number) -> bool:
    if change.unit == "倍":
        times = Decimal(now) / Decimal(before) - 1
        return sign > 0 and abs(times - Decimal(change.value)) < Decimal(1).scaleb(-change.decimals)
    if change.unit != "%":
        return now - before == sign * change.value
    rise: Number = sign * (now - before)
    return rise >= 0 and is_share(change, rise, before)


def _change_hit(sentence: Sentence, change: Numeral, sign: int, now: Number, before: Number) -> Hit:
    unit = "%" if change.unit == "%" else f" {change.unit}"
    right: Number = now - before
    if change.unit == "%":
        right = round(Decimal(right) * 100 / Decimal(before), max(change.decimals, 1))
    word = "增加" if right >= 0 else "减少"
    said = "增加" if sign > 0 else "减少"
    return Hit(
        message=f"正文“{sentence.quote(change.start)}”写的是{said} {show(change.value)}{unit}；由 {show(before)} 到 {show(now)} 是{word} {show(abs(right))}{unit}，对不上。",
        places=(sentence.place,),
        found=f"{said} {show(change.value)}{unit}",
        expected=f"{word} {show(abs(right))}{unit}",
        hint="请重算同比；上年数有更正的，在正文写明。",
    )
