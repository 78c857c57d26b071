"""The name of an action -> that action done to the workbook the click came from; never a traceback."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from xlsheets.errors import XlsheetsError
from xlsheets.excel.open_workbook import calling_book

if TYPE_CHECKING:
    from xlsheets.excel.open_workbook import OpenBook

TITLE = "信息公开年报"
_BUSY = f"{TITLE}：正在处理，请稍候……"
_BROKEN = (
    "没有完成（{kind}）。常见的原因：工作表另外加了密码；工作簿正被别的程序占用；有一格正在输入，"
    "还没有按回车；安全软件拦住了程序。请先保存工作簿，再试一次；还不行，请点“关于/自检”。"
)
_MAC = "Mac 版 Excel 里的按钮还不能用。请在终端运行 xlsheets serve，在浏览器里使用同样的功能。"


def run(action: str) -> None:
    """Do what a button stands for, and tell the clerk in one box how it went."""
    try:
        book = calling_book()
    except Exception as error:  # the catch-all handler: without a workbook there is no box to show
        if os.environ.get("XLSHEETS_DEBUG"):
            raise
        sys.exit(f"找不到发出命令的工作簿（{type(error).__name__}），请重新打开它再试。")
    said, failed = _outcome(action, book)
    if said:
        book.tell(said, TITLE, failed=failed)


def _outcome(action: str, book: OpenBook) -> tuple[str, bool]:
    """Return what to tell, and whether it is a failure."""
    if sys.platform == "darwin":
        return _MAC, True
    try:
        with book.busy(_BUSY):
            # Loaded when the clerk already sees that something is going on.
            from xlsheets.excel.actions import ACTIONS

            return ACTIONS[action](book), False
    except XlsheetsError as error:
        return str(error), True
    except Exception as error:  # the catch-all handler: a clerk never sees a traceback
        if os.environ.get("XLSHEETS_DEBUG"):
            raise
        return _BROKEN.format(kind=type(error).__name__), True
