"""A TOML file with rules of a county's own -> the rules, for a county that keeps them in a text file."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from xlsheets.errors import UsageError
from xlsheets.workbook.lists.rules import rule_texts as said
from xlsheets.workbook.lists.rules.rule_texts import RuleTexts, rule_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xlsheets.county.rules.rule import CountyRule

_RULES = "rule"
# What stands under a heading of the sheet stands behind a key here: TOML has no Chinese keys without quotes.
_KEYS: Mapping[str, str] = dict(
    zip(
        (
            "name",
            "weight",
            "left",
            "compare",
            "right",
            "tolerance",
            "years",
            "advice",
            "basis",
            "good",
            "bad",
        ),
        said.HEADINGS,
        strict=True,
    )
)


def written_rules(content: bytes, name: str) -> tuple[CountyRule, ...]:
    """Return the rules of a TOML file, a ``[[rule]]`` each.

    Args:
        content: the file.
        name: what to call it in messages.

    Raises:
        UsageError: it is no TOML, a rule is malformed, or one of its examples does not come out as it says.
    """
    rules = [
        rule_of(_texts(table, f"“{name}”的第 {number} 条"), number)
        for number, table in enumerate(_tables(content, name), 1)
    ]
    twice = [title for title, count in Counter(rule.title for rule in rules).items() if count > 1]
    if twice:
        raise UsageError(f"“{name}”里有两条规则都叫“{twice[0]}”，请改成不同的名称。")
    return tuple(rules)


def _tables(content: bytes, name: str) -> list[object]:
    try:
        said_there = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UsageError(f"“{name}”不是 UTF-8 编码，请用记事本另存为 UTF-8 再试。") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"“{name}”的写法不对（{error}），请照着说明里的例子改。") from error
    tables = said_there.pop(_RULES, None)
    if said_there or not isinstance(tables, list):
        other = "、".join(f"“{key}”" for key in said_there) or "没有一条规则"
        raise UsageError(f"“{name}”里每一条规则要以 [[{_RULES}]] 开头，现在是{other}。")
    return tables


def _texts(table: object, where: str) -> RuleTexts:
    """Return the texts of a rule by the headings of the sheet, so that both are judged as one."""
    if not isinstance(table, dict):
        raise UsageError(f"{where}不是规则，请以 [[{_RULES}]] 开头，下面每行写“名称 = 内容”。")
    unknown = [key for key in table if key not in _KEYS]
    if unknown:
        raise UsageError(f"{where}里不认识“{unknown[0]}”，可以写 {'、'.join(_KEYS)}。")
    texts = {heading: _text(table.get(key, ""), key, where) for key, heading in _KEYS.items()}
    if not texts[said.NAME]:
        raise UsageError(f"{where}没有写 name（规则名称）。")
    return RuleTexts(texts, where)


def _text(value: object, key: str, where: str) -> str:
    """Return what stands behind a key as it would be typed into a cell."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise UsageError(f"{where}的“{key}”应当是文字或者数，请加上引号。")


def with_rules(known: Iterable[CountyRule], new: Iterable[CountyRule]) -> tuple[CountyRule, ...]:
    """Return the rules of a list and those that join it: one of the same name takes the place of the old one."""
    fresh = {rule.title: rule for rule in new}
    # In its place, so that the other rules keep their codes, and reasons that were given for them.
    merged = [fresh.pop(rule.title, rule) for rule in known]
    return tuple(
        replace(rule, code=f"K{number:03}")
        for number, rule in enumerate((*merged, *fresh.values()), 1)
    )
