"""All commands, and the catch-all handler: whatever goes wrong ends in one Chinese sentence and an exit code."""

from __future__ import annotations

import os
import signal
import sys

import click

from xlsheets.basics.files import system_refusal
from xlsheets.basics.signals import leave_on
from xlsheets.cli.addin import addin, doctor
from xlsheets.cli.begin import demo, fill, new, rules, template
from xlsheets.cli.collect import collect, register
from xlsheets.cli.console import speak_plainly
from xlsheets.cli.importing import bring_in
from xlsheets.cli.options import CommandGroup, command, option, say, tell
from xlsheets.cli.repair import repair
from xlsheets.cli.report import convert, narrate
from xlsheets.cli.rollup import compare, rollup
from xlsheets.cli.rounds.closing import close
from xlsheets.cli.rounds.returning import give_back
from xlsheets.cli.validate import validate
from xlsheets.errors import BlockedError, XlsheetsError
from xlsheets.notices.listing import harmless

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


app = CommandGroup(
    help="政府信息公开工作年度报告：填报工作簿、校验、生成 Word 报告。",
    commands=[
        new,
        fill,
        validate,
        narrate,
        convert,
        bring_in,
        repair,
        register,
        collect,
        give_back,
        close,
        rollup,
        compare,
        serve,
        rules,
        template,
        demo,
        addin,
        doctor,
    ],
)


def open_page() -> None:
    """Open the page in the browser: what a double click on xlsheets-serve does."""
    main(["serve", "--until-closed"])


def main(arguments: list[str] | None = None) -> None:
    """Run a command; whatever goes wrong ends in one Chinese sentence and an exit code."""
    speak_plainly()
    leave_on(signal.SIGTERM)
    try:
        code = app(arguments, standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        tell(error.ctx.get_help())
        sys.exit(2)
    except click.ClickException as error:
        tell(f"命令写得不对：{_complaint(error)}用 xlsheets --help 查看用法。")
        sys.exit(2)
    except XlsheetsError as error:
        tell(harmless(f"没有完成：{error}"))
        sys.exit(1 if isinstance(error, BlockedError) else 2)
    except (KeyboardInterrupt, click.Abort):
        tell("已经停下，没有写出半个文件。")
        sys.exit(130)
    except Exception as error:  # catch-all handler: a clerk never sees a traceback
        if os.environ.get("XLSHEETS_DEBUG"):
            raise
        tell(_last_words(error))
        sys.exit(2)
    sys.exit(code or 0)


def _last_words(error: Exception) -> str:
    """Say what to do about an error that nobody foresaw, or that only a rare system brings about."""
    if isinstance(error, UnicodeEncodeError) and error.encoding != "utf-8":
        return f"没有完成：系统现在的字符编码（{error.encoding}）写不了中文文件名。请设置环境变量 PYTHONUTF8=1 再运行一次。"
    if isinstance(error, OSError) and system_refusal(error):
        return f"没有完成：{system_refusal(error)}。"
    return f"程序内部出错（{type(error).__name__}），没有写出文件。请设置 XLSHEETS_DEBUG=1 再运行一次，把显示的内容发给开发者。"


_COMPLAINTS = {
    "NoSuchOption": "没有“{option_name}”这个选项。",
    "MissingParameter": "少写了“{wanted}”。",
    "BadParameter": "“{wanted}”的值不对。",
}


def _complaint(error: click.ClickException) -> str:
    """Say in Chinese what is wrong with a command line."""
    pattern = _COMPLAINTS.get(type(error).__name__, "没有这个命令，或者命令不完整。")
    param = getattr(error, "param", None)
    wanted = getattr(param, "metavar", None) or "、".join(getattr(param, "opts", ()))
    return pattern.format(wanted=wanted, option_name=getattr(error, "option_name", ""))
