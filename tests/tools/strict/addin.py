"""An add-in: its ribbon, and the project that holds its macros."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import olefile
from lxml import etree

from tests.tools.strict.package import Package, twice

_NAMESPACES = {
    "ui/extensibility": "http://schemas.microsoft.com/office/2006/01/customui",
    "2007/relationships/ui/extensibility": "http://schemas.microsoft.com/office/2009/07/customui",
}
_LONGEST = {"label": 1024, "screentip": 1024, "supertip": 1024, "keytip": 3, "id": 1024}


def violations(file: Package) -> Iterator[str]:
    """Yield what is wrong with the parts that only an add-in has."""
    for link in file.trees["_rels/.rels"]:
        if "extensibility" in link.get("Type"):
            newer = "2007/relationships" in link.get("Type")
            yield from _ribbon(file.trees[link.get("Target").lstrip("/")], newer)
    (name,) = (name for name in file.parts if name.endswith("vbaProject.bin"))
    project = olefile.OleFileIO(io.BytesIO(file.parts[name]))
    if re.search(rb"(?<!\r)\n", project.openstream("PROJECT").read()):
        yield f"{name}: lines of PROJECT end without CR"
    if project.openstream("VBA/_VBA_PROJECT").read(2) != b"\xcc\x61":
        yield f"{name}: _VBA_PROJECT does not begin as one"


def _ribbon(ribbon: etree._Element, newer: bool) -> Iterator[str]:
    wanted = list(_NAMESPACES.values())[newer]
    if etree.QName(ribbon).namespace != wanted:
        yield f"ribbon: {etree.QName(ribbon).namespace} where {wanted} is meant"
    controls = list(ribbon.iter(etree.Element))
    for name in twice(filter(None, (control.get("id") for control in controls))):
        yield f"ribbon: {name} twice"
    for control in controls:
        for key, longest in _LONGEST.items():
            if len(control.get(key, "")) > longest:
                yield f"ribbon: {key} of {control.get('id')} is too long"
        for plain, asked in (("image", "imageMso"), ("label", "getLabel")):
            if control.get(plain) and control.get(asked):
                yield f"ribbon: {control.get('id')} has {plain} and {asked}"
