"""What a click or a command costs before anything is done, against importing xlwings and against a bare Python.

Needs byte code on disk, as an installed program has it; PYTHONDONTWRITEBYTECODE is therefore not passed on.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from xlsheets.workflows import one_report, samples

RUNS = 9
# A click runs xlwings first, which then imports what the button names.
_CLICK = "import xlwings.utils; import xlsheets.excel"
IMPORTS = {
    "xlwings": "import xlwings.utils",
    "buttons": _CLICK,
    "reading": f"{_CLICK}; import xlsheets.workbook.reading.reader, xlsheets.checks",
}
_CONVERT = ("-m", "xlsheets", "convert", "--draft", "--force")
# What the library of commands takes by itself, whatever the command does.
_EMPTY = """
import click
@click.command()
@click.argument("path")
def run(path): pass
run()
"""


def seconds(*arguments: str) -> float:
    """Return the computing time, the system's included, that a new Python takes to run with these arguments."""
    quiet = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, *arguments],
        check=True,
        stdout=subprocess.DEVNULL,
        env={**quiet, "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir(), "xlsheets-bytecode"))},
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def best(commands: dict[str, tuple[str, ...]]) -> dict[str, float]:
    """Return the best of each, run by turns: whatever else the computer does counts for none of them."""
    rounds = [{name: seconds(*command) for name, command in commands.items()} for _ in range(RUNS)]
    return {name: min(times[name] for times in rounds) for name in commands}


def show(taken: dict[str, float], unit: str) -> None:
    """Print times, and how many times the first each of them is."""
    for name, time_taken in taken.items():
        print(f"{name:20} {time_taken:.3f} s  {time_taken / taken[unit]:.2f} x {unit}")


def main() -> None:
    """Print both tables."""
    show(best({name: ("-c", code) for name, code in IMPORTS.items()}), "xlwings")
    with tempfile.TemporaryDirectory() as folder:
        one = Path(folder, "one.xlsx")
        one_report.write(samples.sound(), one)
        commands = {
            "python -c pass": ("-c", "pass"),
            "empty click command": ("-c", _EMPTY, str(one)),
            "xlsheets validate": ("-m", "xlsheets", "validate", str(one)),
            "xlsheets convert": (*_CONVERT, str(one), "-o", str(Path(folder, "one.docx"))),
        }
        show(best(commands), "python -c pass")


if __name__ == "__main__":
    main()
