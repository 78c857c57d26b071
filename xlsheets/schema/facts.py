"""基础数据: countable facts that reports quote and no official table asks for, each optional.

A fact that is filled in gets its sentence in the narrative; a blank one gets none.
"""

from __future__ import annotations

from xlsheets.values import NamedTuple


class Fact(NamedTuple):
    """One countable fact of the year.

    Args:
        key: stable id.
        group: heading it stands under on the sheet 基础数据.
        label: what is counted.
        unit: unit printed after the number, such as 条、场、期.
        help: what to count and where the figure is usually kept.
        denied: whether the text says that there was none when it is 0; nothing is written of any other 0.
    """

    key: str
    group: str
    label: str
    unit: str
    help: str = ""
    denied: bool = False

    @property
    def decimals(self) -> int:
        """How many decimals it may have: money is in 元 and 分, everything else is counted in whole numbers."""
        return 2 if self.unit == "元" else 0


FACTS: tuple[Fact, ...] = (
    Fact(
        "website_items",
        "主动公开",
        "政府网站公开信息",
        "条",
        "全年在政府网站各栏目公开的信息总数，按网站后台统计。",
    ),
    Fact(
        "wechat_items",
        "主动公开",
        "政务微信公众号发布信息",
        "条",
        "全年在本单位微信公众号发布的信息数，按公众号后台统计，转载的也计入。",
    ),
    Fact(
        "weibo_items",
        "主动公开",
        "政务微博发布信息",
        "条",
        "全年在本单位政务微博发布的信息数，按微博后台统计。",
    ),
    Fact(
        "other_media_items",
        "主动公开",
        "其他政务新媒体发布信息",
        "条",
        "短视频号、移动客户端等其他账号的发布数，按各账号后台统计后相加。",
    ),
    Fact(
        "board_items",
        "主动公开",
        "公开栏张贴信息",
        "条",
        "在政务公开栏、村（居）务公开栏、电子屏张贴或者播放的信息数，按张贴登记统计。",
    ),
    Fact(
        "gazette_issues",
        "主动公开",
        "政府公报",
        "期",
        "全年编印的政府公报期数，没有公报的单位不填。",
    ),
    Fact(
        "budget_items",
        "主动公开",
        "财政预决算信息",
        "条",
        "全年公开的预算、决算、专项资金信息数，向财政所（财务股）要。",
    ),
    Fact(
        "policy_documents",
        "主动公开",
        "公开政策性文件",
        "件",
        "全年在网站政策文件栏目公开的文件数，规范性文件和其他政策文件都计入。",
    ),
    Fact(
        "policy_readings",
        "主动公开",
        "政策解读",
        "条",
        "全年发布的政策解读稿件数，同一政策的多种形式分别计。",
    ),
    Fact(
        "normative_readings",
        "主动公开",
        "已配发解读的行政规范性文件",
        "件",
        "本年制发的行政规范性文件中已经配发解读的件数，不多于表二的本年制发件数。",
    ),
    Fact(
        "press_conferences",
        "主动公开",
        "新闻发布会",
        "场",
        "本单位主办或者派人发布的新闻发布会场数，向宣传部门核对。",
    ),
    Fact(
        "interviews",
        "主动公开",
        "在线访谈",
        "期",
        "全年参加的在线访谈、政风行风热线期数，按网站访谈栏目统计。",
    ),
    Fact(
        "consultations",
        "主动公开",
        "决策草案征求意见",
        "次",
        "全年在网站公开征求意见的次数，一个草案计一次。",
    ),
    Fact(
        "opinions",
        "主动公开",
        "收到公众意见",
        "条",
        "上述征求意见收到的意见建议条数，没有收到填 0。",
    ),
    Fact(
        "messages",
        "主动公开",
        "答复网上留言和信箱来信",
        "件",
        "全年办结并答复的网站留言、领导信箱来信件数，按网站后台统计。",
    ),
    Fact(
        "hotline_orders",
        "主动公开",
        "答复 12345 热线工单",
        "件",
        "全年办结的政务服务便民热线工单件数，按热线平台统计。",
    ),
    Fact(
        "proposals",
        "主动公开",
        "公开建议提案办理结果",
        "件",
        "全年公开的人大代表建议、政协提案办理结果件数。",
    ),
    Fact(
        "inquiries",
        "依申请公开",
        "接待申请咨询",
        "人次",
        "窗口、电话接待政府信息公开申请咨询的人次，按值班登记统计。",
    ),
    Fact(
        "late_replies",
        "依申请公开",
        "超过法定期限的答复",
        "件",
        "全年超过法定期限才答复的件数，按申请台账统计；都按时答复填 0。",
        denied=True,
    ),
    Fact(
        "fee_amount",
        "依申请公开",
        "信息处理费金额",
        "元",
        "全年实际收取的政府信息公开信息处理费，没有收取填 0。",
        denied=True,
    ),
    Fact(
        "fee_requests",
        "依申请公开",
        "收取信息处理费的申请",
        "件",
        "全年收取了信息处理费的申请件数，没有收取填 0。",
        denied=True,
    ),
    Fact(
        "attributed_documents",
        "政府信息管理",
        "认定公开属性的公文",
        "件",
        "全年在拟稿时认定了公开属性的公文件数，按办公室发文登记统计。",
    ),
    Fact(
        "secrecy_reviews",
        "政府信息管理",
        "公开前保密审查",
        "条",
        "全年公开前作保密审查的信息条数，按审查登记统计。",
    ),
    Fact(
        "reviewed_documents",
        "政府信息管理",
        "清理行政规范性文件",
        "件",
        "全年清理时逐件审查的行政规范性文件件数，与司法行政部门的清理目录核对。",
    ),
    Fact(
        "corrections",
        "政府信息管理",
        "更正公开内容的差错",
        "处",
        "全年自查或者经人指出后更正的错别字、错链接、过期内容等；没有更正过填 0。",
        denied=True,
    ),
    Fact(
        "columns",
        "政府信息公开平台建设",
        "维护网站公开栏目",
        "个",
        "年末由本单位负责更新的网站栏目数。",
    ),
    Fact("new_columns", "政府信息公开平台建设", "新设专题专栏", "个", "全年新开设的专题、专栏数。"),
    Fact(
        "accounts",
        "政府信息公开平台建设",
        "在运行的政务新媒体",
        "个",
        "年末仍在运行的公众号、微博、短视频等账号数，与备案数核对。",
    ),
    Fact(
        "closed_accounts",
        "政府信息公开平台建设",
        "关停整合政务新媒体",
        "个",
        "全年注销、关停或者合并的账号数。",
    ),
    Fact(
        "service_points",
        "政府信息公开平台建设",
        "政务公开专区和查阅点",
        "个",
        "年末开放的政务公开专区、政府信息查阅场所数。",
    ),
    Fact(
        "meetings",
        "监督保障",
        "研究部署公开工作的会议",
        "次",
        "全年专题研究或者部署政府信息公开工作的会议次数，按会议记录统计。",
    ),
    Fact(
        "staff",
        "监督保障",
        "从事公开工作的人员",
        "名",
        "年末专职和兼职从事政府信息公开工作的人数。",
    ),
    Fact("trainings", "监督保障", "业务培训", "场", "全年举办的政府信息公开培训场数。"),
    Fact("trainees", "监督保障", "参加培训人次", "人次", "上述培训的参训人次，按签到表统计。"),
    Fact(
        "inspections", "监督保障", "公开工作检查", "次", "全年开展或者接受的政府信息公开检查次数。"
    ),
    Fact(
        "rectified_problems",
        "监督保障",
        "整改检查发现的问题",
        "个",
        "上述检查发现、年底前已经整改的问题数。",
    ),
    Fact(
        "assessed_units",
        "监督保障",
        "纳入考核的单位",
        "家",
        "年度考核中考核了公开工作的下属单位、部门、乡镇数。",
    ),
    Fact(
        "reviewers", "监督保障", "参加社会评议", "人次", "全年参加社会评议、填写满意度问卷的人次。"
    ),
    Fact(
        "accountability_cases",
        "监督保障",
        "责任追究",
        "起",
        "因政府信息公开工作追究责任的起数，没有发生填 0。",
        denied=True,
    ),
)
