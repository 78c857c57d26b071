"""One page from a seed: a report as it was published, and what a person reads there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING

from tests.published import wording as words
from tests.published.cms import disguised
from tests.published.oddities import TABLES, Draft, begin, choose, do
from tests.published.skeletons import SKELETONS, frame
from tests.published.tables.grids import Grid, Line, Run, Shown, line
from tests.published.writers import document, markup, visible_text, wrapped
from xlsheets.schema import edition_named

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from tests.published.writers import Part

_TEXT_ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "gb18030", "gb18030", "utf-16")


@dataclass(frozen=True)
class Expected:
    """What a person reads on a page.

    Args:
        units: names that may be taken for the unit's.
        year: the year reported on.
        dates: days that may be taken for the day it was signed.
        dated: whether a date ends the report, so that leaving it out must be told.
        cells: what is read in each cell of the form.
        prose: paragraphs by section.
        around: paragraphs before and after the tables.
        gone: words that are struck out or hidden.
        named: lines of the title, the headings and the signature.
        tables: lines and cells of the tables.
    """

    units: tuple[str, ...]
    year: int
    dates: tuple[datetime.date, ...]
    dated: bool
    cells: Mapping[str, Shown]
    prose: Mapping[str, tuple[str, ...]]
    around: tuple[str, ...]
    gone: tuple[str, ...]
    named: tuple[str, ...]
    tables: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """A file as it is published, how it was made, and what it says; ``visible`` is its text on a screen."""

    seed: int
    name: str
    content: bytes
    skeleton: str
    oddities: tuple[str, ...]
    expected: Expected
    visible: str


def page(seed: int) -> Page:
    """Make the page of a seed; the same seed makes the same page."""
    random = Random(f"published {seed}")
    medium = random.choices(("html", "txt", "docx"), (74, 16, 10))[0]
    skeleton = random.choice(tuple(SKELETONS))
    if medium == "txt" and random.random() < 0.4:
        skeleton = "16_bare"
    chosen = choose(random, medium)
    draft = begin(random, medium, chosen)
    for kind in chosen:
        do(kind, draft)
    if medium == "docx":
        return _as_document(seed, draft)
    return _as_text(seed, draft, skeleton)


def _as_document(seed: int, draft: Draft) -> Page:
    parts = _body(draft, with_title=True)
    content = document(parts, draft.heading_element)
    visible = visible_text(f"<div>{markup(parts, 'plain')}</div>")
    return Page(
        seed,
        f"报告{seed}.docx",
        content,
        "docx",
        tuple(draft.oddities),
        _expected(draft, made=False),
        visible,
    )


def _as_text(seed: int, draft: Draft, name: str) -> Page:
    skeleton = SKELETONS[name]
    parts = _body(draft, with_title=skeleton.title != "site")
    title = words.title(draft.report, draft.wording.title, draft.title_name)
    site = frame(draft.random, draft.report, name)
    source = site.around(markup(parts, skeleton.style, draft.heading_element), title)
    between = draft.random.choice(("\t", "\t", "|"))
    visible = visible_text(source, between)
    if draft.wrapped:
        visible = wrapped(visible)
    ending = draft.medium
    if ending == "html":
        source, done = disguised(Random(f"markup {seed}"), source)
        draft.oddities.extend(done)
    encoding = site.encoding if ending == "html" else draft.random.choice(_TEXT_ENCODINGS)
    return Page(
        seed,
        f"报告{seed}.{ending}",
        (source if ending == "html" else visible).encode(encoding),
        name if ending == "html" else f"txt of {name}",
        tuple(draft.oddities),
        _expected(draft, made=skeleton.says_when_made),
        visible,
    )


# The lines and tables of a report -------------------------------------------------------------------


def _body(draft: Draft, *, with_title: bool) -> list[Part]:
    parts: list[Part] = []
    if with_title:
        lines = words.title(draft.report, draft.wording.title, draft.title_name)
        parts.extend(line("title", text) for text in lines)
    parts.extend(Line("text", runs) for runs in draft.prose["preamble"])
    for section in words.SECTIONS:
        _add_section(draft, section, parts)
    ending = words.signature(draft.report, draft.wording.signature, draft.title_name)
    parts.extend(line("signature", text) for text in ending)
    return _in_one_paragraph(draft, parts) if draft.one_paragraph else parts


def _add_section(draft: Draft, section: str, parts: list[Part]) -> None:
    text = words.heading(draft.random, section, draft.wording)
    draft.named.append(text)
    content = _content(draft, section)
    way = draft.wording.heading
    first = content[0]
    before = parts[-1] if parts else None
    if way.startswith("glued to the text") and isinstance(first, Line) and first.role == "text":
        gap = draft.random.choice(("", "", " ", "　"))
        content[0] = Line("text", (Run(text + gap), *first.runs))
    elif way == "glued to what is before" and _can_end_with(before, section):
        parts[-1] = Line("text", (*before.runs, Run(text)))
    else:
        parts.append(Line("heading", _in_lines(text)))
    parts.extend(content)


def _can_end_with(before: Part | None, section: str) -> bool:
    """Tell whether a heading may have been glued to the end of the paragraph above it."""
    wanted = section in {"overview", "other_matters"}
    return wanted and isinstance(before, Line) and before.role == "text"


def _content(draft: Draft, section: str) -> list[Part]:
    if section not in TABLES:
        return [Line("text", runs) for runs in draft.prose[section]]
    before, after = draft.around[section]
    return [
        *(line("text", text) for text in before),
        *draft.tables[section].parts,
        *(line("text", text) for text in after),
    ]


def _in_lines(text: str) -> tuple[Run, ...]:
    first, broken, second = text.partition("\n")
    return (Run(first), Run("\n", "break"), Run(second)) if broken else (Run(text),)


def _in_one_paragraph(draft: Draft, parts: Sequence[Part]) -> list[Part]:
    gap = draft.random.choice((" ", "　", ""))
    runs = []
    for part in parts:
        ended = "。" if part.role == "title" else ""
        runs.extend([*part.runs, Run(ended + gap)])
    return [Line("text", tuple(runs))]


# What a person reads --------------------------------------------------------------------------------


def _expected(draft: Draft, *, made: bool) -> Expected:
    report, wording = draft.report, draft.wording
    ending = words.signature(report, wording.signature, draft.title_name)
    dated = bool(ending) and wording.signature not in {"unit only", "month only"}
    below = wording.title == "date below"
    return Expected(
        units=_units(draft),
        year=report.year,
        dates=(report.signed,) if dated or below or made else (),
        dated=dated,
        cells=_cells(draft),
        prose={key: tuple(_read(runs) for runs in texts) for key, texts in draft.prose.items()},
        around=tuple(text for pair in draft.around.values() for texts in pair for text in texts),
        gone=tuple(draft.gone),
        named=(*words.title(report, wording.title, draft.title_name), *draft.named, *ending),
        tables=tuple(_table_texts(draft)),
    )


def _units(draft: Draft) -> tuple[str, ...]:
    county = draft.report.unit.site.removesuffix("人民政府")
    full = draft.report.unit.full
    longer = county + full.removeprefix(county)
    if draft.wording.signature == "longer name":
        return (draft.title_name, longer, full)
    return (draft.title_name,)


def _read(runs: Sequence[Run]) -> str:
    return "".join(run.text for run in runs if run.look not in {"struck", "hidden"})


def _table_texts(draft: Draft) -> list[str]:
    found = []
    for drawn in draft.tables.values():
        for part in drawn.parts:
            if isinstance(part, Grid):
                found.extend(slot.text for slot in part.slots)
            elif isinstance(part, Line):
                found.append(part.text)
    return found


def _cells(draft: Draft) -> dict[str, Shown]:
    """Return what is read in every cell; a total nobody can read may be added up where its parts are sure."""
    found = {key: shown for drawn in draft.tables.values() for key, shown in drawn.shown.items()}
    edition = "2019" if "req.other_handling.all" in found and _old(draft) else "2021"
    for total in edition_named(edition).sums:
        shown = found.get(str(total.total))
        parts = [found.get(str(part), Shown()) for part in total.parts]
        if shown and not shown.values and all(len(part.values) == 1 for part in parts):
            added = sum(part.values[0] for part in parts)
            found[str(total.total)] = replace(shown, values=(added,), told=not shown.silent)
    return found


def _old(draft: Draft) -> bool:
    return bool({"old year", "old form"} & set(draft.oddities))
