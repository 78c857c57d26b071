"""Pictures of writing -> what is written, by RapidOCR with the models in its package: nothing is fetched."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import cv2

from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsheets.extract.scans.pictures import Picture


class Read(NamedTuple):
    """What a picture says, and how sure that is, from 0 to 1."""

    text: str
    sure: float


class ReadLine(NamedTuple):
    """A line of writing on a page, and the rectangle it takes in pixels."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float


@cache
def _engine() -> Any:  # noqa: ANN401 -- RapidOCR ships no types
    from rapidocr import RapidOCR

    quietly = {"Global.log_level": "critical", "Global.use_cls": False}
    # Folders are read by several processes at once; each keeps to one processor.
    one = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
    return RapidOCR(params={**quietly, **one})


def find_lines(page: Picture) -> list[ReadLine]:
    """Find and read the lines of writing on a page without ruled lines."""
    found = _engine()(cv2.cvtColor(page, cv2.COLOR_GRAY2BGR))
    if found.boxes is None:
        return []
    boxes = (
        (text, box.min(axis=0), box.max(axis=0))
        for text, box in zip(found.txts, found.boxes, strict=True)
    )
    return [
        ReadLine(text, float(low[0]), float(low[1]), float(high[0]), float(high[1]))
        for text, low, high in boxes
    ]


def read_each(crops: Sequence[Picture]) -> list[Read]:
    """Read pictures that hold one line of writing each."""
    if not crops:
        return []
    pictures = [cv2.cvtColor(crop, cv2.COLOR_GRAY2BGR) for crop in crops]
    found = _engine().recognize_txt(pictures)
    return [Read(text, float(sure)) for text, sure in zip(found.txts, found.scores, strict=True)]
