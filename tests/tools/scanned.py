"""Reports as a clerk's scanner and telephone bring them: pages of a report, damaged in nine ways.

``python -m tests.tools.scanned [REPORTS]`` reads the tables of so many reports under every damage, and prints how many
numbers were read right, how many were listed for a person to look at, and how many were taken wrong.
"""

from __future__ import annotations

import io
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from tests.tools.make import balanced
from tests.tools.make import report as clean_report
from tests.tools.office import convert, pictures
from xlsheets.documents.word.report import render
from xlsheets.imports import read_published
from xlsheets.report import Report

DOTS = 200


def _turned(page: Image.Image) -> Image.Image:
    return page.rotate(1.7, Image.Resampling.BICUBIC, fillcolor="white")


def _blurred(page: Image.Image) -> Image.Image:
    return page.filter(ImageFilter.GaussianBlur(1.3))


def _grainy(page: Image.Image, levels: int = 30) -> Image.Image:
    noise = np.random.default_rng(7).normal(0, levels, (page.height, page.width, 1))
    return Image.fromarray(np.clip(np.asarray(page) + noise, 0, 255).astype(np.uint8))


def _squeezed(page: Image.Image, quality: int = 22) -> Image.Image:
    stream = io.BytesIO()
    page.save(stream, "JPEG", quality=quality)
    return Image.open(stream).convert("RGB")


def _coarse(page: Image.Image) -> Image.Image:
    return page.resize(
        (page.width * 110 // DOTS, page.height * 110 // DOTS), Image.Resampling.BILINEAR
    )


def _stamped(page: Image.Image) -> Image.Image:
    """Put a red stamp over the numbers of a table; they are seen through its ink."""
    stamp = Image.new("RGB", page.size, "white")
    draw = ImageDraw.Draw(stamp)
    middle, size = (round(page.width * 0.72), round(page.height * 0.45)), 165
    box = (middle[0] - size, middle[1] - size, middle[0] + size, middle[1] + size)
    draw.ellipse(box, outline=(205, 35, 40), width=9)
    draw.regular_polygon((*middle, 55), 5, fill=(215, 45, 50))
    return ImageChops.multiply(page, stamp)


def _shaded(page: Image.Image) -> Image.Image:
    """Light a page from one side, as a telephone sees it, a little turned."""
    page = page.rotate(-0.8, Image.Resampling.BICUBIC, fillcolor=(235, 230, 220))
    light = np.linspace(1.0, 0.55, page.width).reshape(1, -1, 1)
    return Image.fromarray((np.asarray(page) * light).astype(np.uint8))


def _as_found(page: Image.Image) -> Image.Image:
    """Do to a page what happens to it on the way: stamped, photographed by bad light, a little turned, stored badly."""
    return _squeezed(_grainy(_shaded(_stamped(page)), 12), 40)


DAMAGES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "none": lambda page: page,
    "turned": _turned,
    "blurred": _blurred,
    "noisy": _grainy,
    "JPEG 22": _squeezed,
    "110 dpi": _coarse,
    "stamp": _stamped,
    "shaded": _shaded,
    "as found": _as_found,
}


def busy_report(seed: int) -> Report:
    """Return a report whose tables are right, with numbers of one to five digits; always the same for a seed."""
    chance = Random(seed)
    most = (9, 99, 999, 20_000)[seed % 4]
    figures = {
        cell: Decimal(chance.randint(0, 10**6)).scaleb(-2)
        if cell.block == "pro8"
        else chance.randint(0, most)
        if chance.random() < 0.6
        else 0
        for cell in clean_report().figures
    }
    return balanced(replace(clean_report(), figures=figures))


def printed_pages(report: Report, folder: Path) -> list[Image.Image]:
    """Return the pages of a report as they are printed."""
    return pages_of(render(report), folder)


def pages_of(document: bytes, folder: Path) -> list[Image.Image]:
    """Return the pages of a Word document as they are printed."""
    word = folder / "report.docx"
    word.write_bytes(document)
    (pdf,) = convert(word, "pdf", folder)
    return [Image.open(page).convert("RGB") for page in pictures(pdf, folder, DOTS)]


def scan(pages: list[Image.Image]) -> bytes:
    """Return pages as one TIFF."""
    stream = io.BytesIO()
    pages[0].save(
        stream, "TIFF", save_all=True, append_images=pages[1:], compression="jpeg", quality=90
    )
    return stream.getvalue()


class Outcome(NamedTuple):
    """How many numbers were read right, were left to a person, and were taken wrong; of the first, those sums proved."""

    right: int
    listed: int
    wrong: int
    settled: int


def outcome(report: Report, content: bytes) -> Outcome:
    """Read a scan, and compare every number of the tables with the report."""
    imported = read_published(content, "扫描.tif")
    found = imported.report
    read = {**found.figures, **found.stated}
    truth = report.values
    count = Counter(
        "listed" if cell not in read else "right" if read[cell] == truth[cell] else "wrong"
        for cell in report.edition.cells
        if truth.get(cell) is not None
    )
    settled = sum(
        read.get(cell) == truth.get(cell)
        for cell in report.edition.cells
        if report.edition.path(cell) in imported.inferred
    )
    return Outcome(count["right"], count["listed"], count["wrong"], settled)


def main(reports: int) -> None:
    """Print a line for every damage."""
    sums: dict[str, list[int]] = {damage: [0, 0, 0, 0] for damage in DAMAGES}
    for seed in range(reports):
        report = busy_report(seed)
        with tempfile.TemporaryDirectory() as folder:
            pages = printed_pages(report, Path(folder))
        for damage, harm in DAMAGES.items():
            begun = time.process_time()
            got = outcome(report, scan([harm(page) for page in pages]))
            sums[damage] = [before + now for before, now in zip(sums[damage], got, strict=True)]
            spent = (time.process_time() - begun) / len(pages)
            print(
                f"{seed} {damage:8} right {got.right} (by sums {got.settled}) listed {got.listed} wrong {got.wrong}, {spent:.1f} s a page",
                flush=True,
            )
    for damage, (right, listed, wrong, settled) in sums.items():
        share = right / (right + listed + wrong)
        print(
            f"{damage:8} right {right} (by sums {settled}) listed {listed} wrong {wrong}: {share:.2%}"
        )
    print(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.1f} GB")
    sys.exit(any(wrong for _, _, wrong, _ in sums.values()))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
