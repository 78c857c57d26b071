"""Word documents for tests: their main part, as it is and changed."""

from __future__ import annotations

import io
import zipfile


def main_part(document: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(document)).read("word/document.xml").decode()


def rewritten(document: bytes, change) -> bytes:
    """The same document with its main part changed."""
    source, out = zipfile.ZipFile(io.BytesIO(document)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(
                name, change(content.decode()).encode() if name == "word/document.xml" else content
            )
    return out.getvalue()
