"""Paragraph -> pieces: the program's own sentences, known by their text, and a person's words between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# A sentence is only recognised where a sentence can begin and end: 新收1件。 must not be found in 共新收1件。
_ENDINGS = tuple("。！？；：】\n")


class SentencePiece(NamedTuple):
    """A run of text; ``name`` is the phrase it came from, "" for a person's words."""

    text: str
    name: str = ""


def cut_at_known(paragraph: str, known: Mapping[str, str]) -> list[SentencePiece]:
    """Cut a paragraph around the known sentences; the pieces joined are the paragraph again.

    Args:
        paragraph: the text.
        known: sentences by the name of their phrase.
    """
    pieces = [SentencePiece(paragraph)]
    for name, text in sorted(known.items(), key=lambda item: -len(item[1])):
        pieces = [part for piece in pieces for part in _around(piece, name, text)]
    return [piece for piece in pieces if piece.text]


def _around(piece: SentencePiece, name: str, text: str) -> Iterator[SentencePiece]:
    """Yield a piece with every whole occurrence of a sentence set apart."""
    if piece.name or not text:
        yield piece
        return
    rest, start = piece.text, 0
    while (at := rest.find(text, start)) >= 0:
        end = at + len(text)
        if _begins(rest[:at]) and _ends(text, rest[end:]):
            yield SentencePiece(rest[:at])
            yield SentencePiece(text, name)
            rest, start = rest[end:], 0
        else:
            start = at + 1
    yield SentencePiece(rest)


def _begins(before: str) -> bool:
    return not before.strip() or before.rstrip(" 　").endswith(_ENDINGS)


def _ends(text: str, after: str) -> bool:
    return text.endswith(_ENDINGS) or not after.strip()
