"""Sentences of the open sets raise exactly what they should; what the writer writes has a reader; long texts are read in time."""

from __future__ import annotations

import pytest

from tests.phrases.__main__ import PAGE, page
from tests.phrases.corpus import OPEN_SETS, entries, faults

# A part that a table contradicts is not told a second time as a list that does not add up.
SAID_ONCE = {"无法提供3件，包括不掌握2件、需另行制作2件。": ["missing N701"]}
ENTRIES = {
    f"{name}: {number}": entry
    for name in OPEN_SETS
    for number, entry in enumerate(entries(name), 1)
}


@pytest.mark.parametrize("name", ENTRIES)
def test_a_sentence_raises_exactly_what_it_should(name):
    entry = ENTRIES[name]
    assert faults(entry) == SAID_ONCE.get(entry.text, []), f"{entry.text}（{entry.why}）"


def test_the_page_says_what_the_sets_show():
    assert PAGE.read_text("utf-8") == page(), "run: python -m tests.phrases --write"
