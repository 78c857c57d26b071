"""What holds for every test: which are quick, and what a run says at its end of tests it could not do."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.tools import outside

TESTS = Path(__file__).parent
# Files that take more than three seconds of computing, measured. What is left makes `pytest -m quick`, about a minute;
# the commands and the phrases stay although they take five and seven, for they go through most of the package.
SLOW = (
    "addin/test_frozen.py",
    "addin/test_office.py",
    "caselog/test_counts.py",
    "caselog/test_story.py",
    "checks/test_mutation.py",
    "cli/test_bar.py",
    "cli/test_convert.py",
    "cli/test_encodings.py",
    "cli/test_ending.py",
    "cli/test_every_edition.py",
    "cli/test_importing.py",
    "cli/test_log.py",
    "cli/test_log_import.py",
    "county/test_own_rules.py",
    "documents/test_formats.py",
    "documents/test_web.py",
    "documents/test_word_engines.py",
    "documents/test_word_look.py",
    "documents/test_word_template.py",
    "excel/test_buttons.py",
    "hostile",
    "house/test_newcomer.py",
    "house/test_python_page.py",
    "imports/test_hostile.py",
    "imports/test_office.py",
    "imports/test_own_documents.py",
    "imports/test_published_reports.py",
    "narrative/test_samples.py",
    "narrative/test_workbook.py",
    "notices/test_feedback_letter.py",
    "notices/test_status_page.py",
    "ooxml/test_documents.py",
    "ooxml/test_identify.py",
    "ooxml/test_strict.py",
    "property",
    "published",
    "report/test_checkcode.py",
    "runs",
    "serve/test_page.py",
    "serve/test_service.py",
    "serve/test_wps.py",
    "windows",
    "workbook/test_annotate.py",
    "workbook/test_comparison_list.py",
    "workbook/test_engines.py",
    "workbook/test_finding_list.py",
    "workbook/test_looks.py",
    "workbook/test_patch.py",
    "workbook/test_problem_sheet.py",
    "workbook/test_reader.py",
    "workbook/test_resaved.py",
    "workbook/test_stated.py",
    "workbook/test_stored.py",
    "workbook/test_strays.py",
    "workbook/test_template.py",
    "workbook/test_template_office.py",
    "workbook/test_working_paper.py",
    "workflows/test_collect_county.py",
    "workflows/test_one_judgement.py",
    "workflows/test_repair.py",
    "workflows/test_return.py",
    "workflows/test_rollup_county.py",
    "workflows/test_sources.py",
    "workflows/test_whole_cycle.py",
    "xlsx/test_rows.py",
)
_PROGRAMS = ("office", "browser", "validator")


# As the program does for itself: cycles looked for after every 700 objects cost a tenth of a run.
gc.set_threshold(200_000)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-goldens",
        action="store_true",
        help="write approved texts anew instead of comparing with them; read the differences in git",
    )


@pytest.fixture
def approved(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Return what compares a text with the approved one in a file, or writes it there when asked to."""

    def compare(path: Path, text: str) -> None:
        if request.config.option.update_goldens:
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8"), "if it is meant: pytest --update-goldens"

    return compare


@cache
def _is_slow(path: Path) -> bool:
    return any(path.is_relative_to(TESTS / slow) for slow in SLOW)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave slow files unread in a quick run: some make all they attack with when they are loaded."""
    return (config.option.markexpr == "quick" and _is_slow(collection_path)) or None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as quick what is neither in a slow file nor waits for a program from outside."""
    for item in items:
        if not _is_slow(item.path) and not any(map(item.get_closest_marker, _PROGRAMS)):
            item.add_marker("quick")


def pytest_collection_finish() -> None:
    """Keep some thousand tests out of the collector's sight: every command with processes of its own collects first."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish() -> None:
    """Let the collector see everything again."""
    gc.unfreeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the tests that lacked a file or a program from outside, and what they lacked."""
    lines = list(outside.summary(terminalreporter.stats.get("skipped", [])))
    if lines:
        terminalreporter.section("skipped for lack of something from outside the repository")
    for line in lines:
        terminalreporter.line(line)
