"""Write everything that is generated anew, and say what changed.

    python -m docs.regenerate            write it
    python -m docs.regenerate --check    write nothing; the exit status is 1 when something is out of date

The pictures of the manual need LibreOffice and Chromium and are taken by ``python -m docs.pictures``.
"""

from __future__ import annotations

import argparse
import difflib
import io
import zipfile
from pathlib import Path

from docs.build import pages
from tests.tools.narrated import goldens
from xlsheets.addin.package import addin_files
from xlsheets.documents.word.base_document import base_document
from xlsheets.workflows.one_report import workbook

ROOT = Path(__file__).parents[1]
_PACKAGES = (".xlsx", ".docx", ".xlam")


def generated() -> dict[Path, bytes]:
    """Return everything that is generated, by the file it is kept in."""
    texts = pages() | goldens()
    return {
        ROOT / "workbook_template.xlsx": workbook(),
        ROOT / "xlsheets/documents/word/base.docx": base_document(),
        **{ROOT / "addin" / name: content for name, content in addin_files().items()},
        **{path: text.encode() for path, text in texts.items()},
    }


def difference(path: Path, before: bytes, after: bytes) -> str:
    """Return in a few words what changed in a file: its parts, or how many lines."""
    if not before:
        return "new"
    if path.suffix in _PACKAGES:
        old, new = _parts(before), _parts(after)
        return ", ".join(name for name in sorted({*old, *new}) if old.get(name) != new.get(name))
    lines = list(difflib.ndiff(before.decode().splitlines(), after.decode().splitlines()))
    added, gone = (sum(line.startswith(mark) for line in lines) for mark in ("+ ", "- "))
    return f"{added} lines added, {gone} taken away"


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def main() -> None:
    """Bring every generated file up to date, or only say which are not."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    check = parser.parse_args().check
    files = generated()
    stale = 0
    for path, after in files.items():
        before = path.read_bytes() if path.exists() else b""
        if after != before:
            stale += 1
            print(f"{path.relative_to(ROOT)}: {difference(path, before, after)}")  # noqa: T201
            if not check:
                path.write_bytes(after)
    print(f"{stale} of {len(files)} generated files {'are out of date' if check else 'changed'}")  # noqa: T201
    raise SystemExit(check and stale > 0)


if __name__ == "__main__":
    main()
