"""A folder of filled workbooks -> a pandas data frame with a row for each unit and a column for each figure.

    python docs/examples/data_frame.py FOLDER OUT.csv

A blank is missing there, never 0, and so is a total over a blank. Of several files of a unit the last one is taken;
``xlsheets collect`` judges which one counts.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

import xlsheets as xs


def row_of(report: xs.Report) -> dict[str, object]:
    """Return who reports and every figure, by the label of its cell."""
    profile, edition = report.profile, report.edition
    figures = {edition.path(cell): report.known(cell) for cell in edition.cells}
    return {"单位": profile.unit, "类别": profile.level, "年度": profile.year, **figures}


def data_frame(folder: Path) -> pd.DataFrame:
    """Return the reports of a folder; what cannot be read is told and passed over."""
    rows = []
    for source in xs.files_in([folder]):
        if source.path.suffix in (".xlsx", ".json"):
            try:
                rows.append(row_of(xs.read(source.path)))
            except xs.UnreadableError as error:
                print(error, file=sys.stderr)  # noqa: T201 - a script talks to whoever runs it
    frame = pd.DataFrame(rows).drop_duplicates("单位", keep="last").set_index("单位")
    numbers = frame.columns.difference(["类别", "年度"])
    frame[numbers] = frame[numbers].apply(pd.to_numeric)
    return frame


if __name__ == "__main__":
    # Excel takes a CSV file for Chinese only when it begins with a byte order mark.
    data_frame(Path(sys.argv[1])).to_csv(sys.argv[2], encoding="utf-8-sig")
