"""Likeness of texts: shares and runs are what they claim, whatever the texts; stock phrases do not count."""

from dataclasses import replace
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.make import NARRATIVE, report
from tests.tools.shared import shared_case
from xlsheets.checks import Case, run_checks
from xlsheets.checks.text.similarity import (
    OTHER_SHARE,
    RUN,
    longest_run,
    normalised,
    overlap,
    pairs,
)
from xlsheets.narrative.draft import narrate
from xlsheets.workflows.one_report import own_sentences

TEXTS = st.text(alphabet="公开信息申请答复村镇工作栏目", max_size=60)


@given(TEXTS, TEXTS)
@settings(max_examples=60, deadline=None)
def test_an_overlap_is_the_same_both_ways_and_at_most_whole(one, other):
    assert overlap(one, other) == overlap(other, one)
    assert 0 <= overlap(one, other).share <= 1


@given(TEXTS, TEXTS)
@settings(max_examples=60, deadline=None)
def test_the_longest_run_is_found(one, other):
    pieces = {one[a:b] for a in range(len(one)) for b in range(a + 4, len(one) + 1)}
    longest = max((len(piece) for piece in pieces if piece in other), default=0)
    assert len(longest_run(one, other, 4)) == longest


def test_a_text_overlaps_itself_wholly_and_a_strange_one_not_at_all():
    text = normalised("".join(NARRATIVE["overview"]))
    assert overlap(text, text).share == 1
    assert overlap(text, "天地玄黄宇宙洪荒日月盈昃").common == 0
    assert overlap("", text).share == 0


def test_spaces_punctuation_and_stock_phrases_do_not_count():
    stock = "2025 年，坚持以习近平新时代中国特色社会主义思想为指导，认真贯彻《中华人民共和国政府信息公开条例》。"
    assert normalised(stock) == "2025年"


def test_different_published_reports_are_not_alike():
    names = ("huaian-2024", "hongze-2023", "pingtan-2021", "xijiaokou-2023", "shuyang-fagaiju-2023")
    reports = [shared_case(name) for name in names]
    for one in reports:
        others = tuple(other for other in reports if other is not one)
        assert run_checks(Case(one, neighbours=others), select=["T103", "T13"]) == []


def test_two_years_of_one_published_unit_are_not_alike():
    case = Case(shared_case("pingtan-2022"), previous=(shared_case("pingtan-2021"),))
    assert run_checks(case, select=["T13"]) == []


def test_a_copied_section_names_the_other_unit_the_share_and_the_run():
    other = report(unit="样板镇人民政府")
    findings = run_checks(Case(report(), neighbours=(other,)), select=["T13"])
    assert [(finding.code, finding.places[0]) for finding in findings] == [
        ("T132", "text.overview.1"),
        ("T132", "text.problems.1"),
    ]
    assert "“样板镇人民政府”2025 年度报告的重复率是 100%，其中连续" in findings[0].message


def test_the_most_similar_of_many_neighbours_is_named():
    near = report(unit="样板镇人民政府")
    far = report(unit="模范镇人民政府", narrative={"overview": ("镇里修路架桥。",), "problems": ()})
    for neighbours in ((near, far), (far, near)):
        finding, *_ = run_checks(Case(report(), neighbours=neighbours), select=["T132"])
        assert "样板镇" in finding.message


def test_a_run_is_reported_at_the_paragraph_it_begins_in():
    run = "".join(f"第{chr(0x4E00 + step * 7)}村公开账目" for step in range(RUN // 5))
    own = report(narrative={"overview": (*NARRATIVE["overview"], run)})
    filler = tuple(
        "".join(chr(0x5000 + 97 * line + step) for step in range(90)) for line in range(9)
    )
    other = report(unit="样板镇人民政府", narrative={"overview": (*filler, run), "problems": ()})
    (finding,) = run_checks(Case(own, neighbours=(other,)), select=["T13"])
    assert (finding.code, finding.places) == ("T133", ("text.overview.7",))


def test_what_is_still_to_be_written_is_nobodys_copy():
    prompt = (
        "【请写本单位今年真实存在的两到三个问题，说清表现和原因，不要照抄上年或者别的单位】" * 2
    )
    text = {"overview": (), "problems": (prompt,)}
    own, other = report(narrative=text), report(unit="样板镇人民政府", narrative=text)
    assert run_checks(Case(own, neighbours=(other,)), select=["T13"]) == []


HALF = tuple(
    f"第{chr(0x4E00 + number * 7)}项工作{chr(0x5000 + number * 11)}已写明。" for number in range(20)
)


def _with_own_words(unit, own):
    return report(unit=unit, narrative={"overview": (*HALF, *own), "problems": ()})


def test_what_the_program_drafted_is_nobodys_copy_while_the_texts_differ():
    words = [
        tuple(
            f"{chr(base + number * 13)}村{chr(base + number * 17)}路修好了。"
            for number in range(40)
        )
        for base in (0x5500, 0x7000)
    ]
    one, other = (
        _with_own_words(f"{name}镇人民政府", own) for name, own in zip("甲乙", words, strict=True)
    )
    assert run_checks(Case(one, neighbours=(other,)), select=["T13"])
    assert run_checks(Case(one, neighbours=(other,), drafted=HALF), select=["T13"]) == []


def test_what_the_program_drafted_is_told_where_it_makes_two_texts_the_same():
    """A county's own phrases know no variants: then most of two reports is the same all the same."""
    one, other = (_with_own_words(f"{name}镇人民政府", ()) for name in "甲乙")
    found = run_checks(Case(one, neighbours=(other,), drafted=HALF), select=["T13"])
    assert [finding.code for finding in found] == ["T132"]
    assert list(pairs([Case(text, drafted=HALF) for text in (one, other)], 0.1))


def test_units_and_years_without_anything_to_report_are_not_worded_alike():
    names = [
        f"{name}{kind}人民政府"
        for name in ("青石", "临河", "柳林", "白塔", "双桥")
        for kind in "镇乡"
    ]
    nowhere = {"address": "", "postcode": "", "phone": ""}
    narrated = [_narrated(report(unit=name, **nowhere)) for name in names]
    narrated += [
        _narrated(report(unit=names[0], year=year, **nowhere)) for year in range(2021, 2025)
    ]
    texts = ["".join(text for _, text in made.prose) for made in narrated]
    shares = [overlap(one, other).share for one, other in combinations(texts, 2)]
    assert max(shares) <= 0.4
    assert sum(shares) / len(shares) < 0.25
    cases = [Case(made, drafted=own_sentences(made)) for made in narrated[: len(names)]]
    assert list(pairs(cases, OTHER_SHARE)) == []


def _narrated(blank):
    return replace(blank, narrative=narrate(blank).narrative)


def test_pairs_are_the_units_whose_own_words_are_alike():
    copied = report(unit="样板镇人民政府")
    other = report(
        unit="模范镇人民政府", narrative={"overview": ("镇里修路架桥。",), "problems": ()}
    )
    cases = [Case(text) for text in (report(), other, copied)]
    found = [(pair.one, pair.other, pair.section, pair.share) for pair in pairs(cases, 0.3)]
    assert found == [
        ("示例乡人民政府", "样板镇人民政府", "overview", 1),
        ("示例乡人民政府", "样板镇人民政府", "problems", 1),
    ]
