"""Samples of our own: a sound report of 示例乡人民政府, and the same with the mistakes clerks make."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from xlsheets.schema import edition_named

if TYPE_CHECKING:
    from xlsheets.report import Report


def sound() -> Report:
    """Return the sample without a finding."""
    return _report(_stored(), "示例乡人民政府2025.json")


def faulty() -> Report:
    """Return the sample with mistakes: a broken identity, blanks, text in cells, last year's year."""
    stored = _stored()
    changes = json.loads(_text("township_faults.json"))
    for place, value in changes["cells"].items():
        block, row, column = place.split(".")
        stored["cells"][block][row][column] = value
    for place, text in changes["narrative"].items():
        section, number = place.split(".")
        stored["narrative"][section][int(number) - 1] = text
    return _report(stored, "示例乡人民政府2025（有错）.json")


def prose() -> dict[str, tuple[str, ...]]:
    """Return the paragraphs of the sample without a finding, by section."""
    written = json.loads(_text("township.json"))["narrative"]
    return {section: tuple(paragraphs) for section, paragraphs in written.items()}


def _stored() -> dict[str, Any]:
    """Return the sample as it is written down, with 0 for each figure that is not."""
    stored: dict[str, Any] = json.loads(_text("township.json"))
    for cell in edition_named(stored["edition"]).typed_cells:
        stored["cells"].setdefault(cell.block, {}).setdefault(cell.row, {}).setdefault(
            cell.column, 0
        )
    return stored


def _report(stored: dict[str, Any], name: str) -> Report:
    from xlsheets.report.json_format import from_json  # which the prose alone does without

    return from_json(json.dumps(stored), name)


def _text(name: str) -> str:
    return files(__name__).joinpath(name).read_text(encoding="utf-8")
