"""Every command of the manual, run as it stands there, page by page, in a folder that holds what the page speaks of.

What a line needs is seen in the line: ``pip install`` the network, a backslash Windows, ``PyInstaller`` minutes,
``dask://`` a cluster; those are not run here, and the example in Python is run where the page of Python is. ``serve`` is run until it says where its page is.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from contextlib import redirect_stderr
from dataclasses import replace
from pathlib import Path

import pytest

from tests.tools.county import YEAR, make_county
from tests.tools.outside import need
from xlsheets.cli import main
from xlsheets.report.json_format import to_json
from xlsheets.workbook.lists.register import write_register
from xlsheets.workflows import one_report, samples
from xlsheets.workflows.logs import case_log

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    path
    for path in (ROOT / "README.md", *(ROOT / "docs/zh").rglob("*.md"))
    # The page of all commands shows what each says of itself, and nothing to be run.
    if "```" in path.read_text("utf-8") and path.name != "cli.md"
)
BLOCK = re.compile(r"^```(sh|bat)\n(.*?)^```", re.DOTALL | re.MULTILINE)
ELSEWHERE = ("pip install", "\\", "PyInstaller", "dask://", "docs/examples/")
# Options whose value is written, not read.
WRITTEN = {"-o", "--out", "--page", "--brief", "--annotate", "--origins"}
# A unit's own list of cases.
OWN_LIST = """收件号,收件时间,申请人姓名,申请人性质,答复时间,答复类型
2025-001,2025年3月5日,王小明,公民,2025年3月20日,公开
"""
# What a person fills in between two commands of a page.
FILLED = "名录.xlsx"


@pytest.fixture(scope="module")
def supply(tmp_path_factory):
    """Everything the manual takes for granted, by the names it has there."""
    folder = tmp_path_factory.mktemp("supply")
    truth = make_county(folder / "收件", 10, 5)
    shutil.copytree(folder / "收件", folder / "今年收件")
    (folder / FILLED).write_bytes(write_register(truth.register))
    for name in ("上年收件", "去年收件"):
        (folder / name).mkdir()
        for unit, report in truth.reports.items():
            (folder / name / f"{unit}.xlsx").write_bytes(one_report.workbook(_of(report, YEAR - 1)))
    sound = samples.sound()
    whole = replace(sound.profile, unit="示例县人民政府", level="county")
    for names, report in (
        ("示例乡.xlsx 示例乡2025.xlsx 今年.xlsx 初稿.xlsx 定稿.xlsx 某乡.xlsx", sound),
        ("去年.xlsx 上年.xlsx", _of(sound, YEAR - 1)),
        ("填了一半.xlsx", replace(sound, figures=dict(list(sound.figures.items())[:20]))),
        ("手工汇总.xlsx", replace(sound, profile=whole)),
    ):
        for name in names.split():
            (folder / name).write_bytes(one_report.workbook(report))
    for name, kind in (("审定", "xlsx"), ("发布", "html")):
        (folder / name).mkdir()
        for unit, report in truth.reports.items():
            content = (
                one_report.workbook(report)
                if kind == "xlsx"
                else one_report.convert(report, kind, draft=True)
            )
            (folder / name / f"{unit}.{kind}").write_bytes(content)
    (folder / "发布.html").write_bytes(one_report.convert(sound, "html"))
    (folder / "改过的稿子.docx").write_bytes(one_report.convert(sound))
    (folder / "示例乡人民政府2025年填报.xlsx").write_bytes(one_report.workbook(sound))
    (folder / "登记簿.xlsx").write_bytes(case_log.blank_log(sound.profile.unit, YEAR))
    (folder / "县规则.toml").write_text(_block("own-rules", "toml"), encoding="utf-8")
    (folder / "依申请台账.csv").write_text(OWN_LIST, encoding="gbk")
    (folder / "数据.json").write_text(to_json(sound), encoding="utf-8")
    _run(["collect", "收件", "--register", FILLED, "-o", "台账.xlsx"], folder)
    last = _of(sound, YEAR - 1)
    (folder / "2024年报告.docx").write_bytes(one_report.convert(last, draft=True))
    (folder / "网页.html").write_bytes(one_report.convert(last, "html", draft=True))
    (folder / "粘贴的文字.txt").write_bytes(_as_text(last))
    return folder


def _of(report, year):
    return replace(report, profile=replace(report.profile, year=year))


def _as_text(report):
    """What somebody gets who copies a page into an editor."""
    page = one_report.convert(report, "html", draft=True).decode()
    page = re.sub(r"<style.*?</style>|<head.*?</head>", "", page, flags=re.DOTALL)
    page = re.sub(r"</t[dh]>", "\t", re.sub(r"</(?:p|h\d|tr|caption)>", "\n", page))
    return re.sub(r"<[^>]+>", "", page).encode()


def _block(page, language):
    """Return the first example in another language that a page gives."""
    text = (ROOT / f"docs/zh/howto/{page}.md").read_text("utf-8")
    return text.partition(f"```{language}\n")[2].partition("```")[0]


def _commands(page):
    for language, block in BLOCK.findall(page.read_text("utf-8")):
        for line in block.splitlines():
            if language == "sh" and line.strip() and not any(word in line for word in ELSEWHERE):
                yield line


def _provide(words, supply, place):
    """Put what a command reads into its folder, unless an earlier command of the page wrote it."""
    for before, word in zip(["", *words], words, strict=False):
        name = word.removeprefix("demo/")
        source = supply / name
        wanted = before not in WRITTEN and source.exists()
        if wanted and (name == FILLED or not (place / name).exists()):
            copy = shutil.copytree if source.is_dir() else shutil.copyfile
            copy(source, place / name)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_of_a_page_works_as_it_is_written(page, supply, tmp_path):
    for line in _commands(page):
        words = shlex.split(line, comments=True)
        program = words[0].rpartition("/")[2]
        assert program in ("xlsheets", "python", "xlsheets-serve"), line
        arguments = words[words.index("xlsheets") + 1 :] if program == "python" else words[1:]
        if "serve" in arguments and "--shortcut" not in arguments:
            _serve(arguments, tmp_path)
            continue
        if "pdf" in arguments or "发布.pdf" in arguments:
            need("soffice", "LibreOffice")
        if "发布.pdf" in arguments:
            (tmp_path / "发布.pdf").write_bytes(one_report.convert(samples.sound(), "pdf"))
        _provide(arguments, supply, tmp_path)
        if page.name == "README.md" and not (tmp_path / "demo").exists():
            _run(["demo"], tmp_path)
        _run(arguments, tmp_path)


def _run(arguments, place):
    """Run a command in this process, in a folder and at the home of the test."""
    said = io.StringIO()
    with pytest.MonkeyPatch.context() as here, redirect_stderr(said):
        here.chdir(place)
        for name, value in _home(place).items():
            here.setenv(name, value)
        with pytest.raises(SystemExit) as left:
            main(arguments)
    # 1 is what validate says of a workbook that has something to be put right.
    assert left.value.code in (0, 1), (arguments, said.getvalue())
    assert "Traceback" not in said.getvalue()


def _serve(arguments, place):
    with subprocess.Popen(
        [sys.executable, "-m", "xlsheets", *arguments, "--no-browser"],
        cwd=place,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, **_home(place), "PYTHONUTF8": "1"},
    ) as program:
        try:
            assert "http://127.0.0.1:" in program.stdout.readline()
        finally:
            program.terminate()


def _home(place):
    """Where what is installed for a person goes: into a folder of the test."""
    home = place / "home"
    home.mkdir(exist_ok=True)
    return {"HOME": str(home), "XDG_DATA_HOME": str(home)}


def test_every_page_with_commands_is_walked():
    """No command of the manual hides in a kind of block that is not read here."""
    for page in PAGES:
        blocks = re.findall(
            r"^```(\w*)\n(.*?)^```", page.read_text("utf-8"), re.DOTALL | re.MULTILINE
        )
        hidden = [
            text
            for kind, text in blocks
            if kind not in ("sh", "bat", "python") and "xlsheets " in text
        ]
        assert hidden == [], page
