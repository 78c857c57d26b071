"""Phrase files -> sentence templates: our own, and a county's on top of it."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, NoReturn

from jinja2 import StrictUndefined, TemplateError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from xlsheets.basics.numbers import Number, show
from xlsheets.errors import UsageError
from xlsheets.narrative import number_words
from xlsheets.narrative.variants import chooser

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jinja2 import Template

# section -> paragraph -> sentence -> its template, all in the order they are written.
Phrases = dict[str, dict[str, dict[str, str]]]

# What a faulty template can end in beside the errors of the template language itself.
_FAULTS = (
    TemplateError,
    ArithmeticError,
    TypeError,
    ValueError,
    LookupError,
    AttributeError,
    RuntimeError,
)


class _Environment(SandboxedEnvironment):
    """A sandbox in which no arithmetic can grow a text without bounds."""

    intercepted_binops = frozenset(("*", "**", "%", "/", "//"))

    def call_binop(self, context: object, operator: str, left: object, right: object) -> NoReturn:  # noqa: ARG002 - the signature is Jinja's
        """Refuse an operator no phrase needs."""
        raise SecurityError(operator)


@cache
def _environment() -> _Environment:
    environment = _Environment(undefined=StrictUndefined, finalize=show, autoescape=False)
    environment.filters |= {
        "present": _present,
        "listed": number_words.listed_counts,
        "composition": number_words.composition,
        "total": _total,
        "verdict": number_words.how_cases_ended,
        "share": number_words.share,
        "quoted": number_words.in_quotation_marks,
        "change": number_words.change,
    }
    return environment


def _present(parts: list[tuple[str, Number | None]]) -> list[number_words.CountedMember]:
    return number_words.present([number_words.CountedMember(*part) for part in parts])


def _total(parts: list[number_words.CountedMember]) -> Number:
    return sum(part.number or 0 for part in parts)


def write_sentence(template: str, variables: Mapping[str, object], name: str) -> str:
    """Write one sentence; line breaks of the template and the spaces around them fall away.

    Raises:
        UsageError: the template is faulty or asks for something that does not exist.
    """
    try:
        text = _compiled(template).render(variables, pick=_pick(variables, name))
    except _FAULTS as error:
        raise UsageError(
            f"句式“{name}”写不出来，请检查花括号里的写法和用到的名称（{_words(error)}）。"
        ) from error
    return "".join(line.strip() for line in text.splitlines())


def _pick(variables: Mapping[str, object], name: str) -> Callable[..., str | int]:
    year = variables.get("year")
    return chooser(str(variables.get("unit", "")), year if isinstance(year, int) else 0, name)


@lru_cache(maxsize=512)
def _compiled(template: str) -> Template:
    return _environment().from_string(template)


def _words(error: Exception) -> str:
    """Return the template language's complaint on one line, for whoever wrote the phrase file."""
    return " ".join(str(error).split()) or type(error).__name__


@cache
def _own() -> Phrases:
    text = resources.files("xlsheets.narrative").joinpath("phrases.toml").read_text("utf-8")
    return _checked(tomllib.loads(text), "phrases.toml")


def load_phrases(county: bytes | None = None, name: str = "") -> Phrases:
    """Return our phrases with those of a county's phrase file on top.

    Args:
        county: content of the county's file.
        name: what the file is called in messages.

    Raises:
        UsageError: the file is not UTF-8, not TOML, or does not have the shape of ours.
    """
    merged = {
        section: {paragraph: dict(sentences) for paragraph, sentences in paragraphs.items()}
        for section, paragraphs in _own().items()
    }
    for section, paragraphs in (_read(county, name) if county else {}).items():
        if section not in merged:
            raise UsageError(
                f"句式文件“{name}”里的“{section}”不是年度报告的一个部分，可以用：{'、'.join(merged)}。"
            )
        for paragraph, sentences in paragraphs.items():
            merged[section].setdefault(paragraph, {}).update(sentences)
    return merged


def _read(content: bytes, name: str) -> Phrases:
    try:
        return _checked(tomllib.loads(content.decode("utf-8-sig")), name)
    except UnicodeDecodeError as error:
        raise UsageError(
            f"句式文件“{name}”不是 UTF-8 编码，请用记事本另存为 UTF-8 再试。"
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"句式文件“{name}”的写法不对（{error}），请照着范例改。") from error


def _checked(found: Mapping[str, object], name: str) -> Phrases:
    """Return the file's content if it has the shape section, paragraph, sentence, text."""
    phrases: Phrases = {}
    for section, paragraphs in found.items():
        for paragraph, sentences in _tables(paragraphs, name, section):
            for key, text in _tables(sentences, name, f"{section}.{paragraph}", text=True):
                phrases.setdefault(section, {}).setdefault(paragraph, {})[key] = str(text)
    return phrases


def _tables(value: object, name: str, path: str, *, text: bool = False) -> list[tuple[str, object]]:
    wanted = str if text else dict
    if not isinstance(value, dict) or not all(
        isinstance(member, wanted) for member in value.values()
    ):
        raise UsageError(
            f"句式文件“{name}”的“{path}”写法不对，应当是 [部分.段落] 下面一行一句，句子放在引号里。"
        )
    return list(value.items())
