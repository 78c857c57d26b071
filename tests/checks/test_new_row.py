"""A row that a later edition adds to the outcomes of 表三 is compared with the text without further work."""

import pytest

from tests.tools.make import EDITION, report
from xlsheets.checks import Case, run_checks
from xlsheets.schema import EDITIONS
from xlsheets.schema.spec import Group, Item

LATER = "2099"


def _with_row(nodes, after, item):
    for node in nodes:
        yield (
            node._replace(members=tuple(_with_row(node.members, after, item)))
            if isinstance(node, Group)
            else node
        )
        if getattr(node, "key", "") == after:
            yield item


@pytest.fixture
def later_edition(monkeypatch):
    """Make an edition known in which （四）无法提供 has one more row."""
    base = EDITION
    sections = tuple(
        section._replace(
            table=section.table._replace(blocks=tuple(map(_longer, section.table.blocks)))
        )
        if section.table
        else section
        for section in base.sections
    )
    edition = base._replace(key=LATER, first_year=2099, sections=sections)
    monkeypatch.setattr("xlsheets.schema.EDITIONS", (*EDITIONS, edition))
    return edition


def _longer(block):
    row = Item("destroyed", "4.已经依法销毁", "超过保管期限、依法销毁的。", "档案法")
    return block._replace(rows=tuple(_with_row(block.rows, "still_unclear", row)))


def _said(text, edition):
    cells = {
        "req.received.natural_person": 5,
        "req.granted.natural_person": 2,
        "req.destroyed.natural_person": 3,
    }
    base = report(cells, narrative={"overview": (text,)}, edition=edition)
    return [finding.code for finding in run_checks(Case(base), select=["N304"])]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("全年办结申请5件，其中予以公开2件，已经依法销毁3件。", []),
        ("全年办结申请5件，其中予以公开2件，已经依法销毁1件。", ["N304"]),
        ("全年办结申请5件，其中予以公开2件，无法提供3件。", []),
        ("全年办结申请5件，其中予以公开2件，无法提供1件。", ["N304"]),
    ],
)
def test_a_new_row_is_compared_with_the_text(later_edition, text, codes):
    assert _said(text, later_edition) == codes
