"""VBA modules as text -> vbaProject.bin, sources only ([MS-OVBA]).

Nothing compiled is written: version 0xFFFF in the _VBA_PROJECT stream tells Excel to compile the sources
when it first loads them, and every module begins at offset 0 of its stream.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from enum import Enum

from xlsheets.addin.compound import compound_file
from xlsheets.addin.compression import compress

# A fixed identity, so that two builds are the same bytes.
_PROJECT_ID = "{5B0E7C39-2D44-4C7F-8E21-93A6D1F0B752}"
_CODE_PAGE, _ENCODING = 1252, "ascii"
_LANGUAGE = 0x409
_SOURCE_ONLY = bytes.fromhex("CC61FFFF000100")
_ANY = 0xFFFF  # cookies that readers must ignore

# The two libraries every Excel-made project names; VBA and Excel itself are implied.
_REFERENCES = {
    "stdole": r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0"
    r"#C:\Windows\System32\stdole2.tlb#OLE Automation",
    "Office": r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0"
    r"#C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL"
    r"#Microsoft Office 16.0 Object Library",
}


class ModuleKind(Enum):
    """What a module is: its word in the PROJECT stream, its base class, its attributes."""

    STANDARD = ("Module", "", ())
    CLASS = (
        "Class",
        "FCFB3D2A-A0FA-1068-A738-08002B3371B5",
        (False, False, False, True, False, False),
    )
    WORKBOOK = (
        "Document",
        "00020819-0000-0000-C000-000000000046",
        (False, False, True, True, False, True),
    )
    SHEET = (
        "Document",
        "00020820-0000-0000-C000-000000000046",
        (False, False, True, True, False, True),
    )


_ATTRIBUTES = (
    "VB_GlobalNameSpace",
    "VB_Creatable",
    "VB_PredeclaredId",
    "VB_Exposed",
    "VB_TemplateDerived",
    "VB_Customizable",
)


@dataclass(frozen=True, slots=True)
class Module:
    """One module; ``source`` is its text as the VBA editor would export it."""

    name: str
    kind: ModuleKind
    source: str = ""

    @property
    def line(self) -> str:
        """How the PROJECT stream announces it."""
        word = self.kind.value[0]
        return f"{word}={self.name}" + ("/&H00000000" if word == "Document" else "")

    @property
    def text(self) -> bytes:
        """The stream's text: the attributes as Excel writes them, then the body, all with CRLF."""
        lines = self.source.replace("\r\n", "\n").rstrip("\n")
        # An exported class begins with a preamble that the stream does not have.
        lines = re.sub(r"\AVERSION .*?^END\n", "", lines, flags=re.DOTALL | re.MULTILINE)
        taken = "|".join(("VB_Name", "VB_Base", *_ATTRIBUTES))
        body = re.sub(rf"^Attribute (?:{taken}) = .*\n?", "", lines, flags=re.MULTILINE)
        return "\r\n".join([*self._head(), *body.split("\n"), ""]).encode(_ENCODING)

    def _head(self) -> list[str]:
        _, base, values = self.kind.value
        head = [f'Attribute VB_Name = "{self.name}"']
        if base:
            head.append(f'Attribute VB_Base = "0{{{base}}}"')
        pairs = zip(_ATTRIBUTES, values, strict=False)
        return head + [f"Attribute {name} = {value}" for name, value in pairs]


def vba_project(name: str, modules: tuple[Module, ...]) -> bytes:
    """Return vbaProject.bin of a project with these modules, in this order."""
    streams: dict[str, bytes] = {module.name: compress(module.text) for module in modules}
    streams["_VBA_PROJECT"] = _SOURCE_ONLY
    streams["dir"] = compress(_dir_stream(name, modules))
    return compound_file(
        {
            "VBA": dict(streams),
            "PROJECT": _project_stream(name, modules),
            "PROJECTwm": b"".join(_both_names(module.name) for module in modules) + b"\0\0",
        }
    )


def _both_names(name: str) -> bytes:
    return f"{name}\0".encode(_ENCODING) + f"{name}\0".encode("utf-16-le")


def _dir_stream(name: str, modules: tuple[Module, ...]) -> bytes:
    """Return the records of [MS-OVBA] 2.3.4.2: the project, its references, its modules."""
    project = [
        _record(0x01, struct.pack("<I", 3)),  # made for 64-bit Windows; 32-bit and Mac read it too
        _record(0x02, struct.pack("<I", _LANGUAGE)),
        _record(0x14, struct.pack("<I", _LANGUAGE)),
        _record(0x03, struct.pack("<H", _CODE_PAGE)),
        _record(0x04, name.encode(_ENCODING)),
        *(_record(number) for number in (0x05, 0x40, 0x06, 0x3D)),  # description, help files: none
        _record(0x07, bytes(4)),
        _record(0x08, bytes(4)),
        struct.pack("<HIIH", 0x09, 4, 1, 1),  # version 1.1; the size field says 4 by specification
        _record(0x0C),
        _record(0x3C),
    ]
    references = [_reference(*library) for library in _REFERENCES.items()]
    counted = [
        _record(0x0F, struct.pack("<H", len(modules))),
        _record(0x13, struct.pack("<H", _ANY)),
    ]
    listed = [_module_records(module) for module in modules]
    return b"".join([*project, *references, *counted, *listed, _record(0x10)])


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HI", kind, len(content)) + content


def _reference(name: str, library: str) -> bytes:
    target = library.encode(_ENCODING)
    registered = struct.pack("<I", len(target)) + target + bytes(6)
    return (
        _record(0x16, name.encode(_ENCODING))
        + _record(0x3E, name.encode("utf-16-le"))
        + _record(0x0D, registered)
    )


def _module_records(module: Module) -> bytes:
    narrow, wide = module.name.encode(_ENCODING), module.name.encode("utf-16-le")
    return b"".join(
        (
            _record(0x19, narrow),
            _record(0x47, wide),
            _record(0x1A, narrow),
            _record(0x32, wide),
            _record(0x1C),
            _record(0x48),
            _record(0x31, bytes(4)),  # the source begins at offset 0: nothing compiled before it
            _record(0x1E, bytes(4)),
            _record(0x2C, struct.pack("<H", _ANY)),
            _record(0x21 if module.kind is ModuleKind.STANDARD else 0x22),
            _record(0x2B),
        )
    )


def _project_stream(name: str, modules: tuple[Module, ...]) -> bytes:
    lines = [
        f'ID="{_PROJECT_ID}"',
        *(module.line for module in modules),
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{_obscured(bytes(4))}"',  # not protected
        f'DPB="{_obscured(bytes(1))}"',  # no password
        f'GC="{_obscured(bytes([0xFF]))}"',  # visible
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
        "",
    ]
    return "\r\n".join(lines).encode(_ENCODING)


def _obscured(value: bytes) -> str:
    """Return a value the way [MS-OVBA] 2.4.3.2 hides it, with a fixed seed instead of a random one."""
    seed = 0x5C
    key = sum(_PROJECT_ID.encode(_ENCODING)) & 0xFF
    hidden = [seed, seed ^ 2, seed ^ key]
    ignored = bytes((seed & 6) // 2)
    plain_before = key
    for plain in ignored + struct.pack("<I", len(value)) + value:
        hidden.append(plain ^ ((hidden[-2] + plain_before) & 0xFF))
        plain_before = plain
    return bytes(hidden).hex().upper()
