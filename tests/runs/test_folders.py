"""Folder runs: no file stops them, interrupted ones go on, and the outcome is the same every time."""

from __future__ import annotations

import faulthandler
import io
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pytest

import xlsheets as xs
from tests.tools.outside import need_package
from tests.tools.terminal import watched
from xlsheets.errors import OutputError, UnreadableError, UsageError
from xlsheets.report.outcome import Source
from xlsheets.runs import executor_for
from xlsheets.runs.cluster import pooled
from xlsheets.runs.conversion import Job, convert_folder, judge, make
from xlsheets.runs.output_folder import OutputFolder
from xlsheets.runs.pool import isolated
from xlsheets.runs.record import Record, from_journal, mark_of, to_line
from xlsheets.runs.worker import Limits
from xlsheets.workflows import samples
from xlsheets.workflows.one_report import examine
from xlsheets.workflows.sources import files_in

METHODS = [name for name in ("fork", "spawn") if name in multiprocessing.get_all_start_methods()]
RECORD = "运行记录.json"


def _workbook(path: Path, unit: str, report=None) -> Path:
    chosen = report or samples.sound()
    text = {
        key: tuple(line.replace("示例乡人民政府", unit) for line in lines)
        for key, lines in chosen.narrative.items()
    }
    profile = replace(chosen.profile, unit=unit)
    return xs.write(replace(chosen, profile=profile, narrative=text), path, force=True)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """Return a folder with sound, faulty, damaged, doubled and foreign files."""
    folder = tmp_path_factory.mktemp("收件")
    for number in range(5):
        _workbook(folder / f"{number}/表.xlsx", f"示例{number}乡人民政府")
    _workbook(folder / "有错.xlsx", "示例镇人民政府", samples.faulty())
    shutil.copy(folder / "1/表.xlsx", folder / "副本.xlsx")
    (folder / "坏.xlsx").write_bytes(b"PK\3\4")
    (folder / "照片.jpg").write_bytes(b"\xff\xd8\xff")
    return folder


@pytest.fixture
def inbox(made, tmp_path) -> Path:
    """Return a copy of that folder for one test."""
    return Path(shutil.copytree(made, tmp_path / "收件"))


def tree(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def run(inbox: Path, out: Path, *, force=False, executor=None, job=None):
    """Convert a folder; return its rows."""
    job = job or Job()
    with OutputFolder(out, job.options, force=force) as folder:
        sources = [source for source in files_in([inbox]) if not folder.holds(source.path)]
        return list(convert_folder(sources, job, folder, executor or executor_for(jobs=2)))


def command(*arguments, env=None, cwd=None):
    """Run the program as a user does."""
    return subprocess.run(
        [sys.executable, "-m", "xlsheets", *map(str, arguments)],
        capture_output=True,
        env={**os.environ, "PYTHONUTF8": "1", **(env or {})},
        cwd=cwd,
        encoding="utf-8",
        check=False,
    )


# Processes


def misbehave(source: Source) -> str:
    match source.label:
        case "abort":
            faulthandler.disable()
            os.abort()
        case "exit":
            os._exit(0)
        case "raise":
            raise ValueError(source.label)
        case "endless":
            while True:
                pass
        case "asleep":
            time.sleep(60)
        case "greedy":
            hoard = bytearray(2**31)
            time.sleep(
                2
            )  # where the system sets no limit, the run looks at its processes now and then
            return str(len(hoard))
        case "disk":
            raise OutputError("磁盘已满。")
    return source.label.upper()


def named(*labels: str) -> list[Source]:
    return [Source(Path(label), label) for label in labels]


@pytest.mark.parametrize("method", METHODS)
def test_a_file_that_ends_its_process_costs_no_other_file(method):
    labels = ["a", "abort", "b", "exit", "raise", "c", "endless", "greedy", "d", "asleep", "e"]
    limits = Limits(computing=1, clock=4)
    results = list(isolated(misbehave, named(*labels), jobs=2, limits=limits, method=method))
    kinds = [result.kind if isinstance(result, UnreadableError) else result for result in results]
    assert kinds == ["A", "died", "B", "died", "died", "C", "time", "memory", "D", "time", "E"]
    assert "“abort”" in str(results[1])


@pytest.mark.parametrize("method", METHODS)
def test_what_is_not_about_a_file_ends_the_run(method):
    results = isolated(misbehave, named("a", "disk", "b"), jobs=1, method=method)
    assert next(results) == "A"
    with pytest.raises(OutputError, match="磁盘已满"):
        next(results)


def test_results_keep_the_order_and_files_are_drawn_as_needed():
    drawn = []

    def sources():
        for number in range(200):
            drawn.append(number)
            yield Source(Path(), f"n{number}")

    results = isolated(misbehave, sources(), jobs=2)
    assert next(results) == "N0"
    assert len(drawn) < 40
    assert list(results) == [f"N{number}" for number in range(1, 200)]


def test_no_process_is_left_when_a_run_is_given_up():
    results = isolated(misbehave, named("a", "asleep", "b"), jobs=2)
    next(results)
    results.close()
    assert multiprocessing.active_children() == []


class Served(NamedTuple):
    """Which process read a file, and whether it could."""

    process: int
    readable: bool


_KEPT = []


def serve(source: Source) -> Served:
    """Read a file as its name says: badly, in a way that leaves much behind, or well."""
    if source.label == "heavy":
        _KEPT.append(bytearray(400 * 2**20))
    return Served(os.getpid(), source.label != "refused")


@pytest.mark.parametrize("method", METHODS)
def test_a_process_that_met_anything_but_a_sound_file_never_sees_another(method):
    labels = ["a", "b", "refused", "c", "d", "heavy", "e"]
    served = list(isolated(serve, named(*labels), jobs=1, method=method))
    groups = [
        list(group)
        for _, group in groupby(zip(labels, served, strict=True), key=lambda pair: pair[1].process)
    ]
    assert [[label for label, _ in group] for group in groups] == [
        ["a", "b", "refused"],
        ["c", "d", "heavy"],
        ["e"],
    ]


def test_a_process_serves_only_so_many_files():
    served = list(isolated(serve, named(*"abcde"), jobs=1, limits=Limits(files=2)))
    assert [len(list(group)) for _, group in groupby(served)] == [2, 2, 1]


def test_what_could_not_be_read_says_so(made):
    sound, broken = (Source(made / name, name) for name in ("有错.xlsx", "坏.xlsx"))
    for work in (partial(make, job=Job(draft=True)), partial(judge, examine=examine), examine):
        assert (work(sound).readable, work(broken).readable) == (True, False)


def test_an_executor_of_another_kind_is_refused():
    with pytest.raises(UsageError, match="dask://"):
        executor_for("ray://here")


# Executors of concurrent.futures, a cluster's among them


def test_any_executor_gives_the_same_and_finds_the_culprit():
    labels = [f"n{number}" for number in range(40)]
    labels[20] = "raise"
    with ThreadPoolExecutor(2) as threads:
        results = list(pooled(misbehave, named(*labels), threads))
    assert isinstance(results[20], UnreadableError)
    assert [result for result in results if isinstance(result, str)] == [
        label.upper() for label in labels if label != "raise"
    ]


def test_a_dask_cluster_writes_the_same_bytes(inbox, tmp_path):
    need_package("distributed")
    script = (
        "from distributed import LocalCluster\n"
        "if __name__ == '__main__':\n"
        "    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:\n"
        "        print(cluster.scheduler_address, flush=True); input()\n"
    )
    (tmp_path / "cluster.py").write_text(script, encoding="utf-8")
    server = subprocess.Popen(
        [sys.executable, tmp_path / "cluster.py"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        # Its machines do not stand where the command is given.
        cwd="/",
    )
    try:
        address = server.stdout.readline().strip().replace("tcp://", "dask://")
        options = ("-o", tmp_path / "一", "--executor", address)
        given = command("convert", inbox.name, *options, cwd=inbox.parent)
    finally:
        server.communicate("\n", timeout=60)
    assert given.returncode == 1, given.stderr
    run(inbox, tmp_path / "二")
    assert tree(tmp_path / "一") == tree(tmp_path / "二")


def test_a_cluster_that_is_not_there_is_said_in_chinese(inbox, tmp_path):
    need_package("distributed")
    given = command("convert", inbox, "-o", tmp_path / "out", "--executor", "dask://nowhere:x")
    assert given.returncode == 2
    assert "连不上集群" in given.stderr


# The same every time


def test_workers_locale_time_zone_and_hash_seed_change_no_byte(inbox, tmp_path):
    settings = [
        (1, {"LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "1"}),
        (4, {"LC_ALL": "zh_CN.UTF-8", "TZ": "Asia/Shanghai", "PYTHONHASHSEED": "2"}),
    ]
    for jobs, env in settings:
        given = command("convert", inbox, "-o", tmp_path / f"{jobs}", "--jobs", jobs, env=env)
        assert given.returncode == 1, given.stderr
    assert tree(tmp_path / "1") == tree(tmp_path / "4")
    assert len(tree(tmp_path / "1")) == 7


def test_the_order_in_which_files_arrived_changes_no_byte(inbox, tmp_path):
    other = tmp_path / "乙" / "收件"
    for path in sorted((path for path in inbox.rglob("*") if path.is_file()), reverse=True):
        target = other / path.relative_to(inbox)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    run(inbox, tmp_path / "一")
    run(other, tmp_path / "二")
    assert tree(tmp_path / "一") == tree(tmp_path / "二")


def test_no_output_names_the_folders_of_this_machine(inbox, tmp_path):
    run(inbox, tmp_path / "out")
    for content in tree(tmp_path / "out").values():
        parts = [content]
        if content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                parts += [archive.read(name) for name in archive.namelist()]
        assert all(str(tmp_path).encode() not in part for part in parts)


def test_every_file_is_one_line_of_the_record(inbox, tmp_path):
    run(inbox, tmp_path / "out")
    record = json.loads((tmp_path / "out" / RECORD).read_bytes())
    states = {entry["file"]: entry["state"] for entry in record["files"]}
    assert states == {
        **{f"{number}/表.xlsx": "合格" for number in range(5)},
        "副本.xlsx": "合格",
        "坏.xlsx": "打不开",
        "有错.xlsx": "有错",
        "照片.jpg": "打不开",
    }
    assert record["counts"] == {"合格": 6, "打不开": 2, "有错": 1}


def test_two_files_of_one_unit_are_told_and_neither_wins(inbox, tmp_path):
    given = command("convert", inbox, "-o", tmp_path / "out")
    assert "副本.xlsx：与“1/表.xlsx”是同一个单位同一年度的" in given.stderr
    assert len([name for name in tree(tmp_path / "out") if name.startswith("示例1乡")]) == 2


def test_files_of_one_name_in_two_folders_keep_their_reports_apart(tmp_path):
    for name in ("甲", "乙", "丙"):
        _workbook(tmp_path / name / "表.xlsx", "示例乡人民政府")
    given = command(
        *("convert", tmp_path / "甲", tmp_path / "乙", tmp_path / "丙", "-o", tmp_path / "out")
    )
    assert given.returncode == 0, given.stderr
    assert len([name for name in tree(tmp_path / "out") if name.endswith(".docx")]) == 3


def test_a_listing_of_a_folder_is_that_of_its_files(inbox):
    from xlsheets.notices.listing import as_json
    from xlsheets.workflows.one_report import examine

    examined = [examine(source) for source in files_in([inbox])]
    findings = [finding for every in examined for finding in every.findings]
    expected = as_json(findings, [outcome.source.label for outcome in examined])
    assert command("validate", inbox, "-f", "json", "--jobs", 3).stdout == expected


# Going on


class Watched:
    """An executor that remembers which files it worked on."""

    def __init__(self) -> None:
        self.worked: list[str] = []

    def __call__(self, work, sources):
        for source in sources:
            self.worked.append(source.label)
            yield work(source)


def test_an_interrupted_run_goes_on_and_ends_with_the_same_bytes(inbox, tmp_path):
    run(inbox, tmp_path / "一")
    job = Job()
    with OutputFolder(tmp_path / "二", job.options) as folder:
        rows = convert_folder(list(files_in([inbox])), job, folder, Watched())
        done = [next(rows)[0].file for _ in range(3)]
    (tmp_path / "二" / ".abcd_123.tmp").write_bytes(b"torn")
    watched = Watched()
    run(inbox, tmp_path / "二", executor=watched)
    assert not set(done) & set(watched.worked)
    assert tree(tmp_path / "一") == tree(tmp_path / "二")


def test_only_what_changed_is_done_again(inbox, tmp_path):
    first = run(inbox, tmp_path / "out")
    before = tree(tmp_path / "out")
    watched = Watched()
    rows = run(inbox, tmp_path / "out", executor=watched)
    assert watched.worked == []
    assert [record for record, _ in rows] == [
        replace(record, findings=record.findings or None, reasons=None) for record, _ in first
    ]
    assert tree(tmp_path / "out") == before
    _workbook(inbox / "3/表.xlsx", "示例3乡人民政府", samples.faulty())
    watched = Watched()
    run(inbox, tmp_path / "out", executor=watched)
    assert watched.worked == ["3/表.xlsx"]


def test_other_options_do_everything_again(inbox, tmp_path):
    run(inbox, tmp_path / "out")
    watched = Watched()
    run(inbox, tmp_path / "out", executor=watched, job=Job(draft=True))
    assert len(watched.worked) == 9


def test_a_report_deleted_or_damaged_is_made_again(inbox, tmp_path):
    run(inbox, tmp_path / "out")
    before = tree(tmp_path / "out")
    gone, changed, *_ = sorted((tmp_path / "out").glob("*.docx"))
    gone.unlink()
    changed.write_bytes(b"")
    run(inbox, tmp_path / "out", force=True)
    assert tree(tmp_path / "out") == before


def test_a_report_somebody_changed_is_kept_unless_forced(inbox, tmp_path):
    run(inbox, tmp_path / "out")
    changed = min((tmp_path / "out").glob("*.docx"))
    changed.write_bytes(b"my own words")
    rows = run(inbox, tmp_path / "out")
    assert changed.read_bytes() == b"my own words"
    (told,) = [record for record, _ in rows if "已经存在" in record.complaint]
    assert changed.name in told.complaint
    run(inbox, tmp_path / "out", force=True)
    assert changed.read_bytes() != b"my own words"


def test_a_file_that_goes_moves_a_name_and_the_report_with_it(inbox, tmp_path):
    run(inbox, tmp_path / "out")
    (inbox / "1/表.xlsx").unlink()
    run(inbox, tmp_path / "out")
    run(inbox, tmp_path / "fresh")
    fresh = tree(tmp_path / "fresh")
    assert {name: tree(tmp_path / "out")[name] for name in fresh} == fresh


def test_a_run_into_its_own_inbox_does_not_eat_its_reports(inbox):
    first = len(run(inbox, inbox))
    assert len(run(inbox, inbox)) == first


def test_a_file_that_could_not_be_opened_is_looked_at_again(inbox, tmp_path):
    (inbox / "链接.xlsx").symlink_to(inbox / "0/表.xlsx")
    run(inbox, tmp_path / "out")
    watched = Watched()
    run(inbox, tmp_path / "out", executor=watched)
    assert watched.worked == ["链接.xlsx"]


def test_a_journal_cut_in_the_middle_of_a_line_loses_only_that_line():
    record = Record(file="甲\udcff.xlsx", state="合格", digest="1", output="甲.docx")
    line = to_line(mark_of({}), record)
    torn = from_journal([line, b'{"run": "x", "file"\n', line[:-20]])
    assert list(torn) == [(mark_of({}), record)]


@pytest.mark.parametrize("content", [b"", b"{}", b"[]\n[]", b"\xff\xfe", b'{"run": 1, "files": ['])
def test_a_run_record_that_is_none_counts_for_nothing(content, inbox, tmp_path):
    run(inbox, tmp_path / "reference")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / RECORD).write_bytes(content)
    run(inbox, tmp_path / "out", executor=Watched())
    assert tree(tmp_path / "out") == tree(tmp_path / "reference")


# One at a time, and where the system refuses


def test_a_second_run_into_the_same_folder_does_not_start(inbox, tmp_path):
    with OutputFolder(tmp_path, Job().options):
        given = command("convert", inbox, "-o", tmp_path)
    assert given.returncode == 2
    assert "另一次运行" in given.stderr
    assert command("convert", inbox, "-o", tmp_path).returncode == 1


def test_an_output_folder_that_cannot_be_made_is_said(inbox, tmp_path):
    (tmp_path / "文件").write_bytes(b"")
    for target in (tmp_path / "文件", tmp_path / "文件" / "下级", tmp_path / ("a" * 300)):
        given = command("convert", inbox, "-o", target)
        assert given.returncode == 2
        assert "没有完成：不能在" in given.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_a_full_disk_ends_the_run_in_one_sentence(inbox, tmp_path):
    import resource

    few = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (3000, 3000))
    given = subprocess.run(
        [sys.executable, "-c", _IGNORING, "convert", inbox, "-o", tmp_path / "out"],
        capture_output=True,
        preexec_fn=few,
        encoding="utf-8",
        check=False,
    )
    assert given.returncode == 2
    assert given.stderr.splitlines()[-1].startswith("没有完成：写不了")
    run(inbox, tmp_path / "out")
    run(inbox, tmp_path / "reference")
    assert tree(tmp_path / "out") == tree(tmp_path / "reference")


_IGNORING = "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); from xlsheets.cli import main; main()"


# The bar


def test_a_bar_is_drawn_only_where_somebody_watches(inbox, tmp_path):
    quiet = command("convert", inbox, "-o", tmp_path / "a")
    assert "\r" not in quiet.stderr
    seen = watched("convert", inbox, "-o", tmp_path / "b")
    assert "9/9 照片.jpg" in seen.screen
    assert seen.screen.endswith("\r")
    assert "\r" not in seen.printed


def test_a_document_of_an_unknown_edition_ends_no_run(inbox, tmp_path):
    (inbox / "旧版.json").write_text('{"edition": "1999\\u001b[31m"}', encoding="utf-8")
    rows_of = {record.file: record for record, _ in run(inbox, tmp_path / "out")}
    assert "1999" in rows_of["旧版.json"].complaint
    assert len(rows_of) == 10


def test_a_complaint_cannot_steer_the_terminal(tmp_path):
    source = tmp_path / "a.json"
    source.write_text('{"\\u001b[31m\\n没有完成": 1}', encoding="utf-8")
    given = command("fill", source, "-o", tmp_path / "a.xlsx", env={"FORCE_COLOR": "1"})
    assert given.returncode == 2
    assert "\x1b" not in given.stderr
    assert given.stderr.count("\n") == 1
