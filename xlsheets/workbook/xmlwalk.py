"""XML part + the elements it may have -> calls in document order; what could mislead is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from xlsheets.workbook.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Attributes = dict[str, str]

# Far more than any report has, and little enough to be walked in a second and held in memory.
_MOST_ELEMENTS = _MOST_ATTRIBUTES = 1_000_000
_MOST_NAMES = 10_000
_DEEPEST = 100
_ENCODINGS = frozenset(("UTF-8", "UTF8", "UTF-16", "UTF-16LE", "UTF-16BE", "US-ASCII"))
_SPREADSHEET = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main ",
    "http://purl.oclc.org/ooxml/spreadsheetml/main ",
)
# Anchors of form controls have rows too, and function descriptions have names.
_LAWFUL_NAMESAKES = (
    "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing ",
    "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main ",
)


@dataclass(slots=True)
class Node:
    """An element that is looked at.

    Args:
        children: the elements looked at within it, by local name.
        start: called with its attributes.
        end: called with its text when it is closed; "" unless ``text``.
        text: whether its text is kept.
        closed: whether anything but ``children`` and extLst within it makes the part doubtful.
    """

    children: Mapping[str, Node] = field(default_factory=dict)
    start: Callable[[Attributes], None] | None = None
    end: Callable[[str], None] | None = None
    text: bool = False
    closed: bool = False


_IGNORED = Node()


def walk(
    part: str,
    xml: bytes,
    root: Mapping[str, Node],
    *,
    spaces: tuple[str, ...] = _SPREADSHEET,
    guarded: frozenset[str] = frozenset(),
) -> None:
    """Walk through a part from start to end.

    Args:
        part: its name, for the refusal.
        xml: its bytes.
        root: the one root element, by local name.
        spaces: namespaces the elements may have, each with a trailing space.
        guarded: local names that must not occur anywhere but in their place.

    Raises:
        UnreadableError: the part is not well-formed, has a DTD, or could be read in two ways.
    """
    if xml.count(b"<") > 2 * _MOST_ELEMENTS or xml.count(b"=") > _MOST_ATTRIBUTES:
        raise refusal("too_large", where=f"部件 {part}")
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    walker = _Walker(part, root, spaces, guarded)
    parser.StartElementHandler = walker.start
    parser.EndElementHandler = walker.end
    parser.CharacterDataHandler = walker.text
    parser.StartDoctypeDeclHandler = walker.refuse_types
    parser.XmlDeclHandler = walker.declared
    try:
        parser.Parse(xml, True)  # noqa: FBT003 - the C signature has no keyword
    except (expat.ExpatError, UnicodeError, LookupError, ValueError) as error:
        raise refusal("damaged", where=f"部件 {part}") from error


class _Walker:
    """Keeps the elements that are open while expat walks."""

    __slots__ = ("_guarded", "_local", "_part", "_pieces", "_spaces", "_stack", "_wanted")

    def __init__(
        self, part: str, root: Mapping[str, Node], spaces: tuple[str, ...], guarded: frozenset[str]
    ) -> None:
        self._part, self._spaces, self._guarded = part, spaces, guarded
        self._stack = [Node(root, closed=True)]
        self._local: dict[str, str] = {}
        self._pieces: list[str] = []
        self._wanted = False

    def start(self, name: str, attributes: Attributes) -> None:
        above = self._stack[-1]
        node = above.children.get(self._local.get(name) or self._known(name))
        if node is None:
            node = self._unknown(name, above)
        self._stack.append(node)
        if node.start:
            node.start(attributes)
        if node.text:
            self._pieces, self._wanted = [], True

    def end(self, _: str) -> None:
        node = self._stack.pop()
        if node.end:
            node.end("".join(self._pieces) if node.text else "")
        self._wanted = False

    def text(self, text: str) -> None:
        if self._wanted:
            self._pieces.append(text)

    def _known(self, name: str) -> str:
        """Return the local name of an element of the main namespace, any other name unchanged."""
        if len(self._stack) == 1:
            self._spaces = tuple(space for space in self._spaces if name.startswith(space))
        space = next((space for space in self._spaces if name.startswith(space)), "")
        self._local[name] = name[len(space) :]
        return self._local[name]

    def _unknown(self, name: str, above: Node) -> Node:
        """Return the node of an element nobody looks at; refuse it where it could mislead."""
        local = name.rpartition(" ")[2]
        if len(self._stack) > _DEEPEST or len(self._local) > _MOST_NAMES:
            raise refusal("too_large", where=f"部件 {self._part}")
        misplaced = local in self._guarded and not name.startswith(_LAWFUL_NAMESAKES)
        if misplaced or (above.closed and local != "extLst"):
            raise refusal(
                "doubtful" if len(self._stack) > 1 else "damaged", where=f"部件 {self._part}"
            )
        return _IGNORED

    def declared(self, _: str, encoding: str | None, __: int) -> None:
        if encoding and encoding.upper() not in _ENCODINGS:
            raise refusal("damaged", where=f"部件 {self._part} 的编码")

    def refuse_types(self, *_: object) -> None:
        raise refusal("dtd", where=f"部件 {self._part}")
