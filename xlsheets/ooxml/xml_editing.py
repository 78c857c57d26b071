"""XML part -> a tree that can be changed and written again as Excel and Word write theirs."""

from __future__ import annotations

from lxml import etree  # type: ignore[import-untyped]


def parse_for_editing(part: bytes) -> etree._Element:
    """Parse a part of the package; nothing outside it is ever read."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(part, parser)


def serialise(root: etree._Element) -> bytes:
    """Write a part as Excel does: UTF-8, with a declaration."""
    tree = root.getroottree()
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))
