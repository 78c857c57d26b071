"""XML part -> its elements as a tree; what could mislead is refused."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, NoReturn

from xlsheets.basics.patterns import pattern_of
from xlsheets.ooxml.refusals import refusal
from xlsheets.ooxml.xml import MARK, MOST_ELEMENTS, tree_of
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from xml.etree.ElementTree import Element

_DEEPEST = 100
_ENCODING = pattern_of(rb"\A(?:\xef\xbb\xbf)?<\?xml[^>]*?\bencoding\s*=\s*[\"']([^\"']*)")
_ENCODINGS = frozenset((b"UTF-8", b"UTF8", b"US-ASCII"))
_SPREADSHEET = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
# Anchors of form controls have rows too, and function descriptions have names.
_LAWFUL_NAMESAKES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}",
    "{http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing}",
    "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}",
)
# Excel gives every sheet a number of its own.
_IDENTITY = pattern_of(r' xr:uid="[^"<]*"')
_LEAD_OF_MARK, _DECLARED = MARK.encode()[:1], pattern_of("<!")
_MARK_BY_NUMBER = pattern_of("&#(?:x0*[eE]000|0*57344);")


class XmlPart(NamedTuple):
    """A part that is well-formed.

    Args:
        name: its name, for refusals.
        root: its root element.
        space: the namespace of its elements as ElementTree writes it, ``{…}``.
    """

    name: str
    root: Element
    space: str

    def doubt(self, what: str = "") -> NoReturn:
        """Refuse the part: two readers could take different things from it."""
        raise refusal("doubtful", where=f"部件 {self.name} {what}".rstrip())

    def tag(self, name: str) -> str:
        """Return the tag of an element of this name."""
        return f"{self.space}{name}"

    def children(self, parent: Element, name: str) -> Iterator[Element]:
        """Return the elements of a name right below another."""
        return parent.iterfind(self.tag(name))

    def only(self, name: str) -> Element | None:
        """Return the one element of a name right below the root; None when there is none."""
        found, *others = (*self.children(self.root, name), None)
        if len(others) > 1:
            self.doubt(name)
        return found

    def refuse_others(self, parent: Element, lawful: Iterable[str]) -> None:
        """Refuse a part that has anything below an element but these tags and extensions."""
        for child in parent:
            if child.tag not in lawful and not child.tag.endswith("}extLst"):
                self.doubt()

    def text(self, element: Element) -> str:
        """Return the text of an element that can hold nothing else."""
        if len(element):
            self.doubt()
        return element.text or ""

    def refuse_strays(self, **placed: int) -> None:
        """Refuse a part that has more elements of a name than were found in their place."""
        levels = list(_levels(self))
        tags = Counter(chain.from_iterable(levels))
        for tag, count in tags.items():
            name = tag.rpartition("}")[2]
            if name in placed and not tag.startswith(_LAWFUL_NAMESAKES):
                placed[name] -= count
        if any(placed.values()):
            self.doubt()


def _levels(part: XmlPart) -> Iterator[list[str]]:
    """Yield the tags of a part level by level; it may not be deeper than any sheet is."""
    level = [part.root]
    for _ in range(_DEEPEST):
        yield [element.tag for element in level]
        level = [child for element in level if len(element) for child in element]
        if not level:
            return
    raise refusal("too_large", where=f"部件 {part.name}")


def legible(xml: bytes) -> str | None:
    """Return a part as text if each tag in it is one and each character means itself; None otherwise.

    That is so in UTF-8 without comments, CDATA sections and processing instructions, and without our mark.
    """
    encoding = _ENCODING.match(xml)
    if len(xml) > MOST_ELEMENTS or (encoding and encoding[1].upper() == b"US-ASCII"):
        return None
    try:
        text = xml.decode()
    except UnicodeDecodeError:
        return None
    # The declaration stands first, or behind a byte order mark. To look for one character that is rare, as are
    # ? behind the declaration, ! and #, is many times faster than to look for two.
    declared = text.find("?>") if text.startswith(("<?", "\ufeff<?")) else 0
    beyond = text.find("?", declared + 2) >= 0
    instructed = beyond and text.rfind("<?") > text.startswith("\ufeff")
    numbered = "#" in text and _MARK_BY_NUMBER.search(text)
    marked = numbered or (_LEAD_OF_MARK in xml and MARK in text)
    return None if instructed or marked or ("!" in text and _DECLARED.search(text)) else text


class Cut(NamedTuple):
    """A part without one of its elements.

    Args:
        root: its root element.
        before: everything before the contents of that element, its opening included.
        within: the contents.
        after: everything behind them, its end included.
    """

    root: str
    before: str
    within: str
    after: str

    @property
    def rest(self) -> bytes:
        """The part with that element empty."""
        return f"{self.before}{self.after}".encode()


def cut(xml: bytes, root: str, name: str) -> Cut | None:
    """Cut the contents of an element out of a part; None when text alone does not tell where it begins and ends.

    Where the element is one of those right below the root, the part is sound XML if the rest and the contents are.
    """
    before, opening, behind = (legible(xml) or "").partition(f"<{name}>")
    within, end, after = behind.partition(f"</{name}>")
    top = re.search(rf'<{root}(?:\s[\w:.-]+="[^"<]*")*>', before)
    if top is None or not end:
        return None
    return Cut(_IDENTITY.sub("", top[0]), before + opening, within, end + after)


def parse_part(name: str, xml: bytes, root: str, spaces: tuple[str, ...] = _SPREADSHEET) -> XmlPart:
    """Parse a part.

    Args:
        name: its name, for refusals.
        xml: its bytes.
        root: the local name of its root element.
        spaces: namespaces its elements may have.

    Raises:
        UnreadableError: it is not well-formed, in another encoding, of another kind, or too large.
    """
    encoding = _ENCODING.match(xml)
    if encoding and encoding[1].upper() not in _ENCODINGS:
        raise refusal("damaged", where=f"部件 {name} 的编码")
    tree = tree_of(xml, name)
    space, _, local = tree.tag.rpartition("}")
    if local != root or space[1:] not in spaces:
        raise refusal("damaged", where=f"部件 {name}")
    return XmlPart(name, tree, f"{space}}}")
