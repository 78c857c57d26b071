"""A prepared workbook + a seed -> attacked and oddly dressed copies, each with what a person sees in it.

Every typed cell of the base holds another number, so that whatever moves, vanishes or is taken from elsewhere shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import NamedTuple

from tests.tools.make import EDITION
from tests.tools.slots import Prepared, stored
from xlsheets.basics.numbers import Number
from xlsheets.schema import Cell
from xlsheets.schema.spec import Measure

TYPED = tuple(map(str, EDITION.typed_cells))
COUNTS = tuple(
    str(cell) for cell in EDITION.typed_cells if EDITION.measure(cell) is not Measure.WAN_YUAN
)
ODD = object()
Parts = dict[str, bytes]


class Attack(NamedTuple):
    """A workbook; the cells a person sees otherwise than in the base; the cells somebody must be told of."""

    name: str
    content: bytes
    sees: Mapping[str, Number | None] = {}
    odd: tuple[str, ...] = ()


Found = Iterator[tuple[str, Parts, dict, tuple[str, ...]]]


def part_changed(base: Prepared, part: str, change: Callable[[str], str]) -> Parts:
    parts = base.filled({})
    return {**parts, part: change(parts[part].decode()).encode()}


def in_cells(base: Prepared, lots: Random, many: int = 1) -> Iterator[Attack]:
    """Yield every content of a cell, in `many` cells."""
    for name, spell, sees in CONTENTS:
        for place in lots.sample(COUNTS, many):
            number = int(base.report.figures[Cell.parse(place)])
            content = base.zipped({place: spell(str(number))})
            if sees == "same":
                yield Attack(f"{name} at {place}", content)
            elif sees is ODD:
                yield Attack(f"{name} at {place}", content, {place: None}, (place,))
            else:
                yield Attack(f"{name} at {place}", content, {place: sees})


def _plain(inner: str, kind: str = "") -> Callable[[str], str]:
    return lambda n: stored(
        inner.replace("{n}", n).replace("{1}", n[0]).replace("{2}", n[1:]), kind
    )


_OTHER = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_MC = f'<mc:AlternateContent xmlns:mc="{_OTHER}"><mc:Choice Requires="x"><v>99</v></mc:Choice><mc:Fallback><v>{{n}}</v></mc:Fallback></mc:AlternateContent>'

# Name, the cell as stored of a number n, and what a person sees: the same, a number, nothing (None) or something odd.
CONTENTS: tuple[tuple[str, Callable[[str], str], object], ...] = (
    ("comment in v", _plain("<v>{1}<!-- 7 -->{2}</v>"), "same"),
    ("comments around", _plain("<!-- <v>9</v> --><v>{n}</v><!-- -->"), "same"),
    ("instruction in v", _plain("<v>{1}<?a 7?>{2}</v>"), "same"),
    ("CDATA", _plain("<v><![CDATA[{1}]]>{2}</v>"), "same"),
    ("CDATA of nothing", _plain("<v>{1}<![CDATA[]]>{2}</v>"), "same"),
    (
        "code points",
        lambda n: stored("<v>" + "".join(f"&#{ord(sign)};" for sign in n) + "</v>"),
        "same",
    ),
    ("blanks", _plain("<v>\n\t {n} </v>"), "same"),
    ("point", _plain("<v>{n}.000</v>"), "same"),
    ("exponent", _plain("<v>{n}E0</v>"), "same"),
    ("small exponent", _plain("<v>{n}0e-1</v>"), "same"),
    ("zeros in front", _plain("<v>000{n}</v>"), "same"),
    ("said to be a number", _plain("<v>{n}</v>", "n"), "same"),
    ("style by itself", lambda n: f'<c s="{{s}}" r="{{r}}"><v>{n}</v></c>', "same"),
    ("single quotes", lambda n: f"<c r='{{r}}' s='{{s}}' t='n'><v>{n}</v></c>", "same"),
    (
        "metadata",
        lambda n: f'<c r="{{r}}" s="{{s}}" cm="0" vm="0" ph="0"><v>{n}</v></c>',
        "same",
    ),
    ("extension", _plain("<v>{n}</v><extLst><ext uri='x'><a>99</a></ext></extLst>"), "same"),
    ("foreign attribute", lambda n: f'<c r="{{r}}" s="{{s}}" x:t="b" xmlns:x="urn:x"><v>{n}</v></c>', "same"),
    ("xml:space", _plain('<v xml:space="preserve">{n}</v>'), "same"),
    ("nothing", _plain(""), None),
    ("empty v", _plain("<v></v>"), None),
    ("blank v", _plain("<v> </v>"), None),
    ("empty text", _plain("<v></v>", "str"), None),
    ("empty text in place", _plain("<is><t></t></is>", "inlineStr"), None),
    ("blanks in place", _plain("<is><t xml:space='preserve'>   </t></is>", "inlineStr"), None),
    ("empty formula", _plain("<f></f><v>{n}</v>"), ODD),
    ("formula", _plain("<f>1+1</f><v>{n}</v>"), ODD),
    ("formula of text", _plain("<f>A1</f><v>{n}</v>", "str"), ODD),
    ("array formula", _plain('<f t="array" ref="{r}">1+1</f><v>{n}</v>'), ODD),
    ("data table", _plain('<f t="dataTable" ref="{r}" dt2D="0" dtr="0" r1="A1"/><v>{n}</v>'), ODD),
    ("shared formula without a master", _plain('<f t="shared" si="777"/><v>{n}</v>'), ODD),
    ("formula behind the value", _plain("<v>{n}</v><f>9</f>"), ODD),
    ("link", _plain("<f>[1]Sheet1!A1</f><v>{n}</v>"), ODD),
    ("two values", _plain("<v>{n}</v><v>99</v>"), ODD),
    ("value in value", _plain("<v><v>99</v>{n}</v>"), ODD),
    ("value and text", _plain("<v>{n}</v><is><t>99</t></is>"), ODD),
    ("alternate content", _plain(_MC), ODD),
    ("value of another namespace", _plain('<x:v xmlns:x="urn:x">99</x:v><v>{n}</v>'), ODD),
    ("value without a namespace", _plain('<v xmlns="">{n}</v>'), ODD),
    ("value in capitals", _plain("<V>{n}</V>"), ODD),
    ("row in the cell", _plain('<row r="6"><c r="D6"><v>99</v></c></row>'), ODD),
    *((f"stored {text!r}", _plain(f"<v>{text}</v>"), ODD) for text in (
        "NaN", "nan", "INF", "-INF", "Infinity", "1_000", "1,234", "１２", "٣", "0x1F", "1E309", "-1E309", "1e", "1 2",
        "12-", "--1", "+-1", "1..2", ".", "−5", "12\u00a0", "\u200b12", "1/2", "50%", "$5", "TRUE", "#REF!", "12件",
        "1" * 31, "9" * 400, "1." + "3" * 300, "1E22", "0.5", "-0.5", "-7", "1E-5", "9007199254740994",
    )),
    *((f"error {text}", _plain(f"<v>{text}</v>", "e"), ODD) for text in (
        "#REF!", "#N/A", "#NULL!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#GETTING_DATA", "#SPILL!", "#FOO!", "12", "",
    )),
    ("true", _plain("<v>1</v>", "b"), ODD),
    ("false", _plain("<v>0</v>", "b"), ODD),
    ("truth of another kind", _plain("<v>{n}</v>", "b"), ODD),
    ("day", _plain("<v>2025-01-12</v>", "d"), ODD),
    ("number said to be a day", _plain("<v>{n}</v>", "d"), ODD),
    ("unknown kind", _plain("<v>{n}</v>", "z"), ODD),
    ("kind in capitals", _plain("<v>{n}</v>", "N"), ODD),
    ("kind of nothing", lambda n: f'<c r="{{r}}" s="{{s}}" t=""><v>{n}</v></c>', ODD),
    *((f"text number {text!r}", _plain(f"<v>{text}</v>", "s"), ODD) for text in (
        "-1", "999999", "4294967295", "1.0", "abc", "", " ", "+1", "1e0", "0x1", "１",
    )),
    ("text in place without text", _plain("<v>{n}</v>", "inlineStr"), ODD),
    ("text of two", _plain("<is><t>{n}</t><t>9</t></is>", "inlineStr"), ODD),
    ("text twice", _plain("<is><t>{n}</t></is><is><t>9</t></is>", "inlineStr"), ODD),
    ("text of another namespace", _plain('<is><x:t xmlns:x="urn:x">9</x:t><t>{n}</t></is>', "inlineStr"), ODD),
    ("number as text", _plain("<is><t>{n}</t></is>", "inlineStr"), "same"),
    ("number as text in runs", _plain("<is><r><t>{1}</t></r><r><rPr><b/></rPr><t>{2}</t></r></is>", "inlineStr"), "same"),
    ("number as text with a reading", _plain('<is><t>{n}</t><rPh sb="0" eb="1"><t>99</t></rPh></is>', "inlineStr"), "same"),
    *((f"text {text!r}", _plain(f"<is><t xml:space='preserve'>{text}</t></is>", "inlineStr"), ODD) for text in (
        "—", "/", "无", "约12", "12余件", "十二", "1 234 567 890 123 456 789", "12-13", "=12", "'12", "12,3", "1,2,3", "O", "l2",
        "12万", "#REF!", "TRUE", "2025/1/12", "12%", "１２％", "_x0031_2x", "12\n13", "1E3", "①", "Ⅻ", "½", "1²", "壹",
        "12&#x200B;.5.1", "&#x202E;21", "\ufffd12", "=1+1", "+", "-", "00:12", "12.", "0.1.2", "(12)", "−12", "-12", "12.5",
        "9" * 16,
    )),
    ("cell twice", lambda n: stored(f"<v>{n}</v>") + stored("<v>99</v>"), ODD),
    ("cell twice, blank first", lambda n: stored("") + stored("<v>99</v>"), ODD),
    ("cell in a wrapper", lambda n: f"<x>{stored(f'<v>{n}</v>')}</x>", ODD),
    ("cell of another namespace before", lambda n: '<x:c xmlns:x="urn:x" r="{r}"><x:v>99</x:v></x:c>' + stored(f"<v>{n}</v>"), ODD),
    ("small letters", lambda n: f'<c r="d6" s="{{s}}"><v>{n}</v></c>', ODD),
    ("dollars", lambda n: f'<c r="$D$6" s="{{s}}"><v>{n}</v></c>', ODD),
    ("style that is not there", lambda n: f'<c r="{{r}}" s="9999"><v>{n}</v></c>', ODD),
    ("style -1", lambda n: f'<c r="{{r}}" s="-1"><v>{n}</v></c>', ODD),
)  # fmt: skip
