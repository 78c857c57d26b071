"""Judges of web pages for tests: the Nu validator and axe-core, from npm; absent ones skip."""

from __future__ import annotations

import json
import os
import subprocess
from email.message import EmailMessage
from pathlib import Path

from selenium.webdriver import Chrome

from tests.tools.browser import chromium
from tests.tools.outside import lack_program, need

_MODULES = (
    Path(os.environ.get("XLSHEETS_NODE_MODULES", "/nonexistent")),
    Path(__file__).parents[2] / "node_modules",
)
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = """
const done = arguments[arguments.length - 1];
axe.run({runOnly: arguments[0]}).then((found) => done(found.violations.map((each) => each.id)));
"""


def _module(path: str) -> Path:
    places = (folder / path for folder in _MODULES if (folder / path).exists())
    return next(places, None) or lack_program(f"{path.partition('/')[0]} (npm i vnu-jar axe-core)")


def invalid(page: Path) -> list[str]:
    """Return what the Nu validator, the W3C's own, has against a page."""
    jar = _module("vnu-jar/build/dist/vnu.jar")
    run = subprocess.run(
        [need("java", "Java"), "-jar", str(jar), "--format", "json", str(page)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return [message["message"] for message in json.loads(run.stderr)["messages"]]


def barriers(page: Path, width: int = 1000) -> list[str]:
    """Return the WCAG A and AA rules a page breaks, by axe-core in Chromium."""
    with chromium(width=width) as driver:
        driver.get(page.as_uri())
        return barriers_shown(driver)


def barriers_shown(driver: Chrome) -> list[str]:
    """Return the WCAG A and AA rules broken by what a browser shows now."""
    driver.execute_script(_module("axe-core/axe.min.js").read_text(encoding="utf-8"))
    return driver.execute_async_script(_RUN, _RULES)


def archived_page(content: bytes) -> bytes:
    """Return a page as a browser saves it in one file."""
    mail = EmailMessage()
    mail["From"] = "<Saved by Blink>"
    mail["Snapshot-Content-Location"] = "http://example.com/"
    mail["Subject"] = "report"
    mail.set_content("<p>plain</p>", subtype="css")
    mail.make_related()
    mail.add_related(content.decode(), subtype="html", cte="quoted-printable")
    return mail.as_bytes()
