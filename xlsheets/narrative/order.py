"""Unit, year and paragraph -> the order of its sentences: what has no order of its own is told in another by each unit.

Sentences that lean on each other stay together; a heading stays first, and what a person is asked for last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.narrative.variants import shuffled

if TYPE_CHECKING:
    from collections.abc import Iterable

# paragraph -> groups in order; the blocks of a group, parted by |, may stand in any order, the sentences of a block stay together.
_FREE = {
    "overview.proactive": (
        "channels gazette budget | rules normative normative_readings policy_documents policy_readings | decisions",
        "press | consultations | messages | proposals",
    ),
    "overview.requests": (
        "received ways compared handled",
        "disclosed | grounds | extended timely",
    ),
    "overview.management": ("attributed | secrecy | reviewed | corrections",),
    "overview.platforms": ("columns | accounts | service_points",),
    "overview.supervision": (
        "staff | meetings | trainings",
        "inspections | assessment | reviewers",
    ),
}


def in_order(paragraph: str, sentences: Iterable[str], unit: str, year: int) -> list[str]:
    """Return the sentences of a paragraph in the order a unit tells them in a year.

    Args:
        paragraph: its name, such as ``overview.proactive``.
        sentences: their keys in the order of the phrase file; a county's own are left where they stand, after ours.
        unit: name of the unit.
        year: the report year.
    """
    given = list(sentences)
    groups = [[block.split() for block in group.split("|")] for group in _FREE.get(paragraph, ())]
    free = [
        key
        for number, blocks in enumerate(groups)
        for at in shuffled(f"{unit}|{paragraph}|{number}|{year}", len(blocks))
        for key in blocks[at]
        if key in given
    ]
    first = min((given.index(key) for key in free), default=len(given))
    return [
        *given[:first],
        *free,
        *(key for key in given[first:] if key not in free),
    ]
