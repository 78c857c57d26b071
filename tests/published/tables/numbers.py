"""The numbers of a made-up report: they balance as the form demands, totals included."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from xlsheets.schema import edition_named

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from xlsheets.schema import Edition

Number = int | Decimal

# How many requests a unit gets: townships none or a handful, a county hundreds, a city thousands.
_SIZES = {"none": 0, "few": 12, "some": 90, "many": 900, "thousands": 9000}
_WEIGHTS = (15, 40, 25, 12, 8)


def size(random: Random) -> str:
    """Return how large a unit's numbers are."""
    return random.choices(tuple(_SIZES), _WEIGHTS)[0]


def numbers(random: Random, edition: str, scale: str) -> dict[str, Number]:
    """Return every number of the three tables by the id of its cell."""
    form = edition_named(edition)
    typed = {**_proactive(random, form, scale), **_requests(random, form, scale)}
    return _with_totals(form, {**typed, **_remedies(random, form, scale)})


def _with_totals(form: Edition, typed: Mapping[str, Number]) -> dict[str, Number]:
    found = dict(typed)
    for total in form.sums:
        found[str(total.total)] = sum(found[str(part)] for part in total.parts)
    return {str(cell): found[str(cell)] for cell in form.cells}


def _count(random: Random, most: int) -> int:
    """Return a count that is often 0 and rarely large."""
    if most <= 0 or random.random() < 0.3:
        return 0
    return random.randint(1, max(1, int(most ** random.uniform(0.3, 1.0))))


def _proactive(random: Random, form: Edition, scale: str) -> dict[str, Number]:
    most = 40 + 4 * _SIZES[scale]
    cells = [cell for cell in form.tables[0].cells if cell.block.startswith("pro")]
    found: dict[str, Number] = {}
    for cell in cells:
        if cell.column in {"amount", "purchase_amount"}:
            found[str(cell)] = _money(random, most)
        elif cell.column == "items_change":
            found[str(cell)] = random.choice((1, 1, -1)) * _count(random, 30)
        else:
            found[str(cell)] = _count(random, most // 8 if cell.block == "pro1" else most)
    # Hardly any unit may issue rules.
    rules = dict.fromkeys((key for key in found if key.startswith("pro1.rules")), 0)
    return {**found, **rules}


def _money(random: Random, most: int) -> Number:
    if random.random() < 0.4:
        return 0
    places = random.choice((0, 1, 2, 2, 4, 6))
    amount = Decimal(random.randint(1, most * 10**places)) / 10**places
    return int(amount) if amount == amount.to_integral_value() else amount


def _requests(random: Random, form: Edition, scale: str) -> dict[str, Number]:
    found: dict[str, Number] = {}
    block = form.blocks["req"]
    typed_rows = [row.key for row in block.row_leaves if row.key != "handled"]
    outcomes = [key for key in typed_rows if key not in _ARRIVALS]
    for column in (leaf.key for leaf in block.column_leaves if leaf.key != "all"):
        share = _SIZES[scale] if column == "natural_person" else _SIZES[scale] // 6
        for row, count in _one_class(random, outcomes, share).items():
            found[f"req.{row}.{column}"] = count
    return found


_ARRIVALS = ("received", "carried_over", "carried_forward")


def _one_class(random: Random, outcomes: list[str], most: int) -> dict[str, int]:
    """Share out the requests of one class of requesters: what came in equals what was done and is left."""
    done = dict.fromkeys(outcomes, 0)
    for outcome in random.sample(outcomes, random.randint(1, 6)):
        done[outcome] = _count(random, most // 3)
    forward = random.choice((0, 0, _count(random, most // 10)))
    handled = sum(done.values()) + forward
    before = min(handled, random.choice((0, 0, _count(random, most // 10))))
    arrivals = (handled - before, before, forward)
    return {**dict(zip(_ARRIVALS, arrivals, strict=True)), **done}


def _remedies(random: Random, form: Edition, scale: str) -> dict[str, Number]:
    most = _SIZES[scale] // 8
    leaves = form.blocks["rem"].column_leaves
    return {
        f"rem.cases.{leaf.key}": _count(random, most)
        for leaf in leaves
        if not leaf.key.endswith("_all")
    }
