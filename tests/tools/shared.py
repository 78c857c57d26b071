"""Real published reports for tests, read from the folder XLSHEETS_CASES names; tests skip where it is absent."""

from __future__ import annotations

import json
import os
from decimal import Decimal
from pathlib import Path

from tests.tools.make import EDITION
from tests.tools.outside import PUBLISHED, lack
from xlsheets.report import Profile, Report
from xlsheets.schema import Cell

CASES = Path(os.environ.get("XLSHEETS_CASES", Path(__file__).parents[3] / "shared/cases"))
OFFICIAL = CASES.parent / "official"

_ROWS = {
    "new": "received",
    "carried_in": "carried_over",
    "granted": "granted",
    "partial": "partial",
    "denied_1": "state_secret",
    "denied_2": "barred_by_law",
    "denied_3": "security_stability",
    "denied_4": "third_party",
    "denied_5": "internal_affairs",
    "denied_6": "deliberative",
    "denied_7": "enforcement_file",
    "denied_8": "admin_inquiry",
    "unavail_1": "not_held",
    "unavail_2": "needs_creation",
    "unavail_3": "still_unclear",
    "rejected_1": "petition",
    "rejected_2": "repeated",
    "rejected_3": "publication",
    "rejected_4": "excessive",
    "rejected_5": "reconfirmation",
    "other_1": "not_supplemented",
    "other_2": "fee_unpaid",
    "other_3": "other_outcome",
    "done_total": "handled",
    "carried_out": "carried_forward",
}
_LEVELS = {
    "乡镇": "township",
    "县级部门": "county_department",
    "县级政府": "county",
    "县级(开发区,汇总)": "county",
    "地级市政府": "city",
    None: "",
}
_SECTIONS = {"一": "overview", "五": "problems", "六": "other_matters"}


def need_shared(path: Path = CASES) -> Path:
    """Return the path, or skip the test where the published reports are not at hand."""
    if not path.exists():
        lack(PUBLISHED)
    return path


def shared_names(*, complete: bool = False) -> list[str]:
    """Return the names of the published reports; none where the folder is absent."""
    if not CASES.exists():
        return []
    return sorted(
        path.stem
        for path in CASES.glob("*.json")
        if not complete or json.loads(path.read_text(encoding="utf-8"))["complete"]
    )


def _stored(case: dict) -> dict[Cell, object]:
    found: dict[Cell, object] = {}
    two = case["table2"]
    if two:
        for row, key in (("rules", "regulations"), ("normative", "normative_documents")):
            for column, name in (
                ("issued", "made"),
                ("repealed", "repealed"),
                ("in_force", "valid"),
            ):
                found[Cell("pro1", row, column)] = two[key][name]
        found[Cell("pro5", "licensing", "decisions")] = two["licensing"]
        found[Cell("pro6", "penalty", "decisions")] = two["punishment"]
        found[Cell("pro6", "coercion", "decisions")] = two["coercion"]
        found[Cell("pro8", "fees", "amount")] = two["fee_wan"]
    asked = EDITION.blocks["req"]
    for name, values in (case["table3"] or {}).items():
        for column, value in zip(asked.column_leaves, values or [None] * 7, strict=True):
            found[Cell("req", _ROWS[name], column.key)] = value
    # A row that the form did not have yet when the reports were published counts nothing.
    later = {leaf.key for leaf in asked.row_leaves} - set(_ROWS.values()) if case["table3"] else ()
    found |= {Cell("req", row, column.key): 0 for row in later for column in asked.column_leaves}
    if case["table4"]:
        leaves = EDITION.blocks["rem"].column_leaves
        for leaf, value in zip(leaves, case["table4"], strict=True):
            found[Cell("rem", "cases", leaf.key)] = value
    return found


def shared_case(name: str) -> Report:
    """Return a published report as the program would read it; stated totals as published."""
    path = need_shared(CASES / f"{name}.json")
    case = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    stored = {cell: value for cell, value in _stored(case).items() if value is not None}
    totals = EDITION.sum_of
    return Report(
        edition_key=EDITION.key,
        profile=Profile(
            unit=case["unit"] or "", level=_LEVELS[case["unit_level"]], year=case["year"]
        ),
        figures={cell: value for cell, value in stored.items() if cell not in totals},
        stated={cell: value for cell, value in stored.items() if cell in totals},
        narrative={
            _SECTIONS[numeral]: tuple(filter(None, (line.strip() for line in text.split("\n"))))
            for numeral, text in case["sections"].items()
        },
        source=f"{name}.json",
    )
