"""Whole reports in the manner of published ones -> the case the rules see, and what was judged right to say of it.

A file of ``manner/`` holds reports as [[report]]: unit, kind, year, ``tables`` and ``last`` as in the sets of sentences,
``paragraphs`` with their section (前言, 一, 五, 六), ``slip`` where the writer let a mistake stand, and ``expect``:
the codes of families N and T that are right to raise. All texts, units and figures are invented.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from tests.phrases.corpus import SECTIONS, Entry, case_of
from xlsheets.checks import Case

HERE = Path(__file__).parent / "manner"


@dataclass(frozen=True, slots=True)
class Told:
    """One report: its name, the case, and the codes that are right."""

    name: str
    case: Case
    expect: frozenset[str]


@cache
def told() -> tuple[Told, ...]:
    """Return the reports of the folder in order."""
    return tuple(
        _told(f"{path.stem}-{number:03d}", written)
        for path in sorted(HERE.glob("*.toml"))
        for number, written in enumerate(tomllib.loads(path.read_text("utf-8"))["report"], 1)
    )


def _told(name: str, written: dict) -> Told:
    said: dict[str, tuple[str, ...]] = {}
    for paragraph in written["paragraphs"]:
        key = SECTIONS[paragraph["section"]]
        said[key] = (*said.get(key, ()), paragraph["text"])
    entry = Entry(
        text="",
        section="一",
        expect=frozenset(written["expect"]),
        also=frozenset(),
        blocks=False,
        unit=written["unit"],
        kind=written["kind"],
        year=written["year"],
        tables=written.get("tables", {}),
        last=written.get("last", {}),
    )
    case = case_of(entry, said[SECTIONS["一"]])
    report = replace(case.report, narrative={**case.report.narrative, **said})
    return Told(name, replace(case, report=report), entry.expect)
