"""The command ``xlsheets``, and ``python -m xlsheets``: also a program that cannot be loaded ends in a sentence."""

import gc
import os
import sys

# Loading a program and reading a workbook make many objects and hardly a reference cycle: looked for
# after every 700 objects, as Python does by itself, cycles cost a twentieth of a command.
_OBJECTS = 200_000


def main() -> None:
    """Load the program and run it."""
    gc.set_threshold(_OBJECTS)
    try:
        from xlsheets.cli import main as run

        run()
    except (OSError, ImportError, MemoryError) as error:
        if os.environ.get("XLSHEETS_DEBUG"):
            raise
        sys.stderr.write(
            f"没有启动：程序自己的文件读不全（{type(error).__name__}）。请关闭一些程序后再试，仍然如此的请重新安装。\n"
        )
        sys.exit(2)
    finally:
        # Python looks once more for cycles when it ends, in all that was loaded: another twentieth.
        gc.freeze()


if __name__ == "__main__":
    main()
