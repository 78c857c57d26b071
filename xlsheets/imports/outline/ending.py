"""Pieces of the last section -> its text, the signature, and what a site prints after the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.dates import written_day
from xlsheets.extract.squeeze import squeezed
from xlsheets.imports.outline import Piece, PieceRole
from xlsheets.imports.outline.furniture import is_end_furniture, is_sentence
from xlsheets.imports.outline.names import (
    could_be_name,
    is_name,
    month_line,
    names_nobody,
    signed_line,
)
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

_LONGEST = 40


class Ending(NamedTuple):
    """How a report ends: who signed it, when, and a date that is none, as it stands there."""

    signed_by: str = ""
    day: datetime.date | None = None
    odd_date: str = ""


def read_ending(pieces: Sequence[Piece], start: int) -> tuple[Ending, list[Piece]]:
    """Give what stands behind the text its role.

    Args:
        pieces: all pieces of the file.
        start: the number of the first that may belong to the signature.
    """
    found = list(pieces)
    dated = next((at for at in range(start, len(found)) if _is_date(found[at])), None)
    if dated is not None:
        ending, first = _signature(found, start, dated)
        for at in range(first, dated + 1):
            if found[at].role is PieceRole.OPEN:
                found[at] = found[at].as_role(PieceRole.SIGNATURE)
        return ending, _after(found, dated + 1)
    end = _end_of_text(found, start)
    named = end - 1 if end > start and _is_unit_line(found[end - 1]) else None
    if named is None:
        return Ending(), _after(found, end)
    signed_by = squeezed(found[named].text)
    found[named] = found[named].as_role(PieceRole.SIGNATURE)
    return Ending(signed_by), _after(found, end)


def _is_date(piece: Piece) -> bool:
    if piece.is_table or piece.role is not PieceRole.OPEN or len(piece.text) > 2 * _LONGEST:
        return False
    if is_end_furniture(piece.text):
        return False  # the day somebody printed or published it
    return signed_line(piece.text) is not None or month_line(piece.text)


def _signature(found: Sequence[Piece], start: int, dated: int) -> tuple[Ending, int]:
    """Return how a report ends with a dated line, and the first piece of its signature."""
    line = signed_line(found[dated].text)
    day = written_day(line.day) if line else None
    odd_date = "" if line else found[dated].text.strip()
    if line and line.name:
        return Ending(line.name, day, odd_date), dated
    name, first = _name_above(found, start, dated)
    if name and names_nobody(name):
        head, above = _name_above(found, start, first)
        name, first = (head + name, above) if is_name(head) else (name, first)
    return Ending(name, day, odd_date), first


def _name_above(found: Sequence[Piece], start: int, below: int) -> tuple[str, int]:
    """Return the name in the line above another, and where that line stands; "" and the other for none."""
    at = below - 1
    while at > start and _says_nothing(found[at]):
        at -= 1
    if at < start or found[at].is_table or found[at].role is not PieceRole.OPEN:
        return "", below
    name = squeezed(found[at].text)
    told = is_name(name) or (could_be_name(name) and not is_sentence(found[at].text))
    return (name, at) if told else ("", below)


def _is_unit_line(piece: Piece) -> bool:
    return not piece.is_table and piece.role is PieceRole.OPEN and is_name(squeezed(piece.text))


def _end_of_text(found: Sequence[Piece], start: int) -> int:
    """Return where the text of a report without a date ends: before the furniture, and before lines that say nothing."""
    end = len(found)
    furniture = next((at for at in range(start, end) if _is_furniture(found[at])), end)
    if not any(_is_prose(piece) for piece in found[furniture:]):
        end = furniture
    while end > start and not _is_prose(found[end - 1]) and not _is_only_answer(found, start, end):
        if _is_unit_line(found[end - 1]) and not any(map(_is_unit_line, found[start : end - 1])):
            break
        end -= 1
    return end


def _is_furniture(piece: Piece) -> bool:
    return piece.is_table or (
        piece.role is PieceRole.OPEN
        and not _ends_sentence(piece.text)
        and is_end_furniture(piece.text)
    )


def _says_nothing(piece: Piece) -> bool:
    """Tell whether a line parts what stands around it on the page only: it is blank or counts pages."""
    blank = not piece.is_table and not piece.text.strip()
    return blank or piece.role is PieceRole.PAGE_NUMBER


def _is_prose(piece: Piece) -> bool:
    if _says_nothing(piece):
        return False
    if piece.is_table or piece.role is not PieceRole.OPEN:
        return piece.role is not PieceRole.OPEN
    return _ends_sentence(piece.text) or (
        is_sentence(piece.text) and not is_end_furniture(piece.text) and len(piece.text) > _LONGEST
    )


def _ends_sentence(text: str) -> bool:
    return text.rstrip().endswith(("。", "！", "；", "。）", "。”"))


def _is_only_answer(found: Sequence[Piece], start: int, end: int) -> bool:
    """Tell whether a short line is all that is said under the last heading, such as 无."""
    text = squeezed(found[end - 1].text)
    return (
        all(map(_says_nothing, found[start : end - 1]))
        and not found[end - 1].is_table
        and text.startswith(("无", "没有", "暂无", "本"))
    )


def _after(found: list[Piece], start: int) -> list[Piece]:
    behind = [
        piece.as_role(PieceRole.AFTER) if piece.role is PieceRole.OPEN else piece
        for piece in found[start:]
    ]
    return [*found[:start], *behind]
