"""Package -> the texts and the cell styles its sheets refer to by number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from xlsheets.texts import whole
from xlsheets.workbook.numberformat import BUILT_IN
from xlsheets.workbook.package import related, yes
from xlsheets.workbook.refusals import refusal
from xlsheets.workbook.xmlwalk import Attributes, Node, walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlsheets.workbook.package import Package

# More than any version of Excel allows.
_MOST_STYLES = 65_536
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Style(NamedTuple):
    """What of a cell's style matters: its number format and whether it is locked."""

    format: str
    locked: bool


def texts_of(package: Package) -> tuple[str, ...]:
    """Return the shared texts as a person reads them: runs joined, readings of characters left out."""
    name, xml = related(package, "sharedStrings")
    texts, pieces = list[str](), list[str]()

    def finish() -> None:
        texts.append(unescaped("".join(pieces)))
        pieces.clear()

    if xml:
        item = Node(text_grammar(pieces.append), end=finish, closed=True)
        walk(name, xml, {"sst": Node({"si": item})}, guarded=frozenset(("si",)))
    return tuple(texts)


def text_grammar(add: Callable[[str], None]) -> dict[str, Node]:
    """Return the elements of a rich text; ``add`` is called with each run of it."""
    run = Node(text=add, closed=True)
    silent = {"rPr": Node(), "rPh": Node(), "phoneticPr": Node()}
    return {"t": run, "r": Node({"t": run, **silent}, closed=True), **silent}


def unescaped(text: str) -> str:
    """Replace ``_x000D_`` by the character it stands for, pairs of surrogates by theirs."""
    if "_x" not in text:
        return text
    return whole(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), text))


def styles_of(package: Package) -> tuple[Style, ...]:
    """Return the styles cells refer to by number."""
    name, xml = related(package, "styles")
    styles = _Styles()
    if xml:
        walk(name, xml, styles.grammar(), guarded=frozenset(("cellXfs",)))
    return tuple(styles.found) or (Style("General", locked=True),)


class _Styles:
    """The cell styles while their part is walked."""

    def __init__(self) -> None:
        self.found: list[Style] = []
        self._formats: dict[str, str] = {}

    def grammar(self) -> dict[str, Node]:
        kinds = Node({"numFmt": Node(start=self._name_format)})
        style = Node({"protection": Node(start=self._protect)}, start=self._add)
        return {
            "styleSheet": Node({"numFmts": kinds, "cellXfs": Node({"xf": style}, start=self._once)})
        }

    def _once(self, _: Attributes) -> None:
        if self.found:
            raise refusal("doubtful", where="单元格样式")

    def _name_format(self, attributes: Attributes) -> None:
        number = attributes.get("numFmtId", "")
        if self.found or number in self._formats:
            raise refusal("doubtful", where="数字格式")
        self._formats[number] = attributes.get("formatCode", "")

    def _add(self, attributes: Attributes) -> None:
        number = attributes.get("numFmtId", "0")
        code = self._formats.get(number) or BUILT_IN.get(number, "General")
        self.found.append(Style(code, locked=True))
        if len(self.found) > _MOST_STYLES:
            raise refusal("too_large", where="单元格样式")

    def _protect(self, attributes: Attributes) -> None:
        locked = yes(attributes.get("locked", "1"))
        self.found[-1] = self.found[-1]._replace(locked=locked)
