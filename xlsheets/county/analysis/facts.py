"""Roll-up -> what the units state beside the tables, added up, and who stated nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.county.rollup import exact_sum
from xlsheets.schema.facts import FACTS
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.basics.numbers import Number
    from xlsheets.county.rollup import Rollup

# Under this key a report that is rolled up keeps the 信息处理费 that its text states, in 元.
STATED_FEE = "stated_fee"


class FactTotal(NamedTuple):
    """A fact added up over the units that gave it; ``lacking`` are those that did not."""

    label: str
    unit: str
    amount: Number
    lacking: tuple[str, ...]


def fact_totals(rollup: Rollup) -> Iterator[FactTotal]:
    """Yield what the text states of 信息处理费, then every fact that at least one unit gave."""
    asked = [(STATED_FEE, "正文写明的信息处理费", "元")]
    asked += [(fact.key, f"{fact.group} › {fact.label}", fact.unit) for fact in FACTS]
    for key, label, unit in asked:
        given = [report.facts[key] for report in rollup.units if key in report.facts]
        lacking = (report.unit_name for report in rollup.units if key not in report.facts)
        if given or key == STATED_FEE:
            yield FactTotal(label, unit, exact_sum(given), tuple(lacking))
