"""Parts of an OFD file by where other parts say they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.errors import UnreadableError
from xlsheets.ooxml.xml import tree_of
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element


class OfdPart(NamedTuple):
    """A part that was parsed, and the folder that paths in it begin in."""

    root: Element
    folder: str


def name_of(element: Element) -> str:
    """Return the name of an element; older files have another namespace."""
    return element.tag.rpartition("}")[2]


def part_at(parts: Mapping[str, bytes], folder: str, location: str) -> OfdPart:
    """Return a part, parsed.

    Args:
        parts: the file, by paths in lower case.
        folder: where relative paths begin.
        location: the path as written.

    Raises:
        UnreadableError: it is not in the file, or no sound XML.
    """
    path = resolved(folder, location)
    if path.casefold() not in parts:
        raise UnreadableError("damaged", "这个 OFD 文件不完整，缺少里面的部件，没有读入。")
    return OfdPart(tree_of(parts[path.casefold()], path), path.rpartition("/")[0])


def part_if_there(parts: Mapping[str, bytes], folder: str, location: str) -> OfdPart | None:
    """Return a part, parsed; None when it is not in the file.

    Raises:
        UnreadableError: it is no sound XML.
    """
    there = resolved(folder, location).casefold() in parts
    return part_at(parts, folder, location) if there else None


def resolved(folder: str, location: str) -> str:
    """Return the path of a part: from the top of the file where it begins with a slash."""
    location = location.strip().replace("\\", "/")
    steps = [] if location.startswith("/") else folder.split("/")
    for step in location.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(step for step in steps if step)
