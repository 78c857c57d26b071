"""Tables of another form than their year's, labels spelt otherwise, and tables that are lines of text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.published.tables.grids import Drawn, Shown, Slot, blank, doubtful, glued, line, run, show

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random

    from tests.published.tables.numbers import Number

_OLD_COLUMNS = {
    "本年制发件数": "本年新制作数量",
    "本年废止件数": "本年新公开数量",
    "现行有效件数": "对外公开总数量",
    "行政规范性文件": "规范性文件",
    "本年处理决定数量": "处理决定数量",
}
_OLD_KEYS = {"repealed": "published", "in_force": "public_total"}
_PARTS_OF_SIX = ("not_supplemented", "fee_unpaid", "other_outcome")


def old_columns(drawn: Drawn) -> Drawn:
    """表二 with the columns of 2019 over the rows of 2021: what only the old form asks belongs nowhere."""
    slots = [
        replace(slot, runs=run(_OLD_COLUMNS.get(slot.text, slot.text))) for slot in drawn.grid.slots
    ]
    shown: dict[str, Shown] = {}
    for key, reading in drawn.shown.items():
        start, _, column = key.rpartition(".")
        if column in _OLD_KEYS:
            shown[key] = blank(reading)
            shown[f"{start}.{_OLD_KEYS[column]}"] = belonging_nowhere(reading)
        elif column == "issued":
            shown[key] = doubtful(reading)
    return drawn.with_grid(slots, shown)


def belonging_nowhere(shown: Shown) -> Shown:
    """Return the reading of a number the form of its year has no cell for: listed, unless it is 0."""
    return replace(doubtful(shown), silent=shown.values == (0,))


def one_row_for_six(drawn: Drawn) -> Drawn:
    """表三 of 2021 with （六）其他处理 in one row, as the form of 2019 has it."""
    grid = drawn.grid
    rows = sorted({slot.row for slot in grid.slots if _of_six(slot.key)})
    kept, shown = [], {}
    for slot in grid.slots:
        if slot.row not in rows[1:]:
            kept.append(_squeezed(slot, rows, drawn, shown))
        elif slot.row + slot.height > rows[-1] + 1:
            kept.append(replace(slot, row=rows[0]))
    moved = [replace(s, row=s.row - 2) if s.row > rows[-1] else s for s in kept if s]
    return drawn.with_grid(moved, shown)


def _of_six(key: str) -> bool:
    return key.startswith("req.") and key.split(".")[1] in _PARTS_OF_SIX


def _squeezed(slot: Slot, rows: list[int], drawn: Drawn, shown: dict[str, Shown]) -> Slot | None:
    """Return a rectangle of the table without two of the three rows, writing down how the row is read."""
    if slot.row < rows[0] < slot.row + slot.height:
        return replace(slot, height=slot.height - 2)
    if slot.row != rows[0]:
        return slot
    if not slot.key:
        return replace(slot, height=1, width=2) if "其他处理" in slot.text else None
    column = slot.key.rpartition(".")[2]
    keys = [f"req.{part}.{column}" for part in _PARTS_OF_SIX]
    total = sum(drawn.shown[key].values[0] for key in keys)
    for key in keys:
        shown[key] = Shown((0,) if total == 0 else (), silent=True)
    key = f"req.other_handling.{column}"
    shown[key] = belonging_nowhere(Shown((total,), text=show(total)))
    return replace(slot, key=key, runs=run(show(total)))


def as_of_later_year(figures: Mapping[str, Number], drawn: Drawn, known: frozenset[str]) -> Drawn:
    """Read a table of the 2019 form in a report of a later year: shared numbers, the rest listed."""
    shown: dict[str, Shown] = {}
    for key, reading in drawn.shown.items():
        shown[key] = doubtful(reading) if key in known else belonging_nowhere(reading)
        if key.startswith("req.other_handling."):
            nothing = Shown((0,) if figures[key] == 0 else (), silent=True)
            column = key.rpartition(".")[2]
            shown.update({f"req.{part}.{column}": nothing for part in _PARTS_OF_SIX})
    return replace(drawn, shown=shown)


def _shorter(text: str) -> str:
    for long, short in (
        ("1.申请人无正当理由逾期不补正", "1.逾期不补正"),
        ("2.申请人逾期未按收费通知要求", "2.逾期未缴费"),
    ):
        if text.startswith(long):
            return short
    return text


_SPELLINGS: dict[str, Callable[[str], str]] = {
    "half-width brackets": lambda text: text.replace("（", "(").replace("）", ")"),
    "、 after digits": lambda text: text.replace(".", "、", 1) if text[:1].isdigit() else text,
    "wide dots": lambda text: text.replace(".", "．", 1) if text[:1].isdigit() else text,
    "spaces": lambda text: text[:3] + " " + text[3:],
    "spaces everywhere": lambda text: "\u00a0".join(text) if len(text) <= 6 else text,
    "straight quotes": lambda text: text.replace("“", '"').replace("”", '"'),
    "no quotes": lambda text: text.replace("“", "").replace("”", ""),
    "规范性文件": lambda text: text.replace("行政规范性文件", "规范性文件"),
    "a character lost": lambda text: text.replace(
        "其他法律行政法规禁止公开", "其他法律行政法规止公开"
    ),
    "shorter": _shorter,
}


def respelt(random: Random, drawn: Drawn) -> tuple[Drawn, tuple[str, ...]]:
    """Spell the labels of a table as other offices do."""
    names = random.sample(list(_SPELLINGS), random.randint(1, 3))
    labels = [slot.text for slot in drawn.grid.slots if not slot.key]
    names = [name for name in names if any(_SPELLINGS[name](text) != text for text in labels)]
    slots = [slot if slot.key else _spelt(slot, names) for slot in drawn.grid.slots]
    return drawn.with_grid(slots), tuple(names)


def _spelt(slot: Slot, names: list[str]) -> Slot:
    text = slot.text
    for name in names:
        text = _SPELLINGS[name](text)
    return replace(slot, runs=run(text))


def rows_as_lines(drawn: Drawn) -> Drawn:
    """Each row is a line of text with spaces between its cells."""
    lines = tuple(
        line("table", " ".join(slot.text for slot in row)) for row in drawn.grid.rows if row
    )
    return replace(drawn, parts=lines)


def cells_as_lines(drawn: Drawn) -> Drawn:
    """Each cell is a line of text."""
    lines = tuple(line("table", slot.text) for row in drawn.grid.rows for slot in row)
    shown = {key: doubtful(reading) for key, reading in drawn.shown.items()}
    return replace(drawn, parts=lines, shown=shown)


def glued_rows_as_lines(drawn: Drawn) -> Drawn:
    """Each row is a line of text with nothing between its cells."""
    lines = [line("table", "".join(slot.text for slot in row)) for row in drawn.grid.rows if row]
    return replace(drawn, parts=tuple(lines), shown=_all_glued(drawn))


def all_glued(drawn: Drawn) -> Drawn:
    """The whole table is one line of text with nothing between its cells."""
    text = "".join(slot.text for row in drawn.grid.rows for slot in row)
    return replace(drawn, parts=(line("table", text),), shown=_all_glued(drawn))


def _all_glued(drawn: Drawn) -> dict[str, Shown]:
    shown: dict[str, Shown] = dict(drawn.shown)
    for row in drawn.grid.rows:
        numbers = {slot.key: drawn.shown[slot.key] for slot in row if slot.key}
        text = "".join(slot.text for slot in row if slot.key)
        shown.update({key: doubtful(reading) for key, reading in glued(numbers, text).items()})
    return shown


TEXTS: dict[str, Callable[[Drawn], Drawn]] = {
    "rows as lines": rows_as_lines,
    "cells as lines": cells_as_lines,
    "glued rows as lines": glued_rows_as_lines,
    "all in one line": all_glued,
}
