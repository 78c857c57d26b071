"""Tags of a web page as they open and close -> how the text between them is formatted."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from xlsheets.extract import Look
from xlsheets.extract.formatting.html_sheets import NUMBER, cascaded, declarations
from xlsheets.extract.formatting.html_styles import TextStyle, is_removed, within
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsheets.extract.formatting.html_sheets import Declaration

# What ends where the next one like it begins, whether the page says so or not.
_ENDS_ITSELF = {"p": ("p",), "li": ("p", "li"), "tr": ("tr",)}
_NOTHING_SAID: Mapping[str, str] = {}


class _Element(NamedTuple):
    """An open element: the style of the text in it, and whether it is left out of the page."""

    tag: str
    style: TextStyle
    removed: bool


_PAGE = _Element("", TextStyle(), removed=False)


class OpenElements:
    """The open elements that matter for the look of text, from the outermost to the innermost."""

    def __init__(self, declared: Mapping[str, tuple[Declaration, ...]]) -> None:
        self._declared = declared
        self._open: list[_Element] = []
        self._tags: Counter[str] = Counter()
        self._unseen = 0

    @property
    def look(self) -> Look:
        """The look of text that stands here."""
        return self._innermost.style.look

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
        """Open an element; of those without a style only the ones that may be mistaken for an open one."""
        for ended in _ENDS_ITSELF.get(tag, ()):
            if self._tags[ended] and not self._within_table(ended):
                self.end(ended)
        said = self._said_of(attributes)
        around = self._innermost.style
        removed = is_removed(attributes, said)
        style = within(around, tag, attributes, said)
        if removed:
            style = style._replace(lasting=Look.HIDDEN)
        kept = removed or style != around
        if kept or self._tags[tag] or (tag == "table" and self.unseen):
            self._open.append(_Element(tag, style, removed))
            self._tags[tag] += 1
            self._unseen += removed

    def _said_of(self, attributes: Mapping[str, str]) -> Mapping[str, str]:
        """Return the properties of an element by the sheets of the page and by its own style."""
        own = declarations(attributes["style"]) if attributes.get("style") else ()
        sheets = self._declared.get(attributes.get(NUMBER, ""), ())
        return cascaded(sheets, own) if own or sheets else _NOTHING_SAID

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
            self._unseen -= element.removed
        del self._open[depth:]

    def unseen_within(self, depth: int) -> bool:
        """Tell whether all that is unseen began within a depth, and no table has begun within it."""
        inner = self._open[depth:]
        return self._unseen == sum(element.removed for element in inner) and not any(
            element.tag == "table" for element in inner
        )
