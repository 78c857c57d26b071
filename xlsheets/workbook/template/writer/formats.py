"""How the workbook looks: named pieces of cell format, page set-up, marks that do not rest on colour."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Look = dict[str, object]

_SEAL, _INK, _PALE, _LINE = "#B3261E", "#1F2A44", "#5F6B7A", "#7A8699"
_HEAD, _SUM, _INPUT = "#E4EAF3", "#EFEFEF", "#FFFBE0"
_BORDER: Look = {"border": 1, "border_color": _LINE}

# Money has up to six decimals; General would round what is longer than a cell's eleven characters.
MONEY = "0.00####"

# Pieces are put together by name; a later piece wins.
LOOKS: Mapping[str, Look] = {
    "plain": {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "text_wrap": True},
    "title": {
        "font_name": "黑体",
        "font_size": 16,
        "font_color": _INK,
        "align": "center",
        "text_wrap": False,
        "bottom": 2,
        "bottom_color": _SEAL,
    },
    "note": {"font_size": 10, "font_color": _PALE},
    "status": {"font_size": 11, "bold": True, "font_color": _INK},
    "heading": {"font_name": "黑体", "font_size": 13, "font_color": _INK, "bottom": 1},
    "head": {**_BORDER, "bg_color": _HEAD, "align": "center", "bold": True},
    "banner": {**_BORDER, "bg_color": _HEAD, "align": "center", "bold": True, "font_size": 12},
    "stub": {**_BORDER, "bg_color": "#F6F8FB"},
    "cell": _BORDER,
    "input": {**_BORDER, "bg_color": _INPUT, "font_color": "#0B3D91", "locked": False},
    # To be typed into, and yet blank where nothing is: what is seen of it is ``TYPED_INTO``.
    "unseen": {"font_color": "#0B3D91", "locked": False},
    "sum": {**_BORDER, "bg_color": _SUM, "bold": True, "align": "center"},
    "sample": {"locked": True},
    "center": {"align": "center"},
    "right": {"align": "right"},
    "left": {"align": "left"},
    "bold": {"bold": True},
    "small": {"font_size": 9.5},
    "fine": {"font_size": 9},
    "roomy": {"font_size": 12},
    "top": {"valign": "top"},
    "text": {"num_format": "@"},
    "year": {"num_format": "0"},
    "money": {"num_format": MONEY},
    "share": {"num_format": "0%"},
    "date": {"num_format": 'yyyy"年"m"月"d"日"'},
    "day": {"num_format": "yyyy-m-d"},
    "unbroken": {"text_wrap": False},
    "fit": {"align": "center", "text_wrap": False, "shrink": True},
    "computed": {**_BORDER, "bg_color": _SUM},
    "link": {"font_color": "#0B57D0", "underline": 1},
    "underlined": {"underline": 1},
    "verdict": {"font_name": "黑体", "font_size": 15, "font_color": _INK, "underline": 1},
}


def together(*looks: str) -> Look:
    """Return what these looks make together on top of the plain one."""
    pieces = dict(LOOKS["plain"])
    for look in looks:
        pieces |= LOOKS[look]
    return pieces


def signed(mark: str, digits: str = "General") -> str:
    """Return the number format that puts a mark before whatever a cell holds."""
    return f'"{mark} "{digits};"{mark} -"{digits};"{mark} "{digits};"{mark} "@'


# Conditional formats: each changes what is written, its weight and its frame besides the colour.
WRONG: Look = {
    "num_format": signed("✗"),
    "bold": True,
    "font_color": _SEAL,
    "bg_color": "#FBE3E1",
    "border": 1,
    "border_color": _SEAL,
}
FLAGGED: Look = {
    "num_format": signed("●"),
    "bold": True,
    "font_color": "#8A4B00",
    "bg_color": "#FDE7D3",
    "border": 1,
    "border_color": "#B45309",
}
# Programs print as far down as something stands or a cell has a look of its own; one that a rule gives it is none, so
# that of a column of cells to type into only those print that are filled.
TYPED_INTO: Look = {"bg_color": _INPUT, **_BORDER}
# A paragraph in which something waits for the clerk. Where a number format puts a mark before a text, some programs
# show # in the place of a long one.
WAITING: Look = {"bold": True, "bg_color": "#FDE7D3", "font_color": "#8A4B00", **_BORDER}
FLAGGED_TEXT: Look = {name: look for name, look in FLAGGED.items() if name != "num_format"}
FAILED: Look = {"bold": True, "font_color": _SEAL, "bg_color": "#FBE3E1"}
PASSED: Look = {"font_color": "#1B5E20"}

# Characters up to this one are half as wide as a Chinese one.
_LATIN = 0xFF
# Twips of the official form to characters of a column, enlarged to fill a screen 1366 pixels wide.
_TWIPS_A_CHARACTER = 72.0


def characters(twips: int, width: int) -> float:
    """Return a column's width in characters when all columns together are to be ``width`` twips wide."""
    return round(twips * width / _TWIPS_A_CHARACTER / 9740, 1)


def line_count(text: str, width: int) -> int:
    """Return how many lines a text takes when a line holds this many Chinese characters."""
    sizes = (
        sum(1.0 if ord(character) > _LATIN else 0.5 for character in part)
        for part in text.split("\n")
    )
    return sum(max(1, math.ceil(size / width)) for size in sizes)
