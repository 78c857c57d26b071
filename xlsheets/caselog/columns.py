"""The sheets of a case log and their columns: headings, what is typed, what is computed, and what to know while typing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from xlsheets.values import NamedTuple

# The first entry of every list stands in row 4.
FIRST_ENTRY = 4
# What the id of a place in a log begins with.
LOG = "log"


class Entry(Enum):
    """What is typed into a column."""

    TEXT = "text"
    DAY = "day"
    CHOICE = "choice"
    COUNT = "count"
    MONEY = "money"


class LogColumn(NamedTuple):
    """A column that is typed.

    Args:
        key: what code calls it.
        heading: what stands above it.
        entry: what is typed.
        width: in characters of a sheet.
        help: what to know while typing.
        private: whether it may tell who asked for what; such a column never leaves the log.
            least, most: bounds of a count.
        after: key of the day that this day cannot come before.
    """

    key: str
    heading: str
    entry: Entry
    width: float
    help: str
    private: bool = False
    least: int = 0
    most: int = 9_999
    after: str = ""


class Computed(NamedTuple):
    """A column that is computed, locked and never read."""

    key: str
    heading: str
    width: float


@dataclass(frozen=True)
class LogSheet:
    """One list of a case log; ``rows`` is how many entries it has room for."""

    key: str
    name: str
    note: str
    rows: int
    columns: tuple[LogColumn | Computed, ...]

    @cached_property
    def typed(self) -> tuple[LogColumn, ...]:
        """The columns that are filled in."""
        return tuple(column for column in self.columns if isinstance(column, LogColumn))

    @cached_property
    def places(self) -> dict[str, int]:
        """Map the keys of the columns to their numbers, counted from 0."""
        return {column.key: at for at, column in enumerate(self.columns)}

    @property
    def last_row(self) -> int:
        """The last row there is room in."""
        return FIRST_ENTRY + self.rows - 1

    def place(self, row: int, key: str) -> str:
        """Return the id of a cell: log.<sheet>.<row>.<column>."""
        return f"{LOG}.{self.key}.{row}.{key}"

    def path(self, row: int, key: str) -> str:
        """Return where a cell stands in words."""
        return f"登记簿 › {self.name} › 第 {row} 行 › {self.heading(key)}"

    def choice_of(self, column: LogColumn) -> str:
        """Return the name of the list of words that a column offers."""
        return self.key if column.key == "sort" else column.key

    def heading(self, key: str) -> str:
        """Return what stands above a column."""
        return self.columns[self.places[key]].heading


_DAY = "写成 2025-3-5 这样的日期。"

REQUESTS = LogSheet(
    "requests",
    "依申请",
    "每收到一件申请记一行，浅黄色的格填写，灰色的格自动计算。答复时填答复日期和办理结果；没有办完的两格都空着，年末自动结转。",
    3_000,
    (
        LogColumn("number", "编号", Entry.TEXT, 13, "本单位自己编的号，一件一号，例如 2025-001。"),
        Computed("state", "期限提示", 14),
        Computed("due", "答复期限", 12),
        LogColumn("arrived", "收到日期", Entry.DAY, 12, f"收到申请的日期，{_DAY}"),
        LogColumn("channel", "收到方式", Entry.CHOICE, 10, "从下拉框里选。"),
        LogColumn(
            "kind",
            "申请人类别",
            Entry.CHOICE,
            14,
            "从下拉框里选，与表三的各列相同；单位申请又不属于前几类的选“其他”。",
        ),
        LogColumn(
            "requester",
            "申请人代号",
            Entry.TEXT,
            10,
            "可以不填。同一申请人写同一个代号（例如 甲01），用来按月计信息处理费；不要写姓名。",
        ),
        LogColumn(
            "gist",
            "内容要点",
            Entry.TEXT,
            26,
            "可以不填。只留在这个文件里，任何输出都不带它。",
            private=True,
        ),
        LogColumn(
            "asked",
            "补正通知日期",
            Entry.DAY,
            12,
            f"要求申请人补正的，填发出通知的日期，{_DAY}",
            after="arrived",
        ),
        LogColumn(
            "clarified",
            "补正收到日期",
            Entry.DAY,
            12,
            f"收到补正材料的日期，答复期限从这天重新计算，{_DAY}",
            after="asked",
        ),
        LogColumn(
            "consulted",
            "征求意见发出",
            Entry.DAY,
            12,
            f"征求第三方（其他机关）意见发出的日期，{_DAY}",
            after="arrived",
        ),
        LogColumn(
            "heard",
            "征求意见收到",
            Entry.DAY,
            12,
            f"收到第三方意见的日期；等意见的时间不计入期限，{_DAY}",
            after="consulted",
        ),
        LogColumn(
            "extension",
            "延期（工作日）",
            Entry.COUNT,
            9,
            "经批准并告知申请人延长的工作日数，最多 20。",
            least=1,
            most=20,
        ),
        LogColumn(
            "answered",
            "答复日期",
            Entry.DAY,
            12,
            f"发出答复的日期，不早于收到日期，{_DAY}",
            after="arrived",
        ),
        LogColumn(
            "outcome",
            "办理结果",
            Entry.CHOICE,
            30,
            "从下拉框里选，与表三的各行相同；部分公开的只选部分公开。",
        ),
        LogColumn(
            "pieces",
            "计费件数",
            Entry.COUNT,
            8,
            "按件计收信息处理费的填，一件申请拆成几件的填拆后的件数；按件、按页只填一样。",
            least=1,
        ),
        LogColumn(
            "pages",
            "计费页数",
            Entry.COUNT,
            8,
            "按量计收信息处理费的填提供的页数；按件、按页只填一样。",
            least=1,
            most=999_999,
        ),
        LogColumn(
            "charged",
            "收费（元）",
            Entry.MONEY,
            10,
            "实际收取的信息处理费，单位是元；没有收取的不填。",
        ),
        LogColumn(
            "remark", "备注", Entry.TEXT, 18, "只留在这个文件里，任何输出都不带它。", private=True
        ),
        Computed("closed", "办结日期", 12),
        Computed("base", "起算日期", 12),
        Computed("paused", "扣除工作日", 8),
        Computed("origin", "来源", 14),
        Computed("ending", "年末情况", 30),
    ),
)

DISPUTES = LogSheet(
    "disputes",
    "复议诉讼",
    "因政府信息公开被申请复议、被起诉的，一案一行；有结果的填结果和结案日期，没有的两格都空着，计入“尚未审结”。",
    500,
    (
        LogColumn("remedy", "救济类型", Entry.CHOICE, 18, "从下拉框里选，与表四的三栏相同。"),
        LogColumn(
            "about",
            "对应申请编号",
            Entry.TEXT,
            16,
            "“依申请”表里的编号；申请不在这个登记簿里的写“往年”加编号。",
        ),
        LogColumn("arrived", "收到日期", Entry.DAY, 12, f"收到受理通知、应诉通知的日期，{_DAY}"),
        LogColumn(
            "result", "结果", Entry.CHOICE, 14, "从下拉框里选，与表四的各列相同；没有结果的空着。"
        ),
        LogColumn(
            "closed",
            "结案日期",
            Entry.DAY,
            12,
            f"收到决定书、判决书、裁定书的日期，{_DAY}",
            after="arrived",
        ),
        LogColumn(
            "remark", "备注", Entry.TEXT, 40, "只留在这个文件里，任何输出都不带它。", private=True
        ),
        Computed("ending", "年末情况", 18),
    ),
)

DOCUMENTS = LogSheet(
    "documents",
    "文件",
    "规章和行政规范性文件，一件一行，以前年度印发、现在还有效的也要记；废止、失效的填日期。",
    1_000,
    (
        LogColumn(
            "sort",
            "文件种类",
            Entry.CHOICE,
            18,
            "从下拉框里选，与表二第二十条第（一）项的两行相同。",
        ),
        LogColumn("reference", "文号", Entry.TEXT, 22, "例如 示政规〔2025〕1号。"),
        LogColumn("title", "标题", Entry.TEXT, 46, "文件的标题。"),
        LogColumn("dated", "印发日期", Entry.DAY, 12, f"印发的日期，{_DAY}"),
        LogColumn(
            "ended",
            "废止失效日期",
            Entry.DAY,
            12,
            f"宣布废止或者失效的日期，仍然有效的空着，{_DAY}",
            after="dated",
        ),
        LogColumn(
            "remark", "备注", Entry.TEXT, 24, "只留在这个文件里，任何输出都不带它。", private=True
        ),
        Computed("made", "本年制发", 9),
        Computed("gone", "本年废止", 9),
        Computed("valid", "年末有效", 9),
    ),
)

DECISIONS = LogSheet(
    "decided",
    "决定",
    "可以不用。行政许可、处罚、强制的决定，一份一行或者一个月一行；用了的，表二第（五）（六）项由这里计数。",
    1_000,
    (
        LogColumn("sort", "决定种类", Entry.CHOICE, 18, "从下拉框里选。"),
        LogColumn(
            "dated", "决定日期", Entry.DAY, 14, f"决定的日期；一个月一行的写当月任一天，{_DAY}"
        ),
        LogColumn(
            "count",
            "件数",
            Entry.COUNT,
            9,
            "一份一行的空着，按 1 件计；一个月一行的填当月件数。",
            most=9_999_999,
        ),
        LogColumn(
            "remark", "备注", Entry.TEXT, 40, "只留在这个文件里，任何输出都不带它。", private=True
        ),
        Computed("counted", "计入件数", 10),
    ),
)

SHEETS = (REQUESTS, DISPUTES, DOCUMENTS, DECISIONS)
