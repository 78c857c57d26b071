"""What is odd about a page: chosen at random, done to a report and its tables, and written down."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tests.published import wording as words
from tests.published.reports import report
from tests.published.tables import damages, forms, marks
from tests.published.tables.grids import Drawn, Run, draw
from xlsheets.schema import edition_named

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from tests.published.reports import Report

TABLES = ("proactive", "requests", "remedies")
_KNOWN = frozenset(str(cell) for cell in edition_named("2021").cells)


@dataclass
class Draft:
    """A page in the making."""

    random: Random
    medium: str
    report: Report
    wording: words.Wording
    tables: dict[str, Drawn]
    prose: dict[str, list[tuple[Run, ...]]]
    around: dict[str, tuple[list[str], list[str]]]
    oddities: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    one_paragraph: bool = False
    wrapped: bool = False
    title_name: str = ""
    heading_element: str = ""
    named: list[str] = field(default_factory=list)


_ELEMENTS = {"h2": "h2", "bold": "bold", "bare": "bold"}


def begin(random: Random, medium: str, chosen: list[str]) -> Draft:
    """Make the report of a page; its headings and its numbering are chosen with it."""
    year = random.choice((2019, 2020)) if "old year" in chosen else random.randint(2021, 2025)
    numbering = ""
    heading = random.choice(words.USUAL_HEADINGS)
    if "heading" in chosen:
        heading = random.choice(tuple(words.HEADINGS)[3:])
        numbering = random.choice(words.CLASHES.get(heading, ("",)))
    if "numbering" in chosen and heading not in words.CLASHES:
        numbering = random.choice(("digits", "circled", "chinese", "none", "lines"))
    made = report(random, year, numbering=numbering)
    if "old form" in chosen:
        made = replace(made, figures=report(random, 2020).figures)
    form = "2019" if year <= 2020 or "old form" in chosen else "2021"
    wording = words.Wording(
        title=random.choice(words.USUAL_TITLES),
        signature=random.choice(words.USUAL_SIGNATURES),
        heading=heading,
    )
    draft = Draft(
        random=random,
        medium=medium,
        report=made,
        wording=wording,
        tables={table.key: draw(table, made.figures) for table in edition_named(form).tables},
        prose={key: [(Run(text),) for text in texts] for key, texts in made.prose.items()},
        around={key: ([], []) for key in TABLES},
        title_name=made.unit.full,
        heading_element=_ELEMENTS.get(heading) or random.choice(("", "bold")),
    )
    if "heading" in chosen:
        draft.oddities.append(f"heading: {heading}")
    if numbering:
        draft.oddities.append(f"numbering: {numbering}")
    return draft


# What is odd ----------------------------------------------------------------------------------------


def _nothing(draft: Draft) -> None:
    """Heading and numbering were chosen with the report."""


def _title(draft: Draft) -> None:
    way = draft.random.choice(tuple(words.TITLES)[2:])
    draft.wording = replace(draft.wording, title=way)
    draft.oddities.append(f"title: {way}")


def _signature(draft: Draft) -> None:
    ways = [way for way in words.SIGNATURES if way not in words.USUAL_SIGNATURES]
    way = draft.random.choice(ways)
    if draft.wording.title == "no unit" and way == "by its office":
        way = "arabic"
    if way == "longer name":
        county = draft.report.unit.site.removesuffix("人民政府")
        draft.title_name = draft.report.unit.full.removeprefix(county)
        draft.title_name = (
            draft.title_name if draft.title_name != "人民政府" else county + "人民政府"
        )
    draft.wording = replace(draft.wording, signature=way)
    draft.oddities.append(f"signature: {way}")


def _own_words(draft: Draft) -> None:
    sections = draft.random.choice((("problems",), ("problems",), words.SECTIONS))
    draft.wording = replace(draft.wording, own_words=sections)
    draft.oddities.append(f"own words: {'五' if len(sections) == 1 else 'all'}")


def _trap(draft: Draft) -> None:
    """A paragraph of 一 begins like a heading that comes later."""
    number = draft.random.randint(11, 98)
    text = draft.random.choice(
        (
            f"二、主动公开政府信息情况。全年更新栏目{number}次，新增专题两个。",
            f"三、收到和处理政府信息公开申请情况。申请均在{number}小时内登记，结果见后面的表格。",
            f"五、存在的主要问题。基层力量不足，尚有{number}个村没有专人负责，下一步将逐村落实。",
            f"六、其他工作。配合审计部门核对公开的资金信息{number}条。",
        )
    )
    overview = draft.prose["overview"]
    overview.insert(draft.random.randint(1, len(overview)), (Run(text),))
    draft.oddities.append(f"trap: {text[:1]}")


def _around(draft: Draft) -> None:
    for key in TABLES:
        if draft.random.random() < 0.7:
            draft.around[key][draft.random.random() < 0.5].extend(draft.report.around[key])
    places = {
        "before" if before else "after"
        for before, after in draft.around.values()
        if before or after
    }
    draft.oddities.append(f"around: {' and '.join(sorted(places)) or 'nothing'}")


def _no_preamble(draft: Draft) -> None:
    draft.prose["preamble"] = []
    draft.oddities.append("no preamble")


def _struck_prose(draft: Draft) -> None:
    key = draft.random.choice(("overview", "problems"))
    place = draft.random.randrange(len(draft.prose[key]))
    (run,) = draft.prose[key][place]
    gone = draft.random.choice(
        ("（此处待核实）", "另有三件正在办理，", "原定于十月完成的事项推迟，")
    )
    look = draft.random.choice(("struck", "hidden"))
    cut = len(run.text) // 2
    draft.prose[key][place] = (Run(run.text[:cut]), Run(gone, look), Run(run.text[cut:]))
    draft.gone.append(gone)
    draft.oddities.append(f"struck prose: {look}")


def _untouched(draft: Draft) -> list[str]:
    """Return the tables that nothing has happened to yet."""
    forms_seen = {odd.split(" of ")[1] for odd in draft.oddities if " of " in odd}
    return [key for key in TABLES if key not in forms_seen]


def _marks(draft: Draft) -> None:
    for key in _untouched(draft):
        if draft.random.random() < 0.6:
            drawn, names = marks.mark_some(
                draft.random, draft.tables[key], looks=draft.medium != "txt"
            )
            draft.tables[key] = drawn
            draft.oddities.extend(f"marks: {name} of {key}" for name in names)


def _blanks(draft: Draft) -> None:
    for key in _untouched(draft):
        if draft.random.random() < 0.7:
            draft.tables[key], names = marks.blank_zeros(draft.random, draft.tables[key])
            draft.oddities.extend(f"blanks: {name} of {key}" for name in names)


def _damage(draft: Draft) -> None:
    for key in draft.random.choice((_untouched(draft), _untouched(draft)[-2:])):
        names = [name for name, (_, keys) in damages.DAMAGES.items() if key in keys]
        name = draft.random.choice(names)
        draft.tables[key] = damages.damage(draft.random, draft.tables[key], name)
        draft.oddities.append(f"damage: {name} of {key}")


def _labels(draft: Draft) -> None:
    for key in _untouched(draft):
        draft.tables[key], names = forms.respelt(draft.random, draft.tables[key])
        draft.oddities.extend(f"labels: {name} of {key}" for name in names)


def _as_text(draft: Draft) -> None:
    name = draft.random.choice(tuple(forms.TEXTS))
    left = _untouched(draft)
    keys = left if draft.random.random() < 0.6 else left[:1]
    for key in keys:
        draft.tables[key] = forms.TEXTS[name](draft.tables[key])
        draft.oddities.append(f"as text: {name} of {key}")


def _old_year(draft: Draft) -> None:
    draft.oddities.append("old year")


def _old_form(draft: Draft) -> None:
    for key in TABLES:
        drawn = draft.tables[key]
        draft.tables[key] = forms.as_of_later_year(draft.report.figures, drawn, _KNOWN)
    draft.oddities.append("old form")


def _old_columns(draft: Draft) -> None:
    draft.tables["proactive"] = forms.old_columns(draft.tables["proactive"])
    draft.oddities.append("old columns of proactive")


def _one_row_for_six(draft: Draft) -> None:
    draft.tables["requests"] = forms.one_row_for_six(draft.tables["requests"])
    draft.oddities.append("one row for six of requests")


def _one_paragraph(draft: Draft) -> None:
    draft.one_paragraph = True
    draft.wording = words.Wording(signature="missing")
    for key in TABLES:
        draft.tables[key] = forms.all_glued(draft.tables[key])
    draft.oddities.append("one paragraph")


def _wrapped_lines(draft: Draft) -> None:
    draft.wrapped = True
    draft.oddities.append("wrapped lines")


# What may be odd about a page, and how often; a page has none, one or a few of these.
ODDITIES: dict[str, tuple[int, Callable[[Draft], None]]] = {
    "title": (14, _title),
    "signature": (12, _signature),
    "heading": (16, _nothing),
    "own words": (10, _own_words),
    "numbering": (8, _nothing),
    "trap": (6, _trap),
    "around": (12, _around),
    "no preamble": (5, _no_preamble),
    "struck prose": (4, _struck_prose),
    "marks": (14, _marks),
    "blanks": (8, _blanks),
    "damage": (30, _damage),
    "labels": (8, _labels),
    "as text": (10, _as_text),
    "old year": (6, _old_year),
    "old form": (4, _old_form),
    "old columns": (3, _old_columns),
    "one row for six": (4, _one_row_for_six),
    "one paragraph": (4, _one_paragraph),
    "wrapped lines": (4, _wrapped_lines),
}
_HOW_MANY = ((0, 1, 2, 3, 4, 6), (12, 34, 26, 14, 8, 6))
_FORMS = {"old year", "old form", "old columns", "one row for six"}
_WITH_ONE_PARAGRAPH = {"one paragraph", "title", "around"}
_MEDIA = {
    "struck prose": ("html", "docx"),
    "wrapped lines": ("txt",),
    "one paragraph": ("html", "txt"),
}


def choose(random: Random, medium: str) -> list[str]:
    """Choose what is odd about a page; what concerns a whole form comes before single cells."""
    how_many = random.choices(*_HOW_MANY)[0]
    weights = [weight for weight, _ in ODDITIES.values()]
    found: list[str] = []
    for kind in random.choices(tuple(ODDITIES), weights, k=4 * how_many):
        if len(found) < how_many and kind not in found and _goes_with(kind, found, medium):
            found.append(kind)
    return sorted(found, key=tuple(ODDITIES).index, reverse=True)


def _goes_with(kind: str, found: list[str], medium: str) -> bool:
    together = {kind, *found}
    if len(together & _FORMS) > 1:
        return False
    if "one paragraph" in together and not together <= _WITH_ONE_PARAGRAPH:
        return False
    return medium in _MEDIA.get(kind, (medium,))


def do(kind: str, draft: Draft) -> None:
    """Make one thing of a page odd."""
    ODDITIES[kind][1](draft)
