"""JSON documents: what is written is read back, and what is wrong is said with its key."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.make import EDITION, report
from tests.tools.shared import shared_case, shared_names
from xlsheets.basics.numbers import Oddity
from xlsheets.errors import UnreadableError
from xlsheets.report.json_format import from_json, schema, to_document, to_json
from xlsheets.schema import Cell, newest
from xlsheets.workflows import samples


def _counts():
    return st.dictionaries(st.sampled_from(EDITION.typed_cells), st.integers(0, 2**53))


@settings(max_examples=60, deadline=None)
@given(_counts(), st.decimals(0, 10**9, places=6))
def test_what_is_written_is_read_back(figures, fee):
    original = report({str(cell): value for cell, value in figures.items() if cell.block != "pro8"})
    original = report(
        {**{str(c): v for c, v in original.figures.items()}, "pro8.fees.amount": str(fee)}
    )
    copy = from_json(to_json(original))
    assert copy.figures == original.figures
    assert copy.profile == original.profile
    assert copy.narrative == original.narrative


@pytest.mark.parametrize("name", shared_names(complete=True))
def test_published_reports_survive_the_round_trip(name):
    original = shared_case(name)
    copy = from_json(to_json(original))
    assert copy.figures == original.figures
    assert copy.narrative == original.narrative


def test_reasons_go_along():
    reasons = {"0123abcd": "含征地补偿返还。", "ffffffff": "人员调整。"}
    document = to_document(replace(report(), reasons=reasons))
    assert document["reasons"] == reasons
    assert from_json(json.dumps(document)).reasons == reasons
    assert "reasons" not in to_document(report())


def test_a_reason_without_a_fingerprint_is_refused():
    with pytest.raises(UnreadableError, match="reasons"):
        from_json(json.dumps({"reasons": {"S202": "就是这样。"}}))


def test_totals_are_written_as_computed_and_read_as_stated():
    copy = from_json(to_json(report({"req.received.natural_person": 3})))
    assert copy.stated[Cell("req", "received", "all")] == 3


def test_a_figure_given_as_text_is_understood_and_said():
    document = {"cells": {"req": {"received": {"business": "１２件", "research": "/"}}}}
    found = from_json(json.dumps(document))
    assert found.figures == {Cell("req", "received", "business"): 12}
    assert [(observation.kind, observation.text) for observation in found.observations] == [
        (Oddity.TEXT_NUMBER, "１２件"),
        (Oddity.DASH, "/"),
    ]


def test_decimals_are_kept_to_the_last_digit():
    found = from_json('{"cells": {"pro8": {"fees": {"amount": 24252.311082}}}}')
    assert found.figures[Cell("pro8", "fees", "amount")] == Decimal("24252.311082")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "不是完整的 JSON"),
        ("[]", "花括号"),
        ('{"unti": "甲"}', "unti"),
        ('{"cells": {"req": {"received": {"busines": 1}}}}', "cells.req.received.busines"),
        ('{"cells": {"req": {"received": {"business": true}}}}', "cells.req.received.business"),
        ('{"cells": {"req": {"received": {"business": [1]}}}}', "cells.req.received.business"),
        ('{"cells": {"req": {"received": {"business": NaN}}}}', "不是完整的 JSON"),
        ('{"year": "去年"}', "year"),
    ],
)
def test_a_wrong_document_is_refused_with_its_key(text, said):
    with pytest.raises(UnreadableError, match=said):
        from_json(text, "数据.json")


def test_a_key_is_named_in_a_short_line_that_can_be_read():
    with pytest.raises(UnreadableError) as caught:
        from_json(json.dumps({"\x1b[31m\n" + "键" * 5_000: 1}), "数据.json")
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) <= 300


def test_an_unknown_edition_is_refused():
    with pytest.raises(UnreadableError, match="1999"):
        from_json('{"edition": "1999"}')


def test_the_schema_names_every_cell():
    text = json.dumps(schema(newest()), ensure_ascii=False)
    missing = [cell for cell in newest().cells if newest().path(cell) not in text]
    assert missing == []


def test_every_typed_cell_of_the_sample_is_in_its_document():
    document = to_document(samples.sound())
    values = [
        value
        for rows in document["cells"].values()
        for row in rows.values()
        for value in row.values()
    ]
    assert len(values) == len(EDITION.cells)
    assert None not in values


def test_a_key_written_twice_is_refused_by_name():
    with pytest.raises(UnreadableError, match="“unit”在同一层写了两次"):
        from_json('{"unit": "甲乡", "unit": "乙乡"}', "甲.json")


@pytest.mark.parametrize(
    "written", ["1e999999999", "1e-999999999", "9" * 5000, "-1.7976931348623157E308", "1e999"]
)
def test_a_number_beyond_all_measure_is_no_number(written):
    text = f'{{"cells": {{"req": {{"received": {{"natural_person": {written}}}}}}}}}'
    read = from_json(text, "甲.json")
    assert not read.figures
    assert [observation.kind for observation in read.observations] == [Oddity.TEXT]


def test_facts_are_read_like_the_figures_of_the_tables():
    read = from_json(
        '{"facts": {"website_items": "1,234", "wechat_items": "4①", "weibo_items": 1.5}}'
    )
    assert read.facts == {"website_items": 1234, "weibo_items": Decimal("1.5")}
    assert [(observation.kind, observation.place) for observation in read.observations] == [
        (Oddity.TEXT_NUMBER, "fact.website_items"),
        (Oddity.TEXT, "fact.wechat_items"),
        (Oddity.FRACTION, "fact.weibo_items"),
    ]


def test_a_total_is_written_as_stated_and_is_null_over_a_blank():
    stated = {"req.received.all": 9}
    cells = to_document(report({"req.received.business": None}, stated=stated))["cells"]["req"]
    assert cells["received"]["all"] == 9
    assert cells["carried_over"]["all"] == 0
    blank = to_document(report({"req.received.business": None}))["cells"]["req"]
    assert blank["received"]["all"] is None
    assert blank["received"]["business"] is None


def test_line_ends_that_no_keyboard_makes_stay_in_their_paragraph():
    read = from_json('{"narrative": {"overview": ["一\\u2028二\\u0085三\\n四"]}}')
    assert read.narrative["overview"] == ("一\u2028二\u0085三", "四")
