"""Forty whole reports by people who had not seen the rules: what is said of the right ones was judged, of the others each fault is found."""

from __future__ import annotations

import pytest

from tests.phrases.whole_reports import said_of, wholes

WHOLES = {whole.name: whole for whole in wholes()}
RIGHT = [name for name, whole in WHOLES.items() if whole.right]
FAULTY = [name for name, whole in WHOLES.items() if not whole.right]
# Codes that were judged a fair question about a right report: what the figures of its tables call for.
ASKED_OF_ALL = {
    # 复议后起诉 of a government may be counted twice; a refusal is reviewed before a court hears of it since June 2025.
    "S411",
    "S413",
    # A refusal as a state secret needs its ground.
    "S312",
}
# By report: the code that says each fault, in the order of its list; what is not found has its reason.
FOUND = {
    "04": ("N301", "T005"),
    # Which unit 柳塘镇 is only a register says; none is given here.
    "07": ("T101", None),
    "11": ("N702", "N702"),
    "15": ("T105", "N310"),
    "19": ("N310",),
    "22": ("T111", "T114", "T114"),
    "26": ("T122", "T121"),
    "30": ("N701", "N701"),
    "34": ("N410", "T105"),
    # The list and its total stand in two sentences, the total beside another figure.
    "38": (None, "N702", "T004"),
}
# Fair beside the faults listed: what the writer did not think of.
BESIDE = {
    "15": {"T004"},  # 走访征求评价 is not called 社会评议
    "19": {"N303"},  # the same sentence denies 结转
    "34": {"S412"},  # a case was set right and no part tells of it
}


def codes_of(name):
    return {finding.code for finding in said_of(WHOLES[name])}


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_report_is_asked_only_what_was_judged_fair(name):
    assert codes_of(name) - ASKED_OF_ALL == set()


@pytest.mark.parametrize("name", FAULTY)
def test_each_fault_is_found_and_nothing_else_is_said(name):
    expected = set(filter(None, FOUND[name]))
    assert len(FOUND[name]) == len(WHOLES[name].faults)
    assert codes_of(name) - ASKED_OF_ALL - BESIDE.get(name, set()) == expected


def test_there_are_forty_and_thirty_are_right():
    assert (len(WHOLES), len(RIGHT)) == (40, 30)
