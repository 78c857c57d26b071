"""Judge many pages, and say how many imports are right by skeleton and by what is odd about the page."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from tests.published.judging import Judged, judge
from tests.published.pages import page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Names = Callable[[Judged], set[str]]


def run(arguments: Sequence[str] | None = None) -> int:
    """Judge seeds, or write their pages; 1 when a page was not imported rightly."""
    parser = argparse.ArgumentParser(prog="python -m tests.published", description=__doc__)
    parser.add_argument("--seeds", type=int, default=300, help="how many seeds")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--show", type=int, default=20, help="how many failing seeds to show")
    parser.add_argument("--write", type=Path, help="write the pages into this folder instead")
    options = parser.parse_args(arguments)
    seeds = range(options.first, options.first + options.seeds)
    if options.write:
        return _write(seeds, options.write)
    judged = [judge(page(seed)) for seed in seeds]
    print(table(judged))
    for case in [case for case in judged if case.differences][: options.show]:
        print(story(case))
    return int(any(case.differences for case in judged))


def _write(seeds: Iterable[int], folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    for made in map(page, seeds):
        (folder / made.name).write_bytes(made.content)
    return 0


def story(judged: Judged) -> str:
    """Tell what is wrong with one import, one of each kind first."""
    made = judged.page
    lines = [f"seed {made.seed}  {made.skeleton}  {'; '.join(made.oddities) or 'nothing odd'}"]
    firsts = list({case.kind: case for case in reversed(judged.differences)}.values())[::-1]
    others = [case for case in judged.differences if case not in firsts]
    shown = [*firsts, *others][:8]
    lines += [f"    {case.kind}: {case.text}" for case in shown]
    more = len(judged.differences) - len(shown)
    return "\n".join([*lines, *([f"    and {more} more"] if more else [])])


def table(judged: Sequence[Judged]) -> str:
    """Count the right imports by skeleton and oddity, and the wrong ones by what is wrong."""
    right = sum(not case.differences for case in judged)
    left = sum(len(case.left) for case in judged)
    lines = [f"{right} of {len(judged)} pages are right; {left} plain things only listed", ""]
    lines += _shares("skeleton", judged, lambda case: {case.page.skeleton.partition(" ")[0]})
    lines += _shares("odd", judged, _oddities)
    kinds = Counter(kind for case in judged for kind in {d.kind for d in case.differences})
    lines += ["what is wrong: pages"]
    lines += [f"  {count:5}  {kind}" for kind, count in kinds.most_common()]
    slowest = max(judged, key=lambda case: case.seconds)
    return "\n".join([*lines, f"slowest: seed {slowest.page.seed}, {slowest.seconds:.1f} s", ""])


def _oddities(judged: Judged) -> set[str]:
    return {odd.split(" of ")[0] for odd in judged.page.oddities} or {"nothing odd"}


def _shares(title: str, judged: Sequence[Judged], names: Names) -> list[str]:
    """Count what is wholly right, and what only has text too many."""
    right, kept, total = Counter(), Counter(), Counter()
    for case in judged:
        total.update(names(case))
        if not case.differences:
            right.update(names(case))
        if all(difference.kind.endswith(" as text") for difference in case.differences):
            kept.update(names(case))
    lines = [
        f"  {right[name]:5} {kept[name]:5} of {total[name]:<5} {name}" for name in sorted(total)
    ]
    return [f"{title}: right, right but for text too many, all", *lines, ""]


if __name__ == "__main__":
    raise SystemExit(run())
