"""What happened to the locked parts of the workbook -> findings: family F2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.numbers import Oddity, show
from xlsheets.checks.rule.spec import Case, Doc, Hit, Rule, check, excerpt_at, path_of
from xlsheets.report.findings import Severity
from xlsheets.schema import Cell
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.basics.numbers import Number
    from xlsheets.report import Observation

ERROR, CONFIRM, HINT = Severity.ERROR, Severity.CONFIRM, Severity.HINT
_REPAIR = "请用“修复工作簿”（repair 命令）把填过的内容移到完好的工作簿里。"


@check("F201", "总计的公式没有了", ERROR)
def total_overwritten(case: Case) -> Iterator[Hit]:
    """总计由公式算出，不能手填；手填的数与各项之和不同时必须改正，相同时提示恢复公式。

    依据：填报工作簿说明：总计格已锁定，由公式自动相加
    错误：解除保护后在“总计”格里直接写 11，而各项相加是 12。
    正确：保留原来的公式，改正填错的分项。
    """
    for seen in case.report.observed(Oddity.TOTAL_OVERWRITTEN):
        yield _total(case, seen, "的公式没有了")


@check("F202", "总计的公式被改过", ERROR)
def total_changed(case: Case) -> Iterator[Hit]:
    """总计的公式必须是填报工作簿原来的公式。

    依据：填报工作簿说明：总计格已锁定，由公式自动相加
    错误：“总计”的公式少加了一格。
    正确：保留原来的公式。
    """
    for seen in case.report.observed(Oddity.TOTAL_CHANGED):
        now = f"“{excerpt_at(seen._replace(text=''))}”" if seen.note else "别的公式"
        yield _total(case, seen, f"的公式被改成了{now}")


def _total(case: Case, seen: Observation, what: str) -> Hit:
    """Say what became of a total's formula; it blocks unless the number there is still right."""
    cell = Cell.parse(seen.place)
    due, stated = case.report.values.get(cell), case.report.stated.get(cell)
    shown = show(stated) if stated is not None else seen.text
    right = shown == show(due)
    wrong = (f"现在是“{shown}”，" if shown else "") + f"按各项相加应为 {show(due)}"
    reads = "现在的数还是对的，但以后不会再跟着变" if right else wrong
    return Hit(
        message=f"“{path_of(case, seen.place)}”{what}，{reads}。",
        places=(seen.place,),
        found=stated if stated is not None else shown,
        expected=due,
        hint="请先核对各项，再" + _REPAIR.removeprefix("请") + "总计会重新自动计算。",
        severity=HINT if right else None,
    )


class OwnRecords(NamedTuple):
    """What is said instead where the reader noted that the unit feeds its figures from there: a hint."""

    said: str
    hint: str


class OddPart(NamedTuple):
    """Something that can happen to the locked parts of a workbook, and the rule that tells of it.

    Args:
        code: code of the rule.
        title: its title.
        severity: its weight.
        kind: what was observed.
        said: the sentence about one place; the names in braces are those of ``_words``.
        hint: what to do about it.
        doc: what the rule demands and why, a wrong and a right example.
        many: the sentence for several places; "" when each is told by itself.
        own: what is said of the unit's own records instead.
    """

    code: str
    title: str
    severity: Severity
    kind: Oddity
    said: str
    hint: str
    doc: Doc
    many: str = ""
    own: OwnRecords | None = None

    def hits(self, case: Case) -> Iterator[Hit]:
        """Yield a hit for each place where this was seen."""
        for seen in case.report.observed(self.kind):
            own = self.own if seen.note else None
            said = own.said if own else self.said
            for name, word in _words(case, seen):
                said = said.replace(name, word)
            yield Hit(
                message=said,
                many="" if own else self.many,
                places=(seen.place,) if seen.place else (),
                found=excerpt_at(seen) or None,
                expected=_due(case, seen),
                hint=own.hint if own else self.hint,
                severity=HINT if own else None,
            )


def _words(case: Case, seen: Observation) -> Iterator[tuple[str, str]]:
    """Yield what may stand in a sentence about a place: its path, what is there, what is due."""
    said, due = excerpt_at(seen), _due(case, seen)
    now = f"改成了“{said}”" if seen.text else "删掉了"
    yield "{subject}", _subject(case, seen)
    yield "{where}", _where(case, seen)
    yield "{note}", seen.note
    yield "{path}", path_of(case, seen.place)
    yield "{due}", show(due)
    yield "{said_is}", f"是“{said}”，" if said else ""
    yield "{said_quoted}", f"“{said}”" if said else ""
    yield "{now}", f"{now}，应为“{seen.note}”" if seen.note else now
    yield "{said}", said


def _where(case: Case, seen: Observation) -> str:
    """Return where something stands that is no input: sheet and cell."""
    spot = case.report.places.get(seen.place)
    return f"“{spot.sheet}”的 {spot.cell} 格" if spot else "工作簿里"


def _due(case: Case, seen: Observation) -> Number | str | None:
    """Return what should stand at a place: the sum for a total, the official words for a heading."""
    if seen.kind is Oddity.TOTAL_STALE:
        return case.report.values.get(Cell.parse(seen.place))
    return seen.note or None if seen.kind is Oddity.LABEL_CHANGED else None


def _subject(case: Case, seen: Observation) -> str:
    """Return what a sentence is about: the label path of the place, else the words that came with it."""
    return f"“{path_of(case, seen.place) or excerpt_at(seen) or '工作簿'}”"


_ODD_PARTS = (
    OddPart(
        "F203",
        "总计显示的数还没有重新计算",
        HINT,
        Oddity.TOTAL_STALE,
        "“{path}”存着旧数“{said}”，按各项相加是 {due}，报告按后者。",
        "请用 Excel 或者 WPS 打开，按 F9 重新计算后保存。",
        Doc(
            "文件里存着的总计与各项之和不同，是保存前没有重新计算；报告一律按各项之和。",
            "填报工作簿说明：总计格已锁定，由公式自动相加",
            "用不会计算公式的软件改了分项，总计还显示旧数。",
            "用表格软件打开，等它重新计算后保存。",
        ),
        many="有 {n} 个总计存着旧数，报告按各项相加的结果。",
    ),
    OddPart(
        "F204",
        "找不到表里的格",
        ERROR,
        Oddity.NAME_LOST,
        "{subject}在文件里找不到，可能所在的行、列或者工作表被删掉了。",
        _REPAIR,
        Doc(
            "每个填写格有固定的名称，整行、整列或者整张表被删掉后就找不到了。",
            "填报工作簿说明：不删除工作表、行和列",
            "删掉了表三的一行。",
            "不需要的行填 0，不删除。",
        ),
        many="有 {n} 格在文件里找不到，可能所在的行、列或者工作表被删掉了。",
    ),
    OddPart(
        "F205",
        "填写格被移走了",
        ERROR,
        Oddity.NAME_MOVED,
        "{subject}不在原来的行和列上，可能被剪切或者拖动过。",
        _REPAIR,
        Doc(
            "填写格不在它的行和列上，读出来的数字就会张冠李戴。",
            "填报工作簿说明：不剪切、拖动单元格",
            "用鼠标把一格数字拖到了别的行。",
            "复制后选择性粘贴数值，或者重新录入。",
        ),
        many="有 {n} 个填写格不在原来的行和列上，可能被剪切或者拖动过。",
    ),
    OddPart(
        "F206",
        "表头文字被改过",
        CONFIRM,
        Oddity.LABEL_CHANGED,
        "{subject}的表头被{now}，请核实数字是不是按统一口径填的。",
        "请核对数字，再" + _REPAIR.removeprefix("请") + "表头会恢复原样。",
        Doc(
            "三张表的行名、列名是统一格式，改了文字就可能改了口径。",
            "《政府信息公开工作年度报告格式》表二、表三、表四",
            "把“行政规范性文件”改成“规范性文件”。",
            "表头一字不改，特殊情况写进正文。",
        ),
        many="有 {n} 处表头被改过，请核实数字是不是按统一口径填的。",
    ),
    OddPart(
        "F207",
        "工作表保护被取消了",
        HINT,
        Oddity.UNPROTECTED,
        "{subject}的保护被取消了。",
        "请在“审阅”里重新保护工作表，密码留空。",
        Doc(
            "工作表取消保护后，表头和公式容易被误改。",
            "填报工作簿说明：工作表保持保护状态填写",
            "为了改列宽取消保护，改完没有恢复。",
            "在“审阅”里重新点“保护工作表”，密码留空。",
        ),
        many="有 {n} 张工作表的保护被取消了。",
    ),
    OddPart(
        "F208",
        "单元格的锁定状态被改过",
        HINT,
        Oddity.UNLOCKED,
        "{subject}的锁定状态被改过。",
        _REPAIR + "以后粘贴时只粘贴数值。",
        Doc(
            "总计格应当锁定，填写格应当可以填写。",
            "填报工作簿说明：总计格锁定，填写格不锁定",
            "从别处整格粘贴，连锁定状态一起带了进来。",
            "只粘贴数值。",
        ),
        many="有 {n} 个单元格的锁定状态被改过。",
    ),
    OddPart(
        "F209",
        "工作簿的版本与程序不一致",
        CONFIRM,
        Oddity.OTHER_VERSION,
        "这份工作簿的版本{said_is}与程序不一致，请核实是不是当年发出的那一份。",
        "请换用当年新发的填报工作簿，或者写明沿用的理由。",
        Doc(
            "工作簿是另一个版本的程序发出的，格子能读出来，但表样可能有出入。",
            "填报工作簿说明：使用当年发出的填报工作簿",
            "把去年的工作簿改个年份接着用。",
            "用当年新发的工作簿填报。",
        ),
    ),
    OddPart(
        "F210",
        "工作簿引用了别的文件",
        CONFIRM,
        Oddity.EXTERNAL_LINK,
        "工作簿引用了别的文件{said_quoted}，收件人打不开，请核实数字。",
        "请在“数据”里断开链接，改成直接填写的数字。",
        Doc(
            "报出去的工作簿不应依赖别的文件，那些文件收件人打不开。",
            "填报工作簿说明：数字直接填写，不引用别的文件",
            "从台账复制时选了“粘贴链接”。",
            "复制后选择性粘贴数值。",
        ),
        many="工作簿有 {n} 处引用了别的文件，收件人打不开，请核实数字。",
        own=OwnRecords(
            "工作簿引用了登记簿{said_quoted}，读的是公式上次算出的结果。",
            "登记簿后来又改过的，两个文件一起打开算一遍、保存，再报送；要稳妥，用“从登记簿计数”把数填进来。",
        ),
    ),
    OddPart(
        "F211",
        "工作簿里多了工作表",
        HINT,
        Oddity.ADDED_SHEET,
        "工作簿里多了工作表“{said}”，程序不读它。",
        "报送前请检查里面有没有不宜外传的内容，不需要就删掉。",
        Doc(
            "自己加的工作表不会读取，报送前最好删掉，以免带出内部材料。",
            "填报工作簿说明：只填写原有的工作表",
            "把申请台账作为一张新表留在工作簿里报送。",
            "台账另存，不随工作簿报送。",
        ),
        own=OwnRecords(
            "工作表“{said}”是自己加的，“{note}”的公式用到它，读的是公式的结果。",
            "这张表会随工作簿一起报出去；里面有申请人的情况、不宜外传的，先把公式的结果粘贴成数值，再删掉这张表。",
        ),
    ),
    OddPart(
        "F212",
        "有填写格被隐藏了",
        CONFIRM,
        Oddity.HIDDEN,
        "{subject}被隐藏了，里面的内容仍会计入报告，请核实。",
        "请在行号、列标或者工作表标签上点右键，选“取消隐藏”，核对后保存；选不了的，用“修复工作簿”（repair 命令）。",
        Doc(
            "隐藏的行、列、工作表里仍有数字，填报人和审核人都看不见。",
            "填报工作簿说明：不隐藏行、列和工作表",
            "隐藏了表三里全是 0 的行。",
            "全部显示。",
        ),
        many="有 {n} 处被隐藏了，里面的内容仍会计入报告，请核实。",
    ),
    OddPart(
        "F213",
        "填写格以外写了内容",
        ERROR,
        Oddity.STRAY,
        "{where}写着“{said}”，那里不是填写格，报告里不会有它。",
        "要写进报告的，移到填写格里；不要的删去。",
        Doc(
            "只有浅黄色的填写格会读进报告，写在别处的数字和文字会丢失。",
            "填报工作簿说明：只在填写格里填写",
            "在表二下面自己加一行“其他对外管理服务事项 77”。",
            "需要说明的写进第六部分。",
        ),
    ),
    OddPart(
        "F214",
        "有一张表的副本，填的数不同",
        CONFIRM,
        Oddity.COPIED_SHEET,
        "工作簿里有“{said}”，是“{note}”的副本，填的内容不同；程序只读“{note}”，请核实哪一张是要报的。",
        "要报的内容填在原来那张表里，再删去副本。",
        Doc(
            "复制出来的工作表不会读取，两张表内容不同时说不清报的是哪一张。",
            "填报工作簿说明：只填写原有的工作表",
            "复制一张“三、申请办理 (2)”，在副本里改了数字。",
            "在原来的“三、申请办理”里改，删去副本。",
        ),
    ),
    OddPart(
        "F215",
        "工作簿里有会运行的内容",
        CONFIRM,
        Oddity.ACTIVE_CONTENT,
        "工作簿里有{said}，填报工作簿原来没有；程序不运行它，请核实从哪里来。",
        "不需要的，用“修复工作簿”（repair 命令）把填过的内容移到完好的工作簿里；需要的，写明理由。",
        Doc(
            "宏、控件、嵌入的对象和自定义功能区打开时会运行或者带出别的文件，填报用不着。",
            "填报工作簿说明：填报工作簿没有宏，也不嵌入别的文件",
            "把申请台账作为对象插在表里，或者另存成带宏的工作簿。",
            "附件另行报送，工作簿里只有填写的数字和文字。",
        ),
    ),
)
ODD_PART_RULES = tuple(
    Rule(odd.code, odd.title, odd.severity, odd.doc, odd.hits) for odd in _ODD_PARTS
)
