"""``python -m xlsheets``."""

from xlsheets.cli import main

main()
