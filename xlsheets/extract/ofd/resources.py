"""Parts of an OFD file that pages share -> the graphics and pictures that its pages name by number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.extract.ofd.parts import name_of, part_if_there, resolved
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from xml.etree.ElementTree import Element

    from xlsheets.extract.ofd.parts import OfdPart


class Resources(NamedTuple):
    """What pages name by number.

    Args:
        graphics: composed graphics, each with the objects it is made of.
        pictures: the bytes of pictures.
    """

    graphics: Mapping[str, Element]
    pictures: Mapping[str, bytes]

    def picture_of(self, element: Element) -> bytes:
        """Return the bytes of the picture an object shows; b"" when it is not in the file."""
        return self.pictures.get(element.get("ResourceID", ""), b"")


def resources_of(
    parts: Mapping[str, bytes],
    owner: OfdPart,
    names: Iterable[str],
    shared: Resources | None = None,
) -> Resources:
    """Return what the resource parts that a document or a page names hold, besides what it shares.

    Args:
        parts: the file.
        owner: the document or page.
        names: the elements that name resource parts.
        shared: what the document has for all its pages.
    """
    graphics = dict(shared.graphics) if shared else {}
    pictures = dict(shared.pictures) if shared else {}
    wanted = set(names)
    for element in owner.root.iter():
        if name_of(element) in wanted and (element.text or "").strip():
            part = part_if_there(parts, owner.folder, element.text or "")
            if part:
                graphics |= {
                    unit.get("ID", ""): unit for unit in _named(part, "CompositeGraphicUnit")
                }
                pictures |= _pictures(parts, part)
    return Resources(graphics, pictures)


def _named(part: OfdPart, name: str) -> list[Element]:
    return [element for element in part.root.iter() if name_of(element) == name]


def _pictures(parts: Mapping[str, bytes], part: OfdPart) -> dict[str, bytes]:
    folder = resolved(part.folder, part.root.get("BaseLoc", ""))
    found = {}
    for media in _named(part, "MultiMedia"):
        files = (inner.text or "" for inner in media if name_of(inner) == "MediaFile")
        path = resolved(folder, next(files, "")).casefold()
        if path in parts:
            found[media.get("ID", "")] = parts[path]
    return found
