"""What the program says of a command line -> what the page says: it has a button of that name, or does it by itself."""

from __future__ import annotations

from xlsheets.basics.patterns import pattern_of

# Hints name the button, and behind it the command that does the same.
_COMMAND = pattern_of(r"（(?:[a-z]+ 命令|命令里是[^（）]*|log count --into)）")
# The page repairs what can be repaired as soon as it is dropped.
_TRIED = "可以修复（repair 命令），把内容移到新的工作簿里", "页面试着修复过，没有认出它的表格"
REPAIR = "修复工作簿"


def said_here(text: str) -> str:
    """Return a sentence without the commands that it names beside a button."""
    return _COMMAND.sub("", text.replace(*_TRIED))
