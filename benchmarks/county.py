"""A county at its largest: so many units with so many copies each, collected; what it costs a file, and the parent.

And so many workbooks dropped on the page in Chromium: how long until the table is whole, and what the service computes.

Run: python -m benchmarks.county 600 10
     python -m benchmarks.county page 200
"""

from __future__ import annotations

import os
import resource
import sys
import time
import zipfile
from contextlib import suppress
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from click.testing import CliRunner

from benchmarks.folders import ANY_UNIT, original
from xlsheets.cli import app
from xlsheets.county.register import Register, Unit
from xlsheets.runs.pool import isolated
from xlsheets.workbook.lists.register import write_register
from xlsheets.workflows import one_report
from xlsheets.workflows.sources import files_in

if TYPE_CHECKING:
    from xlsheets.report.outcome import Source

# Texts of their own; units beyond have one of them again, as units that copy have.
_DISTINCT = 60
_JANUARY = 1_767_225_600


def county(where: Path, units: int, copies: int) -> None:
    """Write a register, and a folder with the copies that units sent, day after day."""
    rng = Random(units)
    originals = [original(number, rng) for number in range(min(units, _DISTINCT))]
    names = [f"示例县第{number}镇人民政府" for number in range(units)]
    for number, name in enumerate(names):
        folder = where / "收件" / f"{number // 50:03d}"
        folder.mkdir(parents=True, exist_ok=True)
        for copy in range(copies):
            target = folder / f"N{number:04d}-第{copy + 1}稿.xlsx"
            with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                for part, content in originals[number % _DISTINCT].items():
                    archive.writestr(part, content.replace(ANY_UNIT, name.encode()))
            when = _JANUARY + 86_400 * (copy + 1)
            os.utime(target, (when, when))
    listed = (Unit(name, f"N{n:04d}", level="township") for n, name in enumerate(names))
    (where / "名录.xlsx").write_bytes(write_register(Register(tuple(listed))))


def measured(where: Path, files: int) -> None:
    """Collect the folder and print what it took."""
    reading = _reading(where)
    begun, clock = _computed(), time.monotonic()
    given = [
        "collect",
        where / "收件",
        "--register",
        where / "名录.xlsx",
        "-o",
        where / "台账.xlsx",
    ]
    CliRunner().invoke(app, list(map(str, given)))
    spent, lasted = _computed() - begun, time.monotonic() - clock
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = (where / "台账.xlsx").stat().st_size / 2**20
    print(
        f"{files} files: {lasted:.1f} s, {spent / files * 1000:.1f} ms computing a file"
        f" ({reading:.1f} of them to read it), parent {most:.0f} MiB, ledger {size:.1f} MiB"
    )


# Files read alone, for what reading takes.
_SOME = 200


def _reading(where: Path) -> float:
    """Return the milliseconds that reading one file takes, in processes of the same kind."""
    sources = list(islice(files_in([where / "收件"]), _SOME))
    begun = _computed()
    for _ in isolated(_read, sources, jobs=1):
        pass
    return (_computed() - begun) / len(sources) * 1000


def _read(source: Source) -> str:
    return one_report.read(source.path).profile.unit


def _computed() -> float:
    """Return the seconds this process and its children computed."""
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


_RUNS = 3
# Nobody drops a folder sooner on a page that has just opened; meanwhile the service loads what it needs.
_UNTIL_DROPPED = 2
# The clock runs from the drop to the last row of the table.
_WATCH = """
const [wanted] = arguments;
document.addEventListener("drop", () => { window.begun = performance.now(); }, true);
new MutationObserver(() => {
  if (document.querySelectorAll("#list tr").length === wanted) window.took ??= performance.now() - window.begun;
}).observe(document.body, {subtree: true, childList: true});
"""


def dropped(where: Path, files: int) -> None:
    """Drop the folder on the page, each time of a service and a browser of its own, and print what it took."""
    from tests.tools import browser as tool

    for _ in range(_RUNS):
        with tool.service() as (url, program), tool.chromium() as driver:
            driver.get(url)
            driver.execute_script(_WATCH, files)
            time.sleep(_UNTIL_DROPPED)
            begun = _computed_by(program.pid)
            tool.drag(driver, where / "收件")
            took = driver.execute_script("return window.took") / 1000
            spent = _computed_by(program.pid) - begun
        load = os.getloadavg()[0]
        print(
            f"{files} files: {took:.1f} s, {spent:.1f} s computing of the service, load {load:.0f}"
        )


def _computed_by(number: int) -> float:
    """Return the seconds that a process and all below it computed."""
    found = {}
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            said = (place / "stat").read_text().rpartition(")")[2].split()
            found[int(place.name)] = int(said[1]), sum(map(int, said[11:15]))
    below = {number}
    while more := {one for one, (parent, _) in found.items() if parent in below} - below:
        below |= more
    return sum(found[one][1] for one in below) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Make the county and measure it."""
    page = sys.argv[1] == "page"
    units, copies = (int(sys.argv[2]), 1) if page else (int(text) for text in sys.argv[1:3])
    with TemporaryDirectory() as scratch:
        where = Path(scratch)
        # In a process of its own: what it takes to make the county is no part of what collecting takes.
        maker = get_context("spawn").Process(target=county, args=(where, units, copies))
        maker.start()
        maker.join()
        (dropped if page else measured)(where, units * copies)


if __name__ == "__main__":
    main()
