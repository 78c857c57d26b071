"""Texts that are alike: no pair is overlooked, and units that hang together are one group."""

from decimal import Decimal
from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlsheets.county.analysis.likeness import AlikeGroup, alike_groups, likely_pairs, nearest
from xlsheets.county.collection import Alike

TEXTS = st.lists(st.frozensets(st.sampled_from("甲乙丙丁戊己庚辛壬癸子丑"), max_size=8), max_size=8)


@given(TEXTS, st.sampled_from([0.1, 0.3, 0.4, 0.5, 1.0]))
def test_every_pair_that_shares_so_much_is_looked_at(texts, least):
    alike = {
        (one, other)
        for one, other in combinations(range(len(texts)), 2)
        if (fewer := min(len(texts[one]), len(texts[other])))
        and len(texts[one] & texts[other]) / fewer >= least
    }
    found = list(likely_pairs(texts, least))
    assert alike <= set(found)
    assert found == sorted(set(found))
    both = likely_pairs(texts, least) | likely_pairs(texts[::-1], least)
    mirrored = {(len(texts) - 1 - other, len(texts) - 1 - one) for one, other in found}
    assert set(both) >= set(found) | mirrored


def test_texts_with_nothing_rare_in_common_are_not_compared():
    texts = [frozenset("甲乙丙丁") | {f"{number}"} for number in range(3)]
    texts.append(frozenset("戊己"))
    assert all(3 not in pair for pair in likely_pairs(texts, 0.3))


def pair(one: str, other: str, share: str, *, suspect: bool = True, run: int = 0) -> Alike:
    return Alike(one, other, "五、问题", Decimal(share), run, suspect)


PAIRS = (
    pair("甲", "乙", "0.9", run=70),
    pair("乙", "丙", "0.5"),
    pair("甲", "丙", "0.4"),
    pair("丁", "戊", "0.6"),
    pair("己", "丁", "0.1", suspect=False),
)


def test_of_many_pairs_those_stay_that_say_whom_a_unit_is_most_like():
    for order in permutations(enumerate(PAIRS[:4])):
        found = nearest((alike, number) for number, alike in order)
        assert found == ((PAIRS[0], 0), (PAIRS[3], 3), (PAIRS[1], 1))


def test_units_that_hang_together_are_one_group():
    assert list(alike_groups(PAIRS)) == [
        AlikeGroup("五、问题", ("甲", "乙", "丙"), Decimal("0.4"), Decimal("0.9"), 70),
        AlikeGroup("五、问题", ("丁", "戊"), Decimal("0.6"), Decimal("0.6"), 0),
    ]


@pytest.mark.parametrize("pairs", [(), PAIRS[4:]])
def test_nothing_suspect_is_no_group(pairs):
    assert list(alike_groups(pairs)) == []
