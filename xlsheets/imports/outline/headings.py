"""Places where headings may stand -> the headings: those that together agree best with order, style and tables."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from xlsheets.extract import Paragraph
from xlsheets.extract.squeeze import squeezed
from xlsheets.imports.outline import Piece, PieceRole
from xlsheets.imports.outline.anchors import anchor
from xlsheets.imports.outline.candidates import Candidate, candidates, is_lone_number
from xlsheets.imports.outline.furniture import is_sentence
from xlsheets.imports.outline.kinship import DISTANT, EXACT
from xlsheets.schema import newest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ORDER = {section.key: place for place, section in enumerate(newest().sections)}
_WITH_TABLE = {section.key for section in newest().sections if section.table}
_LEAST = 3.0
# What must follow a heading so that it heads something.
_SOMETHING = 4


def with_headings(pieces: Sequence[Piece]) -> list[Piece]:
    """Cut the pieces at their headings, and say of each piece which section it stands in."""
    chosen = _best_chain(_weighed(candidates(pieces), pieces))
    by_piece: dict[int, list[Candidate]] = {}
    for heading in chosen:
        by_piece.setdefault(heading.at, []).append(heading)
    found: list[Piece] = []
    section = ""
    for at, piece in enumerate(pieces):
        parts = _cut(piece, by_piece.get(at, []), section)
        if at in by_piece:
            _take_lone_number(found)
            section = by_piece[at][-1].section
        found.extend(parts)
    return found


def _cut(piece: Piece, headings: Sequence[Candidate], section: str) -> list[Piece]:
    """Cut one paragraph into its headings and what stands between them."""
    if not headings:
        return [replace(piece, section=section)]
    text, at = piece.text, 0
    asides = piece.block.asides if isinstance(piece.block, Paragraph) else ()
    parts: list[Piece] = []
    for heading in headings:
        parts.append(replace(piece.with_text(text[at : heading.start].strip()), section=section))
        section, at = heading.section, heading.end
        words = piece.with_text(text[heading.start : heading.end].strip())
        parts.append(replace(words, section=section, role=PieceRole.HEADING))
    parts.append(replace(piece.with_text(text[at:].strip()), section=section))
    kept = [part for part in parts if part.text]
    if asides and kept:
        kept[-1] = replace(kept[-1], block=Paragraph(kept[-1].text, piece.level, asides))
    return kept


def _take_lone_number(found: list[Piece]) -> None:
    """Let a heading have its number, when that stands in a line of its own before it."""
    if found and not found[-1].is_table and is_lone_number(squeezed(found[-1].text)):
        found[-1] = found[-1].as_role(PieceRole.HEADING)


# What speaks for a candidate among the others ------------------------------------------------------


def _weighed(found: Sequence[Candidate], pieces: Sequence[Piece]) -> list[Candidate]:
    places = _places_of_tables(pieces)
    style = _usual_level(found)
    bare = _are_bare(found)
    following = _following(found)
    ends = _ends(found, pieces)
    weighed = []
    for number, candidate in enumerate(found):
        if not candidate.nearness:  # the first line of a table whose heading is not there
            weighed.append(replace(candidate, score=_LEAST))
            continue
        score = candidate.score + _for_style(candidate, style)
        score += _for_place(candidate, places, following[number])
        if bare and _is_bare(candidate) and _heads_text(candidate, pieces):
            score += 1
        if candidate.section not in _WITH_TABLE and ends[number] < _SOMETHING:
            score -= 3
        weighed.append(replace(candidate, score=score))
    return weighed


def _places_of_tables(pieces: Sequence[Piece]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for at, piece in enumerate(pieces):
        key = anchor(piece)
        if key:
            places.setdefault(key, []).append(at)
    return places


def _usual_level(found: Sequence[Candidate]) -> int:
    """Return the heading level that the official headings of a document have; 0 when they have none."""
    levels = Counter(
        candidate.level for candidate in found if candidate.nearness >= EXACT and candidate.alone
    )
    styled = {level: count for level, count in levels.items() if level}
    best = max(styled, key=lambda level: (styled[level], -level), default=0)
    return best if styled.get(best, 0) > 1 else 0


def _for_style(candidate: Candidate, usual: int) -> float:
    if not usual:
        return 1 if candidate.level and candidate.alone else 0
    return 4 if candidate.level == usual else -3


def _are_bare(found: Sequence[Candidate]) -> bool:
    """Tell whether the headings of a document have neither number nor level."""
    sure = [candidate for candidate in found if candidate.nearness > DISTANT and candidate.alone]
    bare = sum(map(_is_bare, sure))
    return bare > 1 and 2 * bare > len(sure)


def _is_bare(candidate: Candidate) -> bool:
    return candidate.alone and not candidate.numbered and not candidate.level


def _heads_text(candidate: Candidate, pieces: Sequence[Piece]) -> bool:
    """Tell whether a line is that of a section without a table, and text follows it."""
    behind = (piece for piece in pieces[candidate.at + 1 :] if piece.text.strip())
    first = next(behind, None)
    told = first is not None and not first.is_table and is_sentence(first.text)
    return told and candidate.section not in _WITH_TABLE


def _following(found: Sequence[Candidate]) -> list[int]:
    """Return for each candidate the piece of the next one of its section."""
    following = [0] * len(found)
    after: dict[str, int] = {}
    for number in reversed(range(len(found))):
        candidate = found[number]
        following[number] = after.get(candidate.section, 1 << 60)
        if candidate.nearness:
            after[candidate.section] = candidate.at
    return following


def _ends(found: Sequence[Candidate], pieces: Sequence[Piece]) -> list[int]:
    """Return for each candidate how much is said before the next one of another section."""
    lengths = [len(piece.text) for piece in pieces]
    before = [0]
    for length in lengths:
        before.append(before[-1] + length)
    ends: list[int] = []
    for number, candidate in enumerate(found):
        other = next(
            (
                later
                for later in found[number + 1 : number + 4]
                if later.section != candidate.section and later.position > candidate.position
            ),
            None,
        )
        stop = before[other.at] + other.start if other else before[-1]
        ends.append(stop - before[candidate.at] - candidate.end)
    return ends


def _for_place(candidate: Candidate, places: Mapping[str, list[int]], following: int) -> float:
    """Return what the tables say: those of a section stand behind its heading, 五 and 六 behind all of them."""
    every = [at for found in places.values() for at in found]
    if candidate.section == "overview":
        return -20 if any(at < candidate.at for at in every) else 0
    if candidate.section not in _WITH_TABLE:
        return -8 if any(at > candidate.at for at in every) else 0
    mine = places.get(candidate.section, ())
    behind = [at for at in mine if at >= candidate.at]
    if not behind:
        return -4 if mine else 0
    return 4 if behind[0] < following or following == candidate.at else -2


def _best_chain(found: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates, at most one for each section and in their order, that say most together."""
    best: list[tuple[float, list[Candidate]]] = [(0.0, [])] * (len(_ORDER) + 1)
    for candidate in sorted(found, key=lambda heading: heading.position):
        if candidate.score < _LEAST:
            continue
        place = _ORDER[candidate.section]
        before = max(best[: place + 1], key=lambda chain: chain[0])
        if before[1] and before[1][-1].position >= candidate.position:
            continue
        score = before[0] + candidate.score
        if score > best[place + 1][0]:
            best[place + 1] = (score, [*before[1], candidate])
    return max(best, key=lambda chain: chain[0])[1]
