"""Notes of cells: what is written, and the boxes drawn for it; numbers of all sheets are distinct."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from tests.tools.strict.package import Package, R, twice
from tests.tools.strict.sheet import area, overlap

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def violations(file: Package) -> Iterator[str]:
    """Yield what is wrong with the notes of all sheets together."""
    blocks, shapes = [], []
    for part, tree in file.trees.items():
        drawing = tree.find(f"{S}legacyDrawing")
        if drawing is None or not file.linked(part, "comments"):
            continue
        drawn = file.links[part][drawing.get(f"{R}id")].target
        boxes = file.trees[drawn]
        own = [block for map_ in boxes.iter("{*}idmap") for block in map_.get("data").split(",")]
        names = [shape.get("id") for shape in boxes.iter("{*}shape")]
        blocks += own
        shapes += names
        yield from _sheet(file, part, boxes)
        for shape in names:
            number = re.search(r"_s(\d+)$", shape)
            if number and str(int(number[1]) // 1024) not in own:
                yield f"{drawn}: {shape} is outside the blocks {own}"
    for value in (*twice(blocks), *twice(shapes)):
        yield f"notes: {value} is used by two sheets"


def _sheet(file: Package, part: str, boxes: etree._Element) -> Iterator[str]:
    (name,) = file.linked(part, "comments")
    written = file.trees[name]
    places = [note.get("ref") for note in written.iter(f"{S}comment")]
    for place in twice(places):
        yield f"{name}: two notes at {place}"
    cells = {(found[1] - 1, found[0] - 1) for place in places if (found := area(place))}
    drawn = {
        (int(box.findtext("{*}Row")), int(box.findtext("{*}Column")))
        for box in boxes.iter("{*}ClientData")
    }
    if cells != drawn:
        yield f"{name}: boxes are drawn at other cells than the notes are at"
    authors = len(written.findall(f"{S}authors/{S}author"))
    if any(int(note.get("authorId")) >= authors for note in written.iter(f"{S}comment")):
        yield f"{name}: an author who is not there"
    merged = [area(one.get("ref")) for one in file.trees[part].iter(f"{S}mergeCell")]
    for place in places:
        at = area(place)
        if any(at and one and overlap(at, one) and at[:2] != one[:2] for one in merged):
            yield f"{name}: the note at {place} is inside a merged area"
