"""The command line of the frozen program -> a button's action, or a command of xlsheets.

The add-in starts its interpreter as ``python -B -c "…xlsheets.excel.run('validate')" --wb=…``. Started like that, the
frozen program does this action and nothing else of what stands after -c; so it can be the add-in's interpreter.
"""

import multiprocessing
import re
import sys

ACTION = re.compile(r"xlsheets\.excel\.run\('([a-z_]+)'\)")


def main() -> None:
    """Do what the command line asks for."""
    clicked = ACTION.search(sys.argv[sys.argv.index("-c") + 1]) if "-c" in sys.argv[:-1] else None
    if clicked:
        from xlsheets.excel import run

        run(clicked[1])
    else:
        from xlsheets.cli import main as command

        command()


if __name__ == "__main__":
    # A process that reads files is this program once more, told so by its arguments; it ends here.
    multiprocessing.freeze_support()
    main()
