"""A name longer than a line -> how many characters a line should hold so that no word is torn."""

from __future__ import annotations

from math import ceil

from xlsheets.basics.patterns import pattern_of

# Words in names of organs that no line should break, longest first where one begins another.
_NAMES = (
    "人民政府 人民代表大会 办公室 办公厅 办事处 街道办事处 街道 管理委员会 工作委员会 委员会 管委会 领导小组 "
    "发展和改革 发展改革 发展 改革 教育 体育 科学技术 科技 工业和信息化 工业 信息化 信息 民族宗教 民族 宗教 事务 公安 民政 司法 "
    "财政 金融 人力资源和社会保障 人力资源 社会保障 社会 自然资源和规划 自然资源 规划 生态环境 住房和城乡建设 住房 城乡建设 "
    "城市管理 城市 综合行政执法 综合 行政执法 行政审批 行政 交通运输 交通 水利 水务 农业农村 农业 农村 商务 投资促进 "
    "文化和旅游 文化广电 文化 旅游 广播电视 新闻出版 卫生健康 退役军人 应急管理 审计 市场监督管理 市场 统计 医疗保障 "
    "乡村振兴 信访 林业和草原 林业 草原 园林 绿化 政务服务 政务公开 政务 数据 大数据 国有资产 监督管理 监督 管理 人民防空 "
    "机关 后勤 公共资源交易 公共 服务中心 服务 中心 经济技术开发区 高新技术产业开发区 开发区 产业园区 工业园区 园区 新区 "
    "示范区 保税区 自治区 自治州 自治县 实验区 度假区 风景名胜区 保护区 生产建设兵团 兵团 农场 林场 供销合作 合作 联合 "
    "气象 税务 消防救援 救援 粮食和物资储备 粮食 储备 物资 知识产权 药品 食品 质量 技术 经济 建设 保护 研究 机构 附属 直属 "
    "分局 分中心 支队 大队 总队 学校 学院 大学 中学 小学 医院 公司 集团 有限责任 有限 股份"
)
_WORDS = sorted(_NAMES.split(), key=len, reverse=True)
# A place ends with what it is; what an organ is belongs to the word before, as a closing bracket does;
# what joins two words, and an opening bracket, to the word after.
_PLACE_ENDS, _ORGANS, _JOINTS = (
    "省市县区旗州盟镇乡村场团师",
    "局委厅处院站所队部办社会）、",
    "和及与暨（",
)
_PIECE = pattern_of(
    rf"(?P<word>{'|'.join(_WORDS)})|(?P<organ>[{_ORGANS}])|(?P<joint>[{_JOINTS}])|(?P<other>.)"
)
_FULL_WIDTH = pattern_of(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")


def line_width(name: str, most: int) -> int:
    """Return how many characters a line should hold.

    Args:
        name: what is to be broken.
        most: how many a line can hold.

    Returns:
        ``most`` where the name fits or is not all Chinese; else the narrowest that needs no more lines and
        tears the fewest words.
    """
    if len(name) <= most or not _FULL_WIDTH.fullmatch(name):
        return most
    ends = _word_ends(name)
    widths = range(ceil(len(name) / ceil(len(name) / most)), most + 1)
    return min(widths, key=lambda width: (_torn(name, width, ends), width))


def _torn(name: str, width: int, ends: set[int]) -> int:
    return sum(at not in ends for at in range(width, len(name), width))


def _word_ends(name: str) -> set[int]:
    """Return the places where a line may end: after words, but not before 局 and not after 和."""
    ends: set[int] = set()
    begun = 0
    for piece in _PIECE.finditer(name):
        if piece["organ"] and piece.start() in ends:
            ends.discard(piece.start())
            ends.add(piece.end())
        elif piece["word"] or piece["joint"]:
            ends.add(piece.start())
            begun = piece.end()
            if piece["word"]:
                ends.add(piece.end())
        elif piece["other"] in _PLACE_ENDS and piece.start() > begun:
            ends.add(piece.end())
            begun = piece.end()
    return ends
