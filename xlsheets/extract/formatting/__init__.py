"""Stretches of text and how each is formatted -> the text that is valid, and what stands beside it."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from xlsheets.extract import Aside, Look

if TYPE_CHECKING:
    from collections.abc import Iterable

_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


def woven(stretches: Iterable[tuple[str, Look]]) -> tuple[str, tuple[Aside, ...]]:
    """Return the text that counts, raised and lowered digits as such, and what is struck out or unseen.

    A text that is white from end to end is most likely printed on a dark ground: it counts, and is told.
    """
    parts = [part for part in stretches if part[0]]
    if all(look is Look.PLAIN for _, look in parts):
        return "".join(text for text, _ in parts), ()
    asides = _asides(parts)
    if all(look in (Look.WHITE, Look.HIDDEN) or not text.strip() for text, look in parts):
        return "".join(text for text, look in parts if look is not Look.HIDDEN), asides
    return "".join(_written(text, look) for text, look in _set_apart(parts)), asides


def _set_apart(parts: list[tuple[str, Look]]) -> list[tuple[str, Look]]:
    """Take small digits right beside digits of the usual size for a mark, and all other small text as it is."""
    found = []
    for at, (text, look) in enumerate(parts):
        if look is Look.SMALL:
            beside = parts[at - 1][0][-1:] if at else "", parts[at + 1 : at + 2]
            before, after = beside[0], "".join(text for text, _ in beside[1])[:1]
            marks = text.strip().isdigit() and (before.isdigit() or after.isdigit())
            found.append((text, Look.RAISED if marks else Look.PLAIN))
        else:
            found.append((text, look))
    return found


def _written(text: str, look: Look) -> str:
    if look is Look.RAISED:
        return unicodedata.normalize("NFKC", text).translate(_RAISED)
    if look is Look.LOWERED:
        return unicodedata.normalize("NFKC", text).translate(_LOWERED)
    return text if look is Look.PLAIN else ""


def _asides(parts: list[tuple[str, Look]]) -> tuple[Aside, ...]:
    """Join neighbours of one kind; blanks alone are nothing to tell."""
    joined: list[Aside] = []
    previous = Look.PLAIN
    for text, look in parts:
        if look in (Look.STRUCK, Look.HIDDEN, Look.WHITE):
            if look is previous:
                joined[-1] = Aside(joined[-1].text + text, look)
            else:
                joined.append(Aside(text, look))
        previous = look
    return tuple(aside for aside in joined if aside.text.strip())
