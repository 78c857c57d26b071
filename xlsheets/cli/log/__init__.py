"""The commands about a unit's case log: a new one, its numbers, a report filled in from it."""

from __future__ import annotations

from xlsheets.cli.log.counting import count
from xlsheets.cli.log.importing import bring_in_list
from xlsheets.cli.log.making import new, strip
from xlsheets.cli.options import CommandGroup

log = CommandGroup(
    "log",
    help="登记簿：平时一件一件记，年末由它数出三张表，不用手工计数。",
    commands=[new, bring_in_list, count, strip],
)
