"""Bytes of a Word document -> its comments with what each is about, who tracked changes, how many pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.extract.formatting.word_values import local, word_attribute
from xlsheets.ooxml.identify import document_parts
from xlsheets.ooxml.refusals import about_documents
from xlsheets.ooxml.relationships import all_related, first_related, relations_of
from xlsheets.ooxml.xml import tree_of
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

# Changes of text; those of formatting change nothing that is said.
_TRACKED = ("ins", "del", "moveFrom", "moveTo")
_PICTURES = ("drawing", "pict", "object")


class WordComment(NamedTuple):
    """A comment: who wrote it, what it says, the words it is about, "" where it is about a place."""

    author: str
    text: str
    about: str


class WordMarks(NamedTuple):
    """What people left in a document.

    Args:
        comments: the comments, answers among them, in the order they are kept in.
        authors: who tracked changes of the text, each once.
        tracked: how many changes are tracked.
        pictures: how many pictures, shapes and objects stand in the running text.
    """

    comments: tuple[WordComment, ...] = ()
    authors: tuple[str, ...] = ()
    tracked: int = 0
    pictures: int = 0


@about_documents()
def read_marks(source: bytes) -> WordMarks:
    """Return what people left in a Word document besides its text.

    Raises:
        UnreadableError: as ``read_docx``.
    """
    parts = document_parts(source)
    main = first_related(parts, relations_of(parts, ""), "officeDocument")
    if not main:
        return WordMarks()
    root = tree_of(parts[main])
    about = _about(root)
    comments = tuple(
        WordComment(word_attribute(comment, "author"), _text(comment), about.get(number, ""))
        for part in all_related(parts, relations_of(parts, main), "comments")
        for comment in tree_of(parts[part])
        if (number := word_attribute(comment, "id"))
    )
    tracked = [element for element in root.iter() if local(element.tag) in _TRACKED]
    authors = dict.fromkeys(word_attribute(element, "author") for element in tracked)
    pictures = sum(local(element.tag) in _PICTURES for element in root.iter())
    return WordMarks(comments, tuple(filter(None, authors)), len(tracked), pictures)


def _about(root: Element) -> dict[str, str]:
    """Return the words each comment is about, by its number."""
    found: dict[str, str] = {}
    open_now: set[str] = set()
    for element in root.iter():
        name = local(element.tag)
        if name == "commentRangeStart":
            open_now.add(word_attribute(element, "id"))
        elif name == "commentRangeEnd":
            open_now.discard(word_attribute(element, "id"))
        elif name in ("t", "delText"):
            for number in open_now:
                found[number] = found.get(number, "") + (element.text or "")
    return found


def _text(comment: Element) -> str:
    return " ".join(filter(None, map("".join, _paragraphs(comment)))).strip()


def _paragraphs(comment: Element) -> Iterator[list[str]]:
    for paragraph in comment.iter():
        if local(paragraph.tag) == "p":
            yield [inner.text or "" for inner in paragraph.iter() if local(inner.tag) == "t"]
