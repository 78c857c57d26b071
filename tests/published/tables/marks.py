"""What stands in single number cells of published tables beside plain digits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tests.published.tables.grids import (
    Drawn,
    Run,
    Shown,
    Slot,
    blank,
    doubtful,
    run,
    show,
    unreadable,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from tests.published.tables.numbers import Number

_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
_INVISIBLE = "\u200b\u200c\u200d\ufeff\u2060\u00ad\u202c\u200e"
BLANKS = ("", "", "\u00a0", "　", "/", "／", "-", "—", "——", "\\")


@dataclass(frozen=True, slots=True)
class Mark:
    """A way of writing a number: where it applies, how it is written, how it is read."""

    name: str
    applies: Callable[[Number, str], bool]
    write: Callable[[Random, Number], tuple[Run, ...]]
    read: Callable[[Shown], Shown] = doubtful
    looks: bool = False


def _any(number: Number, key: str) -> bool:
    return True


def _count(number: Number, key: str) -> bool:
    return isinstance(number, int) and number >= 0 and not key.endswith("amount")


def _two_digits(number: Number, key: str) -> bool:
    return _count(number, key) and number >= 10


def _thousands(number: Number, key: str) -> bool:
    return isinstance(number, int) and number >= 1000


def _positive(number: Number, key: str) -> bool:
    return _count(number, key) and number > 0


def _amount(number: Number, key: str) -> bool:
    return key == "pro8.fees.amount" and number > 0


def _ends_in_zero(number: Number, key: str) -> bool:
    return _two_digits(number, key) and number % 10 == 0


def _grouped(random: Random, number: Number) -> tuple[Run, ...]:
    return run(f"{number:,}".replace(",", random.choice((",", "，", " ", "\u00a0"))))


def _invisible(random: Random, number: Number) -> tuple[Run, ...]:
    text = show(number)
    place = random.randint(0, len(text))
    return run(text[:place] + random.choice(_INVISIBLE) + text[place:])


def _noted(random: Random, number: Number) -> tuple[Run, ...]:
    text = show(number)
    return random.choice(
        (run(f"{text}①"), run(f"{text}²"), run(f"{text}₁"), run(f"{text}*"), run(f"{text}[1]"))
    )


def _raised(random: Random, number: Number) -> tuple[Run, ...]:
    return Run(show(number)), Run(random.choice("12"), random.choice(("sup", "sub", "sup")))


def _struck(random: Random, number: Number) -> tuple[Run, ...]:
    gone = Run(str(random.randint(1, 9)), "struck")
    return random.choice(((gone, Run(show(number))), (Run(show(number)), gone)))


def _hidden(random: Random, number: Number) -> tuple[Run, ...]:
    return Run(str(random.randint(1, 9)), "hidden"), Run(show(number))


def _gap(random: Random, number: Number) -> tuple[Run, ...]:
    text = show(number)
    return run(text[:-1] + random.choice((" ", "\u00a0", "　")) + text[-1])


def _broken(random: Random, number: Number) -> tuple[Run, ...]:
    text = show(number)
    return Run(text[:-1]), Run("\n", "break"), Run(text[-1])


def _annotated(random: Random, number: Number) -> tuple[Run, ...]:
    return run(
        f"{number}（其中{random.choice(('修订', '线上', '联合发文'))}{random.randint(1, number)}件）"
    )


def _change(number: Number, key: str) -> bool:
    return key.endswith("items_change") and number != 0


def _signed(random: Random, number: Number) -> tuple[Run, ...]:
    if number < 0:
        return run(random.choice(("－", "−", "—")) + str(-number))
    return run(f"+{number}")


def _plain(shown: Shown) -> Shown:
    return shown


MARKS = (
    Mark("wide digits", _any, lambda _, number: run(show(number).translate(_WIDE)), _plain),
    Mark("thousands", _thousands, _grouped),
    Mark("件", _count, lambda _, number: run(f"{number}件")),
    Mark("spaces around", _any, lambda _, number: run(f"\u00a0{show(number)} "), _plain),
    Mark("invisible character", _any, _invisible),
    Mark("note mark", _count, _noted),
    Mark("raised digit", _count, _raised, looks=True),
    Mark("struck digit", _count, _struck, looks=True),
    Mark("hidden digit", _count, _hidden, looks=True),
    Mark("gap", _two_digits, _gap, unreadable),
    Mark("broken line", _two_digits, _broken, unreadable, looks=True),
    Mark("约", _positive, lambda _, number: run(f"约{number}"), unreadable),
    Mark("余", _positive, lambda _, number: run(f"{number}余件"), unreadable),
    Mark("annotated", _positive, _annotated),
    Mark("letter O", _ends_in_zero, lambda _, number: run(f"{number // 10}O"), unreadable),
    Mark("leading zero", _positive, lambda _, number: run(f"0{number}")),
    Mark("decimals", _count, lambda _, number: run(f"{number}.0")),
    Mark("万元", _amount, lambda _, number: run(f"{show(number)}万元")),
    Mark(
        "元", _amount, lambda _, number: run(f"{show(number * 10000).split('.')[0]}元"), unreadable
    ),
    Mark("sign", _change, _signed),
)


def mark_some(random: Random, drawn: Drawn, *, looks: bool) -> tuple[Drawn, tuple[str, ...]]:
    """Write up to four numbers of a table in odd ways; ``looks`` tells whether the page has formats."""
    cells = [slot for slot in drawn.grid.slots if slot.key and drawn.shown[slot.key].values]
    chosen = random.sample(cells, min(len(cells), random.randint(1, 4)))
    changed, shown, names = {}, {}, []
    for slot in chosen:
        number = drawn.shown[slot.key].values[0]
        fitting = [
            mark for mark in MARKS if mark.applies(number, slot.key) and (looks or not mark.looks)
        ]
        mark = random.choice(fitting)
        runs = mark.write(random, number)
        changed[slot.key] = replace(slot, runs=runs)
        shown[slot.key] = _reading(drawn.shown[slot.key], mark, runs)
        names.append(mark.name)
    slots = [changed.get(slot.key, slot) for slot in drawn.grid.slots]
    return drawn.with_grid(slots, shown), tuple(names)


def _reading(before: Shown, mark: Mark, runs: tuple[Run, ...]) -> Shown:
    text = "".join(piece.text for piece in runs if piece.look != "hidden")
    note = text.partition("（")[2].rstrip("）") if mark.name == "annotated" else ""
    return replace(mark.read(before), text=text, quotes=note)


def blank_zeros(random: Random, drawn: Drawn) -> tuple[Drawn, tuple[str, ...]]:
    """Leave cells empty, or put a dash, where there was nothing to count."""
    style = random.choice(BLANKS)
    column = random.choice(("", "business", "all columns of organisations"))
    changed, shown = {}, {}
    for slot in drawn.grid.slots:
        if slot.key and drawn.shown[slot.key].values == (0,) and _chosen(random, slot, column):
            changed[slot.key] = replace(slot, runs=run(style))
            shown[slot.key] = blank(drawn.shown[slot.key])
    slots = [changed.get(slot.key, slot) for slot in drawn.grid.slots]
    return drawn.with_grid(slots, shown), (f"“{style.strip()}”",)


def _chosen(random: Random, slot: Slot, column: str) -> bool:
    _, _, key = slot.key.split(".")
    if column == "business":
        return key == "business"
    if column:
        return key not in {"natural_person", "all"} and not key.endswith("_all")
    return random.random() < 0.3
