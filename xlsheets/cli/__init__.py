"""All commands, and the catch-all handler: whatever goes wrong ends in one Chinese sentence and an exit code."""

from __future__ import annotations

import os
import signal
import sys

import click

from xlsheets import __version__
from xlsheets.basics.files import system_refusal
from xlsheets.basics.signals import leave_on
from xlsheets.cli.console import speak_plainly
from xlsheets.cli.options import CommandGroup, CommandsAtHome, tell
from xlsheets.errors import BlockedError, XlsheetsError
from xlsheets.notices.listing import harmless

app = CommandGroup(help="政府信息公开工作年度报告：填报工作簿、校验、生成 Word 报告。")
app.commands = CommandsAtHome(  # type: ignore[assignment]  # none is added or taken away
    "begin.new",
    "begin.fill",
    "validate.validate",
    "report.narrate",
    "report.convert",
    "publishing.absorbing.absorb",
    "publishing.verifying.verify",
    "importing.import",
    "repair.repair",
    "log.log",
    "collect.register",
    "collect.collect",
    "rounds.returning.return",
    "rounds.closing.close",
    "rollup.rollup",
    "rollup.compare",
    "addin.serve",
    "begin.rules",
    "begin.template",
    "begin.demo",
    "addin.addin",
    "addin.doctor",
)
click.version_option(__version__, message="xlsheets %(version)s", help="显示版本。")(app)


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
        tell(harmless(f"没有完成：{error.told()}"))
        sys.exit(1 if isinstance(error, BlockedError) else 2)
    except (KeyboardInterrupt, click.Abort):
        tell("已经停下，没有写出半个文件。")
        sys.exit(130)
    except Exception as error:  # catch-all handler: a clerk never sees a traceback
        if os.environ.get("XLSHEETS_DEBUG") or isinstance(error, ImportError):
            raise  # what cannot be loaded is told by ``__main__``
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
