"""Whole drafts: as they were approved, in every wording right, and in no two years and units the same."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from tests.tools.logs import TODAY, counted, random_log
from tests.tools.make import balanced, report
from tests.tools.narrated import SAMPLES, department, goldens
from tests.tools.wording import MOST, wording
from xlsheets.caselog.counting import Tally
from xlsheets.checks import Case, run_checks
from xlsheets.checks.text.similarity import SHINGLE
from xlsheets.narrative.draft import narrate
from xlsheets.narrative.order import in_order
from xlsheets.narrative.phrases import load_phrases
from xlsheets.narrative.variants import chooser
from xlsheets.report import Report
from xlsheets.schema.facts import FACTS

ALIKE = 0.4
UNITS = [f"{name}{kind}人民政府" for name in ("青石", "临河", "柳林", "白塔") for kind in "镇乡"]


def text_of(drafted: Report, previous: Report | None = None) -> str:
    narrative = narrate(drafted, previous).narrative
    return "".join(paragraph for texts in narrative.values() for paragraph in texts)


@pytest.mark.parametrize("path", goldens(), ids=lambda path: path.stem)
def test_a_sample_reads_as_it_was_approved(path: Path, approved) -> None:
    approved(path, goldens()[path])


@pytest.mark.parametrize("number", range(MOST))
@pytest.mark.parametrize("name", SAMPLES)
def test_in_every_wording_there_is_nothing_to_find_but_what_is_asked(
    name: str, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xlsheets.narrative.phrases.chooser", wording(number))
    drafted, previous = SAMPLES[name]
    narrated = replace(drafted, narrative=narrate(drafted, previous).narrative)
    findings = run_checks(Case(narrated, (previous,) if previous else ()), select=("C", "N", "T"))
    asking = {place for place, text in narrated.prose if "【" in text}
    assert [finding.message for finding in findings if finding.places[0] not in asking] == []
    assert {finding.code for finding in findings} <= {"T002"}


def test_the_same_report_is_always_told_in_the_same_words() -> None:
    drafted, previous = SAMPLES["county"]
    assert narrate(drafted, previous) == narrate(drafted, previous)


def test_following_years_have_other_wordings() -> None:
    for count in range(2, 9):
        wordings = [str(number) for number in range(count)]
        chosen = [chooser("青石镇人民政府", year, "x")(*wordings) for year in range(2000, 2060)]
        assert set(chosen) == set(wordings)
        assert all(one != other for one, other in pairwise(chosen))


def _alike(one: str, other: str) -> float:
    first, second = (
        {text[start : start + SHINGLE] for start in range(len(text) - SHINGLE + 1)}
        for text in (one, other)
    )
    return len(first & second) / min(len(first), len(second))


def test_units_without_anything_to_report_do_not_come_out_alike() -> None:
    texts = [text_of(report(unit=unit, address="", postcode="", phone="")) for unit in UNITS]
    assert max(_alike(*pair) for pair in combinations(texts, 2)) <= ALIKE


def test_the_order_of_sentences_goes_by_unit_and_year() -> None:
    sentences = ["heading", "staff", "meetings", "trainings", "own", "asked"]
    orders = {
        tuple(in_order("overview.supervision", sentences, unit, year))
        for unit in UNITS
        for year in (2024, 2025)
    }
    assert len(orders) > 3
    assert all(order[0] == "heading" and order[-2:] == ("own", "asked") for order in orders)
    assert in_order("overview.supervision", sentences, UNITS[0], 2024) == in_order(
        "overview.supervision", sentences, UNITS[0], 2024
    )


def test_two_years_of_one_unit_do_not_come_out_alike() -> None:
    texts = [text_of(report(year=year)) for year in range(2021, 2027)]
    assert max(_alike(*pair) for pair in combinations(texts, 2)) <= ALIKE


def test_two_years_of_a_busy_unit_do_not_come_out_alike() -> None:
    now = department()
    figures = {
        cell: count and count + 1 + number % 3
        for number, (cell, count) in enumerate(now.figures.items())
    }
    facts = {key: count and count + 3 for key, count in now.facts.items()}
    before = balanced(
        replace(now, figures=figures, facts=facts, profile=replace(now.profile, year=2024))
    )
    assert _alike(text_of(now), text_of(before)) <= ALIKE


ASKING = re.compile("【[^】]*】")
PLACES = "青石临河柳白塔南溪东阳北岭金沙双桥长乐安和永兴平川"


def _named(busy: Report, unit: str) -> Report:
    """Return a report as that of another unit, which has an address of its own."""
    profile = replace(busy.profile, unit=unit, address="", phone="", postcode="")
    return replace(busy, profile=profile)


def _units(name: str, count: int) -> list[str]:
    ending = SAMPLES[name][0].profile.unit[-4:]
    chosen = random.Random(name)
    return ["示例" + "".join(chosen.sample(PLACES, 2)) + ending for _ in range(count)]


@pytest.mark.parametrize("name", SAMPLES)
def test_busy_units_with_the_same_figures_do_not_come_out_alike(name: str) -> None:
    busy, previous = SAMPLES[name]
    texts = [ASKING.sub("", text_of(_named(busy, unit), previous)) for unit in _units(name, 60)]
    pairs = zip(texts[::2], texts[1::2], strict=True)
    assert max(_alike(one, other) for one, other in pairs) <= ALIKE


@pytest.mark.parametrize("name", SAMPLES)
def test_wordings_chosen_by_the_unit_leave_nothing_to_find(name: str) -> None:
    sample, previous = SAMPLES[name]
    for unit in _units(name, 30):
        own = _named(sample, unit)
        narrated = replace(own, narrative=narrate(own, previous).narrative)
        findings = run_checks(Case(narrated), select=("N", "T"))
        assert {finding.code for finding in findings} <= {"T002"}, unit


BAD = (
    r"\d+\.\d0%|\.00%",
    r"下降100%",
    r"都是属于",
    r"均为其他结果",
    r"有\d+件申请超过",
    r"没有办结的申请；",
    r"增长\d{4,}",
)


@pytest.mark.parametrize("number", range(MOST))
@pytest.mark.parametrize("name", SAMPLES)
def test_no_wording_says_what_was_wrong_once(
    name: str, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xlsheets.narrative.phrases.chooser", wording(number))
    told = text_of(*SAMPLES[name])
    assert [pattern for pattern in BAD if re.search(pattern, told)] == []


FULL = {key: 31 + 7 * number for number, key in enumerate(fact.key for fact in FACTS)} | {
    "normative_readings": 2,
    "late_replies": 5,
    "fee_amount": 380,
    "fee_requests": 3,
}
# Every fact is given; every number of the tables is told; last year is known.
WATCHED = {
    "facts": (replace(department(), facts=FULL), None),
    "department": SAMPLES["department"],
    "county": SAMPLES["county"],
}
# The name of the hotline, and what a person is asked to write.
NO_FIGURE = re.compile("12345热线|【[^】]*】")
NUMBER = re.compile(r"\d+")


def _mutations(paragraph: str) -> Iterator[tuple[str, str]]:
    """Yield a paragraph with one number changed, for each, and the sentence it stands in."""
    plain = NO_FIGURE.sub(lambda match: "□" * len(match[0]), paragraph)
    for match in NUMBER.finditer(plain):
        digits, year = match[0], plain[match.end() : match.end() + 1] == "年"
        # A year is last year's; of any other number the last digit is changed, by more
        # than a share may be rounded.
        other = str(int(digits) - 1) if year else f"{digits[:-1]}{(int(digits[-1]) + 2) % 10}"
        sentence = plain[
            plain.rfind("。", 0, match.start()) + 1 : plain.find("。", match.end()) + 1
        ]
        yield (
            f"{paragraph[: match.start()]}{other}{paragraph[match.end() :]}",
            (f"{sentence}|{match.start() - plain.rfind('。', 0, match.start())}"),
        )


def _found(
    drafted: Report, last: Report | None, narrative: dict[str, tuple[str, ...]], family: str
) -> Counter:
    case = Case(replace(drafted, narrative=narrative), (last,) if last else ())
    return Counter((finding.code, finding.message) for finding in run_checks(case, select=[family]))


@pytest.mark.parametrize("name", ["facts", "county"])
def test_every_figure_the_writer_writes_has_a_reader(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever wording a number stands in: when it is changed, a rule says so."""
    drafted, last = WATCHED[name]
    seen: set[str] = set()
    unread = []
    for number in range(MOST):
        monkeypatch.setattr("xlsheets.narrative.phrases.chooser", wording(number))
        narrative = dict(narrate(drafted, last).narrative)
        silent = {family: _found(drafted, last, narrative, family) for family in "NT"}
        for section, paragraphs in narrative.items():
            for at, paragraph in enumerate(paragraphs):
                for changed, sentence in _mutations(paragraph):
                    if sentence in seen:
                        continue
                    seen.add(sentence)
                    text = {
                        **narrative,
                        section: (*paragraphs[:at], changed, *paragraphs[at + 1 :]),
                    }
                    # Most figures have their reader in N, and are not looked for in T.
                    if not any(
                        _found(drafted, last, text, family) - silent[family] for family in "NT"
                    ):
                        unread.append(changed)
    assert unread == []
    assert len(seen) > 50


@pytest.mark.parametrize("key", [fact.key for fact in FACTS])
def test_a_fact_that_is_changed_after_the_text_was_written_is_found(key: str) -> None:
    """微信 188 becomes 999 while the prose keeps 188."""
    drafted, _ = WATCHED["facts"]
    narrative = dict(narrate(drafted).narrative)
    later = replace(
        drafted, facts={**drafted.facts, key: drafted.facts[key] + 10}, narrative=narrative
    )
    found = run_checks(Case(later), select=("N5", "N6"))
    assert f"fact.{key}" in {place for finding in found for place in finding.places}


@pytest.mark.parametrize("key", ["opinions", "late_replies", "corrections", "accountability_cases"])
def test_a_fact_that_was_said_to_be_none_is_found(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    none = replace(department(), facts={**department().facts, key: 0})
    for number in range(MOST):
        monkeypatch.setattr("xlsheets.narrative.phrases.chooser", wording(number))
        narrative = narrate(none).narrative
        later = replace(none, facts={**none.facts, key: 3}, narrative=narrative)
        found = run_checks(Case(later), select=("N8",))
        assert [finding.places[1] for finding in found] == [f"fact.{key}"], narrative


LATER = {
    "received": {"req.received.business": 3, "req.granted.business": 3},
    "carried over": {"req.carried_over.business": 1, "req.granted.business": 1},
    "documents made": {"pro1.normative.issued": 2, "pro1.normative.in_force": 2},
    "documents in force": {"pro1.normative.in_force": 2},
    "licensing": {"pro5.licensing.decisions": 4},
    "penalty": {"pro6.penalty.decisions": 4},
    "coercion": {"pro6.coercion.decisions": 4},
    "fees": {"pro8.fees.amount": 3},
    "reviews": {"rem.cases.review_upheld": 2},
    "suits": {"rem.cases.direct_upheld": 2},
}


@pytest.mark.parametrize("name", LATER)
def test_what_was_said_to_be_none_is_found_when_the_table_has_some(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(MOST):
        monkeypatch.setattr("xlsheets.narrative.phrases.chooser", wording(number))
        narrative = narrate(report()).narrative
        case = Case(replace(report(LATER[name]), narrative=narrative))
        assert run_checks(case, select=("N",)), narrative["overview"][1:3]


def test_every_phrase_of_ours_is_written_by_one_sample_or_another() -> None:
    others = [
        replace(department(), facts={}),
        report(),
        report({"req.received.business": 1}),
        report({"pro1.rules.issued": 1, "pro1.rules.in_force": 2}, level="city"),
        report({"rem.cases.review_upheld": 2}, stated={"rem.cases.review_all": 3}),
    ]
    drafts = [narrate(drafted, last) for drafted, last in (*WATCHED.values(), *SAMPLES.values())]
    drafts += [narrate(drafted, report(year=2024)) for drafted in others]
    tally = Tally(random_log(50, 60)[0], TODAY)
    drafts.append(narrate(counted(tally), tally=tally))
    written_ones = {sentence.name for draft in drafts for sentence in draft.sentences}
    ours = {
        f"{section}.{paragraph}.{key}"
        for section, paragraphs in load_phrases().items()
        for paragraph, sentences in paragraphs.items()
        for key in sentences
    }
    assert ours - written_ones <= {"overview.proactive.unbalanced"}
