"""Three reports a clerk might narrate: a township without a request, a busy department, a county."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from tests.tools.make import report
from xlsheets.narrative.draft import narrate
from xlsheets.report import Report

_NOTHING_WRITTEN: dict[str, tuple[str, ...]] = {"overview": (), "problems": (), "other_matters": ()}


def township() -> Report:
    """All zero; nobody asked, nobody complained."""
    facts = {
        "board_items": 46,
        "assessed_units": 9,
        "reviewers": 120,
        "accountability_cases": 0,
        "fee_amount": 0,
        "fee_requests": 0,
    }
    return replace(report(narrative=_NOTHING_WRITTEN), facts=facts)


def department() -> Report:
    """Busy: every outcome, both remedies, a fee, most facts."""
    cells: dict[str, int | str | None] = {
        "pro1.normative.issued": 3,
        "pro1.normative.repealed": 1,
        "pro1.normative.in_force": 20,
        "pro5.licensing.decisions": 1260,
        "pro6.penalty.decisions": 84,
        "pro6.coercion.decisions": 7,
        "pro8.fees.amount": "36.8025",
        "req.received.natural_person": 41,
        "req.received.business": 12,
        "req.received.legal_service": 4,
        "req.received.other_entity": 1,
        "req.carried_over.natural_person": 3,
        "req.granted.natural_person": 20,
        "req.granted.business": 6,
        "req.partial.natural_person": 5,
        "req.third_party.natural_person": 2,
        "req.deliberative.natural_person": 3,
        "req.deliberative.legal_service": 1,
        "req.not_held.natural_person": 9,
        "req.not_held.business": 5,
        "req.not_held.legal_service": 3,
        "req.petition.natural_person": 2,
        "req.fee_unpaid.natural_person": 1,
        "req.other_outcome.other_entity": 1,
        "req.carried_forward.natural_person": 2,
        "req.carried_forward.business": 1,
        "rem.cases.review_upheld": 4,
        "rem.cases.review_corrected": 1,
        "rem.cases.review_pending": 1,
        "rem.cases.direct_upheld": 2,
        "rem.cases.after_review_pending": 1,
    }
    facts = {
        "website_items": 865,
        "wechat_items": 1204,
        "other_media_items": 96,
        "policy_readings": 9,
        "normative_readings": 2,
        "press_conferences": 2,
        "consultations": 4,
        "opinions": 17,
        "messages": 132,
        "hotline_orders": 410,
        "late_replies": 0,
        "fee_amount": 380,
        "fee_requests": 2,
        "secrecy_reviews": 2165,
        "reviewed_documents": 21,
        "corrections": 6,
        "accounts": 2,
        "closed_accounts": 1,
        "meetings": 2,
        "staff": 3,
        "trainings": 2,
        "trainees": 58,
        "inspections": 4,
        "rectified_problems": 7,
    }
    busy = report(
        cells, narrative=_NOTHING_WRITTEN, unit="示例县自然资源局", level="county_department"
    )
    return replace(busy, facts=facts)


def county() -> Report:
    """A county's aggregate: large numbers, one kind of ground, a fee without its requests."""
    cells: dict[str, int | str | None] = {
        "pro1.normative.in_force": 157,
        "pro1.normative.repealed": 12,
        "pro5.licensing.decisions": 48201,
        "pro6.penalty.decisions": 10377,
        "pro8.fees.amount": "5210.4",
        "req.received.natural_person": 730,
        "req.received.business": 60,
        "req.received.public_welfare": 1,
        "req.granted.natural_person": 410,
        "req.granted.business": 40,
        "req.partial.natural_person": 35,
        "req.internal_affairs.natural_person": 1,
        "req.not_held.natural_person": 255,
        "req.not_held.business": 15,
        "req.repeated.natural_person": 12,
        "req.not_supplemented.natural_person": 17,
        "req.not_supplemented.public_welfare": 1,
        "req.carried_forward.business": 5,
        "rem.cases.review_upheld": 12,
    }
    facts = {
        "website_items": 14571,
        "gazette_issues": 6,
        "press_conferences": 12,
        "late_replies": 3,
        "fee_amount": 2950,
        "accounts": 95,
        "inspections": 4,
        "assessed_units": 64,
        "reviewers": 1803,
        "accountability_cases": 1,
    }
    whole = report(cells, narrative=_NOTHING_WRITTEN, unit="示例县人民政府", level="county")
    return replace(whole, facts=facts)


def county_before() -> Report:
    """The county's report of the year before."""
    cells: dict[str, int | str | None] = {
        "pro1.normative.in_force": 169,
        "pro5.licensing.decisions": 47000,
        "pro6.penalty.decisions": 11240,
        "pro8.fees.amount": "5088.2",
        "req.received.natural_person": 800,
        "req.received.business": 76,
        "req.granted.natural_person": 800,
        "req.granted.business": 76,
    }
    return report(cells, unit="示例县人民政府", level="county", year=2024)


SAMPLES = {
    "township": (township(), None),
    "department": (department(), None),
    "county": (county(), county_before()),
}
GOLDEN = Path(__file__).parents[1] / "golden/narrative"


def told(name: str) -> Mapping[str, tuple[str, ...]]:
    """Return the text the program drafts for a sample, by section."""
    drafted, previous = SAMPLES[name]
    return narrate(drafted, previous).narrative


def goldens() -> dict[Path, str]:
    """Return the texts of the samples as they are to be approved, by the file that keeps them."""
    return {
        GOLDEN / f"{name}.txt": "".join(
            f"# {section}\n" + "\n".join(paragraphs) + "\n"
            for section, paragraphs in told(name).items()
        )
        for name in SAMPLES
    }
