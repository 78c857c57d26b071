"""Cells of the tables -> what is missing, or is no plain number: family C1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.numbers import Oddity
from xlsheets.checks.rule.spec import Case, Doc, Hit, Rule, check, excerpt_at, path_of
from xlsheets.report.findings import Severity
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.report import Observation

ERROR, CONFIRM, HINT = Severity.ERROR, Severity.CONFIRM, Severity.HINT
_ZERO = "没有就填 0，不要留空。"


@check("C101", "数字格是空的", ERROR)
def blank_cell(case: Case) -> Iterator[Hit]:
    """三张表的每一格都要填数字，没有就填 0。

    依据：《政府信息公开工作年度报告格式》表二、表三、表四
    错误：没有收到商业企业的申请，“商业企业”一列留空。
    正确：没有收到商业企业的申请，“商业企业”一列都填 0。
    """
    observed = {observation.place for observation in case.report.observations}
    for cell in case.edition.typed_cells:
        if cell not in case.report.figures and str(cell) not in observed:
            yield Hit(
                message=f"“{path_of(case, str(cell))}”是空的。{_ZERO}",
                many=f"有 {{n}} 个数字格是空的。{_ZERO}",
                places=(str(cell),),
                hint="没有发生的填 0，有的填实际件数；空格多的，可以一次填好（见“填报说明”的“一次填好 0”，加载项里是“全部填零”）。",
            )


_ANY_PLACE = (Oddity.PECULIAR,)
_TABLES = "《政府信息公开工作年度报告格式》表二、表三、表四"


class OddCell(NamedTuple):
    """Something odd that a cell can hold, and the rule that tells of it.

    Args:
        code: code of the rule.
        title: its title.
        severity: its weight; of a fact or a paragraph an error is to be confirmed only.
        kind: what was observed.
        said: what a sentence about a number says after naming place and contents.
        hint: what to do about it.
        doc: what the rule demands and why, a wrong and a right example.
        many: the sentence for several cells; "" when each is told by itself.
        in_table: ``said`` for a cell of the official tables, where it differs.
        in_text: what a sentence about a paragraph says after naming the place; "" as of a number.
        text_hint: ``hint`` for a paragraph, where it differs.
    """

    code: str
    title: str
    severity: Severity
    kind: Oddity
    said: str
    hint: str
    doc: Doc
    many: str = ""
    in_table: str = ""
    in_text: str = ""
    text_hint: str = ""

    def hits(self, case: Case) -> Iterator[Hit]:
        """Yield a hit for each place, except in 基本信息, which has rules of its own for what is not read."""
        for seen in case.report.observed(self.kind):
            kind = seen.place.partition(".")[0]
            if kind != "profile" or self.kind in _ANY_PLACE:
                yield self._hit(case, seen, kind)

    def _hit(self, case: Case, seen: Observation, kind: str) -> Hit:
        wordy = kind in ("text", "profile") and bool(self.in_text)
        spare = kind in ("fact", "text") and self.severity is ERROR
        formula = self.kind is Oddity.FORMULA and seen.note
        shown = excerpt_at(seen._replace(text="") if formula else seen)
        said = (
            self.in_text if wordy else kind in case.edition.blocks and self.in_table
        ) or self.said
        subject = f"“{path_of(case, seen.place)}”" + ("" if wordy else f"填的“{shown}”")
        reason = f"{said[:-1]}：{seen.note}。" if self.kind is Oddity.TEXT and seen.note else said
        return Hit(
            message=subject + reason.replace("{shown}", shown).replace("{note}", seen.note),
            many="" if spare or wordy or reason != said else self.many,
            places=(seen.place,),
            found=shown,
            hint=(wordy and self.text_hint) or self.hint,
            severity=CONFIRM if spare else None,
        )


_ODD_CELLS = (
    OddCell(
        "C102",
        "用横线、斜线或“无”代替了 0",
        ERROR,
        Oddity.DASH,
        "不是数字。没有就填 0。",
        "改填 0 或者实际数字。",
        Doc(
            "数字格里写“/”“—”“无”读不出数字，没有就填 0。",
            _TABLES,
            "没有规章，“现行有效件数”写“/”。",
            "没有规章，“现行有效件数”写 0。",
        ),
        many="有 {n} 个数字格写着横线、斜线或“无”。没有就填 0。",
    ),
    OddCell(
        "C103",
        "数字是按文字写的",
        HINT,
        Oddity.TEXT_NUMBER,
        "是按文字写的，已按数字读出。",
        "选中这一格，按 Delete 键清除，只录入数字，如 126，不带“件”。",
        Doc(
            "数字只写阿拉伯数字，不带单位、空格、分节号和全角字符；这样的数字已按原意读出。",
            _TABLES,
            "在数字格里写“１２”“1,234”或者“12件”。",
            "在数字格里写 12、1234。",
        ),
        many="有 {n} 个数字是按文字写的，已按数字读出。",
        in_table="是按文字写的，已按数字读出；工作簿里的总计没有把它加进去，会与报告里的总计不同。",
    ),
    OddCell(
        "C104",
        "数字后面加了说明",
        CONFIRM,
        Oddity.ANNOTATED,
        "带有说明，只读出了括号前的数字。",
        "只留数字，说明写到正文里。",
        Doc(
            "数字格里只填数字，说明写进正文；括号前的数字已经读出，请核实。",
            _TABLES,
            "“本年制发件数”写“22（其中修订16件）”。",
            "“本年制发件数”写 22，修订的情况写进第一部分。",
        ),
    ),
    OddCell(
        "C105",
        "数字格里是文字",
        ERROR,
        Oddity.TEXT,
        "读不出数字。",
        "请改填准确的数字，没有就填 0。",
        Doc(
            "数字格里的文字读不出数字，程序不会替您猜。",
            _TABLES,
            "在数字格里写“见附件”“约30”。",
            "在数字格里写准确的数字 30。",
        ),
        many="有 {n} 个数字格里是文字，读不出数字。",
    ),
    OddCell(
        "C106",
        "数字是负数",
        ERROR,
        Oddity.NEGATIVE,
        "是负数。",
        "请核对后填大于或者等于 0 的数字。",
        Doc(
            "件数和金额都不能小于 0。",
            _TABLES,
            "“四、结转下年度继续办理”写 -1。",
            "核对台账后写 0 或者实际件数。",
        ),
        many="有 {n} 个数字格是负数。",
    ),
    OddCell(
        "C107",
        "件数不是整数",
        ERROR,
        Oddity.FRACTION,
        "不是整数。",
        "请核对后填整数件数。",
        Doc("件数必须是整数。", _TABLES, "“行政许可”写 12.5。", "“行政许可”写 12。"),
        many="有 {n} 个件数不是整数。",
    ),
    OddCell(
        "C108",
        "金额的小数超过六位",
        ERROR,
        Oddity.TOO_PRECISE,
        "的小数超过六位，不足一分。",
        "请按账目填到分，最多六位小数。",
        Doc(
            "金额以万元为单位，最多六位小数，也就是精确到分。",
            "《政府信息公开工作年度报告格式》表二第二十条第（八）项",
            "“行政事业性收费”写 1.23456789。",
            "“行政事业性收费”写 1.234568。",
        ),
    ),
    OddCell(
        "C109",
        "数字大得不可能",
        ERROR,
        Oddity.TOO_LARGE,
        "大得不可能，应当是误录。",
        "请核对后重新填写。",
        Doc(
            "数字超过表格软件能准确保存的范围，必定是误录。",
            _TABLES,
            "“行政处罚”写 99999999999999999。",
            "“行政处罚”写实际件数。",
        ),
        many="有 {n} 个数字大得不可能，应当是误录。",
    ),
    OddCell(
        "C110",
        "数字格里是“是”或“否”",
        ERROR,
        Oddity.BOOLEAN,
        "不是数字。",
        "请改填数字，没有就填 0。",
        Doc(
            "数字格里的 TRUE、FALSE 不是数字。", _TABLES, "在数字格里填 TRUE。", "在数字格里填 1。"
        ),
        many="有 {n} 个数字格里是 TRUE 或者 FALSE，不是数字。",
        in_text="里是“TRUE”“FALSE”这样的是非值，没有当作文字采用。",
        text_hint="请清除后重新录入文字。",
    ),
    OddCell(
        "C111",
        "数字格里是日期",
        ERROR,
        Oddity.DATE,
        "是日期，不是数字。",
        "按 Delete 键清除后重新录入件数，如 12；输入“1-2”“3/4”会变成日期。再录入还显示日期的，用“修复工作簿”（repair 命令）换成完好的格子。",
        Doc(
            "数字被表格软件变成了日期，原来的数字已经读不准。",
            _TABLES,
            "录入“1-2”，单元格变成 1月2日。",
            "按 Delete 键清除这一格，录入数字 1。",
        ),
        many="有 {n} 个数字格里是日期，不是数字。",
        in_text="里是日期，没有当作文字采用。",
        text_hint="请清除后按文字重新录入；先打一个单引号“'”再写，就不会变成日期。",
    ),
    OddCell(
        "C112",
        "单元格里是出错标记",
        ERROR,
        Oddity.ERROR_VALUE,
        "是公式算不出来时的出错标记。",
        "请清除后直接填写。",
        Doc(
            "单元格里是 #REF!、#NAME? 这样的出错标记，读不出内容。",
            _TABLES,
            "引用的文件不在，单元格显示 #REF!。",
            "直接填写数字。",
        ),
        many="有 {n} 个单元格里是公式算不出来时的出错标记。",
        in_text="里是公式算不出来的结果，没有当作文字采用。",
        text_hint="请清除后重新录入；以“-”或者“=”开头的文字会被当成公式，请换个开头，或者先打一个单引号“'”。",
    ),
    OddCell(
        "C113",
        "填写格里是公式",
        ERROR,
        Oddity.FORMULA,
        "是公式。",
        "请把算好的结果直接填成数字。",
        Doc(
            "填写格里只填数字；公式会随别的文件和单元格变化，报出去的数就说不清来历。",
            _TABLES,
            "在“一、本年新收政府信息公开申请数量”里写公式，引用另一个文件，或者把表里的几格相加。",
            "把算好的数字直接填进去；引用工作簿里自己的台账、自己的登记簿的，另行提示（C117）。",
        ),
        many="有 {n} 个填写格里是公式。",
        in_text="里是公式，没有当作文字采用。",
        text_hint="请清除后重新录入；以“-”或者“=”开头的文字会被当成公式，请换个开头，或者先打一个单引号“'”。",
    ),
    OddCell(
        "C117",
        "引用了自己的台账",
        HINT,
        Oddity.LINKED,
        "是公式“{note}”算出的，读的是公式的结果。",
        "台账改过以后没有重新计算的，请重新计算、保存再报送；要稳妥，复制以后只粘贴数值。",
        Doc(
            "公式从工作簿里自己加的台账或者自己的登记簿取数，来历清楚，读的是存着的结果；报出去以后台账变了，报告里的数不会跟着变。",
            _TABLES,
            "填写格里写公式，引用工作簿里的“台账”表，改了台账没有重新计算就报送。",
            "重新计算、保存以后报送；或者把结果粘贴成数值。",
        ),
        many="有 {n} 格是公式从自己的台账里算出的，读的是公式的结果。",
    ),
    OddCell(
        "C114",
        "看到的数与存着的数不同",
        ERROR,
        Oddity.DISGUISED,
        "显示成了别的样子，是单元格格式造成的。",
        "按 Delete 键清除后重新录入，从别处复制的只粘贴数值；还显示成别的样子的，用“修复工作簿”（repair 命令）换成完好的格子。",
        Doc(
            "单元格格式不能让数字显示成别的样子，否则填报人看到的和报告里的不是一个数。",
            "填报工作簿说明：只填内容，不改单元格格式",
            "存着 12.4，格式设成不显示小数，看到的是 12。",
            "存着什么就看到什么。",
        ),
        many="有 {n} 格存着的数与显示的不同，是单元格格式造成的。",
        in_text="显示的不是这些文字，是单元格格式造成的。",
        text_hint="请把文字复制到记事本里，清除这一格，再从记事本粘贴回来。",
    ),
    OddCell(
        "C115",
        "填的内容被划掉了",
        ERROR,
        Oddity.STRUCK,
        "被划掉了，没有当作填报的数字。",
        "清除后填要报的数字，没有就填 0；还带删除线的，用“修复工作簿”（repair 命令）换成完好的格子再填。",
        Doc(
            "划了删除线的数字和文字是不要了的，不会印进报告；留着会让人分不清填的是哪一个。",
            "填报工作簿说明：只填内容，不改单元格格式",
            "把 3 划掉，在后面写 4。",
            "直接写 4。",
        ),
        many="有 {n} 个数字格的内容被划掉了，没有当作填报的数字。",
        in_text="里划掉了“{shown}”，报告不印这些字。",
        text_hint="清除这一格，再录入要印的文字；还带删除线的，用“修复工作簿”（repair 命令）换成完好的格子再填。",
    ),
    OddCell(
        "C116",
        "有看不见或者写法特殊的字符",
        HINT,
        Oddity.PECULIAR,
        "里有{note}。",
        "请删去后重新录入这几个字。",
        Doc(
            "从网页、PDF 复制来的文字会带有看不见的字符和部首形状的字，看着一样，查找、比对时却不是同一个字；能认出的已按看到的样子读出。",
            "填报工作簿说明：只填内容，不带格式粘贴",
            "从 PDF 复制“人⺠政府”，其中的“⺠”是部首字符。",
            "重新录入“人民政府”，或者只粘贴文本后核对。",
        ),
        in_text="里有{note}，能认出的已按看到的样子读出。",
    ),
)
ODD_CELL_RULES = tuple(
    Rule(odd.code, odd.title, odd.severity, odd.doc, odd.hits) for odd in _ODD_CELLS
)
