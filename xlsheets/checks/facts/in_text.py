"""Report -> what the text says in set phrases that 基础数据, the tables or 基本信息 contradict: family N8."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.basics.patterns import pattern_of
from xlsheets.checks.prose.numerals import Numeral, numerals
from xlsheets.checks.prose.sentences.clauses import Sentence, sentences_of_report
from xlsheets.checks.rule.spec import Case, Hit, check
from xlsheets.checks.text_figures.denials import denied
from xlsheets.report import PREAMBLE
from xlsheets.report.findings import Operand, Severity
from xlsheets.schema.fact_words import WORDINGS
from xlsheets.schema.facts import FACTS
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from xlsheets.basics.numbers import Number
    from xlsheets.schema import Cell
    from xlsheets.schema.cells import NamedCells
    from xlsheets.schema.facts import Fact

CONFIRM = Severity.CONFIRM

# Characters before and after a number in which its words are looked for.
_BEFORE, _AFTER = 30, 8
_OTHER_YEAR = pattern_of("上年|去年|上一年|往年|累计|以来|增加|减少|增长|下降|多了?$|少了?$")
_FACTS = {fact.key: fact for fact in FACTS}


class Quoted(NamedTuple):
    """A number of the text, and the sentence it stands in."""

    sentence: Sentence
    numeral: Numeral

    @property
    def text(self) -> str:
        """The sentence around the number, short enough for a message."""
        return self.sentence.quote(self.numeral.start)


@cache
def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(words)


@lru_cache(maxsize=1)  # every fact asks for the same report
def _numbers(case: Case) -> Mapping[str, tuple[tuple[Quoted, str], ...]]:
    """Map each unit to the exact numbers of the text that have it, with their words, the number as ``#``."""
    found: dict[str, list[tuple[Quoted, str]]] = defaultdict(list)
    for sentence in sentences_of_report(case.report):
        for numeral in numerals(sentence.text):
            lead = sentence.text[max(0, numeral.start - _BEFORE) : numeral.start]
            if numeral.exact and not _OTHER_YEAR.search(lead):
                around = f"{lead}#{sentence.text[numeral.end :][:_AFTER]}"
                found[numeral.unit].append((Quoted(sentence, numeral), around))
    return {unit: tuple(numbers) for unit, numbers in found.items()}


def _said(case: Case, words: str, units: tuple[str, ...]) -> Iterator[Quoted]:
    """Yield the exact numbers of the text that stand in these words, where ``#`` is the number."""
    pattern, numbers = _pattern(words), _numbers(case)
    for unit in dict.fromkeys(units):
        for quoted, around in numbers.get(unit, ()):
            if pattern.search(around):
                yield quoted


def facts_in_set_phrases(case: Case) -> Iterator[tuple[str, Quoted]]:
    """Yield the facts whose number the text gives in a set phrase, as the writer has them, with the number.

    A fact that is given several times is none of them where one is the number filled in: the others
    count a part.
    """
    for key, wording in WORDINGS.items():
        known = case.report.facts.get(key)
        if known is None:
            continue
        said = list(_said(case, wording.said, (_FACTS[key].unit, *wording.units)))
        if not any(quoted.numeral.value == known for quoted in said):
            yield from ((key, quoted) for quoted in said)


@check("N801", "正文说没有，基础数据有数", CONFIRM)
def facts_said_to_be_none(case: Case) -> Iterator[Hit]:
    """正文写没有超期答复、没有更正差错、没有责任追究、没有收到意见的，“基础数据”里应为 0 或者不填。

    依据：国办公开办函〔2021〕30号第二部分：内容准确、数据真实
    错误：“基础数据”的责任追究填 2 起，正文写“没有发生责任追究”。
    正确：正文写“进行责任追究2起”，或者把基础数据改为 0。
    """
    for key, wording in WORDINGS.items():
        known = case.report.facts.get(key)
        if not known or not wording.denied:
            continue
        if any(_said(case, wording.said, (_FACTS[key].unit, *wording.units))):
            continue
        for sentence in sentences_of_report(case.report):
            match = _pattern(wording.denied).search(sentence.text)
            if match:
                yield _denied_hit(_FACTS[key], known, sentence, match.start())
                break


def _denied_hit(fact: Fact, known: Number, sentence: Sentence, at: int) -> Hit:
    place = f"fact.{fact.key}"
    return Hit(
        message=f"正文“{sentence.quote(at)}”说没有；基础数据里“{fact.label}”是 {show(known)} {fact.unit}，两处对不上。",
        places=(sentence.place, place),
        found="没有",
        expected=known,
        operands=(Operand(place, f"基础数据 › {fact.label}", known),),
        hint="请核对台账，把正文或者基础数据改成一致；正文是程序起草的，再用一次“生成文字”（narrate 命令）。",
    )


@check("N802", "正文的逾期未缴费件数与表三不一致", CONFIRM)
def stated_unpaid(case: Case) -> Iterator[Hit]:
    """正文写的申请人逾期未缴费、不再处理的件数，应与表三（六）其他处理第 2 项相同。

    依据：《政府信息公开工作年度报告格式》表三
    错误：正文“逾期未缴费、不再处理的申请3件”，表三为 2。
    正确：正文与表三都是 2 件。
    """
    asked = case.edition.named.requests
    cell = asked.fee_unpaid and asked.total(asked.fee_unpaid)
    known = case.value(cell)
    said = list(_said(case, "(?:未缴[^，。；]{0,12}|不再处理)的?申请(?:有|共)?#", ("件",)))
    if cell is None or known is None or not said:
        return
    if not any(quoted.numeral.value == known for quoted in said):
        yield Hit(
            message=f"正文“{said[0].text}”写的是 {show(said[0].numeral.value)}；{case.edition.path(cell)}为 {show(known)}，两处对不上。",
            places=(said[0].sentence.place, str(cell)),
            found=said[0].numeral.value,
            expected=known,
            operands=(case.operand(cell),),
            hint="请核对，把正文或者表格改成一致。",
            sentence=said[0].sentence.wording,
        )


class SaidNone(NamedTuple):
    """How a text says that the tables have none of something.

    Args:
        words: pattern of the statement.
        cells: what it denies, given the words.
    """

    words: re.Pattern[str]
    cells: Callable[[NamedCells, str], tuple[Cell | None, ...]]


_WHEN = "(?:全年|本年度|年内|一年来|当年)?"
_DECISION = "(?:行政)?(?:许可|处罚|强制)"
_DECISIONS = f"{_DECISION}(?:[、和]{_DECISION})*"
_NONE = "(?:没有(?:作出过?)?|未作出|为零)"


def _decisions(named: NamedCells, words: str) -> tuple[Cell, ...]:
    kinds = {"许可": named.licensing, "处罚": named.penalty, "强制": named.coercion}
    return tuple(cell for kind, cell in kinds.items() if kind in words)


SAID_NONE = (
    SaidNone(
        pattern_of(
            f"(?:没有|未|无)(?:作出|实施|办理)?过?{_DECISIONS}(?![权类]|职能|主体|资格|信息|案件|执法|人员|案卷|清单)"
        ),
        _decisions,
    ),
    SaidNone(
        pattern_of(f"{_DECISIONS}(?:三类|方面)?(?:决定)?{_WHEN}(?:也|都|均|同样)?{_NONE}"),
        _decisions,
    ),
    SaidNone(
        pattern_of(
            "规范性文件[^。]{0,40}?(?:也没有(?:年末)?(?:仍然)?有效的|执行的也没有|有效(?:数|存量)?为零|亦无存量)"
        ),
        lambda named, _: (named.normative.in_force,),
    ),
    SaidNone(
        pattern_of(
            "无上年结转|没有上年(?:结转)?的申请|没有上年结转|上年结转(?:的也没有|为零)|上年没有结转"
        ),
        lambda named, _: (named.requests.total(named.requests.carried_over),),
    ),
)


@check("N804", "正文说没有，表里有数", CONFIRM)
def said_to_be_none(case: Case) -> Iterator[Hit]:
    """正文写没有许可、处罚、强制，没有现行有效的规范性文件，没有上年结转的，表里应为 0。

    依据：国办公开办函〔2021〕30号第二部分：内容准确、数据真实
    错误：正文“没有作出行政许可、行政处罚和行政强制决定”，表二行政强制填 4。
    正确：正文“作出行政强制决定4件”。
    """
    told = {
        (claim.mention.clause.sentence, cell)
        for claim in denied(case)
        for reading in claim.readings
        for cell in reading.plus
    }
    for sentence in sentences_of_report(case.report):
        denials = [
            (cell, at) for cell, at in _denied_cells(case, sentence) if (sentence, cell) not in told
        ]
        known = {cell: value for cell, _ in denials if (value := case.value(cell))}
        if known:
            at = next(at for cell, at in denials if cell in known)
            tables = "，".join(
                f"{case.edition.path(cell)}为 {show(value)}" for cell, value in known.items()
            )
            yield Hit(
                message=f"正文“{sentence.quote(at)}”说没有；{tables}，互相矛盾。",
                places=(sentence.place, *map(str, known)),
                found="没有",
                expected=next(iter(known.values())),
                operands=tuple(map(case.operand, known)),
                hint="请核对台账，改正文或者改表格；正文是程序起草的，再用一次“生成文字”（narrate 命令）。",
            )


def _denied_cells(case: Case, sentence: Sentence) -> Iterator[tuple[Cell, int]]:
    """Yield the cells a sentence says to be nothing, and where the words end that say so."""
    for said in SAID_NONE:
        for match in said.words.finditer(sentence.text):
            cells = filter(None, said.cells(case.edition.named, match[0]))
            yield from ((cell, match.end() - 1) for cell in cells)


_CONTACTS = {
    "address": ("联系地址", pattern_of(r"地址[:：]([^，。；、）)]{2,60})")),
    "phone": ("联系电话", pattern_of(r"电话[:：]?([\d\-－—()（）+转]{7,})")),
    "postcode": ("邮政编码", pattern_of(r"(?:邮政编码|邮编)[:：]?(\d{6})")),
    "email": ("电子邮箱", pattern_of(r"(?:邮箱|邮件)[:：]?([\w.\-+]+@[\w.\-]+)")),
}
_MARKS = pattern_of(r"[^\w@.]")


@check("N803", "前言的联系方式与基本信息不同", CONFIRM)
def stated_contacts(case: Case) -> Iterator[Hit]:
    """前言里的地址、电话、邮政编码、邮箱应与“基本信息”相同，换了电话要两处都改。

    依据：国办公开办函〔2021〕30号第二部分：内容准确、数据真实
    错误：“基本信息”的联系电话换了新号，前言还是旧号。
    正确：两处都是新号；有两个号码的，前言写到其中一个就行。
    """
    for field, (label, pattern) in _CONTACTS.items():
        known = getattr(case.report.profile, field)
        said = [
            (number, match[1])
            for number, text in enumerate(case.report.paragraphs(PREAMBLE), 1)
            for match in pattern.finditer("".join(text.split()))
        ]
        if known and said and not any(_same(written, known) for _, written in said):
            number, written = said[0]
            yield Hit(
                message=f"前言写的{label}是“{written}”，基本信息填的是“{known}”。",
                places=(f"text.{PREAMBLE}.{number}", f"profile.{field}"),
                found=written,
                expected=known,
                hint="请核对，改成一致。",
            )


def _same(written: str, known: str) -> bool:
    """Tell whether a number of the text is one of those filled in, whatever marks stand between."""
    return _MARKS.sub("", written) in _MARKS.sub("", known) or _MARKS.sub("", known) in _MARKS.sub(
        "", written
    )
