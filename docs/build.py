"""Write the generated reference pages: checks, cells, commands, kinds of documents, sample texts, the JSON Schema."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from click.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.tools.cases import spoken
from tests.tools.narrated import SAMPLES, told
from xlsheets.checks import rules_for
from xlsheets.cli import app
from xlsheets.documents import FORMATS, PrintOption
from xlsheets.report import PREAMBLE
from xlsheets.report.json_format import schema
from xlsheets.schema import newest
from xlsheets.workbook.layout import Layout, cell_name
from xlsheets.workflows.sources.kinds import FOREIGN
from xlsheets.workflows.sources.packed import PACKED_ENDINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from click import Command

    from xlsheets.report.findings import Finding

REFERENCE = Path(__file__).parent / "zh/reference"
FAMILIES = {
    "F": "文件和模板",
    "C": "单元格",
    "S": "表内关系",
    "N": "正文与表格",
    "T": "正文",
    "Y": "跨年",
    "U": "汇集和汇总",
    "L": "登记簿",
    "X": "生成报告",
}


def checks() -> str:
    """Return the page of all rules, by family."""
    lines = [
        "# 校验规则",
        "",
        "由规则的说明生成；“会说”和“怎么办”是一个例子，由校验例子得出，数字和位置随您的工作簿变。命令行里用 `xlsheets rules 代码` 看其中一条。",
    ]
    rules, said = rules_for(newest()), spoken()
    for letter, family in FAMILIES.items():
        members = [rule for rule in rules if rule.code.startswith(letter)]
        if members:
            lines += ["", f"## {letter} {family}"]
        for rule in members:
            lines += [
                "",
                f"### {rule.code} {rule.title}（{rule.severity.label}）",
                "",
                rule.doc.summary,
                "",
            ]
            lines += [
                f"- 依据：{rule.doc.basis}",
                f"- 错误：{rule.doc.wrong}",
                f"- 正确：{rule.doc.right}",
                *_example(said.get(rule.code)),
            ]
    return "\n".join(lines) + "\n"


def _example(finding: Finding | None) -> list[str]:
    said = (("会说", finding.message), ("怎么办", finding.hint)) if finding else ()
    return [f"- {label}：{text}".replace("*", r"\*") for label, text in said if text]


def cells() -> str:
    """Return the page of all numbers: where, what, and the name in the workbook."""
    edition = newest()
    layout = Layout(edition)
    lines = ["# 单元格", "", f"由{edition.document}的格式定义生成。“计算”的格子锁定，不用填。"]
    for table in edition.tables:
        lines += ["", f"## {table.number}（{table.sheet}）", ""]
        lines += [
            "| 单元格 | 位置 | 填写 | 口径 | JSON 键 | 名称 |",
            "| --- | --- | --- | --- | --- | --- |",
        ]
        for block in table.blocks:
            for cell in block.cells:
                kind = "计算" if cell in edition.sum_of else edition.measure(cell).unit
                help_text = " ".join(_helps(cell.block, cell.row, cell.column))
                lines.append(
                    f"| {layout.numbers[cell].cell} | {edition.path(cell)} | {kind} | {help_text}"
                    f" | `{cell}` | `{cell_name(cell)}` |"
                )
    return "\n".join(lines) + "\n"


def _helps(block: str, *keys: str) -> Iterator[str]:
    for key in keys:
        leaf = newest().items[block, key]
        text = getattr(leaf, "help", "")
        if text:
            yield f"{text}（{leaf.source}）" if leaf.source else text


def commands() -> str:
    """Return the page of all commands, from their own help."""
    runner = CliRunner()
    lines = ["# 命令", "", "由命令的帮助生成。"]
    for arguments in _commands(app):
        text = runner.invoke(
            app, [*arguments, "--help"], prog_name="xlsheets", terminal_width=100
        ).output
        lines += ["", f"## xlsheets {' '.join(arguments)}".rstrip(), "", "```", text.strip(), "```"]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def outputs() -> str:
    """Return the page of all kinds of documents, as they are declared."""
    options = {
        PrintOption.DRAFT: "`--draft`",
        PrintOption.CHECKCODE: "`--checkcode`",
        PrintOption.TEMPLATE: "`--template`",
    }
    lines = [
        "# 能生成的文件",
        "",
        "由程序里的登记生成。用 `xlsheets convert 工作簿 -t 种类` 指定，或者写明输出文件，按它的结尾生成。"
        "每一种写出以前都重新读一遍，与工作簿逐一比较，不一致就不写出；不能用的选项会拒绝，不会悄悄忽略。",
        "",
        f"| 种类 | 是什么 | 文件名结尾 | {' | '.join(options.values())} |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for kind, form in FORMATS.items():
        marks = " | ".join("可以" if option in form.takes else "不可以" for option in options)
        lines.append(f"| `{kind}` | {form.label} | {form.ending} | {marks} |")
    return "\n".join(lines) + "\n"


def sources() -> str:
    """Return the page of all kinds of files that a report is read from, as they are declared."""
    lines = [
        "# 能读入的文件",
        "",
        "由程序里的登记生成。`validate`、`collect`、`rollup`、`convert`、`import`、`new --from` 读同样的文件，"
        "先看内容，再看文件名的结尾。不是填报工作簿的，注明“由……读入，请核对”（F301），没有读入的逐条列出（F302）。",
        "",
        "| 是什么 | 文件名结尾 | 要装什么 |",
        "| --- | --- | --- |",
        "| 填报工作簿 | .xlsx、.xlsm |  |",
        "| JSON 数据 | .json |  |",
    ]
    lines += [
        f"| {kind.label} | {'、'.join(kind.endings)} | {kind.needs} |" for kind in FOREIGN.values()
    ]
    lines += [
        "",
        f"{'、'.join(PACKED_ENDINGS)} 里的文件逐个读出，写成“包.zip › 张三/报表.xlsx”；压缩包套压缩包的也打开。"
        "文件太多、太大、套得太深、加了密码的不打开，列为打不开的一个文件。"
        ".msg 要装 olefile。.rar、.7z 请先解压。",
    ]
    return "\n".join(lines) + "\n"


_SAMPLE_TITLES = {
    "township": "全是零的乡镇",
    "department": "业务多的县级部门",
    "county": "有上年报告的县",
}


def sample_texts() -> str:
    """Return the page of texts as the program drafts them."""
    titles = {PREAMBLE: "前言", **{section.key: section.title for section in newest().sections}}
    lines = [
        "# 正文示例",
        "",
        "下面三份是 `narrate` 按数字和基础数据写出来的，单位是虚构的；别的单位、别的年度，同样的数字会换一种写法。"
        "【 】里的要由填报人写，没有写完不能生成正式报告。",
    ]
    for name in SAMPLES:
        lines += ["", f"## {_SAMPLE_TITLES[name]}"]
        for section, paragraphs in told(name).items():
            lines += ["", f"### {titles[section]}"]
            for paragraph in paragraphs:
                lines += ["", paragraph]
    return "\n".join(lines) + "\n"


def _commands(command: Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    for name, below in getattr(command, "commands", {}).items():
        yield from _commands(below, (*path, name))


def pages() -> dict[Path, str]:
    """Return every generated page by its path."""
    return {
        REFERENCE / "checks.md": checks(),
        REFERENCE / "cells.md": cells(),
        REFERENCE / "cli.md": commands(),
        REFERENCE / "outputs.md": outputs(),
        REFERENCE / "sources.md": sources(),
        REFERENCE / "narrative-samples.md": sample_texts(),
        REFERENCE / "report.schema.json": json.dumps(schema(newest()), ensure_ascii=False, indent=1)
        + "\n",
    }


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
