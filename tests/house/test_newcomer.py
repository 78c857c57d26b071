"""Somebody new adds something, as the pages of docs/dev say, on a copy: exactly these files change, exactly these
tests turn red, and regeneration mends them.
"""

from __future__ import annotations

import pytest

from tests.tools.newcomer import Copy

GENERATED = "tests/house/test_docs.py::test_a_generated_file_is_what_the_generator_writes"
TEMPLATE = (
    "tests/workbook/test_template.py::test_the_committed_template_is_the_one_the_program_writes"
)
EDITION = "xlsheets/schema/ogi2021.py"
FORM, NEW_FORM = (f"tests/golden/official-{year}.txt" for year in (2021, 2027))
WEIGHTS = "docs/zh/explanation/checkcode.md"
CELLS, CHECKS, COMMANDS, OUTPUTS, SCHEMA = (
    f"docs/zh/reference/{name}"
    for name in ("cells.md", "checks.md", "cli.md", "outputs.md", "report.schema.json")
)


def stale(*files: str) -> set[str]:
    """Return the tests that say these generated files are out of date."""
    return {f"{GENERATED}[{file.rpartition('/')[2]}]" for file in files}


@pytest.fixture
def copy(request, tmp_path) -> Copy:
    return Copy(tmp_path, *request.param)


ROW_SUITES = (
    "tests/schema/test_editions.py",
    "tests/house/test_docs.py",
    "tests/house/test_keys.py",
    "tests/workbook/test_template.py",
    "tests/documents/test_word.py",
    "tests/report",
    "tests/checks/test_cases.py",
    "tests/cli/test_importing.py",
)
NEW_ROW = 'Item("destroyed", "4.已经依法销毁", "超过保管期限、依法销毁的。", "档案法"),\n'
PRINTED = "3.补正后申请内容仍不明确 | · | · | · | · | · | · | ·\n"


def add_a_row(copy: Copy, edition: str) -> None:
    """Add it before the last row of its group."""
    copy.insert(edition, '"3.补正后申请内容仍不明确"', "XX")
    text = (copy.root / edition).read_text(encoding="utf-8")
    start = text.rindex("            Item(", 0, text.index("XX"))
    text = text[:start] + f"            {NEW_ROW}" + text[start:].replace("XX", "", 1)
    (copy.root / edition).write_text(text, encoding="utf-8")


def transcribe_the_row(copy: Copy, form: str) -> None:
    line = PRINTED.replace("3.补正后申请内容仍不明确", "4.已经依法销毁")
    copy.replace(form, PRINTED, line + PRINTED)
    copy.replace(form, "三、本年度办理结果 22x1", "三、本年度办理结果 23x1")
    copy.replace(form, "（四）无法提供 3x1", "（四）无法提供 4x1")


OFFICIAL = {
    "tests/documents/test_word.py::test_the_tables_are_the_official_ones_cell_for_cell",
    "tests/report/test_checkcode.py::test_the_page_says_in_which_order_the_figures_are_weighed",
    "tests/schema/test_editions.py::test_every_number_of_the_official_form_is_a_cell_of_its_own",
    "tests/schema/test_editions.py::test_tables_have_the_size_of_the_official_form",
    "tests/schema/test_editions.py::test_the_stub_of_the_outcomes_spans_its_rows",
}


@pytest.mark.parametrize("copy", [ROW_SUITES], indirect=True, ids=["row"])
def test_a_row(copy):
    add_a_row(copy, EDITION)
    derived = {"workbook_template.xlsx", CELLS, SCHEMA}
    assert copy.red() == OFFICIAL | {TEMPLATE} | stale(*derived)
    transcribe_the_row(copy, FORM)
    copy.replace(WEIGHTS, "表三 175 格", "表三 182 格")
    copy.regenerate()
    assert copy.changed() == {EDITION, FORM, WEIGHTS, *derived}
    assert copy.still_red() == set()


EDITIONS, NEW_EDITION = "xlsheets/schema/__init__.py", "xlsheets/schema/ogi2027.py"
EDITION_SUITES = (
    *ROW_SUITES,
    "tests/schema",
    "tests/checks/test_blanks.py",
    "tests/checks/test_mutation.py",
    "tests/checks/test_new_row.py",
    "tests/cli/test_every_edition.py",
    "tests/documents/test_web.py",
    "tests/extract/test_docx_known_tables.py",
    "tests/workbook/test_finding_list.py",
)
OF_THE_FORM = {
    "tests/report/test_checkcode.py::test_the_page_says_in_which_order_the_figures_are_weighed",
    "tests/schema/test_editions.py::test_the_newest_form_is_transcribed",
}


@pytest.mark.parametrize("copy", [EDITION_SUITES], indirect=True, ids=["edition"])
def test_an_edition(copy):
    """The form of 2027 is that of 2021 with one row more."""
    copy.write(NEW_EDITION, (copy.root / EDITION).read_text(encoding="utf-8"))
    for old, new in (
        ('NOTICE = "国办公开办函〔2021〕30号"', 'NOTICE = "国办公开办函〔2027〕1号"'),
        ('key="2021"', 'key="2027"'),
        ("first_year=2021", "first_year=2027"),
    ):
        copy.replace(NEW_EDITION, old, new)
    add_a_row(copy, NEW_EDITION)
    copy.replace(EDITIONS, "import ogi2019, ogi2021", "import ogi2019, ogi2021, ogi2027")
    copy.replace(EDITIONS, "ogi2021.EDITION)", "ogi2021.EDITION, ogi2027.EDITION)")
    derived = {"workbook_template.xlsx", CELLS, CHECKS, SCHEMA}
    assert copy.red() == OF_THE_FORM | {TEMPLATE} | stale(*derived)
    copy.write(NEW_FORM, (copy.root / FORM).read_text(encoding="utf-8"))
    transcribe_the_row(copy, NEW_FORM)
    copy.replace(WEIGHTS, "2021 版是表二 10 格、表三 175 格", "2027 版是表二 10 格、表三 182 格")
    copy.regenerate()
    assert copy.changed() == {NEW_EDITION, EDITIONS, NEW_FORM, WEIGHTS, *derived}
    assert copy.still_red() == set()


CHECK_SUITES = (
    "tests/house/test_rules.py",
    "tests/house/test_docs.py",
    "tests/checks/test_cases.py",
)
RULE = '''

@check("T199", "正文里写着“（略）”", Severity.HINT)
def left_out(case: Case) -> Iterator[Hit]:
    """正文写全，不写“（略）”。

    依据：《中华人民共和国政府信息公开条例》第五十条：年度报告应当包括下列内容。
    错误：公开栏情况（略）。
    正确：公开栏更新12次。
    """
    for place, text in case.report.prose:
        if "（略）" in text:
            yield Hit(places=(place,), message="这一段里写着“（略）”。", hint="请写全。")
'''
RULE_CASE = """[[case]]
name = "left out"
cells = { "text.problems.1" = "存在的主要问题：村级公开栏更新不够及时，政策解读以文字为主（略）。" }
expect = ["T199 text.problems.1"]
"""


@pytest.mark.parametrize("copy", [CHECK_SUITES], indirect=True, ids=["check"])
def test_a_check_of_the_text(copy):
    module, case = "xlsheets/checks/text/hygiene.py", "tests/cases/T199.toml"
    text = (copy.root / module).read_text(encoding="utf-8")
    (copy.root / module).write_text(text + RULE, encoding="utf-8")
    speaks = "tests/house/test_rules.py::test_a_rule_has_a_case_file_in_which_it_speaks"
    assert copy.red() == {speaks} | stale(CHECKS)
    copy.write(case, RULE_CASE)
    copy.regenerate()
    assert copy.changed() == {module, case, CHECKS}
    assert copy.still_red() == set()


HOW_TO = "docs/zh/howto/publish.md"
OUTPUT_SUITES = ("tests/documents/test_formats.py", "tests/house/test_docs.py")
OUTPUT = '''"""Report -> its figures as lines of text, and the proof that they are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsheets.report import Report


def lines_of(report: Report) -> str:
    """Return a line for each figure and each paragraph."""
    pairs = (*report.values.items(), *report.prose)
    return "".join(f"{place}\\t{content}\\n" for place, content in pairs)


def differing_lines(report: Report, content: bytes) -> list[str]:
    """Return where the lines differ from the report."""
    return [] if content.decode() == lines_of(report) else ["数字不一样。"]
'''
MAKERS = """def _lines(report: Report, _options: PrintOptions) -> bytes:
    from xlsheets.documents.lines import lines_of

    return lines_of(report).encode()


def _lines_again(report: Report, content: bytes) -> list[str]:
    from xlsheets.documents.lines import differing_lines

    return differing_lines(report, content)


"""
ENTRY = """    "tsv": OutputKind(
        label="数字清单",
        ending=".tsv",
        media="text/tab-separated-values",
        make=_lines,
        read_back=_lines_again,
    ),
"""


@pytest.mark.parametrize("copy", [OUTPUT_SUITES], indirect=True, ids=["output"])
def test_an_output_kind(copy):
    home, module = "xlsheets/documents/__init__.py", "xlsheets/documents/lines.py"
    copy.write(module, OUTPUT)
    copy.insert(home, "# The first kind is the one made when nothing else is asked for.", MAKERS)
    copy.insert(home, '    "json": OutputKind(', ENTRY)
    tests = "tests/documents/test_formats.py::test_"
    told = {f"{tests}the_help_names_every_kind_and_who_takes_which_option"}
    assert copy.red() == told | {f"{tests}every_kind_has_its_how_to"} | stale(COMMANDS, OUTPUTS)
    copy.insert(
        HOW_TO, "## 校对码", "## 数字清单\n\n`xlsheets convert 示例乡2025.xlsx -t tsv -o .`\n\n"
    )
    copy.regenerate()
    assert copy.changed() == {home, module, HOW_TO, COMMANDS, OUTPUTS}
    assert copy.still_red() == set()
    # A kind that says it can be a draft and is none when it is asked for is found out.
    copy.replace(
        home,
        "        read_back=_lines_again,\n",
        "        read_back=_lines_again,\n        takes=(PrintOption.DRAFT,),\n",
    )
    assert any("test_formats" in test for test in copy.red())


COLUMNS_BEFORE = """UNITS = (
    Column(UNIT, 34, "left"),
    Column("代码", 9, "text"),
"""
VALUES_BEFORE = """        _level(row, year),
        row.state.value,
"""
LEDGER_SUITES = ("tests/workflows/test_collect_county.py",)


@pytest.mark.parametrize("copy", [LEDGER_SUITES], indirect=True, ids=["ledger"])
def test_a_column_of_the_ledger(copy):
    """It is put near the front, so that every column behind it has another number."""
    ledger = "xlsheets/workbook/lists/ledger.py"
    columns = "xlsheets/workbook/lists/ledger_columns.py"
    copy.replace(columns, COLUMNS_BEFORE, COLUMNS_BEFORE + '    Column("上级单位", 26, "left"),\n')
    copy.insert(ledger, VALUES_BEFORE, "        unit.parent,\n")
    assert copy.red() == set()
    assert copy.changed() == {ledger, columns}
