"""Pieces of a file -> the places where a heading may stand, each with what speaks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.extract.squeeze import Squeezed, squeezed_with_places
from xlsheets.imports.outline.anchors import anchor
from xlsheets.imports.outline.furniture import is_sentence
from xlsheets.imports.outline.kinship import DISTANT, EXACT, HeadingMatch, matches
from xlsheets.schema import newest

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

    from xlsheets.imports.outline import Piece

_HAN = "一二三四五六七八九十"
_NUMBER = pattern_of(
    rf"第?(?P<han>[{_HAN}]{{1,2}})(?:部分|章|、|\.|,|:|(?=\D))[、.,:]?"
    rf"|\((?P<bracket>[{_HAN}]{{1,2}})\)[、.]?"
    r"|\(?(?P<digit>\d{1,2})[.、,)][.、]?"
)
_LONE_NUMBER = pattern_of(rf"第?[{_HAN}]{{1,2}}(?:部分|章)?[、.,:]?|\d{{1,2}}[.、]")
_WITHIN = pattern_of(rf"(?:[{_HAN}]、|[{_HAN}]\.|\([{_HAN}]\)|\d[.、]|第[{_HAN}]部分[:、]?)(?=\D)")
_CAPTION = pattern_of(r"表[一二三四]")
_STOPS = ".。:;,、！？!?；"
_ENDS = '。！？!?；;）)”"…:：'
_QUOTES = "“\"《「‘'"
# So many words of a heading behind its own number are one, whatever follows without anything between.
_LONG = 10
# What goes on with the words of a heading, so that they are none: 一、基本情况是…
_GOES_ON = "的是为和与及较良好说等类"
# No paragraph that is a heading and nothing else is longer.
_LONGEST = 60
# So far into a paragraph headings are looked for: no report is longer.
_FARTHEST = 40_000
_NUMERALS = {section.key: section.numeral for section in newest().sections}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may be the heading of a section.

    Args:
        section: its key.
        at: number of the piece among all pieces.
        start, end: where in the text of the piece it stands; ``start`` is 0 at the beginning.
        score: what speaks for it by itself.
        alone: whether the piece says nothing else.
        level: heading level of the piece.
        nearness: how near its words come to the official ones.
        numbered: whether a number stands before it.
    """

    section: str
    at: int
    start: int
    end: int
    score: float
    alone: bool
    level: int
    nearness: int
    numbered: bool = True

    @property
    def position(self) -> tuple[int, int]:
        return self.at, self.start


def candidates(pieces: Sequence[Piece]) -> list[Candidate]:
    """Return every place where a heading may stand, in order."""
    found: list[Candidate] = []
    above = ""
    for at, piece in enumerate(pieces):
        if piece.is_table or not piece.text.strip():
            above = ""
            continue
        short = squeezed_with_places(piece.text[:_FARTHEST])
        if _CAPTION.match(short.text):
            continue
        found.extend(_at_the_beginning(at, piece, short, above))
        found.extend(_within(at, piece, short))
        if anchor(piece) == "proactive" and short.text.startswith("第二十条"):
            found.append(Candidate("proactive", at, 0, 0, 0, alone=False, level=0, nearness=0))
        above = short.text if is_lone_number(short.text) else ""
    return found


def is_lone_number(text: str) -> bool:
    """Tell whether a squeezed text is the number of a heading whose words stand in the next line."""
    return _LONE_NUMBER.fullmatch(text) is not None


def _at_the_beginning(at: int, piece: Piece, short: Squeezed, above: str) -> Iterator[Candidate]:
    """Yield the sections whose heading a piece begins with; ``above`` is a number that stands alone before it."""
    own = _NUMBER.match(short.text)
    attempts = [(own.end(), own)] if own else []
    for start, number in (*attempts, (0, _NUMBER.match(above))):
        found = matches(short.text[start : start + _LONGEST])
        for match in found:
            candidate = _candidate(at, piece, short, number, match._replace(start=start))
            if candidate:
                yield candidate
        if found:
            return


def _candidate(
    at: int, piece: Piece, short: Squeezed, number: re.Match[str] | None, match: HeadingMatch
) -> Candidate | None:
    end = match.start + match.length
    rest = short.text[end:]
    alone = not rest.strip(_STOPS)
    parted = rest[:1] in _STOPS or not piece.text[short.at(end - 1) + 1 :][:1].strip()
    if not alone and not number and not piece.level:
        return None  # a sentence that begins with the words of a heading
    own = number and number["han"] == _NUMERALS[match.section]
    surely = own and (match.length >= _LONG or _begins_text(rest))
    if not alone and match.nearness < EXACT and not (parted or piece.level or surely):
        return None
    score = match.nearness + _for_number(number, match.section)
    score += 2 if alone else 0 if parted else -1
    if match.nearness == DISTANT and not number and not piece.level:
        score -= 1
    stop = short.at(end + len(rest) - len(rest.lstrip(_STOPS))) if not alone else len(piece.text)
    return Candidate(
        match.section, at, 0, stop, score, alone, piece.level, match.nearness, number is not None
    )


def _begins_text(rest: str) -> bool:
    """Tell whether what is glued to the words of a heading is text by itself, and does not go on with them."""
    return rest[:1] not in _GOES_ON and (is_sentence(rest) or _NUMBER.match(rest) is not None)


def _for_number(number: re.Match[str] | None, section: str) -> float:
    """Return what the number before a heading says for it."""
    if number is None:
        return 0
    numeral = _NUMERALS[section]
    if number["han"]:
        return 3 if number["han"] == numeral else 1
    if number["bracket"]:
        return 1.5 if number["bracket"] == numeral else -5
    return 1.5 if number["digit"] == str(_HAN.index(numeral) + 1) else -5


def _within(at: int, piece: Piece, short: Squeezed) -> Iterator[Candidate]:
    """Yield headings that were glued to the text before them."""
    for number in _WITHIN.finditer(short.text, 1):
        before = piece.text[: short.at(number.start())].rstrip()
        if before[-1:] in _QUOTES or before[-1:] in ("第", "和", "及"):
            continue
        told = _NUMBER.match(short.text, number.start())
        rest = short.text[number.end() : number.end() + _LONGEST]
        for match in matches(rest):
            if told and (match.nearness > DISTANT or _heads(told, match, short.text)):
                yield from _glued(at, piece, short, told, match)


def _heads(number: re.Match[str], match: HeadingMatch, text: str) -> bool:
    """Tell whether distant words head a section: nothing follows them, or they have its number and text follows."""
    behind = text[number.end() + match.length :]
    return not behind or (number["han"] == _NUMERALS[match.section] and _begins_text(behind))


def _glued(
    at: int, piece: Piece, short: Squeezed, number: re.Match[str], match: HeadingMatch
) -> Iterator[Candidate]:
    """Yield a heading in the middle of a paragraph: its number must be the official one, or a sentence end before it."""
    own = _for_number(number, match.section)
    end = number.end() + match.length
    before = short.text[number.start() - 1]
    ended = before in _ENDS or before.isdigit() or before in "/-"
    if own < 1 or not (ended or (own > 1 and match.nearness >= EXACT)):
        return
    rest = short.text[end:]
    left = rest.lstrip(_STOPS)
    stop = short.at(end + len(rest) - len(left)) if left else len(piece.text)
    score = match.nearness + own - (1 if ended else 3) - (2 if before in ",、，" else 0)
    start = short.at(number.start())
    yield Candidate(
        match.section, at, start, stop, score, alone=False, level=0, nearness=match.nearness
    )
