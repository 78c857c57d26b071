"""The officer's board in a browser for tests: opened with what was dropped, its downloads, and what commands write."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import NamedTuple

from selenium.webdriver import Chrome
from selenium.webdriver.support.wait import WebDriverWait

from tests.tools import browser as tool
from xlsheets.workflows.send_back.own_files import RECORD


class OpenBoard(NamedTuple):
    """A browser that shows the board, and where its downloads go."""

    driver: Chrome
    downloads: Path


def judge(driver: Chrome) -> str:
    """Go from the list of files to the board, have it judge what came in, and return what it says."""
    tool.press(driver, "收件、退回、汇总（县里用）")
    WebDriverWait(driver, tool.SLOWEST).until(
        lambda _: driver.find_elements("xpath", "//button[.='核对收件']")
    )
    return judge_again(driver)


def judge_again(driver: Chrome) -> str:
    """Have the board judge anew, and return what it says."""
    driver.execute_script("document.getElementById('told').textContent = ''")
    tool.press(driver, "核对收件")
    return tool.told(driver, "应报")


def made(board: OpenBoard, label: str, name: str) -> Path:
    """Press a button that makes a file, and return it."""
    driver, folder = board
    (folder / name).unlink(missing_ok=True)
    driver.execute_script("document.getElementById('told').textContent = ''")
    tool.press(driver, label)
    WebDriverWait(driver, tool.SLOWEST).until(
        lambda _: (folder / name).is_file() and (folder / name).stat().st_size
    )
    tool.told(driver, "已经保存")
    return folder / name


def run_command(place: Path, *arguments: str) -> str:
    """Run a command with the register in a folder; return what it prints."""
    command = [sys.executable, "-m", "xlsheets", *arguments, "--register", "名录.xlsx"]
    run = subprocess.run(
        command, cwd=place, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert run.returncode in (0, 1), run.stderr
    return run.stdout


def differing(archive: Path, folder: Path) -> list[str]:
    """Return the files of an archive that are not byte for byte those a command wrote into a folder.

    What a command notes for its next run into the same folder is in no archive.
    """
    written = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != RECORD
    }
    with zipfile.ZipFile(archive) as opened:
        held = {name: opened.read(name) for name in opened.namelist()}
    assert sorted(held) == sorted(written)
    return [name for name, content in held.items() if content != written[name]]
