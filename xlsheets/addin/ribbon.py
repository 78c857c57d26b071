"""The buttons, declared once -> the two customUI parts: 2006 for old Excel and WPS, 2009 for Excel since 2010."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree as ET


@dataclass(frozen=True, slots=True)
class Button:
    """One button.

    Args:
        id: name of the action it starts, passed as it is to ``xlsheets.excel.run``.
        icon: one of Office's own pictures (imageMso).
        tip: one sentence: what a click does.
        by_itself: whether the add-in does it without starting Python.
    """

    id: str
    label: str
    icon: str
    tip: str
    large: bool = False
    by_itself: bool = False


@dataclass(frozen=True, slots=True)
class ButtonGroup:
    """Buttons that stand together under one caption."""

    id: str
    label: str
    buttons: tuple[Button, ...]


TAB = "信息公开年报"
GROUPS = (
    ButtonGroup(
        "filling",
        "填报",
        (
            Button(
                "validate",
                "校验",
                "DataValidation",
                "检查当前工作簿，把问题列在“校验”表里，并在填错的格子上做标记。",
                large=True,
            ),
            Button(
                "next_finding",
                "下一个问题",
                "ReviewNextComment",
                "跳到下一个有问题的格子。",
                by_itself=True,
            ),
            Button(
                "fill_zeros", "全部填零", "FillDown", "把还没有填的数字格子都填上 0，已经填的不动。"
            ),
            Button(
                "clear_marks",
                "清除标记",
                "ClearFormats",
                "清空“校验”表里的问题和格子上的标记，数字和文字不动。",
            ),
        ),
    ),
    ButtonGroup(
        "text",
        "文字",
        (
            Button(
                "draft_text",
                "生成文字",
                "TextBoxInsert",
                "按表里的数字起草各部分的文字；您改过的段落不动。",
                large=True,
            ),
            Button("check_text", "核对文字", "Spelling", "核对文字里的数字和表里的数字是否一致。"),
        ),
    ),
    ButtonGroup(
        "report",
        "报告",
        (
            Button(
                "export",
                "导出报告",
                "FileSaveAsWordDocx",
                "校验通过以后，在工作簿旁边生成 Word 报告并打开。",
                large=True,
            ),
            Button(
                "preview",
                "草稿预览",
                "FilePrintPreview",
                "生成标有“草稿”的 Word 报告，有问题也能看到样子。",
            ),
        ),
    ),
    ButtonGroup(
        "years",
        "数据",
        (
            Button(
                "count_log",
                "从登记簿计数",
                "AutoSum",
                "选本单位的登记簿，把它数出来的数填进三张表和基础数据；填过别的数的，先问再改。",
            ),
            Button(
                "bring_last_year",
                "带入上年",
                "ImportExcel",
                "选一份上年的工作簿，带入上年结转等数字。",
            ),
            Button("new_year", "新建年度", "FileNew", "为本单位生成下一年度的空白填报工作簿。"),
        ),
    ),
    ButtonGroup(
        "help",
        "帮助",
        (
            Button("guide", "填报说明", "Help", "打开填报说明。"),
            Button(
                "about", "关于/自检", "Info", "显示版本，并检查这台电脑上 Python 和加载项是否正常。"
            ),
        ),
    ),
)
BUTTONS = tuple(button for group in GROUPS for button in group.buttons)
# What Python does.
ACTIONS = tuple(button.id for button in BUTTONS if not button.by_itself)

_CALLBACK = "RibbonXlsheets.OnButton"
_NAMESPACES = {
    "customUI/customUI.xml": "http://schemas.microsoft.com/office/2006/01/customui",
    "customUI/customUI14.xml": "http://schemas.microsoft.com/office/2009/07/customui",
}


def ribbon_parts() -> dict[str, bytes]:
    """Return both parts by their place in the package."""
    return {part: _custom_ui(namespace) for part, namespace in _NAMESPACES.items()}


def _custom_ui(namespace: str) -> bytes:
    root = ET.Element("customUI", xmlns=namespace)
    tabs = ET.SubElement(ET.SubElement(root, "ribbon"), "tabs")
    tab = ET.SubElement(tabs, "tab", id="xlsheets", label=TAB)
    for group in GROUPS:
        box = ET.SubElement(tab, "group", id=group.id, label=group.label)
        for button in group.buttons:
            ET.SubElement(box, "button", _attributes(button))
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}\n'.encode()


def _attributes(button: Button) -> dict[str, str]:
    return {
        "id": button.id,
        "label": button.label,
        "size": "large" if button.large else "normal",
        "imageMso": button.icon,
        "screentip": button.label,
        "supertip": button.tip,
        "onAction": _CALLBACK,
    }
