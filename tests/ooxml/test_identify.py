"""Files of every kind are either read alike by everybody or refused in words a clerk can act on."""

from __future__ import annotations

import os
import re
import resource
import socket
import sys

import pytest

from tests.tools.hostile import hostile
from tests.tools.parts import TYPES, sound, sound_parts, zipped
from tests.tools.steps import calls
from xlsheets.errors import UnreadableError
from xlsheets.workbook.reading.reader import read_workbook

HOSTILE = {name: (content, outcome) for name, content, outcome in hostile()}
PLACE = "req.received.natural_person"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def refused(source) -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        read_workbook(source)
    return caught.value


def outcome(content: bytes) -> tuple[str, str]:
    """Return the kind of refusal, the oddity of the one cell, or "same"; and the refusal's message."""
    try:
        found = read_workbook(content)
    except UnreadableError as error:
        return error.kind, str(error)
    odd = {
        observation.kind.value for observation in found.observations if observation.place == PLACE
    }
    same = found.figures == read_workbook(sound()).figures
    return odd.pop() if odd else "same" if same else "other figures", ""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_and_an_odd_one_is_read(name):
    content, expected = HOSTILE[name]
    kind, message = outcome(content)
    assert kind == expected
    assert not message or speaks(message)


def speaks(message: str) -> bool:
    """Tell whether a refusal is one short Chinese text without anything that steers a terminal."""
    chinese = re.search(r"[\u4e00-\u9fff]", message)
    return (
        bool(chinese) and message.endswith("。") and len(message) <= 300 and message.isprintable()
    )


def test_a_hostile_name_of_a_part_is_written_harmlessly():
    content = zipped({"../\x1b[31m\n" * 40: b"", "[Content_Types].xml": b"<Types/>"})
    assert speaks(str(refused(content)))


def test_there_are_many_kinds_of_hostile_files():
    assert len(HOSTILE) > 120


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("empty", b"", "empty"),
        ("zero bytes", bytes(4000), "empty"),
        ("password", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("xls or et", OLE + "Workbook".encode("utf-16-le"), "xls"),
        ("xls in capitals", OLE + "WORKBOOK".encode("utf-16-le"), "xls"),
        ("xls of Excel 4", b"\x09\x04\x06\x00\x00\x00\x10\x00", "xls"),
        ("old Word", OLE + "WordDocument".encode("utf-16-le"), "word"),
        ("old slides", OLE + "PowerPoint Document".encode("utf-16-le"), "slides"),
        ("some compound file", OLE, "ole"),
        ("page", b"<html><body><table>", "web_page"),
        ("page with a mark", "\ufeff<!DOCTYPE html><p>".encode(), "web_page"),
        ("page in UTF-16", "<html><table>".encode("utf-16"), "web_page"),
        (
            "single file page",
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related",
            "one_file_page",
        ),
        (
            "mail",
            b"Received: from a by b\r\nFrom: x@y\r\nSubject: =?utf-8?b?5bm05oql?=\r\n",
            "mail",
        ),
        ("mail of Outlook", OLE + "__substg1.0_".encode("utf-16-le"), "mail"),
        ("shortcut", b"L\0\0\0\x01\x14\x02\0" + bytes(60), "shortcut"),
        ("shortcut to a page", b"[InternetShortcut]\r\nURL=http://example.org", "shortcut"),
        ("guarded", b"%TSD-Header-###%" + bytes(range(200)), "guarded"),
        ("guarded otherwise", b"b\x14#e\x01E-SafeNet\0LOCK" + bytes(range(200)), "guarded"),
        ("rights managed", OLE + "DRMEncryptedDataSpace".encode("utf-16-le"), "guarded"),
        ("ODT", zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "odt"),
        ("OFD", zipped({"OFD.xml": b"<ofd:OFD/>"}), "ofd"),
        ("XML sheet", b'<?xml version="1.0"?><Workbook/>', "xml_sheet"),
        ("PDF", b"%PDF-1.7 ...", "pdf"),
        ("RTF", b"{\\rtf1 ...", "rtf"),
        ("photograph", b"\xff\xd8\xff\xe0 ...", "picture"),
        ("RAR", b"Rar!\x1a\x07", "archive"),
        ("7z", b"7z\xbc\xaf\x27\x1c", "archive"),
        ("CSV", "单位,件数\n某乡,12\n".encode("gbk"), "text"),
        ("noise", bytes(range(1, 32)) * 9, "unknown"),
        ("ODS", zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "ods"),
        ("XLSB", zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"x"}), "xlsb"),
        ("slides", zipped({"ppt/presentation.xml": b"x"}), "slides"),
        ("workbooks in an archive", zipped({"某乡.xlsx": b"x"}), "archive"),
    ],
)
def test_a_wrong_file_is_called_by_its_name(name, content, kind):
    error = refused(content)
    assert error.kind == kind
    assert speaks(str(error))


def test_a_real_word_document_is_called_one(tmp_path):
    import docx

    path = tmp_path / "报告.xlsx"
    docx.Document().save(path)
    assert refused(path).kind == "word"


@pytest.mark.parametrize(
    ("kind", "main"),
    [
        (
            "slides",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
        ),
        ("addin", "application/vnd.ms-excel.addin.macroEnabled.main+xml"),
    ],
)
def test_another_office_document_is_called_by_its_name(kind, main):
    types = sound_parts()[TYPES].decode()
    ours = re.search(r'"(application/[^"]+main\+xml)"', types)[1]
    changed = {**sound_parts(), TYPES: types.replace(ours, main).encode()}
    assert refused(zipped(changed)).kind == kind


def test_another_workbook_is_not_ours(tmp_path):
    import openpyxl

    path = tmp_path / "台账.xlsx"
    openpyxl.Workbook().save(path)
    assert refused(path).kind == "not_ours"


# Paths ------------------------------------------------------------------------------------------


def test_a_path_that_leads_nowhere_is_said(tmp_path):
    assert refused(tmp_path / "没有.xlsx").kind == "missing"
    assert refused(tmp_path / ("长" * 300)).kind == "missing"
    assert refused(tmp_path / "a\0b").kind == "missing"


def test_a_lock_file_is_called_one(tmp_path):
    path = tmp_path / "~$某乡.xlsx"
    path.write_bytes(b"x" * 165)
    assert refused(path).kind == "lock"


def test_a_folder_a_link_and_a_loop_are_not_opened(tmp_path):
    (tmp_path / "真.xlsx").write_bytes(sound())
    (tmp_path / "链.xlsx").symlink_to(tmp_path / "真.xlsx")
    (tmp_path / "环.xlsx").symlink_to(tmp_path / "环.xlsx")
    assert refused(tmp_path).kind == "folder"
    assert refused(tmp_path / "链.xlsx").kind == "link"
    assert refused(tmp_path / "环.xlsx").kind == "link"


def test_a_pipe_a_socket_and_a_device_do_not_hang_the_reader(tmp_path):
    from pathlib import Path

    os.mkfifo(tmp_path / "管道.xlsx")
    assert refused(tmp_path / "管道.xlsx").kind == "special"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s.xlsx"))
        assert refused(tmp_path / "s.xlsx").kind == "special"
    assert refused(Path("/dev/zero")).kind == "special"


def test_a_huge_sparse_file_is_refused_by_its_size(tmp_path):
    path = tmp_path / "大.xlsx"
    with path.open("wb") as stream:
        stream.write(b"PK\3\4")
        stream.truncate(10 * 2**30)
    assert refused(path).kind == "too_large"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_refusal_takes_little_work(name):
    """The most is what it takes to spell out as many shared formulas as a workbook may have."""
    assert calls(lambda: outcome(HOSTILE[name][0])) < 16_000_000


def test_refusals_take_little_memory():
    """≤ 256 MB for all of them, measured in a child of its own."""
    child = os.fork()
    if not child:
        code = 1
        try:
            for content, _ in HOSTILE.values():
                outcome(content)
            code = 0
        finally:
            os._exit(code)
    _, status, usage = os.wait4(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    grown = usage.ru_maxrss - resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert grown < 256 * 1024


def test_nothing_heavy_is_imported_to_read():
    import subprocess

    code = (
        "import sys, xlsheets.workbook.reading.reader as r;"
        "heavy = {'openpyxl', 'xlsxwriter', 'pydantic', 'docx', 'zipfile', 'lxml'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
