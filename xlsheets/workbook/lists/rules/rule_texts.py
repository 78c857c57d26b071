"""The texts of a rule by their headings -> CountyRule, tried on a right and a wrong example, or the reason against it."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from xlsheets.basics.addresses import area_of, letters
from xlsheets.basics.numbers import parse_figure
from xlsheets.basics.patterns import pattern_of
from xlsheets.county.rules.expressions import has_star, terms_of, written_terms
from xlsheets.county.rules.rule import CountyRule, Demand, Sides, breaches
from xlsheets.errors import UnknownEditionError, UsageError
from xlsheets.report import Profile, Report
from xlsheets.report.findings import Severity
from xlsheets.schema import LAST_YEAR, edition_for, years_of
from xlsheets.schema.facts import FACTS
from xlsheets.workbook.layout import Layout

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlsheets.basics.addresses import Area, Place, Spot
    from xlsheets.basics.numbers import Number
    from xlsheets.county.rules.expressions import RuleTerm, Target, WrittenTerm
    from xlsheets.schema import Cell, Edition

NAME, WEIGHT, LEFT, RELATION, RIGHT = "规则名称", "程度", "左边", "比较", "右边"
TOLERANCE, YEARS, ADVICE, BASIS = "允许误差", "适用年度", "怎么办", "依据"
GOOD, BAD = "正例", "反例"
HEADINGS = (NAME, WEIGHT, LEFT, RELATION, RIGHT, TOLERANCE, YEARS, ADVICE, BASIS, GOOD, BAD)
_FACTS = "基础数据!"
_YEAR_SPAN = pattern_of(r"(\d{4})?\s*([-–—至])?\s*(\d{4})?")
_BREAK = pattern_of(r"[;；\n]+")
_WORDS = pattern_of(r"[、,，;；\n]+")


class RuleTexts:
    """What somebody wrote of a rule, and how to refuse one of the texts.

    Args:
        texts: the texts by heading, "" for a blank one.
        where: the row or the entry they stand in, as a sentence begins with it.
    """

    def __init__(self, texts: Mapping[str, str], where: str) -> None:
        self.texts = texts
        self._where = f"{where}“{texts[NAME]}”"

    def refused(self, heading: str, why: object) -> UsageError:
        return UsageError(f"{self._where}的“{heading}”：{why}。")

    def chosen(self, heading: str, choices: Mapping[str, Severity | Demand]) -> object:
        """Return what a text that is chosen from a list stands for."""
        text = self.texts[heading]
        if text not in choices:
            raise self.refused(heading, f"“{text}”不在“{'、'.join(choices)}”里")
        return choices[text]

    def parts(self, heading: str) -> tuple[WrittenTerm, ...]:
        try:
            return written_terms(self.texts[heading])
        except UsageError as error:
            raise self.refused(heading, error) from error


def rule_of(row: RuleTexts, number: int) -> CountyRule:
    """Return the rule that texts say, the ``number``-th of its list.

    Raises:
        UsageError: it is malformed, or one of its examples does not come out as it says.
    """
    relation = row.chosen(RELATION, {one.value: one for one in Demand})
    years = _years(row)
    form = _Form(_edition(row, years))
    demanded = form.demanded(row) if relation is Demand.SAID else ("", ())
    alone = relation is Demand.GIVEN
    rule = CountyRule(
        code=f"K{number:03}",
        title=row.texts[NAME],
        severity=cast("Severity", row.chosen(WEIGHT, {one.label: one for one in Severity})),
        relation=cast("Demand", relation),
        compared=() if relation is Demand.SAID else form.compared(row, alone=alone),
        section=demanded[0],
        words=demanded[1],
        tolerance=_tolerance(row),
        years=years,
        advice=row.texts[ADVICE],
        basis=row.texts[BASIS],
        edition_key=form.edition.key,
        written=tuple(row.texts.values()),
    )
    _try(rule, row, form)
    return rule


def _tolerance(row: RuleTexts) -> Number:
    tolerance = parse_figure(row.texts[TOLERANCE] or "0").value
    if tolerance is None or tolerance < 0:
        raise row.refused(TOLERANCE, f"“{row.texts[TOLERANCE]}”不是一个不小于 0 的数")
    return tolerance


def _years(row: RuleTexts) -> tuple[int, int]:
    found = _YEAR_SPAN.fullmatch(row.texts[YEARS])
    if found is None:
        raise row.refused(YEARS, f"“{row.texts[YEARS]}”请写成 2025 或者 2025-2027")
    first, to, last = found.groups()
    return int(first or 0), int(last or (first if first and not to else 9999))


def _edition(row: RuleTexts, years: tuple[int, int]) -> Edition:
    """Return the form whose cells a rule names: that of its years; today's where it has none.

    Raises:
        UsageError: no form is known for a year, or the years have two forms, in which an address means two things.
    """
    first, last = years
    if not first:
        first = min(last, LAST_YEAR)
    try:
        edition = edition_for(first)
    except UnknownEditionError as error:
        raise row.refused(YEARS, str(error).rstrip("。")) from error
    if last < first:
        raise row.refused(YEARS, f"“{row.texts[YEARS]}”前一个年度比后一个晚")
    if min(last, LAST_YEAR) not in years_of(edition):
        since = years_of(edition).stop
        raise row.refused(
            YEARS,
            f"{since} 年度起报告格式变了，同一个地址不再是同一格，请分成两条：{since - 1} 年度以前一条，{since} 年度起一条",
        )
    return edition


class _Form:
    """A form, and what references in texts lead to in it."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._cells = _cells(edition)

    def demanded(self, row: RuleTexts) -> tuple[str, tuple[str, ...]]:
        """Return the section a text rule means, and the words that section must have."""
        sections = {section.title[:1]: section.key for section in self.edition.prose}
        section = sections.get(row.texts[LEFT])
        words = tuple(word.strip() for word in _WORDS.split(row.texts[RIGHT]) if word.strip())
        if section is None:
            raise row.refused(LEFT, f"“{row.texts[LEFT]}”不是“{'、'.join(sections)}”里的一部分")
        if not words:
            raise row.refused(RIGHT, "没有写必须有的词")
        return section, words

    def compared(self, row: RuleTexts, *, alone: bool) -> tuple[Sides, ...]:
        """Return both sides, once for every column or row where there are stars."""
        left = row.parts(LEFT)
        right = () if alone else row.parts(RIGHT)
        if not (has_star(left) or has_star(right)):
            return (Sides(self._terms(row, LEFT, left), self._terms(row, RIGHT, right)),)
        found = list(self._variants(left, right))
        if not found:
            raise row.refused(LEFT, "星号换成哪一列、哪一行都没有这些填报格")
        return tuple(found)

    def _terms(
        self, row: RuleTexts, heading: str, parts: tuple[WrittenTerm, ...]
    ) -> tuple[RuleTerm, ...]:
        try:
            return terms_of(parts, self.targets)
        except UsageError as error:
            raise row.refused(heading, error) from error

    def _variants(
        self, left: tuple[WrittenTerm, ...], right: tuple[WrittenTerm, ...]
    ) -> Iterator[Sides]:
        """Yield the sides for every column and every row in which all their references lead to figures."""
        places = [spot.place for spot in self._cells]
        stars = [letters(column) for column in sorted({place.column for place in places})]
        stars += [str(number) for number in sorted({place.row for place in places})]
        for star in stars:
            with suppress(UsageError):
                yield Sides(terms_of(left, self.targets, star), terms_of(right, self.targets, star))

    def targets(self, reference: str) -> tuple[Target, ...]:
        """Return what a reference leads to: the figures of a range, or a fact.

        Raises:
            UsageError: it leads to none.
        """
        sheet, _, cells = reference.rpartition("!")
        if reference.startswith(_FACTS):
            facts = {fact.label: fact.key for fact in FACTS}
            if cells not in facts:
                raise UsageError(f"“基础数据”里没有“{cells}”这一项")
            return (facts[cells],)
        area = area_of(cells.upper())
        found = tuple(
            cell
            for spot, cell in self._cells.items()
            if area and spot.sheet == sheet.strip("'") and _within(spot.place, area)
        )
        if not found or (":" not in cells and len(found) != 1):
            raise UsageError(f"“{reference}”不是填报格，请写成 {next(iter(self._cells))} 这样")
        return found


@lru_cache(maxsize=8)
def _cells(edition: Edition) -> Mapping[Spot, Cell]:
    """Return the cells of a form by where they stand in its workbook."""
    return {spot: cell for cell, spot in Layout(edition).numbers.items()}


def _within(place: Place, area: Area) -> bool:
    first, last = area
    return first.row <= place.row <= last.row and first.column <= place.column <= last.column


def _try(rule: CountyRule, row: RuleTexts, form: _Form) -> None:
    """Try a rule on its examples: the right one must keep it, the wrong one must break it.

    Raises:
        UsageError: an example is missing, cannot be read, or comes out otherwise.
    """
    for heading, breaks in ((GOOD, False), (BAD, True)):
        example = _example(rule, row, heading, form)
        if bool(list(breaches(rule, example))) is not breaks:
            come = "应当不合规则，试下来却符合" if breaks else "应当符合规则，试下来却不合"
            raise row.refused(heading, f"这个例子{come}")


def _example(rule: CountyRule, row: RuleTexts, heading: str, form: _Form) -> Report:
    """Return the report an example describes: all zeros but for what it says."""
    text, edition = row.texts[heading], form.edition
    profile = Profile(year=max(rule.years[0], edition.first_year))
    figures: dict[Cell, Number] = dict.fromkeys(edition.typed_cells, 0)
    if rule.relation is Demand.SAID:
        return Report(edition.key, profile, figures, narrative={rule.section: (text,)})
    stated: dict[Cell, Number] = {}
    facts: dict[str, Number] = {}
    for assignment in filter(None, map(str.strip, _BREAK.split(text))):
        reference, _, written = assignment.partition("=")
        number = parse_figure(written).value
        if number is None:
            raise row.refused(heading, f"“{assignment}”请写成 单元格=数")
        try:
            (target,) = form.targets(reference.strip())
        except (UsageError, ValueError) as error:
            raise row.refused(heading, f"“{reference}”不是一个填报格") from error
        if isinstance(target, str):
            facts[target] = number
        else:
            (stated if target in edition.sum_of else figures)[target] = number
    return Report(edition.key, profile, figures, stated=stated, facts=facts)
