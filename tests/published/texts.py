"""Compare the paragraphs of an imported report with what a person reads on the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.published.listing import squeezed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.published.listing import Listing
    from tests.published.pages import Expected, Page

# A piece of a paragraph shorter than this may stand elsewhere by chance.
_PIECE = 14
_TAKEN = "\n"


@dataclass
class _Text:
    """A section of the result: its text without spaces, where its paragraphs end, what is accounted for."""

    text: str
    rest: str
    ends: tuple[int, ...]

    @classmethod
    def of(cls, paragraphs: Sequence[str]) -> _Text:
        pieces = [squeezed(paragraph) for paragraph in paragraphs]
        ends, end = [], 0
        for piece in pieces:
            end += len(piece)
            ends.append(end)
        return cls("".join(pieces), "".join(pieces), tuple(ends))

    def take(self, piece: str) -> int:
        """Account for a piece, and return where it stood; -1 when it is not there."""
        start = self.rest.find(piece)
        if start >= 0:
            end = start + len(piece)
            self.rest = self.rest[:start] + _TAKEN * len(piece) + self.rest[end:]
        return start

    def leftovers(self) -> Iterator[str]:
        """Yield what nothing accounts for, paragraph by paragraph."""
        start = 0
        for end in self.ends:
            yield from filter(_says_something, self.rest[start:end].split(_TAKEN))
            start = end


@dataclass(frozen=True)
class _Wanted:
    """A paragraph of the page and the section it belongs to; "" when it stands beside a table."""

    section: str
    paragraph: str


def compare_texts(
    page: Page, narrative: Mapping[str, Sequence[str]], listing: Listing
) -> Iterator[tuple[str, str]]:
    """Yield (kind, text) for each paragraph that is lost or elsewhere, and for each text that is none."""
    got = {key: _Text.of(paragraphs) for key, paragraphs in narrative.items()}
    wanted = list(_wanted(page.expected))
    starts: dict[_Wanted, tuple[str, int]] = {}
    # The longest first: a short heading may stand inside a paragraph.
    for wish in sorted(wanted, key=lambda wish: -len(wish.paragraph)):
        found = _take(wish, got)
        if found:
            starts[wish] = found
    for wish in wanted:
        yield from _about(wish, starts.get(wish), got, listing)
    yield from _out_of_order(wanted, starts)
    for section, text in got.items():
        for piece in text.leftovers():
            yield _kind(piece, page), f"{section}: {_short(piece)}"


def _wanted(expected: Expected) -> Iterator[_Wanted]:
    for section, paragraphs in expected.prose.items():
        for paragraph in paragraphs:
            yield _Wanted(section, squeezed(paragraph))
    for paragraph in expected.around:
        yield _Wanted("", squeezed(paragraph))


def _take(wanted: _Wanted, got: Mapping[str, _Text]) -> tuple[str, int] | None:
    """Account for a whole paragraph where it belongs, else wherever it stands."""
    for section in sorted(got, key=lambda key: key != wanted.section):
        start = got[section].take(wanted.paragraph)
        if start >= 0:
            return section, start
    return None


def _about(
    wanted: _Wanted,
    found: tuple[str, int] | None,
    got: Mapping[str, _Text],
    listing: Listing,
) -> Iterator[tuple[str, str]]:
    if found:
        if wanted.section not in {"", found[0]}:
            yield "paragraph in the wrong part", f"{found[0]}: {_short(wanted.paragraph)}"
        return
    missing = _missing(wanted, got)
    if not missing:
        return
    if listing.quotes(missing):
        # Text beside a table has no place of its own in the form; listing it is all one can do.
        if wanted.section:
            yield "left", _short(wanted.paragraph)
    elif listing.begins_to_quote(missing):
        yield "paragraph quoted in part", _short(missing)
    else:
        yield "unlisted paragraph", f"{wanted.section or 'beside a table'}: {_short(missing)}"


def _missing(wanted: _Wanted, got: Mapping[str, _Text]) -> str:
    """Return what is lost of a paragraph that is not there whole, and account for its other parts."""
    paragraph = wanted.paragraph
    for section in sorted(got, key=lambda key: key != wanted.section):
        text = got[section]
        head = _long(_longest(paragraph, text.rest))
        tail = _long(_longest(paragraph[len(head) :][::-1], text.rest[::-1])[::-1])
        if head or tail:
            text.take(head)
            text.take(tail)
            return paragraph[len(head) : len(paragraph) - len(tail)]
    return paragraph


def _long(piece: str) -> str:
    return piece if len(piece) >= _PIECE else ""


def _longest(paragraph: str, text: str) -> str:
    """Return the longest beginning of a paragraph that stands in a text."""
    low, high = 0, len(paragraph)
    while low < high:
        middle = (low + high + 1) // 2
        if paragraph[:middle] in text:
            low = middle
        else:
            high = middle - 1
    return paragraph[:low]


def _out_of_order(
    wanted: Sequence[_Wanted], starts: Mapping[_Wanted, tuple[str, int]]
) -> Iterator[tuple[str, str]]:
    before: dict[str, int] = {}
    for wish in wanted:
        section, start = starts.get(wish, ("", -1))
        if not wish.section or section != wish.section:
            continue
        if start < before.get(section, 0):
            yield "paragraphs out of order", _short(wish.paragraph)
        before[section] = start


def _says_something(piece: str) -> bool:
    return bool(re.search(r"[^\W_]", piece))


def _kind(piece: str, page: Page) -> str:
    expected: Expected = page.expected
    bare = piece.strip("。;:,、")
    if any(squeezed(words) in piece for words in expected.gone):
        return "struck or hidden words as text"
    if _among(bare, expected.named):
        return "title, heading or signature as text"
    if _among(bare, expected.tables):
        return "table as text"
    if bare in squeezed(page.visible):
        return "furniture as text"
    return "text that is not on the page"


def _among(piece: str, lines: Sequence[str]) -> bool:
    """Tell whether a piece is one of some lines, a good part of one, or holds one."""
    return any(
        text.startswith(piece)
        or (len(piece) > 3 and piece in text)
        or (len(text) > 5 and text in piece)
        for text in map(squeezed, lines)
    )


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:36]}……"
