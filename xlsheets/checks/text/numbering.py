"""Report text -> findings on its headings and the numbering of its points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.basics.sentences import half_width
from xlsheets.checks.rule.spec import Case, Hit, check
from xlsheets.report.findings import Severity
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from xlsheets.schema import Edition


@check("T107", "正文里又写了部分标题", Severity.HINT)
def repeated_heading(case: Case) -> Iterator[Hit]:
    """六个部分的标题由报告自动生成，正文里不用再写，写了还容易与法定标题不一致。

    依据：国办公开办函〔2021〕30号附件（各部分标题是固定的）
    错误：第五部分的正文第一段写“五、存在的主要问题及整改措施”
    正确：第五部分直接写正文
    """
    for place, paragraph in case.report.prose:
        match = _HEADING.match(paragraph.strip().partition("\n")[0])
        aspect = place.startswith("text.overview.") and match and _ASPECT.search(match["words"])
        title = _official(match["words"], case.edition) if match and not aspect else ""
        if match and title:
            written = match["heading"]
            yield Hit(
                message=f"正文里写了标题“{written}”，报告会自动加上法定标题“{title}”，这样标题会重复。",
                places=(place,),
                found=written,
                expected=title,
                hint="删去这个标题。",
            )


_FIFTH = pattern_of(r"问题.*(?:改进|整改|措施)")
_HEADING = pattern_of(
    r"(?P<heading>[一二三四五六]\s*[、.．]\s*(?P<words>[^，。；：:]{4,24}))(?:[。：:]|$)"
)


# The unit's own headings inside 第一部分, which number its five aspects.
_ASPECT = pattern_of(
    "(?:主动公开|依申请公开|(?:信息)?管理|平台|监督|保障|争议|因[^问题]*(?:复议|诉讼))[^问题]*$"
)


def _official(heading: str, edition: Edition) -> str:
    """Return the official title a heading resembles, "" if none."""
    titles = {section.heading: section.title for section in edition.sections}
    if _FIFTH.search(heading):
        return edition.section("problems").title
    from difflib import get_close_matches  # loaded here: most headings are the official ones

    near = get_close_matches(heading, titles, n=1, cutoff=0.6)
    return titles[near[0]] if near else ""


def _numeral(value: int) -> str:
    """Write 1 to 99 in Chinese."""
    tens, ones = divmod(value, 10)
    head = "十" if tens == 1 else "零一二三四五六七八九"[tens] + "十" if tens else ""
    return head + ("零一二三四五六七八九"[ones] if ones else "")


_VALUES = {form(value): value for value in range(1, 31) for form in (_numeral, str)} | {"首": 1}
_OMISSION = pattern_of(r"…{1,2}")


def _outer(found: list[tuple[int, str, str]]) -> list[tuple[int, str, str]]:
    """Return the marks that go on with that at the head of a paragraph, none of a numbering within it.

    4.平台建设……。5.监督保障…… has two of the outer numbering; 3.主要问题：1.…；2.…… has one.
    """
    if not found or found[0][0]:
        return []
    return found[:1] if any(digits == "1" for _, _, digits in found[1:]) else found


class _Numbering(NamedTuple):
    """One way of numbering: how its marks look, and whether one may begin in the middle."""

    pattern: re.Pattern[str]
    form: str
    chinese: bool = True
    from_one: bool = True

    def marks(self, paragraph: str) -> Iterator[tuple[str, int]]:
        """Yield each mark with its value; 0 where text was left out and anything may follow."""
        found = [
            (match.start(), match[0], match[match.lastindex or 0])
            for match in self.pattern.finditer(paragraph)
        ]
        if not self.chinese:
            found = _outer(found)
        if "…" in paragraph:
            found += [(match.start(), match[0], "") for match in _OMISSION.finditer(paragraph)]
        for _, mark, digits in sorted(found):
            yield mark.strip(), _VALUES.get(digits, 0)

    def write(self, value: int) -> str:
        return self.form.format(_numeral(value) if self.chinese else value)


_HEAD = r"(?:^|(?<=[。；;，,：:！、】\s]))"
# A first one may follow its subject: 我镇一是…；二是…. In 统一是 or 之一是 it is no number.
_FIRST = r"(?<=[一-龥】）])(?<![统唯万之第这那另专单同归逐十百任其不一])(一)是"
_FIRST_MUST = r"(?<=[取按施行求照持])(一)要"
_NUMBERINGS = (
    _Numbering(
        pattern_of(rf"{_HEAD}([一二三四五六七八九十]{{1,3}})是|{_FIRST}|(首)先是|(首)要是"), "{}是"
    ),
    _Numbering(pattern_of(rf"{_HEAD}([一二三四五六七八九十]{{1,3}})要|{_FIRST_MUST}"), "{}要"),
    _Numbering(
        # 第（五）项 cites a clause, （一）（五）（六） lists several: neither numbers a part of the text.
        pattern_of(r"(?<![第条款）)、])[（(]([一二三四五六七八九十]{1,3})[）)](?![（(、项款和])"),
        "（{}）",
        from_one=False,
    ),
    _Numbering(
        pattern_of(r"(?:^\s*|(?<=[。；：]))(\d{1,2})\s*[.．、](?:(?!\d)|(?=20\d\d年))"),
        "{}．",
        chinese=False,
        from_one=False,
    ),
)


@check("T111", "序号不连续", Severity.CONFIRM)
def broken_numbering(case: Case) -> Iterator[Hit]:
    """“一是、二是、三是”和“（一）（二）（三）”应当依次写，不跳号、不重号。

    依据：《党政机关公文格式》（GB/T 9704—2012）关于结构层次序数的规定
    错误：一是制度不全；二是解读不多；二是人手不足
    正确：一是制度不全；二是解读不多；三是人手不足
    """
    for section in case.edition.prose:
        paragraphs = tuple(map(half_width, case.report.paragraphs(section.key)))
        for numbering in _NUMBERINGS:
            for number, before, mark, right in _out_of_turn(numbering, paragraphs):
                seen = f"“{before}”后面是“{mark}”" if before else f"第一个序号就是“{mark}”"
                yield Hit(
                    message=f"序号不连续：{seen}，应当是“{right}”。",
                    places=(f"text.{section.key}.{number}",),
                    found=mark,
                    expected=right,
                    hint=f"改为“{right}”，或者补上漏写的一条。",
                )


def _out_of_turn(
    numbering: _Numbering, paragraphs: tuple[str, ...]
) -> Iterator[tuple[int, str, str, str]]:
    """Yield (number of a half-width paragraph, mark before, mark, mark due) where a sequence breaks."""
    before, last = "", 0 if numbering.from_one else None
    twice = False
    for number, paragraph in enumerate(paragraphs, 1):
        for mark, value in numbering.marks(paragraph):
            # After （三）（三） the next may be any of （三）（四）（五）: one mistake is told once.
            due = () if last is None else (last + 1, last + 2, last) if twice else (last + 1,)
            if value > 1 and due and value not in due:
                yield number, before, mark, numbering.write(due[0])
            twice = 0 < value == last
            before, last = (mark, value) if value else ("", None)
