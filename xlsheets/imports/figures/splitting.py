"""Labels and figures printed without a space -> the pieces they were."""

from __future__ import annotations

import re

# Where labels and figures of a whole table stand in one line.
_GLUED = re.compile(r"[\d件]{7}|[\u4e00-\u9fff)]\d[\d.件]*[\u4e00-\u9fff第(]")
_SEAM = re.compile(
    r"(?<=[\d件])(?=\d[.、][\u4e00-\u9fff]|[(]?[一二三四五六七八九十][)、]|第二十条)"
    r"|(?<=[\u4e00-\u9fff)])(?=\d[\d件]{6})"
)


def unglued(word: str) -> list[str]:
    """Part a line that holds a whole table at its labels; other words stay whole."""
    return _SEAM.split(word) if _GLUED.search(word) else [word]


# Figures run together, with units, notes or slashes among them: 12件3件0/0(其中重复2件)15. A dash among
# digits may be a minus, so it parts nothing.
_COUNTS = re.compile(r"\d[\d,]*+(?:件(?:\([^()]*\))?|\([^()]*\))?|/")
_COUNTED = re.compile(rf"(?=[^/]+$|.{{7}})(?:{_COUNTS.pattern}){{2,}}")
_FOLLOWED = re.compile(r"([\d.,件]+)((?:\(?[一二三四五六七八九十][)、]|第二十条|\(本列数据).*)")


def parted(text: str) -> list[str]:
    """Part figures from one another by their unit, and from the heading that follows them."""
    followed = _FOLLOWED.fullmatch(text)
    figures, *words = followed.groups() if followed else (text,)
    several = _COUNTED.fullmatch(figures)
    return [*(_COUNTS.findall(figures) if several else [figures]), *words]
