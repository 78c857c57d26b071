"""Commands that look after the add-in of Excel and the computer it runs on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.cli.options import CommandGroup, command, leave, say

if TYPE_CHECKING:
    from xlsheets.addin.install import Status


@command()
def install() -> None:
    """把加载项装进 Excel 的启动文件夹，按钮用当前这个 Python。不启动 Excel，可以重复运行。"""
    from xlsheets.addin import install as installing

    _show(installing.install(installing.this_machine()))
    say("请关闭再打开 Excel，就能看到“信息公开年报”选项卡。")


@command()
def status() -> None:
    """查看加载项装在哪里、是不是当前版本。"""
    from xlsheets.addin import install as installing

    found = installing.status(installing.this_machine())
    _show(found)
    leave(int(found.state is not installing.State.CURRENT))


def _show(found: Status) -> None:
    for line in found.lines:
        say(line)


@command()
def remove() -> None:
    """移除加载项。"""
    from xlsheets.addin import install as installing

    path = installing.remove(installing.this_machine())
    say(f"已经移除：{path}" if path else "加载项本来就没有安装。")


@command()
def build() -> None:
    """从源文件重新生成加载项；只在项目的源代码文件夹里有用。"""
    from xlsheets.addin.package import rebuild

    for path in rebuild():
        say(f"已生成：{path}")


addin = CommandGroup(
    "addin", help="Excel 加载项：安装、查看、移除。", commands=[install, status, remove, build]
)


@command()
def doctor() -> None:
    """检查这台电脑：Python、xlwings、加载项、Excel 或 WPS、字体，说明缺什么、怎么办。"""
    from xlsheets.addin.doctor import report_on
    from xlsheets.addin.install import this_machine

    lines = report_on(this_machine())
    for line in lines:
        say(line)
    leave(int(any(line.startswith("✗") for line in lines)))
