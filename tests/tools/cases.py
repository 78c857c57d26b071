"""A case file of a check -> the cases in it, and what each expects.

Every case starts from the clean all-zero report and states only what deviates:

    [[case]]
    name = "what happened"
    cells = { "req.received.business" = 3, "profile.level" = "county", "text.overview.1" = "…", "fact.fee_amount" = 20 }
    stated = { "req.received.all" = 4 }
    observations = [{ kind = "dash", place = "pro1.rules.issued", text = "/" }]
    previous = { "req.carried_forward.business" = 1 }
    neighbours = [{ "profile.unit" = "示例镇人民政府", "text.problems" = ["…"] }]
    units = ["示例镇人民政府"]
    lexicon = "公开科=公开股"
    expect = ["S303 req.carried_forward.business"]

The sample text names the unit that ``profile.unit`` gives. ``""`` leaves a cell blank, a profile field not filled in, a paragraph out; ``text.problems = [...]`` replaces a
whole section. Earlier reports (``previous``, a table or an array of tables, last year first) and neighbours
have no text but what is given. ``expect`` lists all findings: code and primary place.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from tests.tools import make
from tests.tools.logs import built
from xlsheets.basics.numbers import Oddity
from xlsheets.checks import Case, run_checks, unreadable
from xlsheets.checks.caselog import log_findings
from xlsheets.checks.county import county_findings
from xlsheets.checks.text.lexicon import read_lexicon
from xlsheets.county.adjustment import Adjustment
from xlsheets.county.rollup import Rollup, Scope, add_up
from xlsheets.ooxml import refusals
from xlsheets.report import Observation, Profile, Report
from xlsheets.report.findings import Finding
from xlsheets.schema import Cell

CASES = Path(__file__).parents[1] / "cases"
COUNTY, LOGS = CASES / "county", CASES / "log"
# What a file may be refused for, one kind for each rule.
REFUSED = ("missing", "lock", "encrypted", "xls", "not_ours", "truncated", "other_edition")


def case_files(folder: Path = CASES) -> list[Path]:
    """Return the case files in the order of their codes."""
    return sorted(folder.glob("*.toml"))


def cases_in(path: Path) -> list[dict]:
    """Return the cases of a file as written."""
    return tomllib.loads(path.read_text(encoding="utf-8"))["case"]


def build(written: Mapping) -> Case:
    """Return what a check is to look at."""
    given = written.get("previous", [])
    earlier = [given] if isinstance(given, Mapping) else given
    year = make.PROFILE.year
    return Case(
        changed(
            written.get("cells", {}),
            narrative=make.NARRATIVE,
            stated=written.get("stated", {}),
            observations=tuple(
                Observation(**{**entry, "kind": Oddity(entry["kind"])})
                for entry in written.get("observations", ())
            ),
        ),
        previous=tuple(
            changed({"profile.year": year - back, **changes})
            for back, changes in enumerate(earlier, 1)
        ),
        neighbours=tuple(changed(changes) for changes in written.get("neighbours", ())),
        units=tuple(written.get("units", ())),
        lexicon=read_lexicon(written.get("lexicon", "").encode(), "lexicon"),
    )


def changed(
    places: Mapping,
    *,
    narrative: Mapping | None = None,
    stated: Mapping | None = None,
    observations: tuple[Observation, ...] = (),
) -> Report:
    """Return the all-zero report with these places changed."""
    unit = places.get("profile.unit") or make.PROFILE.unit
    cells, profile, facts = {}, {}, {}
    text = {
        section: tuple(paragraph.replace(make.PROFILE.unit, unit) for paragraph in paragraphs)
        for section, paragraphs in (narrative or {}).items()
    }
    for place, value in places.items():
        kind, _, rest = place.partition(".")
        if kind == "profile":
            profile[rest] = None if value == "" and rest in ("year", "signed") else value
        elif kind == "fact":
            facts[rest] = make.figure(value)
        elif kind == "text":
            text.update(_rewritten(text, rest, value))
        else:
            cells[place] = None if value == "" else value
    base = make.report(cells, stated=stated, observations=observations, **profile)
    return replace(base, narrative=text, facts=facts)


def _rewritten(text: Mapping, rest: str, value: str | list[str]) -> dict[str, tuple[str, ...]]:
    section, _, number = rest.partition(".")
    if not number:
        return {section: tuple(value)}
    paragraphs = [*text.get(section, ())]
    paragraphs[int(number) - 1 : int(number)] = [value] if value else []
    return {section: tuple(paragraphs)}


def rolled(written: Mapping) -> Rollup:
    """Return the roll-up a case of the county is about."""
    target = {"unit": "示例县人民政府", "level": "county", "year": 2025} | written.get("target", {})
    observations = tuple(
        Observation(**{**given, "kind": Oddity(given["kind"])}) for given in written.get("odd", ())
    )
    units = [
        replace(changed(places), source=f"{number}.xlsx", observations=observations)
        for number, places in enumerate(written["units"])
    ]
    adjustments = [
        Adjustment(Cell.parse(given["cell"]), make.figure(given["amount"]), given["reason"])
        for given in written.get("adjustments", ())
    ]
    scope = Scope(tuple(written.get("expected", ())), tuple(written.get("vertical", ())))
    typed = changed(written["typed"]) if "typed" in written else None
    rollup = add_up(Profile(**target), units, scope=scope, adjustments=adjustments, typed=typed)
    left_open = {file: tuple(counts) for file, counts in written.get("left_open", {}).items()}
    return replace(rollup, left_open=left_open)


def found(case: Case) -> list[str]:
    """Return all findings of a case as code and primary place, sorted."""
    return sorted(" ".join((finding.code, *finding.places[:1])) for finding in run_checks(case))


def walk(folder: Path = CASES) -> Iterator[tuple[str, dict]]:
    """Yield every case of every file with a name for the test report."""
    for path in case_files(folder):
        for written in cases_in(path):
            yield f"{path.stem}: {written['name']}", written


def spoken() -> dict[str, Finding]:
    """Return by its code the first finding of every rule: of a file that is refused, or of its case file."""
    refused = (refusals.refusal(kind, name="示例乡.xlsx", where="2030") for kind in REFUSED)
    found = {finding.code: finding for finding in (unreadable(error, "") for error in refused)}
    for folder, judged in ((CASES, _judged), (COUNTY, _judged_rollup), (LOGS, _judged_log)):
        for path in case_files(folder):
            hits = (finding for written in cases_in(path) for finding in judged(written))
            of_its_own = next((finding for finding in hits if finding.code == path.stem), None)
            if of_its_own is not None:
                found[path.stem] = of_its_own
    return found


def _judged(written: Mapping) -> list[Finding]:
    return run_checks(build(written))


def _judged_rollup(written: Mapping) -> list[Finding]:
    return [*county_findings(rolled(written))]


def _judged_log(written: Mapping) -> list[Finding]:
    return log_findings(built(written))
