"""Unit and year -> a file name that Windows, macOS and Linux all accept, unique within a run."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

# What a folder run leaves beside its reports.
RUN_RECORD = "运行记录.json"
# 255 bytes is the limit of a name; 80 leave room for a suffix, a hash and a temporary name.
_SYSTEM_LIMIT = 255
_LONGEST = 80
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(
    r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[1-9¹²³])(?:\..*)?", re.IGNORECASE
)


def safe_stem(name: str) -> str:
    """Return a name without suffix that every system accepts; a changed name ends in a short hash."""
    kept = "".join(
        character
        for character in unicodedata.normalize("NFC", name)
        if unicodedata.category(character) not in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")
    )
    clean = _FORBIDDEN.sub("_", kept).strip(". ")
    clean = clean.encode()[:_LONGEST].decode(errors="ignore").strip(". ")
    if _RESERVED.fullmatch(clean):
        clean = f"_{clean}"
    if clean and clean == name:
        return clean
    return f"{clean or '未命名'}-{_short_hash(name)}"


def unique_stem(name: str, origin: str, taken: Collection[str]) -> str:
    """Return a safe name no other output of the run has, compared without regard to case.

    Args:
        name: the wished name.
        origin: what tells two reports of one name apart, such as the path of the source.
        taken: case-folded names already given.
    """
    stem = safe_stem(name)
    return stem if stem.casefold() not in taken else f"{stem}-{_short_hash(origin)}"


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
