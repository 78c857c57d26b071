"""LibreOffice for tests: convert files, or skip; under XLSHEETS_REQUIRE_OFFICE a missing tool fails."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from tests.tools.outside import lack_program, need


def need_times() -> None:
    """Skip or fail where numbers would be set in a font wider than Times New Roman."""
    matched = subprocess.run(
        [need("fc-match", "fontconfig"), "Times New Roman"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    if not any(name in matched for name in ("Times New Roman", "Liberation Serif", "Tinos")):
        lack_program("a font as wide as Times New Roman (fonts-liberation)")


def convert(source: Path | list[Path], kind: str, out: Path) -> list[Path]:
    """Convert one or several files with LibreOffice, e.g. to "pdf" or "xlsx"; return the results in order."""
    soffice = need("soffice", "LibreOffice")
    sources = source if isinstance(source, list) else [source]
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="lo-") as profile:
        subprocess.run(
            [
                soffice,
                f"-env:UserInstallation=file://{profile}",
                "--headless",
                "--convert-to",
                kind,
                "--outdir",
                str(out),
                *map(str, sources),
            ],
            check=True,
            timeout=180,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    suffix = kind.partition(":")[0]
    return [out / f"{source.stem}.{suffix}" for source in sources]


def pictures(pdf: Path, out: Path, resolution: int = 60) -> list[Path]:
    """Turn a PDF into one PNG a page."""
    need("pdftoppm", "poppler")
    out.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        ["pdftoppm", "-r", str(resolution), "-png", pdf, out / pdf.stem], check=True, timeout=120
    )
    return sorted(out.glob(f"{pdf.stem}-*.png"))
