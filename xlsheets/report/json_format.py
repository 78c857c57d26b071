"""JSON <-> Report: the documented shape for other systems, with its schema and plain errors."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, create_model

from xlsheets.basics.characters import normal, peculiar, printable, typed_lines, whole
from xlsheets.basics.numbers import Figure, Number, Oddity, oddity_of, parse_figure
from xlsheets.errors import UnknownEditionError, UnreadableError
from xlsheets.report import PREAMBLE, PROFILE_LABELS, Observation, Profile, Report
from xlsheets.schema import Cell, edition_for, edition_named, newest
from xlsheets.schema.facts import FACTS
from xlsheets.schema.spec import Measure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pydantic_core import ErrorDetails

    from xlsheets.schema import Edition
    from xlsheets.schema.spec import Block

Stored = int | Decimal | str | None


def _no_boolean(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("boolean")  # noqa: TRY004 -- pydantic turns only ValueError into an error of the field
    return value


# By which the reason for a finding is found again; see ``Finding.fingerprint``.
_Fingerprint = Annotated[str, Field(pattern=r"^[0-9a-f]{8}$")]
JsonNumber = Annotated[Stored, BeforeValidator(_no_boolean)]


class _Strict(BaseModel):
    """A closed object: an unknown key is an error, because it is a misspelt one."""

    model_config = ConfigDict(extra="forbid")


def _row_model(edition: Edition, block: Block, row: str) -> type[BaseModel]:
    fields = {
        leaf.key: (
            JsonNumber,
            Field(default=None, description=edition.path(Cell(block.key, row, leaf.key))),
        )
        for leaf in block.column_leaves
    }
    return cast("type[BaseModel]", create_model(f"{block.key}_{row}", __base__=_Strict, **fields))  # type: ignore[call-overload]


def _block_model(edition: Edition, block: Block) -> type[BaseModel]:
    fields = {
        leaf.key: (
            _row_model(edition, block, leaf.key) | None,
            Field(default=None, description=leaf.label),
        )
        for leaf in block.row_leaves
    }
    return cast("type[BaseModel]", create_model(block.key, __base__=_Strict, **fields))  # type: ignore[call-overload]


def _group(name: str, fields: Mapping[str, tuple[object, object]]) -> type[BaseModel]:
    return cast("type[BaseModel]", create_model(name, __base__=_Strict, **fields))  # type: ignore[call-overload]


@cache
def model(edition_key: str) -> type[BaseModel]:
    """Return the pydantic model of an edition's JSON document."""
    edition = edition_named(edition_key)
    parts = {
        "cells": (_cells_model(edition), "表二、表三、表四的数字，空格写 null 或者不写"),
        "facts": (_facts_model(), "基础数据，可以不写"),
        "narrative": (_narrative_model(edition), "各部分的段落"),
    }
    return _group(
        "report",
        {
            "edition": (str, Field(default=edition.key, description=_edition_words(edition))),
            **_profile_fields(),
            **{
                key: (part, Field(default_factory=part, description=text))
                for key, (part, text) in parts.items()
            },
            "reasons": (
                dict[_Fingerprint, str],
                Field(default_factory=dict, description="核实性问题的理由，按问题的指纹，可以不写"),
            ),
        },
    )


def _edition_words(edition: Edition) -> str:
    return f"{edition.document}；不写的，按报告年度适用的格式"


def _cells_model(edition: Edition) -> type[BaseModel]:
    return _group(
        "cells",
        {
            key: (
                _block_model(edition, block) | None,
                Field(default=None, description=edition.table_of[key].number),
            )
            for key, block in edition.blocks.items()
        },
    )


def _facts_model() -> type[BaseModel]:
    return _group(
        "facts",
        {
            fact.key: (JsonNumber, Field(default=None, description=f"{fact.label}（{fact.unit}）"))
            for fact in FACTS
        },
    )


def _narrative_model(edition: Edition) -> type[BaseModel]:
    titles = {PREAMBLE: edition.preamble_heading}
    titles |= {part.key: part.title for part in edition.prose}
    return _group(
        "narrative",
        {
            key: (list[str], Field(default_factory=list, description=title))
            for key, title in titles.items()
        },
    )


def _profile_fields() -> dict[str, tuple[object, object]]:
    kinds: dict[str, object] = {"year": int | None, "signed": datetime.date | None}
    return {
        key: (
            kinds.get(key, str),
            Field(default=None if key in kinds else "", description=label),
        )
        for key, label in PROFILE_LABELS.items()
    }


def schema(edition: Edition) -> dict[str, object]:
    """Return the JSON Schema of an edition's document."""
    found = model(edition.key).model_json_schema()
    found.pop("title", None)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": edition.document,
        **found,
    }


def from_json(text: str | bytes, source: str = "") -> Report:
    """Read a JSON document.

    Raises:
        UnreadableError: it is not JSON, or not of the documented shape; the sentence names the key.
    """
    try:
        stored = _whole(
            json.loads(
                text,
                parse_float=_bounded,
                parse_int=_bounded,
                parse_constant=_refuse_constant,
                object_pairs_hook=_once,
            )
        )
    except _RepeatedKeyError as error:
        key = printable(str(error))[:_LONGEST_KEY]
        raise UnreadableError(
            "json", f"“{source}”里的键“{key}”在同一层写了两次，请删去一个再试。"
        ) from error
    except (ValueError, RecursionError) as error:
        raise UnreadableError(
            "json", f"“{source}”不是完整的 JSON 文件，请检查括号、引号和逗号。"
        ) from error
    if not isinstance(stored, dict):
        raise UnreadableError("json", f"“{source}”的最外层应当是一个 JSON 对象（花括号）。")
    key = stored.get("edition", _edition_of(stored.get("year")))
    try:
        document = model(str(key)).model_validate(stored)
    except UnknownEditionError as error:
        raise UnreadableError("other_edition", f"“{source}”{error}") from error
    except ValidationError as error:
        raise UnreadableError("json", f"“{source}”{_explain(error.errors()[0])}") from error
    return _report(document, source)


class _RepeatedKeyError(ValueError):
    """A key stands twice in one object: nobody can tell which value was meant."""


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        raise _RepeatedKeyError(next(key for key in keys if keys.count(key) > 1))
    return found


# Far beyond any figure of a report, and few enough digits to be reckoned with at once.
_LONGEST_NUMBER, _LARGEST_EXPONENT = 40, 40


def _bounded(digits: str) -> Number | str:
    """Return a number; one beyond all measure stays the text it is, which no cell takes for a number."""
    if len(digits) > _LONGEST_NUMBER or abs(Decimal(digits).adjusted()) > _LARGEST_EXPONENT:
        return f"{digits[:_LONGEST_NUMBER]}…"
    return Decimal(digits) if set(digits) & set(".eE") else int(digits)


def _edition_of(year: object) -> str:
    """Return the edition in force in a year; the newest where the document gives none we know."""
    try:
        return edition_for(year).key if isinstance(year, int) else newest().key
    except UnknownEditionError:
        return newest().key


def _whole(value: object) -> object:
    """Return a document with surrogate pairs joined, which JSON may spell apart and no other file can hold."""
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, list):
        return [_whole(item) for item in value]
    if isinstance(value, dict):
        return {whole(key): _whole(item) for key, item in value.items()}
    return value


def _refuse_constant(text: str) -> float:
    raise ValueError(text)


_LONGEST_KEY = 100


def _explain(error: ErrorDetails) -> str:
    depth = (
        4 if error["loc"][0] == "cells" else 2
    )  # what follows names the alternatives of the type
    where = printable(".".join(map(str, error["loc"][:depth])))[:_LONGEST_KEY]
    if error["type"] == "extra_forbidden":
        return f"里有不认识的键“{where}”，请对照文档改正键名。"
    return f"里“{where}”的值不对，请对照文档改成规定的类型。"


def _report(document: BaseModel, source: str) -> Report:
    stored = document.model_dump()
    edition = edition_named(stored["edition"])
    figures: dict[Cell, Number] = {}
    observations: list[Observation] = []
    for cell, raw in _cells(stored["cells"]):
        figure = _figure(raw, edition.measure(cell).decimals, edition.measure(cell))
        _keep(figures, cell, figure)
        _observe(observations, str(cell), raw, figure)
    facts: dict[str, Number] = {}
    for fact in FACTS:
        figure = _figure(stored["facts"][fact.key], fact.decimals, None)
        _keep(facts, fact.key, figure)
        _observe(observations, f"fact.{fact.key}", stored["facts"][fact.key], figure)
    texts = _Texts(observations)
    return Report(
        edition_key=edition.key,
        profile=Profile(
            **{key: texts.read(stored[key], f"profile.{key}") for key in PROFILE_LABELS}
        ),
        figures={cell: value for cell, value in figures.items() if cell not in edition.sum_of},
        stated={cell: value for cell, value in figures.items() if cell in edition.sum_of},
        narrative={
            key: texts.paragraphs(lines, key) for key, lines in stored["narrative"].items() if lines
        },
        facts=facts,
        reasons={mark: words.strip() for mark, words in stored["reasons"].items() if words.strip()},
        observations=tuple(observations),
        source=source,
    )


_Key = TypeVar("_Key")


def _keep(figures: dict[_Key, Number], key: _Key, figure: Figure) -> None:
    if figure.value is not None:
        figures[key] = figure.value


def _observe(observations: list[Observation], place: str, raw: Stored, figure: Figure) -> None:
    if figure.oddity:
        observations.append(Observation(figure.oddity, place, str(raw), figure.note))


class _Texts:
    """Reads texts as a person sees them, and notes which characters had to be replaced."""

    def __init__(self, observations: list[Observation]) -> None:
        self._observations = observations

    def read(self, value: object, place: str) -> Any:  # noqa: ANN401 - a date or a year passes as it is
        if not isinstance(value, str):
            return value
        odd = peculiar(value)
        if odd:
            self._observations.append(
                Observation(Oddity.PECULIAR, place, normal(value), "、".join(odd))
            )
        return normal(value)

    def paragraphs(self, lines: Iterable[str], section: str) -> tuple[str, ...]:
        seen = (line for text in lines for line in typed_lines(text))
        typed = [line for line in seen if normal(line).strip()]
        return tuple(
            self.read(line, f"text.{section}.{number}") for number, line in enumerate(typed, 1)
        )


def _cells(
    stored: Mapping[str, Mapping[str, Mapping[str, Stored]] | None],
) -> Iterator[tuple[Cell, Stored]]:
    for block, rows in stored.items():
        for row, columns in (rows or {}).items():
            for column, raw in (columns or {}).items():
                if raw is not None:
                    yield Cell(block, row, column), raw


def _figure(raw: Stored, decimals: int, measure: Measure | None) -> Figure:
    if raw is None:
        return Figure(None)
    if isinstance(raw, str):
        figure = parse_figure(raw, money=measure is Measure.WAN_YUAN)
        if figure.value is None:
            return figure
        return figure._replace(oddity=oddity_of(figure.value, decimals) or figure.oddity)
    value = int(raw) if raw == int(raw) else raw
    return Figure(value, oddity_of(value, decimals))


def to_document(report: Report) -> dict[str, object]:
    """Return a report in the documented shape.

    A total is written as its source states it, else as computed; one over a blank is null, because a sum
    that leaves something out is a number nobody wrote.
    """
    cells: dict[str, dict[str, dict[str, object]]] = {}
    for cell in report.edition.cells:
        value = report.stated.get(cell, report.known(cell))
        cells.setdefault(cell.block, {}).setdefault(cell.row, {})[cell.column] = _number(value)
    profile = {key: getattr(report.profile, key) for key in PROFILE_LABELS}
    signed = report.profile.signed
    return {
        "edition": report.edition_key,
        **profile,
        "signed": signed.isoformat() if signed else None,
        "cells": cells,
        "facts": {key: _number(value) for key, value in report.facts.items()},
        "narrative": {key: list(lines) for key, lines in report.narrative.items()},
        **({"reasons": dict(report.reasons)} if report.reasons else {}),
    }


def _number(value: Number | None) -> int | float | str | None:
    """Return a number for JSON; one that a float cannot hold exactly goes as text."""
    if not isinstance(value, Decimal):
        return value
    return float(value) if Decimal(repr(float(value))) == value else str(value)


def to_json(report: Report) -> str:
    """Write a report as a JSON document that ``from_json`` reads back equal."""
    return json.dumps(to_document(report), ensure_ascii=False, indent=1) + "\n"
