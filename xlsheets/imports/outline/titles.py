"""Pieces before the first heading -> the title with unit and year, the preamble, and what is neither."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsheets.basics.dates import written_year
from xlsheets.basics.patterns import pattern_of
from xlsheets.extract.squeeze import squeezed
from xlsheets.imports.outline import Piece, PieceRole
from xlsheets.imports.outline.furniture import is_front_furniture, is_meta, is_sentence
from xlsheets.imports.outline.names import (
    YEAR,
    Title,
    could_be_name,
    is_name,
    names_nobody,
    signed_line,
    title_of,
)
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_LONGEST_LINE, _MOST_LINES = 60, 4
_PERIOD = pattern_of(
    rf"({YEAR})年(?:1|一|01)月(?:(?:1|一|01)日)?(?:起|开始)?[至到—–~\-―]+(?:{YEAR}年|同年|当年)?(?:12|十二)月(?:(?:31|三十一)日)?"
)
_NAMED = pattern_of(rf"({YEAR})年(?:度)?.{{0,30}}?政府信息公开(?:工作)?(?:年度)?(?:工作)?报告")
# What is printed below a title by itself: in brackets a year, a day or 公开稿; a day may have none.
_BELOW = pattern_of(r"\s*(?:[(（][^()（）。]{3,28}[)）]。?|(?P<day>[^。\s]{6,30})(?:。|(?=\s)))")
# What stands before a name in a sentence that is no part of it.
_BEFORE_NAME = "(?:^|[^\u4e00-\u9fff]|[将由向到为在对是经请按照据制布])"
_FIRST_SENTENCES = pattern_of(r"\s*[^。]{2,80}。")
_LONGEST_START = 300


@dataclass(frozen=True)
class Front:
    """What stands before the first heading.

    Args:
        unit: the name in the title, when it is certain.
        year: the year reported on, when it is certain.
        titled: whether there is a title.
        doubts: sentences about names and years that contradict one another.
    """

    unit: str = ""
    year: int | None = None
    titled: bool = False
    doubts: tuple[str, ...] = ()


class _Window(NamedTuple):
    """Lines that together are a title."""

    first: int
    last: int
    title: Title


def read_front(pieces: Sequence[Piece], rest: str, signed_by: str) -> tuple[Front, list[Piece]]:
    """Find the title, and give each piece before the first heading its role.

    Args:
        pieces: what stands before the first heading.
        rest: everything else the report says, in which a name may be met again.
        signed_by: the name at its end; "" for none.
    """
    lines = list(_with_title_apart(pieces))
    texts = [squeezed(piece.text) if not piece.is_table else "" for piece in lines]
    window = _title(lines, texts)
    first, last = (window.first, window.last) if window else (len(lines), -1)
    title = window.title if window else Title("", None)
    evidence = _Evidence(rest, signed_by, texts, lines)
    unit, doubts, first = _unit(title, first, evidence) if window else ("", (), first)
    told, more = _year(title.year, texts[last + 1 :] if window else texts)
    if window is None:
        first, last = 0, -1
    return (
        Front(unit, told, window is not None, (*doubts, *more)),
        [_with_role(piece, at, first, last) for at, piece in enumerate(lines)],
    )


def _with_role(piece: Piece, at: int, first: int, last: int) -> Piece:
    if first <= at <= last:
        return piece.as_role(PieceRole.TITLE)
    if at < first:
        return piece.as_role(PieceRole.BEFORE)
    if piece.is_table or is_front_furniture(piece.text):
        return piece.as_role(PieceRole.BEFORE)
    return piece.as_role(PieceRole.PREAMBLE)


def _with_title_apart(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Cut a paragraph that begins with the title as its first sentence behind it."""
    for piece in pieces:
        lines = [] if piece.is_table else _title_lines(piece.text)
        rest = piece.text[sum(map(len, lines)) :].strip()
        if lines and rest:
            yield from (piece.with_text(line.strip().rstrip("。")) for line in lines)
            yield piece.with_text(rest)
        else:
            yield piece


def _title_lines(text: str) -> list[str]:
    """Return the first sentences of a paragraph, when they are the lines of a title; none when they are not."""
    lines: list[str] = []
    for sentence in _FIRST_SENTENCES.findall(text[:_LONGEST_START])[:_MOST_LINES]:
        lines.append(sentence)
        title = title_of(squeezed("".join(lines).replace("。", "")))
        if title:
            below = _BELOW.match(text, sum(map(len, lines)))
            if below and (not below["day"] or signed_line(below["day"])):
                lines.append(below[0])
            return lines
    return []


# The title ---------------------------------------------------------------------------------------


def _title(lines: Sequence[Piece], texts: Sequence[str]) -> _Window | None:
    """Return the last title before the text; of titles that end in the same line the shortest with a year."""
    ends = [at for at, text in enumerate(texts) if _ends_title(lines[at], text)]
    for at in reversed(ends):
        windows = list(_windows(lines, texts, at))
        if windows:
            dated = [window for window in windows if window.title.year]
            return (dated or windows)[0]
    return None


def _ends_title(piece: Piece, text: str) -> bool:
    return not piece.is_table and len(text) <= _LONGEST_LINE and not is_meta(piece.text)


def _windows(lines: Sequence[Piece], texts: Sequence[str], last: int) -> Iterator[_Window]:
    """Yield the titles that end in a line: of that line alone, then with the lines above it."""
    joined = ""
    for first in range(last, max(last - _MOST_LINES, -1), -1):
        if not texts[first] or not _ends_title(lines[first], texts[first]):
            return
        if first < last and (is_sentence(lines[first].text) or (title_of(texts[first]) and joined)):
            return
        joined = texts[first] + joined
        title = title_of(joined)
        if title:
            yield _Window(first, last, title)


# The unit ----------------------------------------------------------------------------------------


class _Evidence(NamedTuple):
    """Where else a name may be met: in the text, at the end of the report, in the lines above the title."""

    text: str
    signed_by: str
    texts: Sequence[str]
    lines: Sequence[Piece]

    def titles_name(self, name: str) -> bool:
        """Tell whether another title on the page, such as that of the article, names the unit."""
        titles = (title_of(text) for text in self.texts if name in text)
        return any(title.unit == name for title in titles if title)

    def tells_apart(self, name: str) -> bool:
        """Tell whether a name is met with nothing before it that could belong to it."""
        met = re.search(_BEFORE_NAME + re.escape(name), self.text)
        return self.signed_by.endswith(name) or met is not None

    def speaks_for(self, name: str) -> bool:
        return bool(name) and (name in self.text or self.signed_by.endswith(name))


def _unit(title: Title, first: int, evidence: _Evidence) -> tuple[str, tuple[str, ...], int]:
    """Return the unit a title names, doubts about it, and where the title begins."""
    at = first - 1
    above = evidence.texts[at] if at >= 0 else ""
    if not could_be_name(above) or is_meta(evidence.lines[at].text):
        above = ""
    if title.unit:
        return _with_line_above(title.unit, above, first, evidence)
    if above and names_nobody(above):
        return _unit(Title(above, title.year), at, evidence)
    if not above or not is_name(above):
        return "", (), first
    if evidence.titles_name(above) or _stands_over(above, first, evidence):
        return above, (), at
    return "", (f"标题上面写着“{above}”，不能确定是不是单位名称",), first


def _stands_over(name: str, first: int, evidence: _Evidence) -> bool:
    """Tell whether a name that begins in the line above the title is the unit's, and none of the site's."""
    lines = evidence.lines
    same_style = lines[first - 1].level == lines[first].level > 0
    alone = not any(evidence.texts[: first - 1])
    return evidence.speaks_for(name) or ((same_style or alone) and _agrees(name, evidence))


def _agrees(name: str, evidence: _Evidence) -> bool:
    """Tell whether the name at the end of the report, if there is one, may be the same unit's."""
    signed_by = evidence.signed_by
    return not signed_by or name.endswith(signed_by) or signed_by.endswith(name)


def _with_line_above(
    unit: str, above: str, first: int, evidence: _Evidence
) -> tuple[str, tuple[str, ...], int]:
    """Tell a name that is broken over two lines from a whole one below another line."""
    longer = above + unit
    broken = bool(above) and is_name(longer)
    if broken and (evidence.speaks_for(longer) or evidence.titles_name(longer)):
        return longer, (), first - 1
    if names_nobody(unit):
        if broken and not names_nobody(longer) and _stands_over(longer, first, evidence):
            return longer, (), first - 1
        return "", (_doubtful(unit),), first
    near = first > 0 and evidence.lines[first - 1].level == evidence.lines[first].level
    if broken and near and not evidence.tells_apart(unit):
        return "", (f"标题里的单位名称可能是“{unit}”，也可能是“{longer}”",), first
    whole = is_name(unit) or evidence.speaks_for(unit)
    return (unit, (), first) if whole else ("", (_doubtful(unit),), first)


def _doubtful(name: str) -> str:
    return f"标题里的“{name}”不能确定是不是单位名称"


# The year ----------------------------------------------------------------------------------------


def _year(titled: int | None, texts: Sequence[str]) -> tuple[int | None, tuple[str, ...]]:
    """Return the year: of the title, else the report the preamble names, else its period; and what contradicts it."""
    text = "".join(texts)
    named = _one({match[1] for match in _NAMED.finditer(text)})
    period = _one({match[1] for match in _PERIOD.finditer(text)})
    year = titled or named or period
    others = sorted({other for other in (named, period) if other and other != year})
    doubts = tuple(f"按 {year} 年度读入，前言里还写着 {other} 年" for other in others)
    return year, doubts


def _one(found: set[str]) -> int | None:
    years = {written_year(text) for text in found}
    return years.pop() if len(years) == 1 else None
