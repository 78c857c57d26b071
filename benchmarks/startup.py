"""What a click costs before anything is done: importing the buttons' code, against importing xlwings alone."""

from __future__ import annotations

import subprocess
import sys
import time

RUNS = 9
IMPORTS = {
    "xlwings": "import xlwings",
    "buttons": "import xlsheets.excel",
    "reading": "import xlsheets.excel, xlsheets.workbook.reader, xlsheets.checks",
}


def seconds(code: str) -> float:
    """Return the time a new Python takes to run this code."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - begun


def main() -> None:
    # By turns, and the best of each: whatever else the computer does then counts for none of them.
    rounds = [{name: seconds(code) for name, code in IMPORTS.items()} for _ in range(RUNS)]
    taken = {name: min(each[name] for each in rounds) for name in IMPORTS}
    for name, time_taken in taken.items():
        print(f"{name:8} {time_taken:.3f} s  {time_taken / taken['xlwings']:.2f} x import xlwings")


if __name__ == "__main__":
    main()
