"""Blocks of a published file -> its pieces, each with its role: title, text by section, tables, and what is left."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from xlsheets.basics.characters import normal
from xlsheets.basics.patterns import pattern_of
from xlsheets.extract import Grid, Paragraph
from xlsheets.extract.squeeze import page_number, squeezed
from xlsheets.imports.outline import Piece, PieceRole
from xlsheets.imports.outline.anchors import anchor, is_official_table, is_table_line, vocabulary
from xlsheets.imports.outline.ending import Ending, read_ending
from xlsheets.imports.outline.headings import with_headings
from xlsheets.imports.outline.titles import Front, read_front
from xlsheets.schema import newest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xlsheets.extract import Block

_WITH_TABLE = frozenset(section.key for section in newest().sections if section.table)
_AFTER_SENTENCE = pattern_of(r"(?<=[。！])\s*")


@dataclass(frozen=True)
class Outline:
    """What a published file is made of.

    Args:
        pieces: everything in it, in order, each with its role.
        front: its title as understood.
        ending: its signature as understood.
    """

    pieces: tuple[Piece, ...] = ()
    front: Front = field(default_factory=Front)
    ending: Ending = field(default_factory=Ending)

    @property
    def headed(self) -> tuple[str, ...]:
        """Sections whose heading was found."""
        return tuple(
            dict.fromkeys(piece.section for piece in self.pieces if piece.role is PieceRole.HEADING)
        )

    def prose(self, section: str) -> tuple[str, ...]:
        """Return the paragraphs of a section."""
        return tuple(
            piece.text.strip()
            for piece in self.pieces
            if piece.role is PieceRole.PROSE and piece.section == section
        )


def read_outline(blocks: Iterable[Block]) -> Outline:
    """Find title, headings, tables, text and signature; what is none of these has a role that says so."""
    pieces = with_headings([_piece(number, block) for number, block in enumerate(blocks, 1)])
    headings = [at for at, piece in enumerate(pieces) if piece.role is PieceRole.HEADING]
    first = headings[0] if headings else _first_table(pieces)
    ending, pieces = read_ending(pieces, _start_of_ending(pieces, headings))
    pieces = _with_tables_at_the_end(pieces)
    rest = squeezed("".join(piece.text for piece in pieces[first:] if not _is_after(piece)))
    before = "".join(squeezed(piece.text) for piece in pieces[:first] if _is_long(piece))
    front, opening = read_front(pieces[:first], before + rest, ending.signed_by)
    body = [_official(piece) for piece in opening]
    for piece in pieces[first:]:
        body.extend(_in_section(piece))
    return Outline(tuple(body), front, ending)


def _piece(number: int, block: Block) -> Piece:
    if isinstance(block, Grid):
        return Piece(number, block)
    shown = Paragraph(normal(block.text).strip(), block.level, block.asides)
    role = PieceRole.PAGE_NUMBER if page_number(shown.text) else PieceRole.OPEN
    return Piece(number, shown, role)


def _first_table(pieces: Sequence[Piece]) -> int:
    return next((at for at, piece in enumerate(pieces) if anchor(piece)), len(pieces))


def _is_after(piece: Piece) -> bool:
    return piece.role in (PieceRole.AFTER, PieceRole.SIGNATURE)


def _is_long(piece: Piece) -> bool:
    """Tell whether a piece before the first heading is text in which a name may be met again."""
    return not piece.is_table and ("。" in piece.text or len(piece.text) > 40)


def _start_of_ending(pieces: Sequence[Piece], headings: Sequence[int]) -> int:
    """Return where the signature may begin: behind the last heading, and behind the table it may head."""
    last = headings[-1] if headings else len(pieces)
    if not headings or pieces[last].section not in _WITH_TABLE:
        return last + 1
    behind = range(last + 1, len(pieces))
    tables = [at for at in behind if _is_official(pieces[at]) or is_table_line(pieces[at].text)]
    return max([last, *tables]) + 1


def _with_tables_at_the_end(pieces: Sequence[Piece]) -> list[Piece]:
    """Let official tables behind the signature be those of the report where it has no others."""
    if any(_is_official(piece) and piece.role is not PieceRole.AFTER for piece in pieces):
        return list(pieces)
    return [_official(piece) for piece in pieces]


def _is_official(piece: Piece) -> bool:
    return isinstance(piece.block, Grid) and is_official_table(
        cell.text for cell in piece.block.cells
    )


def _goes_on(piece: Piece) -> bool:
    """Tell whether a table may be the rest of an official one: it has a label of it, or figures only."""
    cells = piece.block.cells if isinstance(piece.block, Grid) else ()
    texts = [squeezed(cell.text) for cell in cells if cell.text.strip()]
    return any(text in vocabulary() for text in texts) or all(map(is_table_line, texts))


def _official(piece: Piece) -> Piece:
    """Let an official table be one wherever it stands."""
    return piece.as_role(PieceRole.TABLE) if _is_official(piece) else piece


def _in_section(piece: Piece) -> Iterator[Piece]:
    """Yield a piece behind the first heading with its role, a line that holds table and text in parts."""
    if piece.role is not PieceRole.OPEN:
        yield piece
    elif piece.is_table:
        official = _is_official(piece) or (piece.section in _WITH_TABLE and _goes_on(piece))
        yield piece.as_role(PieceRole.TABLE if official else PieceRole.STRANGE_TABLE)
    elif piece.section in _WITH_TABLE or not piece.section:
        yield from _beside_or_in_table(piece)
    else:
        yield piece.as_role(PieceRole.PROSE)


def _beside_or_in_table(piece: Piece) -> Iterator[Piece]:
    parts = [part for part in _AFTER_SENTENCE.split(piece.text) if part.strip()]
    roles = [PieceRole.TABLE if is_table_line(part) else PieceRole.BESIDE for part in parts]
    if len(set(roles)) < 2:
        yield piece.as_role(roles[0] if roles else PieceRole.BESIDE)
        return
    for part, role in zip(parts, roles, strict=True):
        yield replace(piece.with_text(part), role=role)
