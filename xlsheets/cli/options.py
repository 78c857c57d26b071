"""How commands speak: help in Chinese, options they share, results on stdout, complaints on stderr."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from xlsheets.errors import UsageError

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

_HELP_WORDS = {
    "Usage: ": "用法：",
    "Options:": "选项：",
    "Positional arguments:": "参数：",
    "Commands:": "命令：",
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令 [参数]...",
    "Show this message and exit.": "显示这段说明。",
    "[required]": "[必填]",
    "[default: ": "[默认：",
}
_METAVARS = {
    "path": "路径",
    "text": "文字",
    "integer": "数",
    "integer range": "数",
    "datetime": "年-月-日",
}


def _in_chinese(text: str) -> str:
    for english, chinese in _HELP_WORDS.items():
        text = text.replace(english, chinese)
    return text


class _Option(click.Option):
    """An option whose value is named in Chinese."""

    def make_metavar(self, ctx: click.Context) -> str:
        return self.metavar or _METAVARS.get(self.type.name) or super().make_metavar(ctx)


class Command(click.Command):
    """A command whose help is all Chinese."""

    def get_help(self, ctx: click.Context) -> str:
        return _in_chinese(super().get_help(ctx))


# Commands whose names are words of Python, or already mean something else in it.
_FUNCTIONS = {
    "import": "bring_in",
    "return": "give_back",
    "verify": "verify_files",
    "absorb": "absorb_draft",
}


class CommandsAtHome(Mapping[str, click.Command]):
    """Commands by name, each loaded when it is asked for: loading all takes longer than reading a workbook.

    Args:
        homes: module and name of each, such as ``begin.new``.
    """

    def __init__(self, *homes: str) -> None:
        self._homes = {home.rpartition(".")[2]: home.rpartition(".")[0] for home in homes}

    def __getitem__(self, name: str) -> click.Command:
        module = import_module(f"xlsheets.cli.{self._homes[name]}")
        found: click.Command = getattr(module, _FUNCTIONS.get(name, name))
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._homes)

    def __len__(self) -> int:
        return len(self._homes)


class CommandGroup(click.Group):
    """A group of commands whose help is all Chinese, in the order they are given."""

    def get_help(self, ctx: click.Context) -> str:
        return _in_chinese(super().get_help(ctx))

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click calls it
        return list(self.commands)


class Written(click.Path):
    """A file to write, whose name must end as what is written into it does."""

    def __init__(self, what: str, *endings: str) -> None:
        super().__init__(path_type=Path)
        self._what, self._endings = what, endings

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Path:
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        refuse_ending(path, self._what, self._endings)
        return path


def refuse_ending(path: Path, what: str, endings: Sequence[str]) -> None:
    """Refuse a name that says it is another kind of file than is written into it.

    Raises:
        UsageError: it does not end as it should.
    """
    if not path.name.lower().endswith(tuple(endings)):
        raise UsageError(f"“{path.name}”不是{what}的文件名，应当以 {' 或者 '.join(endings)} 结尾。")


def what_is_written(path: Path, workbook: str) -> str:
    """Name what was written into a file that may be a workbook or JSON."""
    return " JSON 数据" if path.suffix.lower() == ".json" else workbook


PATH = click.Path(path_type=Path)
WORKBOOK = Written("工作簿", ".xlsx")
WORKBOOK_OR_JSON = Written("工作簿", ".xlsx", ".json")
PAGE = Written("网页", ".html", ".htm")
command = partial(click.command, cls=Command)
option = partial(click.option, cls=_Option)
argument = click.argument

force = option("--force", is_flag=True, help="输出文件已经存在时覆盖它。")
inputs = argument(
    "paths",
    nargs=-1,
    required=True,
    type=PATH,
    metavar="文件或文件夹...",
    help="填好的工作簿（.xlsx）、JSON 文件或者文件夹。",
)
last = option(
    "--last",
    multiple=True,
    type=PATH,
    help="以前年度的工作簿或者文件夹，用来跨年比对；可以写几次。",
)


def say(text: str, *, end: bool = True) -> None:
    """Print a result; without ``end`` the line goes on."""
    click.echo(text, nl=end)


def tell(text: str, *, end: bool = True) -> None:
    """Print progress or a complaint."""
    click.echo(text, nl=end, err=True)


def tell_replaced(targets: Iterable[Path]) -> None:
    """Say of every workbook that is about to be written over what people filled into it."""
    from xlsheets.workflows.new_year import what_was_filled_in

    for target in targets:
        told = what_was_filled_in(target)
        if told:
            tell(f"“{target.name}”里原来填了{told}，这次换掉。")


def leave(code: int) -> NoReturn:
    """End the command with this exit code."""
    raise click.exceptions.Exit(code)


def words(text: str) -> tuple[str, ...]:
    """Return the words of a list that is parted by commas of any kind."""
    return tuple(
        word.strip()
        for word in text.replace("，", ",").replace("、", ",").split(",")
        if word.strip()
    )


as_of = option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="截至哪一天，例如 2026-02-01；不写就是今天。"
)


def day_of(given: datetime.datetime | None) -> datetime.date:
    """Return the day that was asked for, else today in China."""
    from xlsheets.basics.dates import today_in_china

    return given.date() if given else today_in_china()
