"""Where a number was read is where it stands, also in rows of which nothing could be taken."""

from __future__ import annotations

from tests.tools.make import balanced, report
from tests.tools.word import rewritten
from xlsheets.documents.word.report import render
from xlsheets.imports import read_published
from xlsheets.schema import Cell
from xlsheets.workflows.provenance import origins


def test_words_that_stand_in_a_row_too_are_not_where_its_number_is():
    """A heading of the next rows with a character too many is known as no heading: it counts to the row above."""
    cell = Cell("pro6", "coercion", "decisions")
    word = rewritten(
        render(report({str(cell): 41})),
        lambda text: text.replace(">41<", ">4①<", 1).replace("第（八）项", "第（八）项目", 1),
    )
    found = read_published(word, "报告.docx")
    assert [sentence for sentence in found.unread if "4①" in sentence and "项目" in sentence]
    assert {str(known): str(spot) for known, spot in found.undecided.items()} == {
        str(cell): "第 1 个表格!B11"
    }


def test_a_number_that_was_not_read_is_proposed_by_its_sums_and_not_taken():
    whole = balanced(report({"req.received.business": 41, "req.granted.business": 41}))
    path = whole.edition.path(Cell("req", "received", "business"))
    word = rewritten(render(whole), lambda text: text.replace(">41<", ">4①<", 1))
    found = read_published(word, "报告.docx")
    assert Cell("req", "received", "business") not in found.report.figures
    row = next(row for row in origins(found) if row.path == path)
    assert (row.number, row.doubt) == (None, "没有读入")
    assert row.sums == "按合计推算是 41，没有填，请对照原文"
