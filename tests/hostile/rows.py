"""A prepared workbook + a seed -> copies whose rows and columns were hidden, merged, moved, doubled or misnumbered."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from tests.hostile.attacks import COUNTS, Found, Parts, part_changed
from tests.tools.slots import Prepared
from xlsheets.basics.addresses import Spot


def _shifted(xml: str, row: int, by: int) -> str:
    """Move every cell from a row on up or down, as a program that knows nothing of names does."""
    gone = range(row, row - by) if by < 0 else range(0)

    def move(match: re.Match[str]) -> str:
        number = int(match[1])
        if number < row:
            return match[0]
        if number in gone:
            return ""
        return re.sub(rf'(\br="(?:[A-Z]+)?){number}"', lambda m: f'{m[1]}{number + by}"', match[0])

    return re.sub(r'<row\b[^>]*?\br="(\d+)"[^>]*?(?:/>|>.*?</row>)', move, xml, flags=re.DOTALL)


def _column_shifted(xml: str, first: str) -> str:
    """Move every cell from a column on to the right."""
    return re.sub(
        r'(<c\b[^>]*?\br=")([A-Z])(\d+)"',
        lambda m: f'{m[1]}{chr(ord(m[2]) + (m[2] >= first))}{m[3]}"',
        xml,
    )


def rows(base: Prepared, lots: Random) -> Found:
    place = lots.choice([place for place in COUNTS if place.startswith("req.")])
    spot: Spot = base.report.places[place]
    part = base.sheets[spot.sheet]
    column, row = re.match(r"([A-Z]+)(\d+)", spot.cell).groups()
    number = ord(column) - 64
    line = tuple(
        place
        for place in COUNTS
        if base.report.places[place].sheet == spot.sheet
        and re.fullmatch(rf"[A-Z]+{row}", base.report.places[place].cell)
    )
    file = tuple(
        place
        for place in COUNTS
        if base.report.places[place].sheet == spot.sheet
        and re.fullmatch(rf"{column}\d+", base.report.places[place].cell)
    )

    def at(change: Callable[[str], str]) -> Parts:
        return part_changed(base, part, change)

    def row_said(more: str) -> Parts:
        return at(
            lambda xml: re.sub(
                rf'<row\b([^>]*?)\br="{row}"([^>]*?)>',
                lambda m: (
                    f'<row{re.sub(" (hidden|ht)=.[^ ]*", "", m[1])} r="{row}" {more}{re.sub(" (hidden|ht)=.[^ ]*", "", m[2])}>'
                ),
                xml,
                count=1,
            )
        )

    yield "row hidden", row_said('hidden="1"'), {}, line
    yield "row hidden in words", row_said('hidden="true"'), {}, line
    yield "row without height", row_said('ht="0" customHeight="1"'), {}, line
    yield "row of hardly any height", row_said('ht="0.1" customHeight="1"'), {}, line
    col = f'<cols><col min="{number}" max="{number}" '
    cols = re.compile(r"<cols>.*?</cols>", re.DOTALL)
    yield (
        "column hidden",
        at(lambda xml: cols.sub(f'{col} width="9" hidden="1"/></cols>', xml)),
        {},
        file,
    )
    yield (
        "column without width",
        at(lambda xml: cols.sub(f'{col} width="0" customWidth="1"/></cols>', xml)),
        {},
        file,
    )
    merged = f"{column}{int(row) - 1}:{column}{row}"
    yield (
        "merged over",
        at(
            lambda xml: re.sub(
                r"<mergeCells[^>]*>", lambda m: f'{m[0]}<mergeCell ref="{merged}"/>', xml, count=1
            )
        ),
        {},
        (place,) if int(row) > 6 else (),
    )
    yield (
        "rows not in order",
        at(
            lambda xml: re.sub(
                rf'(<row\b[^>]*\br="{row}".*?</row>)\s*(<row\b.*?(?:/>|</row>))',
                r"\2\1",
                xml,
                count=1,
                flags=re.DOTALL,
            )
        ),
        {},
        (place,),
    )
    for by, what in ((1, "inserted"), (-1, "deleted")):
        yield (
            f"row {what}, names not moved",
            at(lambda xml, by=by: _shifted(xml, int(row), by)),
            {},
            (),
        )
    yield "column inserted, names not moved", at(lambda xml: _column_shifted(xml, column)), {}, ()
    yield (
        "row number left out",
        at(lambda xml: re.sub(rf'(<row\b[^>]*?) r="{row}"', r"\1", xml, count=1)),
        {},
        (),
    )
    yield (
        "row number of another",
        at(
            lambda xml: re.sub(
                rf'(<row\b[^>]*?) r="{row}"', rf'\1 r="{int(row) + 100}"', xml, count=1
            )
        ),
        {},
        (place,),
    )
    yield (
        "row twice",
        at(
            lambda xml: re.sub(
                rf'(<row\b[^>]*\br="{row}".*?</row>)', r"\1\1", xml, count=1, flags=re.DOTALL
            )
        ),
        {},
        (place,),
    )
