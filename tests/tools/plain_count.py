"""A case log counted a second time, plainly and without the package: what the formulas and the program must come to.

Rows are plain dictionaries of what is typed; the result is one number for each line that people would count, such as
``("本年新收", "自然人")``.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping


def _days(row: Mapping, key: str) -> datetime.date | None:
    """Return a day; anything positive that is no day counts as beyond all days."""
    value = row.get(key)
    if isinstance(value, datetime.date):
        return value
    if value is None or isinstance(value, str) or value <= 0:
        return None
    return datetime.date.max


def count_requests(rows: Iterable[Mapping], year: int, outcomes: set, kinds: set) -> Counter:
    found: Counter = Counter()
    for row in rows:
        arrived, answered = _days(row, "arrived"), _days(row, "answered")
        done = answered is not None and row.get("outcome") in outcomes
        if arrived is None or row.get("kind") not in kinds or arrived.year > year:
            continue
        if arrived.year < year and done and answered.year < year:
            continue
        found["本年新收" if arrived.year == year else "上年结转", row["kind"]] += 1
        closed = done and answered.year <= year
        found[row["outcome"] if closed else "结转下年度", row["kind"]] += 1
    return found


def count_disputes(rows: Iterable[Mapping], year: int, results: set) -> Counter:
    found: Counter = Counter()
    for row in rows:
        arrived, closed = _days(row, "arrived"), _days(row, "closed")
        if arrived is None or arrived.year > year:
            continue
        if closed is None or row.get("result") not in results or closed.year > year:
            found[row.get("remedy"), "尚未审结"] += 1
        elif closed.year == year:
            found[row.get("remedy"), row["result"]] += 1
    return found


def count_documents(rows: Iterable[Mapping], year: int) -> Counter:
    found: Counter = Counter()
    for row in rows:
        dated, ended = _days(row, "dated"), _days(row, "ended")
        found[row.get("sort"), "制发"] += dated is not None and dated.year == year
        found[row.get("sort"), "废止"] += ended is not None and ended.year == year
        gone = ended is not None and ended.year <= year
        found[row.get("sort"), "有效"] += dated is not None and dated.year <= year and not gone
    return found


def count_decisions(rows: Iterable[Mapping], year: int) -> Counter:
    found: Counter = Counter()
    for row in rows:
        dated, count = _days(row, "dated"), row.get("count", 1)
        if dated is not None and dated.year == year:
            whole = (
                not isinstance(count, str | datetime.date) and count == int(count) and count >= 0
            )
            found[row.get("sort")] += int(count) if whole else 0
    return found
