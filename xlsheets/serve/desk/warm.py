"""Everything a file of the page needs, loaded once: processes that are forked afterwards need not."""

from __future__ import annotations

from xlsheets.documents.web import page, verify
from xlsheets.documents.word import report
from xlsheets.imports import read_published
from xlsheets.report import Report
from xlsheets.serve.board import pile, table
from xlsheets.serve.desk import changing, opening, saving, showing
from xlsheets.serve.logs import saving as logs
from xlsheets.serve.publishing import showing as publishing
from xlsheets.workbook.editing import finding_list
from xlsheets.workbook.reading import reader, salvage
from xlsheets.workflows import one_report, samples
from xlsheets.workflows.sources import kinds

LOADED = (
    page,
    verify,
    report,
    kinds,
    read_published,
    changing,
    opening,
    pile,
    table,
    saving,
    showing,
    logs,
    publishing,
    finding_list,
    reader,
    salvage,
)
# The first report judged prepares what all later ones share.
one_report.validate(Report(narrative=samples.prose()))
