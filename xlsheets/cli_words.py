"""How commands speak: help in Chinese, options they share, results on stdout, complaints on stderr."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

_HELP_WORDS = {
    "Usage: ": "用法：",
    "Options:": "选项：",
    "Arguments:": "参数：",
    "Commands:": "命令：",
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令 [参数]...",
    "Show this message and exit.": "显示这段说明。",
    "[required]": "[必填]",
}


def _in_chinese(text: str) -> str:
    for english, chinese in _HELP_WORDS.items():
        text = text.replace(english, chinese)
    return text


class Command(TyperCommand):
    """A command whose help is all Chinese."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]  # its own base is private
        return _in_chinese(super().get_help(ctx))


class Group(TyperGroup):
    """A group of commands whose help is all Chinese."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]  # its own base is private
        return _in_chinese(super().get_help(ctx))


Force = Annotated[bool, typer.Option("--force", help="输出文件已经存在时覆盖它。")]
Inputs = Annotated[
    list[Path],
    typer.Argument(
        help="填好的工作簿（.xlsx）、JSON 文件或者文件夹。",
        metavar="文件或文件夹",
        show_default=False,
    ),
]
Last = Annotated[
    list[Path] | None, typer.Option("--last", help="以前年度的工作簿或者文件夹，用来跨年比对。")
]


def say(text: str) -> None:
    """Print a result."""
    typer.echo(text)


def tell(text: str) -> None:
    """Print progress or a complaint."""
    typer.echo(text, err=True)


def leave(code: int) -> NoReturn:
    """End the command with this exit code."""
    raise typer.Exit(code)
