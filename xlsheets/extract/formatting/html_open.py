"""Tags of a web page as they open and close -> how the text between them is formatted."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from xlsheets.extract import Look
from xlsheets.extract.formatting.html_styles import has_ground, is_dark, look_of, style_of

if TYPE_CHECKING:
    from collections.abc import Mapping

# What ends where the next one like it begins, whether the page says so or not.
_ENDS_ITSELF = {"p": ("p",), "li": ("p", "li"), "tr": ("tr",)}


_LASTING = (Look.HIDDEN, Look.STRUCK)


class _Element(NamedTuple):
    """An open element: its own look, that of the text in it, and whether it is coloured or within such a one."""

    tag: str
    look: Look
    shown: Look
    on_ground: bool


_PAGE = _Element("", Look.PLAIN, Look.PLAIN, on_ground=False)


class OpenElements:
    """The open elements that matter for the look of text, from the outermost to the innermost."""

    def __init__(self) -> None:
        self.classes: dict[str, str] = {}
        self._open: list[_Element] = []
        self._tags: Counter[str] = Counter()
        self._unseen = 0

    @property
    def look(self) -> Look:
        """The look of text that stands here."""
        return self._innermost.shown

    @property
    def _innermost(self) -> _Element:
        return self._open[-1] if self._open else _PAGE

    @property
    def unseen(self) -> bool:
        return self._unseen > 0

    @property
    def depth(self) -> int:
        return len(self._open)

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open an element; of those without a look only the ones that may be mistaken for an open one."""
        for ended in _ENDS_ITSELF.get(tag, ()):
            if self._tags[ended] and not self._within_table(ended):
                self.end(ended)
        style = style_of(attributes, self.classes)
        look, around = look_of(tag, attributes, style), self._innermost
        on_ground = around.on_ground or has_ground(attributes, style)
        if look is Look.WHITE and on_ground:
            look = Look.PLAIN
        shown = _within(around.shown, look)
        if shown is Look.WHITE and is_dark(attributes, style):
            shown = Look.PLAIN
        kept = shown is not around.shown or look is not Look.PLAIN or on_ground
        if kept or self._tags[tag] or (tag == "table" and self.unseen):
            self._open.append(_Element(tag, look, shown, on_ground))
            self._tags[tag] += 1
            self._unseen += look is Look.HIDDEN

    def _within_table(self, tag: str) -> bool:
        """Tell whether the innermost open element of a kind lies outside an open table."""
        for element in reversed(self._open):
            if element.tag in (tag, "table"):
                return element.tag == "table"
        return False

    def end(self, tag: str) -> None:
        """Close an element and whatever was left open within it."""
        if self._tags[tag]:
            at = next(
                place for place in reversed(range(self.depth)) if self._open[place].tag == tag
            )
            self.cut(at)

    def cut(self, depth: int) -> None:
        """Close all elements but the outermost ``depth``."""
        for element in self._open[depth:]:
            self._tags[element.tag] -= 1
            self._unseen -= element.look is Look.HIDDEN
        del self._open[depth:]

    def unseen_within(self, depth: int) -> bool:
        """Tell whether all that is unseen began within a depth, and no table has begun within it."""
        inner = self._open[depth:]
        return self._unseen == sum(element.look is Look.HIDDEN for element in inner) and not any(
            element.tag == "table" for element in inner
        )


def _within(around: Look, look: Look) -> Look:
    """Return how text looks in an element; what is unseen or struck out stays so whatever is within."""
    lasting = next((strong for strong in _LASTING if strong in (around, look)), None)
    return lasting or (around if look is Look.PLAIN else look)
