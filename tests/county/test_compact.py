"""What a roll-up keeps of a report: every figure as it was, in less than a kilobyte."""

import random
import tracemalloc
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.make import EDITION, report
from xlsheets.county.compact import Shelf
from xlsheets.county.rollup import add_up
from xlsheets.report import Profile

TYPED = EDITION.typed_cells
COUNTY = Profile(unit="示例县人民政府", level="county", year=2025)
NUMBERS = st.one_of(
    st.integers(0, 300),
    st.integers(-5, 2**70),
    st.sampled_from([254, 255, 2**16 - 2, 2**16 - 1, 2**32 - 1, 2**64 - 2, 2**64 - 1]),
    st.decimals(0, 10**6, places=2),
)


@given(st.lists(st.dictionaries(st.sampled_from(TYPED), NUMBERS, max_size=8), max_size=6))
@settings(max_examples=60, deadline=None)
def test_every_figure_of_every_report_is_kept(given_figures):
    shelf = Shelf()
    full = [replace(report(), figures=figures) for figures in given_figures]
    kept = [shelf.slim(one) for one in full]
    for before, after in zip(full, kept, strict=True):
        assert dict(after.figures) == before.figures
        assert len(after.figures) == len(before.figures)
        assert after.unusable == before.unusable


def test_a_roll_up_of_what_is_kept_is_that_of_the_whole_reports():
    towns = [
        replace(
            report({"pro8.fees.amount": Decimal("0.1")}, unit="甲镇人民政府"),
            facts={"website_items": 300},
        ),
        replace(
            report({"pro5.licensing.decisions": 9000}, unit="乙镇人民政府"),
            facts={"website_items": 7},
        ),
    ]
    shelf = Shelf()
    whole, small = (add_up(COUNTY, reports) for reports in (towns, map(shelf.slim, towns)))
    assert small.report == whole.report
    for cell in EDITION.cells:
        assert small.parts(cell) == whole.parts(cell)


def test_a_report_takes_less_than_a_kilobyte():
    chance, shelf, count = random.Random(1), Shelf(), 400
    tracemalloc.start()
    kept = []
    for number in range(count):
        full = report(unit=f"示例县第{number}镇人民政府")
        figures = {cell: chance.choice((0, 0, chance.randrange(5000))) for cell in TYPED}
        kept.append(shelf.slim(replace(full, figures=figures)))
    used = tracemalloc.get_traced_memory()[0] / count
    tracemalloc.stop()
    assert len(kept) == count
    assert used < 1024


def test_a_report_kept_with_its_text_says_what_it_said():
    held = report(
        {"req.received.business": 3},
        narrative={"overview": ("第一段。", "半个\ud83d"), "others": ("没有。",)},
        phone="0357-1",
    )
    kept = Shelf().with_text(held)
    assert dict(kept.narrative) == dict(held.narrative)
    assert dict(kept.figures) == dict(held.figures)
    assert kept.profile == held.profile
    assert kept.paragraphs("overview") == held.paragraphs("overview")
