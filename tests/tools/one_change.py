"""A published report with one thing changed in it, at random: a figure, a label, a word, a sentence."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random
from typing import NamedTuple

from lxml import etree, html

from tests.tools.deviations import generated
from xlsheets.report import Report
from xlsheets.schema.shape import boxes

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SENTENCES = (
    "全年主动公开政府信息{0}条，其中政务动态{1}条、通知公告{2}条。",
    "门户网站访问量{0}次，政务新媒体发布信息{1}条。",
    "开展业务培训{0}次，参加{1}人次，编印学习材料{2}份。",
    "公开栏由专人管理，每月{0}日以前更换。",
    "对{0}份文件的公开属性作了审查，调整{1}份。",
    "窗口接待咨询{0}人次，没有投诉。",
)
_EXTRA = ("另外补充一点情况。", "有关工作正在推进。", "具体情况另行公布。")
_END = re.compile(r"[^。]*。")


def told(seed: int) -> Report:
    """Return a generated report whose text has figures in it."""
    chance = Random(seed)
    given = generated(seed)
    narrative = {
        section: tuple(
            head + "".join(_sentence(chance) for _ in range(chance.randint(1, 4))) for head in heads
        )
        for section, heads in {
            "preamble": ("",),
            "overview": ("（一）主动公开。", "（二）监督保障。", ""),
            "problems": ("", ""),
            "other_matters": ("",),
        }.items()
    }
    return replace(given, narrative=narrative)


def _sentence(chance: Random) -> str:
    return chance.choice(_SENTENCES).format(*chance.sample(range(2, 9999), 3))


class Published(NamedTuple):
    """A document that can be changed: its paragraphs, its cells, and what saves it again."""

    texts: list[etree._Element]
    cells: list[etree._Element]
    save: Callable[[], bytes]


def opened(content: bytes) -> Published:
    """Open a Word document or a web page of ours."""
    return _word(content) if content.startswith(b"PK") else _page(content)


def _word(content: bytes) -> Published:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    root = etree.fromstring(parts["word/document.xml"])
    texts = [found for found in root.iterfind(f"{WORD}body/{WORD}p") if said(found)]
    cells = [found for found in root.iter(f"{WORD}tc") if said(found)]

    def save() -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, part in parts.items():
                archive.writestr(
                    name, etree.tostring(root) if name == "word/document.xml" else part
                )
        return out.getvalue()

    return Published(texts, cells, save)


def _page(content: bytes) -> Published:
    root = html.fromstring(content.decode())
    texts = [found for found in root.iter("p", "h1", "h2", "h3") if said(found)]
    cells = [found for found in root.iter("td", "th") if said(found)]
    return Published(texts, cells, lambda: etree.tostring(root, method="html", encoding="utf-8"))


def said(element: etree._Element) -> str:
    """Return the text of a paragraph or a cell."""
    if element.tag.startswith(WORD):
        return "".join(text.text or "" for text in element.iter(f"{WORD}t"))
    return "".join(element.itertext())


def say(element: etree._Element, text: str) -> None:
    """Give a paragraph or a cell another text, in the look of its first words."""
    if element.tag.startswith(WORD):
        first, *rest = element.iter(f"{WORD}t")
        first.text = text
        for run in rest:
            run.text = ""
        return
    for inner in list(element):
        element.remove(inner)
    element.text = text


class Change(NamedTuple):
    """What was changed: kind, what stood there, what stands there, and the place of a figure."""

    kind: str
    before: str
    after: str
    place: str = ""


def changed(content: bytes, report: Report, seed: int) -> tuple[bytes, Change]:
    """Return a document with one change made by chance, always the same for a seed."""
    chance = Random(seed)
    document = opened(content)
    change = chance.choice(_CHANGES)(chance, document, report)
    return document.save(), change


def _figure(chance: Random, document: Published, report: Report) -> Change:
    figures = [cell for cell in document.cells if re.fullmatch(r"\d+(?:\.\d+)?", said(cell))]
    places = list(_cells(report))
    assert len(figures) == len(places)
    at = chance.randrange(len(figures))
    before = said(figures[at])
    after = _other_digit(chance, before)
    say(figures[at], after)
    return Change("figure", before, after, places[at])


def _cells(report: Report) -> Iterator[str]:
    for table in report.edition.tables:
        yield from (
            str(box.cell)
            for box in sorted(boxes(table), key=lambda box: (box.row, box.column))
            if box.cell
        )


def _other_digit(chance: Random, text: str) -> str:
    at = chance.choice([at for at, character in enumerate(text) if character.isdigit()])
    digit = chance.choice([digit for digit in "123456789" if digit != text[at]])
    return text[:at] + digit + text[at + 1 :]


def _label(chance: Random, document: Published, _: Report) -> Change:
    labels = [
        cell for cell in document.cells if len(re.findall(r"[\u4e00-\u9fff]", said(cell))) > 4
    ]
    cell = chance.choice(labels)
    before = said(cell)
    say(cell, _other_word(chance, before))
    return Change("label", before, said(cell))


def _other_word(chance: Random, text: str) -> str:
    at = chance.choice([at for at, word in enumerate(text) if "\u4e00" <= word <= "\u9fff"])
    return text[:at] + ("甲" if text[at] != "甲" else "乙") + text[at + 1 :]


def _body(document: Published) -> list[etree._Element]:
    return [text for text in document.texts if said(text).endswith("。")]


def _digit_of_text(chance: Random, document: Published, _: Report) -> Change:
    text = chance.choice([text for text in _body(document) if re.search(r"\d", said(text))])
    before = said(text)
    say(text, _other_digit(chance, before))
    return Change("text", before, said(text))


def _word_of_text(chance: Random, document: Published, _: Report) -> Change:
    text = chance.choice(_body(document))
    before = said(text)
    say(text, _other_word(chance, before))
    return Change("text", before, said(text))


def _swapped(chance: Random, document: Published, _: Report) -> Change:
    """Exchange two figures of one sentence."""
    found = [
        (text, sentence, numbers)
        for text in _body(document)
        for sentence in _END.findall(said(text))
        if len(set(numbers := re.findall(r"\d+", sentence))) > 1
    ]
    text, sentence, numbers = chance.choice(found)
    first, second = chance.sample(sorted(set(numbers)), 2)
    exchanged = {first: second, second: first}
    other = re.sub(r"\d+", lambda number: exchanged.get(number[0], number[0]), sentence)
    before = said(text)
    say(text, before.replace(sentence, other, 1))
    return Change("text", before, said(text))


def _sentence_gone(chance: Random, document: Published, _: Report) -> Change:
    found = [text for text in _body(document) if said(text).count("。") > 1]
    text = chance.choice(found)
    before = said(text)
    sentences = _END.findall(before)
    gone = chance.randrange(len(sentences))
    say(text, "".join(sentence for at, sentence in enumerate(sentences) if at != gone))
    return Change("text", before, said(text))


def _sentence_added(chance: Random, document: Published, _: Report) -> Change:
    text = chance.choice(_body(document))
    before = said(text)
    sentences = _END.findall(before)
    sentences.insert(chance.randint(1, len(sentences)), chance.choice(_EXTRA))
    say(text, "".join(sentences))
    return Change("text", before, said(text))


_CHANGES = (
    _figure,
    _figure,
    _label,
    _digit_of_text,
    _word_of_text,
    _swapped,
    _sentence_gone,
    _sentence_added,
)
