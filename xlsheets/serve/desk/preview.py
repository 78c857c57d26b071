"""Report -> the report as it is printed, as JSON values: every cell and sentence with its place and what is said of it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.basics.patterns import pattern_of
from xlsheets.report import PREAMBLE, PROFILE_LABELS
from xlsheets.schema.facts import FACTS
from xlsheets.schema.shape import Role, boxes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsheets.report import Report
    from xlsheets.report.findings import Finding
    from xlsheets.schema.shape import Box
    from xlsheets.schema.spec import Table
    from xlsheets.serve.desk.sentences import Suggestions, TextRun

_QUOTED = pattern_of(r"“([^“”]+)”")


def report_parts(
    report: Report, findings: Sequence[Finding], proposed: Suggestions
) -> dict[str, object]:
    """Return the report part by part, in printed order."""
    marks = _marked_words(findings, report)
    parts: list[dict[str, object]] = [_prose(PREAMBLE, "前言", proposed, marks)]
    for section in report.edition.sections:
        if section.table:
            table = {"rows": table_rows(section.table, report), "number": section.table.number}
            parts.append({"key": section.key, "title": section.title, "table": table})
        else:
            parts.append(_prose(section.key, section.title, proposed, marks))
    return {
        "title": list(filter(None, report.title_lines)),
        "profile": [_profile_field(report, name) for name in PROFILE_LABELS],
        "facts": _facts(report),
        "parts": parts,
    }


def _profile_field(report: Report, name: str) -> dict[str, object]:
    place = f"profile.{name}"
    value = getattr(report.profile, name)
    text = _seen_at(report, place) or ("" if value is None else str(value))
    levels = report.edition.levels
    if name == "level":
        known = report.edition.level(text)
        text = known.label if known else text
    return {
        "place": place,
        "label": PROFILE_LABELS[name],
        "text": text,
        "kind": {"signed": "date", "level": "choice"}.get(name, "text"),
        "choices": [level.label for level in levels] if name == "level" else [],
        "fixed": place not in report.places,
    }


def _facts(report: Report) -> list[dict[str, object]]:
    return [
        {
            "place": f"fact.{fact.key}",
            "group": fact.group,
            "label": f"{fact.label}（{fact.unit}）",
            "text": _seen_at(report, f"fact.{fact.key}") or show(report.facts.get(fact.key, "")),
            "help": fact.help,
        }
        for fact in FACTS
        if f"fact.{fact.key}" in report.places
    ]


def _seen_at(report: Report, place: str) -> str:
    """Return what a person sees in a cell that holds no plain value; "" where there is nothing odd."""
    return next((seen.text for seen in report.observations if seen.place == place), "")


def table_rows(table: Table, report: Report) -> list[list[dict[str, object]]]:
    """Return the boxes of a table row by row; a number can be typed over where the report has a cell for it."""
    rows: dict[int, list[dict[str, object]]] = {}
    for box in boxes(table):
        rows.setdefault(box.row, []).append(_box(box, report))
    return [rows[row] for row in sorted(rows)]


def _box(box: Box, report: Report) -> dict[str, object]:
    span = {"width": box.width, "height": box.height}
    if box.cell is None:
        scope = "row" if box.role is Role.STUB else "col"
        return {**span, "text": box.text, "scope": scope}
    place = str(box.cell)
    value = report.values.get(box.cell)
    typed = box.cell in set(report.edition.typed_cells)
    return {
        **span,
        "place": place,
        "text": (_seen_at(report, place) if typed else "")
        or ("" if value is None else show(value)),
        "label": report.edition.path(box.cell),
        "typed": typed and place in report.places,
    }


def _prose(
    key: str, title: str, proposed: Suggestions, marks: dict[str, set[tuple[int, int]]]
) -> dict[str, object]:
    prefix = f"text.{key}."
    paragraphs = [
        {
            "place": place,
            "text": "".join(run.text for run in runs if run.kind != "new"),
            "runs": list(_with_marks(runs, marks.get(place, set()))),
        }
        for place, runs in proposed.paragraphs.items()
        if place.startswith(prefix)
    ]
    return {
        "key": key,
        "title": title,
        "paragraphs": paragraphs,
        "kept": list(proposed.kept.get(key, ())),
    }


def _with_marks(
    runs: Sequence[TextRun], marks: set[tuple[int, int]]
) -> Iterator[dict[str, object]]:
    """Yield the runs of a paragraph, those that stand cut where a wrong number begins and ends."""
    at = 0
    for run in runs:
        if run.kind == "new":
            yield {"text": run.text, "kind": run.kind, "name": run.name}
            continue
        edges = {0, len(run.text)} | {edge - at for mark in marks for edge in mark}
        inside = sorted(edge for edge in edges if 0 <= edge <= len(run.text))
        for start, end in pairwise(inside):
            marked = any(first <= at + start and at + end <= last for first, last in marks)
            text = run.text[start:end]
            yield {"text": text, "kind": run.kind, "name": run.name, "marked": marked}
        at += len(run.text)


def _marked_words(findings: Sequence[Finding], report: Report) -> dict[str, set[tuple[int, int]]]:
    """Return where in each paragraph the words stand that findings are about: the number, else the words quoted."""
    prose = dict(report.prose)
    marks: dict[str, set[tuple[int, int]]] = {}
    for finding in findings:
        for place in finding.places:
            if place in prose:
                marks.setdefault(place, set()).update(_spans(finding, prose[place]))
    return marks


def _spans(finding: Finding, text: str) -> Iterator[tuple[int, int]]:
    clause, at = next(
        (
            (quoted, text.find(quoted))
            for match in _QUOTED.finditer(finding.message)
            for quoted in [match[1].rstrip("…")]
            if quoted in text
        ),
        (text, 0),
    )
    found = "" if finding.found is None else show(finding.found)
    # Twelve in 112 is another number.
    hits = list(re.finditer(rf"(?<![\d.]){re.escape(found)}(?![\d.])", clause)) if found else []
    if hits:
        yield from ((at + hit.start(), at + hit.end()) for hit in hits)
    elif clause != text:
        yield at, at + len(clause)
