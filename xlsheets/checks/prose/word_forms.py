"""A compact form -> the words it stands for: ``按(期|时)答复(了|)`` is 按期答复, 按期答复了, 按时答复, 按时答复了."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def words_in(forms: str) -> Iterator[str]:
    """Yield every word that the compact forms of a text stand for; blanks part the forms."""
    for form in forms.split():
        if "(" in form:
            yield from map("".join, product(*_parts(form)))
        else:
            yield form


def _parts(form: str) -> Iterator[tuple[str, ...]]:
    """Yield the alternatives of each part of a form; a part may itself hold parts in brackets."""
    depth = start = 0
    for at, character in enumerate(form):
        if character == "(":
            if not depth and start < at:
                yield (form[start:at],)
            start = start if depth else at + 1
            depth += 1
        elif character == ")":
            depth -= 1
            if not depth:
                yield tuple(_alternatives(form[start:at]))
                start = at + 1
    if start < len(form):
        yield (form[start:],)


def _alternatives(choice: str) -> Iterator[str]:
    depth = start = 0
    for at, character in enumerate(f"{choice}|"):
        depth += (character == "(") - (character == ")")
        if character == "|" and not depth:
            part = choice[start:at]
            yield from words_in(part) if part else ("",)
            start = at + 1
