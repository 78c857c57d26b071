"""The sets of sentences -> precision and recall by rule, printed; with ``--write`` also docs/dev/text-findings.md.

python -m tests.phrases            what each set shows
python -m tests.phrases --write    the same, and the page
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.phrases.corpus import SETS, Entry, entries, found, missing
from xlsheets.checks import rules_for
from xlsheets.report.findings import Severity
from xlsheets.schema import newest

PAGE = Path(__file__).parents[2] / "docs/dev/text-findings.md"
HEAD = """# Findings on sentences, measured

Sentences in the wordings of published reports, our own words, each with small tables and the exact findings expected
(`tests/phrases/*.toml`). `open_a` was written by somebody who knew only the list of rules, `open_b` beside the rules, `open_c` by somebody
who had seen neither the rules nor the other sets, `open_d` the same way, two thirds of it lawful wordings that look wrong;
`held_out` comes from the hand of `open_a` and was seen by nobody who worked on the rules.

A finding is right when the entry expects its code or allows it, and wrong otherwise; an expected code that was not
raised is missed, unless another fair one was raised for it. “Blocks” counts 强制性 findings on sentences that must not
be blocked. Written by `python -m tests.phrases --write`.

## Whole reports in the manner of published ones

`tests/phrases/manner/` holds whole reports by people who had read published ones and seen neither the rules nor the
other sets: own sentences, invented units and figures, about one paragraph in ten with a slip of a kind seen in published
texts. Each set was measured before anything was mended for it; the lines follow each other in time, and each is read with
what the lines above it had taught. Now all of it is said as `expect` has it (`test_manner.py`).

| sets | reports | paragraphs | findings N, right | wrong | precision | findings T but those of what is missing, right | wrong |
| --- | --- | --- | --- | --- | --- | --- | --- |
| eight | 251 | 1,673 | 48 | 22 | 0.69 | 42 | 12 |
| three | 94 | 789 | 29 | 10 | 0.74 | 14 | 4 |
| six | 194 | 1,880 | 84 | 12 | 0.88 | 28 | 2 |
| nine | 265 | 2,336 | 73 | 18 | 0.80 | 40 | 2 |
| five | 79 | 671 | 37 | 14 | 0.73 | 21 | 0 |
| four, after figures far from the table were asked about only where they are plainly said | 72 | 614 | 50 | 3 | 0.94 | 13 | 0 |
| six | 108 | 900 | 63 | 20 | 0.76 | 23 | 2 |
| three | 58 | 481 | 33 | 8 | 0.80 | 9 | 0 |
| three | 58 | 481 | 37 | 2 | 0.95 | 12 | 0 |
| three | 58 | 481 | 33 | 4 | 0.89 | 8 | 1 |
| three | 58 | 479 | 36 | 8 | 0.82 | 14 | 0 |
| two, in the end | 26 | 211 | 20 | 3 | 0.87 | 4 | 1 |

Two reports of the first line were wrongly blocked (a part of few words), none after it. The last eleven sets together: 126 right and
17 wrong (0.88): three of towns, streets and bureaus of counties 39 and 1 (0.97), eight mostly of governments 87 and 16 (0.84). Wrong findings have a long tail:
hardly any of those of family N was of a kind met before. What they have in common was found in the end: what people mistype is near
what they meant (a few more or less, a digit wrong, missing, too many or changed places), and a figure far from every number
it could be mostly counts something else. By the rules as they were before the first line, 35 of 89 wrong findings on those 804
reports were of such figures, 25 of them not plainly said, and 3 of 234 right ones (`checks/prose/slips.py`).
"""


@dataclass
class Measure:
    """What a set shows of the rules."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    blocks: int = 0
    sentences: int = 0

    def take(self, entry: Entry) -> None:
        """Count what was said of an entry."""
        said = found(entry)
        codes = {finding.code for finding in said}
        self.sentences += 1
        self.right.update(codes & entry.codes)
        self.wrong.update(codes - entry.codes)
        self.missed.update(missing(entry, codes))
        blocking = any(finding.severity is Severity.ERROR for finding in said)
        self.blocks += blocking and not entry.blocks


def measured(name: str) -> Measure:
    """Return what a set shows."""
    measure = Measure()
    for entry in entries(name):
        measure.take(entry)
    return measure


def ratio(part: int, rest: int) -> str:
    """Write part / (part + rest) with three decimals; a dash where there is nothing."""
    return f"{part / (part + rest):.3f}" if part + rest else "–"


def table(measure: Measure) -> list[str]:
    """Return the rows of a set: by family, then by rule."""
    titles = {rule.code: rule.title for rule in rules_for(newest())}
    codes = sorted({*measure.right, *measure.wrong, *measure.missed})
    lines = [
        "| rule | right | wrong | missed | precision | recall | |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for family in ("N", "T", *codes):
        counted = [
            sum(number for code, number in counter.items() if code.startswith(family))
            for counter in (measure.right, measure.wrong, measure.missed)
        ]
        right, wrong, lost = counted
        row = (
            family,
            right,
            wrong,
            lost,
            ratio(right, wrong),
            ratio(right, lost),
            titles.get(family, ""),
        )
        lines.append(f"| {' | '.join(map(str, row))} |")
    return lines


def page() -> str:
    """Return the page: every set that is at hand."""
    parts = [HEAD]
    for name in SETS:
        measure = measured(name)
        if measure.sentences:
            parts.append(
                f"## {name}\n\n{measure.sentences} sentences, {measure.blocks} wrongly blocked.\n"
            )
            parts.append("\n".join(table(measure)) + "\n")
    return "\n".join(parts)


def main(arguments: list[str]) -> int:
    """Print the page, and write it when asked to."""
    text = page()
    sys.stdout.write(text)
    if "--write" in arguments:
        PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
