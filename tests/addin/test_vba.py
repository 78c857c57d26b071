"""vbaProject.bin is what other people's readers of the format take it for."""

from __future__ import annotations

import io
import warnings
import zipfile
from importlib.util import find_spec
from pathlib import Path

import olefile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlsheets.addin.compound import compound_file
from xlsheets.addin.compression import compress
from xlsheets.addin.ovba import Module, ModuleKind, vba_project

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from oletools.olevba import VBA_Parser, decompress_stream

XLWINGS = Path(find_spec("xlwings").origin).parent
MODULES = (
    Module("ThisWorkbook", ModuleKind.WORKBOOK),
    Module("Sheet1", ModuleKind.SHEET),
    Module("Plain", ModuleKind.STANDARD, 'Attribute VB_Name = "Plain"\nOption Explicit\n'),
    Module(
        "Thing",
        ModuleKind.CLASS,
        "VERSION 1.0 CLASS\nBEGIN\n  MultiUse = -1\nEND\nOption Explicit\n",
    ),
)


# The examples of [MS-OVBA] 3.2, with what the specification prints for them.
NOTHING_REPEATS = (
    b"abcdefghijklmnopqrstuv.",
    "0119B000616263646566676800696A6B6C6D6E6F70007172737475762E",
)
SOME_REPEATS = (
    b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa",
    "012FB00023616161626364658266007061676869"
    "6A013808616B6C00306D6E6F7006710270041072737475761077"
    "78797A003C",
)
ALL_REPEATS = (b"a" * 73, "0103B002614500")


@pytest.mark.parametrize(("source", "printed"), [NOTHING_REPEATS, ALL_REPEATS])
def test_the_examples_of_the_specification_come_out_as_printed(source, printed):
    assert compress(source).hex().upper() == printed


def test_where_two_matches_are_equally_long_ours_is_as_short_and_reads_the_same():
    source, printed = SOME_REPEATS
    assert len(compress(source)) == len(bytes.fromhex(printed))
    assert bytes(decompress_stream(bytearray(compress(source)))) == source
    assert bytes(decompress_stream(bytearray.fromhex(printed))) == source


@settings(deadline=None, max_examples=60)
@given(st.text(st.sampled_from("ab \r\nEnd Sub"), max_size=9000))
def test_what_is_compressed_is_what_oletools_reads(text):
    source = text.encode()
    assert bytes(decompress_stream(bytearray(compress(source)))) == source


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4095, 4096, 4097, 8191, 8192, 8193, 40000])
def test_every_size_around_a_chunk_survives(size):
    source = (XLWINGS / "xlwings_custom_addin.bas").read_bytes()[:size]
    assert bytes(decompress_stream(bytearray(compress(source)))) == source


def test_a_chunk_that_does_not_shrink_is_stored_as_it_is():
    noise = bytes((i * i * 7 + i // 3 + (i * 31) % 251) % 256 for i in range(4096))
    packed = compress(noise)
    assert bytes(decompress_stream(bytearray(packed))) == noise
    assert len(packed) <= 1 + 2 + 4096


@settings(deadline=None, max_examples=25)
@given(
    st.dictionaries(
        st.text(st.sampled_from("ABCdefgh_1"), min_size=1, max_size=12).filter(str.isidentifier),
        st.sampled_from([0, 1, 63, 64, 65, 511, 4095, 4096, 4097, 20000, 90000]),
        max_size=9,
    ).filter(lambda sizes: len({name.upper() for name in sizes}) == len(sizes))
)
def test_a_compound_file_gives_back_every_stream(sizes):
    tree = {name: bytes([ord(name[0])]) * size for name, size in sizes.items()}
    packed = compound_file({"Inner": tree, "beside": b"x" * 5000})
    with olefile.OleFileIO(packed, raise_defects=olefile.DEFECT_POTENTIAL) as stored:
        assert stored.parsing_issues == []
        assert {path[1] for path in stored.listdir() if path[0] == "Inner"} == set(tree)
        for name, content in tree.items():
            assert stored.openstream(["Inner", name]).read() == content
        assert stored.openstream("beside").read() == b"x" * 5000


def test_a_stream_too_long_for_the_header_is_refused():
    assert len(compound_file({"long": bytes(6_500_000)})) > 6_500_000
    with pytest.raises(ValueError, match="MB"):
        compound_file({"long": bytes(7_200_000)})


def test_a_name_is_found_through_the_search_tree_as_windows_walks_it():
    names = ["dir", "_VBA_PROJECT", "Sheet1", "xlwings", "Dictionary", "ThisWorkbook", "A", "b"]
    with olefile.OleFileIO(compound_file({name: name.encode() for name in names})) as stored:
        entries = {entry.sid: entry for entry in stored.direntries if entry and entry.name}
        for name in names:
            at = entries[stored.root.sid_child]
            while at.name != name:
                less = (len(name), name.upper()) < (len(at.name), at.name.upper())
                at = entries[at.sid_left if less else at.sid_right]
            assert stored.openstream(name).read() == name.encode()


def test_no_red_entry_has_a_red_child_and_every_path_is_as_black():
    for count in range(1, 20):
        tree = {f"m{number:02}": b"" for number in range(count)}
        with olefile.OleFileIO(compound_file(tree)) as stored:
            entries = {entry.sid: entry for entry in stored.direntries if entry and entry.name}
            assert _black_height(entries, stored.root.sid_child, parent_red=False) > 0


def _black_height(entries, sid, *, parent_red):
    if sid == olefile.NOSTREAM:
        return 1
    red = entries[sid].color == 0
    assert not (red and parent_red)
    left = _black_height(entries, entries[sid].sid_left, parent_red=red)
    right = _black_height(entries, entries[sid].sid_right, parent_red=red)
    assert left == right
    return left + (not red)


def _macros(project: bytes) -> dict[str, str]:
    parser = VBA_Parser("vbaProject.bin", data=project)
    return {stream.split("/")[-1]: code for _, stream, _, code in parser.extract_macros()}


def test_the_modules_are_read_back_with_the_attributes_excel_writes():
    found = _macros(vba_project("xlsheets", MODULES))
    assert list(found) == ["ThisWorkbook", "Sheet1", "Plain", "Thing"]
    assert found["Plain"] == 'Attribute VB_Name = "Plain"\r\nOption Explicit\r\n'
    assert 'VB_Base = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"' in found["Thing"]
    assert "MultiUse" not in found["Thing"]
    assert found["Thing"].endswith("\r\nOption Explicit\r\n")


def test_the_document_modules_have_the_attributes_of_xlwings_own_add_in():
    theirs = _macros(_project_of("addin/xlwings.xlam"))
    ours = _macros(vba_project("xlsheets", MODULES))
    for name in ("ThisWorkbook", "Sheet1"):
        assert ours[name].split() == theirs[name].split()


def _project_of(name: str) -> bytes:
    return zipfile.ZipFile(XLWINGS / name).read("xl/vbaProject.bin")


def _stream(project: bytes, name: str) -> bytes:
    return olefile.OleFileIO(io.BytesIO(project)).openstream(name).read()


def _hidden(project: bytes) -> list[bytes]:
    """Decode CMG, DPB and GC as [MS-OVBA] 2.4.3.3 says, whoever wrote them."""
    lines = _stream(project, "PROJECT").decode("ascii").splitlines()
    value = dict(line.split("=", 1) for line in lines if "=" in line)
    values = []
    for name in ("CMG", "DPB", "GC"):
        seed, version, key, *rest = bytes.fromhex(value[name].strip('"'))
        assert version ^ seed == 2
        assert key ^ seed == sum(value["ID"].strip('"').encode()) & 0xFF
        before, first, second, plain = key ^ seed, key, version, bytearray()
        for byte in rest:
            plain.append(byte ^ ((second + before) & 0xFF))
            before, first, second = plain[-1], byte, first
        body = plain[(seed & 6) // 2 :]
        values.append(bytes(body[4 : 4 + int.from_bytes(body[:4], "little")]))
    return values


def test_the_project_is_neither_protected_nor_hidden_just_as_excel_writes_it():
    assert _hidden(vba_project("xlsheets", MODULES)) == [bytes(4), b"\0", b"\xff"]
    assert _hidden(_project_of("quickstart_addin_ribbon.xlam")) == [bytes(4), b"\0", b"\xff"]


def test_nothing_compiled_is_stored_as_in_xlwings_own_add_in():
    source_only = bytes.fromhex("CC61FFFF000100")
    assert _stream(vba_project("xlsheets", MODULES), "VBA/_VBA_PROJECT") == source_only
    assert _stream(_project_of("addin/xlwings.xlam"), "VBA/_VBA_PROJECT") == source_only


def test_all_three_lists_name_the_modules_in_one_order():
    project = vba_project("xlsheets", MODULES)
    names = [module.name for module in MODULES]
    lines = _stream(project, "PROJECT").decode("ascii").splitlines()
    announced = [
        line.split("=")[1].split("/")[0]
        for line in lines
        if line.split("=")[0] in {"Document", "Module", "Class"}
    ]
    mapped = _stream(project, "PROJECTwm").split(b"\0\0\0")
    directory = bytes(decompress_stream(bytearray(_stream(project, "VBA/dir"))))
    assert announced == names
    assert [name.split(b"\0")[0].decode() for name in mapped if name.strip(b"\0")] == names
    assert sorted(names, key=lambda name: directory.index(name.encode())) == names
