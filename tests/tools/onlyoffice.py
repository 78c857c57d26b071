"""ONLYOFFICE's own engine, in a program of its own: it does not survive its end, and nothing else shall suffer by that.

Reads a JSON list of tasks, does them in order and prints their results: {"open": path, "typed": [[sheet, address,
text]...], "wanted": [[sheet, address]...], "save": path or null, "kind": "xlsx" or "pdf"}.
"""

from __future__ import annotations

import json
import os
import sys

import docbuilder

# Typing into a locked cell is refused, as it is for a person.
_TYPE = """(function () {
  var refused = %s.filter(function (one) { return !Api.GetSheet(one[0]).GetRange(one[1]).SetValue(one[2]); });
  Api.RecalculateAllFormulas();
  var values = %s.map(function (one) { return Api.GetSheet(one[0]).GetRange(one[1]).GetValue(); });
  return JSON.stringify({refused: refused, values: values});
})();"""


def main() -> None:
    """Do what is asked for."""
    results = [_done(task) for task in json.load(sys.stdin)]
    sys.stdout.write(f"\n{json.dumps(results)}\n")
    sys.stdout.flush()
    os._exit(0)


def _done(task: dict) -> dict | None:
    builder = docbuilder.CDocBuilder()
    if builder.OpenFile(task["open"], ""):
        raise SystemExit(f"ONLYOFFICE cannot open {task['open']}")
    found = None
    if "typed" in task:
        answer = builder.GetContext().CreateUndefined()
        builder.ExecuteCommand(
            _TYPE % (json.dumps(task["typed"]), json.dumps(task["wanted"])), answer
        )
        found = json.loads(answer.ToString())
    if task.get("save"):
        builder.SaveFile(task["kind"], task["save"])
    builder.CloseFile()
    return found


if __name__ == "__main__":
    main()
