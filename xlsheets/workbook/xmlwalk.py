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
    "http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing ",
    "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main ",
)


@dataclass(slots=True)
class Node:
    """An element that is looked at.

    Args:
        children: the elements looked at within it, by local name.
        start: called with its attributes.
        text: called with its text when it is closed.
        end: called when it is closed.
        closed: whether anything but ``children`` and extLst within it makes the part doubtful.
    """

    children: Mapping[str, Node] = field(default_factory=dict)
    start: Callable[[Attributes], None] | None = None
    text: Callable[[str], None] | None = None
    end: Callable[[], None] | None = None
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
    try:
        _Walker(part, root, spaces, guarded).parse(xml)
    except (expat.ExpatError, UnicodeError, LookupError, ValueError) as error:
        raise refusal("damaged", where=f"部件 {part}") from error


class _Walker:
    """Keeps the elements that are open while expat walks."""

    __slots__ = ("_guarded", "_parser", "_part", "_root", "_spaces", "_stack")

    def __init__(
        self, part: str, root: Mapping[str, Node], spaces: tuple[str, ...], guarded: frozenset[str]
    ) -> None:
        self._part, self._root, self._spaces, self._guarded = part, root, spaces, guarded
        self._stack: list[Node] = []
        self._parser = expat.ParserCreate(namespace_separator=" ")

    def parse(self, xml: bytes) -> None:
        parser = self._parser
        parser.buffer_text = True
        parser.StartElementHandler = self._begin
        parser.StartDoctypeDeclHandler = self._refuse_types
        parser.XmlDeclHandler = self._declared
        parser.Parse(xml, True)  # noqa: FBT003 - the C signature has no keyword

    def _begin(self, name: str, attributes: Attributes) -> None:
        """Take the root, and give the elements looked at its namespace."""
        space = next((space for space in self._spaces if name.startswith(space)), "")
        local = name[len(space) :]
        if not space or local not in self._root:
            raise refusal("damaged", where=f"部件 {self._part}")
        node = _spelt_out(self._root[local], space)
        self._stack.append(node)
        self._follow()
        if node.start:
            node.start(attributes)

    def _follow(self) -> None:
        """Have every further element called out; closures, since most of the time of a walk is spent here."""
        parser, stack, unknown = self._parser, self._stack, self._unknown
        push, pop = stack.append, stack.pop
        pieces: list[str] = []

        def start(name: str, attributes: Attributes) -> None:
            node = stack[-1].children.get(name) or unknown(name)
            push(node)
            if node.start:
                node.start(attributes)
            if node.text:
                pieces.clear()
                parser.CharacterDataHandler = pieces.append

        def end(_: str) -> None:
            node = pop()
            if node.text:
                parser.CharacterDataHandler = None
                node.text("".join(pieces))
            if node.end:
                node.end()

        parser.StartElementHandler, parser.EndElementHandler = start, end

    def _unknown(self, name: str) -> Node:
        """Return the node of an element nobody looks at; refuse it where it could mislead."""
        local = name.rpartition(" ")[2]
        if len(self._stack) > _DEEPEST or len(self._parser.intern) > _MOST_NAMES:
            raise refusal("too_large", where=f"部件 {self._part}")
        misplaced = local in self._guarded and not name.startswith(_LAWFUL_NAMESAKES)
        if misplaced or (self._stack[-1].closed and local != "extLst"):
            raise refusal("doubtful", where=f"部件 {self._part}")
        return _IGNORED

    def _declared(self, _: str, encoding: str | None, __: int) -> None:
        if encoding and encoding.upper() not in _ENCODINGS:
            raise refusal("damaged", where=f"部件 {self._part} 的编码")

    def _refuse_types(self, *_: object) -> None:
        raise refusal("dtd", where=f"部件 {self._part}")


def _spelt_out(node: Node, space: str) -> Node:
    """Return an element with the names of all elements within it as expat calls them."""
    children = {f"{space}{name}": _spelt_out(each, space) for name, each in node.children.items()}
    return Node(children, node.start, node.text, node.end, node.closed)
