"""The add-in list of WPS -> the same list with our line in it, which also remembers port and token."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]

from xlsheets.basics.files import write_atomically
from xlsheets.basics.patterns import pattern_of
from xlsheets.errors import UnreadableError, UsageError
from xlsheets.ooxml.xml_editing import parse_for_editing
from xlsheets.values import NamedTuple

PARTS = {"index.html": "text/html", "main.js": "text/javascript", "ribbon.xml": "text/xml"}
_NAME = "xlsheets"
_PLACES = {
    "win32": "AppData/Roaming/kingsoft/wps/jsaddons",
    "darwin": "Library/Containers/com.kingsoft.wpsoffice.mac/Data/.kingsoft/wps/jsaddons",
}
_ELSEWHERE = ".local/share/Kingsoft/wps/jsaddons"
_ADDRESS = pattern_of(r"http://127\.0\.0\.1:(\d{1,5})/wps/([\w-]{32,})/")


class AddInLine(NamedTuple):
    """Where WPS finds us: the same at every start, because WPS reads its list only when it starts."""

    port: int
    token: str

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/wps/{self.token}/"


def add_in_list() -> Path:
    """Return the file in which WPS of this user looks for add-ins."""
    roaming = os.environ.get("APPDATA")
    if sys.platform == "win32" and roaming:
        return Path(roaming) / "kingsoft/wps/jsaddons/publish.xml"
    return Path.home() / _PLACES.get(sys.platform, _ELSEWHERE) / "publish.xml"


def registered(path: Path) -> AddInLine | None:
    """Return our line of the list; None where there is none.

    Raises:
        UsageError: the list is damaged.
    """
    for entry in _parsed(path).findall("jspluginonline"):
        found = _ADDRESS.fullmatch(entry.get("url", ""))
        if entry.get("name") == _NAME and found:
            return AddInLine(int(found[1]), found[2])
    return None


def register_addin(path: Path, line: AddInLine) -> None:
    """Write our line into the list, leaving every other line alone.

    Raises:
        UsageError: the list is damaged.
        OutputError: it cannot be written.
    """
    listed = _parsed(path)
    for entry in listed.findall("jspluginonline"):
        if entry.get("name") == _NAME:
            listed.remove(entry)
    ours = {"name": _NAME, "type": "et", "url": line.address, "enable": "enable_dev"}
    etree.SubElement(listed, "jspluginonline", ours, install="null")
    content = etree.tostring(listed, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    write_atomically(path, content, force=True)


def parts() -> dict[str, bytes]:
    """Return the files WPS loads from us."""
    shipped = Path(__file__).parent / "wps_parts"
    folder = shipped if shipped.is_dir() else Path(__file__).parents[2] / "addin/wps"
    return {name: (folder / name).read_bytes() for name in PARTS}


def _parsed(path: Path) -> etree._Element:
    if not path.exists():
        return etree.Element("jsplugins")
    try:
        return parse_for_editing(path.read_bytes(), drop_blanks=True)
    except (OSError, UnreadableError) as error:
        raise UsageError(
            f"WPS 的加载项清单“{path}”已经损坏，没有改动它；请改名备份以后再试。"
        ) from error
