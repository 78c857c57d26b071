"""Word files pass the same checks of an archive as workbooks, and are refused in words about Word files."""

from __future__ import annotations

import io
import warnings
import zipfile
from functools import cache

import pytest

from tests.tools import hostile
from tests.tools.parts import sound, streamed, zipped
from xlsheets.documents.word.report import render
from xlsheets.documents.word.template import prepare
from xlsheets.errors import UnreadableError
from xlsheets.extract.docx import read_docx
from xlsheets.ooxml import refusals
from xlsheets.report import Report

BODY, RELS = "word/document.xml", "word/_rels/document.xml.rels"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@cache
def document() -> bytes:
    return render(Report())


@cache
def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document())) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def with_part_twice(second: str) -> bytes:
    out = io.BytesIO(document())
    with zipfile.ZipFile(out, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        archive.writestr(second, parts()[BODY])
    return out.getvalue()


def swapped(part: str, old: bytes, new: bytes) -> bytes:
    assert old in parts()[part]
    return zipped({**parts(), part: parts()[part].replace(old, new, 1)})


REFUSED = {
    "cut in half": (lambda: document()[: len(document()) // 2], "truncated"),
    "something before it": (lambda: b"MZ" + document(), "doubtful"),
    "something behind it": (lambda: document() + bytes(9), "doubtful"),
    "two archives in one file": (lambda: document() + zipped({"a": b"a"}), "doubtful"),
    "two ends of the directory": (
        lambda: hostile._commented(document(), document()[-22:]),
        "doubtful",
    ),
    "a part twice": (lambda: with_part_twice(BODY), "doubtful"),
    "a part twice by case": (lambda: with_part_twice(BODY.upper()), "doubtful"),
    "a part twice by leading slash": (lambda: with_part_twice(f"/{BODY}"), "doubtful"),
    "a part outside": (lambda: zipped({**parts(), "../evil": b"x"}), "doubtful"),
    "a flipped byte": (
        lambda: hostile._flipped(document(), document().index(b"word/styles.xml") + 40),
        "damaged",
    ),
    "flag says encrypted": (lambda: hostile._patched_directory(document(), 8, 1), "encrypted"),
    "checksum flipped": (lambda: hostile._patched_directory(document(), 16, 0xFFFF), "doubtful"),
    "members overlap": (lambda: hostile._overlapping(document()), "doubtful"),
    "bzip2": (lambda: zipped(parts(), zipfile.ZIP_BZIP2), "damaged"),
    "three parts of 30 MiB": (
        lambda: zipped({**parts(), **{f"word/{n}.bin": bytes(30 * 2**20) for n in range(3)}}),
        "too_large",
    ),
    "2001 parts": (
        lambda: zipped({**parts(), **{f"x/{n}": b"" for n in range(2001)}}),
        "too_large",
    ),
    "one id leads to two parts": (lambda: swapped(RELS, b'Id="rId2"', b'Id="rId1"'), "doubtful"),
    "DTD in any part": (
        lambda: zipped({**parts(), "word/x.xml": b"<!DOCTYPE a><a/>"}),
        "dtd",
    ),
    "no content types": (
        lambda: zipped({key: part for key, part in parts().items() if "Types" not in key}),
        "damaged",
    ),
    "empty": (lambda: b"", "empty"),
    "password": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "old Word": (lambda: OLE + "WordDocument".encode("utf-16-le"), "old"),
    "some compound file": (lambda: OLE, "old"),
    "old workbook": (lambda: OLE + "Workbook".encode("utf-16-le"), "xls"),
    "workbook": (sound, "workbook"),
    "slides": (lambda: zipped({"ppt/presentation.xml": b"x"}), "slides"),
    "PDF": (lambda: b"%PDF-1.7 ...", "pdf"),
    "page": (lambda: b"<html><body><table>", "web_page"),
    "documents in an archive": (lambda: zipped({"a.docx": b"x"}), "archive"),
}


@pytest.mark.parametrize("read", [read_docx, lambda content: prepare(content, draft=False)])
@pytest.mark.parametrize("name", REFUSED)
def test_a_doubtful_document_is_refused_in_words_about_documents(name, read):
    make, kind = REFUSED[name]
    content = make()
    with pytest.raises(UnreadableError) as refused:
        read(content)
    assert refused.value.kind == kind
    assert "填报" not in str(refused.value)
    assert "Word" in str(refused.value) or kind == "empty"


@pytest.mark.parametrize(
    "make",
    [
        lambda: zipped(parts(), zipfile.ZIP_STORED),
        lambda: streamed(parts()),
        lambda: streamed(parts(), zip64=True),
        lambda: hostile._backslashed(parts()),
        lambda: zipped({"word/": b"", **parts()}),
        lambda: zipped({**parts(), "word/empty.bin": b""}),
    ],
)
def test_what_other_programs_write_is_read(make):
    assert read_docx(make()) == read_docx(document())


def test_every_kind_of_refusal_that_can_come_up_has_words_about_documents():
    of_paths = {"missing", "folder", "link", "special", "lock"}
    of_workbooks = {"not_ours", "case_log", "other_edition", "addin", "xlsb", "word", "ole"}
    assert refusals._SENTENCES.keys() - of_paths - of_workbooks <= refusals._OF_DOCUMENTS.keys()
