"""Text from anywhere -> text that every file can hold, that a sentence may quote, and that compares as it looks."""

from __future__ import annotations

import unicodedata

from xlsheets.basics.patterns import pattern_of

# Controls and noncharacters are not XML; bidi controls would show the reader another order than the text has.
_DROPPED = pattern_of(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]"
)
_LINE = pattern_of(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
# What ends a line within a cell; other line ends that a text may hold are characters of it.
TYPED_LINE = pattern_of(r"\r\n|[\r\n]")

# Characters without a shape of their own: nobody sees them, and two texts that look alike differ by them.
_INVISIBLE = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e01ef"
)
# Every blank but the space and the full-width space that Chinese paragraphs begin with.
_BLANK = "\u00a0\u1680\u2000-\u200a\u202f\u205f"
# Radicals and compatibility ideographs: what a PDF's fonts and some input methods give for the plain character.
_DOUBLE = "\u2e80-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f"
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U0010ffff"
_PECULIAR = pattern_of(f"[{_INVISIBLE}{_BLANK}{_DOUBLE}]")
_TOLD = pattern_of(f"[{_INVISIBLE}{_BLANK}{_DOUBLE}{_PRIVATE}]")
_IS_INVISIBLE = pattern_of(f"[{_INVISIBLE}]")
_IS_BLANK = pattern_of(f"[{_BLANK}]")
_IS_PRIVATE = pattern_of(f"[{_PRIVATE}]")
# CJK radicals that are written like a whole character and that Unicode does not decompose.
_RADICALS = dict(
    zip(
        "⺁⺄⺈⺊⺌⺍⺎⺒⺓⺖⺘⺛⺜⺝⺟⺠⺡⺣⺦⺨⺩⺬⺭⺮⺯⺰⺱⺲⺶⺹⺺⺻⺼⺽⺾⻀⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂乙刀卜小小兀巳幺忄扌旡日月母民氵灬丬犭王示礻竹糹纟罓罒羊耂肀聿肉臼艹艹虎衤覀西见角讠贝车辶辶阝钅長镸长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
_NAMES = {
    "\u00a0": "不间断空格",
    "\u00ad": "软连字符",
    "\u200b": "零宽空格",
    "\u200c": "零宽不连字",
    "\u200d": "零宽连字",
    "\u2060": "字词连接符",
    "\u3164": "韩文填充符",
    "\ufeff": "零宽不换行空格",
    **dict.fromkeys(
        "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", "文字方向控制符"
    ),
}


def whole(text: str) -> str:
    """Return a text with surrogate pairs joined, and a surrogate without its other half replaced."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def printable(text: str) -> str:
    """Return a text without characters that cannot be seen or that steer a terminal; any blank is a space."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else " " if character.isspace() else "\ufffd"
        for character in text
    )


def plain(text: str) -> str:
    """Return one line of text: controls dropped, line ends and tabs as spaces, no space around it."""
    return text.strip() if text.isprintable() else " ".join(lines(text))


def lines(text: str) -> tuple[str, ...]:
    """Return the lines of a text that hold anything, each without the spaces typed as its indent."""
    kept = whole(text)
    parts = (_DROPPED.sub("", part).replace("\t", " ").strip() for part in _LINE.split(kept))
    return tuple(part for part in parts if part)


def typed_lines(text: str) -> tuple[str, ...]:
    """Return the lines that somebody typed into one cell, without the blanks around them and empty ones."""
    return tuple(line for part in TYPED_LINE.split(text) if (line := part.strip()))


def normal(text: str) -> str:
    """Return a text as a person sees it: the one normaliser, used wherever text comes in.

    Invisible characters are left out, any other blank is a space, radicals and compatibility ideographs are
    the plain characters they look like. Full-width forms and private-use characters stay as they are.
    """
    if text.isascii():
        return text
    return _PECULIAR.sub(lambda match: _normal(match[0]), text)


def _normal(character: str) -> str:
    if _IS_INVISIBLE.match(character):
        return ""
    if _IS_BLANK.match(character):
        return " "
    return _RADICALS.get(character) or unicodedata.normalize("NFKC", character)


def peculiar(text: str) -> tuple[str, ...]:
    """Name, each once, the characters that :func:`normal` changes, and private-use ones, which nobody can read."""
    if text.isascii():
        return ()
    told = dict.fromkeys(_TOLD.findall(text))
    return tuple(
        named(character)
        for character in told
        if _IS_PRIVATE.match(character) or normal(character) != character
    )


def named(character: str) -> str:
    """Name a character for a clerk: by its Chinese name where it has one, and always by its number."""
    number = f"U+{ord(character):04X}"
    if character in _NAMES:
        return f"{_NAMES[character]}（{number}）"
    if _IS_PRIVATE.match(character):
        return f"自造字（{number}）"
    if _IS_INVISIBLE.match(character):
        return f"看不见的字符（{number}）"
    if _IS_BLANK.match(character):
        return f"特殊空格（{number}）"
    return f"“{character}”（{number}）"


def bare(text: str) -> str:
    """Return a text without blanks, one form of a character standing for its variants, full-width ones too."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def comparable(text: str) -> str:
    """Return a text as names are compared: bare, what nobody sees and the case left out."""
    return bare(normal(text)).casefold()
