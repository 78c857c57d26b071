"""The program's own sentences <-> the one cell of the hidden sheet that remembers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def dump_drafted(drafted: Mapping[str, str]) -> str:
    """Return the sentences, by the name of their phrase, as the hidden sheet keeps them."""
    import json  # loaded here, as below: in most workbooks the clerk writes every sentence

    return json.dumps(drafted, ensure_ascii=False, separators=(",", ":"))


def load_drafted(text: str) -> dict[str, str]:
    """Read what ``dump_drafted`` wrote; a record that was tampered with counts as none."""
    import json

    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: sentence for name, sentence in found.items() if isinstance(sentence, str)}
