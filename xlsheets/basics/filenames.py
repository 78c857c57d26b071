"""Unit and year -> a file name that Windows, macOS and Linux all accept, unique within a run."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from itertools import count
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of

if TYPE_CHECKING:
    from collections.abc import Collection

# What a folder run leaves beside its reports.
RUN_RECORD = "运行记录.json"
# 255 bytes is the limit of a name; what is left leaves room for an ending, a number and what goes with the file.
_SYSTEM_LIMIT = 255
_LONGEST = 200
# What Windows forbids in a name, as the full-width characters people read the same way.
_FORBIDDEN = str.maketrans('<>:"/\\|?*', "＜＞：＂／＼｜？＊")
_RESERVED = pattern_of(
    r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[1-9¹²³])(?:\..*)?", re.IGNORECASE
)


def safe_stem(name: str) -> str:
    """Return a name without suffix that every system accepts, cut only where it is too long for one."""
    kept = "".join(
        character
        for character in unicodedata.normalize("NFC", name)
        if unicodedata.category(character) not in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")
    )
    clean = kept.translate(_FORBIDDEN).strip(". ")
    clean = clean.encode()[:_LONGEST].decode(errors="ignore").strip(". ")
    if _RESERVED.fullmatch(clean):
        clean = f"_{clean}"
    return clean or "未命名"


def unique_stem(name: str, taken: Collection[str]) -> str:
    """Return a safe name no other output of the run has, compared without regard to case: the second is numbered.

    Args:
        name: the wished name.
        taken: case-folded names already given.
    """
    stem = safe_stem(name)
    if stem.casefold() not in taken:
        return stem
    numbered = (f"{stem}（{number}）" for number in count(2))
    return next(other for other in numbered if other.casefold() not in taken)


def going_with(name: str, addition: str) -> str:
    """Return the name of a file that goes with another: its whole name and what is added.

    Two files that differ in their endings alone, A.xlsx and A.docx, so have companions of different names.
    """
    longest = _SYSTEM_LIMIT - len(addition.encode())
    encoded = os.fsencode(name)
    if len(encoded) <= longest:
        return f"{name}{addition}"
    hashed = f"-{_short_hash(name)}"
    kept = encoded[: longest - len(hashed)].decode(errors="ignore")
    return f"{kept}{hashed}{addition}"


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]
