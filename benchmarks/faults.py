"""Sample reports with one planted mistake each -> a table of how many mistakes of each kind are found.

    python benchmarks/faults.py            40 samples, every kind planted in each where it fits
    python benchmarks/faults.py --samples 200 --seed 7

An unchanged sample must raise nothing; a planted mistake counts as found when a finding of one of its
codes appears.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.samples import Sample, chinese, sample
from benchmarks.text_faults import CASE_FAULTS, SURROUNDINGS
from xlsheets.checks import Case, run_checks
from xlsheets.report import Report

Plant = Callable[[Report, Random], Report | None]


class Fault(NamedTuple):
    """A kind of mistake: its name, what plants it (None where it does not fit), the codes that say it."""

    kind: str
    plant: Plant
    codes: tuple[str, ...]


def rewrite(report: Report, pattern: str, change: Callable[[re.Match[str]], str]) -> Report | None:
    """Return the report with the first match of a pattern rewritten; None when there is none."""
    for section, paragraphs in report.narrative.items():
        for number, paragraph in enumerate(paragraphs):
            changed = re.sub(pattern, change, paragraph, count=1)
            if changed != paragraph:
                text = (*paragraphs[:number], changed, *paragraphs[number + 1 :])
                return replace(report, narrative={**report.narrative, section: text})
    return None


def another(number: int, rng: Random) -> int:
    """Return a plausible wrong number: a slip of one or two, swapped digits, a digit too many."""
    digits = str(number)
    slips = [
        number + rng.choice((1, 2, 5, 9)),
        abs(number - rng.choice((1, 2, 5, 9))),
        int(f"{digits}0"),
    ]
    slips += [int(digits[:-2] + digits[-1] + digits[-2])] if len(digits) > 1 else []
    return rng.choice([slip for slip in slips if slip != number])


def wrong_number(pattern: str, spell: Callable[[int], str] = str) -> Plant:
    """Return a fault that changes the number a pattern captures in its group ``n``."""

    def plant(report: Report, rng: Random) -> Report | None:
        def change(match: re.Match[str]) -> str:
            start, end = match.span("n")
            slip = spell(another(int(match["n"].replace("，", "")), rng))
            return match.string[match.start() : start] + slip + match.string[end : match.end()]

        return rewrite(report, pattern, change)

    return plant


def wrong_percentage(pattern: str) -> Plant:
    """Return a fault that shifts the percentage a pattern captures by at least two in its last place."""

    def plant(report: Report, rng: Random) -> Report | None:
        def change(match: re.Match[str]) -> str:
            places = len(match["n"].partition(".")[2])
            off = rng.choice((2, 3, 7, 10, -2, -3, -10)) / 10**places
            value = abs(float(match["n"]) + off)
            start, end = match.span("n")
            text = match.string
            return f"{text[match.start() : start]}{value:.{places}f}{text[end : match.end()]}"

        return rewrite(report, pattern, change)

    return plant


def says(pattern: str, instead: str) -> Plant:
    """Return a fault that puts a statement in the place of what a pattern matches."""
    return lambda report, _rng: rewrite(report, pattern, lambda _match: instead)


def wide(number: int) -> str:
    """Write a number in full-width digits."""
    return str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))


_RECEIVED = r"(?:收到|受理|收办|接收)(?:政府信息公开)?申请(?P<n>\d+)件"
FAULTS: tuple[Fault, ...] = (
    Fault("收到件数", wrong_number(_RECEIVED), ("N301",)),
    Fault("收到件数写成中文数字", wrong_number(_RECEIVED, chinese), ("N301",)),
    Fault("收到件数写成全角数字", wrong_number(_RECEIVED, wide), ("N301",)),
    Fault("新收件数", wrong_number(r"新收(?:申请)?(?P<n>\d+)件"), ("N301",)),
    Fault(
        "办结件数", wrong_number(r"(?:办结|答复|办理完毕)(?:申请)?(?P<n>\d+)件"), ("N302", "N303")
    ),
    Fault("上年结转", wrong_number(r"上年度?结转(?:申请)?(?P<n>\d+)件"), ("N303",)),
    Fault(
        "结转下年",
        wrong_number(r"(?:结转(?:至)?下(?:一)?年度?|[，、另])(?P<n>\d+)件(?:结转|顺延|。|，)"),
        ("N303",),
    ),
    Fault("予以公开", wrong_number(r"(?:(?<!不)予以|同意)公开(?P<n>\d+)件"), ("N304",)),
    Fault("不予公开", wrong_number(r"不(?:予|同意)公开(?P<n>\d+)件"), ("N304",)),
    Fault("无法提供", wrong_number(r"无法提供(?P<n>\d+)件"), ("N304",)),
    Fault("两种结果合写", wrong_number(r"予以公开(?:和|及)部分公开共?(?P<n>\d+)件"), ("N304",)),
    Fault("具体理由", wrong_number(r"(?:第三方合法权益|过程性信息)的?(?P<n>\d+)件"), ("N304",)),
    Fault("自然人", wrong_number(r"自然人(?:申请)?(?P<n>\d+)"), ("N305",)),
    Fault("企业、法人", wrong_number(r"(?:企业|法人或其他组织)(?:申请)?(?P<n>\d+)"), ("N305",)),
    Fault("行政复议", wrong_number(r"行政复议(?:案件)?(?P<n>\d+)[件起]"), ("N401",)),
    Fault("行政诉讼", wrong_number(r"行政诉讼(?:案件)?(?P<n>\d+)[件起]"), ("N401",)),
    Fault("复议诉讼结果", wrong_number(r"(?:结果)?(?:维持|纠正)(?P<n>\d+)[件起]"), ("N401",)),
    Fault(
        "规范性文件制发",
        wrong_number(r"(?:制发|印发|出台)(?:行政)?规范性文件(?P<n>\d+)件"),
        ("N201",),
    ),
    Fault(
        "规范性文件有效",
        wrong_number(r"现行有效(?:的)?(?:行政)?(?:规范性文件)?(?P<n>\d+)件"),
        ("N201",),
    ),
    Fault("处罚、许可决定", wrong_number(r"作出行政(?:处罚|许可)决定(?P<n>\d+)件"), ("N202",)),
    Fault("列项总数", wrong_number(r"公开(?:各类)?信息(?P<n>\d+)条，其中"), ("N701",)),
    Fault("列项分项", wrong_number(r"其他(?:信息)?(?P<n>\d+)条"), ("N701",)),
    Fault("百分比", wrong_percentage(r"（(?:占)?(?P<n>[\d.]+)%）"), ("N702",)),
    Fault("同比百分比", wrong_percentage(r"同比(?:增长|下降)(?P<n>[\d.]+)%"), ("N703",)),
    Fault("同比件数", wrong_number(r"比上年(?:增加|减少)(?P<n>\d+)件"), ("N703",)),
    Fault("收费金额加不拢", wrong_number(r"处理费\d+件(?P<n>\d+)元，其中"), ("N602",)),
    Fault("收费分项加不拢", wrong_number(r"甲局\d+件(?P<n>\d+)元"), ("N602",)),
    Fault("又说没有收费", says(r"没有其他需要", "本年度未收取信息处理费。没有其他需要"), ("N601",)),
    Fault("全部办结", says(r"均在法定期限内[^，。]+", "所有申请均已办结"), ("N310",)),
    Fault("办结率百分之百", says(r"均在法定期限内[^，。]+", "办结率100%"), ("N310",)),
    Fault(
        "未收到申请",
        says(r"均在法定期限内[^，。]+", "未收到其他单位转来的件；全年未收到政府信息公开申请"),
        ("N311",),
    ),
    Fault(
        "未发生复议诉讼",
        says(r"落实专人", "未发生因政府信息公开引起的行政复议、行政诉讼，落实专人"),
        ("N410",),
    ),
    Fault("均已审结", says(r"尚未审结(\d+)[件起]", "均已审结"), ("N411",)),
)


def case_of(given: Sample, report: Report | None = None) -> Case:
    """Return a sample, or its changed report, with what it may be compared with."""
    return Case(report or given.report, previous=(given.last,), **SURROUNDINGS)


def codes(case: Case) -> set[str]:
    return {finding.code for finding in run_checks(case, select=("N", "T", "Y"))}


def measure(samples: int, seed: int) -> tuple[dict[str, list[bool]], list[str]]:
    """Return for each kind whether each planted mistake was found, and what unchanged samples raised."""
    rng = Random(seed)
    found: dict[str, list[bool]] = {fault.kind: [] for fault in (*FAULTS, *CASE_FAULTS)}
    noise: list[str] = []
    for number in range(samples):
        given = sample(number, rng)
        noise += codes(case_of(given))
        for fault in FAULTS:
            changed = fault.plant(given.report, rng)
            if changed:
                found[fault.kind].append(bool(codes(case_of(given, changed)) & set(fault.codes)))
        for fault in CASE_FAULTS:
            case = fault.plant(case_of(given), rng)
            if case:
                found[fault.kind].append(bool(codes(case) & set(fault.codes)))
    return found, noise


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--samples", type=int, default=40)
    options.add_argument("--seed", type=int, default=2025)
    chosen = options.parse_args()
    found, noise = measure(chosen.samples, chosen.seed)
    print(f"{'植入':>6}{'发现':>6}{'召回':>8}  种类")
    for kind, hits in found.items():
        rate = sum(hits) / len(hits) if hits else 0
        print(f"{len(hits):>8}{sum(hits):>8}{rate:>10.3f}  {kind}")
    every = [hit for hits in found.values() for hit in hits]
    print(f"{len(every):>8}{sum(every):>8}{sum(every) / len(every):>10.3f}  合计")
    print(
        f"未植入的 {chosen.samples} 份样本报出 {len(noise)} 条：{'、'.join(sorted(set(noise))) or '无'}"
    )
    return (
        0
        if all(hits and sum(hits) >= 0.97 * len(hits) for hits in found.values()) and not noise
        else 1
    )


if __name__ == "__main__":
    sys.exit(main())
