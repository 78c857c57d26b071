"""The official format of the 2019 and 2020 reports: 国办公开办函〔2019〕60号, its annex, nothing else.

A key it shares with the later edition means the same figure; what is counted otherwise has a key of its own.
"""

from __future__ import annotations

from xlsheets.schema import common
from xlsheets.schema.cells import DocumentCells, NamedCells, RequestRows, TableRow
from xlsheets.schema.edition import Edition, Section
from xlsheets.schema.spec import Block, Cell, Group, Item, Measure, Node, Table, Total

NOTICE = "国办公开办函〔2019〕60号"
FORM = f"《政府信息公开工作年度报告格式（试行）》（{NOTICE}）"

# 表二 -------------------------------------------------------------------------------------------

_SERVICE_COLUMNS: tuple[Node, ...] = (
    Item("items_before", "上一年项目数量"),
    Item("items_change", "本年增/减"),
    Item("decisions", "处理决定数量"),
)

PROACTIVE = Table(
    key="proactive",
    number="表二",
    sheet="二、主动公开",
    widths=(2435, 2435, 2435, 2435),
    stub_depth=1,
    blocks=(
        Block(
            key="pro1",
            banner="第二十条第（一）项",
            corner="信息内容",
            columns=(
                Item("issued", "本年新制作数量"),
                Item("published", "本年新公开数量"),
                Item("public_total", "对外公开总数量"),
            ),
            rows=(Item("rules", "规章"), Item("normative", "规范性文件")),
        ),
        Block(
            key="pro5",
            banner="第二十条第（五）项",
            corner="信息内容",
            columns=_SERVICE_COLUMNS,
            rows=(Item("licensing", "行政许可"), Item("services", "其他对外管理服务事项")),
        ),
        Block(
            key="pro6",
            banner="第二十条第（六）项",
            corner="信息内容",
            columns=_SERVICE_COLUMNS,
            rows=(Item("penalty", "行政处罚"), Item("coercion", "行政强制")),
        ),
        Block(
            key="pro8",
            banner="第二十条第（八）项",
            corner="信息内容",
            columns=(
                Item("items_before", "上一年项目数量"),
                Item("items_change", "本年增/减"),
            ),
            rows=(Item("fees", "行政事业性收费"),),
        ),
        Block(
            key="pro9",
            banner="第二十条第（九）项",
            corner="信息内容",
            # One of the two is money, so the block allows decimals.
            measure=Measure.WAN_YUAN,
            columns=(
                Item("purchases", "采购项目数量"),
                Item("purchase_amount", "采购总金额"),
            ),
            rows=(Item("procurement", "政府集中采购"),),
        ),
    ),
)

# 表三 -------------------------------------------------------------------------------------------

_GROUNDS = (
    Item("state_secret", "1.属于国家秘密"),
    Item("barred_by_law", "2.其他法律行政法规禁止公开"),
    Item("security_stability", "3.危及“三安全一稳定”"),
    Item("third_party", "4.保护第三方合法权益"),
    Item("internal_affairs", "5.属于三类内部事务信息"),
    Item("deliberative", "6.属于四类过程性信息"),
    Item("enforcement_file", "7.属于行政执法案卷"),
    Item("admin_inquiry", "8.属于行政查询事项"),
)

_OUTCOMES: tuple[Node, ...] = (
    Item("granted", "（一）予以公开"),
    Item("partial", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
    Group("（三）不予公开", _GROUNDS),
    Group(
        "（四）无法提供",
        (
            Item("not_held", "1.本机关不掌握相关政府信息"),
            Item("needs_creation", "2.没有现成信息需要另行制作"),
            Item("still_unclear", "3.补正后申请内容仍不明确"),
        ),
    ),
    Group(
        "（五）不予处理",
        (
            Item("petition", "1.信访举报投诉类申请"),
            Item("repeated", "2.重复申请"),
            Item("publication", "3.要求提供公开出版物"),
            Item("excessive", "4.无正当理由大量反复申请"),
            Item("reconfirmation", "5.要求行政机关确认或重新出具已获取信息"),
        ),
    ),
    Item("other_handling", "（六）其他处理"),
    Total("handled", "（七）总计", "S302", f"{FORM}表三：（七）总计为（一）至（六）各项之和"),
)

REQUESTS = Table(
    key="requests",
    number="表三",
    sheet="三、申请办理",
    widths=common.REQUEST_WIDTHS,
    stub_depth=3,
    blocks=(
        Block(
            key="req",
            corner=common.REQUEST_CORNER,
            columns=common.requesters(FORM),
            rows=(
                Item("received", "一、本年新收政府信息公开申请数量", short="新收"),
                Item("carried_over", "二、上年结转政府信息公开申请数量", short="上年结转"),
                Group("三、本年度办理结果", _OUTCOMES, in_path=False),
                Item("carried_forward", "四、结转下年度继续办理", short="结转下年度"),
            ),
        ),
    ),
)

# 表四 -------------------------------------------------------------------------------------------

REMEDIES = common.remedies(FORM, NOTICE)

# 六个部分 ---------------------------------------------------------------------------------------

SECTIONS = (
    Section(
        "overview",
        "一",
        "总体情况",
        sheet="一、总体情况",
        guidance="第二十条第（二）项之外的法定主动公开内容也在这里综合体现。",
        paragraphs=40,
    ),
    Section("proactive", "二", "主动公开政府信息情况", sheet=PROACTIVE.sheet, table=PROACTIVE),
    Section(
        "requests",
        "三",
        "收到和处理政府信息公开申请情况",
        sheet=REQUESTS.sheet,
        table=REQUESTS,
    ),
    Section(
        "remedies",
        "四",
        "政府信息公开行政复议、行政诉讼情况",
        sheet=REMEDIES.sheet,
        table=REMEDIES,
    ),
    Section(
        "problems",
        "五",
        "存在的主要问题及改进情况",
        sheet="五、问题改进",
        guidance="写本单位真实存在的问题和改进措施。",
        paragraphs=30,
    ),
    Section(
        "other_matters",
        "六",
        "其他需要报告的事项",
        sheet="六、其他事项",
        guidance="其他文件要求在年度报告中报告的事项。",
        paragraphs=20,
    ),
)

# 代码点名的格 ------------------------------------------------------------------------------------

NAMED = NamedCells(
    rules=DocumentCells(issued=Cell("pro1", "rules", "issued"), repealed=None, in_force=None),
    normative=DocumentCells(
        issued=Cell("pro1", "normative", "issued"), repealed=None, in_force=None
    ),
    licensing=Cell("pro5", "licensing", "decisions"),
    penalty=Cell("pro6", "penalty", "decisions"),
    coercion=Cell("pro6", "coercion", "decisions"),
    # 收费 is counted in 项目 here; no cell holds an amount.
    fees=None,
    requests=RequestRows(
        everyone="all",
        person="natural_person",
        other_organisation="other_entity",
        received=TableRow("req", "received"),
        carried_over=TableRow("req", "carried_over"),
        handled=TableRow("req", "handled"),
        carried_forward=TableRow("req", "carried_forward"),
        granted=TableRow("req", "granted"),
        partial=TableRow("req", "partial"),
        state_secret=TableRow("req", "state_secret"),
        fee_unpaid=None,
        denied=tuple(TableRow("req", ground.key) for ground in _GROUNDS),
        other_handling=(TableRow("req", "other_handling"),),
    ),
    review=common.REVIEW,
    direct=common.DIRECT,
    after_review=common.AFTER_REVIEW,
)

EDITION = Edition(
    key="2019",
    document=NOTICE,
    document_title="国务院办公厅政府信息与政务公开办公室关于政府信息公开工作年度报告有关事项的通知",
    first_year=2019,
    title="年政府信息公开工作年度报告",
    preamble_heading="前言（可以不写）",
    preamble_paragraphs=4,
    sections=SECTIONS,
    identities=(common.balance(FORM),),
    aspects=common.ASPECTS,
    government_aspects=common.GOVERNMENT_ASPECTS,
    levels=common.LEVELS,
    named=NAMED,
)
