"""Commands for where people work: the add-in of Excel, the page in the browser, the computer itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from xlsheets.cli.options import CommandGroup, command, leave, option, say

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


# Seconds the page may be away, for a browser that starts slowly, before the service ends by itself.
_ALONE = 120.0


@command()
@option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help="端口；0 是任意一个空闲的端口。",
)
@option("--browser/--no-browser", default=True, help="自动打开浏览器。")
@option("--until-closed", is_flag=True, help="页面都关掉以后，过两分钟自己结束。")
@option("--wps", is_flag=True, help="同时登记 WPS 加载项，在 WPS 里点按钮就打开页面。")
@option("--shortcut", is_flag=True, help="只做一个快捷方式，以后双击它就打开页面。")
def serve(*, port: int, browser: bool, until_closed: bool, wps: bool, shortcut: bool) -> None:
    """在浏览器里用：拖进工作簿或者文件夹，就地改正、核对，下载 Word 报告。只在本机，不联网。"""
    from xlsheets.serve.server import serve
    from xlsheets.serve.shortcut import make_shortcut
    from xlsheets.serve.wps_list import add_in_list

    if shortcut:
        say(f"已做好快捷方式：{make_shortcut()}。")
        return

    def opened(address: str) -> None:
        say(f"请在浏览器里打开：{address}\n用完按 Ctrl+C，或者点页面上的“结束使用”。")
        if browser:
            import webbrowser

            webbrowser.open(address)

    alone = _ALONE if until_closed else None
    serve(opened, port=port, alone=alone, wps_list=add_in_list() if wps else None)
