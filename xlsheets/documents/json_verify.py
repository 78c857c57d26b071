"""Report and the JSON document made of it -> where the document says anything else than the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.characters import normal, typed_lines, whole
from xlsheets.report import PREAMBLE, PROFILE_LABELS
from xlsheets.report.json_format import from_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.report import Report


def verify_json(report: Report, content: bytes) -> list[str]:
    """Read a document back and compare all it can hold of a report; nothing means identical.

    Raises:
        UnreadableError: the document cannot be read at all.
    """
    again = from_json(content)
    return [
        f"“{name}”读回来不一样。"
        for (name, before), (_, after) in zip(_held(report), _held(again), strict=True)
        if before != after
    ]


def _held(report: Report) -> Iterator[tuple[str, object]]:
    """Yield what a document holds of a report, piece by piece."""
    edition = report.edition
    yield "版本", report.edition_key
    for key, label in PROFILE_LABELS.items():
        value = getattr(report.profile, key)
        yield label, _seen(value) if isinstance(value, str) else value
    for cell in edition.cells:
        yield edition.path(cell), report.values.get(cell)
    yield "基础数据", dict(report.facts)
    for key, title in {
        PREAMBLE: "前言",
        **{part.key: part.title for part in edition.prose},
    }.items():
        yield title, _lines(report, key)


def _lines(report: Report, section: str) -> list[str]:
    """Return the paragraphs of a section as a document holds them: a line end inside one starts another."""
    typed = (typed_lines(whole(text)) for text in report.paragraphs(section))
    return [seen for lines in typed for line in lines if (seen := _seen(line))]


def _seen(text: str) -> str:
    """Return a text as whoever reads the document will have it."""
    return normal(whole(text)).strip()
