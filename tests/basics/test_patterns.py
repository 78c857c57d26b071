"""A pattern that is compiled late is one like any other."""

import copy
import pickle
import re

import pytest

from xlsheets.basics.patterns import pattern_of


def test_it_finds_what_a_compiled_pattern_finds():
    late, early = (
        pattern_of(r"(?P<count>\d+)件", re.ASCII),
        re.compile(r"(?P<count>\d+)件", re.ASCII),
    )
    text = "收到12件，办结9件，转结３件"
    assert late.search(text)["count"] == "12"
    assert late.findall(text) == early.findall(text)
    assert late.sub("若干件", text) == early.sub("若干件", text)
    assert [match.span() for match in late.finditer(text)] == [(2, 5), (8, 10)]
    assert (late.pattern, late.flags, late.groups) == (early.pattern, early.flags, early.groups)


def test_what_is_no_pattern_is_told_when_it_is_asked():
    wrong = pattern_of("(")
    with pytest.raises(re.error):
        wrong.search("")


@pytest.mark.parametrize("asked", [False, True])
def test_it_can_be_copied_and_sent_to_another_process(asked):
    late = pattern_of("公开")
    if asked:
        late.search("")
    for twin in (copy.deepcopy(late), pickle.loads(pickle.dumps(late))):
        assert twin.search("政府信息公开").start() == 4
