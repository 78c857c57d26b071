"""A PDF as OFD files, written in two ways that office programs and converters use, and parts to make others of."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby, pairwise
from typing import Any

import pdfplumber

MILLIMETRE = 25.4 / 72
SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def packed(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def ofd_file(
    pages: Sequence[str],
    *,
    template: str = "",
    extra: dict[str, str] | None = None,
    resources: str = "",
    media: dict[str, bytes] | None = None,
) -> bytes:
    """Return an OFD file of pages, each the objects drawn on it.

    Args:
        pages: the objects of each page.
        template: objects that stand behind every page.
        extra: parts of annotations.
        resources: what pages name by number.
        media: pictures by the number that pages name them by.
    """
    behind = '<ofd:TemplatePage ID="90" BaseLoc="Tpls/Tpl_0/Content.xml"/>' if template else ""
    listed = "".join(
        f'<ofd:Page ID="{100 + at}" BaseLoc="Pages/Page_{at}/Content.xml"/>'
        for at in range(len(pages))
    )
    notes = "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>" if extra else ""
    use = '<ofd:Template TemplateID="90" ZOrder="Background"/>' if template else ""
    resources += "".join(
        f'<ofd:MultiMedia ID="{number}" Type="Image"><ofd:MediaFile>{number}.img</ofd:MediaFile></ofd:MultiMedia>'
        for number in media or {}
    )
    if resources:
        behind += "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
    parts: dict[str, str | bytes] = {
        "OFD.xml": f'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD {SPACE} DocType="OFD" Version="1.0"><ofd:DocBody>'
        "<ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {SPACE}><ofd:CommonData>{behind}</ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages>{notes}</ofd:Document>",
    }
    for at, page in enumerate(pages):
        parts[f"Doc_0/Pages/Page_{at}/Content.xml"] = (
            f'<ofd:Page {SPACE}>{use}<ofd:Content><ofd:Layer ID="{200 + at}">{page}</ofd:Layer></ofd:Content></ofd:Page>'
        )
    if template:
        parts["Doc_0/Tpls/Tpl_0/Content.xml"] = (
            f'<ofd:Page {SPACE}><ofd:Content><ofd:Layer ID="91">{template}</ofd:Layer></ofd:Content></ofd:Page>'
        )
    if resources:
        parts["Doc_0/DocumentRes.xml"] = f'<ofd:Res {SPACE} BaseLoc="Res">{resources}</ofd:Res>'
    parts |= {f"Doc_0/Res/{number}.img": content for number, content in (media or {}).items()}
    return packed(parts | (extra or {}))


def graphic(number: int, objects: str) -> str:
    """Return a composed graphic that pages name by its number."""
    return f'<ofd:CompositeGraphicUnit ID="{number}"><ofd:Content>{objects}</ofd:Content></ofd:CompositeGraphicUnit>'


def of_pictures(pages: Sequence[bytes], below: str = "") -> bytes:
    """Return an OFD file each page of which is a picture of A4, as scanners write it; some objects may lie below it."""
    media = {str(500 + at): page for at, page in enumerate(pages)}
    drawn = (
        f'{below}<ofd:ImageObject ID="4" Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="{number}"/>'
        for number in media
    )
    return ofd_file(list(drawn), media=media)


def by_lines(pdf: bytes) -> bytes:
    """Write a text object for each line, every step of its characters, and borders as stroked paths."""
    return ofd_file(
        ["".join(_stroked(page)) + "".join(_line_objects(page)) for page in _pages(pdf)]
    )


def by_characters(pdf: bytes) -> bytes:
    """Write a text object for each character, scaled by a matrix, and borders as filled bars within blocks."""
    return ofd_file(
        [
            f'<ofd:PageBlock ID="7">{"".join(_barred(page))}</ofd:PageBlock>{"".join(_single(page))}'
            for page in _pages(pdf)
        ]
    )


def _pages(pdf: bytes) -> list[Any]:
    return list(pdfplumber.open(io.BytesIO(pdf)).pages)


def _mm(points: float) -> str:
    return f"{points * MILLIMETRE:.4f}"


def _line_objects(page: Any) -> Iterator[str]:
    ordered = sorted(page.chars, key=lambda one: (round(one["bottom"], 1), one["x0"]))
    for _, together in groupby(
        ordered, key=lambda one: (round(one["bottom"], 1), round(one["size"], 1))
    ):
        run: list[Any] = []
        for character in together:
            if run and character["x0"] - run[-1]["x1"] > 2:
                yield _text_object(run)
                run = []
            run.append(character)
        yield _text_object(run)


def _text_object(run: Sequence[Any]) -> str:
    left, top, size = run[0]["x0"], run[0]["top"], run[0]["size"]
    steps = [_mm(after["x0"] - before["x0"]) for before, after in pairwise(run)]
    written = " ".join(
        f"g {count} {step}" if (count := len(list(same))) > 1 else step
        for step, same in groupby(steps)
    )
    deltas = f' DeltaX="{written}"' if written else ""
    base = run[0]["bottom"] - run[0]["top"] - 0.14 * size
    text = escape("".join(one["text"] for one in run))
    return (
        f'<ofd:TextObject ID="1" Font="3" Size="{_mm(size)}" Boundary="{_mm(left)} {_mm(top)} {_mm(run[-1]["x1"] - left)} {_mm(size)}">'
        f'<ofd:TextCode X="0" Y="{_mm(base)}"{deltas}>{text}</ofd:TextCode></ofd:TextObject>'
    )


def _single(page: Any) -> Iterator[str]:
    for one in page.chars:
        base = one["bottom"] - one["top"] - 0.14 * one["size"]
        scale = one["size"] * MILLIMETRE
        yield (
            f'<ofd:TextObject ID="1" Font="3" Size="1" CTM="{scale:.5f} 0 0 {scale:.5f} 0 0" '
            f'Boundary="{_mm(one["x0"])} {_mm(one["top"])} {_mm(one["width"])} {_mm(one["height"])}">'
            f'<ofd:TextCode X="0" Y="{base * MILLIMETRE / scale:.5f}">{escape(one["text"])}</ofd:TextCode></ofd:TextObject>'
        )


def _borders(page: Any) -> Iterator[tuple[float, float, float, float]]:
    yield from ((edge["x0"], edge["top"], edge["x1"], edge["bottom"]) for edge in page.edges)


def _stroked(page: Any) -> Iterator[str]:
    for x0, top, x1, bottom in _borders(page):
        yield (
            f'<ofd:PathObject ID="2" Boundary="{_mm(x0)} {_mm(top)} {_mm(x1 - x0)} {_mm(bottom - top)}" LineWidth="0.2">'
            f"<ofd:AbbreviatedData>M 0 0 L {_mm(x1 - x0)} {_mm(bottom - top)}</ofd:AbbreviatedData></ofd:PathObject>"
        )


def _barred(page: Any) -> Iterator[str]:
    for x0, top, x1, bottom in _borders(page):
        wide, high = max(x1 - x0, 0.5), max(bottom - top, 0.5)
        yield (
            f'<ofd:PathObject ID="2" Boundary="0 0 210 297" Stroke="false" Fill="true">'
            f"<ofd:AbbreviatedData>M {_mm(x0)} {_mm(top)} L {_mm(x0 + wide)} {_mm(top)} L {_mm(x0 + wide)} {_mm(top + high)} "
            f"L {_mm(x0)} {_mm(top + high)} C</ofd:AbbreviatedData></ofd:PathObject>"
        )
