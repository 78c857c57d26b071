"""Edition -> where everything stands in the workbook, and what it is called there.

The template is written by these addresses; the reader looks for the names and compares the addresses
only to notice that something moved.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from xlsheets.basics.addresses import Spot, address
from xlsheets.report import PREAMBLE, PROFILE_LABELS
from xlsheets.schema.facts import FACTS
from xlsheets.schema.shape import Role, boxes
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlsheets.schema import Cell, Edition
    from xlsheets.schema.edition import Section
    from xlsheets.schema.spec import Table

GUIDE = "填报说明"
PROFILE = "基本信息"
FACTS_SHEET = "基础数据"
PANEL = "校验"
# How far each part is, and the sums that must agree; a sheet to sign once everything is right.
CHECKS_SHEET, SIGNING = "勾稽检查", "签字"
STAMP = "_xlsheets"
# Last year's report to compare with; nothing is read from it.
EARLIER = "上年参考"

# Title in row 1, a line of help in row 2, the official table from row 3 (index 2).
TABLE_TOP = 2
# Title, guidance and gauge in rows 1 to 3, paragraphs from row 5 (index 4) in column B.
PROSE_TOP, PROSE_COLUMN = 4, 1
# Profile fields from row 4 (index 3), inputs in column C.
PROFILE_TOP, PROFILE_COLUMN = 3, 2
# Facts from row 5 (index 4), inputs in column C.
FACTS_TOP, FACTS_COLUMN = 4, 2
# How far each part is, from row 4 (index 3) of its sheet; the live checks below from row 16 (index 15), their
# headings in the row above.
PARTS_TOP, CHECKS_TOP = 3, 15
# What the program found is listed on the panel, one finding a row, right below the verdict, from row 8 (index 7).
FINDINGS_TOP, FINDINGS_ROWS = 7, 300
FINDING_COLUMNS = ("规则", "问题", "类别", "单元格", "位置", "怎么办", "说明理由", "指纹")
# Two more columns make the cell a link: where it leads, and what it shows. Lists of earlier versions lack them.
LINK_COLUMNS = ("链接", "所在的格")
PREAMBLE_TOP = PROFILE_TOP + len(PROFILE_LABELS) + 3

FINDINGS_NAME = "findings"
MARKED_NAME = "findings_cells"
# The sheet of problems in a copy that was sent back, whatever it is called.
PROBLEMS_NAME = "xlsheets_problems"
STAMP_KEYS = ("edition", "template", "fingerprint")
STATED_TOP = len(STAMP_KEYS) + 2
# Beside a stated total stands the digest of the figures it was stated with; columns count from 0.
DIGEST_COLUMN = 2
# One cell beside the stamp keeps the sentences the program wrote, so that it knows its own later.
DRAFTED_NAME = "xlsheets_drafted"
DRAFTED = Spot(STAMP, "D1")
# Another cell there holds the address of each cell concerned (三、申请办理!D30), separated by spaces; the sheets mark
# them. Workbooks of earlier versions have these addresses in the list itself.
MARKED = Spot(STAMP, "D2")
# Three cells keep what the last check by the program went by: the 校对码 the workbook showed then, the time, and
# how many paragraphs with 【】 it let pass; below them, how much of the list is open, and how much there is to do.
CHECKED_NAME = "xlsheets_checked"
CHECKED = Spot(STAMP, "F3:F5")
CHECKED_CODE, CHECKED_TIME, LET_PASS = (Spot(STAMP, f"F{row}") for row in (3, 4, 5))
LISTED_OPEN, LEFT = Spot(STAMP, "F6"), Spot(STAMP, "F7")
# What its 校对码 is called, and where the workbook shows it.
CODE_LABEL = "校对码"
CODE_NAME = "xlsheets_checkcode"
CODE = Spot(PANEL, "C5")


@lru_cache(maxsize=2**10)
def cell_name(cell: Cell) -> str:
    """Return the defined name of a cell; ASCII, and never like an address."""
    return f"{cell.block}_{cell.row}__{cell.column}"


def profile_name(field: str) -> str:
    """Return the defined name of a profile field."""
    return f"profile_{field}"


def prose_name(section: str) -> str:
    """Return the defined name of the paragraphs of a prose section, one column of cells."""
    return f"text_{section}"


def fact_name(key: str) -> str:
    """Return the defined name of a fact."""
    return f"fact_{key}"


def typed_name(table: Table) -> str:
    """Return the name a clerk picks to select every typed cell of a table: 表三填报格."""
    return f"{table.number}填报格"


def stamp_name(key: str) -> str:
    """Return the defined name of a line of the hidden sheet."""
    return f"xlsheets_{key}"


def stated_name(cell: Cell) -> str:
    """Return the defined name under which the hidden sheet keeps a total as its source stated it."""
    return f"stated_{cell_name(cell)}"


class Layout(NamedTuple):
    """All addresses of one edition's workbook."""

    edition: Edition

    @cached_property
    def numbers(self) -> Mapping[Cell, Spot]:
        """Map every cell of the report to its spot."""
        return {
            box.cell: Spot(table.sheet, address(TABLE_TOP + box.row, box.column))
            for table in self.edition.tables
            for box in boxes(table)
            if box.cell
        }

    @cached_property
    def labels(self) -> Mapping[Spot, str]:
        """Map every printed heading of the tables to its text."""
        return {
            Spot(table.sheet, address(TABLE_TOP + box.row, box.column)): box.text
            for table in self.edition.tables
            for box in boxes(table)
            if box.role is not Role.NUMBER and box.text
        }

    @cached_property
    def profile(self) -> Mapping[str, Spot]:
        """Map every profile field to its spot."""
        return {
            field: Spot(PROFILE, address(PROFILE_TOP + number, PROFILE_COLUMN))
            for number, field in enumerate(PROFILE_LABELS)
        }

    @cached_property
    def prose(self) -> Mapping[str, tuple[Spot, ...]]:
        """Map ``PREAMBLE`` and every prose section to the spots of its paragraphs."""
        found = {
            PREAMBLE: tuple(
                Spot(PROFILE, address(PREAMBLE_TOP + number, PROFILE_COLUMN))
                for number in range(self.edition.preamble_paragraphs)
            )
        }
        for section in self.edition.prose:
            found[section.key] = tuple(self._paragraphs(section))
        return found

    @staticmethod
    def _paragraphs(section: Section) -> Iterator[Spot]:
        for number in range(section.paragraphs):
            yield Spot(section.sheet, address(PROSE_TOP + number, PROSE_COLUMN))

    @cached_property
    def facts(self) -> Mapping[str, Spot]:
        """Map every fact key to its spot; a group heading takes a row of its own."""
        found, row, group = {}, FACTS_TOP, ""
        for fact in FACTS:
            row += fact.group != group
            found[fact.key] = Spot(FACTS_SHEET, address(row, FACTS_COLUMN))
            row, group = row + 1, fact.group
        return found

    @cached_property
    def findings(self) -> Spot:
        """Return the range of the panel that lists findings, links included, without the headings."""
        width = len(FINDING_COLUMNS) + len(LINK_COLUMNS)
        last = address(FINDINGS_TOP + FINDINGS_ROWS - 1, width - 1)
        return Spot(PANEL, f"{address(FINDINGS_TOP, 0)}:{last}")

    def finding_column(self, heading: str) -> Spot:
        """Return one column of the findings table, without its heading."""
        column = (*FINDING_COLUMNS, *LINK_COLUMNS).index(heading)
        last = address(FINDINGS_TOP + FINDINGS_ROWS - 1, column)
        return Spot(PANEL, f"{address(FINDINGS_TOP, column)}:{last}")

    @cached_property
    def stamp(self) -> Mapping[str, Spot]:
        """Map the lines of the hidden sheet that say which template this is."""
        return {key: Spot(STAMP, address(number, 1)) for number, key in enumerate(STAMP_KEYS)}

    @cached_property
    def stated(self) -> Mapping[Cell, Spot]:
        """Map every total to where the hidden sheet keeps it as stated by its source."""
        return {
            rule.total: Spot(STAMP, address(STATED_TOP + number, 1))
            for number, rule in enumerate(self.edition.sums)
        }

    @cached_property
    def names(self) -> Mapping[str, Spot]:
        """Map every defined name the reader needs to its spot; prose names cover a column of cells."""
        named = {cell_name(cell): spot for cell, spot in self.numbers.items()}
        named |= {profile_name(field): spot for field, spot in self.profile.items()}
        named |= {fact_name(key): spot for key, spot in self.facts.items()}
        named[FINDINGS_NAME] = self.findings
        for section, spots in self.prose.items():
            named[prose_name(section)] = Spot(spots[0].sheet, f"{spots[0].cell}:{spots[-1].cell}")
        named |= {stamp_name(key): spot for key, spot in self.stamp.items()}
        named[DRAFTED_NAME] = DRAFTED
        return named | {stated_name(cell): spot for cell, spot in self.stated.items()}

    @cached_property
    def places(self) -> Mapping[str, Spot]:
        """Map every place id (``req.received.all``, ``profile.unit``, ``text.overview.3``) to its spot."""
        found = {str(cell): spot for cell, spot in self.numbers.items()}
        found |= {f"profile.{field}": spot for field, spot in self.profile.items()}
        found |= {f"fact.{key}": spot for key, spot in self.facts.items()}
        for section, spots in self.prose.items():
            found |= {f"text.{section}.{n}": spot for n, spot in enumerate(spots, 1)}
            found[f"text.{section}"] = spots[0]
        return found
