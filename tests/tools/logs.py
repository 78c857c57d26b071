"""Random case logs: sound rows, and everything people paste into one."""

from __future__ import annotations

import datetime
import random
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from xlsheets.caselog.columns import DECISIONS, DISPUTES, DOCUMENTS, REQUESTS, Entry
from xlsheets.caselog.counting import Tally
from xlsheets.caselog.records import CaseLog, LogRow, case_log
from xlsheets.caselog.words import CHANNELS, log_words
from xlsheets.caselog.workdays import moved_days
from xlsheets.checks.caselog.subject import LogCase
from xlsheets.report import Profile, Report
from xlsheets.schema import Cell, newest
from xlsheets.workflows import samples

YEAR, UNIT = 2025, "示例县示例乡人民政府"
WORDS = log_words(newest())
FIRST = 4
# What no output may show: it stands in every private cell.
SECRET = "王小明要的东西"
_ODD = ("", " ", "自然人 ", "3月5日", "不详", -3, 0, 2.5, "（一）予以公开 ")
_ODD_DAYS = ("", " ", "3月5日", -3, 0, 3_000_000)


def counted(tally: Tally, **given: object) -> Report:
    """Return a report without text that is counted from a log."""
    profile = replace(samples.sound().profile, unit=tally.log.unit, year=tally.log.year)
    blank = dict.fromkeys(tally.log.edition.typed_cells, 0)
    return Report(profile=profile, figures=blank | dict(tally.figures), **given)


def day(chance: random.Random, first: int = -400, last: int = 760) -> datetime.date:
    """Return a day around the year, most of them in it."""
    return datetime.date(YEAR, 1, 1) + datetime.timedelta(days=chance.randint(first, last))


def _after(chance: random.Random, start: datetime.date, longest: int = 70) -> datetime.date:
    return start + datetime.timedelta(days=chance.randint(0, longest))


def _request(chance: random.Random, number: int) -> dict:
    arrived = day(chance, -120, 400)
    row = {
        "number": f"{arrived.year}-{number:04}",
        "arrived": arrived,
        "channel": chance.choice(CHANNELS),
        "kind": chance.choice([*WORDS.classes]),
        "gist": SECRET,
        "remark": SECRET,
    }
    if chance.random() < 0.2:
        row["asked"] = _after(chance, arrived, 7)
        if chance.random() < 0.8:
            row["clarified"] = _after(chance, row["asked"], 20)
    if chance.random() < 0.15:
        row["consulted"] = _after(chance, arrived, 12)
        if chance.random() < 0.8:
            row["heard"] = _after(chance, row["consulted"], 25)
    if chance.random() < 0.15:
        row["extension"] = chance.randint(1, 20)
    if chance.random() < 0.85:
        row["answered"] = _after(chance, arrived)
        row["outcome"] = chance.choice([*WORDS.outcomes])
        if chance.random() < 0.1:
            row["charged"] = chance.choice([10, 100, 340, Decimal("12.5")])
    if chance.random() < 0.3:
        row["requester"] = f"甲{chance.randint(1, 9):02}"
        row[chance.choice(["pieces", "pages"])] = chance.randint(1, 260)
    return row


def _dispute(chance: random.Random, number: int) -> dict:
    row = {
        "remedy": chance.choice([*WORDS.remedies]),
        "about": f"{YEAR}-{number:04}",
        "arrived": day(chance, -300, 400),
        "remark": SECRET,
    }
    if chance.random() < 0.6:
        row["closed"] = _after(chance, row["arrived"], 200)
        row["result"] = chance.choice(WORDS.results)
    return row


def _document(chance: random.Random, number: int) -> dict:
    row = {
        "sort": chance.choice([*WORDS.documents]),
        "reference": f"示政规〔{YEAR}〕{number}号",
        "title": "示例办法",
        "dated": day(chance, -2000, 400),
    }
    if chance.random() < 0.3:
        row["ended"] = _after(chance, row["dated"], 1500)
    return row


def _decision(chance: random.Random, number: int) -> dict:
    row = {"sort": chance.choice([*WORDS.decisions]), "dated": day(chance, -30, 400)}
    if chance.random() < 0.5:
        row["count"] = chance.randint(0, 40)
    return row


_MAKERS = {
    REQUESTS: (_request, 1.0),
    DISPUTES: (_dispute, 0.1),
    DOCUMENTS: (_document, 0.2),
    DECISIONS: (_decision, 0.1),
}


def random_rows(
    seed: int, count: int, *, odd: float = 0.0, made: Mapping = _MAKERS
) -> dict[str, list[LogRow]]:
    """Return the rows of the four sheets; ``odd`` is how often a cell holds something it should not."""
    chance = random.Random(seed)
    rows: dict[str, list[LogRow]] = {}
    for sheet, (maker, share) in made.items():
        rows[sheet.key] = []
        for at in range(min(sheet.rows, round(count * share))):
            contents = maker(chance, at + 1)
            for column in sheet.typed:
                if chance.random() < odd:
                    odd_ones = _ODD_DAYS if column.entry is Entry.DAY else _ODD
                    contents[column.key] = chance.choice(odd_ones)
            kept = {
                key: Decimal(str(content)) if isinstance(content, float) else content
                for key, content in contents.items()
                if content != ""
            }
            rows[sheet.key].append(LogRow(FIRST + at, kept))
    return rows


def random_log(seed: int, count: int, *, odd: float = 0.0) -> tuple[CaseLog, dict]:
    """Return a log and its rows."""
    rows = random_rows(seed, count, odd=odd)
    return case_log(UNIT, YEAR, rows, days_off=moved_days(YEAR)), rows


# Case files ---------------------------------------------------------------------------------------

TODAY = datetime.date(YEAR + 1, 1, 10)
_SOUND = {
    "requests": {
        "channel": "当面提交",
        "kind": "自然人",
        "arrived": datetime.date(YEAR, 3, 5),
        "answered": datetime.date(YEAR, 3, 20),
        "outcome": "（一）予以公开",
    },
    "disputes": {
        "remedy": "行政复议",
        "about": "往年2023-001",
        "arrived": datetime.date(YEAR, 5, 6),
    },
    "documents": {"sort": "行政规范性文件", "dated": datetime.date(YEAR, 2, 3)},
    "decided": {"sort": "行政许可", "dated": datetime.date(YEAR, 2, 3)},
}


def built(written: Mapping) -> LogCase:
    """Return what a case file of family L is about.

    Every row is sound but for what the case says, where ``""`` leaves a cell blank; a row may say in which ``row`` it
    stands. ``report`` has the figures of a report that agrees in everything else.
    """
    rows = {}
    for key, sound in _SOUND.items():
        rows[key] = []
        for at, given in enumerate(written.get(key, ())):
            contents = sound | {"number": f"{YEAR}-{at + 1:03}"} if key == "requests" else {**sound}
            contents |= given
            number = contents.pop("row", FIRST + at)
            kept = {
                name: Decimal(str(content)) if isinstance(content, float) else content
                for name, content in contents.items()
                if content != ""
            }
            rows[key].append(LogRow(number, kept))
    log = case_log(UNIT, YEAR, rows, days_off=moved_days(YEAR), source="登记簿.xlsx")
    if "report" not in written:
        return LogCase(log, TODAY)
    tally = Tally(log, TODAY)
    figures = dict(tally.figures)
    facts = dict(tally.facts)
    for place, value in written["report"].items():
        if place.startswith("fact."):
            facts[place.removeprefix("fact.")] = value
        elif value == "":
            del figures[Cell.parse(place)]
        else:
            figures[Cell.parse(place)] = value
    profile = Profile(unit=UNIT, year=YEAR)
    return LogCase(log, TODAY, Report(profile=profile, figures=figures, facts=facts))
