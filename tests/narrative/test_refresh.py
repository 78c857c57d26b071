"""Refreshing: the program's own sentences follow the figures, a person's words never change."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.make import EDITION, report
from tests.tools.narrated import county, department, township
from tests.tools.wording import wording
from xlsheets.checks import Case, run_checks
from xlsheets.narrative.draft import narrate
from xlsheets.narrative.known_sentences import cut_at_known
from xlsheets.narrative.phrases import load_phrases
from xlsheets.narrative.refresh import Revision, refresh
from xlsheets.report import Report
from xlsheets.schema import Cell


@pytest.fixture(autouse=True)
def first_wording(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sentences are named here as their first wording has them."""
    monkeypatch.setattr("xlsheets.narrative.phrases.chooser", wording(0))


def after(revision: Revision) -> Report:
    """Return the report as it stands once a revision is written into its workbook."""
    return replace(revision.report, narrative=revision.paragraphs, drafted=revision.drafted)


def written(first: Report) -> Report:
    return after(refresh(replace(first, narrative={})))


def rephrase(drafted: Report, old: str, new: str, section: str = "overview") -> Report:
    """Let a person change the text of a section."""
    paragraphs = drafted.paragraphs(section)
    assert any(old in text for text in paragraphs)
    changed = tuple(text.replace(old, new) for text in paragraphs)
    return replace(drafted, narrative={**drafted.narrative, section: changed})


def recount(drafted: Report, **cells: int) -> Report:
    figures = {Cell.parse(key.replace("__", ".")): count for key, count in cells.items()}
    return replace(drafted, figures={**drafted.figures, **figures})


def overview(drafted: Report) -> str:
    return "\n".join(drafted.paragraphs("overview"))


TEN = {
    "req__received__natural_person": 54,
    "req__received__business": 8,
    "req__granted__natural_person": 31,
    "req__carried_forward__natural_person": 4,
    "req__not_held__business": 1,
    "pro1__normative__issued": 5,
    "pro5__licensing__decisions": 1301,
    "pro6__penalty__decisions": 90,
    "rem__cases__review_upheld": 7,
    "rem__cases__direct_upheld": 3,
}


def test_an_empty_report_is_written_whole() -> None:
    revision = refresh(replace(township(), narrative={}))
    assert revision.paragraphs == narrate(township()).narrative
    assert set(revision.drafted) == {sentence.name for sentence in narrate(township()).sentences}
    assert not revision.replaced
    assert not revision.kept


def test_without_a_change_nothing_changes() -> None:
    revision = refresh(written(department()))
    assert (revision.texts, revision.diff) == ({}, "")


def test_half_edited_and_ten_figures_changed_every_hand_keeps_its_own() -> None:
    first = written(department())
    sentences = [
        sentence for sentence in narrate(department()).sentences if sentence.section == "overview"
    ]
    human = {}
    edited = first
    for number, sentence in enumerate(sentences[::2]):
        human[sentence.name] = f"人工第{'甲乙丙丁'[number % 4]}{number + 1001}句，{sentence.text}"
        edited = rephrase(edited, sentence.text, human[sentence.name])
    again = after(refresh(recount(edited, **TEN)))
    assert all(text in overview(again) for text in human.values())
    fresh = {sentence.name: sentence.text for sentence in narrate(recount(edited, **TEN)).sentences}
    own = [sentence.name for sentence in sentences[1::2]]
    assert all(fresh[name] in overview(again) for name in own if name in fresh)
    for name, text in human.items():
        assert again.drafted[name] in text
    # Nothing but the program's own sentences and the person's stands in the text.
    rest = overview(again)
    for text in [*human.values(), *(fresh[name] for name in own if name in fresh)]:
        rest = rest.replace(text, "", 1)
    assert rest.strip() == ""


HANDS = st.lists(st.sampled_from(["leave", "delete", "precede", "reword", "follow"]), min_size=40)
FIGURES = st.dictionaries(
    st.sampled_from([cell for cell in EDITION.typed_cells if cell.block != "pro8"]),
    st.integers(0, 400),
    max_size=12,
)


@settings(max_examples=40, deadline=None)
@given(HANDS, FIGURES)
def test_whatever_is_edited_and_recounted_every_hand_keeps_its_own(
    hands: list[str], figures: dict[Cell, int]
) -> None:
    first = written(department())
    recounted = replace(first, figures={**first.figures, **figures})
    fresh = {sentence.name: sentence.text for sentence in narrate(recounted).sentences}
    edited: dict[str, str] = {}
    expected: dict[str, str] = {}
    sentences = [
        sentence for sentence in narrate(department()).sentences if sentence.section == "overview"
    ]
    for number, (sentence, hand) in enumerate(zip(sentences, hands, strict=False)):
        now = fresh.get(sentence.name, "")
        by_hand = {
            "leave": (sentence.text, now),
            "delete": ("", ""),
            "precede": (f"据统计，{sentence.text}",) * 2,
            "reword": (f"第{number}句是人写的。",) * 2,
            "follow": (f"{sentence.text}这是补充。", f"{now}这是补充。"),
        }[hand]
        edited[sentence.paragraph] = edited.get(sentence.paragraph, "") + by_hand[0]
        expected[sentence.paragraph] = expected.get(sentence.paragraph, "") + by_hand[1]
    paragraphs = tuple(edited.values())
    revision = refresh(replace(recounted, narrative={**first.narrative, "overview": paragraphs}))
    told = "\n".join(revision.paragraphs["overview"])
    if any(text.strip() for text in paragraphs):
        for change in revision.added:
            told = told.replace(change.after, "", 1)
        assert told == "\n".join(expected.values())


def test_untouched_the_refreshed_text_agrees_with_the_tables() -> None:
    again = after(refresh(recount(written(department()), **TEN)))
    assert again.narrative == narrate(recount(department(), **TEN)).narrative
    assert run_checks(Case(again), select=("N",)) == []


def test_a_changed_sentence_is_listed_with_what_it_would_say_now() -> None:
    edited = rephrase(written(department()), "全年新收政府信息公开申请58件", "我局收到申请58件")
    revision = refresh(
        recount(edited, req__received__natural_person=42, req__carried_forward__natural_person=3)
    )
    assert "我局收到申请58件" in overview(after(revision))
    assert [sentence.name for sentence in revision.kept] == ["overview.requests.received"]
    assert (
        "有一句改过或者删了，没有动它；按现在的数字是：全年新收政府信息公开申请59件"
        in revision.diff
    )


def test_a_deleted_sentence_is_not_written_again() -> None:
    edited = rephrase(written(department()), "答复均在法定期限内作出。", "")
    again = after(refresh(after(refresh(edited))))
    assert "法定期限" not in overview(again)


def test_a_sentence_a_person_added_to_stays_a_persons() -> None:
    old = "全年，示例乡人民政府没有收取政府信息公开信息处理费。"
    edited = rephrase(written(township()), old, "经核对票据，" + old, "other_matters")
    assert after(refresh(edited)).narrative == edited.narrative


def test_a_sentence_moved_to_another_paragraph_is_still_the_programs() -> None:
    first = written(department())
    sentence = "更正公开内容的差错6处。"
    moved = rephrase(first, sentence, "")
    paragraphs = moved.paragraphs("overview")
    moved = replace(
        moved,
        narrative={**moved.narrative, "overview": (*paragraphs[:-1], paragraphs[-1] + sentence)},
    )
    again = after(refresh(replace(moved, facts={**moved.facts, "corrections": 8})))
    assert again.paragraphs("overview")[-1].endswith("更正公开内容的差错8处。")


def test_a_new_fact_gets_its_sentence_where_it_belongs() -> None:
    first = written(township())
    first = replace(first, facts={**first.facts, "staff": 2})
    first = after(refresh(first))
    revision = refresh(replace(first, facts={**first.facts, "trainings": 2}))
    last = revision.paragraphs["overview"][-1]
    assert "的人员共2名。举办业务培训2场。把政府信息公开列入" in last
    assert [sentence.name for sentence in revision.added] == ["overview.supervision.trainings"]
    assert set(revision.texts) == {"text.overview.6"}


def test_the_first_fact_of_an_aspect_takes_the_place_of_what_was_asked() -> None:
    first = written(township())
    assert "【请写人员、会议、培训、检查】" in overview(first)
    again = after(refresh(replace(first, facts={**first.facts, "trainings": 2})))
    assert "举办业务培训2场。" in overview(again)
    assert "【请写人员" not in overview(again)


def test_a_fact_taken_back_takes_its_sentence_with_it() -> None:
    first = written(township())
    revision = refresh(replace(first, facts={**first.facts, "reviewers": None}))
    assert "参加评议" not in overview(after(revision))
    assert "overview.supervision.reviewers" not in revision.drafted


def test_what_a_person_wrote_alone_is_left_alone() -> None:
    own = replace(township(), narrative={"overview": ("今年工作平稳。", "", "收到申请3件。")})
    revision = refresh(own)
    assert revision.paragraphs["overview"] == own.narrative["overview"]
    assert "一、总体情况：\n  全部是自己写的，没有动它。" in revision.diff
    assert "text.problems.1" in revision.texts


def test_a_prompt_that_was_answered_stays_answered() -> None:
    first = written(township())
    prompt = first.paragraphs("problems")[0].removeprefix("（一）存在的主要问题。")
    answered = rephrase(first, prompt, "村级公开栏更新不及时。", "problems")
    assert after(refresh(answered)).narrative == answered.narrative


def test_a_sentence_corrected_by_hand_to_the_same_words_is_the_programs_again() -> None:
    first = recount(written(department()), rem__cases__review_upheld=7)
    new = "行政复议9件，其中结果维持7件"
    corrected = rephrase(first, "行政复议6件，其中结果维持4件", new)
    revision = refresh(corrected)
    assert revision.kept == ()
    third = after(refresh(recount(after(revision), rem__cases__review_upheld=8)))
    assert "行政复议10件，其中结果维持8件" in overview(third)


def test_paragraphs_a_person_put_between_keep_their_place() -> None:
    first = written(department())
    paragraphs = list(first.paragraphs("overview"))
    paragraphs.insert(2, "　　另外，我局在三个乡镇设了公开栏。")
    edited = replace(first, narrative={**first.narrative, "overview": tuple(paragraphs)})
    again = after(refresh(recount(edited, **TEN))).paragraphs("overview")
    assert len(again) == len(paragraphs)
    assert again[2] == paragraphs[2]


def test_two_sentences_that_change_places_in_meaning_do_not_run_into_each_other() -> None:
    first = written(replace(township(), facts={"wechat_items": 5, "trainings": 7}))
    again = after(refresh(replace(first, facts={"wechat_items": 7, "trainings": 5})))
    assert "发布信息7条" in overview(again)
    assert "业务培训5场" in overview(again)


def test_only_the_sections_asked_for_are_touched() -> None:
    revision = refresh(replace(county(), narrative={}), sections=("other_matters",))
    assert set(revision.paragraphs) == {"other_matters"}
    assert {place.split(".")[1] for place in revision.texts} == {"other_matters"}


def test_sections_left_out_keep_their_record() -> None:
    first = written(department())
    revision = refresh(recount(first, **TEN), sections=("problems",))
    assert revision.drafted == first.drafted
    assert revision.paragraphs == first.narrative


def test_a_county_phrase_file_rewrites_only_what_is_still_the_programs() -> None:
    first = rephrase(written(township()), "的总体情况报告如下", "进展如下")
    phrases = load_phrases(b'[overview.opening]\nopening = "A"\n[overview.platforms]\nasked = ""')
    again = after(refresh(first, phrases=phrases))
    assert "进展如下" in overview(again)
    assert "公开栏的变化" not in overview(again)


def test_the_diff_shows_the_old_and_the_new_words() -> None:
    diff = refresh(recount(written(township()), pro5__licensing__decisions=3)).diff
    assert re.search(r"一、总体情况：\n  － 全年没有作出.+\n  ＋ 全年作出行政许可决定3件，", diff)


def test_blank_tables_are_named_in_the_diff() -> None:
    empty = replace(report({"req.granted.business": None}), narrative={})
    assert "表三还有空格没有填" in refresh(empty).diff


def test_of_tables_no_sentence_would_tell_of_the_diff_says_nothing() -> None:
    odd = report(
        {"req.granted.business": None, "rem.cases.review_upheld": 2},
        stated={"rem.cases.review_all": 3},
    )
    own = replace(odd, narrative={part.key: ("今年工作平稳。",) for part in EDITION.prose})
    assert not any(table in refresh(own).diff for table in ("表三", "表四"))
    assert "表四的数字前后不符" in refresh(replace(own, narrative={})).diff


@pytest.mark.parametrize(
    "paragraph", ["共新收1件。甲。", "甲。新收1件。", "新收1件。", "", "乙", "　　新收1件。丙"]
)
def test_the_pieces_of_a_paragraph_are_the_paragraph(paragraph: str) -> None:
    assert "".join(piece.text for piece in cut_at_known(paragraph, {"n": "新收1件。"})) == paragraph


def test_a_sentence_is_not_found_within_another() -> None:
    assert [piece.name for piece in cut_at_known("共新收1件。", {"n": "新收1件。"})] == [""]
    assert [piece.name for piece in cut_at_known("甲。新收1件。乙。", {"n": "新收1件。"})] == [
        "",
        "n",
        "",
    ]
