"""Ways in which sites and office programs write the same page: markup differs, what a reader sees does not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

_TAG = re.compile(r"(<!--.*?-->|<(?:script|style)\b.*?</(?:script|style)>|<[^>]*>)", re.DOTALL)


def _texts(source: str, change: Callable[[str], str]) -> str:
    """Change every text of the body that holds a word."""
    head, mark, body = source.partition("<body")
    pieces = _TAG.split(body if mark else head)
    pieces = [
        piece if at % 2 or not piece.strip() else change(piece) for at, piece in enumerate(pieces)
    ]
    if mark:  # the rest of the tag of the body is no text
        first, close, rest = body.partition(">")
        pieces = [first + close, _texts(rest, change)]
    return head * bool(mark) + mark + "".join(pieces)


def _at_start(source: str, markup: str) -> str:
    found = re.search(r"<body[^>]*>", source, re.IGNORECASE)
    at = found.end() if found else 0
    return source[:at] + markup + source[at:]


def _with_sheet(source: str, rules: str) -> str:
    return _at_start(source, f"<style>{rules}</style>")


def _entities(_: Random, source: str) -> str:
    return _texts(
        source,
        lambda text: re.sub(r"(?<![&#\d])\d(?!\d*;)", lambda digit: f"&#{ord(digit[0])};", text),
    )


def _spans(_: Random, source: str) -> str:
    return _texts(
        source,
        lambda text: re.sub(r"(?<![&#\d])\d+(?!\d*;)", r'<span lang="EN-US">\g<0></span>', text),
    )


def _comments(_: Random, source: str) -> str:
    return _texts(
        source,
        lambda text: (
            text
            if "&" in text
            else f"{text[: len(text) // 2]}<!--mark 1-->{text[len(text) // 2 :]}"
        ),
    )


def _order_marks(_: Random, source: str) -> str:
    """Put a mark before every piece of text, as sites do that join files; a figure with one is listed, not plain."""
    return _texts(source, lambda text: text if text.strip().isdecimal() else f"\ufeff{text}")


def _capitals(_: Random, source: str) -> str:
    return re.sub(r"</?(?:p|td|tr|table|div|span)\b", lambda tag: tag[0].upper(), source)


def _open(*tags: str) -> Callable[[Random, str], str]:
    return lambda _, source: re.sub(rf"</(?:{'|'.join(tags)})>", "", source)


def _office(_: Random, source: str) -> str:
    start = "<!--[if gte mso 9]><xml><w:WordDocument><w:Zoom>100</w:Zoom></w:WordDocument></xml><![endif]-->"
    return _at_start(re.sub(r"</p>", "<o:p></o:p></p>", source), start)


def _fonts(_: Random, source: str) -> str:
    return _texts(source, lambda text: f'<font face="宋体" size="3"><b>{text}</b></font>')


def _phone_copy(random: Random, source: str) -> str:
    copy = (
        f'<div class="only phone"><p>手机版正在建设，已有{random.randint(11, 99)}个栏目</p></div>'
    )
    return _with_sheet(_at_start(source, copy), ".only.phone { display: none !important }")


def _data_labels(_: Random, source: str) -> str:
    labelled = re.sub(r"(<td[^>]*>)", r'\1<i class="lbl">第3列</i>', source)
    return _with_sheet(labelled, "table td > .lbl { display: none }")


def _skip_links(_: Random, source: str) -> str:
    link = '<a href="#c" style="position:absolute;left:-9999px">跳过第2部分</a>'
    return re.sub(r"(<table)", rf"{link}\1", source)


def _wrapped_source(_: Random, source: str) -> str:
    return source.replace("</p>", "</p>\r\n\t\t").replace("</td>", "\r\n\t</td>")


def _pictures(_: Random, source: str) -> str:
    picture = f'<img alt="" src="data:image/png;base64,{"QUJDREVG" * 60}">'
    return source.replace("</p>", f"{picture}</p>")


def _tooltips(random: Random, source: str) -> str:
    return source.replace("<td", f'<td title="合计 {random.randint(100, 999)} 件" data-value="7"')


def _without_script(_: Random, source: str) -> str:
    return _at_start(source, "<noscript>本站需要启用脚本，已有12人访问</noscript>")


def _hyphens(_: Random, source: str) -> str:
    return _texts(
        source,
        lambda text: (
            re.sub(r"([\u4e00-\u9fff]{9})(?=[\u4e00-\u9fff])", "\\1\u00ad", text)
            if len(text) > 60
            else text
        ),
    )


def _dark_rows(_: Random, source: str) -> str:
    return _with_sheet(
        source, "table { background-color: #036; color: #fff } table td { color: #fff }"
    )


def _many_classes(_: Random, source: str) -> str:
    rules = "".join(f".c{at} {{ color: #{at:x}{at:x}{at:x} }} " for at in range(9))
    return _with_sheet(source.replace("<td", '<td class="c3 c4"'), rules)


def _for_paper(_: Random, source: str) -> str:
    rules = "@media print { td, p { display: none } } @media (max-width: 640px) { table { visibility: hidden } }"
    return _with_sheet(source, rules)


def _gaps(_: Random, source: str) -> str:
    """Letters of size nothing take the gaps out between elements, and each element has its own size again."""
    sized = re.sub(r"<(td|p)(?=[\s>])", r'<\1 class="sized"', source)
    return _with_sheet(sized, "tr { font-size: 0 } .sized { font-size: 16px }")


DISGUISES: dict[str, Callable[[Random, str], str]] = {
    "digits as entities": _entities,
    "a span for each number": _spans,
    "comments within words": _comments,
    "byte order marks": _order_marks,
    "capital tags": _capitals,
    "open paragraphs": _open("p"),
    "open cells": _open("td", "th"),
    "open rows": _open("tr"),
    "office markup": _office,
    "nested fonts": _fonts,
    "hidden copy for phones": _phone_copy,
    "hidden labels in cells": _data_labels,
    "links off the page": _skip_links,
    "source in lines": _wrapped_source,
    "pictures in the page": _pictures,
    "tooltips": _tooltips,
    "notice without scripts": _without_script,
    "soft hyphens": _hyphens,
    "white on dark": _dark_rows,
    "many classes": _many_classes,
    "sheets for paper and phones": _for_paper,
    "letters of size nothing": _gaps,
}


def disguised(random: Random, source: str) -> tuple[str, list[str]]:
    """Return a page in the markup of another program, now and then, and what was done to it."""
    names = random.sample(tuple(DISGUISES), random.choice((0, 1, 1, 2)))
    for name in names:
        source = DISGUISES[name](random, source)
    return source, [f"markup: {name}" for name in names]
