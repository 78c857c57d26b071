"""Twenty kinds of web pages, each with the furniture that stands around a report."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Template
from markupsafe import Markup, escape

from tests.published.reports import neighbour

if TYPE_CHECKING:
    from random import Random

    from tests.published.reports import Report

FOLDER = Path(__file__).parent / "frames"
_CHARSETS = {"utf-8": ("utf-8",), "gb18030": ("gb2312", "gbk", "GB18030")}
_SOURCES = ("{unit}", "{unit}", "{site}", "{site}办公室", "{county}政务公开办")


@dataclass(frozen=True)
class Skeleton:
    """A page without its report: ``style`` is how its editor writes text, ``title`` who prints the title."""

    name: str
    style: str
    title: str
    source: str

    @cached_property
    def template(self) -> Template:
        return Template(self.source)

    @property
    def says_when_made(self) -> bool:
        """Tell whether the page shows the date of the report beside the report."""
        return "{{ made }}" in self.source


def _load(path: Path) -> Skeleton:
    head, source = path.read_text(encoding="utf-8").split("\n", 1)
    settings = dict(re.findall(r"(\w+)=(\w+)", head))
    return Skeleton(path.stem, settings["style"], settings["title"], source)


SKELETONS = {path.stem: _load(path) for path in sorted(FOLDER.glob("*.html"))}


@dataclass(frozen=True, slots=True)
class Frame:
    """A skeleton with the words of one page filled in."""

    skeleton: Skeleton
    words: dict[str, object]
    encoding: str

    def around(self, body: str, title_lines: tuple[str, ...]) -> str:
        """Put a report into the page."""
        return self.skeleton.template.render(
            **self.words,
            title="".join(title_lines),
            title_lines=Markup("<br>").join(escape(line) for line in title_lines),
            body=Markup(body),
        )


def frame(random: Random, report: Report, name: str) -> Frame:
    """Fill in what a page says about itself."""
    unit = report.unit
    county = unit.site.removesuffix("人民政府")
    encoding = random.choices(("utf-8", "gb18030"), (70, 30))[0]
    published = report.signed + datetime.timedelta(days=random.randint(0, 6))
    names = [
        f"{neighbour(random, unit)}{year}年政府信息公开工作年度报告"
        for year in random.choices((report.year, report.year - 1), k=4)
    ]
    words = {
        "charset": random.choice(_CHARSETS[encoding]),
        "unit": unit.full,
        "site": unit.site,
        "county": county,
        "source": random.choice(_SOURCES).format(unit=unit.full, site=unit.site, county=county),
        "published": published.isoformat(),
        "made": report.signed.isoformat(),
        "hits": random.randint(101, 987),
        "index": f"{random.randint(10**8, 10**9 - 1)}/{report.year + 1}-{random.randint(100, 999)}",
        "neighbours": names,
        "column": "政府信息公开年报",
        "year": report.year,
    }
    return Frame(SKELETONS[name], words, encoding)
