"""A Word document to start from (ours or the user's own) -> where the report goes and in which styles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.documents.word.base_document import (
    GRID_XML,
    LEAD_STYLES,
    STYLES,
    TABLE_STYLE,
    TABLE_STYLE_NAME,
    style_xml,
)
from xlsheets.documents.word.page_marks import UNUSABLE, add_foot, feet, mark_as_draft, say_at_foot
from xlsheets.errors import UnreadableError
from xlsheets.extract.formatting.word_values import attribute_value, local
from xlsheets.ooxml.identify import document_parts
from xlsheets.ooxml.refusals import about_documents
from xlsheets.ooxml.relationships import first_related, relations_of
from xlsheets.ooxml.writing import PackedPart, pack
from xlsheets.ooxml.xml import Walker, tree_of, walk
from xlsheets.schema import EDITIONS
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.parsers import expat

MARKER = "【年报正文】"
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


class Prepared(NamedTuple):
    """A document with a gap for the report.

    Args:
        head, tail: the main part before and after the report.
        main, core: names of the main part and of the document properties ("" if there are none).
        parts: every other part, ready to be zipped.
        feet: those of them with a line at the foot of the page that says nothing yet.
        styles: our style ids -> the ids they have in this document.
        numbered: ids of the styles that put a number before the text by themselves.
        width: text width in twips.
    """

    head: bytes
    tail: bytes
    main: str
    core: str
    parts: tuple[PackedPart, ...]
    feet: Mapping[str, bytes]
    styles: Mapping[str, str]
    numbered: frozenset[str]
    width: int

    def finished_parts(self, foot: str) -> Iterator[PackedPart]:
        """Yield every other part, with what the foot of a page says."""
        for part in self.parts:
            unsaid = self.feet.get(part.name)
            yield pack(part.name, say_at_foot(unsaid, foot)) if unsaid else part


@lru_cache(maxsize=1)
def base() -> bytes:
    """Return the prepared document that comes with the program."""
    return Path(__file__).with_name("base.docx").read_bytes()


@lru_cache(maxsize=4)
@about_documents()
def prepare(template: bytes, *, draft: bool, foot: bool = False) -> Prepared:
    """Find the place for the report in a template, and add the styles it lacks.

    What the template contains stays, and the report goes in place of the paragraph 【年报正文】 or else
    to the end; a template that holds a report itself lends its look only. With ``foot`` every page gets
    a line at its foot.

    Raises:
        UnreadableError: not a Word document, or one this program cannot build on.
    """
    parts = document_parts(template)
    led = relations_of(parts, "")
    main = first_related(parts, led, "officeDocument")
    styles = first_related(parts, relations_of(parts, main), "styles")
    if not main or not styles or _TYPES not in parts:
        raise UnreadableError("not_docx", "这个模板不是 Word 文档（.docx）。")
    if any(name.endswith("vbaProject.bin") for name in parts):
        raise UnreadableError("macros", "这个模板带有宏，请另存为不带宏的 .docx 后再用。")
    _as_document(parts)
    document = parts.pop(main)
    body = _Body(document)
    cut_from, cut_to = body.gap()
    there = _named_styles(parts[styles])
    parts[styles], ids = _with_styles(parts[styles], there.ids)
    core = first_related(parts, led, "core-properties")
    parts.pop(core, None)
    tail = document[cut_to:]
    if draft:
        tail = mark_as_draft(parts, main, tail)
    if foot:
        tail = add_foot(parts, main, tail)
    return Prepared(
        head=document[:cut_from],
        tail=tail,
        main=main,
        core=core,
        parts=tuple(pack(name, parts[name]) for name in parts),
        feet=feet(parts) if foot else {},
        styles=ids,
        numbered=there.numbered,
        width=body.width,
    )


_TYPES = "[Content_Types].xml"
_DOCUMENT_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MACRO_TYPE = pattern_of(rb"application/vnd\.ms-word\.\w+\.macroEnabled\w*\.main\+xml")


def _as_document(parts: dict[str, bytes]) -> None:
    """Call a .dotx, or a .docm without macros, what the result is: a document."""
    types = parts[_TYPES].replace(b".template.main+xml", b".document.main+xml")
    parts[_TYPES] = _MACRO_TYPE.sub(_DOCUMENT_TYPE, types)


@dataclass(slots=True)
class _Child:
    """Something in the body: where it starts, what it is, its text, whether it shows without text."""

    start: int
    name: str
    text: str = ""
    solid: bool = False


_SHOWN = frozenset(("drawing", "pict", "object", "sectPr", "br", "tc"))
_CHILD_DEPTH = 3  # document, body, child


class _Body:
    """What a template has in its body, by byte position, so that it can be kept as it is."""

    def __init__(self, document: bytes) -> None:
        self.children: list[_Child] = []
        self.width = _OUR_WIDTH
        self._end = -1
        self._path: list[str] = []
        self._lengths: dict[str, int] = {}
        self._prefixes: dict[str | None, str] = {}
        walk(document, self._walker)
        utf8 = b"encoding" not in document[:100] or b"utf-8" in document[:100].lower()
        closed = document[self._end :].startswith(b"</w:body>")
        if self._prefixes.get("w") != _MAIN or not utf8 or not closed:
            raise UnreadableError("template", UNUSABLE)
        self.width = _text_width(self._lengths)

    def gap(self) -> tuple[int, int]:
        """Return from where to where the report replaces what the template has."""
        children = [child for child in self.children if child.name != "sectPr"]
        stop = next((child.start for child in self.children if child.name == "sectPr"), self._end)
        starts = [*(child.start for child in children), stop]
        texts = ["".join(child.text.split()) for child in children]
        if MARKER in texts:
            at = texts.index(MARKER)
            return starts[at], starts[at + 1]
        if _section_titles() & set(texts):
            return starts[0], stop
        shown = [at for at, child in enumerate(children) if child.solid or texts[at]]
        return starts[shown[-1] + 1 if shown else 0], stop

    def _walker(self, parser: expat.XMLParserType) -> Walker:
        def start(element: str, attributes: Mapping[str, str]) -> None:
            self._start(element.rpartition(" ")[2], attributes, parser.CurrentByteIndex)

        def end(_: str) -> None:
            if self._path.pop() == "body" and len(self._path) == 1:
                self._end = parser.CurrentByteIndex

        parser.StartNamespaceDeclHandler = self._prefixes.setdefault
        return Walker(start, end, self._text)

    def _start(self, name: str, attributes: Mapping[str, str], position: int) -> None:
        self._path.append(name)
        depth = len(self._path)
        if depth == _CHILD_DEPTH:
            self.children.append(_Child(position, name))
        elif depth > _CHILD_DEPTH and name in _SHOWN:
            self.children[-1].solid = True
        if self._path[2:3] == ["sectPr"] and name in ("pgSz", "pgMar"):
            for side in ("w", "left", "right", "gutter"):
                self._lengths[side] = _twips(
                    attributes.get(f"{_MAIN} {side}", "")
                ) or self._lengths.get(side, 0)

    def _text(self, characters: str) -> None:
        if self._path[-1] == "t" and self.children:
            self.children[-1].text += characters


def _section_titles() -> set[str]:
    return {section.title for edition in EDITIONS for section in edition.sections}


_OUR_WIDTH, _NARROWEST = 8844, 4000


def _twips(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() else 0


def _text_width(lengths: Mapping[str, int]) -> int:
    """Return page width less margins; ours where the template does not say or leaves no room."""
    width = lengths.get("w", 0) - sum(lengths.get(side, 0) for side in ("left", "right", "gutter"))
    return width if width >= _NARROWEST else _OUR_WIDTH


_CHINESE_NAMES = {"标题": "title", "标题1": "heading1", "标题2": "heading2"}


def _known_as(name: str) -> str:
    plain_name = "".join(name.split()).lower()
    return _CHINESE_NAMES.get(plain_name, plain_name)


def _with_styles(styles: bytes, there: Mapping[str, str]) -> tuple[bytes, dict[str, str]]:
    """Return the style part with our styles where it has none of that name, and what each is called."""
    ours = {style.id: (style.name, style_xml(style)) for style in (*STYLES, *LEAD_STYLES)}
    ours[TABLE_STYLE] = (TABLE_STYLE_NAME, GRID_XML)
    ids = {key: there.get(_known_as(name), key) for key, (name, _) in ours.items()}
    missing = "".join(xml for name, xml in ours.values() if _known_as(name) not in there)
    before, closing, after = styles.rpartition(b"</w:styles>")
    if not closing:
        raise UnreadableError("template", UNUSABLE)
    return before + missing.encode() + closing + after, ids


class _Styles(NamedTuple):
    """The styles of a template: ids by name, and which of them number their paragraphs."""

    ids: dict[str, str]
    numbered: frozenset[str]


def _named_styles(styles: bytes) -> _Styles:
    names: dict[str, str] = {}
    numbered: set[str] = set()
    for style in tree_of(styles).iter(f"{{{_MAIN}}}style"):
        key = style.get(f"{{{_MAIN}}}styleId", "")
        for element in style.iter():
            if local(element.tag) == "name" and key:
                names.setdefault(_known_as(attribute_value(element)), key)
            elif local(element.tag) == "numPr":
                numbered.add(key)
    return _Styles(names, frozenset(numbered))
