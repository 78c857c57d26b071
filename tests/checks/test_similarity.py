"""Likeness of texts: shares and runs are what they claim, whatever the texts; stock phrases do not count."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.make import NARRATIVE, report
from tests.tools.shared import shared_case
from xlsheets.checks import Case, run_checks
from xlsheets.checks.text.similarity import RUN, longest_run, normalised, overlap, pairs

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
    for each in reports:
        others = tuple(other for other in reports if other is not each)
        assert run_checks(Case(each, neighbours=others), select=["T103", "T13"]) == []


def test_two_years_of_one_published_unit_are_not_alike():
    case = Case(shared_case("pingtan-2022"), previous=(shared_case("pingtan-2021"),))
    assert run_checks(case, select=["T13"]) == []


def test_a_copied_section_names_the_other_unit_the_share_and_the_run():
    other = report(unit="样板镇人民政府")
    findings = run_checks(Case(report(), neighbours=(other,)), select=["T13"])
    assert [(each.code, each.places[0]) for each in findings] == [
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


def test_what_the_program_drafted_and_what_is_still_to_be_written_is_nobodys_copy():
    drafted = tuple("".join(NARRATIVE["overview"]).split("。"))
    text = {
        "problems": (
            "【请写本单位今年真实存在的两到三个问题，说清表现和原因，不要照抄上年或者别的单位】"
            * 2,
        )
    }
    own, other = report(narrative=text), report(unit="样板镇人民政府", narrative=text)
    copied = run_checks(Case(own, neighbours=(other,)), select=["T13"])
    assert [each.places for each in copied] == [("text.overview.1",)]
    assert run_checks(Case(own, neighbours=(other,), drafted=drafted), select=["T13"]) == []


def test_pairs_are_the_units_whose_own_words_are_alike():
    copied = report(unit="样板镇人民政府")
    other = report(
        unit="模范镇人民政府", narrative={"overview": ("镇里修路架桥。",), "problems": ()}
    )
    cases = [Case(each) for each in (report(), other, copied)]
    found = [(each.one, each.other, each.section, each.share) for each in pairs(cases, 0.3)]
    assert found == [
        ("示例乡人民政府", "样板镇人民政府", "overview", 1),
        ("示例乡人民政府", "样板镇人民政府", "problems", 1),
    ]


def test_sentences_the_program_wrote_make_no_pair():
    drafted = tuple(text for texts in NARRATIVE.values() for text in texts)
    cases = [Case(report(unit=name), drafted=drafted) for name in ("甲镇", "乙镇")]
    assert list(pairs(cases, 0.1)) == []
