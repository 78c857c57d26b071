"""One outcome for a file of a run: a file that ended its process is unreadable, whoever asks."""

from pathlib import Path

import pytest

from tests.tools.make import report
from xlsheets.errors import UnreadableError
from xlsheets.report.outcome import Source
from xlsheets.runs.conversion import Job, judge, make
from xlsheets.workflows.county import examine_unit, read_unit
from xlsheets.workflows.one_report import examine, write
from xlsheets.workflows.outcomes import settled

WORKS = {
    "examine": examine,
    "read_unit": read_unit,
    "examine_unit": examine_unit,
    "judge": lambda source: judge(source, examine),
    "make": lambda source: make(source, Job(draft=True)),
}


@pytest.fixture(scope="module")
def sources(tmp_path_factory) -> tuple[Source, Source]:
    folder: Path = tmp_path_factory.mktemp("run")
    write(report(), folder / "a.xlsx")
    (folder / "b.xlsx").write_bytes(b"PK\x03\x04 not whole")
    return Source(folder / "a.xlsx", "a.xlsx"), Source(folder / "b.xlsx", "b.xlsx")


@pytest.mark.parametrize("work", WORKS.values(), ids=WORKS)
def test_every_work_over_files_says_whether_it_could_read_them(work, sources):
    sound, broken = map(work, sources)
    assert (sound.readable, broken.readable) == (True, False)
    assert (sound.source, broken.source) == sources
    assert [finding.code for finding in broken.findings] == ["F106"]


def test_a_file_that_ended_its_process_is_one_more_that_cannot_be_read(sources):
    results = (examine(sources[0]), UnreadableError("memory", "读“b.xlsx”时占用的内存超过了限度。"))
    sound, died = settled(sources, results)
    assert sound.report is not None
    assert (died.readable, died.report, died.blocked) == (False, None, True)
    assert [(finding.code, finding.file) for finding in died.findings] == [("F110", "b.xlsx")]
