"""The command that verifies: is what was published what was approved, for one report or for a county."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

from xlsheets.cli.console import speak_utf8
from xlsheets.cli.folder_run import Run, jobs, judged_by, judged_files, ledger_option
from xlsheets.cli.options import PATH, argument, command, leave, option, say, tell
from xlsheets.errors import UsageError
from xlsheets.notices.listing import harmless
from xlsheets.notices.verification import verification_as_text, verifications_as_json
from xlsheets.workflows import one_report
from xlsheets.workflows.publishing.folders import PublicationState, is_page, verify_folder
from xlsheets.workflows.publishing.verifying import verify_published
from xlsheets.workflows.sources import files_in
from xlsheets.workflows.sources.kinds import FOREIGN_ENDINGS

if TYPE_CHECKING:
    from pathlib import Path

    from xlsheets.workflows.publishing.folders import CountyPublication

_FORMS = ("text", "json")


@command("verify")
@argument("approved", type=PATH, metavar="工作簿", help="审定的工作簿；或者文件夹，同时给出名录。")
@argument(
    "release",
    type=PATH,
    metavar="发布稿",
    help=f"发布出去的报告（{'、'.join(FOREIGN_ENDINGS)}）；或者文件夹。",
)
@option("--register", type=PATH, help="单位名录（.xlsx）：两边都是文件夹的，按名录逐个单位对照。")
@ledger_option
@option("--format", "-f", "form", default="text", show_default=True, help="text 或者 json。")
@jobs
def verify_files(
    approved: Path,
    release: Path,
    *,
    register: Path | None,
    ledger: Path | None,
    form: str,
    jobs: int,
) -> None:
    """对照发布稿：网页、PDF、Word 里的数字和文字是不是审定的，不一致的逐格、逐句列出。"""
    if form not in _FORMS:
        raise UsageError(f"没有“{form}”这种格式，可以写 {'、'.join(_FORMS)}。")
    if form == "json":
        speak_utf8()
    if approved.is_dir() or release.is_dir():
        _verify_folder(approved, release, (register, ledger), form, jobs)
    from xlsheets.runs.alone import published_alone

    if register:
        raise UsageError("名录用于文件夹：请写审定的工作簿所在的文件夹和发布稿所在的文件夹。")
    report = one_report.read(approved)
    found = verify_published(report, published_alone(release), is_page=is_page(release.name))
    say(verifications_as_json([found]) if form == "json" else verification_as_text(found))
    leave(int(not found.equal))


def _verify_folder(
    approved: Path, release: Path, lists: tuple[Path | None, Path | None], form: str, jobs: int
) -> None:
    from xlsheets.runs.alone import published_each

    units, answers = judged_by(*lists)
    if units is None or not (approved.is_dir() and release.is_dir()):
        raise UsageError("对照文件夹，请写两个文件夹，并用 --register 给出名录。")
    own = {path.resolve() for path in lists if path}
    sources = [source for source in files_in([approved]) if source.path.resolve() not in own]
    outcomes, judged = judged_files(Run(sources, jobs), units, answers)
    files = list(files_in([release]))
    read = published_each(files, jobs=min(jobs or os.cpu_count() or 1, max(1, len(files))))
    found = verify_folder(outcomes, judged, units, list(zip(files, read, strict=True)))
    if form == "json":
        say(verifications_as_json(one for unit in found.units for one in unit.files))
    _tell(found, quiet=form == "json")
    leave(int(not found.equal))


def _tell(found: CountyPublication, *, quiet: bool) -> None:
    """Print every unit, what differs in full; with ``quiet`` only what no listing of files holds."""
    write = tell if quiet else say
    for unit in found.units:
        if not unit.files:
            write(f"{harmless(unit.unit)}：{unit.state.value}")
        for one in () if quiet else unit.files:
            say(verification_as_text(one))
    for file, why in found.passed:
        write(f"{harmless(file)}：{harmless(why)}")
    states = Counter(unit.state for unit in found.units)
    told = "，".join(
        f"{state.value} {states[state]}" for state in PublicationState if states[state]
    )
    passed = f"；认不出单位或者打不开的文件 {len(found.passed)} 个" if found.passed else ""
    write(f"{len(found.units)} 个单位：{told}{passed}。")
