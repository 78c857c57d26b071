"""One written section and its new draft -> the section with the program's own sentences up to date.

A sentence the program wrote and that still stands word for word is the program's and is replaced; one that
does not has been changed or deleted by a person and is never written again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsheets.narrative.known_sentences import SentencePiece, cut_at_known
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xlsheets.narrative.draft import DraftSentence

Rows = list[list[SentencePiece]]


class SentenceChange(NamedTuple):
    """One sentence: what the program wrote last, and what it writes now; "" for nothing."""

    section: str
    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Rewritten:
    """One section afterwards.

    Args:
        paragraphs: all its text; paragraphs keep their numbers, new ones stand at the end.
        drafted: the sentences to remember as the program's own.
        replaced: own sentences that say something new, or nothing any more.
        added: sentences that were not there before.
        kept: what the program would write where a person has changed or deleted its sentence.
        foreign: whether a person wrote the section alone.
    """

    paragraphs: tuple[str, ...]
    drafted: Mapping[str, str]
    replaced: tuple[SentenceChange, ...] = ()
    added: tuple[SentenceChange, ...] = ()
    kept: tuple[SentenceChange, ...] = ()
    foreign: bool = False


def rewrite(
    section: str, written: Sequence[str], own: Mapping[str, str], fresh: Mapping[str, DraftSentence]
) -> Rewritten:
    """Bring a section with text of both hands up to date.

    Args:
        section: its key.
        written: its paragraphs as they stand.
        own: what the program wrote last, by the name of the phrase.
        fresh: what it writes now, by the name of the phrase.
    """
    now = {name: sentence.text for name, sentence in fresh.items()}
    rows = _recognised(written, own, now)
    before = {piece.name: piece.text for row in rows for piece in row if piece.name}
    lost = {name: text for name, text in own.items() if name not in before}
    rows = [[_renewed(piece, now) for piece in row] for row in rows]
    new = [name for name in fresh if name not in own]
    placed = {name: now[name] for name in new if _place(rows, fresh, name, own)}
    homeless = {name: now[name] for name in new if name not in placed}
    standing = {name: now[name] for name in before if name in now}
    return Rewritten(
        tuple("".join(piece.text for piece in row) for row in rows),
        {**lost, **standing, **placed},
        replaced=sentence_changes(section, before, standing),
        added=sentence_changes(section, {}, placed),
        kept=sentence_changes(section, lost, {name: now.get(name, "") for name in lost} | homeless),
    )


def sentence_changes(
    section: str, before: Mapping[str, str], after: Mapping[str, str]
) -> tuple[SentenceChange, ...]:
    """Return what differs, phrase by phrase."""
    pairs = (
        SentenceChange(section, name, before.get(name, ""), after.get(name, ""))
        for name in {**before, **after}
    )
    return tuple(change for change in pairs if change.before != change.after)


def _recognised(written: Iterable[str], own: Mapping[str, str], now: Mapping[str, str]) -> Rows:
    """Cut the paragraphs around the program's sentences.

    A sentence that a person corrected to just what the program writes now counts as the program's again.
    """
    rows = [cut_at_known(text, own) for text in written]
    found = {piece.name for row in rows for piece in row}
    corrected = {name: now[name] for name in own if name not in found and name in now}
    return [
        [
            part
            for piece in row
            for part in ([piece] if piece.name else cut_at_known(piece.text, corrected))
        ]
        for row in rows
    ]


def _renewed(piece: SentencePiece, now: Mapping[str, str]) -> SentencePiece:
    return SentencePiece(now.get(piece.name, ""), piece.name) if piece.name else piece


def _place(
    rows: Rows, fresh: Mapping[str, DraftSentence], name: str, own: Mapping[str, str]
) -> bool:
    """Put a new sentence beside the nearest sentence of its paragraph that still stands."""
    piece = SentencePiece(fresh[name].text, name)
    family = [relative for relative in fresh if fresh[relative].paragraph == fresh[name].paragraph]
    at = family.index(name)
    for neighbour in (*reversed(family[:at]), *family[at + 1 :]):
        for row in rows:
            names = [piece.name for piece in row]
            if neighbour in names:
                row.insert(names.index(neighbour) + (neighbour in family[:at]), piece)
                return True
    if any(relative in own for relative in family):
        return False
    rows.append([piece])
    return True
