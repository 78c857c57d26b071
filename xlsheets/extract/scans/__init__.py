"""Scanned pages and photographs -> paragraphs and tables: straightened, ruled lines found, every number read twice."""

from __future__ import annotations

from importlib.util import find_spec

# What pictures of pages are called.
PICTURES = (".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff")
# What has to be installed to read them.
NEEDS = "rapidocr onnxruntime"


def can_be_read() -> bool:
    """Tell whether what reads scans is installed; asking loads nothing."""
    return all(find_spec(package) for package in NEEDS.split())
