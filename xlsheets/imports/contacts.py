"""Title, signature and preamble of a report -> who reports, when, and how to reach them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.imports.outline.names import is_name, names_nobody
from xlsheets.report import Profile

if TYPE_CHECKING:
    from xlsheets.imports.outline.reading import Outline

_CONTACTS = {
    "address": pattern_of(r"地\s*址[：:]\s*([^，。；;,）)]+)"),
    "postcode": pattern_of(r"(?:邮\s*编|邮政编码)[：:]\s*(\d{6})"),
    "phone": pattern_of(r"电\s*话[：:]\s*([\d\-—－()（）]{7,20}\d)"),
    "email": pattern_of(r"(?:邮箱|邮件|E-?mail)[：:]\s*([\w.+-]+@[\w.-]+\w)", re.IGNORECASE),
}
# An office within a unit may sign for it.
_OFFICE = pattern_of(r"(.{3,}?)(?:办公室|办公厅|股|科|室)")


def profile(outline: Outline, preamble: str) -> Profile:
    """Return who reports; address, telephone and the like as the preamble gives them."""
    found = {key: _first(pattern, preamble) for key, pattern in _CONTACTS.items()}
    unit = outline.front.unit or _signed_by(outline)
    return Profile(unit=unit, year=outline.front.year, signed=outline.ending.day, **found)


def _signed_by(outline: Outline) -> str:
    """Return the name at the end of a report whose title has none; "" where it may be that of an office within."""
    name = outline.ending.signed_by
    if outline.front.doubts and not outline.front.titled:
        return ""
    office = _OFFICE.fullmatch(name)
    if not is_name(name) or names_nobody(name) or (office and is_name(office[1])):
        return ""
    return name


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[1].strip() if match else ""
