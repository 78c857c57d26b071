"""Two texts, paragraph by paragraph -> the sentences that differ, wherever either breaks its lines."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import accumulate
from typing import TYPE_CHECKING

from xlsheets.basics.characters import normal
from xlsheets.basics.sentences import sentences
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

_ENDS = tuple("。！？!?：:；;”）")
# What marks the characters that differ when both sides are shown.
_OPEN, _CLOSE = "【", "】"
# Comparing texts character by character takes time by the product of their lengths; whole reports need not be.
_MOST_PAIRS = 4_000_000


class Passage(NamedTuple):
    """A paragraph and where it stands."""

    place: str
    text: str


class Reworded(NamedTuple):
    """A sentence of one text and what stands in its place in the other; "" where there is nothing.

    ``place`` is that of the sentence; of a sentence that came in, that of the one before it.
    """

    place: str
    before: str
    after: str


class _Edit(NamedTuple):
    """A stretch of one text that another stretch replaces."""

    start: int
    end: int
    first: int
    last: int


def reworded(before: Sequence[Passage], after: Iterable[str]) -> list[Reworded]:
    """Return every sentence that differs, in order; blanks and ends of paragraphs do not count.

    Args:
        before: the paragraphs of one text, each with its place.
        after: the paragraphs of the other.
    """
    old = [
        Passage(passage.place, sentence)
        for passage in before
        for sentence in _sentences(passage.text)
    ]
    new = [sentence for text in after for sentence in _sentences(text)]
    matcher = SequenceMatcher(None, [passage.text for passage in old], new, autojunk=False)
    found: list[Reworded] = []
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind != "equal":
            place = old[start - 1].place if start else (old[0].place if old else "")
            found.extend(_within(old[start:end], new[first:last], place))
    return found


def _sentences(text: str) -> list[str]:
    return ["".join(sentence.split()) for sentence in sentences(normal(text))]


def _within(old: Sequence[Passage], new: Sequence[str], place: str) -> Iterator[Reworded]:
    """Yield what differs in a run of sentences; the same characters cut otherwise are no difference."""
    one, other = "".join(passage.text for passage in old), "".join(new)
    if not old or not new or len(one) * len(other) > _MOST_PAIRS:
        yield from (Reworded(passage.place, passage.text, "") for passage in old)
        yield from (Reworded(place, "", sentence) for sentence in new)
        return
    starts = set(accumulate(len(passage.text) for passage in old))
    edits = [_at_a_start(edit, starts, one, other) for edit in _edits(one, other)]
    at = 0
    for passage in old:
        end = at + len(passage.text)
        inside = [edit for edit in edits if _belongs(edit, at, end, one)]
        came_in = [edit for edit in inside if _is_new_sentence(edit, end, one, other)]
        changed = [edit for edit in inside if edit not in came_in]
        if changed:
            yield Reworded(
                passage.place, passage.text, _counterpart(changed, at, end, (one, other))
            )
        for edit in came_in:
            yield Reworded(passage.place, "", other[edit.first : edit.last])
        at = end


def _edits(one: str, other: str) -> list[_Edit]:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return [_Edit(*edit) for kind, *edit in matcher.get_opcodes() if kind != "equal"]


def _at_a_start(edit: _Edit, starts: Collection[int], one: str, other: str) -> _Edit:
    """Return a stretch that only went or only came so that it begins where a sentence does, if it can be read so.

    Where two sentences begin alike, the first of them gone looks the same as the end of one and the start of the next.
    """
    gone, came = edit.end - edit.start, edit.last - edit.first
    if gone and came:
        return edit
    text, at = (one, edit.start) if gone else (other, edit.first)
    length = gone or came
    for step in range(edit.start + 1):
        if edit.start - step in starts or edit.start == step:
            return _Edit(*(number - step for number in edit))
        before = at - step - 1
        if before < 0 or text[before] != text[before + length]:
            return edit
    return edit


def _belongs(edit: _Edit, start: int, end: int, text: str) -> bool:
    """Tell whether an edit is one of a sentence; what comes in between two belongs to the first."""
    if edit.start < edit.end:
        return edit.start < end and edit.end > start
    return start < edit.start <= end or (start == edit.start == 0) or end == edit.start == len(text)


def _is_new_sentence(edit: _Edit, end: int, one: str, other: str) -> bool:
    """Tell whether an edit puts whole sentences behind the end of one that stays."""
    inside = other[edit.first : edit.last]
    return edit.start == edit.end == end and one[:end].endswith(_ENDS) and inside.endswith(_ENDS)


def _counterpart(edits: Sequence[_Edit], start: int, end: int, texts: tuple[str, str]) -> str:
    """Return a sentence as the edits that are its own leave it."""
    one, other = texts
    pieces, at = [], start
    for edit in edits:
        pieces.append(one[at : max(at, edit.start)])
        # An edit that reaches into the sentence before was told there.
        pieces.append(other[edit.first : edit.last] if edit.start >= start else "")
        at = max(at, edit.end)
    pieces.append(one[at:end])
    return "".join(pieces)


def marked(before: str, after: str) -> tuple[str, str]:
    """Return both sides of a change with the characters that differ between brackets; a lone side as it is."""
    if not before or not after or len(before) * len(after) > _MOST_PAIRS:
        return before, after
    old, new = [], []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind == "equal":
            old.append(before[start:end])
            new.append(after[first:last])
        else:
            old.append(f"{_OPEN}{before[start:end]}{_CLOSE}" if end > start else "")
            new.append(f"{_OPEN}{after[first:last]}{_CLOSE}" if last > first else "")
    return "".join(old), "".join(new)
