"""Findings -> text for a screen, one line each for a log, or JSON for another program."""

from __future__ import annotations

import unicodedata
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.report.findings import Finding, Severity, order, with_sentences
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence


class _Words(NamedTuple):
    """What is said of a file: what has to be put right before it serves, and that it serves."""

    before: str
    confirm: str
    sound: str


_REPORT = _Words("生成正式报告", "请核对；确实如此的，写明理由", "合格，可以生成正式报告。")
_LOG = _Words("按登记簿计数", "请核对", "登记簿里没有问题，可以计数。")
# Control characters, line ends and characters that turn the direction of what follows; JSON escapes the rest.
_STEERING = pattern_of("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def harmless(text: str) -> str:
    """Return text that cannot steer a terminal or forge a line: control characters made visible."""
    return "".join(
        f"\\x{ord(character):02x}"
        if unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp")
        else character
        for character in text
    )


def width(text: str) -> int:
    """Return how many columns a terminal needs for a text; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def pad(text: str, columns: int) -> str:
    """Fill a text with spaces up to a number of terminal columns."""
    return text + " " * max(0, columns - width(text))


def as_text(findings: Iterable[Finding], files: Sequence[str], logs: Container[str] = ()) -> str:
    """List findings by file and weight; every file gets its closing line, findings or not.

    Args:
        findings: of all files.
        files: their names, in the order they are listed.
        logs: which of them are case logs; the others are reports.
    """
    by_file = _by_file(findings)
    return "\n".join(
        line
        for file in files
        for line in _file_lines(file, by_file.get(file, []), _LOG if file in logs else _REPORT)
    )


def _by_file(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    return {
        file: list(group)
        for file, group in groupby(order(findings), key=lambda finding: finding.file)
    }


def _file_lines(file: str, findings: list[Finding], words: _Words) -> Iterator[str]:
    unit = next((finding.unit for finding in findings if finding.unit), "")
    yield harmless(f"{unit}（{file}）" if unit else file)
    for severity, group in groupby(findings, key=lambda finding: finding.severity):
        listed = list(group)
        yield f"  {_heading(severity, words)}（{len(listed)} 项）"
        column = max(width(finding.address) for finding in listed)
        for finding, sentence in with_sentences(listed):
            yield from _finding_lines(finding, column, sentence)
    yield f"  {_closing(findings, words)}"
    yield ""


def _heading(severity: Severity, words: _Words) -> str:
    return {
        Severity.ERROR: f"强制性：必须改正，否则不能{words.before}",
        Severity.CONFIRM: f"核实性：{words.confirm}",
        Severity.HINT: "提示性：供参考",
    }[severity]


def _finding_lines(finding: Finding, column: int, sentence: str) -> Iterator[str]:
    indent = " " * 10
    address = pad(harmless(finding.address), column)
    yield f"    {finding.code}  {address}  {harmless(finding.path)}".rstrip()
    if sentence:
        yield f"{indent}原文：{harmless(sentence)}"
    yield indent + harmless(finding.message)
    if finding.suspect:
        yield f"{indent}最可能的出处：{harmless(finding.suspect)}"
    if finding.hint:
        yield f"{indent}怎么办：{harmless(finding.hint)}"
    if finding.reason:
        yield f"{indent}已说明：{harmless(finding.reason)}"


def verdict(findings: Iterable[Finding]) -> str:
    """Say in one line what the findings mean for the report."""
    return _closing(findings, _REPORT)


def _closing(findings: Iterable[Finding], words: _Words) -> str:
    counts = Counter(finding.severity for finding in findings if finding.open)
    if counts[Severity.ERROR]:
        return f"结论：有 {counts[Severity.ERROR]} 项强制性问题，改正后才能{words.before}。"
    if counts[Severity.CONFIRM]:
        return f"结论：没有强制性问题，还有 {counts[Severity.CONFIRM]} 项需要核实。"
    return f"结论：{words.sound}"


def tally(states: Iterable[str]) -> str:
    """Count files by where they stand, for the last line of a folder run."""
    counts = Counter(states)
    parts = "，".join(
        f"{name} {counts[name]}" for name in ("合格", "需核实", "有错", "打不开") if counts[name]
    )
    return f"{counts.total()} 个文件{'：' if parts else ''}{parts}。"


def worst(findings: Sequence[Finding]) -> str:
    """Say in one word where a file stands."""
    if any(finding.blocking and _is_unread(finding.code) for finding in findings):
        return "打不开"
    if any(finding.blocking for finding in findings):
        return "有错"
    return "需核实" if any(finding.open for finding in findings) else "合格"


def _is_unread(code: str) -> bool:
    """Tell whether a rule is about files that cannot be read; F111 is about what is written beside one."""
    return code.startswith("F1") and code != "F111"


def as_concise(findings: Iterable[Finding], files: Sequence[str]) -> str:
    """Write one line a finding: file, address, code, weight, message."""
    del files
    return "".join(
        f"{harmless(finding.file)}:{harmless(finding.address)}: {finding.code} {finding.severity.label}"
        f" {harmless(finding.message)}\n"
        for finding in order(findings)
    )


def as_json(findings: Iterable[Finding], files: Sequence[str]) -> str:
    """Write one JSON document with every file and its findings."""
    by_file = _by_file(findings)
    listed = [
        {"file": file, "findings": [finding.to_dict() for finding in by_file.get(file, [])]}
        for file in files
    ]
    return harmless_json(listed, indent=1) + "\n"


def as_jsonl(findings: Iterable[Finding], files: Sequence[str]) -> str:
    """Write one JSON object a line, one line a finding."""
    del files
    return "".join(f"{harmless_json(finding.to_dict())}\n" for finding in order(findings))


def harmless_json(value: object, indent: int | None = None) -> str:
    """Write JSON whose texts can neither steer a terminal nor end a line: such characters go by their number."""
    import json  # loaded here, as all that only one form takes

    return _STEERING.sub(
        lambda character: f"\\u{ord(character[0]):04x}",
        json.dumps(value, ensure_ascii=False, indent=indent),
    )


LISTINGS: dict[str, Callable[[Iterable[Finding], Sequence[str]], str]] = {
    "text": as_text,
    "concise": as_concise,
    "json": as_json,
    "jsonl": as_jsonl,
}
# Listings that another program reads.
FOR_PROGRAMS = ("json", "jsonl")


def streamed(form: str, files: Iterable[tuple[str, Sequence[Finding]]]) -> Iterator[str]:
    """Yield a listing file by file: together what the listing of all of them at once would be."""
    listing = LISTINGS[form]
    if form == "json":
        yield from _json_pieces(files)
        return
    for file, findings in files:
        piece = listing(findings, [file])
        yield f"{piece}\n" if form == "text" else piece


def _json_pieces(files: Iterable[tuple[str, Sequence[Finding]]]) -> Iterator[str]:
    """Yield one JSON array, an element at a time."""
    opening, closing = "[\n", "\n]\n"
    before = opening
    for file, findings in files:
        element = as_json(findings, [file]).removeprefix(opening).removesuffix(closing)
        yield before + element
        before = ",\n"
    yield as_json([], []) if before == opening else closing
