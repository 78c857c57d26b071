"""Two texts sentence by sentence: what differs is one sentence, however the lines are broken."""

from __future__ import annotations

import pytest

from tests.tools.steps import calls
from xlsheets.report.wording import Passage, Reworded, marked, reworded

APPROVED = (
    Passage("1", "（一）主动公开。"),
    Passage("2", "发布信息12条。开展培训3次。开展检查4次。"),
    Passage("3", "没有其他事项"),
)


def test_the_same_text_in_other_lines_is_no_difference():
    assert (
        reworded(
            APPROVED, ["（一）主动 公开。发布信息12", "条。开展培训3次。开展检查4次。没有其他事项"]
        )
        == []
    )


@pytest.mark.parametrize(
    ("published", "told"),
    [
        ("发布信息21条。开展培训3次。开展检查4次。", Reworded("2", "发布信息12条。", "发布信息21条。")),
        ("发布信息12条。开展检查4次。", Reworded("2", "开展培训3次。", "")),
        ("发布信息12条。开展培训3次。另有一项。开展检查4次。", Reworded("2", "", "另有一项。")),
        ("发布信息12条。开展培训3次，开展检查4次。", Reworded("2", "开展培训3次。", "开展培训3次，")),
    ],
)  # fmt: skip
@pytest.mark.parametrize("joined", [False, True])
def test_one_change_is_one_sentence_in_paragraphs_and_in_one_run(published, told, joined):
    texts = ["（一）主动公开。", published, "没有其他事项"]
    assert reworded(APPROVED, ["".join(texts)] if joined else texts) == [told]


def test_both_sides_show_the_characters_that_differ():
    assert marked("新收12件。", "新收21件。") in [
        ("新收【1】2件。", "新收2【1】件。"),
        ("新收1【2】件。", "新收【2】1件。"),
    ]
    assert marked("", "多出。") == ("", "多出。")


def test_a_text_longer_than_any_report_is_compared_with_little_work():
    ours, theirs = "甲乙" * 100_000, "乙甲" * 100_000
    found: list[object] = []
    assert calls(lambda: found.extend(reworded([Passage("1", ours)], [theirs]))) < 10_000
    assert len(found) == 2
    assert calls(lambda: found.extend(marked(ours, theirs))) < 1_000
    assert found[2].startswith("甲")
