"""The sheet 规则 of the register <-> rules of a county's own, each tried on a right and a wrong example when it is read."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from xlsheets.basics.addresses import area_of, letters
from xlsheets.basics.numbers import parse_figure, show
from xlsheets.basics.patterns import pattern_of
from xlsheets.county.rules.expressions import has_star, terms_of, written_terms
from xlsheets.county.rules.rule import CountyRule, Demand, Sides, breaches
from xlsheets.errors import UsageError
from xlsheets.report import Profile, Report
from xlsheets.report.findings import Severity
from xlsheets.schema import newest
from xlsheets.schema.facts import FACTS
from xlsheets.workbook.layout import Layout
from xlsheets.workbook.lists.list_writer import FIRST, Column, column_under
from xlsheets.xlsx.list_reader import read_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from xlsheets.basics.addresses import Area, Place, Spot
    from xlsheets.basics.numbers import Number
    from xlsheets.county.rules.expressions import RuleTerm, Target, WrittenTerm
    from xlsheets.schema import Cell
    from xlsheets.workbook.lists.list_writer import Pages
    from xlsheets.xlsx.list_reader import ListRow

_NAME, _WEIGHT, _LEFT, _RELATION, _RIGHT = "规则名称", "程度", "左边", "比较", "右边"
_TOLERANCE, _YEARS, _ADVICE, _BASIS = "允许误差", "适用年度", "怎么办", "依据"
_GOOD, _BAD = "正例", "反例"
_COLUMNS = (
    Column(_NAME, 28, "text"),
    Column(_WEIGHT, 10),
    Column(_LEFT, 44, "text"),
    Column(_RELATION, 8),
    Column(_RIGHT, 44, "text"),
    Column(_TOLERANCE, 10, "text"),
    Column(_YEARS, 12, "text"),
    Column(_ADVICE, 36, "text"),
    Column(_BASIS, 36, "text"),
    Column(_GOOD, 40, "text"),
    Column(_BAD, 40, "text"),
)
_SHEET = "规则"
_NOTE = (
    "县里自己的规则，一行一条，不写代码。左边、右边写单元格和数相加减，例如 三、申请办理!D6+三、申请办理!D7，前面可以乘一个数（2×……），"
    "D6:I6 是这些格之和，星号是每一列或者每一行各算一次（三、申请办理!*6）；基础数据写“基础数据!”，后面接项目名称。"
    "比较的几种写法从下拉框里选；“必填”：左边写的基础数据必须填；“必写”：左边写“一”到“六”哪一部分，右边写必须有的词，用“、”隔开。"
    "正例、反例写“单元格=数”，用“；”隔开，没有写的格是 0；“必写”的写一段话。读名录时都试一遍，不对的不收。"
)
_SPARE_ROWS = 60
_FACTS = "基础数据!"
_YEAR_SPAN = pattern_of(r"(\d{4})?\s*([-–—至])?\s*(\d{4})?")
_BREAK = pattern_of(r"[;；\n]+")
_WORDS = pattern_of(r"[、,，;；\n]+")


def write_rules(pages: Pages, rules: Sequence[CountyRule]) -> None:
    """Add the sheet of a county's own rules, with room for more."""
    sheet = pages.sheet(_SHEET, "县里自己的规则", _NOTE, _COLUMNS)
    blank = [(None,) * len(_COLUMNS)] * _SPARE_ROWS
    count = pages.rows(sheet, _COLUMNS, [*(rule.written for rule in rules), *blank])
    for heading, choices in (
        (_WEIGHT, [severity.label for severity in Severity]),
        (_RELATION, [relation.value for relation in Demand]),
    ):
        number = column_under(_COLUMNS, heading)
        rule = {"validate": "list", "source": choices}
        sheet.data_validation(FIRST, number, FIRST + count - 1, number, rule)
    sheet.freeze_panes(FIRST, 1)


def read_rules(path: Path) -> tuple[CountyRule, ...]:
    """Read the rules of a register; a register without the sheet has none.

    Raises:
        UsageError: a rule is malformed, or one of its examples does not come out as it says.
    """
    rows = read_list(path, path.name, _NAME) or []
    return tuple(_rule(row, number, path.name) for number, row in enumerate(rows, 1))


class _Row:
    """A row of the sheet: its texts by heading, and how to refuse one of them."""

    def __init__(self, row: ListRow, file: str) -> None:
        self.texts = {column.heading: _written(row, column.heading) for column in _COLUMNS}
        self._where = f"“{file}”的“{_SHEET}”表第 {row.number} 行“{self.texts[_NAME]}”"

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


def _written(row: ListRow, heading: str) -> str:
    """Return a cell as text, a number as it is shown."""
    text, number = row.text(heading), row.figure(heading)
    return text if text or number is None else show(number)


def _rule(listed: ListRow, number: int, file: str) -> CountyRule:
    row = _Row(listed, file)
    relation = row.chosen(_RELATION, {one.value: one for one in Demand})
    section, words = _demanded(row) if relation is Demand.SAID else ("", ())
    rule = CountyRule(
        code=f"K{number:03}",
        title=row.texts[_NAME],
        severity=cast("Severity", row.chosen(_WEIGHT, {one.label: one for one in Severity})),
        relation=cast("Demand", relation),
        compared=() if relation is Demand.SAID else _compared(row, alone=relation is Demand.GIVEN),
        section=section,
        words=words,
        tolerance=_tolerance(row),
        years=_years(row),
        advice=row.texts[_ADVICE],
        basis=row.texts[_BASIS],
        edition_key=newest().key,
        written=tuple(row.texts.values()),
    )
    _try(rule, row)
    return rule


def _tolerance(row: _Row) -> Number:
    tolerance = parse_figure(row.texts[_TOLERANCE] or "0").value
    if tolerance is None or tolerance < 0:
        raise row.refused(_TOLERANCE, f"“{row.texts[_TOLERANCE]}”不是一个不小于 0 的数")
    return tolerance


def _years(row: _Row) -> tuple[int, int]:
    found = _YEAR_SPAN.fullmatch(row.texts[_YEARS])
    if found is None:
        raise row.refused(_YEARS, f"“{row.texts[_YEARS]}”请写成 2025 或者 2025-2027")
    first, to, last = found.groups()
    return int(first or 0), int(last or (first if first and not to else 9999))


def _demanded(row: _Row) -> tuple[str, tuple[str, ...]]:
    """Return the section a text rule means, and the words that section must have."""
    sections = {section.title[:1]: section.key for section in newest().prose}
    section = sections.get(row.texts[_LEFT])
    words = tuple(word.strip() for word in _WORDS.split(row.texts[_RIGHT]) if word.strip())
    if section is None:
        raise row.refused(_LEFT, f"“{row.texts[_LEFT]}”不是“{'、'.join(sections)}”里的一部分")
    if not words:
        raise row.refused(_RIGHT, "没有写必须有的词")
    return section, words


def _compared(row: _Row, *, alone: bool) -> tuple[Sides, ...]:
    """Return both sides, once for every column or row where there are stars."""
    left = row.parts(_LEFT)
    right = () if alone else row.parts(_RIGHT)
    if not (has_star(left) or has_star(right)):
        return (Sides(_terms(row, _LEFT, left), _terms(row, _RIGHT, right)),)
    found = list(_variants(left, right))
    if not found:
        raise row.refused(_LEFT, "星号换成哪一列、哪一行都没有这些填报格")
    return tuple(found)


def _terms(row: _Row, heading: str, parts: tuple[WrittenTerm, ...]) -> tuple[RuleTerm, ...]:
    try:
        return terms_of(parts, _targets)
    except UsageError as error:
        raise row.refused(heading, error) from error


def _variants(left: tuple[WrittenTerm, ...], right: tuple[WrittenTerm, ...]) -> Iterator[Sides]:
    """Yield the sides for every column and every row in which all their references lead to figures."""
    places = [spot.place for spot in _cells()]
    stars = [letters(column) for column in sorted({place.column for place in places})]
    stars += [str(number) for number in sorted({place.row for place in places})]
    for star in stars:
        with suppress(UsageError):
            yield Sides(terms_of(left, _targets, star), terms_of(right, _targets, star))


@lru_cache(maxsize=1)
def _cells() -> Mapping[Spot, Cell]:
    """Return the cells of the form by where they stand in the workbook."""
    return {spot: cell for cell, spot in Layout(newest()).numbers.items()}


def _targets(reference: str) -> tuple[Target, ...]:
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
    known = _cells()
    found = tuple(
        cell
        for spot, cell in known.items()
        if area and spot.sheet == sheet.strip("'") and _within(spot.place, area)
    )
    if not found or (":" not in cells and len(found) != 1):
        raise UsageError(f"“{reference}”不是填报格，请写成 {next(iter(known))} 这样")
    return found


def _within(place: Place, area: Area) -> bool:
    first, last = area
    return first.row <= place.row <= last.row and first.column <= place.column <= last.column


def _try(rule: CountyRule, row: _Row) -> None:
    """Try a rule on its examples: the right one must keep it, the wrong one must break it.

    Raises:
        UsageError: an example is missing, cannot be read, or comes out otherwise.
    """
    for heading, breaks in ((_GOOD, False), (_BAD, True)):
        example = _example(rule, row, heading)
        if bool(list(breaches(rule, example))) is not breaks:
            come = "应当不合规则，试下来却符合" if breaks else "应当符合规则，试下来却不合"
            raise row.refused(heading, f"这个例子{come}")


def _example(rule: CountyRule, row: _Row, heading: str) -> Report:
    """Return the report an example describes: all zeros but for what it says."""
    text, edition = row.texts[heading], newest()
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
            (target,) = _targets(reference.strip())
        except (UsageError, ValueError) as error:
            raise row.refused(heading, f"“{reference}”不是一个填报格") from error
        if isinstance(target, str):
            facts[target] = number
        else:
            (stated if target in edition.sum_of else figures)[target] = number
    return Report(edition.key, profile, figures, stated=stated, facts=facts)
